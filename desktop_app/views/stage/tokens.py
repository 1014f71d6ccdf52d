"""What rides the bus: tokens, and how each kind looks; no Qt."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from desktop_app.views.stage.geometry import Rect


class TokenKind(Enum):
    """What a token carries."""

    INSTRUCTION = "instruction"
    """An instruction from RAM to a core."""
    OPERAND = "operand"
    """A value from RAM to the instruction that loads it."""
    RESULT = "result"
    """A value from a core to RAM."""
    SAVE = "save"
    """The registers of a thread that leaves a core, to RAM."""
    RESTORE = "restore"
    """The registers of a thread that is given a core, from RAM."""
    PROGRAM = "program"
    """A piece of a program from disk to RAM."""


class Look(NamedTuple):
    """All that the looks of a token depend on, within one layout and theme; small, so that pictures can be kept by it.

    Attributes:
        kind: What it carries.
        text: What stands on it; empty where tokens are too small for text.
        process: Index of the process whose colour it has.
    """

    kind: TokenKind
    text: str
    process: int


class Token(NamedTuple):
    """A chip on the bus; a named tuple, because a frame makes hundreds of them.

    Attributes:
        look: How it looks. Within one layout all tokens of one kind have one size.
        core: The core it goes to or comes from; -1 for a piece of a program.
        key: With the core and the kind, its identity from one moment to the next.
        rect: Where it is.
        clip: What of the stage it may be seen in; it passes under everything else.
        opacity: 0 to 1; below 1 while it gives way to another token.
    """

    look: Look
    core: int
    key: int
    rect: Rect
    clip: Rect
    opacity: float = 1.0

    @property
    def seen(self) -> Rect:
        """The part of it that shows; of no width when none does."""
        x, y = max(self.rect.x, self.clip.x), max(self.rect.y, self.clip.y)
        right, bottom = min(self.rect.right, self.clip.right), min(self.rect.bottom, self.clip.bottom)
        if right <= x or bottom <= y:
            return Rect(x, y, 0, 0)
        return Rect(x, y, right - x, bottom - y)
