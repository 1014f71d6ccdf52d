"""Options of the command line that take the place of a scenario's own values."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from types import MappingProxyType
from typing import TypeVar

from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import Placement, Scenario, SchedulerSpec
from desktop_app.policies.registry import POLICIES, OptionError, check_options
from desktop_app.storage import limits
from desktop_app.storage.scenario_checks import check_cores, check_reservations, check_totals
from desktop_app.storage.scheduler_parsing import check_policy
from desktop_app.storage.wording import written

_Choice = TypeVar("_Choice", bound=Enum)


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
    placement: str | None = None,
    tick: str | None = None,
) -> Scenario:
    """Return the scenario with the given values in place of its own, under the limits of a scenario file.

    Args:
        scenario: What to change.
        cores: Number of cores; they take the place of a list of core types, and are nominal ones without siblings.
        policy: Name of the policy; options that it does not have are dropped.
        quantum: A duration; also in force where the policy has a quantum of its own.
        context_switch: A duration.
        processes: How often every entry of the workload is launched, but for those that only actions launch.
        threads: How many threads every process has.
        until: A duration, when to stop at the latest.
        seed: A whole number.
        gil: "gil", "free-threaded" or "any-instruction".
        placement: "global", "partitioned" or "stealing".
        tick: A duration, longer than what the machine's tick costs.

    Raises:
        ScenarioError: For the first value that is not allowed; ``file`` is the option, such as ``--quantum``.
    """
    machine = _machine(
        scenario.machine, cores=cores, quantum=quantum, context_switch=context_switch, gil=gil, tick=tick
    )
    scheduler = _scheduler(scenario.scheduler, policy=policy, without_quantum=quantum is not None)
    if placement is not None:
        scheduler = replace(scheduler, placement=_chosen(Placement, "--placement", placement))
    scenario = replace(
        scenario,
        machine=machine,
        scheduler=scheduler,
        seed=scenario.seed if seed is None else _checked("--seed", seed, limits.SEED),
        until_ns=scenario.until_ns if until is None else _checked("--until", until, limits.UNTIL),
    )
    if cores is not None:
        check_cores(scenario, file="--cores")
    if policy is not None:
        check_reservations(scenario, file="--policy")
    return _workload(scenario, processes=processes, threads=threads)


def _checked(option: str, text: str, allowed: limits.CountRange | limits.DurationRange) -> int:
    try:
        return allowed.parse(text)
    except ValueError as error:
        raise ScenarioError(option, "", written(text), str(error)) from None


def _chosen(kind: type[_Choice], option: str, text: str) -> _Choice:
    for member in kind:
        if member.value == text:
            return member
    raise ScenarioError(option, "", written(text), " or ".join(member.value for member in kind))


def _machine(
    machine: Machine,
    *,
    cores: str | None,
    quantum: str | None,
    context_switch: str | None,
    gil: str | None,
    tick: str | None,
) -> Machine:
    if cores is not None:
        machine = replace(machine, cores=_checked("--cores", cores, limits.CORES), speeds_ppm=(), siblings=())
    if quantum is not None:
        machine = replace(machine, quantum_ns=_checked("--quantum", quantum, limits.QUANTUM))
    if context_switch is not None:
        context_switch_ns = _checked("--context-switch", context_switch, limits.CONTEXT_SWITCH)
        machine = replace(machine, context_switch_ns=context_switch_ns)
    if gil is not None:
        machine = replace(machine, gil=_chosen(GilMode, "--gil", gil))
    if tick is not None:
        tick_ns = _checked("--tick", tick, limits.TICK)
        if machine.tick_cost_ns and tick_ns <= machine.tick_cost_ns:
            expected = f"more than what a tick costs, {format_duration(machine.tick_cost_ns)}"
            raise ScenarioError("--tick", "", written(tick), expected)
        machine = replace(machine, tick_ns=tick_ns)
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
    return replace(scheduler, policy=name, options=MappingProxyType(options))


def _workload(scenario: Scenario, *, processes: str | None, threads: str | None) -> Scenario:
    entries = scenario.processes
    if processes is not None:
        launches = _checked("--processes", processes, limits.LAUNCHES)
        entries = tuple(replace(entry, launches=launches) if entry.launches else entry for entry in entries)
        check_totals(entries, scenario.actions, file="--processes", field="")
    if threads is not None:
        count = _checked("--threads", threads, limits.THREADS)
        entries = tuple(replace(entry, threads=count) for entry in entries)
        check_totals(entries, scenario.actions, file="--threads", field="")
    return replace(scenario, processes=entries)
