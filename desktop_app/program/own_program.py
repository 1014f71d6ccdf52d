"""Which program of a bundle is started where Coreloom needs itself once more, in a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

#: A bundle for Windows has a program without a terminal, and one beside it that belongs to terminals.
_WINDOWED: Final = "coreloomw"
_FOR_TERMINALS: Final = "coreloom"


def own_program(*, window: bool = False) -> str:
    """Return the path of the bundle's program.

    On Windows the one without a terminal is not for children that listen and speak through pipes: where it breaks down
    it opens a dialog and waits for an answer, and behind a child nobody would see that. The other one opens a terminal
    where it is not started from one.

    Args:
        window: Whether it is to open a window of its own.
    """
    running = Path(sys.executable)
    if running.stem.lower() in {_WINDOWED, _FOR_TERMINALS}:
        wanted = running.with_stem(_WINDOWED if window else _FOR_TERMINALS)
        if wanted.is_file():
            return str(wanted)
    return sys.executable
