"""Where the parts of the timeline's panel are, in whole pixels of the device it is painted on."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

from desktop_app.views.timeline.axis import TimeWindow

#: The panel's size in the design's picture of 1920x1080.
DESIGN_WIDTH = 1856
DESIGN_HEIGHT = 200
#: Text sizes in design units: 1/72 of the picture's height.
TEXT = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The panel's parts.

    Attributes:
        panel: The whole panel.
        area: All rows, from the first to the last pixel of time.
        cores: Number of rows.
        scale: Device pixels in a unit of the design.
    """

    panel: QRect
    area: QRect
    cores: int
    scale: float

    def px(self, units: float) -> int:
        """Return a length of the design in whole device pixels, 1 or more."""
        return max(1, round(units * self.scale))

    def row(self, core: int) -> QRect:
        """Return the bar of a core: at most 56 units high, with a gap to its neighbours where there is room."""
        top = self.area.top() + round(core * self.area.height() / self.cores)
        bottom = self.area.top() + round((core + 1) * self.area.height() / self.cores)
        pitch = bottom - top
        height = pitch if pitch < self.px(3) else min(self.px(56), max(1, round(pitch * 0.8)))
        return QRect(self.area.left(), top + (pitch - height) // 2, self.area.width(), height)

    def x(self, time_ns: int, window: TimeWindow) -> int:
        """Return the pixel column at whose left edge ``time_ns`` is."""
        return self.area.left() + round((time_ns - window.start_ns) * self.area.width() / window.span_ns)

    def time_ns(self, x_px: float, window: TimeWindow) -> int:
        """Return the time at a place, inside the window; its end included."""
        share = (x_px - self.area.left()) / self.area.width()
        return window.start_ns + round(min(1.0, max(0.0, share)) * window.span_ns)

    @property
    def label_every(self) -> int:
        """Every which row has room for its core's name: 1, 2, 4, 8, ..."""
        every = 1
        while every < self.cores and every * self.area.height() / self.cores < self.px(TEXT * 1.2):
            every *= 2
        return every


def natural_scale(width: float, height: float) -> float:
    """Return the units' size at which the design's panel fits into ``width`` by ``height``."""
    return min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT)


def panel_layout(panel: QRect, cores: int, scale: float) -> Layout:
    """Lay the panel out: heading on top, core names at the left, the axis below, rows in what is left."""

    def units(value: float) -> int:
        return round(value * scale)

    area = panel.adjusted(units(120), units(46), -units(20), -units(42))
    area.setWidth(max(1, area.width()))
    area.setHeight(max(1, area.height()))
    return Layout(panel=panel, area=area, cores=cores, scale=scale)
