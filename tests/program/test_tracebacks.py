"""Tracebacks beyond those that test_process compares with CPython's."""

from __future__ import annotations

import pytest

from desktop_app.program import compiler_child
from desktop_app.program.effects import Outcome
from desktop_app.program.process import ProcessImage
from desktop_app.program.values import ExceptionObject
from tests.program.samples import loaded, run


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


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("raise SystemExit\n", ""),
        ("raise SystemExit(3)\n", ""),
        ("raise SystemExit('bye')\n", "bye\n"),
        ("try:\n    1 / 0\nfinally:\n    raise SystemExit(None)\n", ""),
    ],
)
def test_system_exit_ends_a_thread_without_a_traceback(source: str, output: str) -> None:
    result = run(source)
    assert (result.output, result.outcome) == (output, Outcome.ENDED)


def test_an_exception_that_is_raised_for_ever_keeps_a_bounded_traceback() -> None:
    source = "e = ValueError()\nn = 0\nwhile True:\n    try: raise e\n    except ValueError: n += 1\n"
    thread = ProcessImage(loaded(source)).start_thread()
    thread.run(300_000)
    found = thread._frame.space.variables["e"]
    assert isinstance(found, ExceptionObject)
    assert 1_000 <= len(found.traceback) <= 10_000
