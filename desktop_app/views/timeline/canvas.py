"""The timeline on screen: which stretch of time and which rows are shown, and what must be painted anew.

It needs numpy and pyqtgraph, which take 300 ms to import: import it after the window has painted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QStyleOptionGraphicsItem, QWidget

from desktop_app.model.bookmark import Bookmark
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.axis import (
    MIN_SPAN_NS,
    TimeWindow,
    clamped,
    followed,
    natural_window,
    stretch_window,
    zoomed,
)
from desktop_app.views.timeline.changes import changed_columns
from desktop_app.views.timeline.display import PLAIN, Display, LoopRange, RowMode
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.layout import DESIGN_HEIGHT, Layout, natural_scale, panel_layout, thread_layout
from desktop_app.views.timeline.painting import paint_timeline
from desktop_app.views.timeline.prefetch import Prefetch

#: On a small window text stays legible at the price of lower rows; on a large one rows grow, text does not.
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 1.6
#: Width of the bar that scrolls rows, and its distance from them.
_BAR_PX, _BAR_GAP_PX = 8, 4


class _Picture(pg.GraphicsObject):
    """The whole picture as one item."""

    def __init__(self, canvas: TimelineCanvas) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._canvas = canvas
        # A playhead that moves dirties a few columns: the item is told which.
        self.setFlag(self.GraphicsItemFlag.ItemUsesExtendedStyleOption, True)

    def boundingRect(self) -> QRectF:
        """All of the canvas."""
        return QRectF(self._canvas.rect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """Paint what is exposed."""
        self._canvas.paint_picture(painter, option.exposedRect)

    def viewTransformChanged(self) -> None:
        """Nothing depends on it: the item counts in the canvas's pixels."""

    def resize(self) -> None:
        """Take note that the canvas has another size."""
        self.prepareGeometryChange()


