"""The text that CPython prints when an exception ends a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.refusals import source_lines
from desktop_app.program.suggestions import suggestion_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.program.faults import SimulatedError
    from desktop_app.program.loading import LoadedProgram


def traceback_text(loaded: LoadedProgram, index: int, error: SimulatedError, variables: Iterable[str]) -> str:
    """Return a traceback as CPython prints it.

    Args:
        loaded: The program.
        index: Index of the instruction that failed.
        error: Its exception.
        variables: Names of the program's variables, among which a misspelt one may be.
    """
    suggestion = suggestion_text(error.name, variables, loaded.listing.python) if error.name else ""
    return f"Traceback (most recent call last):\n{_frame_text(loaded, index)}{error}{suggestion}\n"


def _frame_text(loaded: LoadedProgram, index: int) -> str:
    frame = loaded.code[index].frame
    if frame >= 0:
        return loaded.frames[frame]
    line = loaded.listing.lines[index].line
    lines = source_lines(loaded.program.source)
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    place = f'  File "{loaded.program.name}", line {line}, in <module>\n'
    return f"{place}    {text}\n" if text else place
