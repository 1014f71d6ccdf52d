"""Writes the trace: turns what the engine does, and what the interpreter did, into rows."""

from __future__ import annotations

from desktop_app.engine.inheritance import copy_memory
from desktop_app.engine.threads import SimThread
from desktop_app.program.effects import NameWrite, ObjectWrite, Shown, Write
from desktop_app.program.log import Batch
from desktop_app.program.values import show
from desktop_app.trace.memory_tables import ObjectTable, WriteTable
from desktop_app.trace.trace import Trace
from desktop_app.trace.values import EMPTY_STACK


class Recorder:
    """Appends to one trace.

    Attributes:
        trace: The trace.
        instructions: How many instructions were completed.
        hidden_work: How many instructions of library code were executed beside them.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.instructions = 0
        self.hidden_work = 0
        self._nodes = [EMPTY_STACK] * len(trace.ended)
        self._objects: dict[int, dict[int, int]] = {}

    def add_thread(self) -> None:
        """Take note that the trace has one more thread: it stands at an empty stack."""
        self._nodes.append(EMPTY_STACK)

    def copy_memory(self, parent: int, child: int, thread: int, time_ns: int) -> None:
        """Record that a process begins with a copy of another one's memory; ``thread`` is its first one."""
        known = self._objects.get(parent, {})
        self._objects[child] = copy_memory(self.trace, known, parent, child, thread=thread, time_ns=time_ns)

    def partial(self, thread: SimThread, start_ns: int, end_ns: int, line: int) -> None:
        """Record that an instruction was under execution and was cut before its end."""
        node = self._nodes[thread.index]
        self.trace.executed[thread.index].append(start_ns, end_ns, line, node, 0)

    def batch(self, thread: SimThread, batch: Batch, start_ns: int, first_ns: int, cost_ns: int) -> int:
        """Record completed instructions and return when the last one ended.

        Args:
            thread: Who executed them.
            batch: What they did.
            start_ns: When the first began, or went on after it was cut.
            first_ns: What the first one still cost.
            cost_ns: What each of the others cost.
        """
        table = self.trace.executed[thread.index]
        stacks, values = self.trace.stacks, self.trace.values
        row_node = self._nodes[thread.index]
        process = thread.process.index
        depth = len(stacks.values(row_node))
        start, end = start_ns, start_ns + first_ns
        for early in batch.log.early:
            self._write(thread, early, start_ns)
        for late in batch.late:
            row_node = stacks.push(row_node, self._value(process, show(late)))
        depth += len(batch.late)
        for step in batch.steps:
            if depth > step.keep:
                row_node = stacks.drop(row_node, depth - step.keep)
            for write in step.writes:
                self._write(thread, write, end)
            for shown in step.pushed:
                value = values.intern(shown.text) if shown.obj < 0 else self._value(process, shown)
                row_node = stacks.push(row_node, value)
            depth = step.keep + len(step.pushed)
            table.append(start, end, step.line, row_node, 1)
            start, end = end, end + cost_ns
        self._nodes[thread.index] = row_node
        self.instructions += batch.count
        self.hidden_work += batch.hidden_work
        return start

    def _write(self, thread: SimThread, write: Write, time_ns: int) -> None:
        process = thread.process.index
        memory = self.trace.memory[process]
        if isinstance(write, NameWrite):
            table = memory.globals.setdefault(write.name, WriteTable())
            value = -1 if write.value is None else self._value(process, write.value)
            table.append(time_ns, value, thread.index, write.size_bytes)
        elif isinstance(write, ObjectWrite):
            number = self._object(process, write.obj)
            head = tuple(self._value(process, item) for item in write.head)
            self.trace.objects[number].append(time_ns, head, write.length, write.size_bytes)
        else:
            memory.output.append(time_ns, thread.index, write.text)

    def _value(self, process: int, shown: Shown) -> int:
        obj = self._object(process, shown.obj) if shown.obj >= 0 else -1
        return self.trace.values.intern(shown.text, obj)

    def _object(self, process: int, local: int) -> int:
        known = self._objects.setdefault(process, {})
        if local not in known:
            known[local] = len(self.trace.objects)
            self.trace.objects.append(ObjectTable())
        return known[local]

    def state(self) -> dict[str, object]:
        """Return what a recorder knows beside the trace, for `resume`."""
        return {
            "instructions": self.instructions,
            "hidden_work": self.hidden_work,
            "nodes": self._nodes,
            "objects": self._objects,
        }

    def resume(self, state: dict[str, object]) -> None:
        """Go on where another recorder was."""
        nodes, objects, instructions = state["nodes"], state["objects"], state["instructions"]
        hidden_work = state["hidden_work"]
        assert isinstance(nodes, list)
        assert isinstance(objects, dict)
        assert isinstance(instructions, int)
        assert isinstance(hidden_work, int)
        self._nodes = nodes
        self._objects = objects
        self.instructions = instructions
        self.hidden_work = hidden_work

    def forgot(self, moved: dict[int, int]) -> None:
        """Follow the trace's stack nodes to their new indexes after history was dropped."""
        self._nodes = [moved[node] for node in self._nodes]

    def current_nodes(self) -> list[int]:
        """Return the stack each thread is at, for whoever drops history."""
        return list(self._nodes)
