"""Calls of every kind of value, with every kind of argument."""

from __future__ import annotations

import pytest

from tests.program.beside_cpython import assert_same

SETUP = """
class A:
    def __init__(self, a, b=2): self.a, self.b = a, b
    def m(self, *args, **kw): return (self.a, args, kw)
    @classmethod
    def c(cls, *args): return (cls.__name__, args)
    @staticmethod
    def s(*args): return args
    def __call__(self, x): return (self.a, x)
class N:
    def __new__(cls, *args):
        made = super().__new__(cls)
        made.args = args
        return made
class One:
    it = None
    def __new__(cls):
        cls.it = cls.it or object.__new__(cls)
        return cls.it
class Bad:
    def __init__(self): return 5
class L(list):
    def __init__(self, *items): super().__init__(items)
def gen(n):
    yield from range(n)
def f(a, /, b, *args, c=3, **kw): return a, b, args, c, kw
a = A(1)
"""


@pytest.mark.parametrize(
    "expression",
    [
        "A(1).b, A(1, b=5).b, A(*[1], **{'b': 7}).b, A(a=3).a",
        "a.m(1, x=2), A.m(a, 3), a(9), [a][0](8)",
        "A.c(1), a.c(2), A.s(3), a.s(4)",
        "N(1, 2).args, One() is One()",
        "L(1, 2), L(), type(L(1)).__name__, L(1) == [1], L(3, 1) + [2]",
        "f(1, 2), f(1, 2, 3, c=4, d=5), f(*gen(4)), f(1, **{'b': 2, 'z': 3}), f(*'ab', **dict(c=1))",
        "(lambda *a, k=1: (a, k))(1, k=2)",
        "list(map(A, [1, 2]))[1].a, sorted([A(3), A(1)], key=lambda i: i.a)[0].a",
        "str.upper('a'), list.append([], 1), dict.get({1: 2}, 1), ''.join(str(i) for i in gen(3))",
        "max(gen(4), key=lambda v: -v), min([[3], [1]], key=len), sum(gen(4)), sum([[1], [2]], [])",
        "Bad()",
        "A()",
        "A(1, 2, 3)",
        "A(1, c=2)",
        "a.m.wrong()",
        "f(1)",
        "f(a=1, b=2)",
        "f(1, 2, b=3)",
        "f(*5)",
        "f(**5)",
        "None()",
        "'text'()",
        "a.a()",
        "len(1, 2)",
        "[].append()",
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_a_call_gives_what_it_gives_in_cpython(expression: str) -> None:
    assert_same(f"{SETUP}print({expression})\n")
