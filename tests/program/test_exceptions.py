"""Exceptions beyond the programs that test_process compares with CPython's."""

from __future__ import annotations

import pytest

from desktop_app.program.exceptions import EXCEPTIONS, exception_from, matches, set_context
from desktop_app.program.faults import SimulatedError
from desktop_app.program.text import exception_text, repr_text
from desktop_app.program.values import ExceptionObject


def made(name: str, *args: object) -> ExceptionObject:
    return ExceptionObject(EXCEPTIONS[name], args)


def test_the_hierarchy_is_the_hosts_own() -> None:
    for kind in EXCEPTIONS.values():
        bases = []
        above = kind.base
        while above is not None:
            bases.append(above.host)
            above = above.base
        assert (*bases, object) == kind.host.__mro__[1:], kind.name
    assert EXCEPTIONS["IOError"] is EXCEPTIONS["OSError"]
    assert "ExceptionGroup" not in EXCEPTIONS


@pytest.mark.parametrize(
    ("exception", "text", "shown"),
    [
        (made("ValueError"), "", "ValueError()"),
        (made("ValueError", "a"), "a", "ValueError('a')"),
        (made("ValueError", "a", 1), "('a', 1)", "ValueError('a', 1)"),
        (made("KeyError", "a"), "'a'", "KeyError('a')"),
        (made("FileNotFoundError", 2, "gone"), "[Errno 2] gone", "FileNotFoundError(2, 'gone')"),
        (made("TypeError", made("KeyError", "k")), "'k'", "TypeError(KeyError('k'))"),
    ],
)
def test_an_exceptions_texts(exception: ExceptionObject, text: str, shown: str) -> None:
    assert (exception_text(exception), repr_text(exception), exception.shown.text) == (text, shown, shown)


def test_an_exception_matches_its_class_and_those_above() -> None:
    error = made("KeyError", 1)
    assert matches(error, EXCEPTIONS["KeyError"])
    assert matches(error, (EXCEPTIONS["OSError"], EXCEPTIONS["LookupError"]))
    assert not matches(error, EXCEPTIONS["IndexError"])
    assert not matches(error, ())
    with pytest.raises(SimulatedError, match="catching classes that do not inherit"):
        matches(error, (EXCEPTIONS["KeyError"], (EXCEPTIONS["KeyError"],)))


def test_a_simulated_error_becomes_an_object_with_its_message() -> None:
    error = exception_from(SimulatedError("NameError", "name 'x' is not defined", name="x"))
    assert (error.kind.name, error.args, error.missing) == ("NameError", ("name 'x' is not defined",), "x")
    assert exception_from(SimulatedError("MemoryError", "")).args == ()


def test_contexts_never_make_a_circle() -> None:
    first, second, third = made("ValueError"), made("TypeError"), made("KeyError")
    set_context(second, first)
    set_context(third, second)
    set_context(first, third)
    assert (first.context, third.context, second.context) == (third, second, None)
    set_context(first, first)
    assert first.context is third
