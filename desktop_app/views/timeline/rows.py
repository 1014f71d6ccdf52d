"""The cores' rows: bars with labels where there is room, one colour per pixel column where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen

from desktop_app.trace.tables import RunEnd, RunKind
from desktop_app.views.timeline.density import core_styles
from desktop_app.views.timeline.frame import Frame
from desktop_app.views.timeline.index import Style
from desktop_app.views.timeline.intervals import IDLE, SWITCHING, CoreIntervals, IntervalIndex, Numbers, Times
from desktop_app.views.timeline.materials import (
    LOWEST_BAR,
    Materials,
    bar_gaps,
    draw_hatch,
    label,
    materials,
)
from desktop_app.views.timeline.sampling import cell_level, cell_moments, column_cells

Pixels = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
Order = NDArray[np.intp]
# An enumeration is slow to look up, and compared with arrays often.
_RUN, _TERMINATED = int(RunKind.RUN), int(RunEnd.TERMINATED)
#: Columns of one interval from so many on leave one free, so that two of one process stay two.
_GAP_FROM_PX = 4
#: The tiles of all cores together.
CORES = "cores"


def paint_core_rows(painter: QPainter, frame: Frame) -> None:
    """Paint what every core did from the window's start up to the frame's moment."""
    layout, window = frame.layout, frame.window
    used = materials(layout, frame.theme)
    rows = frame.rows
    if min(frame.t_ns, window.end_ns) <= window.start_ns or not frame.columns:
        return  # the view is ahead of the playhead
    painter.save()
    painter.setClipRect(layout.area, Qt.ClipOperation.IntersectClip)
    painter.setFont(used.font)
    styles = core_styles(frame.index, layout, window, frame.t_ns)
    dense: dict[int, Style] = {core: style for core, style in enumerate(styles) if style is not Style.BARS}
    bars = _gathered(frame, rows, [core for core, style in enumerate(styles) if style is Style.BARS])
    if bars is not None:
        _paint_bars(painter, frame, used, bars)
    if dense:
        _paint_columns(painter, frame, dense)
    painter.restore()


def core_sampler(intervals: IntervalIndex, times_ns: Times) -> Numbers:
    """Return who has each core at each of the sorted times, an array of cores by times."""
    start_ns, end_ns = int(times_ns[0]), int(times_ns[-1]) + 1
    found = np.empty((len(intervals.cores), len(times_ns)), np.int32)
    for core in range(len(intervals.cores)):
        found[core] = intervals.sample(intervals.between(core, start_ns, end_ns), times_ns)
    return found


def paint_core_tracks(painter: QPainter, frame: Frame) -> None:
    """Paint the rows' empty tracks; time that the trace has forgotten has none, nor has a core that is off line."""
    layout, window, marks = frame.layout, frame.window, frame.index.marks
    used, rows = materials(layout, frame.theme), frame.rows
    begin_ns = max(window.start_ns, frame.index.trace.begin_ns)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(used.track)
    lowest, round_px = layout.px(LOWEST_BAR), layout.px(5)
    changing = marks.cores_change
    whole = [(begin_ns, window.end_ns)]
    places: dict[tuple[int, int], tuple[int, int]] = {}  # nearly all tracks are as long
    for core, row in enumerate(rows):
        radius = min(round_px, row.height() / 2)
        for span_ns in marks.on_line(core, frame.t_ns) if changing else whole:
            if span_ns[0] >= window.end_ns or span_ns[1] <= begin_ns:
                continue
            if span_ns not in places:
                left = layout.x(max(begin_ns, span_ns[0]), window)
                places[span_ns] = left, layout.x(min(span_ns[1], window.end_ns), window) - left
            left, width = places[span_ns]
            if row.height() >= lowest:
                painter.drawRoundedRect(left, row.top(), width, row.height(), radius, radius)
            else:
                painter.fillRect(left, row.top(), width, row.height(), used.track)


@dataclass(frozen=True, slots=True)
class _Bars:
    """The bars of all rows that have room for them: an array of each, in pixels where nothing else is said."""

    x: Places
    width: Places
    top: Places
    height: Places
    thread: Numbers
    running: Flags
    #: Whether the thread ended with it, as far as that is seen.
    ended: Flags

    def of(self, chosen: Flags | Order) -> Iterator[tuple[int, ...]]:
        """Yield the place and the thread of the chosen ones, or of all in some order."""
        columns = (self.x, self.top, self.width, self.height, self.thread)
        return zip(*(column[chosen].tolist() for column in columns), strict=True)


