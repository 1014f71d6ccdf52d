"""Where the waiting threads stand, by what they wait for: chips while there is room, and counts beyond. No painting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_app.analysis.snapshot import Snapshot, ThreadRef, WaitingView
from desktop_app.model.workload import ResourceKind
from desktop_app.views.stage.drawing import pill_width
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import QUEUE_ROW, QUEUES_TOP, StageLayout
from desktop_app.views.stage.queue_layout import (
    CHIP_GAP,
    CHIP_HIGH,
    COUNT,
    NOTE,
    ROW_CHIP_HIGH,
    ROW_CHIP_LEAST,
    Mode,
    QueuePlan,
    reserve,
)
from desktop_app.views.stage.text import one_line, tr

#: Groups of chips beside each other have at least so much room; counted ones less.
_GROUP_LEAST, _CELL_LEAST = 185.0, 112.0
_GROUP_GAP = 18.0
#: More threads than this of one cause are counted, where they have no row of their own.
_MOST_CHIPS = 12
#: So many causes have a line each, with chips, where they have no room beside each other.
_MOST_LINES = 2
_LOW_ROW = 26.0


@dataclass(frozen=True, slots=True)
class WaitChip:
    """A waiting thread's chip."""

    rect: Rect
    thread: ThreadRef
    wait: WaitingView


@dataclass(frozen=True, slots=True)
class WaitGroup:
    """The waiting threads of one cause: those that fit, and how many do not; or only how many there are.

    Attributes:
        cause: What they wait for, as far as it fits; empty for all other causes.
        x: Where that begins.
        y: The middle of its line.
        room: The room that it has.
        chips: Those that fit.
        more: How many do not, or all of a counted group.
        more_x: Where that is said.
        counted: Whether they are only counted.
        first: Of a counted group, the wait that ends first, where one says when.
    """

    cause: str
    x: float
    y: float
    room: float
    chips: tuple[WaitChip, ...]
    more: int
    more_x: float
    counted: bool = False
    first: WaitingView | None = None


