"""Handing values over to another process: what CPython pickles on one side of a queue and unpickles on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.program.copying import CopyWriter, Numbered, numbered_again
from desktop_app.program.functions import FunctionObject
from desktop_app.program.library import PRELUDE, prelude
from desktop_app.program.values import (
    EXTENDING,
    NOTHING,
    ClassObject,
    Descriptor,
    DictObject,
    InstanceObject,
    ModuleObject,
    MutableObject,
)

if TYPE_CHECKING:
    import io

    from desktop_app.program.space import AddressSpace

#: What has a name by which the other process finds its own.
_NAMED: Final = frozenset({ClassObject, FunctionObject, ModuleObject, InstanceObject, *EXTENDING.values()})
#: What a process that was started by ``spawn`` calls the module of the program.
_MAIN: Final = frozenset({"__main__", "__mp_main__"})


class Parcel(NamedTuple):
    """A copy.

    Attributes:
        value: What was copied.
        made: The objects in it that are new, the outer ones first.
    """

    value: object
    made: tuple[Numbered, ...]


class Sender(CopyWriter):
    """Writes a copy whose objects get new numbers, and which refers by name to what has one.

    Args:
        buffer: Where to.
        kept: What is not copied; what is found by its name is added.
        space: The address space for which the copy is made.
    """

    def __init__(self, buffer: io.BytesIO, kept: list[object], space: AddressSpace) -> None:
        super().__init__(buffer, kept)
        self._found = kept
        self._space = space
        #: By the old ones: the ``__dict__`` of an instance has the number of the instance.
        self._numbers: dict[int, int] = {}

    def persistent_id(self, obj: object) -> int | None:
        """Return the number that stands for what is not copied; None for anything else."""
        known = self._kept.get(id(obj))
        if known is None and type(obj) in _NAMED:
            found = self._named(obj)
            if found is not NOTHING:
                return self._keep(obj, found)
        return known

    def reducer_override(self, obj: object) -> str | tuple[Any, ...]:
        """Return how an object is made again, with a new number if it has one."""
        reduced = super().reducer_override(obj)
        if isinstance(obj, FunctionObject):
            variables = self._variables(_module_of(obj))
            if variables is not None:
                self._keep(obj.globals, variables)
        if not isinstance(obj, (MutableObject, InstanceObject, ClassObject)):
            return reduced
        if not isinstance(reduced, tuple):
            reduced = obj.__reduce_ex__(4)
        assert isinstance(reduced, tuple), "none of these classes is a constant"
        number = self._numbers.get(obj.number)
        if number is None:
            number = self._numbers[obj.number] = self._space.next_number()
        return numbered_again, (type(obj), number), (None, _fields(reduced[2], number))

    def _keep(self, obj: object, found: object) -> int:
        self._kept[id(obj)] = number = len(self._found)
        self._found.append(found)
        return number

    # -- names ----------------------------------------------------------------------------------------------

    def _named(self, obj: object) -> object:
        """Return what has the name of a value here; NOTHING when it has none, or has another value."""
        if isinstance(obj, ModuleObject):
            return self._space.modules.get(obj.name, NOTHING)
        if isinstance(obj, FunctionObject):
            return self._function(obj)
        return self._class(obj) if isinstance(obj, ClassObject) else self._member(obj)

    def _function(self, function: FunctionObject) -> object:
        found = self._look_up(_module_of(function), function.qualname)
        if isinstance(found, Descriptor):
            found = found.getter
        return found if isinstance(found, FunctionObject) and found.code is function.code else NOTHING

    def _class(self, cls: ClassObject) -> object:
        if cls.number < 0:
            return cls  # a built-in type
        module = str(cls.attributes.get("__module__"))
        # A class of the library may say that it is of a module that the library has not.
        places = [module] if module in _MAIN or module in self._space.modules else list(self._space.modules)
        for place in places:
            found = self._look_up(place, cls.qualname)
            if isinstance(found, ClassObject) and found.attributes.get("__module__") == module:
                # Processes that begin with copies of one class have the same number for it.
                same = found.number == cls.number or not self._space.made(cls.number)
                return found if same else NOTHING
        return NOTHING

    def _member(self, obj: Any) -> object:  # noqa: ANN401 - an instance of any layout
        """Return the member of an enumeration that has the name of this one."""
        name, cls = obj.attributes.get("_name_"), obj.cls
        if name is None or _members(cls).get(name) is not obj:
            return NOTHING
        cls = self._class(cls)
        return _members(cls).get(name, NOTHING) if isinstance(cls, ClassObject) else NOTHING

    def _look_up(self, module: str, qualname: str) -> object:
        """Return what has a qualified name in a module; NOTHING for nothing."""
        found: object = NOTHING
        names = self._variables(module)
        for name in qualname.split("."):
            if names is None or name not in names:
                return NOTHING
            found = names[name]
            names = found.attributes if isinstance(found, ClassObject) else None
        return found

    def _variables(self, module: str) -> dict[str, object] | None:
        """Return the global variables of a module of this process; None when it has not imported that."""
        if module in _MAIN:
            return self._space.variables
        if module == PRELUDE:
            return prelude()
        known = self._space.modules.get(module)
        return None if known is None else known.variables


def _module_of(function: FunctionObject) -> str:
    """Return the module in which a function was defined; its global variables are gone when its process has ended."""
    unit = function.code.unit
    return unit.name if unit.hidden else "__main__"


def _members(cls: ClassObject) -> dict[object, object]:
    """Return the members of an enumeration by their names; none of any other class."""
    found = cls.find("_member_map_")
    return found.items if isinstance(found, DictObject) else {}


def _fields(state: Any, number: int) -> dict[str, object]:  # noqa: ANN401 - what pickle has of an object with slots
    """Return an object's fields as its copy begins with them."""
    fields: dict[str, object] = dict(state[1])
    fields.pop("number", None)
    if "shown" in fields:
        fields["shown"] = fields["shown"]._replace(obj=number)  # type: ignore[attr-defined]
    for name in _BY_NUMBER & fields.keys():
        fields[name] = None
    return fields


#: What follows from the hashes of a container's items, which follow from their numbers; it is worked out anew.
_BY_NUMBER: Final = frozenset({"_order", "crowds"})
