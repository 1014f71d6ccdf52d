"""Tracebacks beyond those that test_process compares with CPython's."""

from __future__ import annotations

import pytest

from desktop_app.program import compiler_child
from tests.program.samples import run


def test_a_traceback_has_the_source_line_and_no_carets_beyond_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler_child, "MAX_FRAMES", 0)
    assert run("x = 1\n\ty = 2\n".replace("\t", "") + "if x:\n    z = x / 0  # why\n").output == (
        'Traceback (most recent call last):\n  File "app.py", line 4, in <module>\n    z = x / 0  # why\n'
        "ZeroDivisionError: division by zero\n"
    )


def test_a_very_long_line_has_no_carets() -> None:
    output = run(f"x = 1; y = x / 0; z = {'1' * 500!r}\n").output
    assert "~" not in output
    assert "    x = 1; y = x / 0; z" in output


def test_a_traceback_never_reads_a_file_of_the_programs_name(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open("app.py", "w", encoding="utf-8") as file:  # noqa: PTH123 - relative, as the traceback module would
        file.write("secret = 1\n")
    assert "secret" not in run("1 / 0\n").output
