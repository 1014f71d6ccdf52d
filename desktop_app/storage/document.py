"""The shape of a scenario file, checked: its sections, keys, types and ranges, before anything is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import cache
from typing import Any, Final

import msgspec
from msgspec import Meta

from desktop_app.model.durations import is_bare_zero
from desktop_app.model.errors import ScenarioError
from desktop_app.storage.tables import (
    ACTION_KEYS,
    SCHEDULER_KEYS,
    SECTIONS,
    TABLES,
    CacheTable,
    CoreTable,
    DeviceTable,
    MachineTable,
    ProcessTable,
    ResourceTable,
    ScenarioDocument,
    StartsTable,
)
from desktop_app.storage.wording import closest, written

#: Where each key belongs, the likelier place first.
_KEY_HOMES: Final[Mapping[str, tuple[str, ...]]] = {
    "under [machine]": MachineTable.__struct_fields__,
    "under [scheduler]": SCHEDULER_KEYS,
    "under [[process]]": ProcessTable.__struct_fields__,
    "at the top of the file": ScenarioDocument.__struct_fields__,
    "under [[resource]]": ResourceTable.__struct_fields__,
    "under [[device]]": DeviceTable.__struct_fields__,
    "under [[action]]": ACTION_KEYS,
    "under [machine.starts]": StartsTable.__struct_fields__,
    "under [machine.cache]": CacheTable.__struct_fields__,
    "in the list cores of [machine]": CoreTable.__struct_fields__,
}
#: Words this alike are more probably a slip than a key of another section.
_SLIP: Final = 0.85
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9_-]{1,80}")
#: How msgspec begins when a list has too few or too many items.
_WRONG_LENGTH: Final = "Expected `array` of length "
_STEP: Final = re.compile(r"\.(?P<key>\w+)|\[(?P<index>\d+)\]")


def check_document(raw: Mapping[str, Any], *, file: str) -> ScenarioDocument:
    """Return the values of a TOML document as a scenario file's sections, with their types and ranges checked.

    Raises:
        ScenarioError: For the first key that is unknown, missing, of the wrong type or out of range.
    """
    _refuse_unknown_keys(raw, file=file)
    raw = _with_units(raw)
    try:
        return msgspec.convert(raw, ScenarioDocument)
    except msgspec.ValidationError as error:
        raise _explained(str(error), raw, file=file) from None


def unknown_key(*, file: str, prefix: str, key: str, value: object, known: Sequence[str]) -> ScenarioError:
    """Return the error for a key that nothing knows.

    Args:
        file: The scenario file.
        prefix: What leads to the key, such as ``machine.`` or ``process[0].``; empty at the top of the file.
        key: The key.
        value: What it was given.
        known: The keys that would be right there.
    """
    expected = f"one of {', '.join(known)}"
    elsewhere = [home for home, keys in _KEY_HOMES.items() if key in keys]
    meant = closest(key, known, alike=_SLIP) if elsewhere else closest(key, known)
    if meant is not None:
        expected = f'{expected}; did you mean "{meant}"?'
    elif elsewhere:
        expected = f"{expected}; {key} belongs {elsewhere[0]}"
    shown = key if _BARE_KEY.fullmatch(key) else written(key)
    return ScenarioError(file, f"{prefix}{shown}", f"an unknown key (with the value {written(value)})", expected)


def _refuse_unknown_keys(raw: Mapping[str, Any], *, file: str) -> None:
    for prefix, table, values in _places(raw):
        known = table.__struct_fields__
        for key in values:
            if key not in known:
                raise unknown_key(file=file, prefix=prefix, key=key, value=values[key], known=known)


def _with_units(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the document with a text for each duration that is a bare 0, which needs no unit."""
    copied = deepcopy(dict(raw))
    for _, table, values in _places(copied):
        for key in values.keys() & _may_be_zero(table):
            if is_bare_zero(values[key]):
                assert isinstance(values, dict)
                values[key] = "0"
    return copied


@cache
def _may_be_zero(table: type[msgspec.Struct]) -> frozenset[str]:
    """Return the keys of a table whose durations may be 0."""
    return frozenset(
        found.name
        for found in msgspec.structs.fields(table)
        if (getattr(found.type, "__metadata__", (Meta(),))[-1].extra or {}).get("may_be_zero")
    )


def _places(raw: Mapping[str, Any]) -> Iterator[tuple[str, type[msgspec.Struct], Mapping[str, Any]]]:
    """Find every table of the document: what leads to its keys, what it should be, what it is."""
    for path, table in TABLES.items():
        found: list[tuple[str, Any]] = [("", raw)]
        for step in path:
            found = [
                (place, value)
                for prefix, values in found
                if isinstance(values, dict) and step in values
                for place, value in _items(f"{prefix}{step}", values[step])
            ]
        yield from ((prefix, table, values) for prefix, values in found if isinstance(values, dict))


def _items(place: str, value: object) -> list[tuple[str, object]]:
    if isinstance(value, list):
        return [(f"{place}[{index}].", item) for index, item in enumerate(value)]
    return [(f"{place}.", value)]


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
    if complaint.startswith(_WRONG_LENGTH):
        return ScenarioError(file, field, f"{len(value)} entries", _expected(keys), "has")
    # A file without any [[process]] lacks a section, which no value stands for.
    found = written(value) if not missing else "missing" if path else ""
    return ScenarioError(file, field, found, _expected(keys))


def _expected(keys: list[str]) -> str:
    """Return what would be right at the place that ``keys`` lead to, indexes left out."""
    if len(keys) == 1 and keys[0] in SECTIONS:
        return SECTIONS[keys[0]]
    for found in msgspec.structs.fields(TABLES[tuple(keys[:-1])]):
        if found.name == keys[-1]:
            return str(found.type.__metadata__[-1].extra["expected"])
    raise KeyError(keys)
