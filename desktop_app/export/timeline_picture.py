"""The timeline below a stage, or alone, as a value: of which run, which stretch of time, where and how large."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QTransform

from desktop_app.export.seen import Seen
from desktop_app.model.lesson import Shown
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.layout import MARGIN, STAGE_SHARE, scale_for
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.axis import TimeWindow, natural_window, stretch_around
from desktop_app.views.timeline.display import Display
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.layout import Layout, panel_layout
from desktop_app.views.timeline.painting import Part, paint_timeline

#: A unit of a timeline that stands alone, and of one below a stage, in pixels of a screen of 1920 by 1080; text is at
#: least 1/72 of the height.
_ALONE, _BELOW = 1.45, 1.25
#: A timeline is at least so many units high, its rows included.
_LEAST_UNITS, _LEAST_BARE_UNITS = 140, 115


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePicture:
    """A timeline whose rows are cores.

    Attributes:
        trace: The run.
        t_ns: The moment.
        place: The panel's place, in logical pixels.
        window: The stretch of time from its left to its right.
        unit: Size of the design's unit, in logical pixels.
        display: What is marked in it.
    """

    trace: Trace
    t_ns: int
    place: QRectF
    window: TimeWindow
    unit: float
    display: Display

    @property
    def constant(self) -> tuple[TimeWindow, float, Display]:
        """What it has in common with another moment of the same run in the same place that differs little."""
        return self.window, self.unit, self.display

    def layout(self, scale: float) -> Layout:
        """Return where its parts are on a device with so many pixels in a logical one."""
        panel = QTransform.fromScale(scale, scale).mapRect(self.place).toAlignedRect()
        return panel_layout(panel, self.trace.header.cores, self.unit * scale, headed=self.display.headed)

    def paint(
        self,
        painter: QPainter,
        theme: Theme,
        index: TimelineIndex | None = None,
        clip: QRectF | None = None,
        part: Part = Part.ALL,
    ) -> None:
        """Draw it, or what of it lies in a rectangle in logical pixels."""
        paint_timeline(
            painter,
            self.place,
            self.trace,
            self.t_ns,
            self.window,
            theme,
            index=index,
            scale=self.unit,
            display=self.display,
            clip=clip,
            part=part,
        )


def timeline_of(place: QRectF, seen: Seen) -> TimelinePicture:
    """Return the timeline of the first run that is seen: what the step plays of it."""
    moments = seen.runs[0].moments
    t_ns = moments.nearest_ns(seen.t_ns)
    unit, below = timeline_unit(place, seen.shown), seen.shown is Shown.BOTH
    # Below a stage it is as wide as that.
    above_px = place.height() * STAGE_SHARE / (1 - STAGE_SHARE)
    margin = MARGIN * (scale_for(place.width(), above_px) if below else unit)
    return TimelinePicture(
        trace=moments.trace,
        t_ns=t_ns,
        place=place.adjusted(margin, 4 * unit if below else margin, -margin, -8 * unit),
        window=stretch_around(seen.stretch, t_ns, natural_window(moments.trace, t_ns)),
        unit=unit,
        display=Display(followed=seen.options.followed, headed=not below),
    )


def timeline_unit(place: QRectF, shown: Shown) -> float:
    """Return the size of a unit of a timeline: what the last row needs, as far as there is room."""
    if shown is Shown.BOTH:
        return min(_BELOW * place.width() / 1920, place.height() / _LEAST_BARE_UNITS)
    return min(_ALONE * place.width() / 1920, place.height() / _LEAST_UNITS)