def _gathered(frame: Frame, rows: tuple[QRect, ...], cores: list[int]) -> _Bars | None:
    """Return the bars of some rows that reach into what is painted, or None where there are none.

    They are put together, because working them out row by row would take as long as painting them.
    """
    layout, window = frame.layout, frame.window
    span_seen = frame.span_seen
    found = [(core, runs) for core in cores if len(runs := _in_clip(frame, core, span_seen))]
    if not found:
        return None
    lengths = [len(runs) for _, runs in found]
    start_ns = np.concatenate([runs.start_ns for _, runs in found])
    end_ns = np.concatenate([runs.end_ns for _, runs in found])
    running = np.concatenate([runs.kind for _, runs in found]) == _RUN
    over = np.concatenate([runs.cause for _, runs in found]) == _TERMINATED
    scale = layout.area.width() / window.span_ns
    left = np.rint((np.maximum(start_ns, window.start_ns) - window.start_ns) * scale).astype(np.int64)
    until_ns = np.minimum(end_ns, min(frame.t_ns, window.end_ns))
    width = np.rint((until_ns - window.start_ns) * scale).astype(np.int64) - left
    return _Bars(
        left + layout.area.left(),
        np.maximum(1, width - bar_gaps(width, layout)),
        np.repeat([rows[core].top() for core, _ in found], lengths),
        np.repeat([rows[core].height() for core, _ in found], lengths),
        np.concatenate([runs.thread for _, runs in found]),
        running,
        over & running & (end_ns <= min(frame.t_ns, window.end_ns)),
    )


def _in_clip(frame: Frame, core: int, span_seen: tuple[int, int]) -> CoreIntervals:
    """Return the intervals of a row of bars that reach into what is painted, each of them whole."""
    intervals, window = frame.index.intervals, frame.window
    start_ns, end_ns = window.start_ns, min(frame.t_ns, window.end_ns)
    if not frame.index.trace.runs[core].rates:
        # Else an interval is put together from several, some of which may lie outside.
        start_ns, end_ns = max(start_ns, span_seen[0]), min(end_ns, span_seen[1])
    return intervals.between(core, start_ns, end_ns)


def _paint_bars(painter: QPainter, frame: Frame, used: Materials, bars: _Bars) -> None:
    """Paint each interval in the clip as a rounded bar with its thread's label."""
    colours = len(used.processes)
    # Hatching needs room; in less it would be a dotted line.
    switch = np.where(bars.width >= used.least_hatch_px, colours + 1, colours)
    brush = np.where(bars.running, frame.index.intervals.processes[bars.thread] % colours, switch)
    raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    brushes, radius = used.brushes if raster else used.drawn_brushes, used.radius_px
    round_ones = (bars.width >= used.narrow_px) & (bars.height >= 2 * radius)
    painter.setPen(Qt.PenStyle.NoPen)
    # All of a brush after each other, and those with round corners first.
    order = np.lexsort((~round_ones, brush))
    looks = zip(brush[order].tolist(), round_ones[order].tolist(), strict=True)
    brush_set = -1
    # Only this is done for each bar of a picture that moves: all else is worked out for all of them at once.
    for (number, rounded), (x, top, wide, high, _) in zip(looks, bars.of(order), strict=True):
        if number != brush_set:
            painter.setBrush(brushes[number])
            brush_set = number
        if rounded:
            painter.drawRoundedRect(x, top, wide, high, min(radius, wide / 2), radius)
        else:
            painter.fillRect(x, top, wide, high, brushes[number])
    for x, top, wide, high, _ in () if raster else bars.of(brush == colours + 1):
        draw_hatch(painter, used, QRect(x, top, wide, high), min(radius, wide / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    line, ink = frame.layout.px(3), QColor(frame.theme.text)
    for x, top, wide, high, _ in bars.of(bars.ended & (bars.width >= 2 * line)):
        # A bar of its own at the right edge: the thread ended here.
        painter.fillRect(x + wide - line, top, line, high, ink)
    if frame.display.followed is not None:
        _outline(painter, frame, bars)
    _paint_labels(painter, frame, used, bars)


def _outline(painter: QPainter, frame: Frame, bars: _Bars) -> None:
    """Draw a line around the bars of the followed thread."""
    line = frame.layout.px(2)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(frame.theme.text), line))
    chosen = (bars.thread == frame.display.followed) & bars.running & (bars.width > 2 * line)
    for x, top, wide, high, _ in bars.of(chosen):
        place = QRectF(x, top, wide, high).adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(place, frame.layout.px(3), frame.layout.px(3))


