"""From the ``[machine]`` section to the machine, with every value checked."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from msgspec import UNSET

from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import FULL_RATE_PPM, MAX_CORES, CacheModel, GilMode, Machine, StartCosts
from desktop_app.storage import limits
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.tables import CacheTable, CoreTable, MachineTable, StartsTable


def parse_machine(table: MachineTable, reader: FieldReader) -> Machine:
    """Return the machine that a section describes.

    Raises:
        ScenarioError: For the first value that is not allowed.
    """

    def time_ns(key: str, allowed: limits.DurationRange) -> int:
        return reader.measure(f"machine.{key}", getattr(table, key), allowed)

    types = table.cores if isinstance(table.cores, list) else [CoreTable(count=table.cores)]
    cores, speeds, siblings = _core_types(types, reader)
    tick_ns = time_ns("tick", limits.TICK)
    tick_cost_ns = time_ns("tick_cost", limits.TICK)
    if tick_cost_ns and tick_cost_ns >= tick_ns:
        expected = f"less than the tick, which is {format_duration(tick_ns)}" if tick_ns else "0ms, as there is no tick"
        raise reader.error("machine.tick_cost", table.tick_cost, expected)
    return Machine(
        cores=cores,
        speeds_ppm=speeds,
        siblings=siblings,
        smt_rate_ppm=reader.rate_ppm("machine.smt_rate", table.smt_rate, limits.SMT_RATE),
        quantum_ns=time_ns("quantum", limits.QUANTUM),
        context_switch_ns=time_ns("context_switch", limits.CONTEXT_SWITCH),
        dispatch_ns=time_ns("dispatch", limits.COST),
        tick_ns=tick_ns,
        tick_cost_ns=tick_cost_ns,
        migration_ns=time_ns("migration", limits.COST),
        interrupt_ns=time_ns("interrupt", limits.COST),
        instruction_ns=time_ns("instruction", limits.INSTRUCTION),
        gil=GilMode(table.gil),
        cache=None if table.cache is UNSET else _cache(table.cache, reader),
        bus_bytes_per_s=None if table.bus is UNSET else reader.measure("machine.bus", table.bus, limits.BANDWIDTH),
        ram_bytes=None if table.ram is UNSET else reader.measure("machine.ram", table.ram, limits.CAPACITY),
        starts=_starts(table.starts, reader),
    )


def starts_key(field: str) -> str:
    """Return the key of ``[machine.starts]`` that stands for a field of `StartCosts`."""
    return field.removesuffix("_ns") if field.endswith("_ns") else f"{field.removesuffix('_bytes')}_memory"


def _core_types(tables: list[CoreTable], reader: FieldReader) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Return the number of logical cores, their speeds and their physical cores."""
    total = sum(table.count * table.smt for table in tables)
    if total > MAX_CORES:
        expected = f"at most {MAX_CORES} in all: count times smt, added up"
        raise ScenarioError(reader.file, "machine.cores", f"a list of {total} logical cores", expected)
    speeds: list[int] = []
    siblings: list[int] = []
    physical = 0
    for index, table in enumerate(tables):
        speed_ppm = reader.rate_ppm(f"machine.cores[{index}].speed", table.speed, limits.SPEED)
        for _ in range(table.count):
            speeds += [speed_ppm] * table.smt
            siblings += [physical] * table.smt
            physical += 1
    alike = all(speed_ppm == FULL_RATE_PPM for speed_ppm in speeds)
    return total, () if alike else tuple(speeds), () if physical == total else tuple(siblings)


def _cache(table: CacheTable, reader: FieldReader) -> CacheModel:
    return CacheModel(
        size_bytes=reader.measure("machine.cache.size", table.size, limits.CAPACITY),
        warmup_ns=reader.measure("machine.cache.warmup", table.warmup, limits.COST),
        warm_rate_ppm=reader.rate_ppm("machine.cache.warm_rate", table.warm_rate, limits.WARM_RATE),
    )


def _starts(table: StartsTable, reader: FieldReader) -> StartCosts:
    costs: dict[str, Any] = {}
    for field in fields(StartCosts):
        key = starts_key(field.name)
        text = getattr(table, key)
        if text is not UNSET:
            allowed = limits.COST if field.name.endswith("_ns") else limits.MEMORY
            costs[field.name] = reader.measure(f"machine.starts.{key}", text, allowed)
    return StartCosts(**costs)
