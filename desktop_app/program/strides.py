"""Divides a loop that computes with numbers into strides: several instructions as one step of the host's.

A stride begins and ends where the loop has nothing on the operand stack. It either does all that its instructions
do or, when one of them fails, nothing: what may fail is worked out before the first variable changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from desktop_app.program import terms
from desktop_app.program.operations import Op
from desktop_app.program.terms import BOUND, NUMBERS, Moves, Numbers, Stride, Take, Term, number
from desktop_app.program.values import Marker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.program.operations import Instruction

#: A local variable's place in the frame, or a global one's name.
Variable = int | str
#: Where a stride keeps how many instructions it is, and the index of the first one.
LENGTH: Final = 1
INDEX: Final = 2
#: The length of what lies outside of the loop: it is never taken.
_ENDLESS: Final = 1 << 60
#: How many instructions a stride may be long, and how many places there are for what is under way in it.
_LONGEST: Final = 200
_SPARE: Final = 8

_OF_TWO_LOCALS: Final = frozenset({Op.LOAD_TWO_LOCALS, Op.STORE_TWO_LOCALS, Op.STORE_AND_LOAD_LOCAL})
_OF_LOCALS: Final = _OF_TWO_LOCALS | {Op.LOAD_LOCAL, Op.STORE_LOCAL}
_OF_NAMES: Final = frozenset({Op.LOAD_NAME, Op.STORE_NAME, Op.LOAD_GLOBAL, Op.STORE_GLOBAL})
_STORES: Final = frozenset({Op.STORE_LOCAL, Op.STORE_NAME, Op.STORE_GLOBAL})


class Body(NamedTuple):
    """A loop in strides.

    Attributes:
        entry: The stride that it begins with.
        variables: Its variables.
        written: The places of those that it assigns to.
        read: Which of its variables must have a number for a value.
        spare: The places behind the variables.
        uses_names: Whether it uses names that mean something else in a class.
        names: Those of its variables that are global.
        iterator: The place of the iterator whose numbers it takes; -1 when it takes none.
        exhausted: Where it leads when that has no more numbers.
        drops: How many values of the operand stack it takes with it then.
    """

    entry: Stride
    variables: tuple[Variable, ...]
    written: tuple[int, ...]
    read: tuple[bool, ...]
    spare: tuple[None, ...]
    uses_names: bool
    names: tuple[str, ...]
    iterator: int
    exhausted: Stride
    drops: int


class _ImpossibleError(Exception):
    """A loop does what strides cannot do."""


def body_of(instructions: Sequence[Instruction], head: int, last: int) -> Body | None:
    """Return the loop from ``head`` to ``last`` in strides; None when it does what strides cannot do."""
    try:
        return _Division(instructions, head, last).body()
    except _ImpossibleError:
        return None


class _Division:
    """The division of one loop."""

    def __init__(self, instructions: Sequence[Instruction], head: int, last: int) -> None:
        self._instructions = instructions
        self._head = head
        self._last = last
        region = instructions[head : last + 1]
        self._places: dict[Variable, int] = {}
        for instruction in region:
            for variable in _variables_of(instruction):
                self._places.setdefault(variable, len(self._places))
        self._uses_names = any(instruction.op in (Op.LOAD_NAME, Op.STORE_NAME) for instruction in region)
        self._targets = {instruction.target for instruction in region}
        self._strides: dict[int, Stride] = {}
        self._pending: list[int] = []
        #: The places of the variables that are assigned to.
        self.written: set[int] = set()
        #: The places of the variables whose values are used.
        self.read: set[int] = set()
        self.iterator = len(self._places) + _SPARE
        self.exhausted: Stride = [None, _ENDLESS, instructions[head].target]

    def body(self) -> Body:
        """Divide it."""
        entry, first = self.stride_at(self._head), self.instruction(self._head)
        while self._pending:
            index = self._pending.pop()
            self._strides[index][:2] = self._made(index)
        return Body(
            entry=entry,
            variables=tuple(self._places),
            written=tuple(sorted(self.written)),
            read=tuple(place in self.read or isinstance(name, str) for name, place in self._places.items()),
            spare=(None,) * (_SPARE + 1),
            uses_names=self._uses_names,
            names=tuple(name for name in self._places if isinstance(name, str)),
            iterator=self.iterator if first.op is Op.FOR_ITER else -1,
            exhausted=self.exhausted,
            drops=int(first.flag),
        )

    def _made(self, index: int) -> tuple[Take | None, int]:
        if index == self._head:
            return (_iteration if self.instruction(index).op is Op.FOR_ITER else _part)(self, index)
        try:
            return _part(self, index)
        except _ImpossibleError:
            return None, _ENDLESS  # from there on the loop goes on in the ordinary way

    def stride_at(self, index: int) -> Stride:
        """Return the stride that begins at an instruction; it may be made later."""
        if not self._head <= index <= self._last:
            return [None, _ENDLESS, index]
        found = self._strides.get(index)
        if found is None:
            found = self._strides[index] = [None, 0, index]
            self._pending.append(index)
        return found

    def instruction(self, index: int) -> Instruction:
        """Return an instruction of the loop."""
        if not self._head <= index <= self._last:
            raise _ImpossibleError
        return self._instructions[index]

    def begins_at(self, index: int) -> bool:
        """Return whether a stride must end before an instruction."""
        return index in self._targets or not self._head <= index <= self._last

    def place(self, variable: Variable) -> int:
        """Return a variable's place."""
        return self._places[variable]

    def spare(self, taken: int) -> int:
        """Return one more place for what is under way."""
        if taken >= _SPARE:
            raise _ImpossibleError
        return len(self._places) + taken


