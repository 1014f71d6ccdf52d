"""What no single value of a scenario shows: totals, cores that are not there, names that nobody declared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Action, ActionKind, Scenario
from desktop_app.model.workload import MAX_TOTAL_THREADS, Burst, BurstKind, ProcessSpec, ResourceKind
from desktop_app.program.bursts import RESOURCE_KINDS, format_burst, implicit_kinds
from desktop_app.storage import limits
from desktop_app.storage.wording import closest, listed, written

_RESERVING = "cbs"
#: The actions that change each thread they are about.
_CHANGING = (ActionKind.NICE, ActionKind.PRIORITY, ActionKind.AFFINITY)


def check_scenario(scenario: Scenario, *, file: str) -> None:
    """Refuse a scenario whose parts do not fit together.

    Raises:
        ScenarioError: For the first thing that is wrong.
    """
    check_totals(scenario.processes, scenario.actions, file=file, field="process")
    check_cores(scenario, file=file)
    check_reservations(scenario, file=file)
    check_targets(scenario, file=file)


def check_totals(processes: Sequence[ProcessSpec], actions: Sequence[Action] = (), *, file: str, field: str) -> None:
    """Refuse a workload that is too large as a whole, or of which nothing is ever launched.

    Args:
        processes: The workload.
        actions: What may launch more of it.
        file: The file or option to name.
        field: The key to name.

    Raises:
        ScenarioError: When all threads together are too many, all their bursts too many or too long, what actions
            change of them is too much, or there are none.
    """
    verb = "has" if field else "makes"
    launched = Counter(action.process for action in actions if action.kind is ActionKind.LAUNCH)
    started = [(process.launches + launched[process.name]) * process.threads for process in processes]
    for index, count in _started_by_actions(processes, launched, actions).items():
        started[index] += count
    threads = sum(started)
    if threads > MAX_TOTAL_THREADS:
        expected = f"at most {MAX_TOTAL_THREADS} threads in all: launches times threads, added up"
        raise ScenarioError(file, field, f"{threads} threads", expected, verb)
    if processes and not threads:
        expected = "at least one process that is launched: launches = 1 or more, or an action that launches it"
        raise ScenarioError(file, field, "a workload without work", expected)
    bursts = sum(count * len(process.bursts) for count, process in zip(started, processes, strict=True))
    if bursts > limits.MAX_TOTAL_BURSTS:
        expected = f"at most {limits.MAX_TOTAL_BURSTS:,} bursts in all: launches times threads times bursts, added up"
        raise ScenarioError(file, field, f"{bursts:,} bursts", expected, verb)
    # Of a periodic task one job counts: how many there are is bounded by `until`, or by one hyperperiod.
    work_ns = sum(
        count * sum(burst.duration_ns for burst in process.bursts)
        for count, process in zip(started, processes, strict=True)
    )
    if work_ns > limits.MAX_WORK_NS:
        found = f"{format_duration(work_ns)} of bursts"
        expected = f"at most 366 days, which are {format_duration(limits.MAX_WORK_NS)}, for all threads together"
        raise ScenarioError(file, field, found, expected, verb)
    _check_changes(processes, started, actions, file=file, field="action" if field else "")


def _started_by_actions(
    processes: Sequence[ProcessSpec], launched: Mapping[str, int], actions: Sequence[Action]
) -> Counter[int]:
    """Return how many threads actions start in the processes of each entry, by its index, at the most."""
    indexes: dict[str, list[int]] = {}
    for index, process in enumerate(processes):
        indexes.setdefault(process.name, []).append(index)
    started: Counter[int] = Counter()
    for action in actions:
        if action.kind is ActionKind.START_THREAD:
            for index in indexes[action.process]:
                process = processes[index]
                started[index] += 1 if action.instance is not None else process.launches + launched[process.name]
    return started


def _check_changes(
    processes: Sequence[ProcessSpec], started: Sequence[int], actions: Sequence[Action], *, file: str, field: str
) -> None:
    """Refuse actions that change more threads, one action after the other, than can be changed in a while."""
    threads: Counter[str] = Counter()
    launches: Counter[str] = Counter()
    for count, process in zip(started, processes, strict=True):
        threads[process.name] += count
        launches[process.name] += -(-count // process.threads)
    changes = sum(
        (threads if action.thread is None else launches)[action.process]
        for action in actions
        if action.kind in _CHANGING
    )
    if changes > limits.MAX_CHANGES:
        kinds = ", ".join(kind.value for kind in _CHANGING)
        expected = (
            f"at most {limits.MAX_CHANGES:,} in all: actions of {kinds} times the threads they are about, added up"
        )
        raise ScenarioError(file, field, f"{changes:,} changes of threads", expected, "has" if field else "makes")


def check_cores(scenario: Scenario, *, file: str) -> None:
    """Refuse entries that are bound to cores that the machine does not have at its start.

    Raises:
        ScenarioError: For the first such entry, or one whose core is not in its affinity.
    """
    cores = scenario.machine.cores
    expected = f"core numbers from 0 to {cores - 1}" if cores > 1 else "core number 0 only"
    expected = f"{expected}, as the machine has {cores} core{'s' if cores > 1 else ''}"
    for index, process in enumerate(scenario.processes):
        affinity, core = process.parameters.affinity, process.parameters.core
        if affinity and affinity[-1] >= cores:
            raise ScenarioError(file, f"process[{index}].affinity", str([*affinity]), expected)
        if core is None:
            continue
        if core >= cores:
            raise ScenarioError(file, f"process[{index}].core", str(core), expected)
        if affinity and core not in affinity:
            mine = f"one of the cores of its affinity, {[*affinity]}"
            raise ScenarioError(file, f"process[{index}].core", str(core), mine)


def check_reservations(scenario: Scenario, *, file: str) -> None:
    """Refuse reservations that no admission test could take, where the policy makes any.

    Raises:
        ScenarioError: For the first periodic task whose runtime, deadline and period are not in this order.
    """
    policies = {
        scenario.scheduler.policy,
        *(action.scheduler.policy for action in scenario.actions if action.scheduler),
    }
    if _RESERVING not in policies:
        return
    for index, process in enumerate(scenario.processes):
        task = process.periodic
        if task is None:
            continue
        for key, time_ns, bound, bound_ns in (
            ("runtime", task.runtime_ns, "deadline", task.deadline_ns),
            ("deadline", task.deadline_ns, "period", task.period_ns),
        ):
            if time_ns > bound_ns:
                expected = f"at most the {bound}, {format_duration(bound_ns)}, under the policy {_RESERVING}"
                raise ScenarioError(file, f"process[{index}].{key}", format_duration(time_ns), expected)


def check_targets(scenario: Scenario, *, file: str) -> None:
    """Refuse operations on what is not declared, or is of another kind; locks need no declaration.

    Raises:
        ScenarioError: For the first such operation.
    """
    names = {process.name: None for process in scenario.processes}
    bursts = [burst for process in scenario.processes for burst in process.bursts]
    declared = {resource.name: resource.kind for resource in scenario.resources}
    kinds = implicit_kinds(bursts) | declared
    # Each operation is checked once, however often a script repeats it.
    seen: set[tuple[BurstKind, str]] = set()
    for index, process in enumerate(scenario.processes):
        for burst in process.bursts:
            if not burst.target or (burst.kind, burst.target) in seen:
                continue
            seen.add((burst.kind, burst.target))
            expected = _join_problem(burst, names) if burst.kind is BurstKind.JOIN else _problem(burst, kinds, declared)
            if expected:
                raise ScenarioError(file, f"process[{index}].bursts", written(format_burst(burst)), expected)


def _join_problem(burst: Burst, names: Mapping[str, None]) -> str:
    """Return what would be right when nothing has the name that is joined."""
    if burst.target in names:
        return ""
    meant = closest(burst.target, names)
    question = f"; did you mean {written(meant)}?" if meant else ""
    return f"the name of a [[process]] after join: {listed(names)}{question}"


def _problem(burst: Burst, kinds: Mapping[str, ResourceKind], declared: Mapping[str, ResourceKind]) -> str:
    """Return what would be right when an operation's target is not what it works on."""
    right = RESOURCE_KINDS[burst.kind]
    expected = " or ".join(f"a {kind.value}" for kind in right)
    if burst.target not in kinds:
        known = [name for name, kind in declared.items() if kind in right]
        meant = closest(burst.target, known)
        if meant:
            return f"{expected} after {burst.kind.value}; did you mean {written(meant)}?"
        section = f'[[resource]] with name = "{burst.target}" and kind = "{right[0].value}"'
        return f"{expected} after {burst.kind.value}, declared by a {section}"
    if kinds[burst.target] in right:
        return ""
    why = "is declared as" if burst.target in declared else "is used elsewhere as"
    return f"{expected} after {burst.kind.value}; {burst.target} {why} a {kinds[burst.target].value}"
