"""Finding, setting and deleting attributes as CPython does: instances, classes, modules, functions, built-in values."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import FunctionObject
from desktop_app.program.library import PRELUDE, PRIMITIVES, prelude_function
from desktop_app.program.methods import METHODS
from desktop_app.program.native_attributes import exception_attribute, native_attribute
from desktop_app.program.plain_methods import CLASS_METHODS, STATIC_METHODS
from desktop_app.program.types import OBJECT, TYPE, native_method, of_native_type, type_of
from desktop_app.program.values import (
    HASHES,
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    Descriptor,
    DictObject,
    ExceptionObject,
    ExceptionType,
    InstanceObject,
    ListObject,
    Method,
    ModuleObject,
    NamespaceObject,
    SetObject,
    SuperObject,
    object_write,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace


class Getter(NamedTuple):
    """An attribute whose value is what a call gives.

    Attributes:
        function: What is called.
        args: With what.
    """

    function: object
    args: tuple[object, ...]


#: Attributes that lead from a value to the interpreter's own workings; a simulated program has no way there.
_CLOSED: Final = frozenset(
    """
    __builtins__ __code__ __globals__ __loader__ __reduce__ __reduce_ex__ __spec__ __subclasses__
    __subclasshook__ ag_code ag_frame cr_code cr_frame f_back f_builtins f_code f_globals f_locals gi_code gi_frame
    gi_yieldfrom cr_await tb_frame tb_next
    """.split()  # noqa: SIM905 - twenty names read best as words
)


#: Attributes of a class that say what it derives from and holds.
_FIXED: Final = frozenset({"__bases__", "__base__", "__mro__", "__dict__", "__class__"})
#: The commonest built-in types that have methods, by their host classes.
_PLAIN_OWNERS: Final[dict[type, str]] = {ListObject: "list", DictObject: "dict", SetObject: "set", str: "str"}


def load_attribute(space: AddressSpace, target: object, name: str) -> object:
    """Return an attribute, or a `Getter` for it.

    Raises:
        SimulatedError: An AttributeError in CPython's words, or one that says that it is not simulated.
    """
    found = find_attribute(space, target, name)
    if found is NOTHING:
        raise no_attribute(target, name)
    return found


def find_method(space: AddressSpace, target: object, name: str) -> object:
    """Return an attribute that is about to be called, most often a method; raises as `load_attribute` does."""
    if type(target) in _PLAIN_OWNERS:
        method = METHODS.get((_PLAIN_OWNERS[type(target)], name))
        if method is not None and getattr(target, "cls", None) is None:
            return BoundMethod(method, target)
    return load_attribute(space, target, name)


def find_attribute(space: AddressSpace, target: object, name: str) -> object:  # noqa: PLR0911 - one return per type
    """Return an attribute, or a `Getter` for it; NOTHING when there is none."""
    if name in _CLOSED:
        raise SimulatedError("AttributeError", f"Coreloom does not simulate the attribute {name!r}")
    if isinstance(target, ClassObject):
        return _of_class(space, target, name)
    if isinstance(target, ModuleObject):
        return _of_module(space, target, name)
    if isinstance(target, SuperObject):
        return _of_super(target, name)
    cls = user_class(target)
    if cls is not None:
        return _of_instance(space, target, cls, name)
    if isinstance(target, ExceptionObject):
        found = target.attributes.get(name, NOTHING)
        if found is NOTHING:
            found = exception_attribute(space, target, name)
        return _of_builtin(space, target, name) if found is NOTHING else found
    if isinstance(target, FunctionObject):
        found = target.attributes.get(name, NOTHING)
        return _of_builtin(space, target, name) if found is NOTHING else found
    return _of_builtin(space, target, name)


def look_up(cls: ClassObject, name: str, *, after: ClassObject | None = None) -> object:
    """Return what a class and its bases define under a name, not bound; NOTHING for nothing.

    Args:
        cls: The class.
        name: The name.
        after: When given, only the classes behind this one are searched.
    """
    mro = cls.mro
    if after is not None:
        mro = mro[mro.index(after) + 1 :] if after in mro else ()
    for one in mro:
        if isinstance(one, ClassObject):
            if name in one.attributes:
                return one.attributes[name]
        else:
            found = of_native_type(one, name)
            if found is not NOTHING:
                return found
    return NOTHING


def _of_instance(space: AddressSpace, target: object, cls: ClassObject, name: str) -> object:
    hook, fallback = cls.find("__getattribute__"), cls.find("__getattr__")
    found = plain_attribute(space, target, cls, name) if hook is NOTHING else Getter(hook, (target, name))
    if fallback is NOTHING:
        return found
    if found is NOTHING:
        return Getter(fallback, (target, name))
    if isinstance(found, Getter):
        # Where it fails with an AttributeError, the other one is asked.
        return Getter(prelude_function("getter_or_fallback"), (found.function, found.args, fallback, target, name))
    return found


def plain_attribute(  # noqa: PLR0911 - one return per place where it may be
    space: AddressSpace, target: object, cls: ClassObject, name: str
) -> object:
    """Return an attribute of an instance as ``object.__getattribute__`` finds it."""
    found = look_up(cls, name)
    if found is not NOTHING and _is_data_descriptor(found):
        return bind(found, target, cls)
    own = getattr(target, "attributes", None)
    if own is not None and name in own:
        return own[name]
    if found is not NOTHING:
        return bind(found, target, cls)
    if name == "__class__":
        return cls
    if name == "__dict__":
        return _own_dictionary(space, target, cls)
    if name in ("__doc__", "__module__"):
        return _of_class(space, cls, name)
    if isinstance(target, ExceptionObject):
        return exception_attribute(space, target, name)
    if isinstance(target, InstanceObject):
        return NOTHING
    return native_attribute(space, target, name)


def _own_dictionary(space: AddressSpace, target: object, cls: ClassObject) -> object:
    """Return the dictionary of an instance's attributes, which are set by setting its items; NOTHING for none."""
    own = getattr(target, "attributes", None)
    if own is None or slot_names(cls) is not None:
        return NOTHING
    if isinstance(target, InstanceObject):
        slots = [name for name in _slots(cls) if name in own]
        if slots:
            return space.new_dict({name: value for name, value in own.items() if name not in slots})
        return NamespaceObject(target.number, own)
    if HASHES in own:
        return space.new_dict({name: value for name, value in own.items() if name != HASHES})
    return space.new_dict(own)  # not a copy: it may be changed


