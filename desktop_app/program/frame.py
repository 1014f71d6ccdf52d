"""The frames of one simulated thread: the innermost one laid open for the handlers, its callers put by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from desktop_app.program.faults import SimulatedError
from desktop_app.program.functions import UNBOUND, Cell
from desktop_app.program.limits import MAX_FRAMES
from desktop_app.program.values import NOTHING, ListObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from desktop_app.program.effects import Request, Write
    from desktop_app.program.functions import FunctionCode, FunctionObject
    from desktop_app.program.log import Log
    from desktop_app.program.operations import Instruction
    from desktop_app.program.space import AddressSpace
    from desktop_app.program.values import ExceptionObject, GeneratorObject

    #: What is done with the value that a call returns, in the frame that called; returns what that pushed.
    Continuation: TypeAlias = "Callable[[Frame, object], object] | Again"


def push(frame: Frame, value: object) -> object:
    """Put what a call returned on the operand stack: what most calls are for."""
    frame.stack.append(value)
    return value


def drop(_frame: Frame, _value: object) -> object:
    """Forget what a call returned."""
    return NOTHING


class Again(NamedTuple):
    """Executes the instruction that called once more, as a part of itself, after library code has prepared it.

    Attributes:
        then: What is done first with what the library code returned.
    """

    then: Continuation

    def __call__(self, frame: Frame, value: object) -> object:
        """Do both; the frame is the one whose instruction it is."""
        self.then(frame, value)
        handler, instruction = frame.code.unit.linked[frame.executing]
        frame.next = frame.executing + 1
        return handler(frame, instruction)


class Caller(NamedTuple):
    """A frame that waits for a call to return.

    Attributes:
        code: Its code.
        function: The function it executes, or None for the program's body.
        slots: Its local variables.
        names: Where it looks names up first: the globals, or a class's namespace.
        base: How deep the operand stack was when it began.
        executing: Index in its code's listing of its call.
        next: Index of the instruction after it.
        handled: The exception whose handler it is in.
        generator: The generator that it is the frame of, or None.
        then: What it does with what the call returns.
    """

    code: FunctionCode
    function: FunctionObject | None
    slots: list[object]
    names: dict[str, object]
    base: int
    executing: int
    next: int
    handled: ExceptionObject | None
    generator: GeneratorObject | None
    then: Continuation


class Frame:
    """A thread's innermost frame: where it is in its code, its variables and its operand stack.

    Attributes:
        space: The address space of its process.
        code: The code that it executes.
        function: The function that it executes, or None for the program's body.
        slots: Its local variables, cells and free variables.
        names: Where names are looked up first and stored: the globals, or the namespace of a class being made.
        globals: The global variables of its module.
        stack: The operand stacks of all its frames, one on the other, bottom first; library code has one of its own.
        base: How deep that stack was when this frame began.
        next: Index in the listing of the instruction to execute next.
        keyword_names: What KW_NAMES has left for the next call.
        executing: Index of the instruction that executes now, or did last.
        handled: The exception whose handler the thread is in; None outside of handlers.
        generator: The generator that this is the frame of, or None.
        ended: Whether the outermost frame has returned.
        hidden: Whether it executes library code, which takes no time and is not shown.
        blocked: Whether the thread must wait for its last request.
        callers: The frames that wait for this one, outermost first.
        effects: What the instruction under execution has written so far.
        requests: What it has asked of the rest of the machine so far.
        writing: The containers whose text is being made, so that one within itself is noticed.
        visible: The operand stack of the program's own frames.
        covert: The operand stack of library code.
        number: Number of the thread within the machine.
        executed: How many instructions of the program the thread has executed.
        log: What it has executed since it was let run last, which is when the process's clock was set.
    """

    __slots__ = (
        "base", "blocked", "callers", "code", "covert", "effects", "ended", "executed", "executing", "function",
        "generator", "globals", "handled", "hidden", "keyword_names", "log", "names", "next", "number", "requests",
        "slots", "space", "stack", "visible", "writing",
    )  # fmt: skip

    def __init__(self, space: AddressSpace, code: FunctionCode, slots: list[object]) -> None:
        self.space = space
        self.code = code
        self.function: FunctionObject | None = None
        self.slots = slots
        self.globals = self.names = space.variables
        self.visible: list[object] = []
        self.covert: list[object] = []
        self.hidden = code.unit.hidden
        self.stack = self.covert if self.hidden else self.visible
        self.base = 0
        self.next = self.executing = code.first
        self.keyword_names: tuple[str, ...] = ()
        self.handled: ExceptionObject | None = None
        self.generator: GeneratorObject | None = None
        self.ended = False
        self.blocked = False
        self.callers: list[Caller] = []
        self.effects: list[Write] = []
        self.requests: list[Request] = []
        self.writing = ListObject(-1, [])
        self.number = self.executed = 0
        self.log: Log | None = None

    @property
    def instruction(self) -> Instruction:
        """The instruction under execution."""
        return self.code.unit.linked[self.executing][1]

    def abandon(self) -> None:
        """Drop all frames: the thread is over."""
        self.callers.clear()
        self.visible.clear()
        self.covert.clear()
        self.slots = []
        self.function = self.generator = self.handled = None
        self.ended = True

    def local(self, name: str) -> object:
        """Return the value of a local variable of a function; `UNBOUND` when there is none."""
        if self.function is None or name not in self.code.places:
            return UNBOUND
        value = self.slots[self.code.places.index(name)]
        return value.value if isinstance(value, Cell) else value

    def local_names(self) -> list[str]:
        """Return the names that are bound where it is: local ones, then global ones."""
        local = [name for name, value in zip(self.code.places, self.slots, strict=True) if value is not UNBOUND]
        return [*local, *self.names, *self.globals]

    def reachable(self) -> Iterator[object]:
        """Yield every value that the thread can reach by itself; unbound slots and cells stand among them."""
        yield from self.visible
        yield from self.covert
        yield from self.slots
        yield from self.names.values()
        yield from filter(None, (self.function, self.generator, self.handled))
        for caller in self.callers:
            yield from caller.slots
            yield from caller.names.values()
            yield from filter(None, (caller.function, caller.generator, caller.handled))

    def put_by(self, keep: int, then: Continuation) -> None:
        """Make this frame wait for a call; it keeps ``keep`` values of its operand stack.

        Raises:
            SimulatedError: A RecursionError, where CPython raises it by default.
        """
        if len(self.callers) + 2 > MAX_FRAMES:
            raise SimulatedError("RecursionError", "maximum recursion depth exceeded")
        self.callers.append(
            Caller(
                self.code, self.function, self.slots, self.names, self.base, self.executing, self.next, self.handled,
                self.generator, then,
            )
        )  # fmt: skip
        del self.stack[keep:]

    def enter(self, function: FunctionObject, slots: list[object], keep: int, then: Continuation = push) -> None:
        """Begin a call's frame on top of this one, which keeps ``keep`` values of the operand stack."""
        self.put_by(keep, then)
        self.begin(function.code, function)
        self.slots = slots
        self.generator = None
        self.base = len(self.stack)
        self.next = self.executing = function.code.first

    def begin(self, code: FunctionCode, function: FunctionObject | None) -> None:
        """Switch to the code of a function and to the operand stack of its kind."""
        self.code, self.function = code, function
        self.globals = self.names = self.space.variables if function is None else function.globals
        self.hidden = code.unit.hidden
        self.stack = self.covert if self.hidden else self.visible

    def leave(self) -> Continuation | None:
        """Drop this frame and what is left of its operand stack.

        Returns:
            What its caller does with its value; None when there is no caller to go on in.
        """
        del self.stack[self.base :]
        if not self.callers:
            self.ended = True
            return None
        caller = self.callers.pop()
        self.begin(caller.code, caller.function)
        self.slots, self.names, self.base = caller.slots, caller.names, caller.base
        self.executing, self.next, self.generator = caller.executing, caller.next, caller.generator
        self.handled = caller.handled
        return caller.then
