"""Processes of the simulated program: an address space each, which their threads share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.frame import Frame
from desktop_app.program.functions import UNBOUND
from desktop_app.program.limits import MAX_GLOBAL_TEXT_CHARS
from desktop_app.program.space import AddressSpace
from desktop_app.program.text import full_text
from desktop_app.program.thread import ProgramThread

if TYPE_CHECKING:
    from desktop_app.program.loading import LoadedProgram


class ProcessImage:
    """One process of a program: a private address space that its threads share.

    Args:
        loaded: The program; several processes may share it.
    """

    def __init__(self, loaded: LoadedProgram) -> None:
        self._loaded = loaded
        self._space = AddressSpace()

    def start_thread(self) -> ProgramThread:
        """Return a new thread that will execute the program's body from its beginning, on a stack of its own."""
        body = self._loaded.codes[0]
        return ProgramThread(self._loaded, Frame(self._space, body, [UNBOUND] * len(body.places)))

    def globals_text(self) -> dict[str, str]:
        """Return the repr of each of the program's variables, in the order of their first assignment.

        A text longer than 10,000 characters is cut off and ends in an ellipsis.
        """
        return {
            name: full_text(value, MAX_GLOBAL_TEXT_CHARS)
            for name, value in self._space.variables.items()
            if not (name.startswith("__") and name.endswith("__"))
        }
