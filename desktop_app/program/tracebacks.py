"""The text that CPython prints when an exception ends a thread."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from desktop_app.program.refusals import source_lines
from desktop_app.program.suggestions import suggestion_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.program.faults import SimulatedError
    from desktop_app.program.loading import LoadedProgram


#: How often traceback prints one line that repeats (traceback._RECURSIVE_CUTOFF).
_SHOWN_REPEATS = 3


def traceback_text(loaded: LoadedProgram, places: Sequence[int], error: SimulatedError, variables: Iterable[str]) -> str:
    """Return a traceback as CPython prints it.

    Args:
        loaded: The program.
        places: Index of the call in each frame, outermost first, and of the instruction that failed.
        error: Its exception.
        variables: Names of the program's variables, among which a misspelt one may be.
    """
    suggestion = suggestion_text(error.name, variables, loaded.listing.python) if error.name else ""
    return f"Traceback (most recent call last):\n{_stack_text(loaded, places)}{error}{suggestion}\n"


def _stack_text(loaded: LoadedProgram, places: Sequence[int]) -> str:
    """Return the lines of all frames; what repeats more than three times is counted, as CPython does."""
    parts: list[str] = []
    for (line, _), group in groupby(places, key=lambda place: _line_and_function(loaded, place)):
        texts = [_frame_text(loaded, place) for place in group]
        parts += texts[:_SHOWN_REPEATS]
        more = len(texts) - _SHOWN_REPEATS
        if more > 0 and line:
            parts.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")
    return "".join(parts)


def _line_and_function(loaded: LoadedProgram, place: int) -> tuple[int, str]:
    line = loaded.listing.lines[place]
    return line.line, line.function


def _frame_text(loaded: LoadedProgram, index: int) -> str:
    frame = loaded.code[index].frame
    if frame >= 0:
        return loaded.frames[frame]
    line = loaded.listing.lines[index].line
    function = loaded.listing.lines[index].function.rpartition(".")[2]
    lines = source_lines(loaded.program.source)
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    place = f'  File "{loaded.program.name}", line {line}, in {function}\n'
    return f"{place}    {text}\n" if text else place
