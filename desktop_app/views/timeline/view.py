"""The timeline as a widget: the same picture as in files, with a playhead to drag, rows to choose, pan and zoom.

It needs numpy and pyqtgraph, which take 300 ms to import: import it after the window has painted.
"""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QToolTip, QWidget

from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.canvas import TimelineCanvas
from desktop_app.views.timeline.display import LoopRange, RowMode
from desktop_app.views.timeline.layout import TEXT
from desktop_app.views.timeline.telling import core_text, marks_text, thread_marks_text, thread_text

#: How near to the playhead, or to an end of the loop, a press takes hold of it.
GRIP_PX = 8
#: How near to a mark the pointer must be for its text.
MARK_PX = 5
#: A notch of the wheel, or a press of plus or minus, zooms by this factor.
ZOOM_STEP = 1.25
#: A notch of a sideways wheel pans by this share of what is shown.
PAN_SHARE = 0.1
#: A notch of the wheel, in the eighths of a degree that Qt counts.
WHEEL_NOTCH = 120


#: Keys that zoom, without others held.
_ZOOM_KEYS = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0})


class _Drag(Enum):
    """What the left button does while it is held."""

    NONE = "none"
    SCRUB = "scrub"
    PRESS = "press"
    """Held in a zoomed view, not moved yet: a click if it stays so."""
    PAN = "pan"
    LOOP = "loop"
    """Marks a loop from where it was pressed, or moves one end of it."""


