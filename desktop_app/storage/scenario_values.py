"""The keys and values that stand for a scenario in its file, section by section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from itertools import groupby
from typing import Final

from desktop_app.model.bookmark import Bookmark
from desktop_app.model.durations import format_duration
from desktop_app.model.machine import FULL_RATE_PPM, Machine, StartCosts
from desktop_app.model.scenario import Action, ActionKind, Scenario, SchedulerSpec
from desktop_app.model.sizes import format_size
from desktop_app.model.workload import (
    BurstKind,
    DeviceSpec,
    Footprint,
    Parameters,
    Periodic,
    ProcessSpec,
    ResourceKind,
    ResourceSpec,
)
from desktop_app.program.bursts import format_bursts
from desktop_app.storage.action_parsing import KEYS_OF_ACTIONS
from desktop_app.storage.machine_parsing import starts_key
from desktop_app.storage.scenario_layout import Value, Values
from desktop_app.storage.sharing_parsing import COUNTS

#: Keys that a new file shows even where they have their default: those that people change.
_SHOWN_IN_NEW_FILES: Final = frozenset(
    {"cores", "quantum", "context_switch", "policy", "name", "arrival", "launches", "threads", "servers"}
)
#: What is assumed of each resource and device.
USUAL_RESOURCE: Final[Values] = {"inherit": False}
USUAL_SEMAPHORE: Final[Values] = {"count": 1}
USUAL_DEVICE: Final[Values] = {"servers": 1}


def shown(values: Values, usual: Values) -> Values:
    """Return what a new file says of a section: what is not usual, and what people change."""
    return {
        key: value
        for key, value in values.items()
        if key in _SHOWN_IN_NEW_FILES or key not in usual or usual[key] != value
    }


def top_values(scenario: Scenario) -> Values:
    """Return the keys at the top of a file."""
    values: dict[str, Value] = {"title": scenario.title, "seed": scenario.seed}
    if scenario.until_ns is not None:
        values["until"] = format_duration(scenario.until_ns)
    return values


def machine_values(machine: Machine) -> Values:
    """Return the keys of ``[machine]``, those of ``[machine.starts]`` as one table."""
    values: dict[str, Value] = {
        "cores": _cores(machine),
        "smt_rate": machine.smt_rate_ppm / FULL_RATE_PPM,
        "quantum": format_duration(machine.quantum_ns),
        "context_switch": format_duration(machine.context_switch_ns),
        "dispatch": format_duration(machine.dispatch_ns),
        "tick": format_duration(machine.tick_ns),
        "tick_cost": format_duration(machine.tick_cost_ns),
        "migration": format_duration(machine.migration_ns),
        "interrupt": format_duration(machine.interrupt_ns),
        "instruction": format_duration(machine.instruction_ns),
        "gil": machine.gil.value,
    }
    if machine.bus_bytes_per_s is not None:
        values["bus"] = f"{format_size(machine.bus_bytes_per_s)}/s"
    if machine.ram_bytes is not None:
        values["ram"] = format_size(machine.ram_bytes)
    if machine.cache is not None:
        values["cache"] = {
            "size": format_size(machine.cache.size_bytes),
            "warmup": format_duration(machine.cache.warmup_ns),
            "warm_rate": machine.cache.warm_rate_ppm / FULL_RATE_PPM,
        }
    values["starts"] = {
        starts_key(field.name): _format_of(field.name)(getattr(machine.starts, field.name))
        for field in fields(StartCosts)
    }
    return values


def scheduler_values(scheduler: SchedulerSpec) -> Values:
    """Return the keys of ``[scheduler]``."""
    values: dict[str, Value] = {
        "policy": scheduler.policy,
        "placement": scheduler.placement.value,
        "fit": scheduler.fit.value,
    }
    if scheduler.balance_ns is not None:
        values["balance"] = format_duration(scheduler.balance_ns)
    return values | dict(scheduler.options)


def process_values(process: ProcessSpec, path: str | None) -> Values:
    """Return the keys of a ``[[process]]``; ``path`` leads to its program, or is None when the text must be written."""
    values: dict[str, Value] = {"name": process.name}
    if process.program is not None:
        values["program"] = path or process.program.name
    if process.bursts and not _is_plain_job(process):
        values["bursts"] = format_bursts(process.bursts)
    if process.periodic is not None:
        values |= _periodic_values(process.periodic, plain=_is_plain_job(process))
    values |= {
        "arrival": format_duration(process.arrival_ns),
        "launches": process.launches,
        "threads": process.threads,
        **_parameter_values(process.parameters),
        **_footprint_values(process.footprint),
    }
    if process.start is not None:
        values["start"] = process.start.value
    if process.program is not None and path is None:
        values["source"] = process.program.source
    return values


def usual_process(process: ProcessSpec) -> Values:
    """Return what is assumed of an entry where its text says nothing."""
    usual: dict[str, Value] = {"arrival": "0ms", "launches": 1, "threads": 1}
    usual |= {**_parameter_values(Parameters()), **_footprint_values(Footprint())}
    if process.periodic is not None:
        usual |= {
            "deadline": format_duration(process.periodic.period_ns),
            "offset": "0ms",
            "runtime": format_duration(process.periodic.wcet_ns),
        }
    return usual


def resource_values(resource: ResourceSpec) -> Values:
    """Return the keys of a ``[[resource]]``."""
    values: dict[str, Value] = {"name": resource.name, "kind": resource.kind.value}
    if resource.kind in COUNTS:
        values["count"] = resource.count
    if resource.kind is ResourceKind.CONDITION:
        values["mutex"] = resource.mutex
    if resource.kind is ResourceKind.MUTEX:
        values["inherit"] = resource.inherit
    return values


def usual_resource(resource: ResourceSpec) -> Values:
    """Return what is assumed of a resource where its text says nothing."""
    return USUAL_SEMAPHORE if resource.kind is ResourceKind.SEMAPHORE else USUAL_RESOURCE


def device_values(device: DeviceSpec) -> Values:
    """Return the keys of a ``[[device]]``."""
    return {"name": device.name, "servers": device.servers}


def action_values(action: Action) -> Values:
    """Return the keys of an ``[[action]]``."""
    values: dict[str, Value] = {"at": format_duration(action.at_ns), "do": action.kind.value}
    keys = KEYS_OF_ACTIONS[action.kind]
    if "process" in keys:
        values["process"] = action.process
    if "instance" in keys and action.instance is not None:
        values["instance"] = action.instance
    if "thread" in keys and action.thread is not None:
        values["thread"] = action.thread
    match action.kind:
        case ActionKind.NICE | ActionKind.PRIORITY | ActionKind.CORES:
            values[action.kind.value] = action.value
        case ActionKind.AFFINITY:
            values["affinity"] = action.affinity
        case ActionKind.POLICY:
            scheduler = action.scheduler or SchedulerSpec()
            values |= {"policy": scheduler.policy, **scheduler.options}
        case _:
            pass
    return values


def bookmark_values(bookmark: Bookmark) -> Values:
    """Return the keys of a ``[[bookmark]]``."""
    values: dict[str, Value] = {"at": format_duration(bookmark.at_ns)}
    if bookmark.name:
        values["name"] = bookmark.name
    return values


def _format_of(field: str) -> Callable[[int], str]:
    return format_duration if field.endswith("_ns") else format_size


def _cores(machine: Machine) -> Value:
    """Return the number of cores, or their types where they are not all nominal ones without siblings."""
    if not machine.speeds_ppm and not machine.siblings:
        return machine.cores
    speeds = machine.speeds_ppm or (FULL_RATE_PPM,) * machine.cores
    siblings = machine.siblings or tuple(range(machine.cores))
    physical = [[*group] for _, group in groupby(zip(siblings, speeds, strict=True), key=lambda core: core[0])]
    types: list[Value] = []
    for (speed_ppm, smt), alike in groupby((group[0][1], len(group)) for group in physical):
        values: dict[str, Value] = {"speed": speed_ppm / FULL_RATE_PPM, "count": sum(1 for _ in alike)}
        if smt > 1:
            values["smt"] = smt
        types.append(values)
    return tuple(types)


def _is_plain_job(process: ProcessSpec) -> bool:
    """Return whether a wcet says all that a job does."""
    return process.periodic is not None and [burst.kind for burst in process.bursts] == [BurstKind.CPU]


def _periodic_values(periodic: Periodic, *, plain: bool) -> Values:
    return {
        "period": format_duration(periodic.period_ns),
        **({"wcet": format_duration(periodic.wcet_ns)} if plain else {}),
        "deadline": format_duration(periodic.deadline_ns),
        "offset": format_duration(periodic.offset_ns),
        "runtime": format_duration(periodic.runtime_ns),
    }


def _parameter_values(parameters: Parameters) -> Values:
    values: dict[str, Value] = {
        "priority": parameters.priority,
        "nice": parameters.nice,
        "tickets": parameters.tickets,
    }
    if parameters.affinity:
        values["affinity"] = parameters.affinity
    if parameters.core is not None:
        values["core"] = parameters.core
    if parameters.scheduling is not None:
        values["scheduling"] = parameters.scheduling.value
    return values


def _footprint_values(footprint: Footprint) -> Values:
    return {
        "memory": format_size(footprint.memory_bytes),
        "working_set": format_size(footprint.working_set_bytes),
        "bus": f"{format_size(footprint.bus_bytes_per_s)}/s",
    }
