"""Loops in strides: the same as one instruction at a time, whatever they compute and wherever a batch ends."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.program.effects import Outcome, Step
from desktop_app.program.loading import LoadedProgram
from desktop_app.program.process import ProcessImage
from tests.program.samples import loaded

COUNTING = "i = 0\nwhile i < 5000:\n    i = i + 1\n"
#: Loops, and whether they are executed in strides.
LOOPS = {
    COUNTING: True,
    "def f(n):\n    t = 0\n    for i in range(n):\n        t += i * 2 - 1\n    return t\nf(900)\n": True,
    "def f(m):\n    for s in range(1, m):\n        x = s\n        k = 0\n        while x != 1:\n"
    "            if x % 2 == 0:\n"
    "                x = x // 2\n            else:\n                x = 3 * x + 1\n            k += 1\nf(60)\n": True,
    "a, b = 0, 1\nn = 0\nwhile n < 400:\n    a, b = b, a + b\n    n += 1\n": True,
    "x = 1.0\nn = 0\nwhile n < 300 and x < 1e9:\n    x = x * 1.5 - 0.25\n    n += 1\n    if n == 40: x = 2.0\n": True,
    "n = 200\ndone = False\nwhile not done:\n    n -= 1\n    done = n <= 0\n": True,
    "x = 3\nn = 0\nwhile n < 100:\n    x = x * x\n    n = n + 1\n    if n % 8 == 0:\n        x = 3\n": True,
    "n = 100\nwhile True:\n    n = n - 1\n    x = 7 // n\n": True,
    "def f():\n    i = 0\n    while i < 100:\n        i += 1\n        if i > 50:\n            y = i\n"
    "    return y\nf()\n": True,
    "def f():\n    for i in range(50):\n        if i == 30:\n            return i\n        j = i\nf()\n": True,
    "n = 0\nwhile n < 200:\n    n = n + 1\n    if n == 150:\n        n = n + 'x'\n": True,
    "xs = []\nfor i in range(100):\n    xs.append(i)\n": False,
    "class C:\n    i = 0\n    while i < 100:\n        i = i + 1\n": False,
    "s = ''\nn = 0\nwhile n < 100:\n    s = s + 'x'\n    n = n + 1\n": False,
}


def _steps(program: LoadedProgram, sizes: list[int]) -> tuple[list[Step], Outcome, dict[str, str], int]:
    """Execute a program in batches; return its steps, how it ended, its variables, and how many were in strides."""
    image = ProcessImage(program)
    thread, steps, outcome, in_strides = image.start_thread(), list[Step](), Outcome.RAN, 0
    while outcome is Outcome.RAN:
        size = sizes[len(steps) % len(sizes)]
        batch = thread.run(size)
        assert batch.count == len(batch.steps) <= size
        steps += batch.steps
        in_strides += batch.log.replayed
        outcome = batch.outcome
    return steps, outcome, image.globals_text(), in_strides


@pytest.mark.parametrize("source", LOOPS)
def test_a_loop_in_strides_is_the_same_as_one_instruction_at_a_time(source: str) -> None:
    program = loaded(source)
    *single, none = _steps(program, [1])
    assert none == 0
    *whole, in_strides = _steps(program, [100_000])
    assert whole == single
    assert (in_strides > 0) is LOOPS[source]
    for size in (8, 9, 23, 100):
        *parts, _ = _steps(program, [size])
        assert parts == single, size


def test_a_loop_waits_longer_each_time_it_cannot_be_entered() -> None:
    source = "x = None\nn = 0\nwhile n < 3000:\n    n = n + 1\n    y = x\n"
    *whole, in_strides = _steps(loaded(source), [100_000])
    assert in_strides == 0
    *single, _ = _steps(loaded(source), [1])
    assert whole == single


_NAMES = st.sampled_from(["a", "b", "c"])
_ATOMS = st.one_of(_NAMES, st.sampled_from(["0", "1", "7", "2.5", "-3", "True", "10**12", "'s'"]))
_OPERATORS = st.sampled_from(["+", "-", "*", "//", "%", "/", "&", "|", "^", ">>", "<<"])
_TERMS = st.recursive(
    _ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, _OPERATORS, inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda term: f"(-{term})"),
        inner.map(lambda term: f"(not {term})"),
        st.tuples(inner, st.sampled_from(["<", "==", ">="]), inner).map(lambda parts: f"({' '.join(parts)})"),
    ),
    max_leaves=4,
)
_SIMPLE = st.one_of(
    st.tuples(_NAMES, _TERMS).map(lambda parts: f"{parts[0]} = {parts[1]}"),
    st.tuples(_NAMES, st.sampled_from(["+", "-", "*"]), _TERMS).map(lambda parts: f"{parts[0]} {parts[1]}= {parts[2]}"),
    st.tuples(_NAMES, _NAMES, _TERMS, _TERMS).map(lambda parts: f"{parts[0]}, {parts[1]} = {parts[2]}, {parts[3]}"),
    st.tuples(_NAMES, _TERMS).map(lambda parts: f"{parts[0]} = ({parts[0]} := {parts[1]}) + {parts[0]}"),
    st.sampled_from(["pass", "continue", "break"]),
)
_STATEMENTS = st.one_of(
    _SIMPLE,
    st.tuples(_TERMS, _SIMPLE, _SIMPLE).map(lambda parts: f"if {parts[0]}: {parts[1]}\n    else: {parts[2]}"),
)
_BODIES = st.lists(_STATEMENTS, min_size=1, max_size=4).map("\n    ".join)
_HEADS = st.sampled_from(["for i in range(40):\n    ", "i = 0\nwhile (i := i + 1) < 40:\n    "])


@settings(max_examples=150, deadline=None)
@given(
    _HEADS, _BODIES, st.booleans(), st.lists(st.integers(1, 200), min_size=1, max_size=4),
)  # fmt: skip
def test_generated_loops_are_the_same_in_strides(head: str, body: str, in_function: bool, sizes: list[int]) -> None:
    source = f"a, b, c = 1, 2, 3\n{head}{body}\n"
    if in_function:
        indented = source.replace("\n", "\n    ").rstrip()
        source = f"def f():\n    {indented}\n    return a, b, c\nr = f()\n"
    program = loaded(source)
    *single, _ = _steps(program, [1])
    *parts, _ = _steps(program, sizes)
    assert parts == single
    *whole, _ = _steps(program, [100_000])
    assert whole == single
