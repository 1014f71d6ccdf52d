"""Classes and their instances: bases in order, layouts that go together, abstract ones that have none."""

from __future__ import annotations

import pytest

from desktop_app.program.exceptions import EXCEPTIONS
from desktop_app.program.faults import SimulatedError
from desktop_app.program.instances import abstract_words, allocate, new_class
from desktop_app.program.space import AddressSpace
from desktop_app.program.types import NAMED_TYPES, OBJECT
from desktop_app.program.values import ClassObject, InstanceObject, ListObject, TupleInstance
from tests.program.beside_cpython import assert_same


def made(name: str, *bases: object, **attributes: object) -> ClassObject:
    return new_class(AddressSpace(), name, bases, dict(attributes))


def test_bases_are_searched_in_cpythons_order() -> None:
    a = made("A")
    b, c = made("B", a), made("C", a)
    d = made("D", b, c)
    assert d.mro == (d, b, c, a, OBJECT)
    with pytest.raises(SimulatedError, match="consistent method resolution"):
        made("E", a, b)
    with pytest.raises(SimulatedError, match="duplicate base class A"):
        made("E", a, a)


def test_an_instance_extends_what_its_class_extends() -> None:
    space = AddressSpace()
    stack, point = made("Stack", NAMED_TYPES["list"]), made("Point", NAMED_TYPES["tuple"])
    assert (stack.layout, point.layout) == ("list", "tuple")
    several = allocate(space, stack, space.new_list([1]))
    assert isinstance(several, ListObject)
    assert several.cls is stack
    pair = allocate(space, point, (1, 2))
    assert isinstance(pair, TupleInstance)
    assert (pair, pair.cls) == ((1, 2), point)
    assert isinstance(allocate(space, made("Plain"), None), InstanceObject)
    with pytest.raises(SimulatedError, match="lay-out conflict"):
        made("Both", stack, point)
    with pytest.raises(SimulatedError, match="not an acceptable base type"):
        made("Sub", NAMED_TYPES["bool"])


def test_exceptions_keep_the_host_class_that_words_come_from() -> None:
    own = made("Own", EXCEPTIONS["KeyError"])
    assert (own.layout, own.host) == ("exception", KeyError)
    assert own.derives_from(EXCEPTIONS["LookupError"])
    assert not own.derives_from(EXCEPTIONS["ValueError"])


def test_an_abstract_class_says_what_it_lacks() -> None:
    assert abstract_words(made("Plain")) == ""
    words = abstract_words(made("Shape", __abstractmethods__=frozenset({"area"})))
    assert "Shape" in words
    assert "area" in words


def test_equality_without_a_hash_makes_instances_unhashable() -> None:
    assert_same("class A:\n    def __eq__(self, other): return True\nprint(A() == 1)\n{A()}\n")
    assert_same("class A:\n    def __init__(self, n): pass\nA()\n")
    assert_same("class A: pass\nA(1)\n")
