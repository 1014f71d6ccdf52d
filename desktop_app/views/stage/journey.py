"""The way from a program's text to all cores: where its stops are at a moment, and the picture seen from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_app.analysis.snapshot import Snapshot, Whereabouts
from desktop_app.model.camera import Stop
from desktop_app.views.stage import ram, ram_card
from desktop_app.views.stage.code_row import BYTES_ZOOM, FULL_HIGH, FULL_WIDE, SOURCE_HIGH
from desktop_app.views.stage.frame import Frame, compose, nearest_execution, seen_through
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import GAP, TOP
from desktop_app.views.stage.lens import Approach, Lens, at_place, between, fitting, looking, zoom_for
from desktop_app.views.stage.motion import smooth
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.ram_layout import CardKind, CardPlace
from desktop_app.views.stage.routes import EXECUTE_PHASE
from desktop_app.views.stage.subject import Subject, subject_of
from desktop_app.views.theme import Theme

#: How many slots the camera takes from where a thread was to where it is now.
_GLIDE_SLOTS = 1.0
#: And from one group of instructions to the next.
_STEP_SLOTS = 0.4
#: Of the trunk, no more is seen at once, in units.
_BUS_HIGH = 420.0
#: The share of the area that a target fills.
_FILLS = 0.94

#: Says where of the whole stage to look for a core, or for none.
Place = Callable[[Frame, int | None], Rect]
#: The instructions that a card shows: index in the listing, and where.
Rows = Sequence[tuple[int, Rect]]


def look(  # noqa: PLR0917 - as PLR0913
    width_px: float,
    height_px: float,
    snapshot: Snapshot,
    theme: Theme,
    options: StageOptions = PLAIN,
    approach: Approach | None = None,
) -> Frame:
    """Return the picture of ``snapshot`` at this size, seen from the camera of the options, or on the way there."""
    whole = compose(width_px, height_px, snapshot, theme, options)
    if options.camera.whole and approach is None:
        return whole
    lens = lens_of(whole)
    if approach is not None:
        lens = between(approach.begin, lens, approach.share)
    return whole if lens.zoom <= 1.0 else seen_through(whole, lens)


def area_of(whole: Frame) -> Rect:
    """Return what cameras look at: the stage below its title."""
    size = whole.layout.size
    return Rect(0.0, TOP - GAP, size.w, size.h - (TOP - GAP))


def lens_of(whole: Frame) -> Lens:
    """Return what the camera sees of the whole stage at its moment."""
    area, camera = area_of(whole), whole.options.camera
    if camera.stop is None:
        return at_place(area, camera)
    if camera.stop is Stop.ALL:
        return looking(area, area.cx, area.cy, 1.0)
    subject = subject_of(whole.snapshot, whole.options)
    if camera.stop is Stop.SCHEDULER:
        return fitting(area, whole.layout.scheduler, _FILLS)
    if camera.stop in {Stop.CORE, Stop.BUS}:
        return _with_core(whole, area, subject, _card if camera.stop is Stop.CORE else _bus)
    return _memory(whole, area, camera.stop, subject)


def _with_core(whole: Frame, area: Rect, subject: Subject, place: Place) -> Lens:
    """Return the lens that sees a place of the core, on its way from where the followed thread was right before."""
    lens = fitting(area, place(whole, subject.core.number if subject.core is not None else None), _FILLS)
    way, snapshot = _way(whole, subject), whole.snapshot
    if way is None or whole.options.reduce_motion:
        return lens
    gone = (snapshot.t_ns - way.since_ns) / (_GLIDE_SLOTS * snapshot.slot_ns)
    if gone >= 1 or way.before == way.core:
        return lens
    return between(fitting(area, place(whole, way.before), _FILLS), lens, smooth(gone))


def _way(whole: Frame, subject: Subject) -> Whereabouts | None:
    """Return where the subject was before, if it is the thread that is followed."""
    way, thread = whole.snapshot.followed, subject.thread
    return way if way is not None and thread is not None and way.thread == thread.index else None


def _card(whole: Frame, core: int | None) -> Rect:
    """Return the card of a core with the lane above it, or for none the scheduler's panel, where its thread is then."""
    layout = whole.layout
    if core is None:
        return layout.scheduler
    place = layout.cores[core]
    top = layout.rails[place.row].fetch_y - layout.chip.h / 2
    return Rect(place.card.x, top, place.card.w, place.card.bottom - top)


