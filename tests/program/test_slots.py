"""Special methods of built-in types, called by their names."""

from __future__ import annotations

import pytest

from desktop_app.program.slots import bare
from desktop_app.program.space import AddressSpace
from desktop_app.program.values import ListObject
from tests.program.beside_cpython import assert_same

SETUP = """
class L(list):
    def __getitem__(self, i): return list.__getitem__(self, i) * 10
    def __len__(self): return list.__len__(self) + 1
class D(dict):
    def __setitem__(self, k, v): dict.__setitem__(self, k, v + 1)
    def __missing__(self, k): return "missing " + k
class T(tuple):
    def __new__(cls, *items): return tuple.__new__(cls, items)
class I(int):
    def __add__(self, other): return I(int.__add__(self, other) + 100)
    def __repr__(self): return f"I({int.__repr__(self)})"
class S(str):
    def __str__(self): return "S:" + str.__str__(self)
class A:
    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)
    def __init_subclass__(cls, **k): super().__init_subclass__(**k)
class E(Exception):
    def __init__(self, n): Exception.__init__(self, "e", n)
a = A()
a.x = 4
d = D(); d["k"] = 1
"""


@pytest.mark.parametrize(
    "expression",
    [
        "(5).__add__(3), (5).__radd__(1), (5).__add__('a'), 'a'.__eq__('a'), 'a'.__eq__(1), (1).__lt__(2.5)",
        "[1, 2].__len__(), [1].__contains__(1), {1: 2}.__getitem__(1), (1, 2).__getitem__(0), 'ab'.__len__()",
        "L([1, 2])[1], len(L()), list(L([3])), d['k'], d['other'], dict(d), T(1, 2) + (3,), type(T(1)).__name__",
        "I(1) + 2, I(3), I(4) * 2, str(S('x')), S('x') + 'y', S('x') == 'x', len(S('abc'))",
        "a.x, object.__repr__(a).startswith('<__main__.A object'), E(1).args, str(E(2))",
        "object.__new__(A).__class__ is A, type.__call__(A).__class__ is A, int.__new__(I, 7), type(I(1) + 1).__name__",
        "[3, 1].__iter__().__next__(), {}.__iter__().__class__.__name__, (1).__bool__(), (-2).__abs__()",
        "'{:>5}'.__format__(''), (255).__format__('x'), (7).__divmod__(2), (1).__hash__() == hash(1)",
        "[1].__eq__([1]), [1].__eq__((1,)), {1}.__or__({2}), {'a': 1}.__or__({'b': 2}), [1].__add__([2])",
        "[].__hash__, list.__hash__, (1).__index__(), True.__and__(False), (3).__neg__()",
        "A(1)",
        "object.__new__(5)",
        "[].__getitem__('a')",
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_special_method_does_what_it_does_in_cpython(expression: str) -> None:
    assert_same(f"{SETUP}print({expression})\n")


def test_a_bare_value_shares_its_items_with_the_instance() -> None:
    made = AddressSpace().new_list([1])
    made.cls = object()  # type: ignore[assignment] - any class of the program's own
    plain = bare(made)
    assert isinstance(plain, ListObject)
    assert plain.cls is None
    assert plain.items is made.items
