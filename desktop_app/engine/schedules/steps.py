"""Which instructions are steps of a schedule, and what each of them does, for people.

A step reads or writes memory that another thread may touch meanwhile: a contested global variable, or an object that
several threads can reach. In a statement that reads such memory and writes it, the operator between is a step, too, so
that an increment is the three steps that textbooks give it: load, operate, store. A call of the library or of what
prints is one step. Everything else (constants, local variables, jumps, moves on the stack, the start of a thread) goes
together with the step before it, as nobody else can see when it happens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.program.effects import NameWrite, OutputWrite, Step
from desktop_app.program.frame import Frame
from desktop_app.program.functions import FunctionObject
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import Builtin, ExceptionObject, ExceptionType, Marker, Method

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.process import ProgramThread

_NAME_READS: Final = frozenset({Op.LOAD_NAME, Op.LOAD_GLOBAL, Op.LOAD_CALLED})
_NAME_WRITES: Final = frozenset({Op.STORE_NAME, Op.STORE_GLOBAL, Op.DELETE_NAME, Op.DELETE_GLOBAL})
_CELLS: Final = frozenset({Op.LOAD_CELL, Op.STORE_CELL, Op.DELETE_CELL})
_CALLS: Final = frozenset({Op.CALL, Op.CALL_KEYWORDS, Op.CALL_UNPACKED})
_OPERATORS: Final = frozenset({Op.BINARY, Op.UNARY})
_READS: Final = frozenset({*_NAME_READS, Op.LOAD_CELL, Op.LOAD_ITEM, Op.LOAD_SLICE})
_WRITES: Final = frozenset({*_NAME_WRITES, Op.STORE_CELL, Op.STORE_ITEM, Op.STORE_SLICE})
#: What only moves values, makes new ones or jumps; finding a method of a built-in type reads nothing that changes.
_PRIVATE: Final = frozenset(
    {
        Op.NOP, Op.PUSH_NULL, Op.POP_TOP, Op.COPY, Op.SWAP, Op.LOAD_CONST, Op.LOAD_LOCAL, Op.LOAD_TWO_LOCALS,
        Op.LOAD_LOCAL_AND_CLEAR, Op.STORE_LOCAL, Op.STORE_TWO_LOCALS, Op.STORE_AND_LOAD_LOCAL, Op.DELETE_LOCAL,
        Op.MAKE_CELL, Op.COPY_FREE, Op.LOAD_CELL_ITSELF, Op.KEYWORD_NAMES, Op.MAKE_FUNCTION, Op.SET_FUNCTION_PART,
        Op.BUILD_LIST, Op.BUILD_TUPLE, Op.BUILD_SLICE, Op.BUILD_MAP, Op.BUILD_CONST_KEY_MAP, Op.IS, Op.JUMP, Op.RETURN,
        Op.RETURN_CONST, Op.POP_JUMP_IF_NONE, Op.POP_JUMP_IF_NOT_NONE, Op.GET_ITER, Op.LOAD_METHOD, Op.PUSH_EXCEPTION,
        Op.POP_EXCEPTION, Op.MATCH_EXCEPTION, Op.RAISE, Op.RERAISE, Op.LOAD_ASSERTION_ERROR, Op.LIST_APPEND,
        Op.SET_ADD, Op.MAP_ADD,
    }
)  # fmt: skip
_ATOMS: Final = frozenset({int, float, bool, str, bytes, complex, range, type(None), type(...)})
#: What goes on a stack beside the values of the program.
_NO_OBJECTS: Final = (Marker, Builtin, ExceptionType, Method)
#: Built-in functions that do something beside giving a value of their arguments.
_ACTING: Final = frozenset({"print", "input", "open"})
#: Methods of the library that only begin a thread and wait for its end: what they touch is that thread's own.
_LIFE: Final = frozenset({"Thread.start", "Thread.join"})
#: How many operands an operation has; others have up to four.
_OPERANDS: Final = {
    Op.UNARY: 1, Op.UNARY_NOT: 1, Op.TO_BOOL: 1, Op.POP_JUMP_IF_TRUE: 1, Op.POP_JUMP_IF_FALSE: 1, Op.FOR_ITER: 1,
    Op.JUMP_IF_TRUE_OR_POP: 1, Op.JUMP_IF_FALSE_OR_POP: 1, Op.UNPACK_SEQUENCE: 1, Op.UNPACK_STARRED: 1,
    Op.LIST_TO_TUPLE: 1, Op.CONVERT: 1, Op.BINARY: 2, Op.COMPARE: 2, Op.CONTAINS: 2, Op.LOAD_ITEM: 2,
    Op.DELETE_ITEM: 2, Op.FORMAT: 2, Op.LIST_EXTEND: 1, Op.SET_UPDATE: 1, Op.DICT_UPDATE: 1, Op.LOAD_SLICE: 3,
    Op.STORE_ITEM: 3,
}  # fmt: skip
_MOST_OPERANDS: Final = 4
#: How many objects are looked at for one that others can reach.
_MOST_OBJECTS: Final = 1_000


class Access(NamedTuple):
    """A thread read or wrote a global variable of its process while there were other threads."""

    process: int
    name: str
    writes: bool


class Note(NamedTuple):
    """What a step did, for people, and in which line of the source."""

    line: int
    text: str


class StepRules:
    """Says of a program's instructions whether they are steps.

    Args:
        loaded: The program.
        contested: Names of its contested global variables.
    """

    def __init__(self, loaded: LoadedProgram, contested: Collection[str]) -> None:
        self.code = loaded.code
        self._lines = loaded.listing.lines
        self._contested = contested
        reads = self._places(_READS)
        self._changing = reads & self._places(_WRITES)

    def _places(self, ops: Collection[Op]) -> set[tuple[str, int]]:
        """Return the lines, with their functions, in which there is one of some operations."""
        return {self._place(one) for one in self.code if one.op in ops and self._may_touch(one)}

    def _place(self, instruction: Instruction) -> tuple[str, int]:
        line = self._lines[instruction.index]
        return line.function, line.line

    def _may_touch(self, instruction: Instruction) -> bool:
        named = instruction.op in _NAME_READS or instruction.op in _NAME_WRITES
        return not named or instruction.name in self._contested

    def place(self, thread: ProgramThread) -> tuple[str, int]:
        """Return the function and the line of the instruction that a thread executes next."""
        return self._place(self.code[thread.next_line])

    def is_step(
        self, thread: ProgramThread, shared: Collection[int], *, published: bool, after: tuple[str, int] | None
    ) -> bool:
        """Return whether the instruction that a thread executes next is a step.

        Args:
            thread: The thread.
            shared: Identities of the objects that other threads can reach.
            published: Whether it has made others reachable since.
            after: Function and line of the step before, if the thread stands in the same statement still.
        """
        frame = frame_of(thread)
        if getattr(frame, "hidden", False):
            return False
        instruction = self.code[thread.next_line]
        op = instruction.op
        if op in _PRIVATE:
            return False
        if op in _NAME_READS or op in _NAME_WRITES:
            return instruction.name in self._contested
        if op in _OPERATORS and self._place(instruction) in self._changing and self._place(instruction) == after:
            return True
        if op in _CALLS:
            return self._call_is_step(frame, instruction, shared, published=published)
        count = _OPERANDS.get(op, _MOST_OPERANDS)
        operands = [frame.slots[instruction.count]] if op in _CELLS else frame.stack[-count:]
        return any(_reaches(value, shared, published=published) for value in operands)

    def _call_is_step(
        self, frame: Frame, instruction: Instruction, shared: Collection[int], *, published: bool
    ) -> bool:
        function, args = called(frame, instruction)
        code = getattr(getattr(function, "function", function), "code", None)
        if code is not None and code.qualname in _LIFE and getattr(getattr(code, "unit", None), "hidden", False):
            return False
        if isinstance(function, FunctionObject):
            return bool(getattr(getattr(code, "unit", None), "hidden", False))
        if isinstance(function, (Builtin, ExceptionType, Method)):
            return function.name in _ACTING or any(_reaches(value, shared, published=published) for value in args)
        return True

    def access(self, instruction: Instruction, process: int) -> Access | None:
        """Return how an instruction touches a global variable, if it does."""
        if instruction.op in _NAME_READS:
            return Access(process, instruction.name, writes=False)
        return Access(process, instruction.name, writes=True) if instruction.op in _NAME_WRITES else None

    def publishes(self, thread: ProgramThread) -> bool:
        """Whether the step that a thread makes next may let others reach an object that they did not reach before."""
        frame, instruction = frame_of(thread), self.code[thread.next_line]
        if instruction.op in _NAME_READS or instruction.op in _OPERATORS:
            return False
        count = 1 if instruction.op in _NAME_WRITES or instruction.op in _CELLS else _MOST_OPERANDS
        return instruction.op in _CALLS or any(_reaches(value, (), published=True) for value in frame.stack[-count:])

    def note(self, step: Step, frame: Frame) -> Note:
        """Return what a step did; ``frame`` is the thread's, after it."""
        instruction, line = self.code[step.line], self._lines[step.line]
        printed = "".join(write.text for write in step.writes if isinstance(write, OutputWrite))
        shown = next((value.text for value in step.pushed if value.text != "NULL"), "")
        if frame.stack and isinstance(frame.stack[-1], ExceptionObject) and frame.next != step.line + 1:
            text = f"{line.chip} raises {frame.stack[-1].shown.text}"
        elif instruction.op in _NAME_READS or instruction.op is Op.LOAD_CELL:
            text = f"reads {instruction.name} ({shown})" if shown else f"reads {instruction.name}"
        elif printed:
            text = "ends with an uncaught exception" if frame.ended else f"prints {printed.rstrip()!r}"
        elif instruction.op in _NAME_WRITES:
            values = [write.value for write in step.writes if isinstance(write, NameWrite)]
            value = next((value for value in values if value is not None), None)
            text = f"deletes {instruction.name}" if value is None else f"sets {instruction.name} = {value.text}"
        elif instruction.op in _OPERATORS:
            text = f"works out {shown}"
        else:
            text = f"{line.chip} ({shown})" if shown else line.chip
        return Note(line.line, text)


