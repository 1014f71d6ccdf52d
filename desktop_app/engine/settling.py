"""Makes the rows of a trace from what threads executed."""

from __future__ import annotations

from array import array
from itertools import repeat
from typing import TYPE_CHECKING, Final

from desktop_app.program.effects import NameWrite, ObjectWrite, Shown, Write
from desktop_app.program.log import DELETES, PUSHES, STORES_GLOBAL, roles_of
from desktop_app.program.values import NOTHING, Pushed, show, size_bytes
from desktop_app.trace.memory_tables import ObjectTable, WriteTable
from desktop_app.trace.values import EMPTY_STACK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop_app.engine.threads import SimThread
    from desktop_app.program.log import Batch
    from desktop_app.trace.trace import Trace

#: So many numbers and texts are found again without their repr being made once more.
_MOST_KNOWN: Final = 100_000


class Settler:
    """Appends rows to one trace.

    Attributes:
        nodes: The operand stack that each thread is at.
        objects: For each process, the number that each of its objects has in the trace.
    """

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self.nodes = [EMPTY_STACK] * len(trace.ended)
        self.objects: dict[int, dict[int, int]] = {}
        #: The index of each whole number, and of each text, that was recorded lately.
        self._ints: dict[int, int] = {}
        self._strs: dict[str, int] = {}

    def add_thread(self) -> None:
        """Take note that the trace has one more thread."""
        self.nodes.append(EMPTY_STACK)

    def forgot(self, moved: dict[int, int]) -> None:
        """Follow the trace's stack nodes to their new indexes; the values have new ones, too."""
        self.nodes = [moved[node] for node in self.nodes]
        self._ints.clear()
        self._strs.clear()

    def partial(self, thread: SimThread, start_ns: int, end_ns: int, line: int) -> None:
        """Record an instruction that was cut before its end."""
        self._trace.written.executed[thread.index].append(start_ns, end_ns, line, self.nodes[thread.index], 0)

    def batch(self, thread: SimThread, batch: Batch, start_ns: int, first_ns: int, cost_ns: int) -> None:
        """Record completed instructions; see `Recorder.batch`."""
        for early in batch.log.early:
            self._write(thread, early, start_ns)
        node, process = self.nodes[thread.index], thread.process.index
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
        log, code = batch.log.whole(), batch.code
        written, process = self._trace.written, thread.process.index
        table, stacks = written.executed[thread.index], written.stacks
        parents, tops, writes, roles = stacks.parent, stacks.value, log.writes, roles_of(batch.unit)
        node, ints = self.nodes[thread.index], self._ints
        depth, nodes = stacks.depth(node), list[int]()
        for position, (line, now, value) in enumerate(zip(log.lines, log.depths, log.values, strict=True)):
            pushes, role = (), roles[line]
            if value is NOTHING:
                keep = now
                if role == DELETES:
                    self._write(thread, NameWrite(code[line].name, None, 0), first_end_ns + position * cost_ns)
            elif type(value) is Pushed:
                pushes, keep = value, now - len(value)
            elif role == PUSHES:
                pushes, keep = (value,), now - 1
            else:
                keep = now
                if role == STORES_GLOBAL:
                    index = ints.get(value) if type(value) is int else None  # type: ignore[call-overload]
                    if index is None:
                        index = self._value_of(process, value)
                    self._store(thread, code[line].name, index, size_bytes(value), first_end_ns + position * cost_ns)
            while depth > keep:
                node = parents[node]
                depth -= 1
            if position in writes:
                for write in writes[position]:
                    self._write(thread, write, first_end_ns + position * cost_ns)
            for pushed in pushes:
                index = ints.get(pushed) if type(pushed) is int else None  # type: ignore[call-overload]
                if index is None:
                    index = self._value_of(process, pushed)
                parents.append(node)
                tops.append(index)
                node = len(parents) - 1
            depth = now
            nodes.append(node)
        table.line.extend(log.lines)
        table.node.extend(nodes)
        self.nodes[thread.index] = node

    def _value_of(self, process: int, value: object) -> int:
        """Return the index of a value of the program, as a reader sees it."""
        kind = type(value)
        if kind is not int and kind is not str:
            return self._value(process, show(value))
        known: dict[object, int] = self._ints if kind is int else self._strs  # type: ignore[assignment]
        index = known.get(value)
        if index is None:
            if len(known) >= _MOST_KNOWN:
                known.clear()
            index = known[value] = self._trace.written.values.intern(show(value).text)
        return index

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
            known[local] = len(self._trace.written.objects)
            self._trace.written.objects.append(ObjectTable())
        return known[local]
