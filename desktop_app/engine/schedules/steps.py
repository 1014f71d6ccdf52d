"""Which instructions are steps of a schedule.

A step reads or writes memory that another thread may touch meanwhile: a contested global variable or attribute, or an
object that several threads can reach. In a statement that reads such memory and writes it, the operator between is a
step, too, so that an increment is the three steps that textbooks give it: load, operate, store. A call of the library
on what several threads can reach, or of what prints, is one step. Everything else (constants, local variables, jumps,
moves on the stack, the start of a thread) goes together with the step before it, as nobody else can see when it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from desktop_app.engine.schedules.attributes import AttributeUse, attribute_use
from desktop_app.engine.schedules.calls import acts_on, called, changes, enters_program, returns_to_library
from desktop_app.engine.schedules.wording import Note, Wording, Words
from desktop_app.program.frame import Frame
from desktop_app.program.functions import Cell, FunctionObject
from desktop_app.program.handlers.contexts import special_method
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import (
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    ExceptionType,
    Marker,
    Method,
    ModuleObject,
    MutableObject,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.log import Batch
    from desktop_app.program.thread import ProgramThread

_NAME_READS: Final = frozenset({Op.LOAD_NAME, Op.LOAD_GLOBAL, Op.LOAD_CALLED})
_NAME_WRITES: Final = frozenset({Op.STORE_NAME, Op.STORE_GLOBAL, Op.DELETE_NAME, Op.DELETE_GLOBAL})
_NAMES: Final = _NAME_READS | _NAME_WRITES
_ATTRIBUTE_READS: Final = frozenset({Op.LOAD_ATTRIBUTE, Op.LOAD_METHOD})
_ATTRIBUTE_WRITES: Final = frozenset({Op.STORE_ATTRIBUTE, Op.DELETE_ATTRIBUTE})
_ATTRIBUTES: Final = _ATTRIBUTE_READS | _ATTRIBUTE_WRITES
_CELLS: Final = frozenset({Op.LOAD_CELL, Op.STORE_CELL, Op.DELETE_CELL})
_CALLS: Final = frozenset({Op.CALL, Op.CALL_KEYWORDS, Op.CALL_UNPACKED})
_RETURNS: Final = frozenset({Op.RETURN, Op.RETURN_CONST})
_ITEM_WRITES: Final = frozenset({Op.STORE_ITEM, Op.STORE_SLICE, Op.DELETE_ITEM})
#: What the names of containers begin with.
CONTAINER: Final = "#"
_OPERATORS: Final = frozenset({Op.BINARY, Op.UNARY})
_READS: Final = frozenset({*_NAME_READS, *_ATTRIBUTE_READS, Op.LOAD_CELL, Op.LOAD_ITEM, Op.LOAD_SLICE})
_WRITES: Final = frozenset({*_NAME_WRITES, *_ATTRIBUTE_WRITES, Op.STORE_CELL, Op.STORE_ITEM, Op.STORE_SLICE})
#: What only moves values, makes new ones or jumps; the methods and modules that are found do not change.
_PRIVATE: Final = frozenset(
    {
        Op.NOP, Op.PUSH_NULL, Op.POP_TOP, Op.COPY, Op.SWAP, Op.LOAD_CONST, Op.LOAD_LOCAL, Op.LOAD_TWO_LOCALS,
        Op.LOAD_LOCAL_AND_CLEAR, Op.STORE_LOCAL, Op.STORE_TWO_LOCALS, Op.STORE_AND_LOAD_LOCAL, Op.DELETE_LOCAL,
        Op.MAKE_CELL, Op.COPY_FREE, Op.LOAD_CELL_ITSELF, Op.KEYWORD_NAMES, Op.MAKE_FUNCTION, Op.SET_FUNCTION_PART,
        Op.BUILD_LIST, Op.BUILD_TUPLE, Op.BUILD_SLICE, Op.BUILD_STRING, Op.BUILD_SET, Op.BUILD_MAP,
        Op.BUILD_CONST_KEY_MAP, Op.IS, Op.JUMP, Op.POP_JUMP_IF_NONE,
        Op.POP_JUMP_IF_NOT_NONE, Op.GET_ITER, Op.PUSH_EXCEPTION, Op.POP_EXCEPTION, Op.MATCH_EXCEPTION, Op.RAISE,
        Op.RERAISE, Op.LOAD_COMMON, Op.LIST_APPEND, Op.SET_ADD, Op.MAP_ADD, Op.LOAD_NAMESPACE, Op.LOAD_NAME_OR_CELL,
        Op.LOAD_NAME_OR_GLOBAL, Op.SET_UP_ANNOTATIONS, Op.LOAD_BUILD_CLASS, Op.IMPORT, Op.IMPORT_FROM, Op.IMPORT_STAR,
        Op.LOAD_SUPER_ATTRIBUTE, Op.MERGE_KEYWORDS, Op.RETURN_GENERATOR, Op.YIELD, Op.END_SEND, Op.CLEAN_UP_THROW,
        Op.GET_YIELD_FROM_ITER, Op.GET_AWAITABLE, Op.GET_ASYNC_ITER, Op.WRAP_ASYNC_YIELD, Op.STOP_ITERATION_ERROR,
        Op.LOAD_SPECIAL, Op.MATCH_MAPPING, Op.MATCH_SEQUENCE,
    }
)  # fmt: skip
_ATOMS: Final = frozenset({int, float, bool, str, bytes, complex, range, type(None), type(...)})
#: What goes on a stack beside the values of the program, and what does not change.
_NO_OBJECTS: Final = (Marker, Builtin, ExceptionType, Method, ClassObject, ModuleObject)
#: How many operands an operation has; others have up to four.
_OPERANDS: Final = {
    Op.UNARY: 1, Op.UNARY_NOT: 1, Op.TO_BOOL: 1, Op.POP_JUMP_IF_TRUE: 1, Op.POP_JUMP_IF_FALSE: 1, Op.FOR_ITER: 1,
    Op.JUMP_IF_TRUE_OR_POP: 1, Op.JUMP_IF_FALSE_OR_POP: 1, Op.UNPACK_SEQUENCE: 1, Op.UNPACK_STARRED: 1,
    Op.LIST_TO_TUPLE: 1, Op.CONVERT: 1, Op.BINARY: 2, Op.COMPARE: 2, Op.CONTAINS: 2, Op.LOAD_ITEM: 2,
    Op.DELETE_ITEM: 2, Op.FORMAT: 2, Op.LIST_EXTEND: 1, Op.SET_UPDATE: 1, Op.DICT_UPDATE: 1, Op.LOAD_SLICE: 3,
    Op.STORE_ITEM: 2, Op.SEND: 2, Op.GET_ASYNC_NEXT: 1, Op.GET_LENGTH: 1, Op.MATCH_KEYS: 2, Op.MATCH_CLASS: 3,
    Op.CALL_EXIT: 5,
}  # fmt: skip
_MOST_OPERANDS: Final = 4
#: How many objects are looked at for one that others can reach.
_MOST_OBJECTS: Final = 1_000


class Access(NamedTuple):
    """A thread read or wrote a variable, an attribute or a container of its process while there were other threads."""

    process: int
    name: str
    writes: bool


class StepRules:
    """Says of a program's instructions whether they are steps.

    Args:
        loaded: The program.
        contested: Names of its contested global variables, attributes and containers.
        first_number: Number of the first object that was made while there were several threads.
    """

    def __init__(self, loaded: LoadedProgram, contested: Collection[str], first_number: int = 0) -> None:
        self.code = loaded.code
        self._lines = loaded.listing.lines
        self._contested = contested
        self._first_number = first_number
        self._attributes = {name.rpartition(".")[2] for name in contested if "." in name}
        self._words = Words(loaded)
        reads = self._places(_READS)
        self._changing = reads & self._places(_WRITES)

    def _places(self, ops: Collection[Op]) -> set[tuple[str, int]]:
        """Return the lines, with their functions, in which there is one of some operations."""
        return {self._place(one) for one in self.code if one.op in ops and self._may_touch(one)}

    def _place(self, instruction: Instruction) -> tuple[str, int]:
        line = self._lines[instruction.index]
        return line.function, line.line

    def _may_touch(self, instruction: Instruction) -> bool:
        if instruction.op in _NAMES:
            return instruction.name in self._contested
        return instruction.op not in _ATTRIBUTES or instruction.name in self._attributes

    def place(self, thread: ProgramThread) -> tuple[str, int]:
        """Return the function and the line of the instruction that a thread executes next."""
        return self._place(self.code[thread.next_line])

    def is_step(  # noqa: PLR0911 - one return per kind of instruction
        self, thread: ProgramThread, shared: Collection[int], *, published: bool, after: tuple[str, int] | None
    ) -> bool:
        """Return whether the instruction that a thread executes next is a step.

        Args:
            thread: The thread; it is not in library code.
            shared: Identities of the objects that other threads can reach.
            published: Whether it has made others reachable since.
            after: Function and line of the step before, if the thread stands in the same statement still.
        """
        frame = frame_of(thread)
        instruction = self.code[thread.next_line]
        op = instruction.op
        if op in _PRIVATE:
            return False
        if op in _NAMES:
            return instruction.name in self._contested
        if op in _ATTRIBUTES:
            use = self._use(frame, instruction, shared, published=published)
            return use is not None and (use.always or use.name in self._contested)
        if op in _OPERATORS and self._place(instruction) in self._changing and self._place(instruction) == after:
            return True
        if op in _CALLS or op is Op.BEFORE_WITH:
            function, args = _called(frame, instruction)
            return acts_on(function, args, lambda value: self._matters(value, shared, published=published))
        if op in _RETURNS:
            return returns_to_library(frame)
        return any(self._matters(value, shared, published=published) for value in _operands(frame, instruction))

    def _matters(self, value: object, shared: Collection[int], *, published: bool) -> bool:
        """Whether a value is, or refers to, an object that another thread may touch meanwhile."""
        return any(
            self._container_name(one) in (None, *self._contested)
            for one in _reached(value, shared, published=published)
        )

    def _container_name(self, value: object) -> str | None:
        """Return what a container is called that was there before other threads were; None for anything else.

        Only the numbers of such objects are the same in all schedules.
        """
        if isinstance(value, MutableObject) and value.cls is None and value.number < self._first_number:
            return f"{CONTAINER}{value.number}"
        return None

    def _use(
        self, frame: Frame, instruction: Instruction, shared: Collection[int], *, published: bool
    ) -> AttributeUse | None:
        """Return which attribute an instruction touches; None when no other thread can reach it."""
        target = frame.stack[-1]
        if not published and id(target) not in shared:
            return None
        return attribute_use(target, instruction.name)

    def accesses(
        self, thread: ProgramThread, shared: Collection[int], process: int, *, published: bool
    ) -> Iterator[Access]:
        """Yield which global variables, attributes and containers a thread touches next."""
        frame, instruction = frame_of(thread), self.code[thread.next_line]
        op = instruction.op
        if op in _NAMES:
            yield Access(process, instruction.name, writes=op in _NAME_WRITES)
        elif op in _ATTRIBUTES:
            use = self._use(frame, instruction, shared, published=published)
            if use is not None:
                yield Access(process, use.name, writes=op in _ATTRIBUTE_WRITES)
        elif op not in _PRIVATE and op not in _RETURNS:
            function, values = None, _operands(frame, instruction)
            if op in _CALLS:
                function, values = called(frame, instruction)
                if enters_program(function):
                    return
            writes = op in _ITEM_WRITES or (op in _OPERATORS and instruction.flag) or changes(function)
            found = (one for value in values for one in _reached(value, shared, published=published))
            for name in filter(None, map(self._container_name, found)):
                yield Access(process, name, writes=writes)

    def publishes(self, thread: ProgramThread) -> bool:
        """Whether the step that a thread makes next may let others reach an object that they did not reach before."""
        frame, instruction = frame_of(thread), self.code[thread.next_line]
        if instruction.op in _NAME_READS or instruction.op in _ATTRIBUTE_READS or instruction.op in _OPERATORS:
            return False
        one = instruction.op in _NAME_WRITES or instruction.op in _CELLS
        values = frame.stack[-2:-1] if instruction.op in _ATTRIBUTES else frame.stack[-1 if one else -_MOST_OPERANDS :]
        return instruction.op in _CALLS or any(
            one is not None for value in values for one in _reached(value, (), published=True)
        )

    # -- what is said of steps --------------------------------------------------------------------------------

    def wording(self, thread: ProgramThread) -> Wording:
        """Return what there is to say of a thread's next instruction before it is executed."""
        frame, instruction = frame_of(thread), self.code[thread.next_line]
        function = _called(frame, instruction)[0] if instruction.op in _CALLS else None
        return self._words.wording(instruction, frame.stack, function)

    def woken(self, thread: ProgramThread, what: str) -> Note:
        """Return what there is to say of a thread that goes on after it has waited for something."""
        return self._words.woken(self.code[thread.next_line], what)

    def note(self, wording: Wording, batch: Batch, frame: Frame) -> Note:
        """Return what a step did; ``frame`` is the thread's, after it."""
        return self._words.note(wording, batch, frame)

    def failure(self, batch: Batch) -> Note:
        """Return what there is to say of an exception that ended a thread."""
        return self._words.failure(batch)


