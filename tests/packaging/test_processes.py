"""What comes of a program that runs, fails, or is not there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON = [sys.executable, "-S", "-c"]


@pytest.fixture(scope="module")
def processes(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("processes")


def test_what_it_printed_is_returned(processes: Any) -> None:
    assert processes.output_of([*PYTHON, "print('done')"]).strip() == "done"


def test_what_it_said_is_told_where_it_failed_and_not_its_last_arguments(processes: Any) -> None:
    with pytest.raises(processes.SetUpError) as failed:
        processes.output_of([*PYTHON, "raise SystemExit('no identity found')", "secret"])
    assert str(failed.value).startswith("no identity found\n")
    assert str(failed.value).endswith(f"{sys.executable} -S -c ended with 1 (above).")


def test_one_that_is_not_there_is_named(processes: Any) -> None:
    with pytest.raises(processes.SetUpError, match="no-such-program --help does not start: "):
        processes.output_of(["no-such-program", "--help"])
