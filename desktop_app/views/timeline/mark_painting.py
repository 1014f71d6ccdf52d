"""Marks of the timeline: ticks and signs at the moments at which something happened, bookmarks and the loop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from desktop_app.views.theme import ui_font
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.layout import TEXT
from desktop_app.views.timeline.marks import shown as written

#: Marks of one kind that are nearer to each other than so many units of the design are one.
_APART = 6
#: Jobs that are nearer to each other than so many units are not marked; missed deadlines always are.
_JOB_ROOM = 10


def paint_lane(painter: QPainter, frame: Frame) -> None:
    """Paint below the rows when processes were launched and threads started, and above what was done to the run."""
    _paint_arrivals(painter, frame)
    if not frame.by_thread:
        _paint_births(painter, frame)
        _paint_core_deadlines(painter, frame)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(frame.theme.muted))
    middle = frame.layout.area.top() - frame.layout.px(12)
    told = (time_ns for time_ns, _ in frame.index.marks.told(frame.window.start_ns, _seen_until(frame)))
    for x in _spread(frame, told):
        _diamond(painter, x, middle, frame.layout.px(4))


def paint_thread_marks(painter: QPainter, frame: Frame) -> None:
    """Paint in the rows of threads when they were born and ended, and when their jobs were due."""
    painter.save()
    painter.setClipRect(frame.layout.area, Qt.ClipOperation.IntersectClip)
    trace, window = frame.index.trace, frame.window
    for number, row in zip(frame.layout.visible, frame.rows, strict=True):
        thread = int(frame.threads[number])
        info = trace.threads[thread]
        if window.start_ns <= info.arrival_ns <= min(frame.t_ns, window.end_ns):
            _paint_birth(painter, frame, row, frame.layout.x(info.arrival_ns, window), info.process)
        if window.start_ns <= trace.ended[thread] <= min(frame.t_ns, window.end_ns):
            _paint_end(painter, frame, row, frame.layout.x(trace.ended[thread], window))
        _paint_row_deadlines(painter, frame, row, thread)
    painter.restore()


def paint_loop(painter: QPainter, frame: Frame) -> None:
    """Paint the stretch that is played again and again: a band above the rows, a tint on them, an edge at each end."""
    loop, layout, window = frame.display.loop, frame.layout, frame.window
    if loop is None or loop.end_ns < window.start_ns or loop.begin_ns > window.end_ns:
        return
    left = layout.x(max(loop.begin_ns, window.start_ns), window)
    right = layout.x(min(loop.end_ns, window.end_ns), window)
    tint, ink = QColor(frame.theme.text), QColor(frame.theme.text)
    tint.setAlpha(14)
    top, height = layout.area.top() - layout.px(6), layout.px(3)
    painter.fillRect(QRect(left, layout.area.top(), right - left, layout.area.height()), tint)
    painter.fillRect(QRect(left, top, right - left, height), ink)
    line, lip = layout.px(1.5), layout.px(6)
    for at_ns, x, turn in ((loop.begin_ns, left, 1), (loop.end_ns, right, -1)):
        if window.start_ns <= at_ns <= window.end_ns:
            painter.fillRect(QRect(x - line // 2, top, line, layout.area.bottom() + 1 - top), ink)
            edges = (QPointF(x, top), QPointF(x + turn * lip, top), QPointF(x, top + lip + height))
            _polygon(painter, edges, ink)


def paint_bookmarks(painter: QPainter, frame: Frame) -> None:
    """Paint a flag for each bookmark in view, with its name where there is room until the next one."""
    layout, window = frame.layout, frame.window
    marked = sorted((mark for mark in frame.display.bookmarks if _in_window(mark.at_ns, frame)), key=lambda m: m.at_ns)
    if not marked:
        return
    ink = QColor(frame.theme.text)
    font = ui_font(layout.px(TEXT), 600)
    metrics = QFontMetricsF(font)
    places = [layout.x(mark.at_ns, window) for mark in marked]
    ends = [*places[1:], layout.area.right()]
    top = layout.area.top() - layout.px(18)
    for mark, x, end in zip(marked, places, ends, strict=True):
        pen = QPen(ink, layout.px(1), Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(x + 0.5, top), QPointF(x + 0.5, layout.area.bottom() + 1))
        flag = (QPointF(x, top), QPointF(x + layout.px(9), top + layout.px(4)), QPointF(x, top + layout.px(8)))
        _polygon(painter, flag, ink)
        room = end - x - layout.px(20)
        shown = (
            metrics.elidedText(written(mark.name), Qt.TextElideMode.ElideRight, room) if room > layout.px(30) else ""
        )
        if shown:
            baseline = layout.area.top() - layout.px(8)
            place = QRectF(x + layout.px(11), top, metrics.horizontalAdvance(shown), baseline - top)
            painter.fillRect(place.adjusted(-layout.px(2), 0, layout.px(2), 0), QColor(frame.theme.panel))
            painter.setFont(font)
            painter.setPen(ink)
            painter.drawText(QPointF(place.left(), baseline), shown)


def _paint_arrivals(painter: QPainter, frame: Frame) -> None:
    """A tick below the rows for each launch by t; launches at one place share the tick's height, four at most."""
    layout, most = frame.layout, 4
    launched = frame.index.marks.launched(frame.window.start_ns, _seen_until(frame))
    times = [frame.index.trace.processes[number].arrival_ns for number in launched]
    places: dict[int, list[int]] = {}
    for number, x in zip(launched, _places(frame, times), strict=True):
        colours = places.setdefault(x, [])
        if len(colours) < most:
            colours.append(number)
    width, height = layout.px(3), layout.px(8)
    top = layout.area.bottom() + 1 + layout.px(3)
    for x, colours in places.items():
        left = x - width // 2
        for slot, number in enumerate(colours):
            upper, lower = top + slot * height // len(colours), top + (slot + 1) * height // len(colours)
            painter.fillRect(QRect(left, upper, width, lower - upper), frame.theme.process(number))


