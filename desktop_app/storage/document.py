"""The shape of a scenario file: its sections, keys, types and ranges, and a JSON Schema of them for editors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.model.workload import MAX_PROCESSES
from desktop_app.policies.protocol import OptionKind, PolicyOption
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits
from desktop_app.storage.wording import closest, written

_MACHINE: Final = Machine()
_SCHEDULER: Final = SchedulerSpec()

#: What each kind of section is, for error messages.
_SECTIONS: Final = {
    "machine": "a [machine] section",
    "scheduler": "a [scheduler] section",
    "process": f"at least one [[process]] section, in double brackets, and at most {MAX_PROCESSES}",
}


def _meaning(description: str, expected: str) -> Meta:
    """Describe a key: what it means, for the schema, and what would be right, for error messages."""
    return Meta(description=description, extra={"expected": expected})


_Duration = Annotated[str, Meta(pattern=r"^\s*[0-9]+(\.[0-9]+)?\s*(ns|us|µs|ms|s)\s*$", examples=["1ms", "250us"])]
_Label = Annotated[str, Meta(min_length=1, max_length=limits.MAX_LABEL_CHARS)]
_Text = Annotated[str, Meta(min_length=1)]


class MachineTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[machine]``: the simulated hardware."""

    cores: Annotated[
        Annotated[int, Meta(ge=limits.CORES.minimum, le=limits.CORES.maximum)],
        _meaning("Number of identical cores.", limits.CORES.expected),
    ] = _MACHINE.cores
    quantum: Annotated[
        _Duration, _meaning("Longest time a thread keeps a core before the timer interrupts.", limits.QUANTUM.expected)
    ] = format_duration(_MACHINE.quantum_ns)
    context_switch: Annotated[
        _Duration, _meaning("Time a core spends on every dispatch.", limits.CONTEXT_SWITCH.expected)
    ] = format_duration(_MACHINE.context_switch_ns)
    instruction: Annotated[
        _Duration, _meaning("Simulated cost of one bytecode instruction.", limits.INSTRUCTION.expected)
    ] = format_duration(_MACHINE.instruction_ns)
    gil: Annotated[
        Literal["gil", "free-threaded"],
        _meaning(
            "Whether one thread of a process at a time executes bytecode, as in CPython's default build.",
            " or ".join(f'"{mode.value}"' for mode in GilMode),
        ),
    ] = "gil"


