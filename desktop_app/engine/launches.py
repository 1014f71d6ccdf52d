"""Which processes a scenario launches, when, and in which order; and what the trace is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, overload

from desktop_app.model.scenario import ActionKind, Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.trace.trace import ProcessInfo

#: Sequence numbers of what the scenario itself times: at one moment it comes before all that follows from it,
#: launches first; and an action has the same number however the run came to it.
FIRST_LAUNCH = -(2**41)
FIRST_ACTION = -(2**40)


class Launch(NamedTuple):
    """What is launched by one event.

    Attributes:
        at_ns: When.
        sequence: The event's sequence number.
        specs: The entries, one for each process, in order.
    """

    at_ns: int
    sequence: int
    specs: list[ProcessSpec]


def launches(scenario: Scenario) -> Iterator[Launch]:
    """Yield all launches: those of the entries, then those of actions, each in the order of the file."""
    yield from first_launches(scenario)
    for number, action in enumerate(scenario.actions):
        if action.kind is ActionKind.LAUNCH:
            specs = [spec for spec in scenario.processes if spec.name == action.process]
            yield Launch(action.at_ns, FIRST_ACTION + number, specs)


def first_launches(scenario: Scenario) -> Iterator[Launch]:
    """Yield the launches of the entries, in the order of the file.

    Their processes are numbered in this order, all that follow in the order in which they are launched. Entries that
    arrive together are one launch, as there may be thousands.
    """
    sequence = FIRST_LAUNCH
    for at_ns, group in groupby(scenario.processes, key=attrgetter("arrival_ns")):
        specs = [spec for spec in group for _ in range(spec.launches)]
        if specs:
            yield Launch(at_ns, sequence, specs)
        sequence += 1


def launch_times(scenario: Scenario) -> tuple[int, ...]:
    """Return when actions launch processes, in order."""
    return tuple(sorted(action.at_ns for action in scenario.actions if action.kind is ActionKind.LAUNCH))


def coming_threads(scenario: Scenario, after_ns: int = -1) -> int:
    """Return how many threads actions launch later than ``after_ns``."""
    return sum(
        spec.threads
        for action in scenario.actions
        for spec in scenario.processes
        if action.kind is ActionKind.LAUNCH and action.at_ns > after_ns and spec.name == action.process
    )


def started_threads(scenario: Scenario) -> list[tuple[int, ProcessSpec]]:
    """Return when actions start threads in processes, and of which entry: as one thread of each process at the most."""
    entries: dict[str, list[ProcessSpec]] = {}
    for spec in scenario.processes:
        entries.setdefault(spec.name, []).append(replace(spec, threads=1))
    return [
        (action.at_ns, spec)
        for action in scenario.actions
        if action.kind is ActionKind.START_THREAD
        for spec in entries.get(action.process, ())
    ]


class ProcessInfos(Sequence[ProcessInfo]):
    """What the trace is told of the entries' processes; made when it is asked for, which a mere run never does."""

    def __init__(self, scenario: Scenario) -> None:
        """Describe the processes that a scenario's entries launch."""
        self._scenario = scenario

    @cached_property
    def _infos(self) -> tuple[ProcessInfo, ...]:
        return tuple(self._describe())

    @cached_property
    def _length(self) -> int:
        return sum(len(launch.specs) for launch in first_launches(self._scenario))

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> ProcessInfo: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[ProcessInfo, ...]: ...
    def __getitem__(self, index: int | slice) -> ProcessInfo | tuple[ProcessInfo, ...]:
        return self._infos[index]

    def __iter__(self) -> Iterator[ProcessInfo]:
        return iter(self._infos)

    def _describe(self) -> Iterator[ProcessInfo]:
        listings = listing_numbers(self._scenario)
        number = first = 0
        for launch in first_launches(self._scenario):
            for spec in launch.specs:
                number += 1
                threads = tuple(range(first, first + spec.threads))
                yield describe(spec, number, listings, launch.at_ns)._replace(threads=threads)
                first += spec.threads


def listing_numbers(scenario: Scenario) -> dict[Program, int]:
    """Return the index of the listing of each program in the trace."""
    programs = dict.fromkeys(spec.program for spec in scenario.processes if spec.program is not None)
    return {program: listing for listing, program in enumerate(programs)}


def describe(
    spec: ProcessSpec, number: int, listings: dict[Program, int], arrival_ns: int, parent: int = -1
) -> ProcessInfo:
    """Return what the trace is told of a process, without its threads."""
    return ProcessInfo(
        number=number,
        name=spec.name,
        program=spec.name if spec.program is None else spec.program.name,
        listing=-1 if spec.program is None else listings[spec.program],
        arrival_ns=arrival_ns,
        threads=(),
        bursts=spec.bursts,
        parameters=spec.parameters,
        periodic=spec.periodic,
        parent=parent,
    )
