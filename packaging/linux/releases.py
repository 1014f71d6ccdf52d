"""The changelog as packages want it: Debian's own format, and the releases of AppStream."""

from __future__ import annotations

import datetime as dt
import re
import textwrap
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from checkout import version_of
from release.check import UNRELEASED, notes_of, sections_of

if TYPE_CHECKING:
    from pathlib import Path

REPOSITORY = "https://github.com/coreloom/coreloom"
CHANGELOG = f"{REPOSITORY}/blob/main/CHANGELOG.md"
MAINTAINER = "The Coreloom authors <coreloom@users.noreply.github.com>"
# What a software centre shows of a release, which has room for a glance: the page of the release has all.
SHOWN_ITEMS = 8
_ITEM = re.compile(r"- (.*)")
_SENTENCE = re.compile(r".*?[.:;](?=\s|$)")
_MARKUP = re.compile(r"[`*]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A version and what is new in it.

    Attributes:
        version: Such as 0.1.0.
        date: The day of it; that of the build when it is not released yet.
        development: Whether it is not released yet.
        items: What is new, by heading (Added, Fixed, ...), each in one line, without markup.
    """

    version: str
    date: dt.date
    development: bool
    items: dict[str, list[str]]


def releases(checkout: Path, epoch_s: int) -> list[Release]:
    """Return the releases of the changelog, the newest first.

    What stands under *Unreleased* belongs to the version that is built, while that has no section of its own.

    Raises:
        ValueError: The version is not to be found, or a date is none.
        OSError: A file cannot be read.
    """
    built = dt.datetime.fromtimestamp(epoch_s, dt.UTC).date()
    version = version_of(checkout)
    sections = sections_of((checkout / "CHANGELOG.md").read_text(encoding="utf-8"))
    named = {section.name for section in sections}
    found = []
    for section in sections:
        pending = section.name == UNRELEASED
        if section.text and not (pending and version in named):
            found.append(
                Release(
                    version=version if pending else section.name,
                    date=dt.date.fromisoformat(section.date) if section.date else built,
                    development=pending,
                    items=_items(section.text),
                )
            )
    return found


def _items(text: str) -> dict[str, list[str]]:
    items: dict[str, list[str]] = {}
    heading = "Changed"
    for line in notes_of(text).splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif item := _ITEM.match(line):
            items.setdefault(heading, []).append(_MARKUP.sub("", item[1]))
    return items


def debian_changelog(package: str, found: list[Release]) -> str:
    """Return the changelog in Debian's format, which `apt changelog` and lintian read."""
    entries = []
    for release in found:
        distribution = "UNRELEASED" if release.development else "stable"
        lines = [f"{package} ({release.version}) {distribution}; urgency=medium", ""]
        for heading, items in release.items.items():
            lines += [f"  [ {heading} ]"]
            lines += [
                textwrap.fill(
                    item, 78, initial_indent="  * ", subsequent_indent="    ", break_long_words=False,
                    break_on_hyphens=False,
                )
                for item in items
            ]  # fmt: skip
            lines.append("")
        noon = dt.datetime.combine(release.date, dt.time(12), dt.UTC)
        lines.append(f" -- {MAINTAINER}  {format_datetime(noon)}")
        entries.append("\n".join(lines) + "\n")
    return "\n".join(entries)


def appstream_releases(found: list[Release]) -> str:
    """Return the element ``releases`` of the metainfo."""
    lines = ["<releases>"]
    for release in found:
        kind = "development" if release.development else "stable"
        lines.append(f'    <release version="{release.version}" date="{release.date}" type="{kind}">')
        lines.append(f'      <url type="details">{CHANGELOG}</url>')
        if items := _glance(release):
            lines += ["      <description>", "        <ul>"]
            lines += [f"          <li>{escape(item)}</li>" for item in items]
            lines += ["        </ul>", "      </description>"]
        lines.append("    </release>")
    return "\n".join([*lines, "  </releases>"])


def _glance(release: Release) -> list[str]:
    """Return the first sentences of the first items."""
    every = [item for items in release.items.values() for item in items]
    firsts = [found[0] if (found := _SENTENCE.match(item)) else item for item in every[:SHOWN_ITEMS]]
    return [f"{first.rstrip('.:;')}." for first in firsts]
