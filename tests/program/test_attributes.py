"""Attributes are found, set and deleted as CPython does, and lead nowhere near the host."""

from __future__ import annotations

import pytest

from desktop_app.program.attributes import find_attribute, slot_names, visible_names
from desktop_app.program.faults import SimulatedError
from desktop_app.program.instances import new_class
from desktop_app.program.space import AddressSpace
from desktop_app.program.values import NOTHING
from tests.program.beside_cpython import assert_same, interpreted

CLASSES = """
class A:
    kind = "a"
    def __init__(self):
        self.own = 1
    def method(self):
        return self.own
    @property
    def twice(self):
        return self.own * 2
    @twice.setter
    def twice(self, value):
        self.own = value // 2
    @twice.deleter
    def twice(self):
        print("deleted")
class Slotted:
    __slots__ = ("x",)
class Hooked:
    def __getattr__(self, name):
        return name.upper()
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value)
    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)
class Typed:
    def __set_name__(self, owner, name):
        self.name = "_" + name
    def __get__(self, instance, owner):
        return self if instance is None else getattr(instance, self.name, "unset")
    def __set__(self, instance, value):
        if not isinstance(value, int):
            raise TypeError("an int is wanted")
        setattr(instance, self.name, value)
class Holder:
    number = Typed()
a, s, h, o = A(), Slotted(), Hooked(), Holder()
"""


@pytest.mark.parametrize(
    "statement",
    [
        "print(a.own, a.kind, A.kind, a.method(), A.method(a), a.twice)",
        "a.twice = 10; print(a.own, a.__dict__); del a.twice",
        "a.kind = 'own'; print(a.kind, A.kind); del a.kind; print(a.kind)",
        "A.kind = 'changed'; print(a.kind)",
        "a.new = 5; print(vars(a), hasattr(a, 'new'), hasattr(a, 'other'))",
        "print(getattr(a, 'own'), getattr(a, 'nothing', 'default'))",
        "setattr(a, 'x', 3); delattr(a, 'x'); print(hasattr(a, 'x'))",
        "s.x = 1; print(s.x)",
        "print(h.anything); h.b = 2; print(h.b); del h.b",
        "print(o.number); o.number = 3; print(o.number, type(Holder.number).__name__)",
        "o.number = 'text'",
        "print(A.__name__, A.__qualname__, A.__bases__, A.__mro__, a.__class__, A.__module__, A.__doc__)",
        "print(a.method.__name__, a.method.__self__ is a, A.method.__qualname__)",
        "f = A.method; f.mark = 1; print(f.mark, A.method.mark)",
        "print((5).real, (2.5).imag, range(1, 9, 2).step, slice(1, 2).stop, (1).numerator)",
        "a.wrong",
        "A.wrong",
        "del a.wrong",
        "(1).x = 2",
        "int.x = 2",
        "A.twice.fget.__name__ = 'renamed'; print(A.twice.fget.__name__)",
        "print(getattr(A, 'twice').__doc__, type(A.twice).__name__)",
        "getattr(a, 5)",
    ],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore")
def test_an_attribute_is_what_it_is_in_cpython(statement: str) -> None:
    assert_same(CLASSES + statement.replace("; ", "\n") + "\n")


@pytest.mark.parametrize(
    "expression",
    ["f.__code__", "f.__globals__", "(x for x in 'a').gi_frame", "object.__subclasses__", "a.__reduce__"],
)
def test_no_attribute_leads_to_the_interpreters_own_workings(expression: str) -> None:
    ending = interpreted(f"class A: pass\na = A()\ndef f(): pass\nprint({expression})\n")
    assert ending.output == ""
    assert ending.error.startswith("AttributeError: Coreloom does not simulate")


def test_slots_allow_only_what_they_name() -> None:
    space = AddressSpace()
    free = new_class(space, "Free", (), {})
    bound = new_class(space, "Bound", (), {"__slots__": ("x", "y")})
    assert slot_names(free) is None
    assert slot_names(bound) == {"x", "y"}
    assert slot_names(new_class(space, "Under", (bound,), {})) is None


def test_names_are_told_for_suggestions_and_for_dir() -> None:
    space = AddressSpace()
    cls = new_class(space, "C", (), {"method": None})
    assert "method" in visible_names(cls)
    assert find_attribute(space, cls, "nothing") is NOTHING
    with pytest.raises(SimulatedError, match="does not simulate"):
        find_attribute(space, cls, "__subclasses__")
