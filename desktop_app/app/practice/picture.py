"""The picture beside a question: what happened so far, and with the answer, the stage at the moment that shows it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.workload import TIMED_BURSTS
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import DARK, Theme
from desktop_app.views.timeline.axis import TimeWindow, nice_ceiling
from desktop_app.views.timeline.display import Display, RowMode
from desktop_app.views.timeline.painting import paint_timeline

_SMALLEST_PX = QSize(300, 220)
#: Of the height, how much the stage has when it is shown above the timeline.
_STAGE_SHARE = 0.62
_GAP_PX = 10
#: With less height there is room for the timeline only.
_BOTH_PX = 340
#: The stage is drawn as large as this at least, and shown smaller where there is less room.
_STAGE_PX = (1000, 500)
#: The timeline's unit in pixels, and how many units a row and all that is around the rows take.
_LEAST_UNIT_PX, _MOST_UNIT_PX = 0.9, 1.3
_ROW_UNITS, _AROUND_UNITS = 30, 105
#: So wide it is at least, for its legend.
_WIDE_UNITS = 540
_ROWS = Display(mode=RowMode.THREADS)


class RunPicture(QWidget):
    """Paints a run up to a moment; before the answer is known only the timeline, and no further than the question.

    The same run, moment and size give the same picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._moments: Moments | None = None
        self._t_ns = 0
        self._with_stage = False
        # What comes next is for the next question.
        self._options = StageOptions(tells_next=False)
        self._painted: QPixmap | None = None
        self.setMinimumSize(_SMALLEST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours."""
        self._theme = theme
        self._forget()

    def show_run(self, moments: Moments, t_ns: int, *, with_stage: bool) -> None:
        """Show a run as it is at a moment.

        Args:
            moments: The run, known to its end.
            t_ns: The moment.
            with_stage: Whether the stage is shown, too.
        """
        self._moments, self._t_ns, self._with_stage = moments, t_ns, with_stage
        what = self.tr("Stage and timeline") if with_stage else self.tr("Timeline")
        self.setAccessibleName(self.tr("{what} at {time} ms").format(what=what, time=f"{t_ns / NS_PER_MS:g}"))
        self._forget()

    def sizeHint(self) -> QSize:
        """Return a size at which all can be read."""
        return QSize(680, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Paint it in the new size."""
        super().resizeEvent(event)
        self._forget()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is shown."""
        if self._moments is None:
            return
        if self._painted is None:
            self._painted = self._paint(self._moments)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._painted)
        painter.end()

    def _forget(self) -> None:
        self._painted = None
        self.update()

    def _paint(self, moments: Moments) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self._theme.window))
        painter = QPainter(pixmap)
        place = QRectF(self.rect())
        if self._with_stage and place.height() >= _BOTH_PX:
            stage = QRectF(place.x(), place.y(), place.width(), place.height() * _STAGE_SHARE)
            self._paint_stage(painter, stage, moments)
            place.setTop(stage.bottom() + _GAP_PX)
        window = TimeWindow(start_ns=0, end_ns=self._end_ns(moments.trace))
        unit = place.height() / (_ROW_UNITS * max(3, len(moments.trace.threads)) + _AROUND_UNITS)
        unit = max(_LEAST_UNIT_PX, min(unit, _MOST_UNIT_PX, place.width() / _WIDE_UNITS))
        paint_timeline(painter, place, moments.trace, self._t_ns, window, self._theme, scale=unit, display=_ROWS)
        painter.end()
        return pixmap

    def _paint_stage(self, painter: QPainter, place: QRectF, moments: Moments) -> None:
        """Paint the stage, drawn large enough that its texts have room, and as large as fits."""
        factor = min(1.0, place.width() / _STAGE_PX[0], place.height() / _STAGE_PX[1])
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
        painter.translate(place.topLeft())
        painter.scale(factor, factor)
        snapshot = moments.at(self._t_ns)
        if snapshot.terminated and self._t_ns:
            snapshot = moments.at(self._t_ns - 1)  # afterwards nothing is left to be seen
        size = QRectF(0, 0, place.width() / factor, place.height() / factor)
        paint_stage(painter, size, snapshot, self._theme, self._options)
        painter.restore()

    def _end_ns(self, trace: Trace) -> int:
        """Return up to where the timeline goes: before the answer, no further than anybody could know."""
        if self._with_stage:
            return max(trace.known_until_ns, 1_000)
        worked_ns = sum(
            burst.duration_ns * len(info.threads)
            for info in trace.processes
            for burst in info.bursts
            if burst.kind in TIMED_BURSTS
        )
        return nice_ceiling(max(worked_ns, self._t_ns * 3 // 2, 10 * NS_PER_MS))
