"""The changelog in the forms that packages want."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

EPOCH_S = 1_796_000_000
PENDING = """\
# Changelog

## [Unreleased]

### Added

- Exports, from *File > Export*: PNG & more. With `range`,
  speed and rate.

### Fixed

- What was wrong.

## [0.0.9] - 2026-01-31

- The first one
"""


@pytest.fixture
def releases(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.releases")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "desktop_app").mkdir()
    (tmp_path / "desktop_app" / "__init__.py").write_text('__version__ = "0.1.0"\n', encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(PENDING, encoding="utf-8")
    return tmp_path


def test_what_is_not_released_belongs_to_the_version_that_is_built(releases, checkout):
    found = releases.releases(checkout, EPOCH_S)
    built = dt.datetime.fromtimestamp(EPOCH_S, dt.UTC).date()
    assert [(each.version, each.date, each.development) for each in found] == [
        ("0.1.0", built, True),
        ("0.0.9", dt.date(2026, 1, 31), False),
    ]
    assert found[0].items == {
        "Added": ["Exports, from File > Export: PNG & more. With range, speed and rate."],
        "Fixed": ["What was wrong."],
    }


def test_a_version_that_has_its_section_has_only_that(releases, checkout):
    text = PENDING.replace("0.0.9", "0.1.0")
    (checkout / "CHANGELOG.md").write_text(text, encoding="utf-8")
    assert [(each.version, each.development) for each in releases.releases(checkout, EPOCH_S)] == [("0.1.0", False)]


def test_debian_reads_it(releases, checkout):
    text = releases.debian_changelog("coreloom", releases.releases(checkout, EPOCH_S))
    assert text.startswith(
        "coreloom (0.1.0) UNRELEASED; urgency=medium\n\n  [ Added ]\n  * Exports, from File > Export:"
    )
    assert "\n\ncoreloom (0.0.9) stable; urgency=medium\n" in text
    assert max(len(line) for line in text.splitlines() if not line.startswith(" -- ")) <= 80
    maintainer, _, date = next(line for line in text.splitlines() if line.startswith(" -- "))[4:].partition("  ")
    assert maintainer == releases.MAINTAINER
    assert parsedate_to_datetime(date).date() == dt.datetime.fromtimestamp(EPOCH_S, dt.UTC).date()


def test_software_centres_see_first_sentences_and_no_markup(releases, checkout):
    root = ET.fromstring(releases.appstream_releases(releases.releases(checkout, EPOCH_S)))
    assert [(each.get("version"), each.get("type")) for each in root] == [("0.1.0", "development"), ("0.0.9", "stable")]
    assert [item.text for item in root[0].iter("li")] == ["Exports, from File > Export.", "What was wrong."]
    assert root[1].findtext("url") == releases.CHANGELOG


def test_software_centres_see_no_more_than_a_glance(releases):
    release = releases.Release(
        version="1.0.0", date=dt.date(2026, 1, 1), development=False, items={"Added": [f"Item {n}" for n in range(50)]}
    )
    root = ET.fromstring(releases.appstream_releases([release]))
    assert [item.text for item in root.iter("li")] == [f"Item {n}." for n in range(releases.SHOWN_ITEMS)]
