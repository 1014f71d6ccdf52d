"""The data attributes of built-in values: the parts of a number, the name of a function, the arguments of an error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import UNBOUND, Cell, FunctionObject
from desktop_app.program.types import OBJECT, native_namespace, type_of
from desktop_app.program.values import (
    NOTHING,
    BoundMethod,
    Builtin,
    Descriptor,
    ExceptionObject,
    ExceptionType,
    GeneratorObject,
    Method,
    NativeObject,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.space import AddressSpace

#: Parts of numbers, ranges and slices that the host may be asked for.
_PARTS: Final[dict[type, frozenset[str]]] = {
    int: frozenset({"real", "imag", "numerator", "denominator"}),
    float: frozenset({"real", "imag"}),
    complex: frozenset({"real", "imag"}),
    range: frozenset({"start", "stop", "step"}),
    slice: frozenset({"start", "stop", "step"}),
}
_ERRNO_ARGS: Final = 2


def native_attribute(space: AddressSpace, target: object, name: str) -> object:
    """Return a data attribute of a built-in value; NOTHING for none."""
    for kind, names in _PARTS.items():
        if isinstance(target, kind) and name in names:
            found: object = getattr(target, name)
            return found
    if name == "__class__":
        return type_of(target)
    reader = _READERS.get(type(target))
    found = NOTHING if reader is None else reader(space, target, name)
    if found is NOTHING and name == "__doc__":
        host = getattr(type_of(target), "host", None)
        return getattr(host, "__doc__", None)
    return found


def _of_function(space: AddressSpace, target: FunctionObject, name: str) -> object:  # noqa: PLR0911 - one per name
    match name:
        case "__name__":
            return target.name
        case "__qualname__":
            return target.qualname
        case "__doc__":
            return target.doc
        case "__module__":
            return target.module
        case "__defaults__":
            return target.defaults or None
        case "__closure__":
            return target.closure or None
        case "__kwdefaults__":
            return space.new_dict(dict(target.keyword_defaults)) if target.keyword_defaults else None
        case "__annotations__":
            return function_annotations(space, target)
        case "__dict__":
            return space.new_dict(target.attributes)  # not a copy: it may be changed
    return NOTHING


def function_annotations(space: AddressSpace, target: FunctionObject) -> object:
    """Return the annotations of a function as a dictionary."""
    made = target.annotations
    if isinstance(made, tuple):
        target.annotations = made = space.new_dict(dict(zip(made[::2], made[1::2], strict=True)))
    elif made is None:
        target.annotations = made = space.new_dict({})
    return made


def _of_cell(_space: AddressSpace, target: Cell, name: str) -> object:
    if name != "cell_contents":
        return NOTHING
    if target.value is UNBOUND:
        raise SimulatedError("ValueError", "Cell is empty")
    return target.value


def _of_bound(space: AddressSpace, target: BoundMethod, name: str) -> object:
    if name == "__self__":
        return target.target
    if name == "__func__" and isinstance(target.function, FunctionObject):
        return target.function
    if isinstance(target.function, FunctionObject):
        found = target.function.attributes.get(name, NOTHING)
        return _of_function(space, target.function, name) if found is NOTHING else found
    return _of_named(space, target.function, name)


def _of_named(space: AddressSpace, target: object, name: str) -> object:
    match name:
        case "__name__" | "__qualname__":
            found = getattr(target, "name", NOTHING)
            return found.rpartition(".")[2] if isinstance(found, str) else found
        case "__module__":
            return getattr(target, "name", "").rpartition(".")[0] or "builtins"
        case "__doc__":
            return getattr(getattr(target, "host", None), "__doc__", None)
    return _of_type(space, target, name) if isinstance(target, (Builtin, ExceptionType)) else NOTHING


def _of_type(space: AddressSpace, target: Builtin | ExceptionType, name: str) -> object:
    if isinstance(target, Builtin) and not target.is_type:
        return NOTHING
    if name in ("__mro__", "__bases__", "__base__"):
        order = native_mro(target)
        above = order[1:2]
        return order if name == "__mro__" else above if name == "__bases__" else above[0] if above else None
    if name == "__dict__":
        return space.new_class_namespace(native_namespace(target))
    return NOTHING


def native_mro(kind: Builtin | ExceptionType) -> tuple[object, ...]:
    """Return a built-in type and those that it derives from."""
    if isinstance(kind, ExceptionType):
        order: list[object] = []
        one: ExceptionType | None = kind
        while one is not None:
            order.append(one)
            one = one.base
        return (*order, OBJECT)
    if kind is OBJECT:
        return (OBJECT,)
    return (kind, type_of(0), OBJECT) if kind.name == "bool" else (kind, OBJECT)


def _of_property(_space: AddressSpace, target: Descriptor, name: str) -> object:  # noqa: PLR0911 - one return per name
    match name:
        case "fget" | "__func__" | "__wrapped__":
            return target.getter
        case "fset":
            return target.setter
        case "fdel":
            return target.deleter
        case "__doc__":
            return target.doc if target.doc is not None else getattr(getattr(target.getter, "code", None), "doc", None)
        case "__isabstractmethod__":
            return _is_abstract(target)
        case "__name__" if isinstance(target.getter, FunctionObject):
            return target.getter.name
    return NOTHING


def _is_abstract(value: object) -> bool:
    if isinstance(value, Descriptor):
        return any(map(_is_abstract, (value.getter, value.setter, value.deleter)))
    return isinstance(value, FunctionObject) and value.attributes.get("__isabstractmethod__") is True


def _of_generator(_space: AddressSpace, target: GeneratorObject, name: str) -> object:
    if name in ("__name__", "__qualname__"):
        return target.function.name if name == "__name__" else target.function.qualname
    if name in ("gi_running", "cr_running", "ag_running"):
        return target.state == "running"
    return NOTHING


def _of_native(_space: AddressSpace, target: NativeObject, name: str) -> object:
    if target.kind == "traceback" and name == "tb_lineno" and isinstance(target.state, ExceptionObject):
        found = _LINE.search(target.state.traceback[-1])
        return int(found[1]) if found else None
    return NOTHING


_READERS: Final[dict[type, Callable[[AddressSpace, Any, str], object]]] = {
    FunctionObject: _of_function,
    BoundMethod: _of_bound,
    Builtin: _of_named,
    ExceptionType: _of_named,
    Method: _of_named,
    Cell: _of_cell,
    Descriptor: _of_property,
    GeneratorObject: _of_generator,
    NativeObject: _of_native,
}


def exception_attribute(space: AddressSpace, target: object, name: str) -> object:  # noqa: PLR0911 - one per name
    """Return a data attribute of an exception; NOTHING for none."""
    assert isinstance(target, ExceptionObject), "the caller knows"
    match name:
        case "args":
            return target.args
        case "__cause__":
            return target.cause
        case "__context__":
            return target.context
        case "__suppress_context__":
            return target.suppress_context
        case "__traceback__":
            return traceback_of(target)
        case "__notes__" if target.notes:
            return space.new_list(list(target.notes))
        case "__dict__":
            return space.new_dict(target.attributes)  # not a copy: it may be changed
    return _of_kind(target, name)


def traceback_of(error: ExceptionObject) -> object:
    """Return the traceback of an exception that was raised; None before."""
    return NativeObject("traceback", error) if error.traceback else None


#: The line that a traceback's text is about.
_LINE: Final = re.compile(r", line (\d+), in ")


def _of_kind(target: ExceptionObject, name: str) -> object:  # noqa: PLR0911 - one return per name
    host, args = target.kind.host, target.args
    if issubclass(host, StopIteration) and name == "value":
        return args[0] if args else None
    if issubclass(host, SystemExit) and name == "code":
        return args[0] if len(args) == 1 else args or None
    if issubclass(host, OSError) and name in ("errno", "strerror", "filename"):
        place = ("errno", "strerror", "filename").index(name)
        return args[place] if len(args) >= _ERRNO_ARGS and place < len(args) else None
    if issubclass(host, NameError) and name == "name":
        return target.attributes.get(name, target.missing or None)
    if issubclass(host, ImportError) and name in ("name", "msg", "path"):
        return (args[0] if args else None) if name == "msg" else target.attributes.get(name, target.missing or None)
    if issubclass(host, AttributeError) and name in ("name", "obj"):
        return (target.missing or None) if name == "name" else None if target.target is NOTHING else target.target
    return NOTHING
