"""Where what a lesson lights is at a moment.

``places_of(frame, target)`` yields the places of a target that are in sight, in units of the frame; none where it is
out of sight, or does not exist at the moment. ``lit_places(frame)`` returns those of all that the options light. A
thread that changes its place fades out where it was, and in where it is. What is shown but folded into something
larger, such as a variable of a process whose card has no room for it, lights that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from desktop_app.analysis.snapshot import PASSING_SLOTS, CoreState, CoreView, ProcessView, StackView, ThreadRef
from desktop_app.model.lit import LitKind, LitTarget
from desktop_app.views.stage import ram, ram_card
from desktop_app.views.stage.card_layout import DetailLayout
from desktop_app.views.stage.core_header import face_of, pill_rect
from desktop_app.views.stage.core_layout import CoreLayout
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.lit_threads import in_queues
from desktop_app.views.stage.motion import smooth
from desktop_app.views.stage.queue_layout import NOTE
from desktop_app.views.stage.ram_layout import CardKind, CardPlace
from desktop_app.views.stage.ram_values import shown_locals, shown_stacks
from desktop_app.views.stage.text import BODY, slice_text, tr

#: How far what is lit reaches beyond a panel, a row, and a row to which others are close, in units.
_AROUND_PANEL, _AROUND_ROW, _AROUND_LINE = 3.0, 4.0, 1.5
_HALF_HEADING = 10.0
_PANEL_RADIUS, _CARD_RADIUS, _ROW_RADIUS = 16.0, 12.0, 8.0
#: In how many slots a thread fades in where it came to in no time, and where it is born.
_FADE_SLOTS, _BORN_SLOTS = 0.5, 2.0
#: The height of a slice's ring and its text, at scale 1, and of its bar where cards are small.
_SLICE_HIGH, _SLICE_BAR_HIGH, _LEAST_SLICE = 36.0, 16.0, 16.0


class Place(NamedTuple):
    """A place that is lit.

    Attributes:
        rect: Where, in units of the frame.
        radius: Of its corners.
        strength: How strongly, 0 to 1.
    """

    rect: Rect
    radius: float
    strength: float = 1.0


def places_of(frame: Frame, target: LitTarget) -> Iterator[Place]:
    """Yield the places of a target of which anything is in sight; several where it is at several places."""
    window = window_of(frame)
    return (place for place in _PLACES[target.kind](frame, target) if place.rect.gap_to(window) < 0)


def lit_places(frame: Frame) -> tuple[tuple[Place, ...], ...]:
    """Return the places of each target of the frame's options that is in sight, what is dark at the moment left out."""
    found = (tuple(place for place in places_of(frame, target) if place.strength > 0) for target in frame.options.lit)
    return tuple(places for places in found if places)


def window_of(frame: Frame) -> Rect:
    """Return the part of a frame in which things are lit or dimmed: all but its title, in units of the frame."""
    if frame.lens is not None:
        return frame.lens.window
    size, top = frame.layout.size, frame.layout.header.bottom
    return Rect(0.0, top, size.w, size.h - top)


# -- panels -------------------------------------------------------------------------------------------------------


def _ram(frame: Frame, _target: LitTarget) -> Iterator[Place]:
    yield _panel(frame.layout.ram)


def _bus(frame: Frame, _target: LitTarget) -> Iterator[Place]:
    room = frame.lens.room if frame.lens is not None else 1.0
    trunk = frame.layout.trunk
    yield Place(_larger(trunk, _AROUND_PANEL), 14.0 * room)
    for rail in frame.layout.rails:
        # From inside the trunk, so that their outlines become one.
        road = Rect(trunk.cx, rail.rect.y, rail.rect.right - trunk.cx, rail.rect.h)
        yield Place(_larger(road, _AROUND_PANEL), 14.0 * room)


def _disk(frame: Frame, _target: LitTarget) -> Iterator[Place]:
    yield Place(_larger(frame.layout.disk, _AROUND_ROW), _ROW_RADIUS)
    for group in frame.waiting:
        if group.cause == "disk":
            right = max((chip.rect.right for chip in group.chips), default=group.more_x + NOTE.width("000"))
            rect = Rect(group.x - 6, group.y - 22, right - group.x + 12, 44)
            yield Place(_magnified(frame, rect), _ROW_RADIUS)


