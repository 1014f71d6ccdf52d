"""What ``packaging/release/check.py`` lets pass and refuses; today is a fixed day."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3]
TODAY = dt.date(2026, 11, 30)
GOOD = """# Changelog

## [Unreleased]

## [1.2.3] - 2026-11-29

### Added

- A thing that is long
  enough for two lines.
- Another one.

## [1.2.2] - 2026-01-01

- Older.
"""


@pytest.fixture(scope="module")
def check(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("release.check")


def found(check: Any, changelog: str, tag: str | None = "v1.2.3", version: str = "1.2.3") -> list[str]:
    problems: list[str] = check.problems(tag, version, check.sections_of(changelog), TODAY)
    return problems


class TestProblems:
    def test_a_release_whose_tag_version_and_changelog_agree_has_none(self, check: Any) -> None:
        assert found(check, GOOD) == []

    @pytest.mark.parametrize("tag", ["1.2.3", "v1.2.4", "v1.2.3rc1", "V1.2.3", "v1.2.3 "])
    def test_another_tag_is_told_the_right_one(self, check: Any, tag: str) -> None:
        (problem,) = found(check, GOOD, tag)
        assert repr(tag) in problem
        assert "'v1.2.3'" in problem

    @pytest.mark.parametrize("version", ["1.2", "1.2.3rc1", "01.2.3", "1.2.3.4"])
    def test_a_version_that_windows_and_macos_would_not_take(self, check: Any, version: str) -> None:
        problems = found(check, GOOD.replace("1.2.3", version), f"v{version}", version)
        assert problems == [f"desktop_app/__init__.py: __version__ is {version!r}; it should be like 1.2.3"]

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("## [1.2.3] - 2026-11-29", "## [1.2.4] - 2026-11-29", "no section of 1.2.3"),
            ("## [1.2.2] - 2026-01-01", "## [1.2.3] - 2026-01-01", "2 sections of 1.2.3"),
            (" - 2026-11-29", "", "no date"),
            ("2026-11-29", "29.11.2026", "'29.11.2026'; it should be like 2026-11-30"),
            ("2026-11-29", "2026-02-30", "'2026-02-30'"),
            ("2026-11-29", "2026-12-02", "still to come"),
            ("## [Unreleased]", "## [Unreleased]\n\n- More.", "still under Unreleased"),
            ("## [Unreleased]", "## [1.3.0] - 2026-11-30\n\n- More.", "1.3.0 stands above 1.2.3"),
        ],
    )
    def test_a_changelog_that_is_not_ready(self, check: Any, old: str, new: str, fault: str) -> None:
        (problem,) = found(check, GOOD.replace(old, new))
        assert problem.startswith("CHANGELOG.md: ")
        assert fault in problem

    def test_a_section_that_says_nothing(self, check: Any) -> None:
        assert found(check, "## [1.2.3] - 2026-11-30\n\n## [1.2.2] - 2026-01-01\n") == [
            "CHANGELOG.md: the section of 1.2.3 says nothing"
        ]

    def test_the_day_east_of_utc_is_not_to_come(self, check: Any) -> None:
        assert found(check, GOOD.replace("2026-11-29", "2026-12-01")) == []

    def test_all_that_is_wrong_is_said_at_once(self, check: Any) -> None:
        assert len(found(check, GOOD.replace(" - 2026-11-29", ""), "v9.9.9")) == 2


class TestNotes:
    def test_paragraphs_stand_in_one_line_and_headings_and_items_in_their_own(self, check: Any) -> None:
        section = check.sections_of(GOOD)[1]
        assert section.date == "2026-11-29"
        assert check.notes_of(section.text).splitlines() == [
            "### Added",
            "",
            "- A thing that is long enough for two lines.",
            "- Another one.",
        ]

    def test_the_real_changelog_has_sections_and_loses_no_word(self, check: Any) -> None:
        text = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
        sections = check.sections_of(text)
        assert sections[0].name == "Unreleased" or check.VERSION.fullmatch(sections[0].name)
        for section in sections:
            assert check.notes_of(section.text).split() == section.text.split()


class TestTheWholeCheck:
    @pytest.fixture
    def checkout(self, tmp_path: Path) -> Path:
        (tmp_path / "desktop_app").mkdir()
        (tmp_path / "desktop_app" / "__init__.py").write_text('"""Docs."""\n\n__version__ = "1.2.3"\n')
        (tmp_path / "CHANGELOG.md").write_text(GOOD)
        return tmp_path

    @pytest.fixture
    def notes(self, tmp_path: Path) -> Path:
        return tmp_path / "notes.md"

    def test_a_release_is_told_its_version_and_gets_its_notes(self, check: Any, checkout: Path, notes: Path) -> None:
        assert check.check(checkout, "v1.2.3", notes) == "1.2.3"
        assert "- Another one." in notes.read_text()
        assert "Older" not in notes.read_text()

    def test_a_wrong_tag_is_refused_and_nothing_is_written(
        self, check: Any, checkout: Path, notes: Path, set_up_error: type[Exception]
    ) -> None:
        with pytest.raises(set_up_error, match=r"the tag should be 'v1\.2\.3'"):
            check.check(checkout, "v2.0.0", notes)
        assert not notes.exists()

    def test_a_rehearsal_says_what_is_missing_and_goes_on_with_what_is_unreleased(
        self, check: Any, checkout: Path, notes: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (checkout / "CHANGELOG.md").write_text("## [Unreleased]\n\n- New.\n")
        assert check.check(checkout, None, notes) == "1.2.3"
        assert capsys.readouterr().err.startswith("not ready: CHANGELOG.md: no section of 1.2.3")
        assert notes.read_text() == "- New.\n"
