"""How a viewer moves over the stage: by wheel, pinch, drag and keys, from stop to stop, in a short flight."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, QPointF, Qt, QTimer, Signal

from desktop_app.model.camera import KEYED_STOPS, Camera, Stop
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.lens import Approach, Lens, looking, nearer
from desktop_app.views.stage.motion import smooth
from desktop_app.views.stage.places import camera_at, camera_for, lens_now, thread_at

#: How long a flight takes, and how often its picture is drawn, in milliseconds of the viewer's time.
FLIGHT_MS = 250
_TICK_MS = 16
#: One step of a wheel, or one press of a key.
WHEEL_FACTOR = 1.2
KEY_FACTOR = 1.5
#: What a press of an arrow moves, as a share of what is seen.
_KEY_PAN = 0.15
_MOST_STEPS = 6.0


class Flight(QObject):
    """The way from one camera to another, in the viewer's time.

    The picture at any time is the one that the camera, and during a flight the approach to it, give for the moment
    shown; nothing of it depends on how one came there.

    Signals:
        moved: It came nearer, or has arrived: the picture is another one.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._approach: Approach | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(lambda: self.fly_on(self._clock.elapsed()))

    @property
    def approach(self) -> Approach | None:
        """How far it has come; None while nothing flies."""
        return self._approach

    @property
    def flying(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def begin(self, lens: Lens) -> None:
        """Leave from what is seen now."""
        self._approach = Approach(begin=lens, share=0.0)
        self._clock.start()
        self._timer.start()

    def fly_on(self, elapsed_ms: float) -> None:
        """Show how far it has come this long after it began, in milliseconds."""
        if self._approach is None:
            return
        gone = elapsed_ms / FLIGHT_MS
        if gone >= 1.0:
            self.land()
        else:
            self._approach = replace(self._approach, share=smooth(gone))
        self.moved.emit()

    def land(self) -> None:
        """Be there at once."""
        self._approach = None
        self._timer.stop()


def zoomed(frame: Frame, factor: float, anchor: QPointF | None) -> Camera:
    """Return the camera ``factor`` times nearer that shows what is at ``anchor`` where it is.

    Args:
        frame: What is seen.
        factor: More than 1 is nearer.
        anchor: In logical pixels; None for the middle.
    """
    lens = lens_now(frame)
    x, y = _in_whole(frame, anchor) if anchor is not None else (lens.seen.cx, lens.seen.cy)
    return _still(frame, nearer(lens, factor, x, y))


def panned(frame: Frame, moved: QPointF) -> Camera:
    """Return the camera after what is seen was dragged by ``moved``, in logical pixels."""
    lens = lens_now(frame)
    scale = _whole(frame).layout.scale * lens.zoom
    return _still(
        frame, looking(lens.area, lens.seen.cx - moved.x() / scale, lens.seen.cy - moved.y() / scale, lens.zoom)
    )


def stepped(frame: Frame, key: Qt.Key) -> Camera | None:
    """Return the camera after an arrow was pressed; None for another key."""
    ways = {
        Qt.Key.Key_Left: (_KEY_PAN, 0.0),
        Qt.Key.Key_Right: (-_KEY_PAN, 0.0),
        Qt.Key.Key_Up: (0.0, _KEY_PAN),
        Qt.Key.Key_Down: (0.0, -_KEY_PAN),
    }
    if key not in ways:
        return None
    across, down = ways[key]
    scale = _whole(frame).layout.scale
    area = lens_now(frame).area
    return panned(frame, QPointF(across * area.w * scale, down * area.h * scale))


def wheel_factor(angle: int) -> float:
    """Return how much nearer a turn of the wheel brings one, from its angle in eighths of a degree."""
    return float(WHEEL_FACTOR ** max(-_MOST_STEPS, min(_MOST_STEPS, angle / 120)))


def keyed_stop(number: int) -> Stop:
    """Return the stop of a key from 1 to 5.

    Raises:
        ValueError: For another number.
    """
    if not 1 <= number <= len(KEYED_STOPS):
        raise ValueError(number)
    return KEYED_STOPS[number - 1]


def camera_under(frame: Frame, place: QPointF) -> Camera | None:
    """Return the camera that looks at what stands at a place, in logical pixels."""
    return camera_at(frame, place.x() / frame.layout.scale, place.y() / frame.layout.scale)


def thread_under(frame: Frame, place: QPointF) -> int | None:
    """Return the thread whose label stands at a place, in logical pixels."""
    return thread_at(frame, place.x() / frame.layout.scale, place.y() / frame.layout.scale)


def camera_of_stop(frame: Frame, stop: Stop, pointer: QPointF | None) -> Camera:
    """Return the camera of a stop, about whom the viewer means; ``pointer`` in logical pixels where it is over it."""
    return camera_for(frame, stop, camera_under(frame, pointer) if pointer is not None else None)


def _still(frame: Frame, lens: Lens) -> Camera:
    now = frame.options.camera
    if lens.zoom <= 1.0:
        return Camera()
    return replace(lens.camera, thread=now.thread, core=now.core)


def _whole(frame: Frame) -> Frame:
    return frame.whole or frame


def _in_whole(frame: Frame, place: QPointF) -> tuple[float, float]:
    """Return the point of the whole stage that is seen at a place."""
    lens, scale = lens_now(frame), _whole(frame).layout.scale
    x = lens.seen.x + (place.x() / scale - lens.area.x) / lens.zoom
    y = lens.seen.y + (place.y() / scale - lens.area.y) / lens.zoom
    return x, y
