"""The one family of errors that a user may meet; each says what is wrong, where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.model.quoting import file_shown, line_shown


class CoreloomError(Exception):
    """Anything that Coreloom refuses, with a message for the person who asked. Converted once, at the boundary."""


@dataclass(eq=False)
class ScenarioError(CoreloomError):
    """A scenario or an option that cannot be used.

    Attributes:
        file: The file, or the command-line option, as the user named it.
        field: The key, dotted and with indexes, such as ``process[0].arrival``; empty when the whole file is meant.
        value: What stood there, as text; empty when nothing did.
        expected: What would be right, as a noun phrase or a sentence.
        verb: What joins the field and the value: "is", or another word where the value is a count of what is there.
    """

    file: str
    field: str
    value: str
    expected: str
    verb: str = "is"

    def __str__(self) -> str:
        file = file_shown(self.file)
        place = f"{file}: {self.field}" if self.field else file
        found = f" {self.verb} {self.value}" if self.value else ""
        return f"{place}{found}: expected {self.expected}"


@dataclass(eq=False)
class LessonError(CoreloomError):
    """A lesson that cannot be used.

    Attributes:
        file: The lesson's file as the user named it.
        line: Line from 1.
        problem: What is wrong there, as a clause: what it is about, and what stood there.
        expected: What would be right, as a noun phrase or a sentence; empty where the problem says it.
    """

    file: str
    line: int
    problem: str
    expected: str = ""

    def __str__(self) -> str:
        wanted = f": expected {self.expected}" if self.expected else ""
        return f"{file_shown(self.file)}, line {self.line}: {self.problem}{wanted}"


@dataclass(eq=False)
class FileError(CoreloomError):
    """A file that cannot be read or written.

    Attributes:
        file: The file as the user named it.
        problem: What is wrong and what to do about it.
    """

    file: str
    problem: str

    def __str__(self) -> str:
        return f"{file_shown(self.file)}: {self.problem}"


@dataclass(eq=False)
class ProgramError(CoreloomError):
    """A Python program that Coreloom cannot load.

    Attributes:
        file: The program's file name.
        problem: What is wrong, in CPython's words where they are CPython's.
        line: Line number from 1; 0 when no line is to blame.
        column: Column from 1 in characters; 0 when unknown.
        text: The source line itself, without its line end; empty when unknown.
    """

    file: str
    problem: str
    line: int = 0
    column: int = 0
    text: str = ""

    def __str__(self) -> str:
        file = file_shown(self.file)
        place = f"{file}, line {self.line}" if self.line else file
        message = f"{place}: {self.problem}"
        if not self.text:
            return message
        shown, offset = _excerpt(line_shown(self.text.rstrip()), self.column - 1)
        message = f"{message}\n    {shown}"
        if self.column and 0 <= offset <= len(shown):
            message = f"{message}\n    {' ' * offset}^"
        return message


#: The longest part of a source line that a message quotes.
_EXCERPT = 100


def _excerpt(text: str, offset: int) -> tuple[str, int]:
    """Return a line without its indentation, cut down to what surrounds ``offset``, and where that is in it."""
    shown = text.lstrip()
    offset -= len(text) - len(shown)
    if len(shown) <= _EXCERPT:
        return shown, offset
    begin = max(0, min(offset - _EXCERPT // 2, len(shown) - _EXCERPT))
    before, after = "…" if begin else "", "…" if begin + _EXCERPT < len(shown) else ""
    return f"{before}{shown[begin : begin + _EXCERPT]}{after}", offset - begin + len(before)
