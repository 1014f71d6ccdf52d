"""The frames of one simulated thread: the innermost one laid open for the handlers, its callers put by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import UNBOUND
from desktop_app.program.limits import MAX_FRAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.program.functions import FunctionCode, FunctionObject
    from desktop_app.program.space import AddressSpace
    from desktop_app.program.values import ExceptionObject


class Caller(NamedTuple):
    """A frame that waits for a call to return.

    Attributes:
        code: Its code.
        function: The function it executes, or None for the program's body.
        slots: Its local variables.
        base: How deep the thread's operand stack was when it began.
        executing: Index in the listing of its call.
        next: Index of the instruction after it.
    """

    code: FunctionCode
    function: FunctionObject | None
    slots: list[object]
    base: int
    executing: int
    next: int


class Frame:
    """A thread's innermost frame: where it is in its code, its variables and its operand stack.

    Attributes:
        space: The address space of its process.
        code: The code that it executes.
        function: The function that it executes, or None for the program's body.
        slots: Its local variables, cells and free variables.
        stack: The operand stacks of all frames of the thread, one on the other, bottom first.
        base: How deep that stack was when this frame began.
        next: Index in the listing of the instruction to execute next.
        keyword_names: What KW_NAMES has left for the next call.
        executing: Index of the instruction that executes now, or did last.
        handled: The exception whose handler the thread is in; None outside of handlers.
        ended: Whether the program's body has returned.
        callers: The frames that wait for this one, outermost first.
    """

    __slots__ = (
        "base", "callers", "code", "ended", "executing", "function", "handled", "keyword_names", "next", "slots",
        "space", "stack",
    )  # fmt: skip

    def __init__(self, space: AddressSpace, code: FunctionCode, slots: list[object]) -> None:
        self.space = space
        self.code = code
        self.function: FunctionObject | None = None
        self.slots = slots
        self.stack: list[object] = []
        self.base = 0
        self.next = 0
        self.executing = 0
        self.keyword_names: tuple[str, ...] = ()
        self.handled: ExceptionObject | None = None
        self.ended = False
        self.callers: list[Caller] = []

    def abandon(self) -> None:
        """Drop all frames: the thread is over."""
        self.callers.clear()
        self.stack.clear()
        self.slots = []
        self.ended = True

    def names(self) -> list[str]:
        """Return the names that are bound where it is: local ones, then global ones."""
        local = [name for name, value in zip(self.code.places, self.slots, strict=True) if value is not UNBOUND]
        return [*local, *self.space.variables]

    def reachable(self) -> Iterator[object]:
        """Yield every value that the thread can reach by itself; unbound slots and cells stand among them."""
        yield from self.stack
        yield from self.slots
        for caller in self.callers:
            yield from caller.slots

    def enter(self, function: FunctionObject, slots: list[object], keep: int) -> None:
        """Begin a call's frame on top of this one, which keeps ``keep`` values of the operand stack.

        Raises:
            SimulatedError: A RecursionError, where CPython raises it by default.
        """
        if len(self.callers) + 2 > MAX_FRAMES:
            raise SimulatedError("RecursionError", "maximum recursion depth exceeded")
        self.callers.append(Caller(self.code, self.function, self.slots, self.base, self.executing, self.next))
        self.code, self.function, self.slots = function.code, function, slots
        del self.stack[keep:]
        self.base = keep
        self.next = self.executing = function.code.first

    def leave(self) -> bool:
        """Drop this frame and what is left of its operand stack; return whether there is a caller to go on in."""
        del self.stack[self.base :]
        if not self.callers:
            self.ended = True
            return False
        self.code, self.function, self.slots, self.base, self.executing, self.next = self.callers.pop()
        return True
