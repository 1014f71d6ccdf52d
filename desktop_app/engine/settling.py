"""Makes the rows of a trace from what threads executed."""

from __future__ import annotations

from array import array
from itertools import repeat
from typing import TYPE_CHECKING, Final

from desktop_app.program.effects import NameWrite, ObjectWrite, Shown, Write
from desktop_app.program.functions import UNBOUND, Cell
from desktop_app.program.log import DELETES, LOST, STORES, bindings_of, roles_of
from desktop_app.program.values import NOTHING, Pushed, show, size_bytes
from desktop_app.trace.frames import NO_FRAME, UNBOUND_VALUE
from desktop_app.trace.memory_tables import ObjectTable, WriteTable
from desktop_app.trace.values import EMPTY_STACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop_app.engine.threads import SimThread
    from desktop_app.program.log import Batch, CallChange, Log
    from desktop_app.trace.trace import Trace

#: So many numbers and texts are found again without their repr being made once more.
_MOST_KNOWN: Final = 100_000
#: Numbers below this are short enough to be shown in full.
_LONG_INT: Final = 10**18


def _by_row(log: Log) -> Iterable[tuple[Write, ...]]:
    """Return what each instruction wrote beside its variable."""
    if not log.writes:
        return repeat((), len(log.lines))
    return map(log.writes.get, range(len(log.lines)), repeat(()))


