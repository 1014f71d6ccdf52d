"""What a step did, in words for people: what it read or wrote, and the values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.program.effects import AwaitExit, DeviceUse, Outcome, OutputWrite, Park
from desktop_app.program.functions import FunctionObject
from desktop_app.program.operations import Instruction, Op
from desktop_app.program.values import NOTHING, ExceptionObject, Marker, show

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame
    from desktop_app.program.loading import LoadedProgram
    from desktop_app.program.log import Batch

_READS: Final = frozenset(
    {Op.LOAD_NAME, Op.LOAD_GLOBAL, Op.LOAD_CALLED, Op.LOAD_CELL, Op.LOAD_ATTRIBUTE, Op.LOAD_METHOD, Op.LOAD_ITEM,
     Op.LOAD_SLICE}
)  # fmt: skip
_WRITES: Final = frozenset(
    {Op.STORE_NAME, Op.STORE_GLOBAL, Op.STORE_CELL, Op.STORE_ATTRIBUTE, Op.STORE_ITEM, Op.STORE_SLICE}
)
_DELETES: Final = frozenset({Op.DELETE_NAME, Op.DELETE_GLOBAL, Op.DELETE_CELL, Op.DELETE_ATTRIBUTE, Op.DELETE_ITEM})
_CALLS: Final = frozenset({Op.CALL, Op.CALL_KEYWORDS, Op.CALL_UNPACKED})
_OPERATORS: Final = frozenset({Op.BINARY, Op.UNARY})
_RETURNS: Final = frozenset({Op.RETURN, Op.RETURN_CONST})
_TESTS: Final = frozenset(
    {Op.TO_BOOL, Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE, Op.JUMP_IF_TRUE_OR_POP, Op.JUMP_IF_FALSE_OR_POP}
)
#: Where the value lies that an operation stores, from the top of the operand stack.
_STORED: Final = {
    Op.STORE_NAME: 1, Op.STORE_GLOBAL: 1, Op.STORE_CELL: 1, Op.STORE_ATTRIBUTE: 2, Op.STORE_ITEM: 3, Op.STORE_SLICE: 4,
}  # fmt: skip
_MOST_CHARS: Final = 48
_ENTERS: Final = frozenset({"__enter__", "__exit__"})


class Note(NamedTuple):
    """What a step did, for people, and in which line of the source."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What there is to say of an instruction before it is executed.

    Attributes:
        instruction: The instruction.
        verb: What it does, such as ``reads``.
        what: What it does that to, as the source has it.
        value: The value that it stores, or nothing.
    """

    instruction: Instruction
    verb: str
    what: str
    value: str = ""


class Words:
    """Puts the steps of a program into words.

    Args:
        loaded: The program.
    """

    def __init__(self, loaded: LoadedProgram) -> None:
        self._lines = loaded.listing.lines
        self._source = [line.encode() for line in loaded.listing.source.split("\n")]

    def wording(  # noqa: PLR0911 - one return per kind of instruction
        self, instruction: Instruction, stack: list[object], function: object
    ) -> Wording:
        """Return what there is to say of an instruction before it is executed.

        Args:
            instruction: The instruction.
            stack: The operand stack.
            function: What it calls.
        """
        op = instruction.op
        source = self._segment(instruction)
        if op in _WRITES:
            value = stack[-_STORED[op]]
            return Wording(instruction, "sets", self._named(instruction), show(value).text)
        if op in _READS:
            return Wording(instruction, "reads", self._named(instruction))
        if op in _DELETES:
            return Wording(instruction, "deletes", self._named(instruction))
        if op is Op.BEFORE_WITH or (isinstance(function, FunctionObject) and function.code.name in _ENTERS):
            leaves = isinstance(function, FunctionObject) and function.code.name == "__exit__"
            return Wording(instruction, "leaves" if leaves else "enters", self._statement(instruction))
        if op in _CALLS:
            return Wording(instruction, "calls", source)
        if op is Op.CALL_EXIT:
            return Wording(instruction, "leaves", self._statement(instruction))
        if op is Op.FOR_ITER:
            return Wording(instruction, "goes on in", source)
        if op in _RETURNS:
            return Wording(instruction, "ends", self._lines[instruction.index].function)
        return Wording(instruction, "tests" if op in _TESTS else "works out", source if op not in _OPERATORS else "")

    def _named(self, instruction: Instruction) -> str:
        named = {Op.LOAD_ATTRIBUTE, Op.LOAD_METHOD, Op.STORE_ATTRIBUTE, Op.DELETE_ATTRIBUTE}
        source = self._segment(instruction)
        if instruction.op in named:
            return source if source.endswith(f".{instruction.name}") else f".{instruction.name}"
        return instruction.name or source

    def _segment(self, instruction: Instruction) -> str:
        """Return the expression that an instruction comes from, as the source has it."""
        line = self._lines[instruction.index]
        if not 0 < line.line <= len(self._source) or line.column < 0:
            return line.chip
        end = line.end_column if line.end_column > line.column else None
        return _shorten(self._source[line.line - 1][line.column : end].decode(errors="replace").strip())

    def _statement(self, instruction: Instruction) -> str:
        """Return the head of a with statement."""
        line = self._lines[instruction.index].line
        text = self._source[line - 1].decode(errors="replace").strip() if 0 < line <= len(self._source) else ""
        return _shorten(text.partition(" as ")[0].removesuffix(":"))

    def woken(self, instruction: Instruction, what: str) -> Note:
        """Return what there is to say of a thread that goes on after it has waited for something."""
        return Note(self._lines[instruction.index].line, "wakes up" if what == "sleep" else f"goes on, after {what}")

    def failure(self, batch: Batch) -> Note:
        """Return what there is to say of an exception that ended a thread."""
        line = self._lines[batch.log.lines[-1]].line if batch.count else 0
        return Note(line, "ends with an uncaught exception")

    def note(self, wording: Wording, batch: Batch, frame: Frame) -> Note:
        """Return what a step did; ``frame`` is the thread's, after it."""
        line = self._lines[wording.instruction.index].line
        if batch.outcome is Outcome.FAILED:
            return Note(line, "ends with an uncaught exception")
        wait = next((_awaited(request) for request in batch.requests if _awaited(request)), "")
        if wait:
            return Note(line, f"{wording.verb} {wording.what}, waits for {wait}")
        if frame.stack and isinstance(frame.stack[-1], ExceptionObject) and frame.next != wording.instruction.index + 1:
            return Note(line, f"{wording.verb} {wording.what}, which raises {frame.stack[-1].shown.text}")
        writes = [write for some in batch.log.writes.values() for write in some]
        printed = "".join(write.text for write in writes if isinstance(write, OutputWrite))
        if printed:
            return Note(line, f"prints {printed.rstrip()!r}")
        if wording.value:
            return Note(line, f"{wording.verb} {wording.what} = {wording.value}")
        return Note(line, self._with_result(wording, batch))

    def _with_result(self, wording: Wording, batch: Batch) -> str:
        value = batch.log.values[-1] if batch.log.values else NOTHING
        if isinstance(value, tuple) and type(value) is not tuple:
            value = next((one for one in value if one is not Marker.NULL), NOTHING)
        shown = "" if value is NOTHING else show(value).text
        if wording.verb == "calls":
            return f"calls {wording.what}" + (f" -> {shown}" if shown not in ("", "None") else "")
        if wording.verb in ("ends", "enters", "leaves"):
            return f"{wording.verb} {wording.what}"
        if not wording.what:
            return f"{wording.verb} {shown}"
        return f"{wording.verb} {wording.what} ({shown})" if shown else f"{wording.verb} {wording.what}"


def _awaited(request: object) -> str:
    match request:
        case Park(what, _):
            return what
        case DeviceUse(device, _):
            return device
        case AwaitExit():
            return "a process's end"
    return ""


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1]}…"