class TimelineView(TimelineCanvas):
    """What every core or every thread did, up to the playhead.

    The wheel zooms around the pointer, two fingers pinch; dragging pans when the view is zoomed in; a click goes
    there; dragging the playhead, or along the axis, takes the playhead along; dragging with Shift marks a loop, whose
    ends can be dragged. A click on a thread's name, or a double click on what it did, chooses the thread.
    Keys: plus, minus, and 0 for everything; in a row a thread, Shift with up and down chooses the one above or below.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
        loop_changed: The user wants [begin, end) to be played again and again, in nanoseconds.
        thread_chosen: The user wants to follow this thread, an index in the trace.
    """

    time_requested = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds
    loop_changed = Signal(object, object)
    thread_chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._drag = _Drag.NONE
        self._drag_x_px = 0.0
        self._drag_window = self._limits()
        self._loop_from_ns = 0
        self._loop_before: LoopRange | None = None
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self.setAccessibleName(self.tr("Timeline"))
        self.setAccessibleDescription(
            self.tr("What every core or thread did up to the playhead, a row each. Plus and minus zoom, 0 shows all.")
        )

    # Qt's events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the playhead, of an end of the loop, or of the view; choose the thread whose name is there."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if self._index is None:
            return
        position = event.position()
        named = self._thread_named_at(position)
        self._drag_window = self.window_shown
        self._drag_x_px = position.x()
        kept_ns = self._loop_end_kept(position)
        if named is not None:
            self.thread_chosen.emit(named)
        elif kept_ns is not None:
            self._hold_loop(kept_ns)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._over_time(position):
            self._hold_loop(self.time_at(position.x()))
        elif self._grips(position):
            self._drag = _Drag.SCRUB
            self._held_window = self._drag_window
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
        elif self._drag is _Drag.LOOP:
            self._stretch_loop(event.position())
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
        self._held_window = None
        if held is _Drag.PRESS:
            self._request(event.position())
        elif held is _Drag.SCRUB:
            self.show_at(self._t_ns)
        elif held is _Drag.LOOP:
            self._let_loop_go()
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the thread that did what is there."""
        thread = self._thread_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and thread is not None:
            self.thread_chosen.emit(thread)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; a sideways wheel, or one with Shift, pans; over names or with Ctrl it scrolls."""
        sideways, turned = event.angleDelta().x(), event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways, turned = sideways or turned, 0
        over_names = event.position().x() < self._layout().area.left()
        if abs(sideways) > abs(turned):
            self._pan_by_wheel(sideways, event.pixelDelta().x())
        elif self._display.mode is RowMode.THREADS and (
            over_names or event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.scroll_rows(round(-turned / WHEEL_NOTCH * 3))
        elif turned:
            self.zoom(ZOOM_STEP ** (-turned / WHEEL_NOTCH), self.time_at(event.position().x()))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom, or choose a thread; every other key belongs to the window, arrows and page keys above all."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        by_thread = self._display.mode is RowMode.THREADS
        if event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(1 / ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(ZOOM_STEP)
        elif event.key() == Qt.Key.Key_0:
            self.show_all()
        elif by_thread and event.key() in steps and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose_neighbour(steps[Qt.Key(event.key())])
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus to who came by keyboard."""
        by_mouse = {Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason}
        self._focus_shown = event.reason() not in by_mouse
        super().focusInEvent(event)
        self._picture.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the focus went."""
        self._focus_shown = False
        super().focusOutEvent(event)
        self._picture.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more; pyqtgraph's scene has nothing that follows it."""

    def event(self, event: QEvent) -> bool:
        """Keep the keys that zoom from the window's commands for who came here by keyboard, and not for a click."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._focus_shown:
            plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if plain and event.key() in _ZOOM_KEYS:
                event.accept()
                return True
        return bool(super().event(event))

    def viewportEvent(self, event: QEvent) -> bool:
        """Say what is under the pointer, and zoom as two fingers pinch."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), plain_tip(self._text_at(QPointF(event.pos()))), self)
            return True
        if isinstance(event, QNativeGestureEvent) and event.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(1 / max(0.1, 1 + event.value()), self.time_at(event.position().x()))
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture) and pinch.scaleFactor() > 0:
                at = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
                self.zoom(1 / pinch.scaleFactor(), self.time_at(at.x()))
                event.accept(pinch)
                return True
        return bool(super().viewportEvent(event))

    # How it works

    def _over_time(self, position: QPointF) -> bool:
        area = self._layout().area
        return area.left() - GRIP_PX <= position.x() <= area.right() + GRIP_PX and position.y() >= self._lane_top()

    def _lane_top(self) -> int:
        layout = self._layout()
        return layout.area.top() - layout.px(TEXT + 3)

    def _grips(self, position: QPointF) -> bool:
        """Whether a press there moves the playhead: on it, on the axis, or on a row while there is nothing to pan."""
        layout = self._layout()
        if self._index is None or not layout.area.left() - GRIP_PX <= position.x() <= layout.area.right() + GRIP_PX:
            return False
        above = position.y() < layout.area.top()
        on_playhead = abs(position.x() - self.x_of(self._t_ns)) <= GRIP_PX
        on_axis = position.y() > layout.area.bottom()
        return on_playhead or on_axis or (self._window is None and not above)

    def _loop_end_kept(self, position: QPointF) -> int | None:
        """Return the end of the loop that stays when a press there moves the other one; None where none is held."""
        loop, above = self._display.loop, position.y() < self._layout().area.top()
        if loop is None or not above or position.y() < self._lane_top():
            return None
        begin_px, end_px = (abs(position.x() - self.x_of(at_ns)) for at_ns in (loop.begin_ns, loop.end_ns))
        if min(begin_px, end_px) > GRIP_PX:
            return None
        return loop.end_ns if begin_px < end_px else loop.begin_ns

    def _hold_loop(self, kept_ns: int) -> None:
        self._drag, self._held_window = _Drag.LOOP, self._drag_window
        self._loop_from_ns, self._loop_before = kept_ns, self._display.loop

    def _stretch_loop(self, position: QPointF) -> None:
        """Show the loop as it will be; nobody is told before the button is let go."""
        begin_ns, end_ns = sorted((self._loop_from_ns, self.time_at(position.x())))
        moved = abs(position.x() - self._drag_x_px) >= QApplication.startDragDistance()
        if begin_ns < end_ns and (moved or self._display.loop != self._loop_before):
            self.set_loop(begin_ns, end_ns)

    def _let_loop_go(self) -> None:
        loop = self._display.loop
        if loop is not None and loop != self._loop_before:
            self.loop_changed.emit(loop.begin_ns, loop.end_ns)

    def _pan_by_wheel(self, turned: int, pixels: int) -> None:
        """Pan by the pixels that a touch pad says, or by a share of the view for each notch of a wheel."""
        span_ns = self.window_shown.span_ns
        share = pixels / self._layout().area.width() if pixels else turned / WHEEL_NOTCH * PAN_SHARE
        self.pan(-round(share * span_ns))

    def _choose_neighbour(self, step: int) -> None:
        """Choose the thread whose row is above or below that of the followed one; the first where there is none."""
        rows = self._threads.tolist()
        if self._index is None or not rows:
            return
        followed = self._display.followed
        at = min(max(rows.index(followed) + step, 0), len(rows) - 1) if followed in rows else 0
        self.thread_chosen.emit(rows[at])

    def _row_at(self, position: QPointF) -> int | None:
        return None if self._index is None else self._layout().row_at(position.y())

    def _thread_named_at(self, position: QPointF) -> int | None:
        """Return the thread whose name is there."""
        row = self._row_at(position)
        if row is None or self._display.mode is not RowMode.THREADS or position.x() >= self._layout().area.left():
            return None
        return self.thread_of_row(row)

    def _thread_at(self, position: QPointF) -> int | None:
        """Return the thread that did what is there."""
        row, area, time_ns = self._row_at(position), self._layout().area, self.time_at(position.x())
        if row is None or self._index is None or not area.left() <= position.x() <= area.right():
            return None
        if self._display.mode is RowMode.THREADS:
            return self.thread_of_row(row)
        if time_ns >= self._t_ns:
            return None
        self._index.refresh(time_ns + 1)
        runs = self._index.intervals.between(row, time_ns, time_ns + 1)
        return int(runs.thread[0]) if len(runs) else None

    def _show_cursor(self, position: QPointF) -> None:
        cursor = Qt.CursorShape.ArrowCursor
        near = self._index is not None and abs(position.x() - self.x_of(self._t_ns)) <= GRIP_PX
        if self._drag is _Drag.PAN:
            cursor = Qt.CursorShape.ClosedHandCursor
        elif self._drag in {_Drag.LOOP, _Drag.SCRUB} or near or self._loop_end_kept(position) is not None:
            cursor = Qt.CursorShape.SplitHCursor
        elif self._thread_named_at(position) is not None:
            cursor = Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(cursor)

    def _request(self, position: QPointF) -> None:
        self.time_requested.emit(self.time_at(position.x()))

    def _text_at(self, position: QPointF) -> str:
        """Return what is marked under ``position``, and what the row there did then; empty where nothing is."""
        if self._index is None:
            return ""
        layout = self._layout()
        parts = [self._interval_text(position)]
        if layout.area.left() - MARK_PX <= position.x() <= layout.area.right() + MARK_PX:
            around = TimeWindow(
                start_ns=self.time_at(position.x() - MARK_PX), end_ns=self.time_at(position.x() + MARK_PX) + 1
            )
            row = layout.row_at(position.y())
            if row is None:
                parts.append(marks_text(self._index, self._display, around, self._known_ns()))
            elif self._display.mode is RowMode.THREADS:
                parts.append(thread_marks_text(self._index, self.thread_of_row(row), around, self._known_ns()))
        return "\n".join(filter(None, parts))

    def _interval_text(self, position: QPointF) -> str:
        """Return what the row under ``position`` did then; empty where there is nothing to say."""
        layout = self._layout()
        time_ns = self.time_at(position.x())
        row = layout.row_at(position.y())
        inside = layout.area.left() <= position.x() <= layout.area.right()
        if self._index is None or row is None or not inside or time_ns >= self._t_ns:
            return ""
        self._index.refresh(self._t_ns)
        if self._display.mode is RowMode.THREADS:
            return thread_text(self._index, self.thread_of_row(row), time_ns, self._known_ns())
        return core_text(self._index, row, time_ns, self._t_ns)
