"""The scheduler's panel: the ready queue in its order, the next dispatch, and the threads that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import ThreadRef, WaitingView
from desktop_app.model.workload import ResourceKind
from desktop_app.views.stage.drawing import bar, colour, label, panel, pill, pill_width, process_colour
from desktop_app.views.stage.frame import Frame, Hit, Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.text import BODY, Face, one_line, time_text, tr

_NAME = Face(BODY, 700, spacing=1.4)
_NOTE = Face(BODY, 500)
_PAD = 20.0
_CHIP_HIGH = 32.0
_CHIP_GAP = 10.0
#: The share of the panel's width that the ready queue has.
_READY_SHARE = 0.62


@dataclass(frozen=True, slots=True)
class _Chip:
    rect: Rect
    thread: ThreadRef


@dataclass(frozen=True, slots=True)
class _Group:
    """The waiting threads of one cause that fit, and how many of them do not."""

    cause: str
    x: float
    cause_room: float
    chips: tuple[_Chip, ...]
    waits: tuple[WaitingView, ...]
    more: int
    more_x: float


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return the panel with everything but what counts down."""
    snapshot = frame.snapshot
    upcoming = (snapshot.upcoming.thread, snapshot.upcoming.core) if snapshot.upcoming else None
    waiting = tuple((wait.thread, wait.cause) for wait in snapshot.waiting)
    key = (snapshot.ready, snapshot.fifo_order, waiting, upcoming, snapshot.terminated)
    rect = frame.layout.scheduler
    return (
        Layer(
            name="scheduler",
            rect=rect,
            ground=frame.theme.window,
            key=key,
            paint=lambda painter: _panel(painter, frame),
        ),
    )


def live(painter: QPainter, frame: Frame) -> None:
    """Draw the countdown to the next dispatch and how far each device has come."""
    theme, snapshot = frame.theme, frame.snapshot
    if snapshot.upcoming is not None:
        x, room = _next_place(frame)
        used = _NOTE.width(_next_words(frame)) + 5
        time = time_text(max(0, snapshot.upcoming.at_ns - snapshot.t_ns), snapshot.slot_ns)
        words = tr("in {time}").format(time=time)
        if used + _NOTE.width(words) <= room:
            label(painter, x + used, _title_y(frame), words, _NOTE, colour(theme.text))
    for group in _groups(frame):
        for chip, wait in zip(group.chips, group.waits, strict=False):
            if wait.until_ns is not None and wait.until_ns > wait.since_ns:
                share = (snapshot.t_ns - wait.since_ns) / (wait.until_ns - wait.since_ns)
                rect = Rect(chip.rect.x + 8, chip.rect.bottom + 5, chip.rect.w - 16, 5)
                bar(painter, rect, share, colour(process_colour(theme, chip.thread.process)), colour(theme.track))


def hits(frame: Frame) -> list[Hit]:
    """Return where ready and waiting threads can be clicked."""
    chips, _ = _ready(frame)
    every = [*chips, *(chip for group in _groups(frame) for chip in group.chips)]
    return [Hit(rect=chip.rect, thread=chip.thread.index) for chip in every]


def _title_y(frame: Frame) -> float:
    return frame.layout.scheduler.y + 25


def _chips_y(frame: Frame) -> float:
    return frame.layout.scheduler.y + 46


def _ready_area(frame: Frame) -> Rect:
    rect = frame.layout.scheduler
    return Rect(rect.x + _PAD, rect.y, rect.w * _READY_SHARE - _PAD * 1.5, rect.h)


def _waiting_area(frame: Frame) -> Rect:
    rect = frame.layout.scheduler
    x = rect.x + rect.w * _READY_SHARE + _PAD * 0.5
    return Rect(x, rect.y, rect.right - _PAD - x, rect.h)


def _panel(painter: QPainter, frame: Frame) -> None:
    theme, snapshot = frame.theme, frame.snapshot
    panel(painter, frame.layout.scheduler, theme)
    area, y = _ready_area(frame), _title_y(frame)
    used = label(painter, area.x, y, tr("SCHEDULER"), _NAME, colour(theme.muted))
    label(painter, area.x + used + 16, y, _queue_words(frame), _NOTE, colour(theme.faint))
    x, room = _next_place(frame)
    if snapshot.upcoming is not None:
        label(painter, x, y, _next_words(frame), _NOTE, colour(theme.muted), room=room)
    chips, more = _ready(frame)
    for chip in chips:
        tint = process_colour(theme, chip.thread.process)
        pill(painter, chip.rect, chip.thread.label, tint, theme)
    middle = _chips_y(frame) + _CHIP_HIGH / 2
    if more:
        x = chips[-1].rect.right + _CHIP_GAP if chips else area.x
        label(painter, x, middle, f"+{more}", Face(BODY, 600), colour(theme.muted), room=area.right - x)
    elif not chips:
        words = tr("every thread has ended") if snapshot.terminated else tr("empty: no thread waits for a core")
        label(painter, area.x, middle, words, _NOTE, colour(theme.faint), room=area.w)
    elif len(chips) > 1 and not snapshot.fifo_order:
        x = chips[-1].rect.right + 2 * _CHIP_GAP
        words = tr("in order of becoming ready, not of dispatch")
        if _NOTE.width(words) <= area.right - x:
            label(painter, x, middle, words, _NOTE, colour(theme.faint))
    _waiting(painter, frame)


