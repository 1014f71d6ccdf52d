"""What one picture of the timeline shows, and where."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QRect

from desktop_app.views.theme import Theme
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.display import PLAIN, Display, RowMode
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.intervals import Numbers
from desktop_app.views.timeline.layout import Layout


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What one picture shows.

    Attributes:
        layout: Where.
        index: The trace's indexes.
        t_ns: The moment up to which anything is drawn.
        window: The stretch of time from left to right.
        theme: The colours.
        display: What somebody chose to see.
        threads: The thread of each row where a row is a thread.
        clip: The part of the panel that is painted; what lies outside may be left out.
    """

    layout: Layout
    index: TimelineIndex
    t_ns: int
    window: TimeWindow
    theme: Theme
    clip: QRect
    threads: Numbers
    display: Display = PLAIN

    @cached_property
    def rows(self) -> tuple[QRect, ...]:
        """The bar of each row in view; shared, so not to be changed."""
        layout = self.layout
        place = layout.area.getRect()
        return _rows(place, layout.rows, layout.scale, layout.pitch_px, layout.first)

    @property
    def by_thread(self) -> bool:
        """Whether a row is a thread."""
        return self.display.mode is RowMode.THREADS

    @cached_property
    def columns(self) -> range:
        """The pixel columns of the rows' area that are painted, counted from its left."""
        area = self.layout.area
        left = max(0, self.clip.left() - area.left())
        return range(left, max(left, min(area.width(), self.clip.right() + 1 - area.left())))

    @property
    def span_seen(self) -> tuple[int, int]:
        """The stretch of time that is painted, two columns more at both sides for what is rounded into it."""
        columns, width, window = self.columns, self.layout.area.width(), self.window
        start_ns = window.start_ns + (columns.start - 2) * window.span_ns // width
        end_ns = window.start_ns - (-(columns.stop + 2) * window.span_ns // width)
        return max(window.start_ns, start_ns), min(window.end_ns, end_ns)


@lru_cache(maxsize=16)
def _rows(place: tuple[int, int, int, int], rows: int, scale: float, pitch_px: int, first: int) -> tuple[QRect, ...]:
    """Return the bars of a layout; a picture that moves needs the same ones again and again."""
    area = QRect(*place)
    layout = Layout(panel=area, area=area, rows=rows, scale=scale, pitch_px=pitch_px, first=first)
    return tuple(layout.row(number) for number in layout.visible)
