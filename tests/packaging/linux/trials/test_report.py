"""A report says each check, and keeps what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture(scope="module")
def report(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.trials.report")


def test_what_failed_is_kept_and_shown_with_what_was_found(
    report: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    made = report.Report(folder=tmp_path)
    assert made.check("it opens", fine=True, found="not shown")
    assert not made.check("it ends", fine=False, found="it hangs")
    assert made.nothing("no file is left", [])
    assert not made.nothing("no link leads nowhere", ["/a", "/b"])
    assert made.failed == ["it ends", "no link leads nowhere"]
    shown = capsys.readouterr().out
    assert "ok      it opens" in shown
    assert "FAILED  it ends\n          | it hangs" in shown
    assert "| /b" in shown
    assert "not shown" not in shown
