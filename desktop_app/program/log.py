"""What one go of a thread executed, in columns that cost the interpreter little; readers get steps made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.model.listing import Scope
from desktop_app.program.effects import NameWrite, Outcome, Shown, Step, Write
from desktop_app.program.operations import Op
from desktop_app.program.values import NOTHING, Pushed, show, size_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop_app.program.effects import Request
    from desktop_app.program.functions import CodeUnit
    from desktop_app.program.loops import Replay
    from desktop_app.program.operations import Instruction

#: What becomes of the value of an instruction: it lies on the operand stack, or in a global or another variable; or it
#: is none, as a global variable is deleted.
PUSHES: Final = 0
STORES_GLOBAL: Final = 1
STORES: Final = 2
DELETES: Final = 3
_ROLES: Final = {
    Op.STORE_NAME: STORES_GLOBAL,
    Op.STORE_GLOBAL: STORES_GLOBAL,
    Op.STORE_LOCAL: STORES,
    Op.STORE_CELL: STORES,
    Op.DELETE_NAME: DELETES,
    Op.DELETE_GLOBAL: DELETES,
}
#: Operations that leave as many values on the operand stack as their count says, or that and so many more.
_MANY: Final = frozenset({Op.SWAP, Op.UNPACK_SEQUENCE, Op.UNPACK_STARRED})
_FEW: Final = 4


def _role(instruction: Instruction) -> int:
    role = _ROLES.get(instruction.op, PUSHES)
    # The body of a class has names of its own, which are no variables.
    in_class = role in (STORES_GLOBAL, DELETES) and instruction.accesses[0].scope is not Scope.GLOBAL
    return STORES if in_class else role


def roles_of(unit: CodeUnit) -> bytes:
    """Return what becomes of the value of each instruction of a program."""
    if not unit.roles:
        unit.roles = bytes(_role(instruction) for _, instruction in unit.linked)
    return unit.roles


#: A local variable loses its value.
LOST: Final = -1


def _bindings(instruction: Instruction) -> tuple[tuple[int, int], ...]:
    first, second = instruction.count, instruction.second
    match instruction.op:
        case Op.STORE_LOCAL | Op.STORE_AND_LOAD_LOCAL:
            return ((first, 0),)
        case Op.STORE_TWO_LOCALS:
            return ((first, 0), (second, 1))
        case Op.DELETE_LOCAL | Op.LOAD_LOCAL_AND_CLEAR | Op.MAKE_CELL:
            return ((first, LOST),)
    return ()


def bindings_of(unit: CodeUnit) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return which local variables each instruction of a program changes.

    Each comes with the place on the operand stack of the value that it takes, from the top, or `LOST`. One that
    functions within share has none: what it holds is kept in a cell, not in the frame.
    """
    if not unit.bindings:
        found = tuple(_bindings(instruction) for _, instruction in unit.linked)
        unit.bindings = found or ((),) * len(unit.roles)
    return unit.bindings


def most_pushed(unit: CodeUnit) -> int:
    """Return how many values one instruction of a program leaves on the operand stack at most."""
    if not unit.most_pushed:
        many = (instruction.count for _, instruction in unit.linked if instruction.op in _MANY)
        unit.most_pushed = _FEW + max((count & 0xFF) + (count >> 8) for count in (0, *many))
    return unit.most_pushed


class CallChange(NamedTuple):
    """A thread left calls, and began one.

    Attributes:
        left: How many calls are over.
        first: Index in the listing of the first instruction of the function that was called then; -1 for none.
        slots: The local variables with which that began or, in a generator, goes on.
    """

    left: int
    first: int = -1
    slots: tuple[object, ...] = ()


class Log:
    """The instructions of one go, in order.

    Attributes:
        lines: Index in the listing of each.
        depths: How many values were on the operand stack after each.
        values: What each put on the stack, or in its variable; `Pushed` for several values, `NOTHING` for none.
        writes: What else some of them wrote, by their position.
        calls: How the calls that the thread is in have changed after some of them, by their position; -1 for before
            them.
        early: What library code wrote before the first one, or without any.
        replays: Instructions that are not in the columns, with the position in those before which they were executed.
        replayed: How many those are.
    """

    __slots__ = ("calls", "depths", "early", "lines", "replayed", "replays", "values", "writes")

    def __init__(self) -> None:
        self.lines: list[int] = []
        self.depths: list[int] = []
        self.values: list[object] = []
        self.writes: dict[int, tuple[Write, ...]] = {}
        self.calls: dict[int, CallChange] = {}
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
        self.replayed += replay.length

    def whole(self) -> Log:
        """Return the log with all instructions in its columns."""
        if not self.replays:
            return self
        whole, done = Log(), 0
        whole.early = self.early
        whole.calls = {position: change for position, change in self.calls.items() if position < 0}
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
        for position, change in self.calls.items():
            if begin <= position < end:
                whole.calls[position + shift] = change

    def steps(self, code: Sequence[Instruction]) -> list[Step]:
        """Return the instructions as a reader sees them."""
        whole = self.whole()
        columns = zip(whole.lines, whole.depths, whole.values, strict=True)
        return [
            _step(code[line], depth, value, whole.writes.get(position, ()))
            for position, (line, depth, value) in enumerate(columns)
        ]


def _step(instruction: Instruction, depth: int, value: object, writes: tuple[Write, ...]) -> Step:
    role = _role(instruction)
    pushed: tuple[Shown, ...] = ()
    if type(value) is Pushed:
        pushed = tuple(map(show, value))
    elif value is NOTHING:
        if role == DELETES:
            writes = (NameWrite(instruction.name, None, 0), *writes)
    elif role == STORES_GLOBAL:
        writes = (NameWrite(instruction.name, show(value), size_bytes(value)), *writes)
    elif role == PUSHES:
        pushed = (show(value),)
    return Step(instruction.index, depth - len(pushed), pushed, writes)


@dataclass(slots=True, kw_only=True)
class Batch:
    """The instructions that one call executed, in order, and how it ended.

    Attributes:
        log: What they did.
        code: The program's instructions.
        unit: The program.
        outcome: How it ended.
        at_switch_point: Whether the last instruction is one at which CPython may give up the GIL.
        late: What came to lie on the operand stack before the first one, since the thread had to wait for it.
        requests: What is to be done when the last instruction is over, in order.
        ends_process: Whether the whole process ends with this thread.
        exit_code: What the process's exit code is when it does.
        charged_bytes: What was allocated meanwhile: the log may be all that keeps it alive.
        hidden_work: Instructions of library code that were executed beside them, in no simulated time.
        native_work: What the host took for large operations, in instructions of library code; see `accounts`.
    """

    log: Log
    code: Sequence[Instruction]
    unit: CodeUnit
    outcome: Outcome
    at_switch_point: bool = False
    late: tuple[object, ...] = ()
    requests: tuple[Request, ...] = ()
    ends_process: bool = False
    exit_code: int = 0
    hidden_work: int = 0
    native_work: int = 0
    charged_bytes: int = 0

    @property
    def steps(self) -> list[Step]:
        """The instructions as a reader sees them, one step each."""
        return self.log.steps(self.code)

    @property
    def count(self) -> int:
        """How many instructions were executed."""
        return self.log.count
