"""Where the parts of the timeline's panel are, in whole pixels of the device it is painted on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect

from desktop_app.views.timeline.axis import TimeWindow

#: The panel's size in the design's picture of 1920x1080.
DESIGN_WIDTH = 1856
DESIGN_HEIGHT = 200
#: Text sizes in design units: 1/72 of the picture's height.
TEXT = 15
#: The least and the greatest height of the row of a thread, its gap to the next one included, in design units.
THREAD_PITCH, HIGHEST_PITCH = 21, 30
#: A bar is no higher than this, in design units, unless its row is more than twice as high.
HIGHEST_BAR = 56
#: Ticks and marks at the rows' left end reach so far out of them, in design units.
TIMES_REACH = 16
#: Without a heading, so much stands above the rows: the playhead's head, and marks.
BARE_TOP = 26
#: A panel lower than this, in design units, has less space around its rows.
LOW_PANEL = 165


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The panel's parts.

    Attributes:
        panel: The whole panel.
        area: All rows that are in view, from the first to the last pixel of time.
        rows: Number of rows, those out of view included.
        scale: Device pixels in a unit of the design.
        pitch_px: From one row to the next where rows have a height of their own; 0 where they share the area's.
        first: The uppermost row in view, where rows have a height of their own.
    """

    panel: QRect
    area: QRect
    rows: int
    scale: float
    pitch_px: int = 0
    first: int = 0

    def px(self, units: float) -> int:
        """Return a length of the design in whole device pixels, 1 or more."""
        return max(1, round(units * self.scale))

    def row(self, number: int) -> QRect:
        """Return the bar of a row, with a gap to its neighbours where there is room; much room is not filled."""
        if self.pitch_px:
            top = self.area.top() + (number - self.first) * self.pitch_px
            bottom = top + self.pitch_px
        else:
            top = self.area.top() + round(number * self.area.height() / self.rows)
            bottom = self.area.top() + round((number + 1) * self.area.height() / self.rows)
        pitch = bottom - top
        most = max(self.px(HIGHEST_BAR), round(pitch * 0.5))
        height = pitch if pitch < round(3 * self.scale) else min(most, max(1, round(pitch * 0.8)))
        return QRect(self.area.left(), top + (pitch - height) // 2, self.area.width(), height)

    @property
    def times_left(self) -> int:
        """The pixel column from which on everything is about times: rows, marks and ticks; left of it are names."""
        return self.area.left() - self.px(TIMES_REACH)

    @property
    def names_right(self) -> int:
        """Where names end. Qt paints a little more than it was asked to: that must not cut into them."""
        return self.times_left - 4

    @property
    def heading_y(self) -> int:
        """The base line of the heading: above it and the rows there is room for names of bookmarks."""
        low = self.panel.height() < self.px(LOW_PANEL)
        return self.panel.top() + self.px(20 if low else 26)

    @property
    def visible(self) -> range:
        """The rows of which anything is in view."""
        if not self.pitch_px:
            return range(self.rows)
        return range(min(self.first, self.rows), min(self.first + self.fitting, self.rows))

    @property
    def fitting(self) -> int:
        """How many rows are in view at once, 1 or more."""
        return max(1, self.area.height() // self.pitch_px) if self.pitch_px else self.rows

    @property
    def last_first(self) -> int:
        """Which row is the uppermost one when the last one is in view; 0 where all of them fit."""
        return max(0, self.rows - self.fitting)

    def row_at(self, y_px: float) -> int | None:
        """Return the row at a height, its share of the gaps included; None where there is none."""
        below = y_px - self.area.top()
        if not 0 <= below < self.area.height():
            return None
        shared = int(below * self.rows / self.area.height())
        row = self.first + int(below // self.pitch_px) if self.pitch_px else shared
        return row if row < self.rows else None

    def x(self, time_ns: int, window: TimeWindow) -> int:
        """Return the pixel column at whose left edge ``time_ns`` is."""
        return self.area.left() + round((time_ns - window.start_ns) * self.area.width() / window.span_ns)

    def time_ns(self, x_px: float, window: TimeWindow) -> int:
        """Return the time at a place, inside the window; its end included."""
        share = (x_px - self.area.left()) / self.area.width()
        return window.start_ns + round(min(1.0, max(0.0, share)) * window.span_ns)

    @property
    def label_every(self) -> int:
        """Every which row has room for its name: 1, 2, 4, 8, ..."""
        every = 1
        if self.pitch_px:
            return every
        while every < self.rows and every * self.area.height() / self.rows < self.px(TEXT * 1.2):
            every *= 2
        return every


def natural_scale(width: float, height: float) -> float:
    """Return the units' size at which the design's panel fits into ``width`` by ``height``."""
    return min(width / DESIGN_WIDTH, height / DESIGN_HEIGHT)


def panel_layout(panel: QRect, cores: int, scale: float, *, headed: bool = True) -> Layout:
    """Lay the panel out: heading on top, core names at the left, the axis below, rows in what is left."""
    return Layout(panel=panel, area=_area(panel, scale, headed=headed), rows=max(1, cores), scale=scale)


def thread_layout(panel: QRect, threads: int, scale: float, first: int = 0, *, headed: bool = True) -> Layout:
    """Lay the panel out for a row a thread: as many as are legible are in view, from ``first`` on.

    Their height does not depend on how many threads there are: no row moves when a thread is born.
    """
    area = _area(panel, scale, headed=headed)
    fitting = max(1, area.height() // max(3, round(THREAD_PITCH * scale)))
    pitch = max(3, min(area.height() // fitting, round(HIGHEST_PITCH * scale)))
    area.setHeight(max(1, area.height() // pitch) * pitch)
    layout = Layout(panel=panel, area=area, rows=threads, scale=scale, pitch_px=pitch)
    return replace(layout, first=min(max(0, first), layout.last_first))


def _area(panel: QRect, scale: float, *, headed: bool) -> QRect:
    def units(value: float) -> int:
        return round(value * scale)

    low = panel.height() < units(LOW_PANEL)
    top, bottom = (45, 36) if low else (50, 42)
    if not headed:
        top = BARE_TOP
    area = panel.adjusted(units(120), units(top), -units(20), -units(bottom))
    area.setWidth(max(1, area.width()))
    area.setHeight(max(1, area.height()))
    return area
