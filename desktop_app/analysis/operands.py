"""What an instruction loads from memory and stores to it, with the values, read from the stacks before and after it."""

from __future__ import annotations

from typing import Final, NamedTuple, TypeVar

from desktop_app.analysis.validity import Validity
from desktop_app.analysis.value_texts import value_text
from desktop_app.model.listing import Access, AccessKind, ListingLine, Scope
from desktop_app.trace.frames import NO_FRAME
from desktop_app.trace.trace import Trace
from desktop_app.trace.values import EMPTY_STACK

#: What stands on a stack where CPython keeps a place free for a method's object.
_NULL: Final = "NULL"
#: Instructions that fetch an item of a container; from CPython 3.14 on it is one of the binary operations.
_ITEM_LOADS: Final = frozenset({("BINARY_SUBSCR", ""), ("BINARY_OP", "[]")})
_NOTHING: Final = EMPTY_STACK - 1
#: So many instructions are kept, of thousands that are shown at once.
_MOST_KEPT: Final = 20_000
Known = TypeVar("Known")


class Operand(NamedTuple):
    """A value that an instruction needs from memory.

    Attributes:
        text: What it is, such as ``x = 10``; ``10`` for a constant of the code.
        forwarded: Whether memory did not hold it yet when it had to leave, one slot before the instruction's own: the
            instruction before, or another core, has only just stored it.
    """

    text: str
    forwarded: bool


class Transfers:
    """What the instructions of one trace load from memory and store to it; kept, as the same are shown frame by frame.

    Attributes:
        trace: The trace.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self._begin_ns = trace.begin_ns
        self._operands: dict[tuple[int, int], Operand | None] = {}
        self._results: dict[tuple[int, int], str] = {}
        self._tops: dict[tuple[int, int], tuple[Validity, str]] = {}

    def operand(self, thread: int, row: int) -> Operand | None:
        """Return what `operand_of` does."""
        kept = self._kept(self._operands)
        if (thread, row) in kept:
            return kept[thread, row]
        found = operand_of(self.trace, thread, row)
        if self._final(thread, row):
            kept[thread, row] = found
        return found

    def result(self, thread: int, row: int) -> str:
        """Return what `result_of` does."""
        kept = self._kept(self._results)
        if (thread, row) in kept:
            return kept[thread, row]
        found = result_of(self.trace, thread, row)
        if self._final(thread, row):
            kept[thread, row] = found
        return found

    def top(self, thread: int, t_ns: int) -> str:
        """Return the text of the value on top of a thread's operand stack at ``t_ns``; empty when there is none."""
        trace = self.trace
        tops = self._kept(self._tops)
        known = tops.get((thread, 0))
        if known is None or not known[0].holds(t_ns):
            validity, executed = Validity(trace.known_until_ns), trace.executed[thread]
            row = validity.row(executed.end, t_ns)
            node = executed.node[row] if row >= 0 else EMPTY_STACK
            text = "" if node == EMPTY_STACK else value_text(trace, trace.stacks.value[node], t_ns, validity=validity)
            known = tops[thread, 0] = validity, text
        return known[1]

    def _kept(self, known: dict[tuple[int, int], Known]) -> dict[tuple[int, int], Known]:
        """Return what is known, which is nothing after history was forgotten, as rows have other numbers then."""
        if self._begin_ns != self.trace.begin_ns:
            self._begin_ns = self.trace.begin_ns
            self._operands.clear()
            self._results.clear()
            self._tops.clear()
        elif len(known) >= _MOST_KEPT:
            known.clear()
        return known

    def _final(self, thread: int, row: int) -> bool:
        return self.trace.executed[thread].end[row] < self.trace.known_until_ns


def operand_of(trace: Trace, thread: int, row: int) -> Operand | None:
    """Return what a completed instruction loaded from memory, or None when it loaded nothing, or failed.

    Args:
        trace: The trace.
        thread: Index of the thread.
        row: The instruction's row in the thread's table.
    """
    executed = trace.executed[thread]
    line = _line(trace, thread, row)
    reads = [access for access in line.accesses if access.kind is AccessKind.READ]
    constant = line.opname == "LOAD_CONST"
    item = not reads and not constant and (line.opname, line.argument) in _ITEM_LOADS
    if not (reads or constant or item) or not executed.done[row]:
        return None
    before = executed.node[row - 1] if row else EMPTY_STACK
    loaded = _loaded(trace, before, executed.node[row], line, len(reads), item=item)
    if not loaded:
        return None
    end_ns = executed.end[row]
    needed_ns = executed.start[row] - trace.header.instruction_ns
    if constant:
        return Operand(value_text(trace, loaded[0], end_ns), forwarded=False)
    if item:
        key = value_text(trace, trace.stacks.value[before], end_ns)
        container = trace.stacks.value[_below(trace, before)]
        changed = _changed(trace, container, needed_ns, end_ns)
        return Operand(f"[{key}] = {value_text(trace, loaded[0], end_ns)}", forwarded=changed)
    texts = [
        f"{_name(access)} = {value_text(trace, value, end_ns)}" for access, value in zip(reads, loaded, strict=True)
    ]
    held = [_held(trace, thread, row, access, value, before) for access, value in zip(reads, loaded, strict=True)]
    return Operand(", ".join(texts), forwarded=not all(held))