def _scheduler(frame: Frame, _target: LitTarget) -> Iterator[Place]:
    yield _panel(frame.layout.scheduler)


def _ready_queue(frame: Frame, _target: LitTarget) -> Iterator[Place]:
    yield Place(_magnified(frame, _part(frame.queues.ready)), _CARD_RADIUS)


def _waiting(frame: Frame, _target: LitTarget) -> Iterator[Place]:
    yield Place(_magnified(frame, _part(frame.queues.waiting)), _CARD_RADIUS)


def _part(area: Rect) -> Rect:
    """Return a part of the scheduler's panel, a little inside it."""
    return Rect(area.x - 12, area.y + 5, area.w + 20, area.h - 10)


# -- cores --------------------------------------------------------------------------------------------------------


def _of_core(part: Callable[[Frame, CoreView, CoreLayout], Place | None]) -> _Finder:
    def find(frame: Frame, target: LitTarget) -> Iterator[Place]:
        pairs = zip(frame.snapshot.cores, frame.cores, strict=True)
        for core, spot in pairs:
            if core.number == target.core and (place := part(frame, core, spot)) is not None:
                yield place

    return find


def _card(_frame: Frame, _core: CoreView, spot: CoreLayout) -> Place:
    return Place(_larger(spot.card, _AROUND_PANEL), _PANEL_RADIUS if spot.texts else 11.0)


def _pipeline(_frame: Frame, _core: CoreView, spot: CoreLayout) -> Place:
    cells = spot.pipeline
    top = cells.y if spot.names_y is None else spot.names_y - 12 * spot.k
    around = 8.0 * spot.k if spot.texts else 3.0
    return Place(_larger(Rect(cells.x, top, cells.w, cells.bottom - top), around), _CARD_RADIUS)


def _registers(frame: Frame, core: CoreView, spot: CoreLayout) -> Place:
    if spot.registers_y is None:
        return _card(frame, core, spot)
    high = 34.0 * spot.k
    rect = Rect(spot.card.x + spot.pad - 8, spot.registers_y - high / 2, spot.card.w - 2 * spot.pad + 16, high)
    return Place(rect, _ROW_RADIUS)


def _quantum(frame: Frame, core: CoreView, spot: CoreLayout) -> Place | None:
    """Return where a core shows how much of its slice is used; nothing while it has no thread, or no slice ends."""
    if core.thread is None or core.slice_ns is None:
        return None
    left, right = pill_rect(core, spot).right + 5, spot.card.right - spot.pad + 7
    if spot.texts:
        # As wide as the longest of its texts, with the ring, so that it stands still.
        words = slice_text(core.slice_ns, core.slice_ns, frame.snapshot.slot_ns)
        wide = face_of(spot, BODY, 500, mono=True).width(words) + 24 * spot.k + 10
        left = max(left, right - wide - 14)
    if right - left < _LEAST_SLICE:
        return _card(frame, core, spot)
    high = _SLICE_HIGH * spot.k if spot.texts else _SLICE_BAR_HIGH
    return Place(Rect(left, spot.header_y - high / 2, right - left, high), _ROW_RADIUS)


# -- memory -------------------------------------------------------------------------------------------------------


def _process(frame: Frame, target: LitTarget) -> Iterator[Place]:
    for card, process in _cards(frame, target):
        yield _card_of(card, process)


def _in_card(part: Callable[[ProcessView, DetailLayout, LitTarget], Rect | None], *, at_exit: bool = False) -> _Finder:
    """Return what finds a part of a process's card, or all of the card where that has no room for its parts.

    Args:
        part: Returns where it is in a card that has room.
        at_exit: Whether it is shown of a process that has ended, too.
    """

    def find(frame: Frame, target: LitTarget) -> Iterator[Place]:
        for card, process in _cards(frame, target):
            if process.ended and (not at_exit or card.kind is not CardKind.DETAIL):
                continue
            if card.kind is not CardKind.DETAIL:
                yield _card_of(card, process)
                continue
            rect = part(process, ram_card.place(process, card), target)
            if rect is not None:
                yield Place(rect, _ROW_RADIUS, smooth(process.loaded))

    return find


