"""One activation of a code object by one simulated thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.program.space import AddressSpace


class Frame:
    """A frame: where a thread is in its code, and its operand stack.

    Attributes:
        space: The address space of its process.
        stack: The operand stack, bottom first.
        next: Index of the instruction to execute next.
        keyword_names: What KW_NAMES has left for the next call.
        executing: Index of the instruction that executes now, or did last.
        ended: Whether it has returned.
    """

    __slots__ = ("ended", "executing", "keyword_names", "next", "space", "stack")

    def __init__(self, space: AddressSpace) -> None:
        self.space = space
        self.stack: list[object] = []
        self.next = 0
        self.executing = 0
        self.keyword_names: tuple[str, ...] = ()
        self.ended = False
