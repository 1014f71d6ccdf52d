"""Runs a source in this Python and in the interpreter, so that a test can hold one to the other."""

from __future__ import annotations

import contextlib
import io
import re
import traceback
from typing import NamedTuple

from desktop_app.program.effects import Outcome
from tests.program.samples import run


class Ending(NamedTuple):
    """What a program printed, and the last line of the traceback that ended it; empty for none."""

    output: str
    error: str


def in_cpython(source: str) -> Ending:
    output, error = io.StringIO(), ""
    with contextlib.redirect_stdout(output):
        try:
            exec(compile(source, "app.py", "exec"), {"__name__": "__main__"})
        except Exception as caught:  # noqa: BLE001 - whatever the program raises
            error = traceback.format_exception_only(caught)[-1].strip()
    return Ending(_without_addresses(output.getvalue()), _without_addresses(error))


def interpreted(source: str) -> Ending:
    result = run(source)
    assert result.outcome in (Outcome.ENDED, Outcome.FAILED), result.outcome
    if result.outcome is Outcome.ENDED:
        return Ending(_without_addresses(result.output), "")
    output, _, rest = result.output.partition("Traceback (most recent call last):\n")
    return Ending(_without_addresses(output), _without_addresses(rest.strip().splitlines()[-1]))


def _without_addresses(text: str) -> str:
    return re.sub(r" at 0x[0-9a-f]+", "", text)


def assert_same(source: str) -> None:
    """Fail unless both end in the same way."""
    assert interpreted(source) == in_cpython(source), source
