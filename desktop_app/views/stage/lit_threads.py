"""Where a thread that has no core stands in the scheduler's panel, in units of the whole stage."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.analysis.snapshot import MoveView, ThreadRef
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.queue_layout import COUNT, Mode, moving, stop_of
from desktop_app.views.stage.queues import on_the_way, share_of

#: The height of the number of those without a chip.
_COUNT_HIGH = 22.0


def in_queues(frame: Frame, thread: ThreadRef) -> Rect | None:
    """Return where a ready or waiting thread stands; None for any other.

    That is its chip; where it has none, the number of those without one, or the bar or the part of the panel that it
    is counted in.
    """
    found = next(_ready_chip(frame, thread), None) or next(_waiting_chip(frame, thread), None)
    if found is None and any(wait.thread == thread for wait in frame.snapshot.waiting):
        return _counted_wait(frame, thread)
    if found is None and thread in frame.snapshot.ready:
        return _counted(frame, thread)
    return found


def _ready_chip(frame: Frame, thread: ThreadRef) -> Iterator[Rect]:
    plan = frame.queues
    for row in plan.rows:
        for chip in row.chips:
            if chip.entry.thread != thread or chip.entry.core >= 0:
                continue
            move = next((one for one in moving(frame.snapshot, plan.view) if one.thread == thread), None)
            way = _way(frame, move) if chip.away and move is not None else None
            yield chip.rect if way is None else way


def _way(frame: Frame, move: MoveView) -> Rect | None:
    """Return where a thread is on its way from queue to queue; None where it is seen at neither end."""
    source, target = stop_of(frame.queues, move.source), stop_of(frame.queues, move.target, move.thread.index)
    if source is None or target is None or frame.options.reduce_motion:
        return target
    return on_the_way(frame.queues, source, target, share_of(frame, move))


def _waiting_chip(frame: Frame, thread: ThreadRef) -> Iterator[Rect]:
    return (chip.rect for group in frame.waiting for chip in group.chips if chip.thread == thread)


def _counted(frame: Frame, thread: ThreadRef) -> Rect:
    """Return where a ready thread without a chip is counted."""
    plan = frame.queues
    if plan.mode is Mode.BARS:
        for bar, queue in zip(plan.bars, plan.view.queues, strict=True):
            if any(entry.thread == thread for entry in queue.entries):
                return bar.place
    if len(plan.rows) == 1 and plan.rows[0].more:
        row = plan.rows[0]
        return _number(row.more_x, row.y, f"+{row.more:,}")
    return _below_heading(plan.ready)


def _counted_wait(frame: Frame, thread: ThreadRef) -> Rect:
    """Return where a waiting thread without a chip is counted."""
    cause = next(wait.cause for wait in frame.snapshot.waiting if wait.thread == thread)
    for group in frame.waiting:
        if group.cause and cause.endswith(group.cause) and group.more:
            number = _number(group.more_x, group.y, f"+{group.more:,}")
            return Rect(group.x, number.y, number.right - group.x, number.h) if group.counted else number
    return _below_heading(frame.queues.waiting)


def _below_heading(area: Rect) -> Rect:
    return Rect(area.x - 4, area.y + 30, area.w + 4, area.h - 36)


def _number(x: float, y: float, words: str) -> Rect:
    return Rect(x, y - _COUNT_HIGH / 2, COUNT.width(words), _COUNT_HIGH)
