"""Where queues, levels, virtual times and moves stand in the scheduler's panel. No painting, no state."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from desktop_app.analysis.snapshot import MoveView, QueueEntry, QueueView, SchedulerView, Snapshot
from desktop_app.model.queueing import QueueKey
from desktop_app.views.stage.drawing import pill_width
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import QUEUE_ROW, QUEUES_TOP, StageLayout
from desktop_app.views.stage.queue_words import key_text, queue_name, span_name
from desktop_app.views.stage.text import BODY, Face

NOTE = Face(BODY, 500)
COUNT = Face(BODY, 600)
PAD = 20.0
CHIP_HIGH = 32.0
CHIP_GAP = 10.0
#: In a row of its own a chip is lower, and its row has a bar below for what is left of its quantum.
ROW_CHIP_HIGH = 23.0
ROW_CHIP_LEAST = 66.0
#: The share of the panel's width that the ready queue has, and with bars for many cores.
_READY_SHARE, _BARS_SHARE = 0.62, 0.76
#: With more cores than this, bars stand closer and say no numbers.
_MANY_BARS = 16
#: How high the axis of virtual time is, below the chips.
_AXIS_HIGH = 34.0
#: For how many slots a move is to be seen.
TRAVEL_SLOTS = 4
#: How wide the dash is that stands for an empty queue.
_EMPTY_WIDE = 14.0
#: How many levels fit beside each other, and what is between them.
_MOST_GROUPS = 4
#: How many cores' queues fit in two rows, and what is between them.
_MOST_CELLS = 8
_CELL_GAP = 16.0
_GROUP_GAP = 24.0


class Mode(Enum):
    """How queues are shown, by the room and their number."""

    ROW = "row"
    """One queue: chips in their order, and what that depends on below."""
    ROWS = "rows"
    """A row for each queue or level."""
    GRID = "grid"
    """The queues of some cores in two rows."""
    GROUPS = "groups"
    """Levels beside each other in one row."""
    BARS = "bars"
    """A bar for each queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A thread's chip.

    Attributes:
        rect: Where.
        entry: Who.
        text: What its place depends on; empty where it is not told.
        text_x: The middle of that text, or its left edge in a row of its own.
        quantum_share: What is left of its quantum, 0 to 1; None where that is not told.
        away: Whether it has yet to arrive here from another core's queue.
    """

    rect: Rect
    entry: QueueEntry
    text: str = ""
    text_x: float = 0.0
    quantum_share: float | None = None
    away: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A queue or a level, or several levels that share a row.

    Attributes:
        name: Its name; empty for the only queue.
        x: Where that begins.
        y: The middle of its chips.
        chips: The threads that have room.
        more: How many have none.
        more_x: Where it says so.
        numbers: The cores whose queue it is, or the levels in it.
    """

    name: str
    x: float
    y: float
    chips: tuple[Chip, ...]
    more: int
    more_x: float
    numbers: tuple[int, ...]


class Bar(NamedTuple):
    """The length of one queue; positional, because a frame may make 64.

    Attributes:
        place: All the room that it has.
        rect: As high as the queue is long, beside the longest.
        length: How many threads there are in it.
        name: The number of its core, or its level's name; empty where there is no room for one.
    """

    place: Rect
    rect: Rect
    length: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuePlan:
    """The ready part of the panel.

    Attributes:
        mode: How queues are shown.
        view: The queues.
        ready: The part of the panel that they have.
        waiting: The part that the waiting threads have.
        rows: The queues as rows of chips.
        bars: The queues as bars.
        axis: Where the virtual times stand, below the chips; None without them.
    """

    mode: Mode
    view: SchedulerView
    ready: Rect
    waiting: Rect
    rows: tuple[Row, ...] = ()
    bars: tuple[Bar, ...] = ()
    axis: Rect | None = None


def view_of(snapshot: Snapshot) -> SchedulerView:
    """Return the queues of a snapshot; of one made by hand, the one queue that it has."""
    if snapshot.scheduler is not None:
        return snapshot.scheduler
    entries = tuple(QueueEntry(thread=thread) for thread in snapshot.ready)
    return SchedulerView(ordered=snapshot.fifo_order, queues=(QueueView(entries=entries, count=len(entries)),))