class TimelineCanvas(pg.GraphicsView):
    """Shows one trace at one moment, all of it or a stretch."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)  # type: ignore[no-untyped-call]
        self._theme = theme
        self._index: TimelineIndex | None = None
        self._t_ns = 0
        self._window: TimeWindow | None = None
        self._reach_ns = 0
        self._following = True
        self._held_window: TimeWindow | None = None
        #: The stretch of time that was painted last: a run that comes to its end shows another one by itself.
        self._painted: TimeWindow | None = None
        self._display = PLAIN
        #: The thread of each row where a row is a thread.
        self._threads = np.empty(0, np.int32)
        self._aside_px = 0.0
        self._focus_shown = False
        self.setCentralItem(None)  # type: ignore[no-untyped-call]
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self._picture = _Picture(self)
        self.addItem(self._picture)  # type: ignore[no-untyped-call]
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(110)
        self._scroller = QScrollBar(Qt.Orientation.Vertical, self)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroller.setAccessibleName(self.tr("Rows of the timeline"))
        self._scroller.setStyleSheet(_scroller_style(theme))
        self._scroller.hide()
        self._scroller.valueChanged.connect(lambda _row: self._picture.update())
        self._prefetch = Prefetch()
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._look_ahead)

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def trace(self) -> Trace | None:
        """The trace shown."""
        return self._index.trace if self._index else None

    @property
    def display(self) -> Display:
        """What is chosen to be seen."""
        return self._display

    @property
    def following(self) -> bool:
        """Whether a zoomed view turns its page when the playhead leaves it."""
        return self._following

    @property
    def window_shown(self) -> TimeWindow:
        """The stretch of time from the view's left to its right."""
        return self._held_window or self._window or self._limits()

    def sizeHint(self) -> QSize:
        """The design's height."""
        return QSize(1366, DESIGN_HEIGHT)

    # What is shown

    def set_trace(self, trace: Trace) -> None:
        """Show another trace, all of it, from its start; choices that belong to the one before are forgotten."""
        self._index = TimelineIndex(trace)
        self._t_ns = trace.begin_ns
        self._held_window = None
        self._prefetch = Prefetch()
        self._display = Display(mode=self._display.mode)
        self._scroller.setValue(0)
        self.show_all()

    def continue_with(self, trace: Trace) -> None:
        """Show a trace that is the one before up to some moment; what is in view stays, and `show_at` follows."""
        # All of a run that ends earlier now is seen at the scale of before: nothing moves under the viewer's eyes.
        self._reach_ns = self._limits().end_ns
        self._index = TimelineIndex(trace)
        self._prefetch = Prefetch()
        if self._display.process is not None and self._display.process >= len(trace.processes):
            self._display = replace(self._display, process=None)
        self._fit_rows()
        self._picture.update()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self._scroller.setStyleSheet(_scroller_style(theme))
        self._picture.update()

    def set_mode(self, mode: RowMode) -> None:
        """Show a row a core, or a row a thread."""
        self._choose(replace(self._display, mode=mode))
        self._reveal(self._display.followed)

    def set_process(self, process: int | None) -> None:
        """In a row a thread show the threads of one process only, an index in the trace; None for all."""
        self._choose(replace(self._display, process=process))

    def set_followed(self, thread: int | None) -> None:
        """Mark a thread, an index in the trace, and bring its row into view; None for none."""
        self._choose(replace(self._display, followed=thread))
        self._reveal(thread)

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Show these bookmarks."""
        self._choose(replace(self._display, bookmarks=tuple(bookmarks)))

    def set_loop(self, begin_ns: int | None, end_ns: int | None = None) -> None:
        """Show that [begin_ns, end_ns) is played again and again; None for no loop.

        Raises:
            ValueError: When the stretch is empty, or begins before 0.
        """
        loop = None if begin_ns is None or end_ns is None else LoopRange(begin_ns=begin_ns, end_ns=end_ns)
        self._choose(replace(self._display, loop=loop))

    def set_aside(self, aside_px: float) -> None:
        """Leave so much free at the right of the heading, for what lies over it; in logical pixels."""
        if aside_px != self._aside_px:
            self._aside_px = aside_px
            self._picture.update()

    def show_at(self, t_ns: int) -> None:
        """Show the moment ``t_ns``, in nanoseconds."""
        before_ns = self._t_ns
        self._t_ns = t_ns
        if self._window is not None:
            inside = self._window.start_ns <= t_ns < self._window.end_ns
            self._following = self._following or inside
            if self._held_window is None:  # what is under the pointer stays there
                turned = followed(self._window, t_ns, self._limits()) if self._following else self._window
                self._window = clamped(turned, self._limits())
        self._repaint_from(before_ns)

    def set_following(self, following: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Set whether a zoomed view turns its page when the playhead leaves it."""
        self._following = following
        self.show_at(self._t_ns)

    def show_all(self) -> None:
        """Show the whole run, or as much of it as is natural at the playhead while it goes on."""
        self._window, self._following, self._reach_ns = None, True, 0
        self._fit_rows()
        self._picture.update()

    def show_window(self, window: TimeWindow) -> None:
        """Show this stretch of time."""
        self._window = None if window == self._limits() else window
        self._following = self._window is None or window.start_ns <= self._t_ns < window.end_ns
        left = self._layout().times_left  # names stay what they are
        self._picture.update(QRectF(left, 0, self.width() - left, self.height()))

    def show_stretch(self, begin_ns: int, end_ns: int) -> None:
        """Show a stretch of time with a little around it; all, where it has no length."""
        self.show_window(stretch_window(begin_ns, end_ns, self._limits()))

    def zoom(self, factor: float, anchor_ns: int | None = None) -> None:
        """Show ``factor`` times as much time, from below 1 for less; the anchor, or the playhead, stays in place."""
        shown = self.window_shown
        if anchor_ns is None:
            inside = shown.start_ns <= self._t_ns <= shown.end_ns
            anchor_ns = self._t_ns if inside else shown.start_ns + shown.span_ns // 2
        self.show_window(zoomed(shown, anchor_ns, factor, self._limits()))

    def pan(self, shift_ns: int) -> None:
        """Move the view later, or with a negative shift earlier."""
        self._pan_from(self.window_shown, shift_ns)

    def scroll_rows(self, by: int) -> None:
        """Move rows of threads up, or with a negative number down."""
        self._scroller.setValue(self._scroller.value() + by)

    def time_at(self, x_px: float) -> int:
        """Return the time at a column of the widget, in nanoseconds, inside the view."""
        return self._layout().time_ns(x_px, self.window_shown)

    def x_of(self, time_ns: int) -> int:
        """Return the column of the widget at which a time is, in logical pixels."""
        return self._layout().x(time_ns, self.window_shown)

    def thread_of_row(self, number: int) -> int:
        """Return the thread of a row where a row is a thread, an index in the trace."""
        return int(self._threads[number])

    # Qt's events

    def paint_picture(self, painter: QPainter, exposed: QRectF) -> None:
        """Paint the panel over the whole canvas, as far as it is exposed."""
        place = QRectF(self.rect())
        painter.fillRect(exposed, QColor(self._theme.window))
        if self._painted != self.window_shown:
            if not exposed.contains(place):
                # The rest shows another stretch of time; what is asked for while one paints is forgotten.
                QTimer.singleShot(0, self, self._picture.update)
            self._painted = self.window_shown
        if self._index is not None:
            paint_timeline(
                painter,
                place,
                self._index.trace,
                self._t_ns,
                self.window_shown,
                self._theme,
                index=self._index,
                scale=self._scale(),
                display=self._display,
                first_row=self._scroller.value(),
                clip=exposed,
                aside_px=self._aside_px,
            )
            if self._prefetch.plan(self._index, self.window_shown, self._device_width(), self._display):
                self._idle.start()
        if self._focus_shown:
            radius = 14 * self._scale()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(QColor(self._theme.processes[0]), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Give the picture the new size."""
        super().resizeEvent(event)  # type: ignore[no-untyped-call]
        if hasattr(self, "_scroller"):  # pyqtgraph calls this while it is being made
            self._picture.resize()
            self._fit_rows()

    def close(self) -> bool:
        """Close as every widget does: pyqtgraph's own way takes the view apart, and it could not be shown again."""
        return QWidget.close(self)

    # How it works

    def _choose(self, display: Display) -> None:
        if display == self._display:
            return
        self._display = display
        self._fit_rows()
        self._picture.update()

    def _known_ns(self) -> int:
        assert self._index is not None
        return min(self._t_ns, self._index.trace.known_until_ns)

    def _scale(self) -> float:
        return min(LARGEST_SCALE, max(SMALLEST_SCALE, natural_scale(self.width(), self.height())))

    def _device_width(self) -> int:
        return max(1, round(self._layout().area.width() * self.devicePixelRatioF()))

    def _layout(self) -> Layout:
        if self._display.mode is RowMode.THREADS:
            return thread_layout(self.rect(), len(self._threads), self._scale(), self._scroller.value())
        cores = self._index.trace.header.cores if self._index else 1
        return panel_layout(self.rect(), cores, self._scale())

    def _limits(self) -> TimeWindow:
        if self._index is None:
            return TimeWindow(start_ns=0, end_ns=MIN_SPAN_NS)
        natural = natural_window(self._index.trace, self._t_ns)
        return replace(natural, end_ns=max(natural.end_ns, self._reach_ns))

    def _pan_from(self, window: TimeWindow, shift_ns: int) -> None:
        moved = TimeWindow(start_ns=window.start_ns + shift_ns, end_ns=window.end_ns + shift_ns)
        self.show_window(clamped(moved, self._limits()))

    def _repaint_from(self, before_ns: int) -> None:
        """Have painted anew what differs from the picture at ``before_ns``."""
        rows = len(self._threads)
        self._fit_rows()
        index, window = self._index, self.window_shown
        if index is None or window != self._painted or rows != len(self._threads):
            self._picture.update()
            return
        index.refresh(min(max(before_ns, self._t_ns), window.end_ns))
        layout = self._layout()
        threads = None
        if self._display.mode is RowMode.THREADS:
            threads = self._threads[layout.visible.start : layout.visible.stop].tolist()
        changed = changed_columns(index, layout, window, from_ns=before_ns, to_ns=self._t_ns, threads=threads)
        if changed is None:
            self._picture.update()
        else:
            self._picture.update(QRectF(changed[0], 0, changed[1] - changed[0], self.height()))

    def _fit_rows(self) -> None:
        """Take note how many rows there are now, and let them be scrolled if they do not fit."""
        index = self._index
        by_thread = index is not None and self._display.mode is RowMode.THREADS
        if index is not None and by_thread:
            self._threads = index.rows_at(self._known_ns(), self._display.process)
        layout = self._layout()
        most = layout.last_first if by_thread else 0
        self._scroller.setVisible(most > 0)
        self._scroller.setRange(0, most)
        if most:
            self._scroller.setPageStep(layout.fitting)
            place = QRect(layout.area.right() + _BAR_GAP_PX, layout.area.top(), _BAR_PX, layout.area.height())
            self._scroller.setGeometry(place)

    def _reveal(self, thread: int | None) -> None:
        """Scroll to the row of a thread, if it has one."""
        if self._index is None or thread is None or self._display.mode is not RowMode.THREADS:
            return
        rows = self._threads.tolist()
        if thread not in rows:
            return
        row, fitting = rows.index(thread), self._layout().fitting
        self._scroller.setValue(min(max(self._scroller.value(), row - fitting + 1), row))

    def _look_ahead(self) -> None:
        """Look up, while nothing else is to be done, what is likely to be seen next."""
        if self._index is None or not self._prefetch.step(self._index):
            self._idle.stop()


def _scroller_style(theme: Theme) -> str:
    """Return the look of the bar that scrolls rows; with the focus it has the colour of all that has it."""
    return f"""
QScrollBar:vertical {{ background: {theme.track}; width: {_BAR_PX}px; border: none; border-radius: 4px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {theme.faint}; min-height: 12px; border-radius: 4px; }}
QScrollBar:focus {{ border: 1px solid {theme.processes[0]}; }}
QScrollBar::handle:vertical:focus {{ background: {theme.processes[0]}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""
