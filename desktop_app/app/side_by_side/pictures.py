"""A run's stage and timeline painted into a pane: functions of (trace, t), with what a pane keeps to paint quickly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop_app.analysis.instants import thread_called
from desktop_app.analysis.snapshot import Snapshot
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.journey import area_of, look
from desktop_app.views.stage.layout import GAP, TOP, scale_for
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.painting import paint_kept
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.views.timeline.axis import TimeWindow
    from desktop_app.views.timeline.index import TimelineIndex

#: What stands above the stage's panels, in its units: a pane has a title of its own.
_HEADER: Final = TOP - GAP
#: The least and the greatest size of a unit of the timeline, in logical pixels.
_SMALLEST, _LARGEST = 0.55, 2.6
#: What comes after the end of a run is veiled so much.
_VEIL: Final = 0.55
_END_DASH: Final = (3.0, 3.0)


class StagePicture:
    """The stage of one run without its header; what stands still is kept from one moment to the next."""

    def __init__(self) -> None:
        self._backdrop = Backdrop()

    def paint(  # noqa: PLR0917 - as PLR0913
        self,
        painter: QPainter,
        place: QRect,
        snapshot: Snapshot,
        theme: Theme,
        options: StageOptions,
        dpr: float,
    ) -> None:
        """Paint the stage at a moment so that it fills a place, in logical pixels.

        Args:
            painter: In logical pixels.
            place: Where.
            snapshot: The moment, with what is told of the thread that is followed.
            theme: The colours.
            options: How it is looked at, as `for_trace` returns it.
            dpr: Device pixels in a logical one.
        """
        if place.width() < 1 or place.height() < 1:
            return
        high = place.height() + round(_HEADER * _scale(place))
        frame = look(place.width(), high, snapshot, theme, options)
        whole = frame.whole or frame
        cut = area_of(whole).y * whole.layout.scale
        painter.save()
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        # Whole pixels of the device, so that what is kept is not resampled.
        painter.translate(place.x(), place.y() - round(cut * dpr) / dpr)
        paint_kept(painter, frame, self._backdrop, QSize(place.width(), high), dpr)
        painter.restore()


def _scale(place: QRect) -> float:
    """Return the pixels in a unit of a stage that is higher than its place by its header."""
    scale = scale_for(place.width(), place.height())
    for _ in range(3):  # it converges: the header is a small part of the height
        scale = scale_for(place.width(), place.height() + _HEADER * scale)
    return scale


def for_trace(options: StageOptions, trace: Trace) -> StageOptions:
    """Return the options as they can be used for a run: who is followed may not be in it.

    Where nobody is followed, the thread that the camera names is looked at.
    """
    followed, label = options.followed, options.camera.thread
    if followed is not None and followed >= len(trace.threads):
        followed = None
    if followed is None and label:
        followed = thread_called(trace, label)
    return replace(options, followed=followed)


class TimelinePicture:
    """The timeline of one run on an axis that others have, too.

    It imports numpy when it is made, which takes longer than a first paint may.
    """

    def __init__(self, trace: Trace) -> None:
        from desktop_app.views.timeline.index import TimelineIndex  # noqa: PLC0415 - loaded when it is first seen

        self._index: TimelineIndex = TimelineIndex(trace)

    def paint(  # noqa: PLR0917 - as PLR0913
        self, painter: QPainter, place: QRect, t_ns: int, window: TimeWindow, theme: Theme, unit_px: float
    ) -> None:
        """Paint the timeline at ``t_ns``; what comes after the end of the run is veiled.

        Args:
            painter: In logical pixels.
            place: Where.
            t_ns: The moment.
            window: The axis.
            theme: The colours.
            unit_px: Size of a unit of the timeline's design.
        """
        from desktop_app.views.timeline.display import Display  # noqa: PLC0415 - loaded when it is first seen
        from desktop_app.views.timeline.painting import paint_timeline  # noqa: PLC0415

        trace = self._index.trace
        paint_timeline(
            painter, QRectF(place), trace, t_ns, window, theme,
            index=self._index, scale=unit_px, display=Display(headed=False),
        )  # fmt: skip
        if trace.finished and t_ns > trace.known_until_ns:
            self._veil(painter, time_area(place, trace, unit_px), window, t_ns, theme)

    def _veil(self, painter: QPainter, area: QRect, window: TimeWindow, t_ns: int, theme: Theme) -> None:
        """Show where the run ended while others go on."""
        left = _x(area, window, max(window.start_ns, self._index.trace.known_until_ns))
        right = _x(area, window, min(window.end_ns, t_ns))
        colour = QColor(theme.panel)
        colour.setAlphaF(_VEIL)
        painter.fillRect(QRectF(left, area.top(), max(0.0, right - left), area.height()), colour)
        if self._index.trace.known_until_ns < window.start_ns:
            return
        pen = QPen(QColor(theme.muted), 1.5)
        pen.setDashPattern(list(_END_DASH))
        painter.setPen(pen)
        painter.drawLine(round(left), area.top() - 4, round(left), area.bottom() + 4)


def time_area(place: QRect, trace: Trace, unit_px: float) -> QRect:
    """Return where in a timeline its rows are, from the first to the last pixel of time."""
    from desktop_app.views.timeline.layout import panel_layout  # noqa: PLC0415 - loaded when it is first seen

    return panel_layout(place, trace.header.cores, unit_px, headed=False).area


def timeline_unit(text_px: float, place: QRect) -> float:
    """Return the size of a unit of a timeline whose text is as large as other text, or as there is room for."""
    from desktop_app.views.timeline.layout import TEXT  # noqa: PLC0415 - loaded when it is first seen

    # At the least, half of the height is rows.
    most = place.height() / 2 / 62
    return max(_SMALLEST, min(_LARGEST, text_px / TEXT, most, place.width() / 2 / 140))


def _x(area: QRect, window: TimeWindow, time_ns: int) -> float:
    return area.left() + (time_ns - window.start_ns) * area.width() / window.span_ns


def window_for_all(traces: list[Trace], t_ns: int, stretch: tuple[int, int] | None = None) -> TimeWindow:
    """Return the stretch of time that several runs show at ``t_ns``: one axis for all.

    Args:
        traces: The runs.
        t_ns: The moment.
        stretch: What is to be seen, from and until in nanoseconds; None for all of the runs, from 0 on.
    """
    from desktop_app.views.timeline.axis import TimeWindow, natural_window, stretch_around  # noqa: PLC0415

    windows = [natural_window(trace, t_ns) for trace in traces]
    whole = TimeWindow(start_ns=0, end_ns=max(window.end_ns for window in windows))
    return stretch_around(stretch, t_ns, whole)