def _is_data_descriptor(value: object) -> bool:
    if isinstance(value, Descriptor):
        return value.kind == "property"
    cls = user_class(value) if isinstance(value, InstanceObject) else None
    return cls is not None and (cls.find("__set__") is not NOTHING or cls.find("__delete__") is not NOTHING)


def bind(found: object, target: object, cls: ClassObject) -> object:
    """Return what is found in a class as an attribute of an instance (``target`` is None for the class itself)."""
    if isinstance(found, (FunctionObject, Method)):
        if isinstance(found, Method) and (found.name == "__new__" or _is_static(found)):
            return found
        if isinstance(found, Method) and (found.owner, found.name) in CLASS_METHODS:
            return BoundMethod(found, cls)
        return found if target is None else BoundMethod(found, target)
    if isinstance(found, Descriptor):
        return _bind_descriptor(found, target, cls)
    if isinstance(found, InstanceObject):
        getter = found.cls.find("__get__")
        if getter is not NOTHING:
            return Getter(getter, (found, target, cls))
    return found


def _bind_descriptor(found: Descriptor, target: object, cls: ClassObject) -> object:
    if found.kind == "staticmethod":
        return found.getter
    if found.kind == "classmethod":
        return BoundMethod(found.getter, cls)
    if target is None:
        return found
    if found.getter is None:
        raise SimulatedError("AttributeError", f"property of {cls.name!r} object has no getter")
    return Getter(found.getter, (target,))


def _of_class(space: AddressSpace, cls: ClassObject, name: str) -> object:  # noqa: PLR0911 - one return per place
    meta = cls.meta
    above = look_up(meta, name) if meta is not None else NOTHING
    if above is not NOTHING and meta is not None and _is_data_descriptor(above):
        return bind(above, cls, meta)
    found = look_up(cls, name)
    if found is not NOTHING and name not in ("__doc__", "__annotations__", "__class__"):
        return bind(found, None, cls)
    own = _class_data(space, cls, name)
    if own is not NOTHING:
        return own
    if found is not NOTHING:
        return bind(found, None, cls)
    if above is not NOTHING and meta is not None:
        return bind(above, cls, meta)
    if meta is not None and meta.find("__getattr__") is not NOTHING:
        return Getter(meta.find("__getattr__"), (cls, name))
    return NOTHING


