"""How this application starts itself once more, in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop_app.program.own_program import own_program

_ROOT: Final = str(Path(__file__).resolve().parents[2])
#: With -P, the folder that somebody happens to be in has no say in what is imported.
_START: Final = (
    f"import sys; sys.path.insert(0, {_ROOT!r}); from desktop_app.__main__ import main; sys.exit(main(sys.argv[1:]))"
)


def own_command(arguments: Sequence[str], *, window: bool = False) -> list[str]:
    """Return the program and its arguments that run Coreloom's command line with these.

    Args:
        arguments: The command and what follows it, such as ``export``, a source and a file.
        window: Whether it opens a window of its own, and nobody reads what it prints.
    """
    if getattr(sys, "frozen", False):
        return [own_program(window=window), *arguments]
    return [sys.executable, "-P", "-c", _START, *arguments]