def rows_wanted(snapshot: Snapshot) -> int:
    """Return how many rows the queues of a run would fill; the same at every moment of it, so that nothing jumps."""
    view = snapshot.scheduler
    if view is None:
        return 1
    if view.per_core:
        return len(snapshot.cores)
    return max(view.levels, 3 if view.virtual else 1)


def plan_queues(snapshot: Snapshot, layout: StageLayout) -> QueuePlan:
    """Return where everything stands."""
    view, panel = view_of(snapshot), layout.scheduler
    count = len(view.queues)
    leveled = count > 1 and not view.per_core
    if count <= 1 and not view.per_core and view.key is not QueueKey.CLASS:
        mode = Mode.ROW
    elif layout.queue_rows > 1 and ((view.per_core and count <= layout.queue_rows) or not view.per_core):
        mode = Mode.ROWS
    elif view.per_core and count <= _MOST_CELLS:
        mode = Mode.GRID
    elif (leveled and count <= _MOST_GROUPS) or view.key is QueueKey.CLASS:
        mode = Mode.GROUPS
    else:
        mode = Mode.BARS
    share = _BARS_SHARE if mode is Mode.BARS and count > _MANY_BARS else _READY_SHARE
    ready = Rect(panel.x + PAD, panel.y, panel.w * share - PAD * 1.5, panel.h)
    x = panel.x + panel.w * share + PAD * 0.5
    plan = QueuePlan(mode=mode, view=view, ready=ready, waiting=Rect(x, panel.y, panel.right - PAD - x, panel.h))
    if mode is Mode.BARS:
        return replace(plan, bars=_bars(view, ready))
    if mode is Mode.ROWS:
        return replace(plan, rows=tuple(_rows(snapshot, view, ready, layout.queue_rows)))
    if mode is Mode.GRID:
        return replace(plan, rows=tuple(_cells(snapshot, view, ready)))
    if mode is Mode.GROUPS:
        return replace(plan, rows=tuple(_grouped(view, ready)))
    queue = view.queues[0] if view.queues else QueueView()
    tall = panel.h >= QUEUES_TOP + 2 * QUEUE_ROW + _AXIS_HIGH and view.clock_ns is not None
    row = _row(view, queue, Rect(ready.x, panel.y + (40 if tall else 44), ready.w, CHIP_HIGH - (2 if tall else 0)))
    axis = Rect(ready.x, panel.bottom - _AXIS_HIGH - 8, ready.w, _AXIS_HIGH) if tall else None
    return replace(plan, rows=(row,), axis=axis)


def _row(view: SchedulerView, queue: QueueView, place: Rect) -> Row:
    """Return the only queue: as many chips as fit, and the number of the rest."""
    texts = [key_text(view.key, entry) for entry in queue.entries]
    chips: list[Chip] = []
    x = place.x
    for entry, text in zip(queue.entries, texts, strict=True):
        width = max(pill_width(entry.thread.label), NOTE.width(text) if text else 0.0)
        rest = queue.count - len(chips) - 1
        if x + width + reserve(rest) > place.right:
            break
        chips.append(Chip(rect=Rect(x, place.y, width, place.h), entry=entry, text=text, text_x=x + width / 2))
        x += width + CHIP_GAP
    return Row(
        name="", x=place.x, y=place.cy, chips=tuple(chips), more=queue.count - len(chips), more_x=x, numbers=(0,)
    )


def reserve(rest: int) -> float:
    """Return the room that the number of threads without a chip takes behind the last chip."""
    return COUNT.width(f"+{rest:,}") + CHIP_GAP if rest else 0.0


# -- rows ---------------------------------------------------------------------------------------------------------


