"""Small programs that Hypothesis makes up of classes, generators, exceptions, with, match and closures."""

from __future__ import annotations

from textwrap import indent

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.program.beside_cpython import assert_same

SETUP = """
class Base:
    shared = []
    def __init__(self, n=1):
        self.n = n
    def grow(self, by=1):
        self.n += by
        return self
    @property
    def double(self):
        return self.n * 2
    @classmethod
    def make(cls, n):
        return cls(n)
    @staticmethod
    def plus(a, b):
        return a + b
    def __repr__(self):
        return f"{type(self).__name__}({self.n})"
    def __eq__(self, other):
        return self.n == other.n if isinstance(other, Base) else NotImplemented
    def __hash__(self):
        return hash(self.n)
    def __lt__(self, other):
        return self.n < other.n
    def __add__(self, other):
        return type(self)(self.n + (other.n if isinstance(other, Base) else other))
    def __bool__(self):
        return self.n > 0
    def __len__(self):
        return abs(self.n)
    def __iter__(self):
        return iter(range(self.n))
    def __enter__(self):
        print("enter", self.n)
        return self
    def __exit__(self, kind, error, trace):
        print("exit", self.n, kind and kind.__name__)
        return self.n == 2
    def __call__(self, x):
        return x + self.n
    __match_args__ = ("n",)
class Child(Base):
    def grow(self, by=2):
        super().grow(by)
        return self
    def __getattr__(self, name):
        if name == "magic":
            return 42
        raise AttributeError(name)
class Odd(ValueError):
    def __init__(self, n):
        super().__init__("odd", n)
        self.n = n
def count(n):
    try:
        for i in range(n):
            got = yield i
            if got is not None:
                print("got", got)
    except Odd as e:
        print("caught", e.n)
    return n
def nested(n):
    result = yield from count(n)
    yield ("nested", result)
def check(n):
    if n % 2:
        raise Odd(n)
    return n
def outer(n):
    def add(k=1):
        nonlocal n
        n += k
        return n
    return add
def decorated(f):
    def inner(*args, **keywords):
        print("call", len(args), sorted(keywords))
        return f(*args, **keywords)
    return inner
@decorated
def many(a, /, b=2, *rest, c=3, **others):
    return a, b, rest, c, sorted(others.items())
x, y, g, f, items, d = Base(1), Child(2), count(2), outer(0), [3, 1, 2], {"a": 1}
"""

names = st.sampled_from(["x", "y", "items", "d", "1", "2", "None", "'ab'", "(1, 2)", "Base(2)", "Child(3)"])
expressions = st.recursive(
    names,
    lambda inner: st.one_of(
        st.builds("{}.n".format, st.sampled_from(["x", "y"])),
        st.builds("{}.double".format, st.sampled_from(["x", "y"])),
        st.builds("y.{}".format, st.sampled_from(["magic", "wrong", "shared"])),
        st.builds("{}.grow({})".format, st.sampled_from(["x", "y", "Base(1)"]), st.sampled_from(["", "2", "by=3"])),
        st.builds("{}({})".format, st.sampled_from(["len", "list", "sorted", "bool", "repr", "str", "type"]), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "*", "==", "!=", "<", "in", "is", "and"]), inner),
        st.builds("[v for v in {} if v]".format, inner),
        st.builds("{{k: 1 for k in {}}}".format, inner),
        st.builds("sum(v for v in {})".format, inner),
        st.builds("max({}, key=lambda v: -v if isinstance(v, int) else 0)".format, inner),
        st.builds("next(g, {})".format, inner),
        st.builds("list(map(x, {}))".format, inner),
        st.builds("list(zip({}, {}))".format, inner, inner),
        st.builds("list(enumerate({}))".format, inner),
        st.builds("many({}, *{}, c={})".format, inner, inner, inner),
        st.builds("many({}, **d)".format, inner),
        st.builds("list(nested({}))".format, st.integers(0, 3)),
        st.builds("check({})".format, st.integers(0, 3)),
        st.builds("f({})".format, inner),
        st.builds("getattr({}, 'n', {})".format, inner, inner),
        st.builds("isinstance({}, (Base, int))".format, inner),
        st.builds("f'{{{}!r:>12}}'".format, st.sampled_from(["x", "y", "items"])),
        st.builds("'%s|%r' % ({}, {})".format, inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("(w := {})".format, inner),
    ),
    max_leaves=4,
)
simple = st.one_of(
    st.builds("print({})".format, expressions),
    st.builds("x = {}".format, expressions),
    st.builds("y = Child({})".format, st.integers(-1, 3)),
    st.builds("x, *items = {}".format, expressions),
    st.builds("items += {}".format, expressions),
    st.builds("items[{}] = {}".format, st.sampled_from(["0", "-1", ":1", "::2"]), expressions),
    st.builds("d[{}] = {}".format, expressions, expressions),
    st.builds("x.n = {}".format, st.sampled_from(["3", "-1", "None", "items"])),
    st.builds("del {}".format, st.sampled_from(["x.n", "d['a']", "items[0]"])),
    st.sampled_from(["g.send('hi')", "g.close()", "g.throw(Odd(3))", "next(g)", "raise Odd(7)", "assert items, d"]),
)


def block(lines: list[str]) -> str:
    return indent("\n".join(lines) or "pass", "    ")


statements = st.recursive(
    simple,
    lambda inner: st.one_of(
        st.builds(lambda lines, more: f"try:\n{block(lines)}\nexcept Odd as e:\n    print(e.n, e)\n{block(more)}",
                  st.lists(inner, max_size=3), st.lists(inner, max_size=1)),
        st.builds(lambda lines: f"try:\n{block(lines)}\nexcept Exception as e:\n    print(type(e).__name__)\n"
                                "else:\n    print('else')\nfinally:\n    print('finally')",
                  st.lists(inner, max_size=3)),
        st.builds(lambda n, lines: f"with Base({n}) as x:\n{block(lines)}", st.integers(1, 3),
                  st.lists(inner, max_size=3)),
        st.builds(lambda what, lines: f"for v in {what}:\n{block(lines)}\n    if v == 1: break\n"
                                      "else:\n    print('end')",
                  st.sampled_from(["items", "x", "count(3)", "nested(2)", "d"]), st.lists(inner, max_size=2)),
        st.builds(lambda lines: f"def local(n=x):\n    try:\n{indent(block(lines), '    ')}\n        return n\n"
                                "    finally:\n        print('left')\nprint(local())",
                  st.lists(inner, max_size=2)),
        st.builds(lambda what: f"match {what}:\n    case Base(n=2): print('two')\n"
                               "    case Base(n): print('base', n)\n"
                               "    case [a, *b] if a: print('list', a, b)\n"
                               "    case {'a': v, **w}: print('map', v, w)\n"
                               "    case int() | None: print('plain')\n    case _: print('other')",
                  expressions),
    ),
    max_leaves=6,
)  # fmt: skip


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(statements, min_size=1, max_size=6))
def test_a_random_program_ends_as_in_cpython(lines: list[str]) -> None:
    source = SETUP + "\n".join(lines) + "\n"
    try:
        compile(source, "app.py", "exec")
    except SyntaxError:
        reject()  # such as := within a comprehension
    assert_same(source)
