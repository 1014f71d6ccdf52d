"""From the events of mouse, tablet and touch screen to ink.

``InkInput(source, ink)`` watches a widget that shows the picture: the overlay on the audience's screen, or its copy in
the speaker's console. It asks for the ink that is shown now, and emits ``ink_changed`` with the next one; it keeps none
itself, so that several widgets can draw on the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPointerEvent, QPointingDevice, QTabletEvent, QTouchEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop_app.views.ink.ink import Ink, Tool

_PRESSED = {
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TabletPress,
    QEvent.Type.TouchBegin,
}
_MOVED = {QEvent.Type.MouseMove, QEvent.Type.TabletMove, QEvent.Type.TouchUpdate}
_RELEASED = {QEvent.Type.MouseButtonRelease, QEvent.Type.TabletRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}
_WHEEL_STEP = 120.0


def viewer_ms() -> int:
    """Return the time of the viewer's clock, by which a trail fades, in milliseconds."""
    return time.monotonic_ns() // 1_000_000


class InkInput(QObject):
    """Turns what is done with a pointer into ink.

    Signals:
        ink_changed: The pointer was moved or pressed, or the wheel was turned; carries the `Ink` to be shown.
    """

    ink_changed = Signal(object)

    def __init__(
        self,
        source: QWidget,
        ink: Callable[[], Ink],
        *,
        picture: Callable[[], QRectF] | None = None,
        now_ms: Callable[[], int] = viewer_ms,
    ) -> None:
        """Watch a widget.

        Args:
            source: Shows the picture; its events are taken while a tool is held.
            ink: Returns what is shown now.
            picture: Returns where in the widget the picture is, in its logical pixels; all of it when absent.
            now_ms: The viewer's clock.
        """
        super().__init__(source)
        self._source = source
        self._ink = ink
        self._picture = picture if picture is not None else lambda: QRectF(source.rect())
        self._now_ms = now_ms
        source.setMouseTracking(True)
        source.setTabletTracking(True)
        source.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        source.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is done with the pointer while a tool is held, and turns of the wheel with Ctrl."""
        ink = self._ink()
        if isinstance(event, QWheelEvent):
            return self._turned(ink, event)
        if ink.tool is Tool.NONE:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.Leave:
            self._show(ink, ink.leave())
        elif isinstance(event, (QMouseEvent, QTabletEvent, QTouchEvent)):
            return self._pointed(ink, event)
        return super().eventFilter(watched, event)

    def _turned(self, ink: Ink, event: QWheelEvent) -> bool:
        steps = event.angleDelta().y() / _WHEEL_STEP
        near = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not steps or (ink.tool in {Tool.NONE, Tool.LASER} and not near):
            return False
        changed = ink.magnified(steps) if near else ink.resized(steps)
        x, y = self._share(event.position())
        self._show(ink, changed.move(x, y, self._now_ms()))
        event.accept()
        return True

    def _pointed(self, ink: Ink, event: QMouseEvent | QTabletEvent | QTouchEvent) -> bool:
        place, kind = _place(event), event.type()
        other = isinstance(event, QMouseEvent) and event.button() not in {
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
        }
        if place is None or other:
            return False
        x, y = self._share(place)
        rect = self._picture()
        changed = replace(ink, aspect=rect.width() / max(1.0, rect.height()))
        if _turned_over(event) and changed.tool is Tool.PEN:
            changed = self._rubbed(changed, kind, x, y)
        elif kind in _PRESSED:
            changed = changed.press(x, y, self._now_ms())
        elif kind in _MOVED:
            changed = changed.move(x, y, self._now_ms())
        elif kind in _RELEASED:
            changed = changed.move(x, y, self._now_ms()).release()
        self._show(ink, changed)
        event.accept()
        return True

    def _rubbed(self, ink: Ink, kind: QEvent.Type, x: float, y: float) -> Ink:
        """Return what the other end of a tablet's pen makes of ink: it is an eraser, whatever is held."""
        rubber = replace(ink, tool=Tool.ERASER, at=ink.at if ink.pressed else None)
        if kind in _PRESSED:
            rubber = rubber.press(x, y, self._now_ms())
        elif kind in _MOVED:
            rubber = rubber.move(x, y, self._now_ms())
        elif kind in _RELEASED:
            rubber = rubber.release()
        return replace(rubber, tool=ink.tool)

    def _share(self, place: QPointF) -> tuple[float, float]:
        rect = self._picture()
        return (place.x() - rect.x()) / max(1.0, rect.width()), (place.y() - rect.y()) / max(1.0, rect.height())

    def _show(self, before: Ink, after: Ink) -> None:
        if after != before:
            self.ink_changed.emit(after)


def _place(event: QMouseEvent | QTabletEvent | QTouchEvent) -> QPointF | None:
    """Return where an event happened; of several fingers, the first one."""
    if isinstance(event, QTouchEvent):
        points = event.points()
        return points[0].position() if points else None
    return event.position()


def _turned_over(event: QPointerEvent) -> bool:
    return isinstance(event, QTabletEvent) and event.pointerType() is QPointingDevice.PointerType.Eraser
