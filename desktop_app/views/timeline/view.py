"""The timeline as a widget: the same picture as in files, with a playhead to drag, pan and zoom.

Its painting imports numpy, which costs 60 ms: import it after the window has painted.
"""

from __future__ import annotations

from decimal import Decimal
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QToolTip, QWidget

from desktop_app.model.durations import NS_PER_MS
from desktop_app.trace.tables import RunKind
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.axis import MIN_SPAN_NS, TimeWindow, clamped, followed, natural_window, zoomed
from desktop_app.views.timeline.intervals import IntervalIndex
from desktop_app.views.timeline.layout import DESIGN_HEIGHT, Layout, natural_scale, panel_layout
from desktop_app.views.timeline.painting import paint_timeline

#: On a small window text stays legible at the price of lower rows; on a large one rows grow, text does not.
SMALLEST_SCALE, LARGEST_SCALE = 0.8, 1.6
#: How near to the playhead a press takes hold of it.
GRIP_PX = 8
#: A notch of the wheel, or a press of plus or minus, zooms by this factor.
ZOOM_STEP = 1.25
#: A notch of a sideways wheel pans by this share of what is shown.
PAN_SHARE = 0.1
#: A notch of the wheel, in the eighths of a degree that Qt counts.
WHEEL_NOTCH = 120


class _Drag(Enum):
    """What the left button does while it is held."""

    NONE = "none"
    SCRUB = "scrub"
    PRESS = "press"
    """Held in a zoomed view, not moved yet: a click if it stays so."""
    PAN = "pan"