def _code(process: ProcessView, layout: DetailLayout, _target: LitTarget) -> Rect | None:
    return ram_card.code_place(layout) if process.listing is not None else None


def _globals(process: ProcessView, layout: DetailLayout, _target: LitTarget) -> Rect | None:
    if process.listing is None:
        return None
    return _column(layout, layout.headings_y, layout.values or (Rect(layout.right.x, layout.right.y, 0, 28),))


def _objects(process: ProcessView, layout: DetailLayout, _target: LitTarget) -> Rect | None:
    if not process.objects or not layout.objects:
        return None
    return _column(layout, layout.heap_heading_y, layout.objects)


def _column(layout: DetailLayout, heading_y: float | None, rows: tuple[Rect, ...]) -> Rect:
    """Return the rows of the column of values with their heading."""
    top = rows[0].y - _AROUND_ROW if heading_y is None else heading_y - _HALF_HEADING
    return Rect(layout.right.x - 6, top, layout.right.w + 12, rows[-1].bottom + _AROUND_ROW - top)


def _stack(process: ProcessView, layout: DetailLayout, target: LitTarget) -> Rect | None:
    label = _label(target)
    calls = layout.calls or ((),) * len(layout.stacks)
    for row, lines, stack in zip(layout.stacks, calls, shown_stacks(process, len(layout.stacks)), strict=False):
        if stack.thread.label == label:
            bottom = lines[_used(lines, stack) - 1].bottom if lines and stack.frames else row.bottom
            heading_y = layout.stacks_heading_y if row == layout.stacks[0] else None
            return _headed(Rect(row.x, row.y, row.w, bottom - row.y), heading_y)
    return None


def _headed(row: Rect, heading_y: float | None) -> Rect:
    """Return a row with the heading above it, if it has one: a line between them would lie on its letters."""
    top = row.y - _AROUND_LINE if heading_y is None else heading_y - _HALF_HEADING
    return Rect(row.x - _AROUND_ROW, top, row.w + 2 * _AROUND_ROW, row.bottom + _AROUND_LINE - top)


def _used(lines: tuple[Rect, ...], stack: StackView) -> int:
    """Return how many lines below a thread its calls and local variables take."""
    return min(len(lines), 1 + len(stack.frames[-1].variables))


def _variable(process: ProcessView, layout: DetailLayout, target: LitTarget) -> Rect | None:
    """Return the row of a global variable, or the line of a local one in the calls that a thread is in."""
    for row, value in zip(layout.values, process.variables, strict=False):
        if value.name == target.name:
            return _headed(row, layout.headings_y if row == layout.values[0] else None)
    for lines, stack in zip(layout.calls, shown_stacks(process, len(layout.stacks)), strict=False):
        names = [name for name, _ in stack.frames[-1].variables] if stack.frames and lines else []
        if target.name in names:
            shown = [name for name, _ in shown_locals(lines, stack)] if len(lines) > 1 else []
            at = shown.index(target.name) + 1 if target.name in shown else len(lines) - 1
            return _larger(lines[at], 1.0)
    hidden = any(value.name == target.name for value in process.variables[len(layout.values) :])
    return _column(layout, layout.headings_y, layout.values) if hidden and layout.values else None


def _cards(frame: Frame, target: LitTarget) -> Iterator[tuple[CardPlace, ProcessView]]:
    label = f"P{target.process}"
    for card in ram.place(frame).cards:
        process = frame.snapshot.processes[card.index]
        if process.label == label:
            yield card, process


def _card_of(card: CardPlace, process: ProcessView) -> Place:
    """Return a card; one that is being loaded comes out of the dark."""
    return Place(_larger(card.rect, _AROUND_PANEL), _CARD_RADIUS, smooth(process.loaded))


# -- threads ------------------------------------------------------------------------------------------------------


