"""Which attribute an instruction touches, so that those that two threads touch can be told from the others."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.program.functions import FunctionObject
from desktop_app.program.values import ClassObject, Descriptor, ModuleObject, user_class


class AttributeUse(NamedTuple):
    """An attribute of an object that other threads can reach.

    Attributes:
        name: Its name, behind that of the class in which it is found: all instances are taken for one.
        always: Whether it is touched by code of the library too, of which nothing is known.
    """

    name: str
    always: bool


def attribute_use(target: object, name: str) -> AttributeUse | None:
    """Return which attribute is touched when ``name`` of an object is read or written; None for what has none."""
    if isinstance(target, ModuleObject):
        return AttributeUse(f"{target.name}.{name}", always=False)
    if isinstance(target, FunctionObject):
        return AttributeUse(f"{target.name}.{name}", always=False)
    if isinstance(target, ClassObject):
        return AttributeUse(f"{_owner(target, name).name}.{name}", always=False)
    cls = user_class(target)
    if cls is None:
        return None
    attributes = getattr(target, "attributes", None) or {}
    if name in attributes or not _defines(cls, name):
        return AttributeUse(f"{cls.name}.{name}", always=is_library_class(cls))
    found = cls.find(name)
    getter = found.getter if isinstance(found, Descriptor) else None
    always = isinstance(getter, FunctionObject) and getter.code.unit.hidden
    return AttributeUse(f"{_owner(cls, name).name}.{name}", always=always)


def is_library_class(cls: ClassObject) -> bool:
    """Whether a class is one of the library's."""
    return cls.attributes.get("__module__") != "__main__"


def _defines(cls: ClassObject, name: str) -> bool:
    return any(isinstance(one, ClassObject) and name in one.attributes for one in cls.mro)


def _owner(cls: ClassObject, name: str) -> ClassObject:
    return next((one for one in cls.mro if isinstance(one, ClassObject) and name in one.attributes), cls)
