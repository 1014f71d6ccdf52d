"""What one go of a thread executed, in columns that cost the interpreter little; readers get steps made from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop_app.model.listing import Scope
from desktop_app.program.effects import NameWrite, Outcome, Shown, Step, Write
from desktop_app.program.operations import Op
from desktop_app.program.values import NOTHING, Pushed, show, size_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.program.effects import Request
    from desktop_app.program.loops import Replay
    from desktop_app.program.operations import Instruction

#: Operations that put their value in a variable instead of on the operand stack.
_NAME_STORES = frozenset({Op.STORE_NAME, Op.STORE_GLOBAL})
_LOCAL_STORES = frozenset({Op.STORE_LOCAL, Op.STORE_CELL})
_NAME_DELETES = frozenset({Op.DELETE_NAME, Op.DELETE_GLOBAL})


class Log:
    """The instructions of one go, in order.

    Attributes:
        lines: Index in the listing of each.
        depths: How many values were on the operand stack after each.
        values: What each put on the stack, or in its variable; `Pushed` for several values, `NOTHING` for none.
        writes: What else some of them wrote, by their position.
        early: What library code wrote before the first one, or without any.
        replays: Instructions that are not in the columns, with the position in those before which they were executed.
        replayed: How many those are.
    """

    __slots__ = ("depths", "early", "lines", "replayed", "replays", "values", "writes")

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.depths: list[int] = []
        self.values: list[object] = []
        self.writes: dict[int, tuple[Write, ...]] = {}
        self.early: list[Write] = []
        self.replays: list[tuple[int, Replay]] = []
        self.replayed = 0

    @property
    def count(self) -> int:
        """How many instructions there are."""
        return len(self.lines) + self.replayed

    def add(self, line: int, depth: int, value: object) -> None:
        """Add one instruction."""
        self.lines.append(line)
        self.depths.append(depth)
        self.values.append(value)

    def add_replay(self, replay: Replay) -> None:
        """Add instructions that are worked out when somebody reads them."""
        self.replays.append((len(self.lines), replay))
        self.replayed += replay.count

    def whole(self) -> Log:
        """Return the log with all instructions in its columns."""
        if not self.replays:
            return self
        whole, done = Log(), 0
        whole.early = self.early
        for position, replay in self.replays:
            self._copy_to(whole, done, position)
            lines, depths, values = replay.columns()
            whole.lines += lines
            whole.depths += depths
            whole.values += values
            done = position
        self._copy_to(whole, done, len(self.lines))
        return whole

    def _copy_to(self, whole: Log, begin: int, end: int) -> None:
        shift = len(whole.lines) - begin
        whole.lines += self.lines[begin:end]
        whole.depths += self.depths[begin:end]
        whole.values += self.values[begin:end]
        for position, writes in self.writes.items():
            if begin <= position < end:
                whole.writes[position + shift] = writes

    def steps(self, code: Sequence[Instruction]) -> list[Step]:
        """Return the instructions as a reader sees them."""
        whole = self.whole()
        columns = zip(whole.lines, whole.depths, whole.values, strict=True)
        return [
            whole._step(code[line], depth, value, position) for position, (line, depth, value) in enumerate(columns)
        ]

    def _step(self, instruction: Instruction, depth: int, value: object, position: int) -> Step:
        writes, op = self.writes.get(position, ()), instruction.op
        pushed: tuple[Shown, ...] = ()
        if type(value) is Pushed:
            pushed = tuple(map(show, value))
        elif value is NOTHING:
            if op in _NAME_DELETES and _is_global(instruction):
                writes = (NameWrite(instruction.name, None, 0), *writes)
        elif op in _NAME_STORES:
            if _is_global(instruction):
                writes = (NameWrite(instruction.name, show(value), size_bytes(value)), *writes)
        elif op not in _LOCAL_STORES:
            pushed = (show(value),)
        return Step(instruction.index, depth - len(pushed), pushed, writes)


def _is_global(instruction: Instruction) -> bool:
    """Return whether the name that an instruction binds is a global variable: the body of a class has its own."""
    return instruction.accesses[0].scope is Scope.GLOBAL


class Batch(NamedTuple):
    """The instructions that one call executed, in order, and how it ended.

    Attributes:
        log: What they did.
        code: The program's instructions.
        outcome: How it ended.
        at_switch_point: Whether the last instruction is one at which CPython may give up the GIL.
        late: What came to lie on the operand stack before the first one, since the thread had to wait for it.
        requests: What is to be done when the last instruction is over, in order.
        ends_process: Whether the whole process ends with this thread.
        exit_code: What the process's exit code is when it does.
        hidden_work: Instructions of library code that were executed beside them, in no simulated time.
    """

    log: Log
    code: Sequence[Instruction]
    outcome: Outcome
    at_switch_point: bool = False
    late: tuple[object, ...] = ()
    requests: tuple[Request, ...] = ()
    ends_process: bool = False
    exit_code: int = 0
    hidden_work: int = 0

    @property
    def steps(self) -> list[Step]:
        """The instructions as a reader sees them, one step each."""
        return self.log.steps(self.code)

    @property
    def count(self) -> int:
        """How many instructions were executed."""
        return self.log.count