def result_of(trace: Trace, thread: int, row: int) -> str:
    """Return what a completed instruction stores to memory, such as ``z = 30`` or ``[2] = 4``; empty for nothing.

    Args:
        trace: The trace.
        thread: Index of the thread.
        row: The instruction's row in the thread's table.
    """
    executed = trace.executed[thread]
    line = _line(trace, thread, row)
    writes = [access for access in line.accesses if access.kind is AccessKind.WRITE]
    item = line.opname == "STORE_SUBSCR"
    if not (writes or item) or not executed.done[row] or not row or trace.ended[thread] == executed.end[row]:
        return ""
    end_ns, before, after = executed.end[row], executed.node[row - 1], executed.node[row]
    if item:
        key, value = before, _below(trace, _below(trace, before))
        if value == _NOTHING or _below(trace, value) != after:
            return ""  # it failed
        shown = value_text(trace, trace.stacks.value[value], end_ns)
        return f"[{value_text(trace, trace.stacks.value[key], end_ns)}] = {shown}"
    node = _below(trace, before) if writes[0].scope is Scope.ATTRIBUTE else before
    if writes[0].scope is Scope.ATTRIBUTE and _below(trace, node) != after:
        return ""
    texts = []
    for access in writes:
        if node in {EMPTY_STACK, _NOTHING}:
            return ""
        texts.append(f"{_name(access)} = {value_text(trace, trace.stacks.value[node], end_ns)}")
        node = _below(trace, node)
    return ", ".join(texts)


def _line(trace: Trace, thread: int, row: int) -> ListingLine:
    listing = trace.processes[trace.threads[thread].process].listing
    return trace.listings[listing].lines[trace.executed[thread].line[row]]


def _name(access: Access) -> str:
    return f".{access.name}" if access.scope is Scope.ATTRIBUTE else access.name


def _below(trace: Trace, node: int) -> int:
    """Return the stack without its top; `_NOTHING` below an empty one."""
    return trace.stacks.parent[node] if node > EMPTY_STACK else _NOTHING


def _loaded(trace: Trace, before: int, after: int, line: ListingLine, reads: int, *, item: bool) -> list[int]:
    """Return the values that came to lie on the stack, the first one first; none when the instruction failed.

    An instruction that went on elsewhere, because it raised or called a function of the program, left another stack.
    """
    ground = before
    if item:
        ground = _below(trace, _below(trace, before))
    elif reads and line.accesses[0].scope is Scope.ATTRIBUTE:
        ground = _below(trace, before)
    elif reads and line.accesses[0].kind is AccessKind.WRITE:
        ground = _below(trace, before)  # it stores one variable and loads another
    pushed: list[int] = []
    node = after
    while node > EMPTY_STACK and node != ground and len(pushed) <= reads + 1:
        pushed.append(trace.stacks.value[node])
        node = trace.stacks.parent[node]
    if node != ground:
        return []
    values = [value for value in reversed(pushed) if trace.values.text[value] != _NULL]
    # A method comes with its object, which was on the stack before.
    return values[: max(1, reads)] if len(values) >= max(1, reads) else []


def _held(trace: Trace, thread: int, row: int, access: Access, value: int, before: int) -> bool:  # noqa: PLR0917
    """Return whether memory held the value a slot before the instruction's own, when it had to leave."""
    executed = trace.executed[thread]
    needed_ns, end_ns = executed.start[row] - trace.header.instruction_ns, executed.end[row]
    process = trace.threads[thread].process
    if access.scope is Scope.GLOBAL:
        table = trace.memory[process].globals.get(access.name)
        if table is None:
            return True  # a built-in name
        at = table.at(needed_ns)
        return at >= 0 and table.value[at] == value
    if access.scope is Scope.ATTRIBUTE:
        return before <= EMPTY_STACK or not _changed(trace, trace.stacks.value[before], needed_ns, end_ns)
    if access.scope is Scope.LOCAL:
        node = trace.calls[thread].at(needed_ns)
        if node == NO_FRAME:
            return False
        call = trace.frames.frame(node)
        places = trace.listings[trace.processes[process].listing].function(call.function).places
        return any(known == value and places[place] == access.name for place, known in call.values.items())
    return row == 0 or not any(
        one.kind is AccessKind.WRITE and one.name == access.name for one in _line(trace, thread, row - 1).accesses
    )


def _changed(trace: Trace, value: int, begin_ns: int, end_ns: int) -> bool:
    """Return whether the object that a value refers to changed in (begin_ns, end_ns]."""
    obj = trace.values.obj[value]
    return obj >= 0 and trace.objects[obj].at(begin_ns) != trace.objects[obj].at(end_ns)
