"""How much processes have in memory, as numbers and in words."""

from __future__ import annotations

from desktop_app.analysis.snapshot import ProcessView, Snapshot
from desktop_app.views.stage.text import ram_text, size_text


def counted(snapshot: Snapshot) -> bool:
    """Return whether the machine counts what processes have of RAM; otherwise all that is known is code and data."""
    return snapshot.ram_bytes is not None or any(process.ram_bytes is not None for process in snapshot.processes)


def all_in_use(snapshot: Snapshot) -> tuple[int, ...]:
    """Return what each process has in memory, in bytes."""
    known = counted(snapshot)
    return tuple(_in_use(process, known=known) for process in snapshot.processes)


def in_use(snapshot: Snapshot, process: ProcessView) -> int:
    """Return what a process has in memory, in bytes; nothing once it has ended."""
    return _in_use(process, known=counted(snapshot))


def size_words(snapshot: Snapshot, process: ProcessView, *, known: bool | None = None) -> str:
    """Return what a process has in memory; empty for one of bursts where nothing counts what it has.

    Args:
        snapshot: The machine at one moment.
        process: One of its processes.
        known: What `counted` gives, where that is known already.
    """
    known = counted(snapshot) if known is None else known
    used = _in_use(process, known=known)
    if known:
        return ram_text(used, snapshot.ram_bytes)
    return size_text(used) if process.listing is not None else ""


def _in_use(process: ProcessView, *, known: bool) -> int:
    if process.ended:
        return 0
    return process.ram_bytes or 0 if known else process.code_bytes + process.data_bytes
