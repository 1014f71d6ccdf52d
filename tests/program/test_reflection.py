"""Functions that look at types, and those that call back into the program."""

from __future__ import annotations

import pytest

from desktop_app.program.reflection import identity
from desktop_app.program.space import AddressSpace
from tests.program.beside_cpython import assert_same, interpreted

SETUP = """
class A:
    def __call__(self): return "called"
class B(A):
    def __iter__(self): return iter("xy")
class M(type):
    def __call__(cls, *args): return ("made", super().__call__(*args))
class Meta(metaclass=M): pass
def f(): pass
"""


@pytest.mark.parametrize(
    "expression",
    [
        "type(1), type('a'), type(None), type(f), type(A), type(A()), type([].append), type(len), type(x for x in 'a')",
        "type(ValueError('a')), type(ValueError), type({}.keys()), type(iter([])), type(range(3)), type(...)",
        "isinstance(1, int), isinstance(True, int), isinstance(B(), A), isinstance(A(), B), isinstance(1, (str, int))",
        "isinstance(1, int | str), isinstance(ValueError(), Exception), isinstance(A, type), isinstance(B(), object)",
        "issubclass(B, A), issubclass(bool, int), issubclass(A, object), issubclass(KeyError, LookupError)",
        "callable(f), callable(A), callable(A()), callable(1), callable(len), callable(lambda: 0)",
        "list(iter([1, 2])), next(iter('ab')), next(iter([]), 'default'), list(iter(B()))",
        "list(iter(iter([3, 2, 1, 0, 9]).__next__, 0))",
        "hash(1) == hash(1.0), hash((1, 2)) == hash((1, 2)), hash('a') == hash('a'), hash(A) == hash(A)",
        "id(A) == id(A), id([]) == id(1)",
        "type('New', (A,), {'n': 3})().n, type('New', (), {}).__name__",
        "Meta()[0], type(Meta).__name__",
        "vars(A()), sorted(n for n in dir(A()) if not n.startswith('_'))",
        "isinstance(1, 'a')",
        "isinstance(1)",
        "issubclass(1, int)",
        "next(5)",
        "next([])",
        "iter(5)",
        "hash([])",
        "hash({})",
        "type(1, 2)",
        "super()",
        "getattr(1)",
        "A()() + f()",
        "1()",
        "callable()",
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_function_gives_what_it_gives_in_cpython(expression: str) -> None:
    assert_same(f"{SETUP}print({expression})\n")


def test_an_address_is_the_same_in_each_run() -> None:
    source = "a, b = [], []\nprint(id(a), id(b), id('text'), id(a) == id(b))\n"
    first, second = interpreted(source), interpreted(source)
    assert first == second
    assert first.output.endswith("False\n")
    assert identity(AddressSpace(), "x") == identity(AddressSpace(), "x") != identity(AddressSpace(), "y")


def test_super_follows_the_order_of_the_bases() -> None:
    assert_same(
        """
class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B", *super().who()]
class C(A):
    def who(self): return ["C", *super(C, self).who()]
class D(B, C):
    def who(self): return ["D", *super().who()]
    @classmethod
    def make(cls): return super().__new__(cls)
print(D().who(), [c.__name__ for c in D.__mro__], type(D.make()).__name__)
"""
    )
