"""Draws the waiting threads by what they wait for, and how far each wait is whose end is known."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import WaitingView
from desktop_app.views.stage.drawing import bar, colour, label, pill, process_colour
from desktop_app.views.stage.frame import Frame, Hit
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.queue_layout import CHIP_HIGH, COUNT, NOTE
from desktop_app.views.stage.text import tr
from desktop_app.views.stage.waiting_layout import WaitGroup


def key(frame: Frame) -> tuple[object, ...]:
    """Return what a picture of the waiting threads depends on, beside the time."""
    return tuple(
        [
            (group.cause, group.y, group.more, tuple([(chip.thread.index, chip.rect.x) for chip in group.chips]))
            for group in frame.waiting
        ]
    )


def draw(painter: QPainter, frame: Frame) -> None:
    """Draw who waits, without how far each wait is."""
    theme, area = frame.theme, frame.queues.waiting
    if not frame.snapshot.waiting:
        label(painter, area.x, area.y + 62, tr("no thread waits"), NOTE, colour(theme.faint), room=area.w)
    for group in frame.waiting:
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
    for group in frame.waiting:
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
    return [Hit(rect=chip.rect, thread=chip.thread.index) for group in frame.waiting for chip in group.chips]


def _count_text(group: WaitGroup) -> str:
    return f"{group.more:,}" if group.counted and group.cause else f"+{group.more:,}"
