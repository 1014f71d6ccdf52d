"""Built-in functions: hostile arguments end at once, as CPython would say or as Coreloom's limits do."""

from __future__ import annotations

import sys

import pytest

from desktop_app.program.builtin_functions import BUILTINS
from desktop_app.program.effects import Outcome
from desktop_app.program.values import show
from tests.program.samples import run

LIMIT = "MemoryError: Coreloom does not simulate"


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("9 ** 9 ** 9", LIMIT),
        ("'a' * n", LIMIT),
        ("[0] * n", LIMIT),
        ("(0,) * n", LIMIT),
        ("1 << n", LIMIT),
        ("int('9' * 10 ** 6)", "ValueError: Exceeds the limit (4300 digits)"),
        ("int('f' * 10 ** 6, 16)", LIMIT),
        ("int('1' * 10 ** 6, base=2)", LIMIT),
        ("str(10 ** 5000)", "ValueError: Exceeds the limit (4300 digits)"),
        ("f'{1:999999999}'", LIMIT),
        ("f'{1:{n}}'", LIMIT),
        ("'%99999999d' % 1", LIMIT),
        ("'%*d' % (n, 1)", LIMIT),
        ("sum(range(n))", LIMIT),
        ("min(range(n))", LIMIT),
        ("max(range(n))", LIMIT),
        ("[].extend(range(n))", LIMIT),
        ("round(5, -n)", LIMIT),
        ("print('a' * 10 ** 6, 'b' * 10 ** 6)", LIMIT),
        ("sum([[0] * 1000] * 1000, [])", LIMIT),
        ("len(range(10 ** 30))", "OverflowError: Python int too large to convert to C ssize_t"),
        ("float(10 ** 400)", "OverflowError: int too large to convert to float"),
        ("range(n)[n]", "IndexError: range object index out of range"),
        ("print('\\ud800')", "UnicodeEncodeError: 'utf-8' codec can't encode character"),
    ],
)
def test_a_hostile_call_fails_in_the_simulated_program(expression: str, words: str) -> None:
    result = run(f"n = 10 ** 12\nx = {expression}\n")
    assert result.outcome is Outcome.FAILED
    assert words in result.output


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("range(10 ** 100)[10 ** 99] == 10 ** 99", "True"),
        ("0.5 in range(n)", "False"),
        ("n - 1 in range(n)", "True"),
        ("len(range(n))", "1000000000000"),
        ("range(n).index(n - 1)", "999999999999"),
        ("range(n).index(7.0)", "7"),
        ("range(n).count('a')", "0"),
        ("round(2.5, n)", "2.5"),
        ("min([1], default=2)", "1"),
        ("abs(-(10 ** 4000)) > 0", "True"),
    ],
)
def test_large_arguments_that_cost_nothing_are_fine(expression: str, value: str) -> None:
    assert run(f"n = 10 ** 12\nx = {expression}\n").variables["x"] == value


def test_a_sum_of_floats_is_rounded_as_this_cpython_rounds_it() -> None:
    assert run("x = sum([0.1] * 10)\n").variables["x"] == repr(sum([0.1] * 10))


def test_the_host_never_prints_for_a_program(capfd: pytest.CaptureFixture[str]) -> None:
    result = run("print('a', sep='-', flush=True)\np = print\np('b', end='.')\n")
    assert result.output == "a\nb."
    assert capfd.readouterr() == ("", "")


def test_builtins_are_shown_without_an_address() -> None:
    assert all(" at 0x" not in show(builtin).text for builtin in BUILTINS.values())


def test_the_hosts_limit_on_digits_may_be_off() -> None:
    sys.set_int_max_str_digits(0)
    try:
        result = run("x = int('9' * 10 ** 6)\n")
    finally:
        sys.set_int_max_str_digits(4_300)
    assert LIMIT in result.output
