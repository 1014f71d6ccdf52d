"""Whom a camera looks at: a thread, the core that it has, and the process whose memory is its own."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.analysis.snapshot import CoreState, CoreView, ProcessView, Snapshot, ThreadRef
from desktop_app.views.stage.options import StageOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a camera looks at.

    Attributes:
        thread: The thread; None where there is none.
        core: The core that it has, or the one that is meant without a thread; None where there is none.
        process: Index in the trace of the process whose memory is meant; None where there is none.
    """

    thread: ThreadRef | None
    core: CoreView | None
    process: int | None


def subject_of(snapshot: Snapshot, options: StageOptions) -> Subject:
    """Return whom the camera looks at: who is named, who is followed, or else the first thread that runs."""
    found = _named_subject(snapshot, options)
    if found is not None:
        return found
    core = next((core for core in snapshot.cores if core.state is CoreState.RUNNING), None)
    thread = core.thread if core is not None else next(iter(snapshot.ready), None)
    process = thread.process if thread is not None else next((one.index for one in snapshot.processes), None)
    return Subject(thread=thread, core=core, process=process)


def process_of(snapshot: Snapshot, index: int) -> ProcessView | None:
    """Return a process by its index in the trace; None where the snapshot has none with it."""
    return next((process for process in snapshot.processes if process.index == index), None)


def process_looked_at(snapshot: Snapshot, options: StageOptions) -> int | None:
    """Return the place among the snapshot's processes of the one whose thread or core is named or followed, if any."""
    if options.followed is None and not options.camera.thread and options.camera.core is None:
        return None
    found = _named_subject(snapshot, options)
    if found is None or found.process is None:
        return None
    return next((at for at, process in enumerate(snapshot.processes) if process.index == found.process), None)


def _named_subject(snapshot: Snapshot, options: StageOptions) -> Subject | None:
    camera = options.camera
    if camera.thread or (options.followed is not None and camera.core is None):
        thread = _thread(snapshot, camera.thread, options.followed)
        if thread is not None:
            core = next((core for core in snapshot.cores if core.thread == thread), None)
            return Subject(thread=thread, core=core, process=thread.process)
    if camera.core is not None and camera.core < len(snapshot.cores):
        core = snapshot.cores[camera.core]
        return Subject(thread=core.thread, core=core, process=core.thread.process if core.thread is not None else None)
    return None


def _thread(snapshot: Snapshot, label: str, followed: int | None) -> ThreadRef | None:
    every = (stack.thread for process in snapshot.processes for stack in process.stacks)
    return next((one for one in every if (one.label == label if label else one.index == followed)), None)