def _rows(snapshot: Snapshot, view: SchedulerView, ready: Rect, most: int) -> Iterable[Row]:
    """Yield a row for each queue; the last one has all levels that are left."""
    spans = _spans(view.queues, most)
    names = [span_name(view, span) for span in spans]
    name_wide = max((NOTE.width(name) for name in names), default=0.0) + 14
    away = {move.thread.index for move in moving(snapshot, view)}
    for number, (span, name) in enumerate(zip(spans, names, strict=True)):
        middle = ready.y + QUEUES_TOP + (number + 0.5) * QUEUE_ROW - 2
        place = Rect(ready.x + name_wide, middle - ROW_CHIP_HIGH / 2, ready.w - name_wide, ROW_CHIP_HIGH)
        levels = {queue.level for queue in span} - {-1}
        entries = [entry for entry in view.running if entry.level in levels]
        entries += [entry for queue in span for entry in queue.entries]
        yield _filled(view, span, entries, place, name=name, x=ready.x, away=away)


def _cells(snapshot: Snapshot, view: SchedulerView, ready: Rect) -> Iterable[Row]:
    """Yield the queues of some cores in two rows, with the number of the core and no keys."""
    columns = -(-len(view.queues) // 2)
    pitch = (ready.w + _CELL_GAP) / columns
    names = [str(queue.core) for queue in view.queues]
    name_wide = max(NOTE.width(name) for name in names) + 10
    away = {move.thread.index for move in moving(snapshot, view)}
    for number, (queue, name) in enumerate(zip(view.queues, names, strict=True)):
        x, line = ready.x + number % columns * pitch, number // columns
        middle = ready.y + QUEUES_TOP + (line + 0.5) * QUEUE_ROW - 2
        room = pitch - _CELL_GAP - name_wide
        place = Rect(x + name_wide, middle - ROW_CHIP_HIGH / 2, room, ROW_CHIP_HIGH)
        yield _filled(view, (queue,), queue.entries, place, name=name, x=x, away=away, keys=False)


def _spans(queues: tuple[QueueView, ...], most: int) -> list[tuple[QueueView, ...]]:
    """Return the queues one by one, and as the last of ``most`` all that are left."""
    alone = queues if len(queues) <= most else queues[: most - 1]
    return [*((queue,) for queue in alone), *([queues[len(alone) :]] if len(alone) < len(queues) else [])]


def _filled(
    view: SchedulerView,
    span: Sequence[QueueView],
    entries: Sequence[QueueEntry],
    place: Rect,
    *,
    name: str,
    x: float,
    away: AbstractSet[int] = frozenset(),
    keys: bool = True,
) -> Row:
    """Return a row with as many chips as fit in ``place``."""
    count = sum(queue.count for queue in span)
    chips, more_x = _chips(view, entries, count, place, span, away, keys=keys)
    ready = sum(chip.entry.core < 0 for chip in chips)
    numbers = tuple(max(queue.core, queue.level) for queue in span)
    return Row(name=name, x=x, y=place.cy, chips=tuple(chips), more=count - ready, more_x=more_x, numbers=numbers)


def _chips(  # noqa: PLR0917 - as PLR0913
    view: SchedulerView,
    entries: Sequence[QueueEntry],
    count: int,
    place: Rect,
    span: Sequence[QueueView],
    away: AbstractSet[int],
    *,
    keys: bool,
) -> tuple[list[Chip], float]:
    tagged = len(span) > 1 and view.key is QueueKey.LEVEL
    quanta = {queue.level: queue.quantum_ns for queue in span}
    chips: list[Chip] = []
    x, waiting = place.x, 0
    for entry in entries:
        text = "" if not keys else f"Q{entry.level}" if tagged else key_text(view.key, entry)
        width = pill_width(entry.thread.label, least=ROW_CHIP_LEAST) + (10 if entry.core >= 0 else 0)
        wide = width + (NOTE.width(text) + 6 if text else 0.0)
        rest = count - waiting - (entry.core < 0)
        if x + wide + reserve(rest) > place.right:
            break
        quantum_ns = quanta.get(entry.level)
        has_quantum = view.key is QueueKey.LEVEL and entry.key is not None and quantum_ns
        chips.append(
            Chip(
                rect=Rect(x, place.y, width, place.h),
                entry=entry,
                text=text,
                text_x=x + width + 6,
                quantum_share=min(1.0, (entry.key or 0) / quantum_ns) if has_quantum and quantum_ns else None,
                away=entry.thread.index in away,
            )
        )
        waiting += entry.core < 0
        x += wide + (CHIP_GAP if not text else CHIP_GAP + 4)
    return chips, x


def _grouped(view: SchedulerView, ready: Rect) -> Iterable[Row]:
    """Yield the levels beside each other, each with an equal part of the room that is left."""
    queues = view.queues
    spans = _spans(queues, _MOST_GROUPS)
    most = len(spans)
    x = ready.x
    for number, span in enumerate(spans):
        name = span_name(view, span)
        room = (ready.right - x - _GROUP_GAP * (most - number - 1)) / (most - number)
        place = Rect(x + NOTE.width(name) + CHIP_GAP, ready.y + 44, room - NOTE.width(name) - CHIP_GAP, CHIP_HIGH)
        entries = [entry for queue in span for entry in queue.entries]
        row = _filled(view, span, entries, place, name=name, x=x)
        yield row
        end = row.more_x + COUNT.width(f"+{row.more:,}") if row.more else row.more_x - CHIP_GAP
        x = min(max(end, place.x + _EMPTY_WIDE), x + room) + _GROUP_GAP


# -- bars ---------------------------------------------------------------------------------------------------------


def _bars(view: SchedulerView, ready: Rect) -> tuple[Bar, ...]:
    queues = view.queues
    named = len(queues) <= _MANY_BARS or not view.per_core
    top, bottom = ready.y + (56 if named else 40), ready.bottom - (24 if named else 10)
    pitch = ready.w / len(queues)
    gap = min(12.0, pitch * 0.25)
    longest = max(1, *(queue.count for queue in queues))
    names = _bar_names(view) if named else [""] * len(queues)
    step = max(1, -(-max(NOTE.width(name) + 4 for name in names) // pitch)) if named else 1
    bars = []
    for number, (queue, name) in enumerate(zip(queues, names, strict=True)):
        place = Rect(ready.x + number * pitch, ready.y + 36, pitch - gap, bottom - ready.y - 36)
        high = max(2.0, (bottom - top) * queue.count / longest)
        bars.append(Bar(place, Rect(place.x, bottom - high, place.w, high), queue.count, "" if number % step else name))
    return tuple(bars)


def _bar_names(view: SchedulerView) -> list[str]:
    if view.per_core:
        return [str(queue.core) for queue in view.queues]
    return [queue_name(view, replace(queue, quantum_ns=None)) for queue in view.queues]


# -- moves --------------------------------------------------------------------------------------------------------


def moving(snapshot: Snapshot, view: SchedulerView) -> list[MoveView]:
    """Return the moves from core to core that are to be seen."""
    begin_ns = snapshot.t_ns - TRAVEL_SLOTS * snapshot.slot_ns
    return [move for move in view.moves if move.at_ns > begin_ns]


def stop_of(plan: QueuePlan, core: int, thread: int | None = None) -> Rect | None:
    """Return where a core's queue is: where one thread stands in it, or else its head; None where it is not shown."""
    if plan.bars:
        return next(
            (bar.place for bar, queue in zip(plan.bars, plan.view.queues, strict=True) if queue.core == core), None
        )
    row = next((row for row in plan.rows if core in row.numbers), None)
    if row is None or plan.mode not in {Mode.ROWS, Mode.GRID}:
        return None
    mine = next((chip.rect for chip in row.chips if chip.entry.thread.index == thread), None)
    if mine is not None:
        return mine
    x = max((chip.rect.right for chip in row.chips), default=0.0) if thread is None else 0.0
    first = row.chips[0].rect.x if row.chips else row.more_x
    return Rect(x + CHIP_GAP if x else first, row.y - ROW_CHIP_HIGH / 2, ROW_CHIP_LEAST, ROW_CHIP_HIGH)
