"""The objects of the library that are the same ones in every state: its modules, their functions and classes.

Only one state is living at a time, so they need not be made anew with each: whatever code of the program changed in a
module or in a class of the library, a variable mostly, is put back in its place instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.program.functions import Cell, FunctionObject
from desktop_app.program.library import prelude
from desktop_app.program.values import Builtin, ClassObject, Descriptor, ExceptionType, Method, ModuleObject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop_app.program.process import ProcessImage

#: What a pinned object is called: the number of its process and the way to it from there.
Name = tuple[object, ...]
_STEADY: Final = frozenset({str, int, float, bool, bytes, type(None)})
_STEADY_KINDS: Final = (Builtin, ExceptionType, Method)


class _Snapshot:
    """What was in a module or a class when it was pinned.

    Attributes:
        pinned: Its dictionary.
        order: The names of everything that was in it.
        steady: Those of what is pinned itself or cannot change.
        values: These values.
        expected: The same, with the names of pinned objects in their place.
        variable: The names of the rest.
    """

    __slots__ = ("expected", "order", "pinned", "steady", "values", "variable")

    def __init__(self, pinned: dict[str, Any], names: dict[int, Name]) -> None:
        self.pinned = pinned
        self.order = tuple(pinned)
        self.steady = [key for key, value in pinned.items() if id(value) in names or _is_constant(value)]
        self.values = [pinned[key] for key in self.steady]
        self.expected = [names.get(id(value), value) for value in self.values]
        self.variable = [key for key in pinned if key not in set(self.steady)]

    def holds(self) -> bool:
        """Whether everything steady is in its place."""
        return tuple(self.pinned) == self.order and [self.pinned[key] for key in self.steady] == self.values

    def holds_in(self, living: dict[str, Any], names: dict[int, Name]) -> bool:
        """Whether everything steady is in its place in a dictionary of the same name."""
        if living is self.pinned:
            return self.holds()
        if tuple(living) != self.order:
            return False
        values = [living[key] for key in self.steady]
        return [names.get(id(value), value) for value in values] == self.expected

    def put_back(self) -> None:
        """Put everything steady in its place."""
        before, steady = dict(self.pinned), dict(zip(self.steady, self.values, strict=True))
        self.pinned.clear()
        self.pinned.update({key: steady[key] if key in steady else before.get(key) for key in self.order})


class Content(NamedTuple):
    """What a module or a class of the library holds beside what it always does.

    Attributes:
        name: Its dictionary's name.
        holds: Whether everything steady is in its place.
        values: The values of the rest, in order; names and values of everything when it is not.
    """

    name: Name
    holds: bool
    values: Sequence[Any]


class Pins:
    """The pinned objects of all states.

    Attributes:
        objects: The objects by their names.
    """

    def __init__(self) -> None:
        self._snapshots: dict[Name, _Snapshot] = {}
        self._known: dict[tuple[int, str], tuple[ModuleObject, dict[int, Name]]] = {}
        parts = list(_parts(("prelude",), ModuleObject("builtins", prelude())))
        self._prelude = {id(value): name for name, value in parts}
        self.objects: dict[Name, Any] = dict(parts)

    def names(self, images: Iterable[ProcessImage]) -> dict[int, Name]:
        """Return the names of the pinned objects of living processes, by identity; pins what was not there before."""
        found = dict(self._prelude)
        new: list[tuple[Name, Any]] = []
        for place, module in _modules(images):
            known = self._known.get(place)
            if known is not None and known[0] is module:
                found |= known[1]
                continue
            parts = list(_parts(place, module))
            names = {id(value): name for name, value in parts}
            found |= names
            if known is None:
                self._known[place] = (module, names)
                new += parts
        for name, value in new:
            self.objects[name] = value
            if type(value) is dict:
                self._snapshots[name] = _Snapshot(value, found)
        return found

    def contents(self, images: Iterable[ProcessImage], names: dict[int, Name]) -> Iterator[Content]:
        """Yield what the modules and classes of living processes hold beside what they always do."""
        for place, module in _modules(images):
            for name, living in _dictionaries(place, module):
                snapshot = self._snapshots.get(name)
                if snapshot is None:
                    continue
                if not snapshot.holds_in(living, names):
                    yield Content(name, holds=False, values=[part for entry in living.items() for part in entry])
                elif snapshot.variable:
                    yield Content(name, holds=True, values=[living[key] for key in snapshot.variable])

    def put_back(self, contents: Iterable[Content]) -> None:
        """Let the pinned modules and classes hold what they did in a state."""
        for snapshot in self._snapshots.values():
            if not snapshot.holds():
                snapshot.put_back()
        for name, holds, values in contents:
            snapshot = self._snapshots[name]
            if holds:
                snapshot.pinned.update(zip(snapshot.variable, values, strict=True))
            else:
                snapshot.pinned.clear()
                snapshot.pinned.update(zip(values[::2], values[1::2], strict=True))


def _modules(images: Iterable[ProcessImage]) -> Iterator[tuple[tuple[int, str], ModuleObject]]:
    for number, image in enumerate(images):
        for name, module in image._space.modules.items():  # noqa: SLF001 - exploring goes by fields
            yield (number, name), module


def _parts(place: Name, module: ModuleObject) -> Iterator[tuple[Name, Any]]:
    """Yield what is pinned of a module."""
    yield place, module
    yield from _dictionaries(place, module)
    for name, value in module.variables.items():
        if isinstance(value, ClassObject) and _is_own(module, value):
            yield (*place, name), value
            for key, member in value.attributes.items():
                yield from _member((*place, name, key), member)
        elif isinstance(value, FunctionObject) and _is_steady(value):
            yield (*place, name), value


def _dictionaries(place: Name, module: ModuleObject) -> Iterator[tuple[Name, dict[str, Any]]]:
    """Yield the dictionaries that are pinned of a module: its own and those of its classes."""
    yield (*place, ""), module.variables
    for name, value in module.variables.items():
        if isinstance(value, ClassObject) and _is_own(module, value):
            yield (*place, name, ""), value.attributes


def _is_own(module: ModuleObject, cls: ClassObject) -> bool:
    return any(
        isinstance(one, FunctionObject) and one.globals is module.variables for one in cls.attributes.values()
    ) or cls.attributes.get("__module__") == module.variables.get("__name__")


def _member(name: Name, member: object) -> Iterator[tuple[Name, Any]]:
    if isinstance(member, FunctionObject):
        yield name, member
    elif isinstance(member, Descriptor):
        yield name, member
        for part in ("getter", "setter", "deleter"):
            if isinstance(getattr(member, part), FunctionObject):
                yield (*name, part), getattr(member, part)


def _is_constant(value: object) -> bool:
    if type(value) is tuple or type(value) is frozenset:
        return all(map(_is_constant, value))
    return type(value) in _STEADY or isinstance(value, _STEADY_KINDS)


def _is_steady(function: FunctionObject) -> bool:
    held = [cell.value for cell in function.closure if isinstance(cell, Cell)]
    return all(isinstance(value, (FunctionObject, ClassObject, *_STEADY_KINDS)) for value in held)