def _class_data(space: AddressSpace, cls: ClassObject, name: str) -> object:  # noqa: C901, PLR0911 - one per name
    match name:
        case "__name__":
            return cls.name
        case "__qualname__":
            return cls.qualname
        case "__mro__":
            return cls.mro
        case "mro":
            return BoundMethod(native_method("type", "mro"), cls)
        case "__bases__":
            return cls.bases
        case "__base__":
            return cls.bases[0] if cls.bases else OBJECT
        case "__class__":
            return cls.meta or TYPE
        case "__dict__":
            return space.new_class_namespace(cls.attributes)
        case "__doc__":
            return cls.attributes.get("__doc__")
        case "__module__":
            return cls.attributes.get("__module__", "builtins")
        case "__annotations__":
            return _annotations(space, cls)
    return NOTHING


def _annotations(space: AddressSpace, cls: ClassObject) -> object:
    if "__annotations__" in cls.attributes:
        return cls.attributes["__annotations__"]
    # From 3.14 on a function makes them when somebody asks.
    for maker in ("__annotate_func__", "__annotate__"):
        if isinstance(cls.attributes.get(maker), FunctionObject):
            return Getter(cls.attributes[maker], (1,))
    made = space.new_dict({})
    if cls.number >= 0:
        cls.attributes["__annotations__"] = made
    return made


def _of_module(space: AddressSpace, module: ModuleObject, name: str) -> object:
    if name in module.variables:
        found = module.variables[name]
        return NOTHING if is_primitive(found) and not is_primitive(module) else found
    if name == "__name__":
        return module.name
    if name == "__dict__":
        return space.new_dict({key: value for key, value in module.variables.items() if not key.startswith("_")})
    return NOTHING


def is_primitive(value: object) -> bool:
    """Return whether a value is one of the primitives of the library, or their module: no program gets them."""
    if isinstance(value, ModuleObject):
        return value.name == PRIMITIVES
    return isinstance(value, Builtin) and value.name.startswith(f"{PRIMITIVES}.")


def _of_super(target: SuperObject, name: str) -> object:
    if name == "__class__":
        return type_of(target)
    found = look_up(target.start, name, after=target.after)
    if found is NOTHING:
        return NOTHING
    if target.target is target.start or (isinstance(target.target, ClassObject) and not isinstance(found, Descriptor)):
        meta_method = isinstance(target.target, ClassObject) and target.target is not target.start
        if isinstance(found, Descriptor) and found.kind == "classmethod":
            return BoundMethod(found.getter, target.target)
        if isinstance(found, Method) and found.name == "__init_subclass__":
            return BoundMethod(found, target.target)
        return bind(found, target.target if meta_method else None, target.start)
    return bind(found, target.target, target.start)


def _of_builtin(space: AddressSpace, target: object, name: str) -> object:
    found = native_attribute(space, target, name)
    if found is not NOTHING:
        return found
    if isinstance(target, ExceptionType) or (isinstance(target, Builtin) and target.is_type):
        found = _of_native_types(target, name)
        if found is not NOTHING:
            return _of_native_class(found, target)
    kind = type_of(target)
    found = _of_native_types(kind, name)
    if found is NOTHING:
        return found
    bound = _of_native_class(found, kind)
    if found is None:
        return None
    return BoundMethod(found, target) if bound is found and not _is_static(found) else bound


def _of_native_class(found: object, kind: object) -> object:
    """Return what a built-in type defines as an attribute of the type itself."""
    if isinstance(found, Method) and (found.owner, found.name) in CLASS_METHODS:
        return BoundMethod(found, kind)
    return found


def _is_static(found: object) -> bool:
    return isinstance(found, Method) and (found.owner, found.name) in STATIC_METHODS


def _of_native_types(kind: object, name: str) -> object:
    found = of_native_type(kind, name)
    return of_native_type(OBJECT, name) if found is NOTHING else found


def no_attribute(target: object, name: str) -> SimulatedError:
    """Return the AttributeError for an attribute that is not there."""
    if isinstance(target, (ClassObject, ExceptionType)) or (isinstance(target, Builtin) and target.is_type):
        words = f"type object {target.name!r} has no attribute {name!r}"
    elif isinstance(target, ModuleObject):
        words = f"module {target.name!r} has no attribute {name!r}"
    else:
        # A method asks its function for what it does not have itself.
        own = isinstance(target, BoundMethod) and isinstance(target.function, FunctionObject)
        kind = "function" if own else type_name(target)
        words = f"{kind!r} object has no attribute {name!r}"
    error = SimulatedError("AttributeError", words, name=name)
    error.target = (target,)
    return error