def plan_waiting(snapshot: Snapshot, layout: StageLayout, queues: QueuePlan) -> tuple[WaitGroup, ...]:
    """Return where the waiting threads stand in their part of the scheduler's panel."""
    found: dict[str, list[WaitingView]] = {}
    for wait in snapshot.waiting:
        found.setdefault(wait.cause, []).append(wait)
    if not found:
        return ()
    causes = [(one_line(cause), waits) for cause, waits in found.items()]
    area = queues.waiting
    if layout.queue_rows > 1:
        return tuple(_lines(causes, area, layout.queue_rows))
    longest = max(len(waits) for _, waits in causes)
    fit = max(1, int((area.w + _GROUP_GAP) // (_GROUP_LEAST + _GROUP_GAP)))
    many = queues.mode is Mode.BARS and len(queues.bars) > _MOST_CHIPS
    if fit < len(causes) <= _MOST_LINES and longest <= _MOST_CHIPS and not many:
        return tuple(_lines(causes, area, _MOST_LINES, _LOW_ROW))
    if len(causes) > fit or longest > _MOST_CHIPS or many:
        return tuple(_cells(causes, area))
    return tuple(_beside(causes, area))


def _beside(causes: Sequence[tuple[str, list[WaitingView]]], area: Rect) -> list[WaitGroup]:
    """Return the causes beside each other; each has an equal part of the room, and says what it folds."""
    groups: list[WaitGroup] = []
    x = area.x
    for index, (cause, waits) in enumerate(causes):
        left = len(causes) - index
        share = (area.right - x - _GROUP_GAP * (left - 1)) / left
        group = _line(cause, waits, Rect(x, area.y + 44, share, CHIP_HIGH))
        groups.append(group)
        x = _right(group) + _GROUP_GAP
    return groups


def _lines(
    causes: Sequence[tuple[str, list[WaitingView]]], area: Rect, most: int, pitch: float = QUEUE_ROW
) -> list[WaitGroup]:
    """Return a line for each cause; the last one counts the causes that have none."""
    shown = causes if len(causes) <= most else causes[: most - 1]
    places = [
        Rect(area.x, area.y + QUEUES_TOP + (number + 0.5) * pitch - 2 - ROW_CHIP_HIGH / 2, area.w, ROW_CHIP_HIGH)
        for number in range(most)
    ]
    groups = [_line(cause, waits, place) for (cause, waits), place in zip(shown, places, strict=False)]
    rest = causes[len(shown) :]
    if rest:
        count, place = sum(len(waits) for _, waits in rest), places[len(shown)]
        words = tr("{count} for other things").format(count=f"{count:,}")
        groups.append(WaitGroup(words, place.x, place.cy, place.w, (), 0, place.x))
    return groups


def _line(cause: str, waits: Sequence[WaitingView], place: Rect) -> WaitGroup:
    least = 84.0 if place.h >= CHIP_HIGH else ROW_CHIP_LEAST
    rest = COUNT.width(f"+{len(waits)}") + CHIP_GAP if len(waits) > 1 else 0.0
    most = max(36.0, place.w - 10 - pill_width(waits[0].thread.label, least=least) - rest)
    if NOTE.width(cause) > most:
        cause = _without_kind(cause)
    room = min(NOTE.width(cause), most)
    x, chips = place.x + room + 10, list[WaitChip]()
    for wait in waits:
        width = pill_width(wait.thread.label, least=least)
        left = len(waits) - len(chips) - 1
        if x + width + reserve(left) > place.right:
            break
        chips.append(WaitChip(Rect(x, place.y, width, place.h), wait.thread, wait))
        x += width + CHIP_GAP
    return WaitGroup(cause, place.x, place.cy, room, tuple(chips), len(waits) - len(chips), x)


def _cells(causes: Sequence[tuple[str, list[WaitingView]]], area: Rect) -> list[WaitGroup]:
    """Return counts in two lines, the largest first."""
    ordered = sorted(causes, key=lambda item: -len(item[1]))
    columns = max(1, int((area.w + _GROUP_GAP) // (_CELL_LEAST + _GROUP_GAP)))
    shown = ordered if len(ordered) <= 2 * columns else ordered[: 2 * columns - 1]
    columns = min(columns, -(-len(ordered) // 2))
    pitch = (area.w + _GROUP_GAP) / columns
    cells = []
    for number, (cause, waits) in enumerate(shown):
        x, y = area.x + number % columns * pitch, area.y + (50 if number < columns else 79)
        most = pitch - _GROUP_GAP - COUNT.width(f"{len(waits):,}") - 8
        if NOTE.width(cause) > most:
            cause = _without_kind(cause)  # noqa: PLW2901 - shortened
        room = min(NOTE.width(cause), most)
        ends = [wait for wait in waits if wait.until_ns is not None]
        first = min(ends, key=lambda wait: wait.until_ns or 0, default=None)
        cells.append(WaitGroup(cause, x, y, room, (), len(waits), x + room + 8, counted=True, first=first))
    hidden = sum(len(waits) for _, waits in ordered[len(shown) :])
    if hidden:
        x = area.x + (columns - 1) * pitch
        cells.append(WaitGroup("", x, area.y + 79, 0.0, (), hidden, x, counted=True))
    return cells


def _without_kind(cause: str) -> str:
    """Return what is waited for without what kind of thing it is: ``s1`` of ``semaphore s1``."""
    kinds = (f"{kind.value} " for kind in ResourceKind)
    return next((cause.removeprefix(kind) for kind in kinds if cause.startswith(kind)), cause)


def _right(group: WaitGroup) -> float:
    if group.more:
        return group.more_x + COUNT.width(f"+{group.more}")
    return group.chips[-1].rect.right if group.chips else group.more_x
