"""Traces as plain values that can be compared: all that they hold, found without what the file's columns list."""

from __future__ import annotations

from array import array
from dataclasses import fields, is_dataclass

from desktop_app.trace.tables import Column
from desktop_app.trace.trace import Trace


def plain(value: object) -> object:
    """Return a value as lists, dictionaries and plain values; what is kept for speed is left out."""
    if isinstance(value, array):
        return value.typecode, value.tolist()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return [(key, plain(one)) for key, one in value.items()]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    slots = getattr(type(value), "__slots__", ())
    if type(value).__module__.startswith("desktop_app.trace.") and not isinstance(value, tuple):
        kept = {name: getattr(value, name) for name in slots if not name.startswith("_")}
        return {name: plain(one) for name, one in kept.items() if not isinstance(one, Column)}
    return value


def contents(trace: Trace) -> dict[str, object]:
    """Return all that a trace holds: equal contents are equal traces."""
    trace.settle()
    held = {name: value for name, value in vars(trace).items() if not name.startswith("_") and name != "late"}
    held["threads"] = trace.threads
    held["processes"] = tuple(trace.processes)
    held["memory output"] = [plain(memory.output) for memory in trace.memory]
    found = {name: plain(value) for name, value in held.items()}
    memory = found["written"]["memory"]
    for one in memory:
        one.pop("_output")
    return found
