"""The way from a program's text to all cores: where its stops are at a moment, and the picture seen from there."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.analysis.snapshot import CoreState, CoreView, Snapshot, ThreadRef
from desktop_app.views.stage import ram, ram_card, scheduler
from desktop_app.views.stage.camera import Camera, Lens, Stop, at_place, fitting, looking
from desktop_app.views.stage.frame import Frame, compose, nearest_execution, seen_through
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.layout import GAP, TOP
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.ram_layout import CardKind, CardPlace
from desktop_app.views.theme import Theme

#: Around a chip in the scheduler's panel, so much of the panel is seen.
_CHIP_WIDE, _CHIP_HIGH = 620.0, 130.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a camera looks at.

    Attributes:
        thread: The thread; None where there is none.
        core: The core that it has, or the one that is meant without a thread; None where there is none.
        process: Index of the process whose memory is meant; None where there is none.
    """

    thread: ThreadRef | None
    core: CoreView | None
    process: int | None


def look(width_px: float, height_px: float, snapshot: Snapshot, theme: Theme, options: StageOptions = PLAIN) -> Frame:
    """Return the picture of ``snapshot`` at this size, seen from the camera of the options."""
    whole = compose(width_px, height_px, snapshot, theme, options)
    if options.camera.whole:
        return whole
    lens = lens_of(whole, options.camera)
    return whole if lens.zoom <= 1.0 else seen_through(whole, lens)


def area_of(whole: Frame) -> Rect:
    """Return what cameras look at: the stage below its title."""
    size = whole.layout.size
    return Rect(0.0, TOP - GAP, size.w, size.h - (TOP - GAP))


def lens_of(whole: Frame, camera: Camera) -> Lens:
    """Return what a camera sees of the whole stage at its moment."""
    area = area_of(whole)
    if camera.stop is None:
        return at_place(area, camera)
    if camera.stop is Stop.ALL:
        return looking(area, area.cx, area.cy, 1.0)
    return fitting(area, _target(whole, camera.stop, subject_of(whole, camera)))


def subject_of(frame: Frame, camera: Camera) -> Subject:
    """Return whom a camera looks at: who is named, who is followed, or else the first thread that runs."""
    snapshot = frame.snapshot
    thread = _named(snapshot, camera.thread, frame.options.followed)
    core = next((core for core in snapshot.cores if thread is not None and core.thread == thread), None)
    if thread is None and camera.core is not None and camera.core < len(snapshot.cores):
        core = snapshot.cores[camera.core]
        thread = core.thread
    elif thread is None:
        core = next((core for core in snapshot.cores if core.state is CoreState.RUNNING), None)
        thread = core.thread if core is not None else next(iter(snapshot.ready), None)
    process = thread.process if thread is not None else next((p.index for p in snapshot.processes), None)
    return Subject(thread=thread, core=core, process=process)


def _named(snapshot: Snapshot, label: str, followed: int | None) -> ThreadRef | None:
    if not label and followed is None:
        return None
    every = (stack.thread for process in snapshot.processes for stack in process.stacks)
    return next((one for one in every if (one.label == label if label else one.index == followed)), None)


def _target(whole: Frame, stop: Stop, subject: Subject) -> Rect:
    if stop is Stop.SCHEDULER:
        return whole.layout.scheduler
    if stop is Stop.CORE:
        return _core(whole, subject)
    if stop is Stop.BUS:
        return _bus(whole, subject)
    return _memory(whole, stop, subject)


def _core(whole: Frame, subject: Subject) -> Rect:
    """Return the card of the core and its rail, or where in the scheduler's panel the thread stands without a core."""
    layout = whole.layout
    if subject.core is not None:
        place = layout.cores[subject.core.number]
        return _union(place.card, Rect(place.card.x, layout.rails[place.row].rect.y, place.card.w, 1.0))
    thread = subject.thread.index if subject.thread is not None else None
    chip = next((hit.rect for hit in scheduler.hits(whole) if hit.thread == thread), None)
    return layout.scheduler if chip is None else around(chip.cx, chip.cy, _CHIP_WIDE, _CHIP_HIGH)


def _bus(whole: Frame, subject: Subject) -> Rect:
    """Return the way from the port to the core's pipeline."""
    layout = whole.layout
    number = subject.core.number if subject.core is not None else 0
    rail = layout.rails[layout.cores[number].row].rect
    right = whole.cores[number].cells[0].right
    return Rect(layout.port.x, rail.y, right - layout.port.x, layout.port.bottom - rail.y)


def _memory(whole: Frame, stop: Stop, subject: Subject) -> Rect:
    layout = whole.layout
    cards = ram.place(whole).cards
    card = next((one for one in cards if whole.snapshot.processes[one.index].index == subject.process), None)
    if card is None:
        return layout.ram
    if stop is Stop.RAM:
        return Rect(card.rect.x, card.rect.y, layout.trunk.right - card.rect.x, card.rect.h)
    rows = code_rows(whole, card)
    if not rows:
        return card.rect
    if stop is Stop.BYTECODE:
        return _union(rows[0][1], rows[-1][1])
    return _instruction(whole, subject, rows)


def code_rows(frame: Frame, card: CardPlace) -> list[tuple[int, Rect]]:
    """Return the instructions of a process that its card shows: index in the listing, and where."""
    process = frame.snapshot.processes[card.index]
    if card.kind is not CardKind.DETAIL or process.listing is None or process.ended:
        return []
    layout = ram_card.place(process, card)
    start = ram_card.page(frame, process, layout)
    return [(start + row, rect) for row, rect in enumerate(layout.code) if start + row < len(process.listing.lines)]


def _instruction(whole: Frame, subject: Subject, rows: list[tuple[int, Rect]]) -> Rect:
    """Return the rows around the instruction that executes, as many as are seen at once."""
    line = _line(whole, subject)
    at = next((place for place, (index, _) in enumerate(rows) if index == line), 0)
    return rows[at][1]


def _line(whole: Frame, subject: Subject) -> int | None:
    """Return the index of the instruction that the subject executes, or executed last."""
    if subject.core is not None:
        near = nearest_execution(subject.core.flights)
        if near is not None:
            return near.line
    for process in whole.snapshot.processes:
        for stack in process.stacks:
            if stack.thread == subject.thread:
                return stack.line
    return None


def _union(one: Rect, other: Rect) -> Rect:
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Rect(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)