def frame_of(thread: ProgramThread) -> Frame:
    """Return the frame of a thread."""
    return thread._frame  # noqa: SLF001 - exploring looks at an instruction's operands before it is executed


def called(frame: Frame, instruction: Instruction) -> tuple[object, list[object]]:
    """Return what a call calls and what goes with it."""
    stack = frame.stack
    above = 1 if instruction.op is Op.CALL_KEYWORDS else 0
    count = 1 + instruction.flag if instruction.op is Op.CALL_UNPACKED else instruction.count + above
    first = len(stack) - count
    below, beside = stack[first - 2], stack[first - 1]
    function = beside if below is Marker.NULL else below
    return function, [value for value in (beside, *stack[first:]) if value is not function]


def _reaches(value: object, shared: Collection[int], *, published: bool) -> bool:
    """Whether a value is, or refers to, an object that other threads can reach and that can change."""
    pending, seen = [value], set[int]()
    while pending:
        one: Any = pending.pop()
        if type(one) in _ATOMS or isinstance(one, _NO_OBJECTS) or id(one) in seen:
            continue
        seen.add(id(one))
        if len(seen) > _MOST_OBJECTS:
            return True
        if isinstance(one, (tuple, frozenset)):
            pending += one
        elif isinstance(one, slice):
            pending += (one.start, one.stop, one.step)
        elif published or id(one) in shared:
            return True
        else:
            pending += _held(one)
    return False


def _held(value: Any) -> list[object]:  # noqa: ANN401 - any object of the program's
    """Return what an object that only one thread can reach refers to."""
    held = [getattr(value, name, ()) for name in ("items", "over", "args")]
    found: list[object] = [one for values in held if isinstance(values, (list, tuple, set)) for one in values]
    if isinstance(held[0], dict):
        found += [*held[0], *held[0].values()]
    attributes = getattr(value, "attributes", None)
    found += attributes.values() if isinstance(attributes, dict) else ()
    return [*found, *(getattr(value, name, None) for name in ("target", "value", "function"))]
