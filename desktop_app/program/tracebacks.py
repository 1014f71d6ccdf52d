"""The text that CPython prints when an exception ends a thread."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from desktop_app.program.attributes import visible_names
from desktop_app.program.compiling import source_lines
from desktop_app.program.faults import SimulatedError
from desktop_app.program.suggestions import attribute_suggestion, suggestion_text
from desktop_app.program.text import exception_text, str_text
from desktop_app.program.values import NOTHING, ClassObject, ExceptionType, NeedsProgramError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop_app.model.listing import CodeListing
    from desktop_app.model.workload import Program
    from desktop_app.program.operations import Instruction
    from desktop_app.program.values import ExceptionObject

_CAUSE: Final = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT: Final = "\nDuring handling of the above exception, another exception occurred:\n\n"
#: CPython prints the innermost ones of so many frames, and each line of a recursion so many times.
_MAX_FRAMES: Final = 1_000
_MAX_REPEATED: Final = 3
_MAX_KEPT: Final = 10_000
#: Chains of exceptions are told up to here only.
_MAX_CHAINED: Final = 1_000


def traceback_text(exception: ExceptionObject, variables: Iterable[str], python: str) -> str:
    """Return a traceback as CPython prints it, with the exceptions that led to this one above it.

    Args:
        exception: The exception, with the frames that it passed.
        variables: Names of the program's variables, among which a misspelt one may be.
        python: The version whose rules for misspelt names count, such as ``3.13.0``.
    """
    names = list(variables)
    parts: list[str] = []
    for link, before in _chain(exception):
        parts += [_own_text(link, names, python), before]
    return "".join(reversed(parts))


def _chain(exception: ExceptionObject) -> Iterator[tuple[ExceptionObject, str]]:
    """Yield the exceptions that led to one, itself first, each with the words between it and the next."""
    seen: set[int] = set()
    link = exception
    while len(seen) < _MAX_CHAINED:
        seen.add(id(link))
        earlier, words = link.cause, _CAUSE
        if earlier is None and not link.suppress_context:
            earlier, words = link.context, _CONTEXT
        if earlier is None or id(earlier) in seen:
            break
        yield link, words
        link = earlier
    yield link, ""


def _own_text(exception: ExceptionObject, names: list[str], python: str) -> str:
    suggestion = _suggestion(exception, names, python)
    words = exception.last_words
    if words is None:
        try:
            words = exception_text(exception)
        except SimulatedError:
            words = "<exception str() failed>"
    name = _kind_text(exception.kind)
    last = f"{name}: {words}{suggestion}\n" if words else f"{name}{suggestion and ': ' + suggestion}\n"
    for note in exception.notes:
        last += "".join(f"{line}\n" for line in note.split("\n"))
    return f"Traceback (most recent call last):\n{_frames_text(exception)}{last}" if exception.traceback else last


def wordless(exception: ExceptionObject) -> list[ExceptionObject]:
    """Return those of an exception and the ones that led to it whose text only code of the program can make."""
    return [link for link, _ in _chain(exception) if not _has_words(link)]


def _has_words(exception: ExceptionObject) -> bool:
    if exception.last_words is not None:
        return True
    try:
        str_text(exception)
    except NeedsProgramError:
        return False
    except SimulatedError:
        return True
    return True


def _suggestion(exception: ExceptionObject, names: list[str], python: str) -> str:
    if not exception.missing:
        return ""
    if issubclass(exception.kind.host, AttributeError):
        if exception.target is NOTHING:
            return ""
        return attribute_suggestion(exception.missing, visible_names(exception.target), python, within=exception.within)
    if not issubclass(exception.kind.host, NameError):
        return ""
    return suggestion_text(exception.missing, names, python, own=exception.within)


def _kind_text(kind: ExceptionType | ClassObject) -> str:
    """Return the name of an exception's class with the module that it comes from, unless that is the program."""
    if isinstance(kind, ExceptionType):
        return kind.name
    module = kind.attributes.get("__module__", "builtins")
    return kind.qualname if module in ("__main__", "builtins") else f"{module}.{kind.qualname}"


def _frames_text(exception: ExceptionObject) -> str:
    parts: list[str] = []
    for text, group in groupby(reversed(exception.traceback[:_MAX_FRAMES])):
        times = len(list(group))
        parts += [text] * min(times, _MAX_REPEATED)
        if times > _MAX_REPEATED:
            more = times - _MAX_REPEATED
            parts.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
    return "".join(parts)


def exit_text(exception: ExceptionObject) -> str:
    """Return what CPython prints when a SystemExit ends the program: what it was given, unless that is a number."""
    code = exception.args[0] if len(exception.args) == 1 else exception.args or None
    if code is None or isinstance(code, int):
        return ""
    if exception.last_words is not None:
        return f"{exception.last_words}\n"
    try:
        return f"{str_text(code)}\n"
    except SimulatedError:
        return ""


def exit_code(exception: ExceptionObject) -> int:
    """Return the exit code that CPython gives a process that a SystemExit ends."""
    code = exception.args[0] if len(exception.args) == 1 else exception.args or None
    if code is None:
        return 0
    return code & 0xFF if isinstance(code, int) else 1


def note_place(exception: ExceptionObject, text: str) -> None:
    """Add the lines of a frame that the exception passes; places that are too many to print are not kept."""
    if len(exception.traceback) >= _MAX_KEPT:
        del exception.traceback[_MAX_FRAMES:-1]
    exception.traceback.append(text)


def place_texts(
    program: Program, listing: CodeListing, code: Sequence[Instruction], frames: Sequence[str]
) -> Iterator[str]:
    """Yield the lines that a traceback prints for each instruction.

    Args:
        program: The program.
        listing: Its instructions as a reader sees them.
        code: The same, decoded.
        frames: The lines that were worked out when it was compiled, by `Instruction.frame`.
    """
    lines = source_lines(program.source)
    for instruction, shown in zip(code, listing.lines, strict=True):
        if instruction.frame >= 0:
            yield frames[instruction.frame]
            continue
        function = shown.function.rpartition(".")[2]
        text = lines[shown.line - 1].strip() if 0 < shown.line <= len(lines) else ""
        place = f'  File "{program.name}", line {shown.line}, in {function}\n'
        yield f"{place}    {text}\n" if text else place