def visible_names(target: object) -> list[str]:
    """Return the names of the attributes of a value, for suggestions and for ``dir``."""
    if isinstance(target, ModuleObject):
        return sorted(name for name in target.variables if target.name == "__main__" or not _is_private(name))
    names = {str(name) for name in getattr(target, "attributes", None) or () if name != HASHES}
    if isinstance(target, (Builtin, ExceptionType)):
        return sorted(dir(target.host))
    cls = target if isinstance(target, ClassObject) else user_class(target)
    for one in cls.mro if cls is not None else (type_of(target),):
        if isinstance(one, ClassObject):
            if one.name == "object":
                continue  # what stands behind object() has nothing of its own
            names.update(one.attributes)
            names.update(_slots(one) if "__slots__" in one.attributes else ("__dict__", "__weakref__"))
        elif isinstance(one, (Builtin, ExceptionType)):
            names.update(dir(one.host))
    return sorted(names)


def _is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def store_attribute(
    space: AddressSpace, writes: list[Write], target: object, name: str, value: object
) -> Getter | None:
    """Set an attribute, or return what must be called for that.

    Raises:
        SimulatedError: As CPython raises.
    """
    cls = user_class(target)
    if cls is not None:
        hook = cls.find("__setattr__")
        if hook is not NOTHING:
            return Getter(hook, (target, name, value))
    return plain_store(space, writes, target, name, value)


def plain_store(space: AddressSpace, writes: list[Write], target: object, name: str, value: object) -> Getter | None:
    """Set an attribute as ``object.__setattr__`` does, or return what must be called for that."""
    setter = _setter(target, name, value)
    if setter is not None:
        return setter
    if isinstance(target, ClassObject):
        _store_on_class(target, name, value)
        space.grow(1)
    elif isinstance(target, FunctionObject):
        _store_on_function(target, name, value)
    elif isinstance(target, ModuleObject):
        target.variables[name] = value
    elif name == "__class__":
        _change_class(target, value)
    elif name == "__dict__" and isinstance(target, InstanceObject):
        _change_dictionary(target, value)
    elif not (isinstance(target, ExceptionObject) and _store_on_exception(target, name, value)):
        _store_own(space, writes, target, name, value)
    return None


def _setter(target: object, name: str, value: object) -> Getter | None:
    """Return what sets an attribute in its place: a property's function, or ``__set__``; None for nothing."""
    cls = user_class(target)
    if cls is None:
        return None
    found = look_up(cls, name)
    if isinstance(found, Descriptor) and found.kind == "property":
        if found.setter is None:
            raise SimulatedError("AttributeError", f"property {name!r} of {cls.name!r} object has no setter")
        return Getter(found.setter, (target, value))
    setter = found.cls.find("__set__") if isinstance(found, InstanceObject) else NOTHING
    return None if setter is NOTHING else Getter(setter, (found, target, value))


def _store_on_class(target: ClassObject, name: str, value: object) -> None:
    if target.number < 0:
        raise SimulatedError("TypeError", f"cannot set {name!r} attribute of immutable type {target.name!r}")
    if name in _FIXED:
        raise SimulatedError("TypeError", f"Coreloom does not simulate changing {name} of a class")
    if name in ("__name__", "__qualname__") and not isinstance(value, str):
        words = f"can only assign string to {target.name}.{name}, not {type_name(value)!r}"
        raise SimulatedError("TypeError", words)
    if name == "__name__":
        target.name = str(value)
    else:
        target.attributes[name] = value


def _change_dictionary(target: InstanceObject, value: object) -> None:
    if not isinstance(value, DictObject):
        raise SimulatedError("TypeError", f"__dict__ must be set to a dictionary, not a {type_name(value)!r}")
    target.attributes = value.items  # type: ignore[assignment]


def _store_own(space: AddressSpace, writes: list[Write], target: object, name: str, value: object) -> None:
    """Set an attribute among a value's own ones."""
    cls = user_class(target)
    own = getattr(target, "attributes", None)
    if own is None or (cls is None and not isinstance(target, ExceptionObject)):
        raise _no_store(space, target, name)
    allowed = None if cls is None else slot_names(cls)
    if allowed is not None and name not in allowed:
        raise _no_store(space, target, name)
    if name not in own:
        space.grow(2)
    own[name] = value
    if isinstance(target, InstanceObject):
        writes.append(object_write(target))


