"""The layout of a TOML file: which lines are whose, so that changing one value leaves every comment where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tomlkit.items import String, StringType, Trivia

#: Everything in which a bracket or a line end is not the end of a value, then the brackets and line ends themselves.
_TOKEN: Final = re.compile(
    r'"""(?:"{0,2}(?:\\.|[^"\\]))*+"{3,5}'
    r"|'''(?:'{0,2}[^'])*+'{3,5}"
    r'|"(?:\\.|[^"\\\n])*+"'
    r"|'[^'\n]*+'"
    r"|#[^\n]*+"
    r"|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)",
    re.DOTALL,
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ESCAPES: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A header, such as ``[machine]``, with the lines that belong to it.

    Attributes:
        lead: Comments directly above the header; empty for the lines before the first header.
        body: The header and the keys.
        tail: Blank lines and comments that follow the last key.
    """

    lead: str
    body: str
    tail: str

    @property
    def text(self) -> str:
        """All its lines."""
        return self.lead + self.body + self.tail


def split_sections(text: str) -> list[Section]:
    """Return the sections of a valid TOML document; the first has no header and may be empty.

    Their texts joined are the document; each text is a valid document by itself.
    """
    groups: list[list[tuple[str, str]]] = [[]]
    for line in _logical_lines(text):
        if line.lstrip().startswith("["):
            lead = _take_comments(groups[-1])
            groups.append(lead)
        groups[-1].append((_kind(line), line))
    return [_section(group) for group in groups]


def toml_string(text: str) -> String:
    """Return ``text`` as a quoted TOML value: over several lines when it has several."""
    if "\n" not in text:
        escaped = _CONTROL.sub(_escape, re.sub(r'["\\\t]', _escape, text))
        return String(StringType.SLB, text, escaped, Trivia())
    # The line end after the opening quotes is not part of the value.
    if not _CONTROL.search(text) and ("\\" in text or '"""' in text) and "'''" not in text and text[-1] != "'":
        return String(StringType.MLL, text, "\n" + text, Trivia())
    escaped = _CONTROL.sub(_escape, text.replace("\\", "\\\\"))
    escaped = re.sub(r'"(?="")|"\Z', r'\\"', escaped)
    return String(StringType.MLB, text, "\n" + escaped, Trivia())


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _logical_lines(text: str) -> list[str]:
    """Split at the line ends that end a header, a key with its whole value, a comment or nothing."""
    lines: list[str] = []
    start = depth = 0
    for token in _TOKEN.finditer(text):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth -= 1
        elif token["end"] and depth == 0:
            lines.append(text[start : token.end()])
            start = token.end()
    return [*lines, text[start:]] if start < len(text) else lines


def _kind(line: str) -> str:
    content = line.strip()
    return "comment" if content.startswith("#") else "key" if content else "blank"


def _take_comments(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take the comments at the end of ``lines`` away, as they stand directly above the next header."""
    first = len(lines)
    while first and lines[first - 1][0] == "comment":
        first -= 1
    taken = lines[first:]
    del lines[first:]
    return taken


def _section(lines: list[tuple[str, str]]) -> Section:
    keys = [index for index, (kind, _) in enumerate(lines) if kind == "key"]
    first, last = (keys[0], keys[-1] + 1) if keys else (0, 0)
    if keys and not lines[keys[0]][1].lstrip().startswith("["):
        first = 0
    texts = [line for _, line in lines]
    return Section(lead="".join(texts[:first]), body="".join(texts[first:last]), tail="".join(texts[last:]))
