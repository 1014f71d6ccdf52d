"""What is lit in memory at a moment: lines in flight, values that are read and written, stacks with registers."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.analysis.flights import FLUSH_SLOTS
from desktop_app.analysis.snapshot import CoreState, CoreView, ProcessView, Snapshot
from desktop_app.model.listing import AccessKind, Scope
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.motion import SAVE_SHARE, glow_of
from desktop_app.views.stage.routes import EXECUTE_PHASE

#: What an instruction does with a variable, that which changes it more behind.
_CHANGES = (AccessKind.READ, AccessKind.DELETE, AccessKind.WRITE)
#: The share of a context switch before and after its middle in which stacks are lit.
_REGISTERS_LIT = 0.3
#: A value just written stays lit for this many slots.
_FRESH_SLOTS = 2.0


def moved(frame: Frame, thread: int) -> float:
    """Return how strongly a thread's stack is lit, 0 to 1, because its registers come to lie there or leave it.

    They do so in the middle of a context switch; where that takes no time, at its moment.
    """
    lit, fading_ns = 0.0, FLUSH_SLOTS * frame.snapshot.slot_ns
    for core in frame.snapshot.cores:
        comes = core.thread is not None and core.thread.index == thread
        leaves = core.leaving is not None and core.leaving.index == thread
        if core.state is CoreState.SWITCHING and (comes or leaves):
            lit = max(lit, 1 - abs(core.switch_share - SAVE_SHARE) / _REGISTERS_LIT)
        elif leaves or (comes and core.leaving is not None and core.flushed_ns == core.slice_used_ns):
            lit = max(lit, 1 - core.flushed_ns / fading_ns)
    return lit


def accessed(frame: Frame, process: ProcessView) -> dict[str, AccessKind]:
    """Return what instructions do with which global variables; of several, what changes a variable more.

    A variable is read in Execute; one that is written or deleted changes at the end of Write, and is lit until then.
    """
    return _strongest(process, frame.snapshot.cores, Scope.GLOBAL)


def accessed_locally(frame: Frame, process: ProcessView, thread: int) -> dict[str, AccessKind]:
    """Return the same of the local variables of the call that a thread is in."""
    own = (core for core in frame.snapshot.cores if core.thread is not None and core.thread.index == thread)
    return _strongest(process, own, Scope.LOCAL)


def _strongest(process: ProcessView, cores: Iterable[CoreView], scope: Scope) -> dict[str, AccessKind]:
    found: dict[str, AccessKind] = {}
    if process.listing is None:
        return found
    under_execution = sorted(
        (_CHANGES.index(access.kind), access.name)
        for core in cores
        for flight in core.flights
        if flight.process == process.index and flight.phase >= EXECUTE_PHASE and not flight.discarded
        for access in process.listing.lines[flight.line].accesses
        if access.scope is scope and (flight.phase < 0 or access.kind is not AccessKind.READ)
    )
    for kind, name in under_execution:
        found[name] = _CHANGES[kind]
    return found


def freshness(written_ns: int | None, snapshot: Snapshot) -> float:
    """Return how recently something was written: 1 at once, 0 from two slots on, or when it never was."""
    if written_ns is None:
        return 0.0
    age_ns = snapshot.t_ns - written_ns
    return min(1.0, max(0.0, 2.0 * (1 - age_ns / (_FRESH_SLOTS * snapshot.slot_ns))))


def glows(frame: Frame, process: int) -> dict[int, float]:
    """Return how strongly each line with an instruction in flight is lit, the strongest where several are."""
    found: dict[int, float] = {}
    for core, departs in zip(frame.snapshot.cores, frame.departs, strict=True):
        for flight in core.flights:
            if flight.process == process:
                glow = glow_of(flight.phase, departs)
                if glow > 0:
                    found[flight.line] = max(glow, found.get(flight.line, 0.0))
    return found
