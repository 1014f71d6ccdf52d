"""Built-in functions, methods and operators meet odd values: what goes wrong is an exception of the program."""

from __future__ import annotations

from typing import Final

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.effects import Outcome
from desktop_app.program.methods import METHODS
from desktop_app.program.types import FRAME_METHODS
from tests.program.samples import run

#: Defines what the values below are made of.
_PRELUDE: Final = """\
class A:
    def method(self, *args): return args
    x = 1
class Wrong:
    def __len__(self): return -1
    def __iter__(self): return 5
    def __getitem__(self, key): raise KeyError(key)
    def __hash__(self): return "x"
    def __eq__(self, other): return NotImplemented
    def __lt__(self, other): return []
    def __index__(self): return "y"
    def __bool__(self): return 2
    def __repr__(self): return 3
    def __call__(self): return self
    def __format__(self, text): return None
    def __enter__(self): return None
    def __add__(self, other): return NotImplemented
class Fails:
    def __getattr__(self, name): raise ValueError(name)
    def __eq__(self, other): raise OSError(1, "a")
    def __iter__(self): yield 1; raise LookupError
    def __str__(self): raise RuntimeError
class L(list): pass
class D(dict): pass
class T(tuple): pass
class I(int): pass
class F(float): pass
class S(str): pass
class E(Exception): pass
class M(type): pass
class Meta(metaclass=M): pass
class P(property): pass
def function(a=1, *b, c=2, **d): return a
def generator():
    yield 1
loop = []
loop.append(loop)
def check(function, *args, **keywords):
    try:
        function(*args, **keywords)
    except SystemError as error:
        print("DEFECT", error)
    except BaseException as error:
        try:
            str(error), repr(error), error.args
        except SystemError as error:
            print("DEFECT", error)
        except BaseException:
            pass
"""
_VALUES: Final = (
    "0", "1", "-1", "3", "2 ** 70", "-2 ** 400", "1.5", "float('nan')", "float('inf')", "1j", "True", "None", "...",
    "NotImplemented", "''", "'abc'", "'{0.x!r:>{1}}'", "'%s %d'", "b''", "b'ab'", "()", "(1, (2, []))", "('a', 'b')",
    "[]", "[1, 'a', [2]]", "loop", "[3, 1, 2]", "{}", "{1: 2, 'a': []}", "set()", "{1, 'b'}", "frozenset({1})",
    "range(3)", "range(0, -9, -2)", "slice(1, None, 'a')", "iter([1])", "iter({1: 2})", "enumerate('ab')",
    "zip('ab', [1])", "map(len, ['a'])", "generator()", "(i for i in [1])", "len", "int", "list", "type", "object",
    "object()", "print", "ValueError", "ValueError('x', [])", "OSError(2, 'no')", "KeyError(())", "StopIteration(1)",
    "A", "A()", "A().method", "A.method", "Wrong()", "Wrong", "Fails()", "Fails", "L([1])", "L", "D({1: 2})", "D",
    "T((1, 2))", "T", "I(5)", "I", "F(2.5)", "S('xy')", "S", "E('y')", "E", "M", "Meta", "Meta()", "P(function)",
    "function", "lambda: 1", "generator", "'x'.upper", "[].append", "list.append", "str.join", "dict.fromkeys",
    "property(function)", "staticmethod(function)", "classmethod(function)", "super(L, L())", "{}.keys()",
    "{1: 2}.items()", "{1: 2}.values()", "int | str", "list[int]",
)  # fmt: skip
_OPERATORS: Final = (
    "+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>", "<", "<=", "==", "!=", ">", ">=", "in", "is",
    "and", "or", "not in",
)  # fmt: skip
_STATEMENTS: Final = (
    "-({0})", "not ({0})", "~({0})", "+({0})", "({0})[{1}]", "({0})[{1}:{2}]", "({0})({1})", "({0})(*({1}))",
    "function(**({0}))", "[*({0})]", "{{**({0})}}", "{{({0}): 1}}", "{{({0})}}", "f'{{({0})!r:>4}}'",
    "f'{{({0}):{{{1}}}}}'", "[i for i in ({0})]", "getattr({0}, {1})", "getattr({0}, 'x', {1})",
    "({0}).x", "({0}).__class__", "({0}).__dict__",
    "({0}).__doc__", "({0}).__name__", "({0}).__init__({1})", "({0}).__eq__({1})", "({0}).__hash__()",
    "type({0})({1})", "type('X', ({0},), {{}})", "type({1}, {0}, {2})", "isinstance({0}, {1})",
    "issubclass({0}, {1})", "super({0}, {1})", "setattr({0}, 'x', {1})", "setattr({0}, {1}, {2})",
    "delattr({0}, 'x')", "vars({0})", "dir({0})", "({0}).__mro__",
)  # fmt: skip
_FUNCTIONS: Final = tuple(sorted(BUILTINS.keys() - {"__build_class__", "bytearray", "open"}))
_METHODS: Final = tuple(sorted({name for _, name in (*METHODS, *FRAME_METHODS)}))

values = st.sampled_from(_VALUES)
arguments = st.lists(values, max_size=3)


def _call(function: str, given_values: list[str], keyword: str | None) -> str:
    named = [] if keyword is None or not given_values else [f"{keyword}={given_values.pop()}"]
    return f"{function}({', '.join([*given_values, *named])})"


_KEYWORDS: Final = ("key", "default", "sep", "end", "start", "base", "reverse", "ndigits", "a")
keywords = st.sampled_from((None, None, None, *_KEYWORDS))
calls = st.one_of(
    st.builds(_call, st.sampled_from(_FUNCTIONS), arguments, keywords),
    st.builds(lambda value, name, rest, word: _call(f"({value}).{name}", rest, word),
              values, st.sampled_from(_METHODS), arguments, keywords),
    st.builds("({}) {} ({})".format, values, st.sampled_from(_OPERATORS), values),
    st.builds(str.format, st.sampled_from(_STATEMENTS), values, values, values),
)  # fmt: skip


@settings(max_examples=15, deadline=None, derandomize=True, phases=(Phase.generate,))
@given(st.lists(calls, min_size=40, max_size=40))
def test_whatever_natives_meet_is_no_fault_of_the_interpreter(expressions: list[str]) -> None:
    assert defects(expressions) == []


def test_a_fault_of_the_interpreter_would_be_noticed() -> None:
    assert defects(["1", "function(SystemError)", "(_ for _ in ()).throw(SystemError('found'))"]) == ["DEFECT found"]


def defects(expressions: list[str]) -> list[str]:
    """Return what the interpreter could not do of these expressions."""
    lines = [f"check(lambda: {expression})\n" for expression in expressions]
    result = run(_PRELUDE + "".join(lines), 2_000_000)
    if result.outcome not in (Outcome.ENDED, Outcome.FAILED):
        return [result.outcome.value]
    return [line for line in result.output.splitlines() if "DEFECT" in line or "SystemError" in line]
