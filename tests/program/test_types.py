"""The built-in types as values, and the type of every value."""

from __future__ import annotations

import pickle

from desktop_app.program.exceptions import EXCEPTIONS
from desktop_app.program.instances import new_class
from desktop_app.program.space import AddressSpace
from desktop_app.program.types import (
    NAMED_TYPES,
    OBJECT,
    TYPE,
    is_subclass,
    native_method,
    of_native_type,
    type_of,
)
from desktop_app.program.values import NOTHING, ExceptionObject, InstanceObject, is_class


def test_every_value_has_a_type() -> None:
    space = AddressSpace()
    assert type_of(1) is NAMED_TYPES["int"]
    assert type_of(space.new_list([])) is NAMED_TYPES["list"]
    assert type_of(NAMED_TYPES["list"]) is TYPE
    assert type_of(EXCEPTIONS["KeyError"]) is TYPE
    assert type_of(ExceptionObject(EXCEPTIONS["KeyError"], ())) is EXCEPTIONS["KeyError"]
    cls = new_class(space, "A", (), {})
    assert type_of(InstanceObject(cls, 0)) is cls
    assert type_of(cls) is TYPE
    assert type_of(None) is type_of(None)


def test_a_class_is_a_subclass_of_what_it_derives_from() -> None:
    cls = new_class(AddressSpace(), "A", (NAMED_TYPES["dict"],), {})
    assert is_subclass(cls, NAMED_TYPES["dict"])
    assert is_subclass(cls, OBJECT)
    assert is_subclass(NAMED_TYPES["bool"], NAMED_TYPES["int"])
    assert not is_subclass(NAMED_TYPES["int"], NAMED_TYPES["bool"])
    assert not is_subclass(EXCEPTIONS["KeyError"], EXCEPTIONS["ValueError"])
    assert [is_class(one) for one in (cls, TYPE, EXCEPTIONS["KeyError"], 1)] == [True, True, True, False]


def test_a_types_method_is_always_the_same_one_copies_included() -> None:
    append = of_native_type(NAMED_TYPES["list"], "append")
    assert append is native_method("list", "append")
    assert pickle.loads(pickle.dumps(append)) is append
    assert pickle.loads(pickle.dumps(NAMED_TYPES["list"])) is NAMED_TYPES["list"]
    assert of_native_type(NAMED_TYPES["list"], "nothing") is NOTHING
    assert of_native_type(NAMED_TYPES["list"], "__hash__") is None
    assert of_native_type(OBJECT, "__reduce__") is NOTHING
