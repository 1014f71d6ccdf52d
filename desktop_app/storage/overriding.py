"""Options of the command line that take the place of a scenario's own values."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.policies.registry import POLICIES, OptionError, check_options
from desktop_app.storage import limits
from desktop_app.storage.scenario_parsing import check_policy, check_totals
from desktop_app.storage.wording import written


def apply_overrides(
    scenario: Scenario,
    *,
    cores: str | None = None,
    policy: str | None = None,
    quantum: str | None = None,
    context_switch: str | None = None,
    processes: str | None = None,
    threads: str | None = None,
    until: str | None = None,
    seed: str | None = None,
    gil: str | None = None,
) -> Scenario:
    """Return the scenario with the given values in place of its own, under the limits of a scenario file.

    Args:
        scenario: What to change.
        cores: Number of cores.
        policy: Name of the policy; options that it does not have are dropped.
        quantum: A duration; also in force where the policy has a quantum of its own.
        context_switch: A duration.
        processes: How often every entry of the workload is launched.
        threads: How many threads every process has.
        until: A duration, when to stop at the latest.
        seed: A whole number.
        gil: "gil" or "free-threaded".

    Raises:
        ScenarioError: For the first value that is not allowed; ``file`` is the option, such as ``--quantum``.
    """
    scenario = replace(
        scenario,
        machine=_machine(scenario.machine, cores=cores, quantum=quantum, context_switch=context_switch, gil=gil),
        scheduler=_scheduler(scenario.scheduler, policy=policy, without_quantum=quantum is not None),
        seed=scenario.seed if seed is None else _checked("--seed", seed, limits.SEED),
        until_ns=scenario.until_ns if until is None else _checked("--until", until, limits.UNTIL),
    )
    return _workload(scenario, processes=processes, threads=threads)


def _checked(option: str, text: str, allowed: limits.CountRange | limits.DurationRange) -> int:
    try:
        return allowed.parse(text)
    except ValueError as error:
        raise ScenarioError(option, "", written(text), str(error)) from None


def _machine(
    machine: Machine, *, cores: str | None, quantum: str | None, context_switch: str | None, gil: str | None
) -> Machine:
    if cores is not None:
        machine = replace(machine, cores=_checked("--cores", cores, limits.CORES))
    if quantum is not None:
        machine = replace(machine, quantum_ns=_checked("--quantum", quantum, limits.QUANTUM))
    if context_switch is not None:
        context_switch_ns = _checked("--context-switch", context_switch, limits.CONTEXT_SWITCH)
        machine = replace(machine, context_switch_ns=context_switch_ns)
    if gil is not None:
        try:
            machine = replace(machine, gil=GilMode(gil))
        except ValueError:
            expected = " or ".join(mode.value for mode in GilMode)
            raise ScenarioError("--gil", "", written(gil), expected) from None
    return machine


def _scheduler(scheduler: SchedulerSpec, *, policy: str | None, without_quantum: bool) -> SchedulerSpec:
    name = scheduler.policy if policy is None else check_policy(policy, file="--policy", field="")
    options = dict(scheduler.options)
    if without_quantum:
        options.pop("quantum", None)
    if name != scheduler.policy:
        for option in list(options):
            try:
                check_options(POLICIES[name], {option: options[option]})
            except OptionError:  # unknown there, or of another kind or range
                del options[option]
    return SchedulerSpec(policy=name, options=MappingProxyType(options))


def _workload(scenario: Scenario, *, processes: str | None, threads: str | None) -> Scenario:
    entries = scenario.processes
    if processes is not None:
        launches = _checked("--processes", processes, limits.LAUNCHES)
        entries = tuple(replace(entry, launches=launches) for entry in entries)
        check_totals(entries, file="--processes", field="")
    if threads is not None:
        count = _checked("--threads", threads, limits.THREADS)
        entries = tuple(replace(entry, threads=count) for entry in entries)
        check_totals(entries, file="--threads", field="")
    return replace(scenario, processes=entries)
