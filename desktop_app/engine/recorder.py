"""Writes the trace: keeps what the engine does and what the interpreter did until somebody reads it as rows."""

from __future__ import annotations

from typing import Final, NamedTuple

from desktop_app.engine.inheritance import copy_memory
from desktop_app.engine.settling import Settler
from desktop_app.engine.threads import SimThread
from desktop_app.program.effects import OutputWrite
from desktop_app.program.log import Batch, most_pushed
from desktop_app.trace.trace import Trace

#: What a row takes, with a value on the stack and its text: more than any does (see `trace.size`).
_ROW_BYTES: Final = 128
_VALUE_BYTES: Final = 300
#: The same for a change of a list, a dictionary, a set or an instance with all the values that are shown of it.
_CHANGE_BYTES: Final = 3_000
#: What is kept of an instruction until it is a row, and of instructions that are worked out only then.
_KEPT_BYTES: Final = 64
_REPLAY_BYTES: Final = 2_000
#: When what is kept takes more than this, rows are made of it even though nobody asks.
_MOST_KEPT_BYTES: Final = 32 * 2**20


class Goes(NamedTuple):
    """What one thread executed in one go."""

    thread: SimThread
    batch: Batch
    start_ns: int
    first_ns: int
    cost_ns: int


class Cut(NamedTuple):
    """An instruction that was under execution and was cut before its end."""

    thread: SimThread
    start_ns: int
    end_ns: int
    line: int


class Recorder:
    """Appends to one trace, which asks it to `settle` before anybody reads there.

    Attributes:
        trace: The trace.
        instructions: How many instructions were completed.
        hidden_work: How many instructions of library code were executed beside them, and what large operations took.
        unsettled_bytes: More than the trace grows by when what is kept becomes rows.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.instructions = 0
        self.hidden_work = 0
        self.unsettled_bytes = 0
        self._kept: list[Goes | Cut] = []
        self._kept_bytes = 0
        self._settler = Settler(trace)
        trace.late = self

    def add_thread(self) -> None:
        """Take note that the trace has one more thread: it stands at an empty stack."""
        self._settler.add_thread()

    def copy_memory(
        self,
        parent: int,
        child: int,
        thread: int,
        time_ns: int,
        *,
        shared: frozenset[int],
        inherited: tuple[range, ...],
    ) -> None:
        """Record that a process begins with a copy of another one's memory; see `inheritance.copy_memory`.

        Any object whose number is not in ``inherited`` is the same one for all processes of the family that have it.
        """
        self.settle()
        self._settler.inherited[child] = inherited
        known = self._settler.objects.get(parent, {})
        self._settler.objects[child] = copy_memory(
            self.trace, known, parent, child, thread=thread, time_ns=time_ns, shared=shared
        )

    def partial(self, thread: SimThread, start_ns: int, end_ns: int, line: int) -> None:
        """Record that an instruction was under execution and was cut before its end."""
        self._kept.append(Cut(thread, start_ns, end_ns, line))
        self.unsettled_bytes += _ROW_BYTES
        self._kept_bytes += _KEPT_BYTES

    def batch(self, thread: SimThread, batch: Batch, start_ns: int, first_ns: int, cost_ns: int) -> int:
        """Record completed instructions and return when the last one ended.

        Args:
            thread: Who executed them.
            batch: What they did.
            start_ns: When the first began, or went on after it was cut.
            first_ns: What the first one still cost.
            cost_ns: What each of the others cost.
        """
        count = batch.count
        self._kept.append(Goes(thread, batch, start_ns, first_ns, cost_ns))
        self.instructions += count
        self.hidden_work += batch.hidden_work + batch.native_work
        self._count_bytes(batch)
        if self._kept_bytes > _MOST_KEPT_BYTES:
            self.settle()
        return start_ns + first_ns + (count - 1) * cost_ns if count else start_ns

    def _count_bytes(self, batch: Batch) -> None:
        log = batch.log
        self._kept_bytes += len(log.lines) * _KEPT_BYTES + len(log.replays) * _REPLAY_BYTES + batch.charged_bytes
        self.unsettled_bytes += batch.count * (_ROW_BYTES + most_pushed(batch.unit) * _VALUE_BYTES)
        begun = sum(len(change.slots) + 1 for change in log.calls.values())
        self.unsettled_bytes += (len(batch.late) + begun) * (_ROW_BYTES + _VALUE_BYTES)
        for writes in (log.early, *log.writes.values()):
            for write in writes:
                self.unsettled_bytes += _CHANGE_BYTES + (len(write.text) if isinstance(write, OutputWrite) else 0)

    def settle(self) -> None:
        """Make rows of everything that is kept, in the order in which it came."""
        if not self._kept:
            return
        kept, self._kept = self._kept, []
        self.unsettled_bytes = self._kept_bytes = 0
        for one in kept:
            if isinstance(one, Goes):
                self._settler.batch(*one)
            else:
                self._settler.partial(*one)

    def state(self) -> dict[str, object]:
        """Return what a recorder knows beside the trace, for `resume`."""
        self.settle()
        return {
            "instructions": self.instructions,
            "hidden_work": self.hidden_work,
            "nodes": self._settler.nodes,
            "objects": self._settler.objects,
            "inherited": self._settler.inherited,
        }

    def resume(self, state: dict[str, object]) -> None:
        """Go on where another recorder was."""
        nodes, objects, instructions = state["nodes"], state["objects"], state["instructions"]
        hidden_work, inherited = state["hidden_work"], state["inherited"]
        assert isinstance(nodes, list)
        assert isinstance(objects, dict)
        assert isinstance(inherited, dict)
        assert isinstance(instructions, int)
        assert isinstance(hidden_work, int)
        self._settler.nodes = nodes
        self._settler.objects = objects
        self._settler.inherited = inherited
        self.instructions = instructions
        self.hidden_work = hidden_work

    def forgot(self, moved: dict[int, int]) -> None:
        """Follow the trace's stack nodes to their new indexes after history was dropped."""
        self._settler.forgot(moved)

    def current_nodes(self) -> list[int]:
        """Return the stack each thread is at, for whoever drops history."""
        self.settle()
        return list(self._settler.nodes)
