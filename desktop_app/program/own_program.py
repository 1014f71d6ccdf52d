"""Which program of a bundle is started where Coreloom needs itself once more, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

#: The program of a bundle for Windows that has no terminal, and the one beside it that has.
_WINDOWED: Final = "coreloomw"
_FOR_TERMINALS: Final = "coreloom"


def own_program() -> str:
    """Return the path of the bundle's program that listens and speaks through pipes.

    On Windows the program without a terminal is not the one: where it breaks down it opens a dialog and waits for an
    answer, and behind a child nobody would see that.
    """
    running = Path(sys.executable)
    if running.stem.lower() == _WINDOWED:
        beside = running.with_stem(_FOR_TERMINALS)
        if beside.is_file():
            return str(beside)
    return sys.executable