def _thread(frame: Frame, target: LitTarget) -> Iterator[Place]:
    """Yield a thread's place: its core, its queue or where it waits, and its stack."""
    thread = _ref(frame, _label(target))
    if thread is None:
        return
    age = _age(frame, thread)
    strongest = 0.0
    for core, spot in zip(frame.snapshot.cores, frame.cores, strict=True):
        strength = _on_core(frame, core, thread)
        if strength > 0:
            strongest = max(strongest, strength)
            yield _card(frame, core, spot)._replace(strength=strength * age)
    if not any(core.thread == thread for core in frame.snapshot.cores):
        rect = in_queues(frame, thread)
        if rect is not None:
            place = _larger(_magnified(frame, rect), _AROUND_ROW)
            yield Place(place, place.h / 2, max(0.0, 1 - strongest) * age)
    yield from _stack_of(frame, target)


def _stack_of(frame: Frame, target: LitTarget) -> Iterator[Place]:
    thread = _ref(frame, _label(target))
    if thread is not None:
        age = _age(frame, thread)
        for place in _in_card(_stack)(frame, target):
            yield place._replace(strength=place.strength * age)


def _age(frame: Frame, thread: ThreadRef) -> float:
    """Return how far a thread that has just been born has come out of the dark, 0 to 1."""
    ages = (one.age_ns for one in frame.snapshot.born if one.thread == thread)
    return smooth(next(ages, PASSING_SLOTS * frame.snapshot.slot_ns) / (_BORN_SLOTS * frame.snapshot.slot_ns))


def _on_core(frame: Frame, core: CoreView, thread: ThreadRef) -> float:
    """Return how strongly a core is lit for a thread that has it, or has just left it."""
    fade_ns = _FADE_SLOTS * frame.snapshot.slot_ns
    if core.state is CoreState.SWITCHING:
        share = smooth(core.switch_share)
        return share if core.thread == thread else 1 - share if core.leaving == thread else 0.0
    gone = smooth(core.flushed_ns / fade_ns)
    if core.thread == thread:
        # Taken over in no time from another thread, a core is lit while that one's light goes.
        at_once = core.leaving is not None and core.leaving != thread and core.flushed_ns == core.slice_used_ns
        return gone if at_once else 1.0
    return 1 - gone if core.leaving == thread else 0.0


def _ref(frame: Frame, label: str) -> ThreadRef | None:
    """Return a thread that exists, by its label; one that has ended is still told of at its stack."""
    own = (process for process in frame.snapshot.processes if label.startswith(f"{process.label}·"))
    threads = (stack.thread for process in own for stack in process.stacks)
    return next((thread for thread in threads if thread.label == label), None)


def _label(target: LitTarget) -> str:
    return f"P{target.process}·T{target.thread}"


# -- shapes -------------------------------------------------------------------------------------------------------


def _panel(rect: Rect) -> Place:
    return Place(_larger(rect, _AROUND_PANEL), _PANEL_RADIUS)


def _larger(rect: Rect, by: float) -> Rect:
    return Rect(rect.x - by, rect.y - by, rect.w + 2 * by, rect.h + 2 * by)


def _magnified(frame: Frame, rect: Rect) -> Rect:
    """Return where a part of the whole stage is seen that a lens only magnifies."""
    return rect if frame.lens is None else frame.lens.rect(rect)


_Finder = Callable[[Frame, LitTarget], Iterator[Place]]
_PLACES: dict[LitKind, _Finder] = {
    LitKind.RAM: _ram,
    LitKind.BUS: _bus,
    LitKind.DISK: _disk,
    LitKind.SCHEDULER: _scheduler,
    LitKind.READY_QUEUE: _ready_queue,
    LitKind.WAITING: _waiting,
    LitKind.CORE: _of_core(_card),
    LitKind.PIPELINE: _of_core(_pipeline),
    LitKind.REGISTERS: _of_core(_registers),
    LitKind.QUANTUM: _of_core(_quantum),
    LitKind.PROCESS: _process,
    LitKind.THREAD: _thread,
    LitKind.CODE: _in_card(_code),
    LitKind.GLOBALS: _in_card(_globals, at_exit=True),
    LitKind.STACK: _stack_of,
    LitKind.OBJECTS: _in_card(_objects),
    LitKind.VARIABLE: _in_card(_variable, at_exit=True),
}


def lit_words(targets: tuple[LitTarget, ...]) -> str:
    """Return what is lit, for those who do not see it; empty where nothing is."""
    return tr("Lit: {targets}").format(targets=", ".join(target.text for target in targets)) if targets else ""
