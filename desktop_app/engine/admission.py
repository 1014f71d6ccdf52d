"""The admission of reservations: whenever SCHED_DEADLINE is in force, all that are there fit on the cores on line.

It is tested before the run, for each moment at which something changes. Linux tests each system call and lets it fail
with EBUSY; a scenario whose calls would fail is refused as a whole, so that nobody takes its misses for the policy's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from desktop_app.engine.launches import FIRST_ACTION, Launch, first_launches, launches
from desktop_app.engine.placement import fitting_core, utilisation
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Action, ActionKind, Fit, Placement, Scenario
from desktop_app.model.workload import Periodic, ProcessSpec
from desktop_app.policies.cbs import CBS, LIMIT, ConstantBandwidth, Refusal, admit

#: Farther from the limit than this, rounding decides nothing, and exact fractions of many periods take long.
_NEAR = 1e-6
_SIGNALS = frozenset({ActionKind.INTERRUPT, ActionKind.TERMINATE, ActionKind.KILL})


@dataclass(slots=True, eq=False)
class _Reserver:
    """A living thread with a reservation.

    Attributes:
        spec: Its entry.
        periodic: The reservation.
        instance: Its process's number among those of the entry's name, from 1.
        number: Its number within its process, from 1.
        affinity: The cores it may run on; empty for any.
        home: Its core under a partition.
    """

    spec: ProcessSpec
    periodic: Periodic
    instance: int
    number: int
    affinity: tuple[int, ...]
    home: int = -1


@dataclass(slots=True)
class _Reservations:
    """What is reserved at one moment of a scenario.

    Attributes:
        policy: The policy in force.
        online: How many cores are on line.
        fit: How a partition gives cores, or None where all cores share a queue, or take from each other's.
        threads: The living threads with reservations, in the order in which they were launched.
        used: Under a partition, what is reserved of each core.
    """

    policy: str
    online: int
    fit: Fit | None
    threads: list[_Reserver] = field(default_factory=list)
    used: list[Fraction] = field(default_factory=list)

    def apply(self, change: Launch | Action, instances: Sequence[int]) -> None:
        """Take note of a launch, of processes with these numbers among those of their names, or of an action."""
        if isinstance(change, Launch):
            self._launch(change.specs, instances)
        elif change.scheduler is not None:
            self.policy = change.scheduler.policy
        elif change.kind is ActionKind.CORES:
            self.online = change.value
            self._move_on()
        elif change.kind in _SIGNALS and change.thread is None:
            self.threads = [thread for thread in self.threads if not _is_meant(thread, change)]
            self._move_on()
        elif change.kind is ActionKind.START_THREAD:
            self._start_threads(change)
        elif change.kind is ActionKind.AFFINITY and (not change.affinity or min(change.affinity) < self.online):
            for thread in self.threads:
                if _is_meant(thread, change):
                    thread.affinity = change.affinity
            self._move_on()

    def refused(self) -> tuple[ProcessSpec, Refusal] | None:
        """Return the first reservation that does not fit: on all cores together, or on its own under a partition."""
        if self.fit is None:
            return _first_refused(self.threads, self.online)
        homes: list[list[_Reserver]] = [[] for _ in range(self.online)]
        for thread in self.threads:
            homes[thread.home].append(thread)
        return next(filter(None, (_first_refused(threads, 1) for threads in homes)), None)

    def _launch(self, specs: Sequence[ProcessSpec], instances: Sequence[int]) -> None:
        for spec, instance in zip(specs, instances, strict=True):
            if spec.periodic is not None:
                for number in range(1, spec.threads + 1):
                    self._add(_Reserver(spec, spec.periodic, instance, number, spec.parameters.affinity))

    def _start_threads(self, change: Action) -> None:
        latest = {thread.instance: thread for thread in self.threads if _is_meant(thread, change)}
        for last in latest.values():
            affinity = last.spec.parameters.affinity
            self._add(_Reserver(last.spec, last.periodic, last.instance, last.number + 1, affinity))

    def _add(self, thread: _Reserver) -> None:
        self.threads.append(thread)
        self._settle(thread)

    def _move_on(self) -> None:
        """Give another core to each thread that may not stay where it is."""
        if self.fit is None:
            return
        self.used = [Fraction(0)] * self.online
        leaving = []
        for thread in self.threads:
            if thread.home in self._allowed(thread):
                self.used[thread.home] += utilisation(thread.spec, reserved=True)
            else:
                leaving.append(thread)
        for thread in leaving:
            self._settle(thread)

    def _settle(self, thread: _Reserver) -> None:
        """Give a thread its core of a partition."""
        if self.fit is None:
            return
        allowed, wanted = self._allowed(thread), thread.spec.parameters.core
        share = utilisation(thread.spec, reserved=True)
        if wanted is not None and wanted in allowed:
            thread.home = wanted
        else:
            thread.home = fitting_core(self.used, share, allowed, self.fit, ConstantBandwidth.fits)
        self.used[thread.home] += share

    def _allowed(self, thread: _Reserver) -> list[int]:
        return [core for core in thread.affinity if core < self.online] or [*range(self.online)]


def check_admission(scenario: Scenario, file: str) -> None:
    """Refuse reservations that SCHED_DEADLINE would not admit, at the start or when an action changes something.

    Args:
        scenario: The scenario.
        file: What to call it.

    Raises:
        ScenarioError: For the first reservation that does not fit, or the first action after which one does not.
    """
    policies = {scenario.scheduler.policy, *(a.scheduler.policy for a in scenario.actions if a.scheduler is not None)}
    if CBS.name not in policies:
        return
    partitioned = scenario.scheduler.placement is Placement.PARTITIONED
    online = scenario.machine.cores
    reserved = _Reservations(
        scenario.scheduler.policy,
        online,
        scenario.scheduler.fit if partitioned else None,
        used=[Fraction(0)] * online,
    )
    for number, change, instances in _changes(scenario):
        reserved.apply(change, instances)
        refused = reserved.refused() if reserved.policy == CBS.name else None
        if refused is None:
            continue
        spec, refusal = refused
        assert spec.periodic is not None
        if number is None:
            field_name = f"process[{_index(scenario, spec)}].runtime"
            raise ScenarioError(file, field_name, format_duration(spec.periodic.runtime_ns), refusal.expected)
        found = f"{change.kind.value} at {format_duration(change.at_ns)}" if isinstance(change, Action) else "launch"
        expected = f"an action after which the reservations fit; of {spec.name!r} there: {refusal.expected}"
        raise ScenarioError(file, f"action[{number}]", found, expected)


def _is_meant(thread: _Reserver, action: Action) -> bool:
    """Return whether an action is about a thread."""
    return (
        thread.spec.name == action.process
        and action.instance in {None, thread.instance}
        and action.thread in {None, thread.number}
    )


def _changes(scenario: Scenario) -> Iterator[tuple[int | None, Launch | Action, list[int]]]:
    """Yield launches and actions in order of time.

    Each comes with its number if it is an action, and with the numbers of the processes that it launches among those of
    their names: entries come first, in the order of the file, and what actions launch follows in order of time.
    """
    counts: Counter[str] = Counter()
    first = [(each.at_ns, each.sequence, each, _instances(each, counts)) for each in first_launches(scenario)]
    later: list[tuple[int, int, Launch | Action]] = [
        (each.at_ns, each.sequence, each) for each in launches(scenario) if each.sequence >= FIRST_ACTION
    ]
    later += [
        (action.at_ns, FIRST_ACTION + number, action)
        for number, action in enumerate(scenario.actions)
        if action.kind is not ActionKind.LAUNCH
    ]
    later.sort(key=lambda each: each[:2])
    timed = [*first, *((*each, _instances(each[2], counts)) for each in later)]
    for _, sequence, change, instances in sorted(timed, key=lambda each: each[:2]):
        yield (sequence - FIRST_ACTION if sequence >= FIRST_ACTION else None), change, instances


def _instances(change: Launch | Action, counts: Counter[str]) -> list[int]:
    """Count the processes that are launched by their names, and return their numbers."""
    found = []
    for spec in change.specs if isinstance(change, Launch) else ():
        counts[spec.name] += 1
        found.append(counts[spec.name])
    return found


def _first_refused(threads: Sequence[_Reserver], cores: int) -> tuple[ProcessSpec, Refusal] | None:
    shares = [thread.periodic.runtime_ns / thread.periodic.period_ns for thread in threads]
    if sum(shares) < float(LIMIT) * cores - _NEAR and max(shares, default=0) < 1:
        return None
    refusal = admit([(thread.periodic.runtime_ns, thread.periodic.period_ns) for thread in threads], cores)
    return None if refusal is None else (threads[refusal.position].spec, refusal)


def _index(scenario: Scenario, spec: ProcessSpec) -> int:
    return next(index for index, other in enumerate(scenario.processes) if other is spec)