class Settler:
    """Appends rows to one trace.

    Attributes:
        nodes: The operand stack that each thread is at.
        objects: For each process, the number that each of its objects has in the trace. That of the first process of a
            family has those of all others, too, but for the copies that they began with.
        inherited: For each process that another one started, the numbers of the objects that it began with copies of.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self.nodes = [EMPTY_STACK] * len(trace.ended)
        self.objects: dict[int, dict[int, int]] = {}
        self.inherited: dict[int, tuple[range, ...]] = {}
        #: The indexes of values that were recorded lately, by their type.
        self._known: dict[type, dict[object, int]] = {kind: {} for kind in (int, bool, str, type(None))}

    def add_thread(self) -> None:
        """Take note that the trace has one more thread."""
        self.nodes.append(EMPTY_STACK)

    def forgot(self, moved: dict[int, int]) -> None:
        """Follow the trace's stack nodes to their new indexes; the values have new ones, too."""
        self.nodes = [moved[node] for node in self.nodes]
        for known in self._known.values():
            known.clear()

    def partial(self, thread: SimThread, start_ns: int, end_ns: int, line: int) -> None:
        """Record an instruction that was cut before its end."""
        self._trace.written.executed[thread.index].append(start_ns, end_ns, line, self.nodes[thread.index], 0)

    def batch(self, thread: SimThread, batch: Batch, start_ns: int, first_ns: int, cost_ns: int) -> None:
        """Record completed instructions; see `Recorder.batch`."""
        for early in batch.log.early:
            self._write(thread, early, start_ns)
        node, process = self.nodes[thread.index], thread.process.index
        begun = batch.log.calls.get(-1)
        if begun is not None:
            self._call(thread, begun, start_ns)
        for late in batch.late:
            node = self._trace.written.stacks.push(node, self._value_of(process, late))
        self.nodes[thread.index] = node
        count = batch.count
        if not count:
            return
        self._append(thread, batch, start_ns + first_ns, cost_ns)
        table = self._trace.written.executed[thread.index]
        end = start_ns + first_ns + (count - 1) * cost_ns
        table.start.append(start_ns)
        table.start.extend(range(start_ns + first_ns, end, cost_ns) if cost_ns else repeat(end, count - 1))
        table.end.extend(range(start_ns + first_ns, end + 1, cost_ns) if cost_ns else repeat(end, count))
        table.done.extend(array("b", b"\1") * count)

    def _append(self, thread: SimThread, batch: Batch, first_end_ns: int, cost_ns: int) -> None:
        """Record the lines and the stacks of a batch, and what it wrote."""
        log = batch.log.whole()
        written, process = self._trace.written, thread.process.index
        parents, tops, roles, known = written.stacks.parent, written.stacks.value, roles_of(batch.unit), self._known
        node = self.nodes[thread.index]
        depth, last, nodes = written.stacks.depth(node), len(parents) - 1, list[int]()
        bindings, calls = bindings_of(batch.unit), log.calls
        end_ns = first_end_ns - cost_ns
        for line, now, value, writes in zip(log.lines, log.depths, log.values, _by_row(log), strict=True):
            end_ns += cost_ns
            role, kind = roles[line], type(value)
            pushed: Sequence[object] = (
                value if isinstance(value, Pushed) else () if role or value is NOTHING else (value,)
            )
            keep = now - len(pushed)
            if bindings[line]:
                self._bind_locals(thread, bindings[line], node, end_ns)
            if calls and len(nodes) in calls:
                self._call(thread, calls[len(nodes)], end_ns)
            while depth > keep:
                node = parents[node]
                depth -= 1
            depth = now
            if role and role != STORES and not pushed and (value is NOTHING) is (role == DELETES):
                self._bind(thread, batch.code[line].name, value, end_ns)
            if writes:
                for write in writes:
                    self._write(thread, write, end_ns)
            if pushed:
                for one in pushed:
                    cache = known.get(kind if kind is not Pushed else type(one))
                    index = None if cache is None else cache.get(one)
                    parents.append(node)
                    tops.append(self._value_of(process, one) if index is None else index)
                    last = node = last + 1
            nodes.append(node)
        table = written.executed[thread.index]
        table.line.extend(log.lines)
        table.node.extend(nodes)
        self.nodes[thread.index] = node

    def _call(self, thread: SimThread, change: CallChange, time_ns: int) -> None:
        """Record that a thread left calls, and began one."""
        frames, calls = self._trace.written.frames, self._trace.written.calls[thread.index]
        node = calls.node[-1] if calls.node else NO_FRAME
        for _ in range(change.left):
            node = frames.leave(node)
        if change.first >= 0:
            node = frames.enter(node, change.first)
            for place, value in enumerate(change.slots):
                if value is not UNBOUND and not isinstance(value, Cell):
                    node = frames.bind(node, place, self._value_of(thread.process.index, value))
        calls.append(time_ns, node)

    def _bind_locals(self, thread: SimThread, changes: tuple[tuple[int, int], ...], top: int, time_ns: int) -> None:
        """Record that local variables took values from the operand stack, or lost those they had."""
        written = self._trace.written
        calls, stacks = written.calls[thread.index], written.stacks
        if not calls.node:
            return  # a thread of no program of ours
        node = calls.node[-1]
        for place, below in changes:
            value = UNBOUND_VALUE
            if below != LOST and top != EMPTY_STACK:
                value = stacks.value[stacks.drop(top, below)]
            node = written.frames.bind(node, place, value)
        calls.append(time_ns, node)

    def _bind(self, thread: SimThread, name: str, value: object, time_ns: int) -> None:
        """Record that a global variable takes a value, or none."""
        index, size = -1, 0
        if value is not NOTHING:
            index, size = self._value_of(thread.process.index, value), size_bytes(value)
        self._store(thread, name, index, size, time_ns)

    def _value_of(self, process: int, value: object) -> int:
        """Return the index of a value of the program, as a reader sees it."""
        known = self._known.get(type(value))
        if known is None:
            index = self._value(process, show(value))
            obj = self._trace.written.values.obj[index]
            if obj >= 0:
                self._trace.written.memory[process].number(obj)
            return index
        found = known.get(value)
        if found is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            text = repr(value) if type(value) is int and -_LONG_INT < value < _LONG_INT else show(value).text
            found = known[value] = self._trace.written.values.intern(text)
        return found

    def _store(self, thread: SimThread, name: str, value: int, size: int, time_ns: int) -> None:
        variables = self._trace.written.memory[thread.process.index].globals
        table = variables.get(name)
        if table is None:
            table = variables[name] = WriteTable()
        table.append(time_ns, value, thread.index, size)

    def _write(self, thread: SimThread, write: Write, time_ns: int) -> None:
        process = thread.process.index
        if isinstance(write, NameWrite):
            value = -1 if write.value is None else self._value(process, write.value)
            self._store(thread, write.name, value, write.size_bytes, time_ns)
        elif isinstance(write, ObjectWrite):
            number = self._object(process, write.obj)
            head = tuple(self._values(process, write.head))
            self._trace.written.objects[number].append(time_ns, head, write.length, write.size_bytes)
        else:
            self._trace.written.memory[process].output.append(time_ns, thread.index, write.text)

    def _values(self, process: int, shown: Iterable[Shown]) -> list[int]:
        return [self._value(process, one) for one in shown]

    def _value(self, process: int, shown: Shown) -> int:
        obj = self._object(process, shown.obj) if shown.obj >= 0 else -1
        return self._trace.written.values.intern(shown.text, obj)

    def _object(self, process: int, local: int) -> int:
        known = self.objects.setdefault(process, {})
        if local not in known:
            family = known
            if not any(local in numbers for numbers in self.inherited.get(process, ())):
                # It was made here, or by another process in memory that they share: then it is the same object.
                family = self.objects.setdefault(self._first_of_family(process), {})
            if local not in family:
                family[local] = len(self._trace.written.objects)
                self._trace.written.objects.append(ObjectTable())
            known[local] = family[local]
        return known[local]

    def _first_of_family(self, process: int) -> int:
        """Return the process that began what this one belongs to."""
        infos = self._trace.processes
        while infos[process].parent >= 0:
            process = infos[process].parent
        return process
