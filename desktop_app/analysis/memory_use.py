"""How much memory the processes of a run took together, at the most."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.analysis.memory import data_bytes
from desktop_app.analysis.validity import Validity
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUse:
    """The most that all processes had at one moment.

    Attributes:
        peak_bytes: How much that was.
        whole: Whether it is all that a process takes of RAM, as the scenario says; else code and global variables only.
    """

    peak_bytes: int
    whole: bool


def memory_use(trace: Trace, end_ns: int) -> MemoryUse | None:
    """Return the most memory that the processes had together at a moment up to ``end_ns``.

    Where the scenario says what processes take of RAM, that is what counts. Where it does not, the code and the global
    variables of programs are counted, each process with what it had at its end, or at ``end_ns``: every process has
    its own copy. None where there are neither such sizes nor programs.
    """
    claimed = _claimed_bytes(trace, end_ns)
    if claimed is not None:
        return MemoryUse(peak_bytes=claimed, whole=True)
    if not trace.listings:
        return None
    return MemoryUse(peak_bytes=_held_bytes(trace, end_ns), whole=False)


def _claimed_bytes(trace: Trace, end_ns: int) -> int | None:
    """Return the largest sum of what processes had of RAM; None where nothing was ever said of it."""
    events = trace.events
    held: dict[int, int] = {}
    total, peak, known = 0, 0, False
    for row in events.until(end_ns):
        if events.kind[row] == EventKind.MEMORY:
            process, size_bytes = events.process[row], events.value[row]
            total += size_bytes - held.get(process, 0)
            held[process] = size_bytes
            peak, known = max(peak, total), True
    return peak if known else None


def _held_bytes(trace: Trace, end_ns: int) -> int:
    """Return the largest sum of the code and globals of processes that were there at the same time."""
    changes: list[tuple[int, int]] = []
    for process, info in enumerate(trace.processes):
        if info.arrival_ns > end_ns or info.listing < 0:
            continue
        ended_ns = trace.memory[process].end_ns
        until_ns = end_ns if ended_ns is None else min(ended_ns, end_ns)
        size_bytes = trace.listings[info.listing].code_bytes
        size_bytes += data_bytes(trace, process, until_ns, Validity(until_ns))
        changes.append((info.arrival_ns, size_bytes))
        if ended_ns is not None and ended_ns <= end_ns:
            changes.append((ended_ns, -size_bytes))
    total = peak = 0
    # What ends at a moment is gone before what begins at it.
    for _, size_bytes in sorted(changes):
        total += size_bytes
        peak = max(peak, total)
    return peak
