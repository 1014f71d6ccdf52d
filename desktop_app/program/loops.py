"""Loops that only compute with numbers: executed in strides, and once more, one by one, for who reads what they did.

What such a loop does follows from the values of its variables when it is entered: so it is enough to note those, and
how many instructions were executed from there.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.program.frame import Frame
from desktop_app.program.functions import UNBOUND
from desktop_app.program.operations import Op
from desktop_app.program.space import AddressSpace
from desktop_app.program.strides import INDEX, LENGTH, Body, body_of
from desktop_app.program.terms import BOUND, NUMBERS
from desktop_app.program.values import IteratorObject

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.program.functions import CodeUnit, FunctionCode
    from desktop_app.program.operations import Instruction
    from desktop_app.program.terms import Numbers, Stride

#: Instructions between two looks at the numbers: an addition makes a number longer by one bit at the most, so that
#: none can become so long meanwhile that its size would have to be counted.
_CHUNK: Final = 800
#: After it could not be entered, a loop makes so many rounds in the ordinary way at most before it is tried again.
_LONGEST_PAUSE: Final = 1_024
#: Fewer instructions in strides are not worth the effort.
_FEW: Final = 50
#: What the first instruction of a loop gives instead of its value when the loop is to be tried in strides.
LOOP: Final = object()
#: The jumps that may lead back to the beginning of a loop.
_JUMPS: Final = frozenset({Op.JUMP, Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE})


class Replay(NamedTuple):
    """Instructions that were executed in strides.

    Attributes:
        code: The code object that they belong to.
        first: Index in the listing of the first one.
        length: How many.
        depth: How many values lay on the operand stack below those of the loop.
        slots: The local variables before.
        names: The global variables that the loop uses, before.
        stack: What the loop had on the operand stack before.
    """

    code: FunctionCode
    first: int
    length: int
    depth: int
    slots: list[object]
    names: dict[str, object]
    stack: list[IteratorObject]

    def columns(self) -> tuple[list[int], list[int], list[object]]:
        """Execute the instructions once more; return the line, the depth of the stack and the value of each."""
        space = AddressSpace()
        space.variables = dict(self.names)
        frame = Frame(space, self.code, list(self.slots))
        stack, linked, depth = frame.stack, self.code.unit.linked, self.depth
        stack += map(_copied, self.stack)
        frame.next = self.first
        lines: list[int] = []
        depths: list[int] = []
        values: list[object] = []
        for _ in range(self.length):
            index = frame.next
            handler, instruction = linked[index]
            frame.next = index + 1
            values.append(handler(frame, instruction))
            lines.append(index)
            depths.append(depth + len(stack))
        return lines, depths, values


def _copied(iterator: IteratorObject) -> IteratorObject:
    """Return an iterator that goes on from the same place."""
    return IteratorObject(copy.copy(iterator.source), iterator.over)


class NumberLoop:
    """One loop of a program that may be executed in strides.

    Args:
        instructions: The program's instructions.
        head: Index of the loop's first instruction.
        last: Index of the last jump back to it.
    """

    __slots__ = ("_body", "_head", "_pause", "_rest")

    def __init__(self, instructions: Sequence[Instruction], head: int, last: int) -> None:
        self._head = head
        self._body = body_of(instructions, head, last)
        self._pause = self._rest = 0

    @property
    def possible(self) -> bool:
        """Whether it can be divided into strides at all."""
        return self._body is not None

    def due(self) -> bool:
        """Return whether it is to be tried now; counts the rounds in which it is not."""
        self._rest -= 1
        return self._rest < 0

    def run(self, frame: Frame, most: int) -> Replay | None:
        """Execute up to ``most`` instructions of the loop; None when it must be executed in the ordinary way now."""
        replay = None if self._body is None else self._run(self._body, frame, most)
        # A loop that leaves its strides soon is better executed in the ordinary way.
        self._pause = min(2 * self._pause + 1, _LONGEST_PAUSE) if replay is None or replay.length < _FEW else 0
        self._rest = self._pause
        return replay

    def _run(self, body: Body, frame: Frame, most: int) -> Replay | None:
        if body.uses_names and frame.names is not frame.globals:
            return None
        numbers = _numbers(body, frame)
        if numbers is None:
            return None
        stack, held = frame.stack, list[IteratorObject]()
        if body.iterator >= 0:
            iterator = stack[-1]
            if not isinstance(iterator, IteratorObject) or iterator.kind != "range_iterator":
                return None
            numbers[body.iterator] = iterator.source
            held.append(_copied(iterator))
        slots, names = list(frame.slots), {name: frame.globals[name] for name in body.names}
        stride, count = _go(body.entry, numbers, most)
        if not count:
            return None
        replay = Replay(frame.code, self._head, count, len(stack) - len(held), slots, names, held)
        _write_back(body, frame, numbers)
        frame.next = stride[INDEX]
        if stride is body.exhausted:
            del stack[len(stack) - body.drops :]
        return replay


def _numbers(body: Body, frame: Frame) -> Numbers | None:
    """Return the values of a loop's variables; None when one of them is no number, or is too long."""
    slots, variables = frame.slots, frame.globals
    found: Numbers = [
        slots[variable] if isinstance(variable, int) else variables.get(variable, UNBOUND)
        for variable in body.variables
    ]
    if not all(type(value) in NUMBERS for value, read in zip(found, body.read, strict=True) if read):
        return None
    if not _are_short(found):
        return None
    found += body.spare
    return found


