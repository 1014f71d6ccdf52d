"""A bar along which the playhead is dragged, where no timeline is shown."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

#: Positions of the bar: more than any screen has pixels.
_POSITIONS: Final = 20_000
#: High enough for its handle.
_HIGH_PX: Final = 24


class ScrubBar(QSlider):
    """Where the playhead is between the beginning and the end of what is known; a press goes there at once.

    It does not take the focus: the keys that move the playhead are the window's.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
    """

    time_requested = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._end_ns = 0
        self.setRange(0, _POSITIONS)
        self.setMinimumHeight(_HIGH_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Playhead"))
        self.setToolTip(self.tr("Drag to any moment"))
        self.sliderMoved.connect(lambda position: self.time_requested.emit(position * self._end_ns // _POSITIONS))

    def show_time(self, t_ns: int, end_ns: int) -> None:
        """Show the playhead at ``t_ns`` of ``end_ns``; a bar that is held stays under the pointer."""
        self._end_ns = end_ns
        if not self.isSliderDown():
            self.setValue(t_ns * _POSITIONS // end_ns if end_ns else 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the bar wherever it is pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            position = self._position(event.position().x())
            self.setSliderDown(True)
            self.setSliderPosition(position)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self.isSliderDown():
            self.setSliderPosition(self._position(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)
        event.accept()

    def _position(self, x_px: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        length = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        return QStyle.sliderValueFromPosition(0, _POSITIONS, round(x_px - length / 2), self.width() - length)
