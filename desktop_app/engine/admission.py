"""The admission of reservations: whenever SCHED_DEADLINE is in force, all that are there fit on the cores on line.

It is tested before the run, for each moment at which something changes. Linux tests each system call and lets it fail
with EBUSY; a scenario whose calls would fail is refused as a whole, so that nobody takes its misses for the policy's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from desktop_app.engine.launches import FIRST_ACTION, Launch, launches
from desktop_app.engine.placement import fitting_core, utilisation
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Action, ActionKind, Placement, Scenario
from desktop_app.model.workload import ProcessSpec
from desktop_app.policies.cbs import CBS, ConstantBandwidth, Refusal, admit

_SIGNALS = frozenset({ActionKind.INTERRUPT, ActionKind.TERMINATE, ActionKind.KILL})


@dataclass(slots=True)
class _Granted:
    """What is reserved at one moment of a scenario.

    Attributes:
        policy: The policy in force.
        online: How many cores are on line.
        specs: The entry of each living thread, in the order in which they were launched.
    """

    policy: str
    online: int
    specs: list[ProcessSpec] = field(default_factory=list)


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
    granted = _Granted(scenario.scheduler.policy, scenario.machine.cores)
    for number, change in _changes(scenario):
        _apply(granted, change)
        refused = _refused(scenario, granted) if granted.policy == CBS.name else None
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


def _changes(scenario: Scenario) -> Iterator[tuple[int | None, Launch | Action]]:
    """Yield launches and actions in order of time, each with its number if it is an action."""
    timed: list[tuple[int, int, Launch | Action]] = [(each.at_ns, each.sequence, each) for each in launches(scenario)]
    timed += [
        (action.at_ns, FIRST_ACTION + number, action)
        for number, action in enumerate(scenario.actions)
        if action.kind is not ActionKind.LAUNCH
    ]
    for _, sequence, change in sorted(timed, key=lambda each: each[:2]):
        yield (sequence - FIRST_ACTION if sequence >= FIRST_ACTION else None), change


def _apply(granted: _Granted, change: Launch | Action) -> None:
    if isinstance(change, Launch):
        granted.specs += [spec for spec in change.specs for _ in range(spec.threads)]
    elif change.scheduler is not None:
        granted.policy = change.scheduler.policy
    elif change.kind is ActionKind.CORES:
        granted.online = change.value
    elif change.kind in _SIGNALS and change.thread is None:
        granted.specs = [spec for spec in granted.specs if spec.name != change.process]


def _refused(scenario: Scenario, granted: _Granted) -> tuple[ProcessSpec, Refusal] | None:
    """Return the first reservation that does not fit: on all cores together, or on its own under a partition."""
    if scenario.scheduler.placement is not Placement.PARTITIONED:
        return _first_refused(granted.specs, granted.online)
    shares = _partition(scenario, granted)
    return next(filter(None, (_first_refused(specs, 1) for specs in shares)), None)


def _first_refused(specs: list[ProcessSpec], cores: int) -> tuple[ProcessSpec, Refusal] | None:
    reserved = [(spec, spec.periodic) for spec in specs if spec.periodic is not None]
    refusal = admit([(periodic.runtime_ns, periodic.period_ns) for _, periodic in reserved], cores)
    return None if refusal is None else (reserved[refusal.position][0], refusal)


def _partition(scenario: Scenario, granted: _Granted) -> list[list[ProcessSpec]]:
    """Return what goes to which core, when threads come to the queues in the order in which they were launched."""
    cores: list[list[ProcessSpec]] = [[] for _ in range(granted.online)]
    used = [Fraction(0)] * granted.online
    for spec in granted.specs:
        affinity = [core for core in spec.parameters.affinity if core < granted.online]
        allowed = affinity or list(range(granted.online))
        share = utilisation(spec, reserved=True)
        core = spec.parameters.core
        if core is None or core not in allowed:
            core = fitting_core(used, share, allowed, scenario.scheduler.fit, ConstantBandwidth.fits)
        used[core] += share
        cores[core].append(spec)
    return cores


def _index(scenario: Scenario, spec: ProcessSpec) -> int:
    return next(index for index, other in enumerate(scenario.processes) if other is spec)
