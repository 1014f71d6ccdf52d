"""Whether a tag may become a release: tag, version and changelog say the same.

``release_check.py TAG NOTES`` compares the three and writes the changelog's section to the file NOTES, as the text of
the release. ``release_check.py --rehearse NOTES`` is for trying the release workflow without a tag: what is not ready
yet is said, and does not stop it. Exit code 2, and a line on standard error for each thing that is wrong.
"""

from __future__ import annotations

import argparse
import ast
import datetime as dt
import re
import sys
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
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


def version_of(checkout: Path) -> str:
    """Return ``desktop_app.__version__``, without importing anything.

    Raises:
        ValueError: It is not there as a plain string.
    """
    source = (checkout / "desktop_app" / "__init__.py").read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(value=str(version))):
                return version
    raise ValueError("desktop_app/__init__.py: no __version__ that is a plain string")


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


def main(argv: list[str] | None = None) -> int:
    """Check a release, write its notes, print its version, and return the exit code."""
    parser = argparse.ArgumentParser(prog="release_check.py", description=__doc__.splitlines()[0], allow_abbrev=False)
    parser.add_argument("tag", nargs="?", help="the tag, such as v0.1.0")
    parser.add_argument("notes", type=Path, help="the file to write the text of the release to")
    parser.add_argument("--rehearse", action="store_true", help="there is no tag; say what is not ready and go on")
    options = parser.parse_args(argv)
    if (options.tag is None) != options.rehearse:
        parser.error("give a tag, or --rehearse and no tag")
    try:
        version = version_of(CHECKOUT)
        sections = sections_of((CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8"))
        found = problems(options.tag, version, sections, dt.datetime.now(dt.UTC).date())
        for problem in found:
            print(f"not ready: {problem}", file=sys.stderr)
        if found and not options.rehearse:
            return 2
        texts = [section.text for name in (version, UNRELEASED) for section in sections if section.name == name]
        options.notes.write_text(notes_of(texts[0] if texts else ""), encoding="utf-8")
    except (OSError, SyntaxError, ValueError) as error:
        print(f"release_check.py: {error}", file=sys.stderr)
        return 2
    print(version)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
