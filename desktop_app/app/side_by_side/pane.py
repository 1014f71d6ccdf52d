"""One of the runs beside each other: its title, its state, and its stage and timeline at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QTextOption
from PySide6.QtWidgets import QWidget

from desktop_app.analysis.criteria import makespan_ns
from desktop_app.analysis.figures import duration_text
from desktop_app.analysis.moment import Moments
from desktop_app.analysis.waiting_graph import deadlock
from desktop_app.app.side_by_side.arrangement import STAGE_OF_PANE, Arrangement
from desktop_app.app.side_by_side.pictures import (
    StagePicture,
    TimelinePicture,
    for_trace,
    time_area,
    timeline_unit,
    window_for_all,
)
from desktop_app.app.side_by_side.signs import paint_check, paint_number
from desktop_app.model.lesson import Shown
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.text import time_text
from desktop_app.views.text_line import paint_line
from desktop_app.views.theme import Theme, mono_font, ui_font

if TYPE_CHECKING:
    from desktop_app.views.timeline.axis import TimeWindow

#: What lies between the parts of a title's line, in sizes of its text.
_APART = 0.9
_RADIUS_PX = 10
#: Stands between the parts of a summary.
_PART = " · "


class Pane(QWidget):
    """Shows one run at a moment.

    Args:
        number: Which of the runs it is, from 0.
        title: What it is called.
        run: Its pictures, or why there are none.
        theme: The colours.
        parent: What it stands in.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
    """

    time_requested = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds

    def __init__(self, number: int, title: str, run: Moments | str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = title
        self.problem = run if isinstance(run, str) else ""
        self.moments = run if isinstance(run, Moments) else None
        self._number = number
        self._theme = theme
        self._shown = Shown.STAGE
        self._options = PLAIN
        self._t_ns = 0
        self._window: TimeWindow | None = None
        self._sizes = (16, 13, 28)
        self._stage = StagePicture()
        self._timeline: TimelinePicture | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(title)
        self._describe()

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def moment_ns(self) -> int:
        """The moment that is shown: the playhead's, or the end of the run where that comes before."""
        assert self.moments is not None
        return self.moments.nearest_ns(self._t_ns)

    @property
    def state(self) -> str:
        """What has become of the run in words: the time, or how it ended."""
        moments = self.moments
        if moments is None:
            return ""
        trace = moments.trace
        if not self._ended:
            return f"t = {self._clock}"
        end = duration_text(trace.known_until_ns)
        if makespan_ns(trace, trace.known_until_ns) is not None:
            return self.tr("finished at {time}").format(time=end)
        found = deadlock(trace)
        if found is not None:
            return self.tr("deadlock since {time}").format(time=duration_text(found.at_ns))
        return (self.tr("cut off at {time}") if trace.truncated else self.tr("shown until {time}")).format(time=end)

    @property
    def _short_state(self) -> str:
        assert self.moments is not None
        return duration_text(self.moments.trace.known_until_ns) if self._ended else self._clock

    @property
    def _clock(self) -> str:
        assert self.moments is not None
        return time_text(self.moment_ns, self.moments.trace.header.instruction_ns)

    @property
    def _ended(self) -> bool:
        """Whether the playhead is at the end of the run, or after it."""
        trace = self.moments.trace if self.moments is not None else None
        return trace is not None and trace.finished and self._t_ns >= trace.known_until_ns

    @property
    def _went_wrong(self) -> bool:
        """Whether the run did not come to the end that was asked for."""
        assert self.moments is not None
        trace = self.moments.trace
        return bool(trace.truncated) or deadlock(trace) is not None

    @property
    def finished(self) -> bool:
        """Whether all of its threads have ended by the playhead."""
        trace = self.moments.trace if self.moments is not None else None
        return trace is not None and trace.finished and makespan_ns(trace, self._t_ns) is not None

    def show_at(self, t_ns: int, window: TimeWindow | None) -> None:
        """Show a moment, with the stretch of time that all timelines have."""
        before_ns = self.moment_ns if self.moments is not None else 0
        turned = window != self._window or (t_ns != self._t_ns and self._shown is not Shown.STAGE)
        state = self.state
        self._t_ns, self._window = t_ns, window
        if self.moments is not None and (turned or self.moment_ns != before_ns or self.state != state):
            self._describe()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        self._theme = theme
        self.update()

    def set_shown(self, shown: Shown) -> None:
        """Show the stage, the timeline or both."""
        self._shown = shown
        self.update()

    def set_options(self, options: StageOptions) -> None:
        """Look at the stage in another way."""
        self._options = options
        self.update()

    def place(self, arrangement: Arrangement, number: int) -> None:
        """Stand where an arrangement says."""
        self._sizes = (arrangement.title_px, arrangement.text_px, arrangement.line_px)
        self.setGeometry(arrangement.panes[number])
        self.update()

    def _describe(self) -> None:
        self.setAccessibleDescription(self.problem or self.state)

    # -- where its parts are --------------------------------------------------------------------------------

    @property
    def stage_place(self) -> QRect:
        """The stage; empty where it is not shown."""
        below = self._below()
        if self._shown is Shown.TIMELINE:
            return QRect()
        if self._shown is Shown.BOTH:
            below.setHeight(round(below.height() * STAGE_OF_PANE))
        return below

    @property
    def timeline_place(self) -> QRect:
        """The timeline; empty where it is not shown."""
        below = self._below()
        if self._shown is Shown.STAGE:
            return QRect()
        if self._shown is Shown.BOTH:
            below.setTop(below.top() + round(below.height() * STAGE_OF_PANE) + 4)
        return below

    def _below(self) -> QRect:
        line_px = self._sizes[2]
        return QRect(0, line_px, self.width(), max(0, self.height() - line_px))

    @property
    def _unit_px(self) -> float:
        return timeline_unit(self._sizes[1], self.timeline_place)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint all of it."""
        painter, theme = QPainter(self), self._theme
        painter.fillRect(self.rect(), QColor(theme.window))
        if self.moments is None:
            self._paint_line(painter, "")
            self._paint_problem(painter)
            return
        options = for_trace(self._options, self.moments.trace)
        snapshot = self.moments.at(self.moment_ns, options.followed)
        self._paint_line(painter, snapshot.summary)
        stage, timeline = self.stage_place, self.timeline_place
        if not stage.isEmpty():
            self._stage.paint(painter, stage, snapshot, theme, options, self.devicePixelRatioF())
        if not timeline.isEmpty():
            if self._timeline is None:
                self._timeline = TimelinePicture(self.moments.trace)
            window = self._window or window_for_all([self.moments.trace], self._t_ns)
            self._timeline.paint(painter, timeline, self._t_ns, window, theme, self._unit_px)

    def _paint_line(self, painter: QPainter, summary: str) -> None:
        """Paint number and title, what runs and how, and the state; each has a place of its own."""
        theme, (title_px, text_px, line_px) = self._theme, self._sizes
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        side = round(title_px * 1.2)
        paint_number(painter, QRectF(1, (line_px - side) / 2, side, side), self._number, theme)
        left = side + title_px * 0.6
        right, font = self.width() - 2.0, ui_font(title_px, 700)
        wanted = QFontMetricsF(font).horizontalAdvance(self.title) + title_px * _APART
        right -= self._paint_state(painter, right, right - left - wanted) + title_px * _APART
        left += paint_line(painter, QRectF(left, 0, right - left, line_px), self.title, font, theme.text)
        left += text_px * _APART
        # What the title says already need not be said again.
        summary = _PART.join(part for part in summary.split(_PART) if part not in self.title)
        small = ui_font(text_px * 0.84)
        shown = _parts_fitting(summary, small, right - left)
        paint_line(painter, QRectF(left, 0, right - left, line_px), shown, small, theme.muted)

    def _paint_state(self, painter: QPainter, right: float, room: float) -> float:
        """Paint how the run stands at the end of the line, in fewer words where there is no room for all of them.

        Returns how wide that is.
        """
        theme, (_, text_px, line_px), state = self._theme, self._sizes, self.state
        if self.moments is None:
            return 0.0
        ended = self._ended
        font = ui_font(text_px, 600) if ended else mono_font(text_px, 600)
        metrics = QFontMetricsF(font)
        sign = text_px * 1.25 if self.finished else 0.0
        if sign + metrics.horizontalAdvance(state) + 1 > room:
            state = self._short_state
        wide = metrics.horizontalAdvance(state) + 1 + sign
        if sign:
            check = QRectF(right - wide, (line_px - text_px * 0.8) / 2, text_px * 0.8, text_px * 0.8)
            paint_check(painter, check, theme)
        place = QRectF(right - wide + sign, 0, wide - sign, line_px)
        colour = theme.error if ended and self._went_wrong else theme.text
        paint_line(painter, place, state, font, colour)
        return wide

    def _paint_problem(self, painter: QPainter) -> None:
        """Paint why there is no picture."""
        theme, text_px = self._theme, self._sizes[1]
        place = QRectF(self._below()).adjusted(1, 1, -1, -1)
        painter.setPen(QColor(theme.border))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(place, _RADIUS_PX, _RADIUS_PX)
        painter.setFont(ui_font(text_px))
        painter.setPen(QColor(theme.error))
        wrap = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(place.adjusted(text_px, text_px, -text_px, -text_px), self.problem, wrap)

    # -- Qt's events ----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the time under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton and self._request(event):
            event.accept()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the playhead along."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._request(event)

    def _request(self, event: QMouseEvent) -> bool:
        place = self.timeline_place
        if self.moments is None or self._window is None or place.isEmpty():
            return False
        pressed = event.type() is QEvent.Type.MouseButtonPress
        if pressed and not place.contains(event.position().toPoint()):
            return False
        area = time_area(place, self.moments.trace, self._unit_px)
        share = min(1.0, max(0.0, (event.position().x() - area.left()) / max(1, area.width())))
        self.time_requested.emit(self._window.start_ns + round(share * self._window.span_ns))
        return True


def _parts_fitting(summary: str, font: QFont, room: float) -> str:
    """Return as many parts of a summary as there is room for: none is shortened."""
    metrics, parts = QFontMetricsF(font), summary.split(_PART)
    while parts and metrics.horizontalAdvance(_PART.join(parts)) > room:
        parts.pop()
    return _PART.join(parts)