def frame_of(thread: ProgramThread) -> Frame:
    """Return the frame of a thread."""
    return thread._frame  # noqa: SLF001 - exploring looks at an instruction's operands before it is executed


def _operands(frame: Frame, instruction: Instruction) -> list[object]:
    if instruction.op in _CELLS:
        return [frame.slots[instruction.count]]
    return frame.stack[-_OPERANDS.get(instruction.op, _MOST_OPERANDS) :]


def _called(frame: Frame, instruction: Instruction) -> tuple[object, list[object]]:
    """Return what an instruction calls, and with what."""
    if instruction.op is not Op.BEFORE_WITH:
        return called(frame, instruction)
    manager = frame.stack[-1]
    enter = special_method(manager, instruction.name)
    return (None, []) if enter is NOTHING else (enter, [manager])


def _reached(value: object, shared: Collection[int], *, published: bool) -> Iterator[object]:
    """Yield the objects that a value is, or refers to, that other threads can reach and that can change."""
    pending, seen = [value], set[int]()
    while pending:
        one: Any = pending.pop()
        if type(one) in _ATOMS or isinstance(one, _NO_OBJECTS) or id(one) in seen:
            continue
        seen.add(id(one))
        if id(one) in shared or len(seen) > _MOST_OBJECTS:
            yield one
        elif isinstance(one, (tuple, frozenset)):
            pending += one
        elif isinstance(one, slice):
            pending += (one.start, one.stop, one.step)
        elif isinstance(one, FunctionObject):
            pending += one.reachable()
        elif isinstance(one, BoundMethod):
            pending += (one.function, one.target)
        elif published:
            yield one
        else:
            pending += _held(one)


def _held(value: Any) -> list[object]:  # noqa: ANN401 - any object of the program's
    """Return what an object that only one thread can reach refers to."""
    if isinstance(value, Cell):
        return [value.value]
    held = [getattr(value, name, ()) for name in ("items", "over", "args", "slots", "stack")]
    found: list[object] = [one for values in held if isinstance(values, (list, tuple, set)) for one in values]
    if isinstance(held[0], dict):
        found += [*held[0], *held[0].values()]
    attributes = getattr(value, "attributes", None)
    found += attributes.values() if isinstance(attributes, dict) else ()
    return [*found, *(getattr(value, name, None) for name in ("target", "value", "function"))]