class TimelineView(QWidget):
    """What every core did, up to the playhead.

    The wheel zooms around the pointer; dragging pans when the view is zoomed in; a click goes there; dragging the
    playhead, or along the axis, takes the playhead along. Keys: plus, minus, and 0 for everything.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
    """

    time_requested = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._index: IntervalIndex | None = None
        self._t_ns = 0
        self._window: TimeWindow | None = None
        self._following = True
        self._drag = _Drag.NONE
        self._drag_x_px = 0.0
        self._drag_window = self._limits()
        self._focus_shown = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(110)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(self.tr("What every core did up to the playhead, one row per core."))

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    @property
    def trace(self) -> Trace | None:
        """The trace shown."""
        return self._index.trace if self._index else None

    @property
    def following(self) -> bool:
        """Whether a zoomed view turns its page when the playhead leaves it."""
        return self._following

    @property
    def window_shown(self) -> TimeWindow:
        """The stretch of time from the view's left to its right."""
        if self._drag is _Drag.SCRUB:
            # A run that goes on would otherwise grow under the pointer, and the playhead run away from it.
            return self._drag_window
        return self._window or self._limits()

    def sizeHint(self) -> QSize:
        """The design's height."""
        return QSize(1366, DESIGN_HEIGHT)

    def set_trace(self, trace: Trace) -> None:
        """Show another trace, all of it, from its start."""
        self._index = IntervalIndex(trace)
        self._t_ns = trace.begin_ns
        self._drag = _Drag.NONE
        self.show_all()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = theme
        self.update()

    def show_at(self, t_ns: int) -> None:
        """Show the moment ``t_ns``, in nanoseconds."""
        self._t_ns = t_ns
        if self._window is not None:
            inside = self._window.start_ns <= t_ns < self._window.end_ns
            self._following = self._following or inside
            if self._drag is not _Drag.SCRUB:  # what is under the pointer stays there
                turned = followed(self._window, t_ns, self._limits()) if self._following else self._window
                self._window = clamped(turned, self._limits())
        self.update()

    def set_following(self, following: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Set whether a zoomed view turns its page when the playhead leaves it."""
        self._following = following
        self.show_at(self._t_ns)

    def show_all(self) -> None:
        """Show the whole run, or as much of it as is natural at the playhead while it goes on."""
        self._window, self._following = None, True
        self.update()

    def zoom(self, factor: float, anchor_ns: int | None = None) -> None:
        """Show ``factor`` times as much time, from below 1 for less; the anchor, or the playhead, stays in place."""
        shown = self.window_shown
        if anchor_ns is None:
            inside = shown.start_ns <= self._t_ns <= shown.end_ns
            anchor_ns = self._t_ns if inside else shown.start_ns + shown.span_ns // 2
        self._set_window(zoomed(shown, anchor_ns, factor, self._limits()))

    def pan(self, shift_ns: int) -> None:
        """Move the view later, or with a negative shift earlier."""
        self._pan_from(self.window_shown, shift_ns)

    def time_at(self, x_px: float) -> int:
        """Return the time at a column of the widget, in nanoseconds, inside the view."""
        return self._layout().time_ns(x_px, self.window_shown)

    def x_of(self, time_ns: int) -> int:
        """Return the column of the widget at which a time is, in logical pixels."""
        return self._layout().x(time_ns, self.window_shown)

    # Qt's events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the panel over the whole widget."""
        painter = QPainter(self)
        place = QRectF(self.rect())
        painter.fillRect(place, QColor(self._theme.window))
        if self._index is not None:
            self._index.refresh()
            trace, shown, scale = self._index.trace, self.window_shown, self._scale()
            paint_timeline(painter, place, trace, self._t_ns, shown, self._theme, index=self._index, scale=scale)
        if self._focus_shown:
            radius = 14 * self._scale()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setPen(QPen(QColor(self._theme.processes[0]), 2))
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the playhead, or of the view."""
        if event.button() != Qt.MouseButton.LeftButton or self._index is None:
            event.ignore()
            return
        position = event.position()
        self._drag_window = self.window_shown
        self._drag_x_px = position.x()
        if self._grips(position):
            self._drag = _Drag.SCRUB
            self._request(position)
        elif self._layout().area.contains(position.toPoint()):
            self._drag = _Drag.PRESS

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        moved_px = event.position().x() - self._drag_x_px
        if self._drag is _Drag.PRESS and abs(moved_px) >= QApplication.startDragDistance():
            self._drag = _Drag.PAN
        if self._drag is _Drag.SCRUB:
            self._request(event.position())
        elif self._drag is _Drag.PAN:
            self._pan_from(
                self._drag_window, -round(moved_px * self._drag_window.span_ns / self._layout().area.width())
            )
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a press that did not move goes there."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        held, self._drag = self._drag, _Drag.NONE
        if held is _Drag.PRESS:
            self._request(event.position())
        elif held is _Drag.SCRUB:
            self.show_at(self._t_ns)
        self._show_cursor(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; a sideways wheel, or one with Shift, pans."""
        sideways, turned = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways, turned = sideways or turned, 0
        if abs(sideways) > abs(turned):
            self.pan(-round(sideways / WHEEL_NOTCH * self.window_shown.span_ns * PAN_SHARE))
        elif turned:
            self.zoom(ZOOM_STEP ** (-turned / WHEEL_NOTCH), self.time_at(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom; every other key belongs to the window, arrows and page keys above all."""
        if event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1 / ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(ZOOM_STEP)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to who came by keyboard."""
        by_mouse = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        self._focus_shown = event.reason() not in by_mouse
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus went."""
        self._focus_shown = False
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Say which interval is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._interval_text(QPointF(event.pos())), self)
            return True
        return super().event(event)

    # How it works

    def _scale(self) -> float:
        return min(LARGEST_SCALE, max(SMALLEST_SCALE, natural_scale(self.width(), self.height())))

    def _layout(self) -> Layout:
        cores = self._index.trace.header.cores if self._index else 1
        return panel_layout(self.rect(), cores, self._scale())

    def _limits(self) -> TimeWindow:
        if self._index is None:
            return TimeWindow(start_ns=0, end_ns=MIN_SPAN_NS)
        return natural_window(self._index.trace, self._t_ns)

    def _set_window(self, window: TimeWindow) -> None:
        self._window = None if window == self._limits() else window
        self._following = self._window is None or window.start_ns <= self._t_ns < window.end_ns
        self.update()

    def _pan_from(self, window: TimeWindow, shift_ns: int) -> None:
        moved = TimeWindow(start_ns=window.start_ns + shift_ns, end_ns=window.end_ns + shift_ns)
        self._set_window(clamped(moved, self._limits()))

    def _grips(self, position: QPointF) -> bool:
        """Whether a press there moves the playhead: on it, on the axis, or on a row while there is nothing to pan."""
        layout = self._layout()
        if self._index is None or not layout.area.left() - GRIP_PX <= position.x() <= layout.area.right() + GRIP_PX:
            return False
        above = position.y() < layout.area.top()
        on_playhead = abs(position.x() - self.x_of(self._t_ns)) <= GRIP_PX
        on_axis = position.y() > layout.area.bottom()
        return on_playhead or on_axis or (self._window is None and not above)

    def _show_cursor(self, position: QPointF) -> None:
        if self._drag is _Drag.PAN:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            return
        near = self._index is not None and abs(position.x() - self.x_of(self._t_ns)) <= GRIP_PX
        held = self._drag is _Drag.SCRUB
        self.setCursor(Qt.CursorShape.SplitHCursor if held or near else Qt.CursorShape.ArrowCursor)

    def _request(self, position: QPointF) -> None:
        self.time_requested.emit(self.time_at(position.x()))

    def _interval_text(self, position: QPointF) -> str:
        """Return what the core under ``position`` did then; empty where there is nothing to say."""
        layout = self._layout()
        time_ns = self.time_at(position.x())
        if self._index is None or not layout.area.contains(position.toPoint()) or time_ns >= self._t_ns:
            return ""
        core = int((position.y() - layout.area.top()) * layout.cores / layout.area.height())
        self._index.refresh()
        runs = self._index.between(core, time_ns, time_ns + 1)
        if not len(runs):
            return self.tr("Core {core}: idle").format(core=core)
        switching = runs.kind[0] == RunKind.SWITCH
        ended = runs.end_ns[0] <= self._t_ns  # the future stays unknown, as in the picture
        if ended:
            running = self.tr("Core {core} runs {thread} from {start} to {end}")
            text = self.tr("Core {core} switches to {thread} from {start} to {end}") if switching else running
        else:
            running = self.tr("Core {core} runs {thread} since {start}")
            text = self.tr("Core {core} switches to {thread} since {start}") if switching else running
        label = self._index.trace.threads[int(runs.thread[0])].label
        start, end = _milliseconds(int(runs.start_ns[0])), _milliseconds(int(runs.end_ns[0]))
        return text.format(core=core, thread=label, start=start, end=end)


def _milliseconds(time_ns: int) -> str:
    return f"{(Decimal(time_ns) / NS_PER_MS).normalize():f} ms"