def _paint_births(painter: QPainter, frame: Frame) -> None:
    """A small hollow triangle below the rows for each thread that another one started."""
    layout, trace = frame.layout, frame.index.trace
    top = layout.area.bottom() + 1 + layout.px(3)
    born = frame.index.marks.born(frame.window.start_ns, _seen_until(frame))
    places = _places(frame, [trace.threads[thread].arrival_ns for thread in born])
    births = dict(zip(places, (trace.threads[thread].process for thread in born), strict=True))
    taken = -_APART
    for x, process in sorted(births.items()):
        if x - taken < layout.px(_APART):
            continue
        taken = x
        painter.setPen(QPen(frame.theme.process(process), layout.px(1.2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        half, height = layout.px(3), layout.px(6)
        painter.drawPolygon(
            QPolygonF([QPointF(x, top), QPointF(x + half, top + height), QPointF(x - half, top + height)])
        )


def _paint_core_deadlines(painter: QPainter, frame: Frame) -> None:
    """Above the rows a cross for each missed deadline, of whichever thread."""
    missed = frame.index.marks.missed(frame.window.start_ns, _seen_until(frame))
    middle = frame.layout.area.top() - frame.layout.px(12)
    for x in _spread(frame, missed):
        _cross(painter, x, middle, frame)


def _paint_row_deadlines(painter: QPainter, frame: Frame, row: QRect, thread: int) -> None:
    """In a thread's row an arrow down where a job was due, with a cross where it was missed, and one up at releases."""
    layout, start_ns, until_ns = frame.layout, frame.window.start_ns, _seen_until(frame)
    released = frame.index.marks.releases(thread, start_ns, until_ns)
    due = frame.index.marks.deadlines(thread, start_ns, until_ns)
    met = [] if due is None else due.deadline_ns[~due.missed].tolist()
    half, height, ink = layout.px(3), layout.px(5), QColor(frame.theme.text)
    if _has_room(frame, thread):
        for x in _places(frame, released.tolist()):
            painter.fillRect(QRect(x, row.top(), layout.px(1), row.height()), ink)
            sides = (QPointF(x + 0.5 + half, row.top() + height), QPointF(x + 0.5 - half, row.top() + height))
            _polygon(painter, (QPointF(x + 0.5, row.top()), *sides), ink)
        for x in _places(frame, met):
            sides = (QPointF(x + half, row.bottom() + 1 - height), QPointF(x - half, row.bottom() + 1 - height))
            _polygon(painter, (QPointF(x, row.bottom() + 1), *sides), ink)
    for x in _spread(frame, [] if due is None else due.deadline_ns[due.missed].tolist()):
        _cross(painter, x, row.center().y(), frame)


def _has_room(frame: Frame, thread: int) -> bool:
    """Whether the jobs of a thread are far enough apart to mark each; that must not change while the playhead moves."""
    trace, layout = frame.index.trace, frame.layout
    periodic = trace.processes[trace.threads[thread].process].periodic
    if periodic is None:
        return False
    return periodic.period_ns * layout.area.width() >= frame.window.span_ns * layout.px(_JOB_ROOM)


def _paint_birth(painter: QPainter, frame: Frame, row: QRect, x: int, process: int) -> None:
    width = frame.layout.px(2)
    painter.fillRect(QRect(x, row.top(), width, row.height()), frame.theme.process(process))


def _paint_end(painter: QPainter, frame: Frame, row: QRect, x: int) -> None:
    """A thread's end: a bar across its row with a square in the middle."""
    layout, ink = frame.layout, QColor(frame.theme.muted)
    width, size = layout.px(2), layout.px(6)
    painter.fillRect(QRect(x - width // 2, row.top(), width, row.height()), ink)
    painter.fillRect(QRect(x - size // 2, row.center().y() - size // 2, size, size), ink)


def _seen_until(frame: Frame) -> int:
    return min(frame.t_ns, frame.window.end_ns)


def _in_window(time_ns: int, frame: Frame) -> bool:
    return frame.window.start_ns <= time_ns <= frame.window.end_ns


def _spread(frame: Frame, times_ns: Iterable[int]) -> list[int]:
    """Return the columns of sorted times, those left out that are too near to the one before."""
    apart = frame.layout.px(_APART)
    found: list[int] = []
    for x in sorted(set(_places(frame, list(times_ns)))):
        if not found or x - found[-1] >= apart:
            found.append(x)
    return found


def _places(frame: Frame, times_ns: Sequence[int]) -> list[int]:
    """Return the columns of times in the window."""
    layout, window = frame.layout, frame.window
    times = np.array(times_ns, np.int64)
    places = np.rint((times - window.start_ns) * (layout.area.width() / window.span_ns)).astype(np.int64)
    found: list[int] = (places + layout.area.left()).tolist()
    return found


def _polygon(painter: QPainter, points: Iterable[QPointF], ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF(list(points)))


def _diamond(painter: QPainter, x: int, y: int, half: int) -> None:
    painter.drawPolygon(
        QPolygonF([QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y)])
    )


def _cross(painter: QPainter, x: int, y: int, frame: Frame) -> None:
    half = frame.layout.px(4)
    for ink, width in ((frame.theme.panel, 4.5), (frame.theme.error, 2)):
        painter.setPen(QPen(QColor(ink), frame.layout.px(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x - half, y - half), QPointF(x + half, y + half))
        painter.drawLine(QPointF(x - half, y + half), QPointF(x + half, y - half))