def _paint_labels(painter: QPainter, frame: Frame, used: Materials, bars: _Bars) -> None:
    """Write into each bar whose it is, where that fits."""
    threads, room = frame.index.trace.threads, frame.layout.px(8)
    painter.setPen(used.on_process)
    for x, top, wide, high, thread in bars.of(
        (bars.width > 3 * room) & (bars.height >= used.least_text_px) & bars.running
    ):
        text = label(threads[thread].label, used.font)
        if text.width_px + room <= wide:
            text.paint(painter, x, top, wide, high)


def _paint_columns(painter: QPainter, frame: Frame, dense: dict[int, Style]) -> None:
    """Paint rows that are too dense or too low for bars: each pixel column shows one moment within it."""
    layout, columns = frame.layout, frame.columns
    pixels = np.zeros((layout.area.height(), len(columns)), np.uint32)
    palette = _palette(frame)
    followed = None if frame.display.followed is None else np.int32(frame.display.followed)
    ink = QColor(frame.theme.text).rgb()
    even = [core for core, style in dense.items() if style is Style.EVEN]
    scattered = [core for core, style in dense.items() if style is Style.SCATTERED]
    for core, found in (*_scattered(frame, scattered), *_even(frame, even)):
        row = frame.rows[core]
        top = row.top() - layout.area.top()
        pixels[top : top + row.height(), : len(found)] = palette[found]
        if followed is not None:
            strip = pixels[top + row.height() * 3 // 4 : top + row.height(), : len(found)]
            strip[:, found == followed] = ink
    image = QImage(
        pixels.data, len(columns), layout.area.height(), len(columns) * 4, QImage.Format.Format_ARGB32_Premultiplied
    )
    painter.drawImage(layout.area.left() + columns.start, layout.area.top(), image)


def _scattered(frame: Frame, cores: list[int]) -> Iterator[tuple[int, Numbers]]:
    """Yield for each core who had it at one moment within each column that is over by the frame's moment."""
    if not cores:
        return
    intervals, window, width = frame.index.intervals, frame.window, frame.layout.area.width()
    level = cell_level(window.span_ns, width)
    cells = column_cells(window, width, frame.columns, level)
    cells = cells[: int(np.searchsorted(cell_moments(cells, level), frame.t_ns))]
    if len(cells):
        sampler = partial(core_sampler, intervals)
        samples = frame.index.tiles.at(CORES, level, cells, sampler, intervals.known_until_ns)
        yield from ((core, samples[core]) for core in cores)


def _even(frame: Frame, cores: list[int]) -> Iterator[tuple[int, Numbers]]:
    """Yield for each core who had it in the middle of each column; wide intervals leave a column free behind them."""
    if not cores:
        return
    columns, window, width = frame.columns, frame.window, frame.layout.area.width()
    start_ns, end_ns = frame.span_seen
    until_ns = min(frame.t_ns, end_ns)
    found = [frame.index.intervals.between(core, start_ns, max(start_ns, until_ns)) for core in cores]
    scale = width / window.span_ns

    def column(times_ns: Times) -> Places:
        """Return the first column whose middle is not before each time."""
        places: Places = np.ceil((times_ns - window.start_ns) * scale - 0.5).astype(np.int64)
        return places

    first = column(np.concatenate([runs.start_ns for runs in found]))
    after = column(np.minimum(np.concatenate([runs.end_ns for runs in found]), until_ns))
    after -= after - first >= _GAP_FROM_PX
    begins = np.repeat(np.arange(len(found)), [len(runs) for runs in found]) * len(columns)
    edges = np.empty((len(first), 2), np.int64)
    for side, places in enumerate((first, after)):
        edges[:, side] = begins + np.clip(places - columns.start, 0, len(columns))
    values = np.full((len(first), 2), IDLE, np.int32)
    values[:, 1] = np.concatenate([runs.thread for runs in found])
    values[:, 1][np.concatenate([runs.kind for runs in found]) != _RUN] = SWITCHING
    # From the end of one interval to the start of the next the core is idle, over the rows' ends as well.
    lengths = np.diff(edges.ravel(), prepend=0, append=len(found) * len(columns))
    rows = np.repeat(np.append(values.ravel(), np.int32(IDLE)), lengths).reshape(len(found), len(columns))
    yield from zip(cores, rows, strict=True)


def _palette(frame: Frame) -> Pixels:
    """Return the pixel of each thread, then of SWITCHING and, last, of IDLE, which count from the end."""
    theme, processes = frame.theme, frame.index.intervals.processes
    colours = np.array([theme.process(number).rgb() for number in range(len(theme.processes))], np.uint32)
    rows = np.zeros(len(processes) + 2, np.uint32)
    rows[: len(processes)] = colours[processes % len(colours)]
    rows[SWITCHING] = QColor(theme.faint).rgb()
    rows[IDLE] = 0
    return rows
