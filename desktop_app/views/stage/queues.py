"""Draws the ready queues: chips in their order, rows of levels, bars of many cores, virtual times and what moves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from desktop_app.analysis.snapshot import MoveView
from desktop_app.model.queueing import QueueKey
from desktop_app.views.stage.drawing import THREAD_FACE, Align, bar, box, colour, label, mix, pill, process_colour
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.motion import smooth
from desktop_app.views.stage.queue_layout import (
    COUNT,
    NOTE,
    ROW_CHIP_HIGH,
    TRAVEL_SLOTS,
    Bar,
    Chip,
    Mode,
    QueuePlan,
    Row,
    moving,
    stop_of,
)
from desktop_app.views.stage.queue_words import short_time
from desktop_app.views.stage.text import tr
from desktop_app.views.stage.virtual_axis import axis_range, clock_name, dots, on_axis
from desktop_app.views.theme import Theme

#: Keys that change while a thread waits: what depends on them is drawn with every moment.
_RESTLESS = frozenset({QueueKey.RATIO, QueueKey.LAXITY})
_MOVER_WIDE, _MOVER_HIGH = 26.0, 8.0


def key(plan: QueuePlan) -> tuple[object, ...]:
    """Return what a picture of the queues depends on, as far as it stands still."""
    restless = plan.view.key in _RESTLESS
    rows = tuple(
        [
            (
                row.name,
                row.more,
                tuple([(chip.entry.thread.index, chip.rect.x, chip.text if not restless else "", chip.entry.eligible,
                        chip.entry.core, chip.away, chip.quantum_share if chip.entry.core < 0 else None)
                       for chip in row.chips]),
            )
            for row in plan.rows
        ]
    )  # fmt: skip
    return plan.mode, plan.view.key, rows, tuple([(bar.length, bar.rect.h, bar.name) for bar in plan.bars])


def draw(painter: QPainter, frame: Frame) -> None:
    """Draw the queues but for what changes with every moment."""
    plan, theme = frame.queues, frame.theme
    for row in plan.rows:
        _row(painter, plan, row, theme)
    for one in plan.bars:
        _bar(painter, one, theme)


def live(painter: QPainter, frame: Frame) -> None:
    """Draw virtual times, keys that change with time, and threads on their way from queue to queue."""
    plan, theme = frame.queues, frame.theme
    for row in plan.rows:
        for chip in row.chips:
            if plan.view.key in _RESTLESS and chip.text:
                _key(painter, plan, chip, theme)
            if chip.quantum_share is not None and chip.entry.core >= 0:
                _quantum(painter, chip, theme)
    if plan.axis is not None:
        _axis(painter, plan, plan.axis, theme)
    for move in moving(frame.snapshot, plan.view):
        _move(painter, frame, move)


def _row(painter: QPainter, plan: QueuePlan, row: Row, theme: Theme) -> None:
    label(painter, row.x, row.y, row.name, NOTE, colour(theme.muted))
    for chip in row.chips:
        tint = process_colour(theme, chip.entry.thread.process)
        if chip.away:
            box(painter, chip.rect, border=colour(tint, 0.5), radius=chip.rect.h / 2, dashed=True)
            continue
        runs, waits = chip.entry.core >= 0, chip.entry.eligible
        if runs:
            _running(painter, chip, tint, theme)
        else:
            pill(painter, chip.rect, chip.entry.thread.label, tint, theme, hollow=not waits)
        if plan.view.key not in _RESTLESS and chip.text:
            _key(painter, plan, chip, theme)
        if chip.quantum_share is not None and not runs:
            _quantum(painter, chip, theme)
    if row.more:
        label(painter, row.more_x, row.y, f"+{row.more:,}", COUNT, colour(theme.muted))
    elif not row.chips and plan.mode is not Mode.ROW:
        box(painter, Rect(row.more_x, row.y - 1, 14, 2), fill=colour(theme.faint), radius=1)


def _running(painter: QPainter, chip: Chip, tint: str, theme: Theme) -> None:
    """Draw the chip of a thread that runs, and so stands in no queue: hollow, with a triangle before its name."""
    rect = chip.rect
    pill(painter, rect, "", tint, theme, hollow=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(tint))
    x, y = rect.x + 9, rect.cy
    painter.drawPolygon([QPointF(x, y - 4), QPointF(x + 6, y), QPointF(x, y + 4)])
    label(painter, rect.cx + 6, y, chip.entry.thread.label, THREAD_FACE, colour(tint), Align.CENTRE)


def _key(painter: QPainter, plan: QueuePlan, chip: Chip, theme: Theme) -> None:
    if plan.mode is Mode.ROW:
        label(painter, chip.text_x, chip.rect.bottom + 11, chip.text, NOTE, colour(theme.muted), Align.CENTRE)
    else:
        label(painter, chip.text_x, chip.rect.cy, chip.text, NOTE, colour(theme.muted))


def _quantum(painter: QPainter, chip: Chip, theme: Theme) -> None:
    tint = process_colour(theme, chip.entry.thread.process)
    rect = Rect(chip.rect.x + 8, chip.rect.bottom + 2, chip.rect.w - 16, 3)
    bar(painter, rect, chip.quantum_share or 0.0, colour(tint), colour(theme.track))


def _bar(painter: QPainter, one: Bar, theme: Theme) -> None:
    fill = mix(theme.muted, theme.panel, 0.6) if one.length else colour(theme.track)
    box(painter, one.rect, fill=fill, radius=min(3.0, one.rect.h / 2))
    if one.name:
        label(painter, one.rect.cx, one.place.bottom + 12, one.name, NOTE, colour(theme.faint), Align.CENTRE)
        count = f"{one.length:,}"
        if one.length and COUNT.width(count) <= one.place.w + 8:
            label(painter, one.rect.cx, one.rect.y - 9, count, COUNT, colour(theme.text), Align.CENTRE)


# -- virtual time -------------------------------------------------------------------------------------------------


def _axis(painter: QPainter, plan: QueuePlan, axis: Rect, theme: Theme) -> None:
    """Draw where the threads stand in virtual time, and what they are compared with."""
    y, words_y = axis.y + 8, axis.y + 26
    painter.setPen(QPen(colour(theme.border), 2))
    painter.drawLine(QPointF(axis.x, y), QPointF(axis.right, y))
    low, high = axis_range(plan.view)
    clock_ns = plan.view.clock_ns
    taken = Rect(axis.cx, words_y, 0, 0)
    if clock_ns is not None:
        x = on_axis(plan.view, axis, clock_ns)
        painter.setPen(QPen(colour(theme.text), 2))
        painter.drawLine(QPointF(x, y - 8), QPointF(x, y + 8))
        words = f"{clock_name(plan.view.key)} {short_time(clock_ns)}"
        wide = COUNT.width(words)
        left = min(max(axis.x, x - wide / 2), axis.right - wide)
        label(painter, left, words_y, words, COUNT, colour(theme.text))
        taken = Rect(left - 12, words_y, wide + 24, 0)
    for x, entry in dots(plan.view, axis):
        tint = colour(process_colour(theme, entry.thread.process))
        if entry.core < 0:
            painter.fillRect(QRectF(x - 2, y - 6, 4, 12), tint)  # a disc takes ten times as long, for each of dozens
            continue
        painter.setPen(QPen(tint, 2.5))
        painter.setBrush(colour(theme.panel))
        painter.drawEllipse(QPointF(x, y), 5.5, 5.5)
    apart = short_time(low) != short_time(high)
    least = tr("virtual time {time}").format(time=short_time(low)) if apart else tr("virtual time")
    for text, x, align in (
        (least, axis.x, Align.LEFT),
        (short_time(high) if apart else "", axis.right, Align.RIGHT),
    ):
        wide = NOTE.width(text)
        left = x - wide * align.value
        if left + wide <= taken.x or left >= taken.right:
            label(painter, left, words_y, text, NOTE, colour(theme.faint))


# -- moves --------------------------------------------------------------------------------------------------------


def _move(painter: QPainter, frame: Frame, move: MoveView) -> None:
    """Draw a thread on its way from one core's queue to another's; or light both, where motion is reduced."""
    plan, theme = frame.queues, frame.theme
    source, target = stop_of(plan, move.source), stop_of(plan, move.target, move.thread.index)
    if source is None or target is None:
        return
    share = share_of(frame, move)
    tint = process_colour(theme, move.thread.process)
    if frame.options.reduce_motion:
        for place in (source, target):
            box(painter, place, border=colour(tint, 1 - share), radius=min(6.0, place.h / 2), line=2)
        return
    place = on_the_way(plan, source, target, share)
    if plan.mode is Mode.BARS:
        box(painter, place, fill=colour(tint), border=colour(theme.panel), radius=5)
        return
    pill(painter, place, move.thread.label, tint, theme)


def on_the_way(plan: QueuePlan, source: Rect, target: Rect, share: float) -> Rect:
    """Return where a thread is after this share of its way from one core's queue to another's."""
    eased = smooth(share)
    if plan.mode is Mode.BARS:
        x = source.cx + (target.cx - source.cx) * eased  # above all numbers
        return around(x, source.y - 1, _MOVER_WIDE, _MOVER_HIGH)
    return Rect(
        source.x + (target.x - source.x) * eased, source.y + (target.y - source.y) * eased, target.w, ROW_CHIP_HIGH
    )


def share_of(frame: Frame, move: MoveView) -> float:
    """Return how much of its way a thread has gone from one core's queue to another's, in time."""
    return (frame.snapshot.t_ns - move.at_ns) / (TRAVEL_SLOTS * frame.snapshot.slot_ns)