def _bus(whole: Frame, core: int | None) -> Rect:
    """Return the way from the port towards a core's pipeline, or as much as is seen well; the first's for none."""
    layout = whole.layout
    number = core or 0
    rail = layout.rails[layout.cores[number].row].rect
    top = max(rail.y, layout.port.bottom - _BUS_HIGH)
    right = whole.cores[number].cells[0].right
    return Rect(layout.port.x, top, right - layout.port.x, layout.port.bottom - top)


def _memory(whole: Frame, area: Rect, stop: Stop, subject: Subject) -> Lens:
    layout = whole.layout
    cards = ram.place(whole).cards
    card = next((one for one in cards if whole.snapshot.processes[one.index].index == subject.process), None)
    if card is None:
        return fitting(area, layout.ram, _FILLS)
    rows = code_rows(whole, card)
    if stop is Stop.RAM or not rows:
        target = Rect(card.rect.x, card.rect.y, layout.trunk.right - card.rect.x, card.rect.h)
        return fitting(area, target if stop is Stop.RAM else card.rect, _FILLS)
    # As near as what is to be said of an instruction needs; a row may be wider than what is seen of it then.
    wanted = SOURCE_HIGH if stop is Stop.BYTECODE else FULL_HIGH
    # No nearer than all that is said of the bytes has room for.
    nearer = min(BYTES_ZOOM, max(1.0, area.w * _FILLS / FULL_WIDE)) if stop is Stop.BYTES else 1.0
    closest = row_lens(area, rows[0][1], wanted, nearer)
    return looking(area, closest.seen.cx, _middle(whole, subject, rows, closest.seen.h), closest.zoom)


def row_lens(area: Rect, row: Rect, wanted: float, nearer: float = 1.0) -> Lens:
    """Return the lens that sees a row of code of the whole stage as high as is wanted, from its left edge on.

    Args:
        area: What cameras look at.
        row: The row.
        wanted: Its height as seen, in units.
        nearer: How many times nearer one looks.
    """
    zoom = zoom_for(wanted * 1.001 / row.h) * nearer
    wide = area.w / zoom
    return looking(area, row.x - wide * (1 - _FILLS) / 2 + wide / 2, row.cy, zoom)


def _middle(whole: Frame, subject: Subject, rows: Rows, high: float) -> float:
    """Return the middle of what is seen of the rows, so that the executing one is among them.

    Rows are seen in groups, so that the camera stands still while execution goes on within one, and goes on to the
    next while an instruction steps into Execute.
    """
    pitch = rows[1][1].y - rows[0][1].y if len(rows) > 1 else rows[0][1].h
    fits = max(1, int(high / pitch) - 1)
    before, line, gone = _execution(whole, subject)
    middle = _group_middle(rows, line, fits)
    if before is None or gone >= 1 or whole.options.reduce_motion:
        return middle
    return _group_middle(rows, before, fits) * (1 - gone) + middle * gone


def _group_middle(rows: Rows, line: int | None, fits: int) -> float:
    at = next((place for place, (index, _) in enumerate(rows) if index == line), 0)
    first = at // fits * fits
    last = min(first + fits, len(rows)) - 1
    first = max(0, last - fits + 1)
    return (rows[first][1].y + rows[last][1].bottom) / 2


def code_rows(frame: Frame, card: CardPlace) -> Rows:
    """Return the instructions of a process that its card shows."""
    process = frame.snapshot.processes[card.index]
    if card.kind is not CardKind.DETAIL or process.listing is None or process.ended:
        return []
    layout = ram_card.place(process, card)
    start = ram_card.page(frame, process, layout)
    return list(enumerate(layout.code[: len(process.listing.lines) - start], start))


def _execution(whole: Frame, subject: Subject) -> tuple[int | None, int | None, float]:
    """Return the instruction before the one that the subject executes, that one, and how far execution went on to it.

    Instructions are indexes in the listing. Without a core the second is the one executed last.
    """
    flights = subject.core.flights if subject.core is not None else ()
    near = nearest_execution(flights)
    if near is not None:
        before = [flight for flight in flights if flight.phase >= 0 and flight is not near]
        gone = smooth((near.phase - EXECUTE_PHASE) / _STEP_SLOTS)
        return (before[-1].line if before else None), near.line, gone
    stacks = (stack for process in whole.snapshot.processes for stack in process.stacks)
    return None, next((stack.line for stack in stacks if stack.thread == subject.thread), None), 1.0
