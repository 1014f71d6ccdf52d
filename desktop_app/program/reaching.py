"""Whether a value can still be reached: CPython ends a generator as soon as nothing refers to it any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.copying import Numbered
from desktop_app.program.functions import Cell, FunctionObject
from desktop_app.program.values import (
    BoundMethod,
    ClassObject,
    Descriptor,
    DictObject,
    ExceptionObject,
    GeneratorObject,
    InstanceObject,
    IteratorObject,
    ModuleObject,
    MutableObject,
    SuperObject,
    ViewObject,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def is_reachable(wanted: object, roots: Iterable[object]) -> bool:
    """Return whether a value can be reached from some of ``roots``."""
    return any(value is wanted for value in _within(roots))


def numbered_within(roots: Iterable[object]) -> Iterator[Numbered]:
    """Yield the containers and instances among ``roots`` and in them, each once; classes and code are not gone into."""
    for value in _within(roots, but=(ClassObject, FunctionObject, ModuleObject)):
        if isinstance(value, (MutableObject, InstanceObject)):
            yield value


def _within(roots: Iterable[object], but: tuple[type, ...] = ()) -> Iterator[object]:
    """Yield ``roots`` and what can be reached from them, what holds others once; nothing of some types."""
    seen: set[int] = set()
    pending = list(roots)
    while pending:
        value = pending.pop()
        if isinstance(value, but) or id(value) in seen:
            continue
        yield value
        inner = _inside(value)
        if inner or isinstance(value, (MutableObject, InstanceObject)):
            seen.add(id(value))
        pending += inner


def _inside(value: object) -> list[object]:  # noqa: C901, PLR0911 - one return per type
    """Return what a value refers to."""
    if isinstance(value, (tuple, frozenset)):
        return [*value, *_of_class(value)]
    if isinstance(value, DictObject):
        return [*value.items, *value.items.values(), *_of_class(value)]
    if isinstance(value, MutableObject):
        return [*value.items, *_of_class(value)]
    if isinstance(value, (FunctionObject, Cell, GeneratorObject)):
        return value.reachable()
    if isinstance(value, (InstanceObject, ClassObject)):
        return [*value.attributes.values(), value.cls]
    if isinstance(value, ExceptionObject):
        return [*value.args, *value.attributes.values(), value.cause, value.context, value.kind]
    if isinstance(value, BoundMethod):
        return [value.function, value.target]
    if isinstance(value, IteratorObject):
        return list(value.over)
    if isinstance(value, ViewObject):
        return [value.target]
    if isinstance(value, Descriptor):
        return [value.getter, value.setter, value.deleter]
    if isinstance(value, SuperObject):
        return [value.target]
    return list(value.variables.values()) if isinstance(value, ModuleObject) else []


def _of_class(value: object) -> list[object]:
    """Return what an instance of a class of the program's own refers to beside its items."""
    if user_class(value) is None:
        return []
    return list((getattr(value, "attributes", None) or {}).values())