def _queue_words(frame: Frame, count: str | None = None) -> str:
    """Return what the chips are: a queue only where the first of them is the next to run."""
    ready = frame.snapshot.ready
    if not ready and count is None:
        return tr("ready queue") if frame.snapshot.fifo_order else tr("ready")
    words = tr("ready queue: {count}") if frame.snapshot.fifo_order else tr("ready, unordered: {count}")
    return words.format(count=len(ready) if count is None else count)


def _next_place(frame: Frame) -> tuple[float, float]:
    """Return where the next dispatch is told, and the room for it."""
    area = _ready_area(frame)
    # The widest count of this many digits, so that the text does not move as the queue does.
    words = _NOTE.width(_queue_words(frame, "0" * max(2, len(str(len(frame.snapshot.ready))))))
    x = area.x + _NAME.width(tr("SCHEDULER")) + 16 + words + 28
    return x, area.right - x


def _next_words(frame: Frame) -> str:
    upcoming = frame.snapshot.upcoming
    assert upcoming is not None
    return tr("next: {thread} → Core {core}").format(thread=upcoming.thread.label, core=upcoming.core)


def _ready(frame: Frame) -> tuple[list[_Chip], int]:
    area = _ready_area(frame)
    return _row(frame.snapshot.ready, area.x, area.right, _chips_y(frame))


def _row(threads: Sequence[ThreadRef], x: float, right: float, y: float) -> tuple[list[_Chip], int]:
    """Return the chips that fit between ``x`` and ``right``, leaving room to tell how many do not, and that number."""
    chips: list[_Chip] = []
    for index, thread in enumerate(threads):
        width = pill_width(thread.label)
        rest = len(threads) - index - 1
        reserve = Face(BODY, 600).width(f"+{rest}") + _CHIP_GAP if rest else 0.0
        if x + width + reserve > right:
            return chips, rest + 1
        chips.append(_Chip(Rect(x, y, width, _CHIP_HIGH), thread))
        x += width + _CHIP_GAP
    return chips, 0


def _waiting(painter: QPainter, frame: Frame) -> None:
    theme, area = frame.theme, _waiting_area(frame)
    used = label(painter, area.x, _title_y(frame), tr("WAITING"), _NAME, colour(theme.muted))
    count = len(frame.snapshot.waiting)
    middle = _chips_y(frame) + _CHIP_HIGH / 2
    if count:
        label(painter, area.x + used + 16, _title_y(frame), str(count), _NOTE, colour(theme.faint))
    else:
        label(painter, area.x, middle, tr("no thread waits"), _NOTE, colour(theme.faint), room=area.w)
    for group in _groups(frame):
        label(painter, group.x, middle, group.cause, _NOTE, colour(theme.muted), room=group.cause_room)
        for chip in group.chips:
            tint = process_colour(theme, chip.thread.process)
            pill(painter, chip.rect, chip.thread.label, tint, theme, hollow=True)
        if group.more:
            label(painter, group.more_x, middle, f"+{group.more}", Face(BODY, 600), colour(theme.muted))


def _groups(frame: Frame) -> list[_Group]:
    """Return the waiting threads by cause; each cause has an equal part of the room, and says what it folds."""
    causes: dict[str, list[WaitingView]] = {}
    for wait in frame.snapshot.waiting:
        causes.setdefault(one_line(wait.cause), []).append(wait)
    area = _waiting_area(frame)
    least = 185.0
    most = max(1, int((area.w + 18) // (least + 18)))
    shown = list(causes.items())[:most]
    hidden = sum(len(waits) for _, waits in list(causes.items())[most:])
    reserve = Face(BODY, 600).width(f"+{hidden}") + 18 if hidden else 0.0
    groups: list[_Group] = []
    x = area.x
    for index, (cause, waits) in enumerate(shown):
        share = (area.right - reserve - x - 18 * (len(shown) - index - 1)) / (len(shown) - index)
        group = _group(cause, waits, x, share, _chips_y(frame))
        groups.append(group)
        x = _group_right(group) + 18
    if hidden:
        groups.append(_Group("", x, 0.0, (), (), hidden, x))
    return groups


def _group(cause: str, waits: Sequence[WaitingView], x: float, room: float, y: float) -> _Group:
    rest = Face(BODY, 600).width(f"+{len(waits)}") + _CHIP_GAP if len(waits) > 1 else 0.0
    most = max(36.0, room - 10 - pill_width(waits[0].thread.label) - rest)
    if _NOTE.width(cause) > most:
        cause = _without_kind(cause)
    cause_room = min(_NOTE.width(cause), most)
    first = x + cause_room + 10
    chips, more = _row([wait.thread for wait in waits], first, x + room, y)
    more_x = chips[-1].rect.right + _CHIP_GAP if chips else first
    return _Group(cause, x, cause_room, tuple(chips), tuple(waits[: len(chips)]), more, more_x)


def _without_kind(cause: str) -> str:
    """Return what is waited for without what kind of thing it is: ``s1`` of ``semaphore s1``."""
    kinds = (f"{kind.value} " for kind in ResourceKind)
    return next((cause.removeprefix(kind) for kind in kinds if cause.startswith(kind)), cause)


def _group_right(group: _Group) -> float:
    if group.more:
        return group.more_x + Face(BODY, 600).width(f"+{group.more}")
    return group.chips[-1].rect.right if group.chips else group.more_x