def _change_class(target: object, value: object) -> None:
    if not isinstance(value, (ClassObject, Builtin, ExceptionType)):
        raise SimulatedError("TypeError", f"__class__ must be set to a class, not {type_name(value)!r} object")
    if not isinstance(target, InstanceObject) or not isinstance(value, ClassObject):
        words = "__class__ assignment only supported for mutable types or ModuleType subclasses"
        raise SimulatedError("TypeError", words)
    if value.layout != "object" or slot_names(value) != slot_names(target.cls):
        words = f"__class__ assignment: {value.name!r} object layout differs from {target.cls.name!r}"
        raise SimulatedError("TypeError", words)
    target.cls = value
    target.shown = target.shown._replace(text=value.reference)


def slot_names(cls: ClassObject) -> frozenset[str] | None:
    """Return the only names that instances may have attributes of, by ``__slots__``; None for any."""
    for one in cls.mro:
        if isinstance(one, ClassObject):
            if "__slots__" not in one.attributes:
                return None
        elif isinstance(one, ExceptionType):
            return None
    names = _slots(cls)
    return frozenset(names) if "__dict__" not in names else None


def _slots(cls: ClassObject) -> set[str]:
    """Return all names in the ``__slots__`` of a class and its bases."""
    names: set[str] = set()
    for one in cls.mro:
        slots = one.attributes.get("__slots__", ()) if isinstance(one, ClassObject) else ()
        items = getattr(slots, "items", slots)
        names.update((slots,) if isinstance(slots, str) else (str(item) for item in items))  # type: ignore[attr-defined]
    return names


def _store_on_function(target: FunctionObject, name: str, value: object) -> None:
    if target.code.unit.name == PRELUDE:
        raise no_attribute(target, name)  # it stands for a function of CPython's own, and serves all processes
    if name == "__defaults__" and not (value is None or isinstance(value, tuple)):
        raise SimulatedError("TypeError", "__defaults__ must be set to a tuple object")
    if name in ("__name__", "__qualname__") and not isinstance(value, str):
        raise SimulatedError("TypeError", f"{name} must be set to a string object")
    match name:
        case "__name__":
            target.name = str(value)
        case "__qualname__":
            target.qualname = str(value)
        case "__doc__":
            target.doc = value
        case "__module__":
            target.module = value
        case "__annotations__":
            target.annotations = value
        case "__defaults__" if isinstance(value, tuple):
            target.defaults = value
        case _:
            target.attributes[name] = value


def _store_on_exception(target: ExceptionObject, name: str, value: object) -> bool:
    if name == "args":
        target.args = value if isinstance(value, tuple) else ()
    elif name in ("__cause__", "__context__") and (value is None or isinstance(value, ExceptionObject)):
        if name == "__cause__":
            target.cause, target.suppress_context = value, True
        else:
            target.context = value
    elif name == "__suppress_context__":
        target.suppress_context = bool(value)
    elif name != "__traceback__":
        return False
    return True


def _no_store(space: AddressSpace, target: object, name: str) -> SimulatedError:
    if isinstance(target, (Builtin, ExceptionType)) and (isinstance(target, ExceptionType) or target.is_type):
        return SimulatedError("TypeError", f"cannot set {name!r} attribute of immutable type {target.name!r}")
    if find_attribute(space, target, name) is not NOTHING:
        return SimulatedError("AttributeError", f"{type_name(target)!r} object attribute {name!r} is read-only")
    error = no_attribute(target, name)
    if sys.version_info >= (3, 13):
        error.message += " and no __dict__ for setting new attributes"
    return error


def delete_attribute(writes: list[Write], target: object, name: str) -> Getter | None:
    """Delete an attribute, or return what must be called for that; raises as CPython does."""
    cls = user_class(target)
    if cls is not None:
        hook = cls.find("__delattr__")
        if hook is not NOTHING:
            return Getter(hook, (target, name))
    return plain_delete(writes, target, name)


def plain_delete(writes: list[Write], target: object, name: str) -> Getter | None:
    """Delete an attribute as ``object.__delattr__`` does, or return what must be called for that."""
    cls = user_class(target)
    found = NOTHING if cls is None else look_up(cls, name)
    if isinstance(found, Descriptor) and found.kind == "property":
        if found.deleter is None:
            words = f"property {name!r} of {cls.name if cls else ''!r} object has no deleter"
            raise SimulatedError("AttributeError", words)
        return Getter(found.deleter, (target,))
    if isinstance(found, InstanceObject) and found.cls.find("__delete__") is not NOTHING:
        return Getter(found.cls.find("__delete__"), (found, target))
    own = target.variables if isinstance(target, ModuleObject) else getattr(target, "attributes", None)
    if own is None or name not in own:
        raise no_attribute(target, name)
    del own[name]
    if isinstance(target, InstanceObject):
        writes.append(object_write(target))
    return None