def _variables_of(instruction: Instruction) -> tuple[Variable, ...]:
    if instruction.op in _OF_TWO_LOCALS:
        return (instruction.count, instruction.second)
    if instruction.op in _OF_LOCALS:
        return (instruction.count,)
    return (instruction.name,) if instruction.op in _OF_NAMES else ()


def _iteration(division: _Division, index: int) -> tuple[Take, int]:
    """Return the stride that takes the next number of a range, and assigns it."""
    store = division.instruction(index + 1)
    if store.op not in _STORES or division.begins_at(index + 1):
        raise _ImpossibleError
    (variable,) = _variables_of(store)
    place = division.place(variable)
    division.written.add(place)
    following, out = division.stride_at(index + 2), division.exhausted
    # The range ends in one instruction instead of two.
    ending: Stride = [lambda _: out, -1, out[INDEX]]
    iterator, end = division.iterator, Marker.END

    def take(numbers: Numbers) -> Stride:
        value = next(numbers[iterator], end)
        if value is end:
            return ending
        numbers[place] = value
        return following

    return take, 2


def _part(division: _Division, index: int) -> tuple[Take, int]:
    return _Part(division, index).made()


class _Part:
    """The making of one stride: its instructions are followed with terms on the stack instead of numbers."""

    def __init__(self, division: _Division, index: int) -> None:
        self._division = division
        self._first = self._index = index
        self._stack: list[Term] = []
        #: The assignments of the statements that are complete.
        self._moves: Moves = []
        #: Those of the statement under way, and where it began.
        self._begun: Moves = []
        self._begin = index
        #: What the variables are that the statement assigns to, until it is complete.
        self._held: dict[int, Term] = {}
        self._spares = 0

    def made(self) -> tuple[Take, int]:
        """Return what takes the stride, and how many instructions it is."""
        division = self._division
        while True:
            instruction = division.instruction(self._index)
            if instruction.op in _JUMPS:
                return self._jump(instruction)
            follow = _FOLLOWED.get(instruction.op)
            if follow is None:
                raise _ImpossibleError
            self._index += 1
            follow(self, instruction)
            ends = division.begins_at(self._index)
            if self._stack:
                if ends:
                    raise _ImpossibleError
                continue
            if not self._complete():
                return self._up_to_statement()
            if ends or self._index - self._first >= _LONGEST:
                return terms.moving(self._moves, division.stride_at(self._index)), self._index - self._first

    def _complete(self) -> bool:
        """Complete a statement; False when it may fail and is not the stride's first."""
        self._begun += self._held.items()
        risky = any(term.risky for _, term in self._begun)
        if risky and self._moves:
            return False
        self._moves += self._begun
        self._begun, self._held, self._begin = [], {}, self._index
        return True

    def _up_to_statement(self) -> tuple[Take, int]:
        """Return the stride without the statement under way, which begins another one."""
        return terms.moving(self._moves, self._division.stride_at(self._begin)), self._begin - self._first

    def _jump(self, instruction: Instruction) -> tuple[Take, int]:
        division, length = self._division, self._index + 1 - self._first
        target = division.stride_at(instruction.target)
        if instruction.op is Op.JUMP:
            if self._stack:
                raise _ImpossibleError
            return terms.moving(self._moves, target), length
        test = self._pop()
        if self._stack:
            raise _ImpossibleError
        if self._held or test.risky:
            test = self._put_by(test)
        if not self._complete():
            return self._up_to_statement()
        following = division.stride_at(self._index + 1)
        jumps_if_true = instruction.op is Op.POP_JUMP_IF_TRUE
        yes, no = (target, following) if jumps_if_true else (following, target)
        return terms.testing(self._moves, test, yes, no), length

    # -- instructions ---------------------------------------------------------------------------------------

    def _pop(self) -> Term:
        if not self._stack:
            raise _ImpossibleError
        return self._stack.pop()

    def _put_by(self, term: Term) -> Term:
        place = self._division.spare(self._spares)
        self._spares += 1
        self._begun.append((place, term))
        return number(place)

    def _load(self, variable: Variable) -> None:
        place = self._division.place(variable)
        held = self._held.get(place)
        if held is None:
            self._division.read.add(place)
        self._stack.append(held or number(place))

    def _store(self, variable: Variable, *, last: bool = True) -> None:
        """Assign what is on top; at once when that completes the statement."""
        place, term = self._division.place(variable), self._pop()
        self._division.written.add(place)
        if last and not self._stack and not self._held:
            self._begun.append((place, term))
        else:
            self._held[place] = self._put_by(term)

    def load(self, instruction: Instruction) -> None:
        """Follow the loading of variables."""
        for variable in _variables_of(instruction):
            self._load(variable)

    def store(self, instruction: Instruction) -> None:
        """Follow the assignment of a variable."""
        (variable,) = _variables_of(instruction)
        self._store(variable)

    def store_two(self, instruction: Instruction) -> None:
        """Follow the assignment of two variables."""
        self._store(instruction.count, last=False)
        self._store(instruction.second)

    def store_and_load(self, instruction: Instruction) -> None:
        """Follow the assignment of one variable and the loading of another."""
        self._store(instruction.count, last=False)
        self._load(instruction.second)

    def constant(self, instruction: Instruction) -> None:
        """Follow the loading of a constant."""
        value = instruction.value
        if type(value) not in NUMBERS or (isinstance(value, int) and not -BOUND < value < BOUND):
            raise _ImpossibleError
        self._stack.append(terms.constant(value))

    def binary(self, instruction: Instruction) -> None:
        """Follow an operator."""
        right, left = self._pop(), self._pop()
        result = terms.binary(instruction.name, left, right)
        if result is None:
            raise _ImpossibleError
        self._stack.append(result)

    def compare(self, instruction: Instruction) -> None:
        """Follow a comparison."""
        right, left = self._pop(), self._pop()
        self._stack.append(terms.comparison(instruction.name, left, right))

    def unary(self, instruction: Instruction) -> None:
        """Follow a unary operator."""
        self._stack.append(terms.unary(instruction.name, self._pop()))

    def truth(self, instruction: Instruction) -> None:
        """Follow a test of whether a number is 0."""
        self._stack.append(terms.truth(self._pop(), negated=instruction.op is Op.UNARY_NOT))

    def copy(self, instruction: Instruction) -> None:
        """Follow the copying of a value on the stack."""
        if instruction.count > len(self._stack):
            raise _ImpossibleError
        term = self._stack[-instruction.count]
        if term.place < 0:
            term = self._stack[-instruction.count] = self._put_by(term)
        self._stack.append(term)

    def swap(self, instruction: Instruction) -> None:
        """Follow the swapping of two values on the stack."""
        stack, count = self._stack, instruction.count
        if count > len(stack):
            raise _ImpossibleError
        stack[-1], stack[-count] = stack[-count], stack[-1]

    def nothing(self, _instruction: Instruction) -> None:
        """Follow an instruction that does nothing."""


_JUMPS: Final = frozenset({Op.JUMP, Op.POP_JUMP_IF_TRUE, Op.POP_JUMP_IF_FALSE})
_FOLLOWED: Final[dict[Op, Callable[[_Part, Instruction], None]]] = {
    Op.NOP: _Part.nothing,
    Op.LOAD_CONST: _Part.constant,
    Op.LOAD_LOCAL: _Part.load,
    Op.LOAD_TWO_LOCALS: _Part.load,
    Op.LOAD_NAME: _Part.load,
    Op.LOAD_GLOBAL: _Part.load,
    Op.STORE_LOCAL: _Part.store,
    Op.STORE_NAME: _Part.store,
    Op.STORE_GLOBAL: _Part.store,
    Op.STORE_TWO_LOCALS: _Part.store_two,
    Op.STORE_AND_LOAD_LOCAL: _Part.store_and_load,
    Op.BINARY: _Part.binary,
    Op.COMPARE: _Part.compare,
    Op.UNARY: _Part.unary,
    Op.UNARY_NOT: _Part.truth,
    Op.TO_BOOL: _Part.truth,
    Op.COPY: _Part.copy,
    Op.SWAP: _Part.swap,
}
