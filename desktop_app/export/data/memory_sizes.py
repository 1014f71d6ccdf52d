"""How much memory processes had over time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_app.analysis.memory import data_bytes
from desktop_app.analysis.validity import Validity
from desktop_app.export.data.intervals import Span
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

#: Of a process with more changes the rest is left out: adding up all variables for each would take too long.
_MOST_CHANGES: Final = 20_000

#: A time, the index of a process, or -1 for all together, and a number of bytes from then on.
Size = tuple[int, int, int]


def memory_sizes(trace: Trace, span: Span) -> Iterator[Size]:
    """Yield how much memory each process, and all together, had in a span: what they had at its beginning first.

    Where the scenario says what processes take of RAM, that is what counts; of the others the code and the global
    variables of programs. Those of one process are in order of time, and so are the sums, which come last.
    """
    claimed = _claimed(trace, span)
    changes: list[Size] = []
    for process, info in enumerate(trace.processes):
        if info.arrival_ns < span.end_ns:
            own = claimed.get(process) or (_held(trace, process, span) if info.listing >= 0 and not claimed else [])
            changes += [(time, process, size) for time, size in own]
    yield from changes
    held: dict[int, int] = {}
    total, before = 0, -1
    changes.sort(key=lambda change: change[0])
    for number, (time, process, size) in enumerate(changes):
        total += size - held.get(process, 0)
        held[process] = size
        if (number + 1 == len(changes) or changes[number + 1][0] > time) and total != before:
            yield time, -1, total
            before = total


def _claimed(trace: Trace, span: Span) -> dict[int, list[tuple[int, int]]]:
    """Return what the scenario says that processes have of RAM, and since when."""
    found: dict[int, list[tuple[int, int]]] = {}
    events = trace.events
    for row in events.until(span.end_ns):
        if events.kind[row] == EventKind.MEMORY:
            own = found.setdefault(events.process[row], [])
            time = max(events.time[row], span.begin_ns)
            if own and own[-1][0] == time:
                own.pop()
            own.append((time, events.value[row]))
    return found


def _held(trace: Trace, process: int, span: Span) -> list[tuple[int, int]]:
    """Return what the code and the global variables of a process take, and since when."""
    info, end_ns = trace.processes[process], trace.memory[process].end_ns
    code = trace.listings[info.listing].code_bytes
    until = span.end_ns if end_ns is None else min(end_ns, span.end_ns)
    found: list[tuple[int, int]] = []
    at = max(info.arrival_ns, span.begin_ns)
    while at < until and len(found) < _MOST_CHANGES:
        validity = Validity(until)
        size = code + data_bytes(trace, process, at, validity)
        if not found or found[-1][1] != size:
            found.append((at, size))
        at = max(validity.until_ns, at + 1)
    if found and end_ns is not None and end_ns <= span.end_ns:
        found.append((end_ns, 0))
    return found
