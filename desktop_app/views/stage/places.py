"""What stands where on a picture of the stage: the threads that can be clicked, and where a double click goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from desktop_app.analysis.snapshot import ProcessView, Snapshot
from desktop_app.model.camera import Camera, Stop
from desktop_app.model.states import ThreadState
from desktop_app.views.stage import cores, ram, scheduler
from desktop_app.views.stage.code_row import BYTES_HIGH, BYTES_ZOOM, FULL_HIGH, SOURCE_HIGH
from desktop_app.views.stage.frame import Frame, Hit
from desktop_app.views.stage.journey import area_of, code_rows, row_lens
from desktop_app.views.stage.lens import Lens, looking
from desktop_app.views.stage.ram_layout import CardPlace
from desktop_app.views.stage.seeing import magnified_hits
from desktop_app.views.stage.subject import subject_of

#: Nearer than this, one looks at a part of the stage.
_NEAR = 1.15

_scheduler_hits = magnified_hits(scheduler.hits)


def hits(frame: Frame) -> Iterable[Hit]:
    """Return where threads can be clicked; through a lens, some of that may be out of sight."""
    return (*cores.hits(frame), *_scheduler_hits(frame), *ram.hits(frame))


def lens_now(frame: Frame) -> Lens:
    """Return what is seen of the whole stage."""
    if frame.lens is not None:
        return frame.lens
    area = area_of(frame)
    return looking(area, area.cx, area.cy, 1.0)


def thread_at(frame: Frame, x: float, y: float) -> int | None:
    """Return the thread whose label stands at a point, by its index in the trace; None where there is none.

    Args:
        frame: The picture.
        x: In its own units.
        y: In its own units.
    """
    if frame.lens is not None and not frame.lens.window.has_point(x, y):
        return None
    return next((hit.thread for hit in hits(frame) if hit.rect.has_point(x, y)), None)


def camera_at(frame: Frame, x: float, y: float) -> Camera | None:  # noqa: PLR0911 - one for each kind of place
    """Return the camera that looks at what stands at a point; None where there is nothing to look at.

    The arguments are those of `thread_at`.
    """
    layout = frame.layout
    if not lens_now(frame).window.has_point(x, y):
        return None
    thread = thread_at(frame, x, y)
    for place, core in zip(layout.cores, frame.snapshot.cores, strict=True):
        if place.card.has_point(x, y):
            label = core.thread.label if core.thread is not None and core.thread.index == thread else ""
            return Camera(stop=Stop.CORE, thread=label, core=None if label else core.number)
    if layout.scheduler.has_point(x, y):
        if thread is None:
            return Camera(stop=Stop.SCHEDULER)
        return Camera(stop=Stop.CORE, thread=_label(frame.snapshot, thread))
    for rail_row, rail in enumerate(layout.rails):
        if rail.rect.has_point(x, y):
            first = next(core for core, place in enumerate(layout.cores) if place.row == rail_row)
            return Camera(stop=Stop.BUS, core=first)
    if layout.trunk.has_point(x, y):
        return Camera(stop=Stop.BUS)
    return _memory_at(frame, x, y, thread)


def _memory_at(frame: Frame, x: float, y: float, thread: int | None) -> Camera | None:
    cards = ram.place(frame).cards
    card = next((card for card in cards if card.rect.has_point(x, y)), None)
    if card is None:
        return None
    process = frame.snapshot.processes[card.index]
    label = _label(frame.snapshot, thread) if thread is not None else _speaker(process)
    at = next((at for at, (_, rect) in enumerate(code_rows(frame, card)) if rect.has_point(x, y)), None)
    if at is None:
        return Camera(stop=Stop.RAM, thread=label)
    whole = frame.whole or frame
    whole = replace(whole, options=replace(whole.options, camera=Camera(thread=label)))
    base = next((one for one in ram.place(whole).cards if one.index == card.index), None)
    rows = code_rows(whole, base) if base is not None else []
    if at >= len(rows):
        return Camera(stop=Stop.RAM, thread=label)
    return replace(row_lens(area_of(whole), rows[at][1], FULL_HIGH).camera, thread=label)


def camera_for(frame: Frame, stop: Stop, at: Camera | None) -> Camera:
    """Return the camera of a stop that stays with whom the viewer means.

    That is who is followed, or else who stands at the pointer, or else whom the camera looks at already.

    Args:
        frame: The picture.
        stop: Where to.
        at: What `camera_at` says of the pointer's place, if it is over the stage.
    """
    if stop is Stop.ALL:
        return Camera()
    now = frame.options.camera
    if stop is Stop.SCHEDULER:
        return Camera(stop=stop, thread=now.thread, core=now.core)
    if frame.options.followed is not None and (at is None or not (at.thread or at.core is not None)):
        return Camera(stop=stop)
    meant = at if at is not None and (at.thread or at.core is not None) else now
    subject = subject_of(frame.snapshot, replace(frame.options, camera=meant))
    by_core = stop in {Stop.CORE, Stop.BUS} and not meant.thread
    if by_core and subject.core is not None:
        return Camera(stop=stop, core=subject.core.number)
    return Camera(stop=stop, thread=subject.thread.label if subject.thread is not None else "")


def stop_seen(frame: Frame) -> Stop:
    """Return the stop that one is at, or nearest to."""
    camera, lens = frame.options.camera, frame.lens
    if lens is not None and camera.stop is not None:
        return camera.stop
    if lens is None or lens.zoom < _NEAR:
        return Stop.ALL
    x, y = lens.window.cx, lens.window.cy
    layout = frame.layout
    if layout.scheduler.has_point(x, y):
        return Stop.SCHEDULER
    if layout.ram.has_point(x, y):
        return _depth(frame, x, y)
    near = next((place for place in layout.cores if place.card.has_point(x, y)), None)
    return (
        Stop.CORE
        if near is not None
        else Stop.BUS
        if x < layout.size.right and y >= layout.rails[0].rect.y
        else Stop.ALL
    )


def _depth(frame: Frame, x: float, y: float) -> Stop:
    """Return how far into memory one looks."""
    card: CardPlace | None = next((card for card in ram.place(frame).cards if card.rect.has_point(x, y)), None)
    rows = code_rows(frame, card) if card is not None else []
    high = rows[0][1].h if rows and x < rows[0][1].right else 0.0
    steps = ((FULL_HIGH * BYTES_ZOOM * 0.6, Stop.BYTES), (BYTES_HIGH, Stop.SOURCE), (SOURCE_HIGH, Stop.BYTECODE))
    return next((stop for least, stop in steps if high >= least), Stop.RAM)


def _label(snapshot: Snapshot, thread: int) -> str:
    every = (stack.thread for process in snapshot.processes for stack in process.stacks)
    return next((one.label for one in every if one.index == thread), "")


def _speaker(process: ProcessView) -> str:
    """Return the thread of a process whose code is worth looking at: one that runs, or else the first."""
    running = (stack for stack in process.stacks if stack.state is ThreadState.RUNNING)
    stack = next(running, next(iter(process.stacks), None))
    return stack.thread.label if stack is not None else ""
