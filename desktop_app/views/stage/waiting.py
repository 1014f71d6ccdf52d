"""The waiting threads by what they wait for: device, lock, GIL; chips while there is room, and counts beyond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import Snapshot, ThreadRef, WaitingView
from desktop_app.model.workload import ResourceKind
from desktop_app.views.stage.drawing import bar, colour, label, pill, pill_width, process_colour
from desktop_app.views.stage.frame import Frame, Hit
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import QUEUE_ROW, QUEUES_TOP
from desktop_app.views.stage.queue_layout import CHIP_GAP, CHIP_HIGH, COUNT, NOTE, ROW_CHIP_HIGH, Mode
from desktop_app.views.stage.text import one_line, tr

#: Groups of chips beside each other have at least so much room; counted ones less.
_GROUP_LEAST, _CELL_LEAST = 185.0, 112.0
_GROUP_GAP = 18.0
#: More threads than this of one cause are counted, where they have no row of their own.
_MOST_CHIPS = 12


@dataclass(frozen=True, slots=True)
class _Chip:
    rect: Rect
    thread: ThreadRef
    wait: WaitingView


@dataclass(frozen=True, slots=True)
class _Group:
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
    chips: tuple[_Chip, ...]
    more: int
    more_x: float
    counted: bool = False
    first: WaitingView | None = None


def key(snapshot: Snapshot) -> tuple[tuple[int, str], ...]:
    """Return what a picture of the waiting threads depends on, beside the time."""
    return tuple([(wait.thread.index, wait.cause) for wait in snapshot.waiting])


def draw(painter: QPainter, frame: Frame) -> None:
    """Draw who waits, without how far each wait is."""
    theme, area = frame.theme, frame.queues.waiting
    if not frame.snapshot.waiting:
        label(painter, area.x, area.y + 62, tr("no thread waits"), NOTE, colour(theme.faint), room=area.w)
    for group in _groups(frame):
        label(painter, group.x, group.y, group.cause, NOTE, colour(theme.muted), room=group.room)
        for chip in group.chips:
            tint = process_colour(theme, chip.thread.process)
            pill(painter, chip.rect, chip.thread.label, tint, theme, hollow=True)
        if group.more:
            ink = colour(theme.text if group.counted else theme.muted)
            label(painter, group.more_x, group.y, _count_text(group), COUNT, ink)


def live(painter: QPainter, frame: Frame) -> None:
    """Draw how far each wait is whose end is known."""
    theme, t_ns = frame.theme, frame.snapshot.t_ns
    for group in _groups(frame):
        for chip in group.chips:
            gap, high = (3, 3) if chip.rect.h < CHIP_HIGH else (5, 5)
            rect = Rect(chip.rect.x + 8, chip.rect.bottom + gap - 1, chip.rect.w - 16, high)
            _progress(painter, frame, chip.wait, rect, process_colour(theme, chip.thread.process), t_ns)
        if group.first is not None:
            right = group.more_x + COUNT.width(_count_text(group))
            rect = Rect(group.x, group.y + 9, right - group.x, 3)
            _progress(painter, frame, group.first, rect, process_colour(theme, group.first.thread.process), t_ns)


def _progress(painter: QPainter, frame: Frame, wait: WaitingView, rect: Rect, tint: str, t_ns: int) -> None:  # noqa: PLR0917
    if wait.until_ns is not None and wait.until_ns > wait.since_ns:
        share = (t_ns - wait.since_ns) / (wait.until_ns - wait.since_ns)
        bar(painter, rect, share, colour(tint), colour(frame.theme.track))


def hits(frame: Frame) -> list[Hit]:
    """Return where waiting threads can be clicked."""
    return [Hit(rect=chip.rect, thread=chip.thread.index) for group in _groups(frame) for chip in group.chips]


def _count_text(group: _Group) -> str:
    return f"{group.more:,}" if group.counted and group.cause else f"+{group.more:,}"


def _groups(frame: Frame) -> list[_Group]:
    causes: dict[str, list[WaitingView]] = {}
    for wait in frame.snapshot.waiting:
        causes.setdefault(one_line(wait.cause), []).append(wait)
    if not causes:
        return []
    area = frame.queues.waiting
    if frame.layout.queue_rows > 1:
        return _lines(list(causes.items()), area, frame.layout.queue_rows)
    longest = max(map(len, causes.values()))
    fit = max(1, int((area.w + _GROUP_GAP) // (_GROUP_LEAST + _GROUP_GAP)))
    many = frame.queues.mode is Mode.BARS and len(frame.queues.bars) > _MOST_CHIPS
    if len(causes) > fit or longest > _MOST_CHIPS or many:
        return _cells(list(causes.items()), area)
    return _beside(list(causes.items()), area)


def _beside(causes: Sequence[tuple[str, list[WaitingView]]], area: Rect) -> list[_Group]:
    """Return the causes beside each other; each has an equal part of the room, and says what it folds."""
    groups: list[_Group] = []
    x = area.x
    for index, (cause, waits) in enumerate(causes):
        left = len(causes) - index
        share = (area.right - x - _GROUP_GAP * (left - 1)) / left
        group = _line(cause, waits, Rect(x, area.y + 44, share, CHIP_HIGH))
        groups.append(group)
        x = _right(group) + _GROUP_GAP
    return groups


def _lines(causes: Sequence[tuple[str, list[WaitingView]]], area: Rect, most: int) -> list[_Group]:
    """Return a line for each cause; the last one counts the causes that have none."""
    shown = causes if len(causes) <= most else causes[: most - 1]
    places = [
        Rect(area.x, area.y + QUEUES_TOP + (number + 0.5) * QUEUE_ROW - 2 - ROW_CHIP_HIGH / 2, area.w, ROW_CHIP_HIGH)
        for number in range(most)
    ]
    groups = [_line(cause, waits, place) for (cause, waits), place in zip(shown, places, strict=False)]
    rest = causes[len(shown) :]
    if rest:
        count, place = sum(len(waits) for _, waits in rest), places[len(shown)]
        words = tr("{count} for other things").format(count=f"{count:,}")
        groups.append(_Group(words, place.x, place.cy, place.w, (), 0, place.x))
    return groups


def _line(cause: str, waits: Sequence[WaitingView], place: Rect) -> _Group:
    least = 84.0 if place.h >= CHIP_HIGH else 66.0
    rest = COUNT.width(f"+{len(waits)}") + CHIP_GAP if len(waits) > 1 else 0.0
    most = max(36.0, place.w - 10 - pill_width(waits[0].thread.label, least=least) - rest)
    if NOTE.width(cause) > most:
        cause = _without_kind(cause)
    room = min(NOTE.width(cause), most)
    x, chips = place.x + room + 10, list[_Chip]()
    for wait in waits:
        width = pill_width(wait.thread.label, least=least)
        left = len(waits) - len(chips) - 1
        if x + width + (COUNT.width(f"+{left:,}") + CHIP_GAP if left else 0.0) > place.right:
            break
        chips.append(_Chip(Rect(x, place.y, width, place.h), wait.thread, wait))
        x += width + CHIP_GAP
    return _Group(cause, place.x, place.cy, room, tuple(chips), len(waits) - len(chips), x)


def _cells(causes: Sequence[tuple[str, list[WaitingView]]], area: Rect) -> list[_Group]:
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
        cells.append(_Group(cause, x, y, room, (), len(waits), x + room + 8, counted=True, first=first))
    hidden = sum(len(waits) for _, waits in ordered[len(shown) :])
    if hidden:
        x = area.x + (columns - 1) * pitch
        cells.append(_Group("", x, area.y + 79, 0.0, (), hidden, x, counted=True))
    return cells


def _without_kind(cause: str) -> str:
    """Return what is waited for without what kind of thing it is: ``s1`` of ``semaphore s1``."""
    kinds = (f"{kind.value} " for kind in ResourceKind)
    return next((cause.removeprefix(kind) for kind in kinds if cause.startswith(kind)), cause)


def _right(group: _Group) -> float:
    if group.more:
        return group.more_x + COUNT.width(f"+{group.more}")
    return group.chips[-1].rect.right if group.chips else group.more_x
