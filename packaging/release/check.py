"""Whether a tag may become a release: tag, version and changelog say the same (``dev.py release``)."""

from __future__ import annotations

import datetime as dt
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from checkout import version_of
from failures import SetUpError

#: Three whole numbers: Windows and macOS take nothing else as the version of a program.
VERSION = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")
UNRELEASED = "Unreleased"
_HEADING = re.compile(r"##[ \t]+\[(?P<name>[^\]]+)\](?:[ \t]+-[ \t]+(?P<date>\S+))?[ \t]*")
_BEGINS_A_BLOCK = re.compile(r"\s*(?:[-*+]|\d+\.)\s|#|\||>|\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the changelog.

    Attributes:
        name: The version, or ``Unreleased``.
        date: What stands as its date; empty when there is none.
        text: What is below its heading, up to the next one, without empty lines around it.
    """

    name: str
    date: str
    text: str


def sections_of(changelog: str) -> list[Section]:
    """Return the sections of a changelog that follows Keep a Changelog, in its order."""
    found: list[tuple[str, str, list[str]]] = []
    for line in changelog.splitlines():
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            found.append((heading["name"], heading["date"] or "", []))
        elif found:
            found[-1][2].append(line)
    return [Section(name=name, date=date, text="\n".join(lines).strip()) for name, date, lines in found]


def problems(tag: str | None, version: str, sections: list[Section], today: dt.date) -> list[str]:
    """Return all that is wrong with a release, each as a sentence that says what to do.

    Args:
        tag: The tag, such as ``v0.1.0``; None when there is none yet.
        version: The program's version.
        sections: The changelog's.
        today: The day in UTC; a changelog may be a day ahead, as east of it.
    """
    found = []
    if VERSION.fullmatch(version) is None:
        found.append(f"desktop_app/__init__.py: __version__ is {version!r}; it should be like 1.2.3")
    if tag is not None and tag != f"v{version}":
        found.append(f"the tag is {tag!r}, and desktop_app.__version__ is {version!r}: the tag should be 'v{version}'")
    found += _problems_of_changelog(version, sections, today)
    return found


def _problems_of_changelog(version: str, sections: list[Section], today: dt.date) -> list[str]:
    named = [section for section in sections if section.name == version]
    if len(named) != 1:
        many = f"{len(named)} sections" if named else "no section"
        return [f"CHANGELOG.md: {many} of {version}; it should have one, with the heading ## [{version}] - {today}"]
    section = named[0]
    found = [fault] if (fault := _fault_of_date(section.date, today)) else []
    if not section.text:
        found.append(f"CHANGELOG.md: the section of {version} says nothing")
    newer = [other for other in sections[: sections.index(section)] if other.name != UNRELEASED]
    if newer:
        found.append(f"CHANGELOG.md: {newer[0].name} stands above {version}; the newest version comes first")
    if any(other.name == UNRELEASED and other.text for other in sections):
        found.append(f"CHANGELOG.md: something is still under {UNRELEASED}; move it to {version}, or wait with the tag")
    return found


def _fault_of_date(text: str, today: dt.date) -> str:
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        said = f"the date is {text!r}" if text else "the version has no date"
        return f"CHANGELOG.md: {said}; it should be like {today}"
    if date > today + dt.timedelta(days=1):
        return f"CHANGELOG.md: the date is {text}, which is still to come (today is {today})"
    return ""


def notes_of(text: str) -> str:
    """Return the text of a section with each paragraph in one line.

    The page of a release breaks its lines where the text does, unlike the page of a file.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if lines and lines[-1].strip() and not lines[-1].startswith("#") and _BEGINS_A_BLOCK.match(line) is None:
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def check(checkout: Path, tag: str | None, notes: Path) -> str:
    """Check a release, write its notes, and return its version.

    Args:
        checkout: The checkout.
        tag: The tag, such as ``v0.1.0``. None rehearses: what is not ready is said, and does not stop it.
        notes: The file that gets the changelog's section, as the text of the release.

    Raises:
        SetUpError: Something does not agree; the message has a line for each such thing.
    """
    version = version_of(checkout)
    sections = sections_of((checkout / "CHANGELOG.md").read_text(encoding="utf-8"))
    today = dt.datetime.now(dt.UTC).date()
    found = "\n".join(f"not ready: {problem}" for problem in problems(tag, version, sections, today))
    if found and tag is not None:
        raise SetUpError(found)
    if found:
        print(found, file=sys.stderr)
    texts = [section.text for name in (version, UNRELEASED) for section in sections if section.name == name]
    notes.write_text(notes_of(texts[0] if texts else ""), encoding="utf-8")
    return version