def _are_short(numbers: Numbers) -> bool:
    return all(type(value) is not int or -BOUND < value < BOUND for value in numbers)


def _go(stride: Stride, numbers: Numbers, most: int) -> tuple[Stride, int]:
    """Take strides of up to so many instructions together; return the one to be taken next, and how many they were."""
    done = 0
    while stride[LENGTH] <= most - done and _are_short(numbers):
        left = chunk = min(most - done, _CHUNK)
        try:
            while left >= stride[LENGTH]:
                following = stride[0](numbers)
                left -= stride[LENGTH]
                stride = following
        except (ArithmeticError, TypeError, ValueError):
            return stride, done + chunk - left  # nothing was changed by it: the ordinary way says what is wrong
        done += chunk - left
    return stride, done


def _write_back(body: Body, frame: Frame, numbers: Numbers) -> None:
    slots, variables = frame.slots, frame.globals
    for place in body.written:
        variable = body.variables[place]
        if isinstance(variable, int):
            slots[variable] = numbers[place]
        else:
            variables[variable] = numbers[place]


def loops_of(unit: CodeUnit) -> dict[int, int]:
    """Return the loops of a program: by the index of the first instruction that of the last jump back to it."""
    found: dict[int, int] = {}
    for _, instruction in unit.linked:
        if instruction.op in _JUMPS and 0 <= instruction.target <= instruction.index:
            found[instruction.target] = instruction.index
    return found


class LoopHead:
    """Executes the first instruction of a loop, and says when the loop is to be tried in strides.

    Args:
        unit: The program.
        head: Index of the instruction.
        last: Index of the last jump back to it.
    """

    __slots__ = ("_handler", "_head", "_last", "_rounds", "_unit", "loop")

    def __init__(self, unit: CodeUnit, head: int, last: int) -> None:
        self._unit = unit
        self._head = head
        self._last = last
        self._handler: Callable[[Frame, Instruction], object] = unit.linked[head][0]
        self._rounds = 0
        #: The loop; None until it has made a few rounds, which many loops never do.
        self.loop: NumberLoop | None = None

    def __call__(self, frame: Frame, instruction: Instruction) -> object:
        """Execute the instruction, or return `LOOP` and change nothing."""
        loop = self.loop
        if loop is not None:
            return LOOP if loop.due() else self._handler(frame, instruction)
        self._rounds += 1
        if self._rounds == _FIRST_ROUNDS:
            self.loop = NumberLoop([one for _, one in self._unit.linked], self._head, self._last)
            if not self.loop.possible:
                # It is executed like any other instruction from here on.
                self._unit.quick[self._head] = (self._handler, instruction, False)
        return self._handler(frame, instruction)


#: So many rounds are made before a loop is looked at.
_FIRST_ROUNDS: Final = 3
