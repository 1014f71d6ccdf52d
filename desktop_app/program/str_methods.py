"""The methods of strings that make lists, go through iterables, or give longer strings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.accounts import charge_bytes
from desktop_app.program.arguments import stand_ins
from desktop_app.program.arithmetic import bound_chars, bound_items
from desktop_app.program.faults import SimulatedError
from desktop_app.program.sequences import drain
from desktop_app.program.values import object_write, stand_in, type_name

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

_Implementation = Callable[["AddressSpace", list["Write"], str, list[object], dict[str, object]], object]


def _join(
    space: AddressSpace, _writes: list[Write], target: str, args: list[object], keywords: dict[str, object]
) -> object:
    if len(args) != 1 or keywords:
        return _host(str.join, target, args, keywords)
    try:
        items = drain(args[0])
    except SimulatedError as error:
        if error.message.endswith("object is not iterable"):
            raise SimulatedError("TypeError", "can only join an iterable") from None
        raise
    texts: list[str] = []
    for number, item in enumerate(items):
        if not isinstance(item, str):
            words = f"sequence item {number}: expected str instance, {type_name(item)} found"
            raise SimulatedError("TypeError", words)
        texts.append(item)
    bound_chars(sum(map(len, texts)) + len(target) * len(texts))
    text = target.join(texts)
    space.admit(text)
    return text


def _splitting(host: Callable[..., list[str]]) -> _Implementation:
    def method(
        space: AddressSpace, writes: list[Write], target: str, args: list[object], keywords: dict[str, object]
    ) -> object:
        parts: Any = _host(host, target, args, keywords)
        bound_items(len(parts))
        made = space.new_list(parts)
        space.grow(len(parts))
        writes.append(object_write(made))
        return made

    return method


def _widening(host: Callable[..., str]) -> _Implementation:
    def method(
        space: AddressSpace, _writes: list[Write], target: str, args: list[object], keywords: dict[str, object]
    ) -> object:
        if args and isinstance(args[0], int):
            bound_chars(args[0])
        text = _host(host, target, args, keywords)
        space.admit(text)
        return text

    return method


def _replace(
    space: AddressSpace, _writes: list[Write], target: str, args: list[object], keywords: dict[str, object]
) -> object:
    if len(args) > 1 and isinstance(args[0], str) and isinstance(args[1], str):
        bound_chars(len(target) + target.count(args[0]) * len(args[1]))
    text = _host(str.replace, target, args, keywords)
    space.admit(text)
    return text


def _host(host: Callable[..., object], target: str, args: list[object], keywords: dict[str, object]) -> object:
    charge_bytes(len(target))
    return host(target, *map(stand_in, args), **stand_ins(keywords))


STR_METHODS: Final[dict[str, _Implementation]] = {
    "center": _widening(str.center),
    "join": _join,
    "ljust": _widening(str.ljust),
    "replace": _replace,
    "rjust": _widening(str.rjust),
    "rsplit": _splitting(str.rsplit),
    "split": _splitting(str.split),
    "splitlines": _splitting(str.splitlines),
    "zfill": _widening(str.zfill),
}
