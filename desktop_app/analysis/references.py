"""Which objects a process can reach at t, and through what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_app.analysis.value_texts import call_at, items_of
from desktop_app.trace.trace import Trace
from desktop_app.trace.values import EMPTY_STACK

#: How many objects may lie between a variable or stack and an object that is found.
_DEPTH: Final = 3


def references_at(trace: Trace, process: int, threads: Sequence[int], t_ns: int) -> dict[int, int]:
    """Return the objects that a process reaches at ``t_ns``, each with the first value that refers to it.

    The nearest ones come first.

    Args:
        trace: The trace.
        process: Whose memory it is.
        threads: The threads of the process that live.
        t_ns: The moment.
    """
    found: dict[int, int] = {}
    values = list(_held_directly(trace, process, threads, t_ns))
    for _ in range(_DEPTH + 1):
        new = []
        for value in values:
            obj = trace.values.obj[value]
            if obj >= 0 and obj not in found:
                found[obj] = value
                new.append(obj)
        values = [value for obj in new for value in items_of(trace, obj, t_ns)]
    return found


def _held_directly(trace: Trace, process: int, threads: Sequence[int], t_ns: int) -> Iterator[int]:
    """Yield the values of the global variables, and those on the stacks and in the calls of threads."""
    for table in trace.memory[process].globals.values():
        row = table.at(t_ns)
        if row >= 0 and table.value[row] >= 0:
            yield table.value[row]
    for thread in threads:
        executed = trace.executed[thread]
        row = executed.retired(t_ns)
        yield from trace.stacks.values(executed.node[row] if row >= 0 else EMPTY_STACK)
        for call in call_at(trace, thread, t_ns):
            yield from call.values.values()
