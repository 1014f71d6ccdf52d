"""What version the checkout has, and which time its packages' files get."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import desktop_app

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def checkout(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("checkout")


def test_the_version_is_the_one_that_the_program_names(checkout: Any) -> None:
    assert checkout.CHECKOUT == CHECKOUT
    assert checkout.version_of(CHECKOUT) == desktop_app.__version__


def test_a_version_that_is_not_written_down_plainly(
    checkout: Any, tmp_path: Path, set_up_error: type[Exception]
) -> None:
    (tmp_path / "desktop_app").mkdir()
    (tmp_path / "desktop_app" / "__init__.py").write_text("__version__ = make()\n")
    with pytest.raises(set_up_error, match="no __version__"):
        checkout.version_of(tmp_path)


def test_the_time_is_the_commits_unless_the_environment_says_another(
    checkout: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CHANGELOG.md").touch()
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert checkout.source_date_s(tmp_path) == int((tmp_path / "CHANGELOG.md").stat().st_mtime)
    (tmp_path / ".git").mkdir()
    monkeypatch.setattr(checkout, "_last_commit_s", lambda _checkout: "1796000000")
    assert checkout.source_date_s(tmp_path) == 1_796_000_000
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12")
    assert checkout.source_date_s(tmp_path) == 12


def test_a_time_that_is_none_is_refused(
    checkout: Any, monkeypatch: pytest.MonkeyPatch, set_up_error: type[Exception]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(set_up_error, match=r"'today'; it should be seconds since 1970"):
        checkout.source_date_s(CHECKOUT)
