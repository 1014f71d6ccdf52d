"""The locks that programs make themselves: which one a thread waits for, and who has it.

The engine knows such a lock as an object in a process's memory only, so all of this is read from what instructions had
on the operand stack: a thread waits for the lock that the instruction was given in whose middle it waits, and has the
lock that an instruction of its was given when the object's contents changed from free to taken. Where two threads run
for a free lock in the same nanosecond, that may name the one that came too late.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, NamedTuple

from desktop_app.trace.lives import Lives
from desktop_app.trace.memory_tables import InstructionTable
from desktop_app.trace.values import EMPTY_STACK

#: What references to these objects look like, and what such an object shows while it is free.
_FREE: Final = {"lock()": "unlocked", "RLock()": "0"}
#: What a thread that waits for one is said to wait for.
LOCK: Final = "lock"
#: The instructions that take a lock: calls of `acquire`, and what `with` is compiled to.
_TAKING: Final = ("CALL", "BEFORE_WITH", "LOAD_SPECIAL")
#: How many changes of an object's contents are looked through for when it was taken; a lock taken again and again
#: by its owner may have more.
_MOST_CHANGES: Final = 1_000


class ProgramLock(NamedTuple):
    """A lock of a program.

    Attributes:
        obj: Index of the object in the trace.
        process: Index of the process in whose memory it is.
        free: What it shows while it is free.
    """

    obj: int
    process: int
    free: str


class ProgramLocks:
    """The locks that came to lie on a stack or in a variable.

    It grows with the trace, and starts anew when history was forgotten.
    """

    def __init__(self, lives: Lives) -> None:
        self._lives = lives
        self._trace = lives.trace
        self._begin_ns = lives.trace.begin_ns
        self._seen = 0
        self._found: dict[int, ProgramLock] = {}

    def all(self) -> dict[int, ProgramLock]:
        """Return them by the index of the object, in the order in which they were seen first."""
        trace = self._trace
        if self._begin_ns != trace.begin_ns:
            self._begin_ns, self._seen, self._found = trace.begin_ns, 0, {}
        values = trace.values
        for value in range(self._seen, len(values)):
            free, obj = _FREE.get(values.text[value]), values.obj[value]
            if free is not None and obj >= 0 and obj not in self._found:
                process = next((number for number, one in enumerate(trace.memory) if obj in one.numbers), -1)
                if process >= 0:
                    self._found[obj] = ProgramLock(obj, process, free)
        self._seen = len(values)
        return self._found

    def awaited(self, thread: int, t_ns: int) -> ProgramLock | None:
        """Return the lock that a thread which waits for one at ``t_ns`` waits for; None where that cannot be told."""
        return self._given(thread, self._trace.executed[thread].retired(t_ns))

    def holder(self, lock: ProgramLock, t_ns: int) -> int | None:
        """Return the thread that has a lock at ``t_ns``; None when it is free, and when that was forgotten."""
        table = self._trace.objects[lock.obj]
        last = row = table.at(t_ns)
        while row >= 0 and last - row < _MOST_CHANGES and not self._is_free(lock, row):
            row -= 1
        return self._taker(lock, table.time[row + 1]) if row < last else None

    def name(self, lock: ProgramLock, t_ns: int) -> str:
        """Return the global variable that refers to a lock at ``t_ns``, or its number among the process's objects."""
        memory = self._trace.memory[lock.process]
        for name, writes in memory.globals.items():
            row = writes.at(t_ns)
            if row >= 0 and writes.value[row] >= 0 and self._trace.values.obj[writes.value[row]] == lock.obj:
                return name
        return f"#{memory.numbers[lock.obj]}"

    def _is_free(self, lock: ProgramLock, row: int) -> bool:
        head = self._trace.objects[lock.obj].head[row]
        return not head or self._trace.values.text[head[0]] == lock.free

    def _taker(self, lock: ProgramLock, taken_ns: int) -> int | None:
        """Return who took a lock at a moment: who was woken for it, or else whose instruction ended then."""
        trace, at_once = self._trace, None
        for thread in trace.processes[lock.process].threads:
            if trace.threads[thread].arrival_ns > taken_ns or trace.ended[thread] < taken_ns:
                continue
            executed, waits = trace.executed[thread], trace.waits[thread]
            row = executed.retired(taken_ns)
            if self._given(thread, row) != lock:
                continue
            began = executed.end[row]
            waited = bisect_right(waits.time, taken_ns) - 1
            while waited >= 0 and waits.time[waited] >= began:
                woken = trace.causes[waits.cause[waited]].text == LOCK and waits.at(taken_ns) < 0
                if woken and self._lives.running(thread, taken_ns) is not None:
                    return thread
                waited -= 1
            if began == taken_ns and not self._waits_for_lock(thread, taken_ns) and self._may_take(thread, row):
                at_once = thread
        return at_once

    def _waits_for_lock(self, thread: int, t_ns: int) -> bool:
        waits = self._trace.waits[thread]
        row = waits.at(t_ns)
        return row >= 0 and self._trace.causes[waits.cause[row]].text == LOCK

    def _may_take(self, thread: int, row: int) -> bool:
        """Return whether an instruction may have taken the lock that it was given."""
        trace = self._trace
        executed = trace.executed[thread]
        if not self._opname(thread, row).startswith(_TAKING):
            return False
        texts = [trace.values.text[value] for value in trace.stacks.values(self._node_before(executed, row))]
        return not any(text.endswith(".release()") for text in texts[-2:])

    def _given(self, thread: int, row: int) -> ProgramLock | None:
        """Return the lock that lies uppermost on the stack that an instruction found.

        From CPython 3.14 on, `with` calls a method that the instruction before has looked up on the lock, which then
        lies on the stack no more.
        """
        executed, locks = self._trace.executed[thread], self.all()
        values = self._trace.values
        before = self._first_row(executed, row) - 1
        if before >= 0 and self._opname(thread, before) == "LOAD_SPECIAL":
            row = before
        for value in reversed(self._trace.stacks.values(self._node_before(executed, row))):
            if values.obj[value] in locks:
                return locks[values.obj[value]]
        return None

    def _opname(self, thread: int, row: int) -> str:
        trace = self._trace
        listing = trace.listings[trace.processes[trace.threads[thread].process].listing]
        return listing.lines[trace.executed[thread].line[row]].opname

    @classmethod
    def _node_before(cls, executed: InstructionTable, row: int) -> int:
        """Return the stack that an instruction found."""
        row = cls._first_row(executed, row)
        return executed.node[row - 1] if row > 0 else EMPTY_STACK

    @staticmethod
    def _first_row(executed: InstructionTable, row: int) -> int:
        """Return the first row of an instruction: one that was interrupted has two."""
        while row > 0 and not executed.done[row - 1]:
            row -= 1
        return row