class ProcessTable(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """``[[process]]``: one entry of the workload."""

    name: Annotated[_Label | UnsetType, _meaning("The name shown for it.", limits.LABEL_FORM)] = UNSET
    program: Annotated[
        _Text | UnsetType,
        _meaning(
            "The Python file its threads execute, in the folder of the scenario; beside `source`, the name shown.",
            'the name of a Python file, such as "app.py"',
        ),
    ] = UNSET
    source: Annotated[
        str | UnsetType, _meaning("The program itself, so that the scenario needs no other file.", "Python source text")
    ] = UNSET
    bursts: Annotated[
        str | UnsetType,
        _meaning(
            "What each thread does instead of a program: CPU and I/O bursts, first to last.",
            'bursts such as "cpu 3ms, io disk 10ms, cpu 2ms"',
        ),
    ] = UNSET
    arrival: Annotated[_Duration, _meaning("When it is launched.", limits.ARRIVAL.expected)] = "0ms"
    launches: Annotated[
        Annotated[int, Meta(ge=limits.LAUNCHES.minimum, le=limits.LAUNCHES.maximum)],
        _meaning("How many processes are started from it.", limits.LAUNCHES.expected),
    ] = 1
    threads: Annotated[
        Annotated[int, Meta(ge=limits.THREADS.minimum, le=limits.THREADS.maximum)],
        _meaning("How many threads each of them has.", limits.THREADS.expected),
    ] = 1


class ScenarioDocument(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A whole scenario file."""

    title: Annotated[_Label | UnsetType, _meaning("What the window calls it.", limits.LABEL_FORM)] = UNSET
    seed: Annotated[
        Annotated[int, Meta(ge=limits.SEED.minimum, le=limits.SEED.maximum)],
        _meaning("Where all randomness comes from.", limits.SEED.expected),
    ] = 0
    until: Annotated[
        _Duration | UnsetType,
        _meaning("When to stop at the latest; to the end when absent.", limits.UNTIL.expected),
    ] = UNSET
    machine: MachineTable = msgspec.field(default_factory=MachineTable)
    # A policy's own options stand beside its name, so the keys depend on a value: checked against the registry.
    scheduler: dict[str, Any] = msgspec.field(default_factory=dict)
    process: Annotated[list[ProcessTable], Meta(min_length=1, max_length=MAX_PROCESSES)]


_TABLES: Final[Mapping[str, type[msgspec.Struct]]] = {
    "": ScenarioDocument,
    "machine": MachineTable,
    "process": ProcessTable,
}
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")
_STEP: Final = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")


def check_document(raw: Mapping[str, Any], *, file: str) -> ScenarioDocument:
    """Return the values of a TOML document as a scenario file's sections, with their types and ranges checked.

    Raises:
        ScenarioError: For the first key that is unknown, missing, of the wrong type or out of range.
    """
    _refuse_unknown_keys(raw, file=file)
    try:
        return msgspec.convert(raw, ScenarioDocument)
    except msgspec.ValidationError as error:
        raise _explained(str(error), raw, file=file) from None


def unknown_key(*, file: str, prefix: str, key: str, value: object, known: list[str]) -> ScenarioError:
    """Return the error for a key that nothing knows.

    Args:
        file: The scenario file.
        prefix: What leads to the key, such as ``machine.`` or ``process[0].``; empty at the top of the file.
        key: The key.
        value: What it was given.
        known: The keys that would be right there.
    """
    expected = f"one of {', '.join(known)}"
    meant = closest(key, known)
    elsewhere = [home for home, keys in _key_homes().items() if key in keys]
    if elsewhere:
        expected = f"{expected}; {key} belongs {elsewhere[0]}"
    elif meant is not None:
        expected = f'{expected}; did you mean "{meant}"?'
    shown = key if _BARE_KEY.fullmatch(key) else written(key)
    return ScenarioError(file, f"{prefix}{shown}", f"an unknown key (with the value {written(value)})", expected)


def scenario_schema() -> dict[str, Any]:
    """Return a JSON Schema (draft 2020-12) of scenario files, for editors that check and complete TOML."""
    schema = msgspec.json.schema(ScenarioDocument)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    document = schema["$defs"][ScenarioDocument.__name__]
    document["properties"]["scheduler"] = {
        "description": "The scheduling policy, and its own options beside it.",
        "type": "object",
        "properties": {"policy": {"enum": sorted(POLICIES), "default": _SCHEDULER.policy}},
        "allOf": [
            {
                "if": _policy_is(name),
                "then": {
                    "properties": {"policy": True} | {option.name: _option_schema(option) for option in info.options},
                    "additionalProperties": False,
                },
            }
            for name, info in sorted(POLICIES.items())
        ],
    }
    schema["$defs"][ProcessTable.__name__]["oneOf"] = [{"required": ["program"]}, {"required": ["bursts"]}]
    schema["$defs"][ProcessTable.__name__]["dependentRequired"] = {"source": ["program"]}
    return schema


def _policy_is(name: str) -> dict[str, Any]:
    condition: dict[str, Any] = {"properties": {"policy": {"const": name}}}
    if name != _SCHEDULER.policy:  # an absent policy is the default one
        condition["required"] = ["policy"]
    return condition


def _option_schema(option: PolicyOption) -> dict[str, Any]:
    described: dict[str, Any] = {"description": option.meaning}
    match option.kind:
        case OptionKind.DURATION:
            return described | {"type": "string", "examples": [format_duration(option.minimum)]}
        case OptionKind.BOOLEAN:
            return described | {"type": "boolean"}
        case OptionKind.INTEGER | OptionKind.NUMBER:
            kind = "integer" if option.kind is OptionKind.INTEGER else "number"
            return described | {"type": kind, "minimum": option.minimum, "maximum": option.maximum}


def _key_homes() -> dict[str, tuple[str, ...]]:
    return {
        "under [machine]": MachineTable.__struct_fields__,
        "under [scheduler]": ("policy",),
        "under [[process]]": ProcessTable.__struct_fields__,
        "at the top of the file": ScenarioDocument.__struct_fields__,
    }


def _refuse_unknown_keys(raw: Mapping[str, Any], *, file: str) -> None:
    places: list[tuple[str, str, object]] = [("", "", raw), ("machine.", "machine", raw.get("machine"))]
    entries = raw.get("process")
    if isinstance(entries, list):
        places += [(f"process[{index}].", "process", entry) for index, entry in enumerate(entries)]
    for prefix, table, values in places:
        if isinstance(values, dict):
            known = list(_TABLES[table].__struct_fields__)
            for key in values:
                if key not in known:
                    raise unknown_key(file=file, prefix=prefix, key=key, value=values[key], known=known)


def _explained(message: str, raw: Mapping[str, Any], *, file: str) -> ScenarioError:
    """Turn msgspec's complaint into one with the value as written and what would be right."""
    complaint, _, path = message.partition(" - at `$")
    missing = re.fullmatch(r"Object missing required field `(\w+)`", complaint)
    steps = [(match["key"], match["index"]) for match in _STEP.finditer(path)]
    value: Any = raw
    for key, index in steps:
        value = value[key] if key else value[int(index)]
    keys = [key for key, _ in steps if key] + ([missing[1]] if missing else [])
    field = ".".join(filter(None, [path.strip(".`"), missing[1] if missing else ""]))
    return ScenarioError(file, field, "" if missing else written(value), _expected(keys))


def _expected(keys: list[str]) -> str:
    """Return what would be right at the place that ``keys`` lead to, indexes left out."""
    table, key = ("", keys[0]) if len(keys) == 1 else (keys[-2], keys[-1])
    if not table and key in _SECTIONS:
        return _SECTIONS[key]
    for found in msgspec.structs.fields(_TABLES[table]):
        if found.name == key:
            return str(found.type.__metadata__[-1].extra["expected"])
    raise KeyError(key)
