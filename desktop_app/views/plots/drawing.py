"""The plots themselves, by pyqtgraph: step functions of time with the playhead, and bars.

pyqtgraph takes 250 ms to import: import this when a plot is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.model.durations import NS_PER_MS, NS_PER_S, NS_PER_US
from desktop_app.views.plots.series import Bars, TimeSeries, with_corners
from desktop_app.views.theme import Theme, ui_font

_AXIS_PX = 12
_UNITS = ((NS_PER_S, "s"), (NS_PER_MS, "ms"), (NS_PER_US, "µs"), (1, "ns"))
_FAINT, _FILL = 0.7, 0.22
_FEW_POINTS = 1_000
_BAR = 0.66
#: A longer name of a cause is cut.
_LABEL_CHARS = 14


def unit_of(span_ns: float) -> tuple[int, str]:
    """Return the unit for an axis of this length: the largest of which it has two."""
    return next((unit for unit in _UNITS if span_ns >= 2 * unit[0]), _UNITS[-1])


class _CountAxis(pg.AxisItem):
    """An axis of whole numbers."""

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:  # noqa: N803 - as there
        """Return the ticks' distances, none below 1."""
        levels: list[tuple[float, float]] = super().tickSpacing(minVal, maxVal, size)
        return [level for level in levels if level[0] >= 1] or [(1.0, 0.0)]


class Plot(pg.PlotWidget):
    """What all plots have in common: a ground, two axes, and a pointer that is reported.

    Signals:
        pointed_at: The place in the plot, in the axes' units; None when the pointer left.
    """

    pointed_at = Signal(object)

    def __init__(self, theme: Theme, name: str, *, counts: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent, axisItems={"left": _CountAxis("left")} if counts else None)
        self.theme = theme
        assert self.plotItem is not None
        self._box = self.plotItem.vb
        self.plotItem.layout.setContentsMargins(6, 10, 14, 4)
        self.setAccessibleName(name)
        self.setAntialiasing(False)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setMouseTracking(True)
        self.setFrameShape(self.Shape.NoFrame)
        for side in ("bottom", "left"):
            axis = self.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setStyle(tickFont=ui_font(_AXIS_PX), tickLength=-4, maxTickLevel=1)
            axis.label.setFont(ui_font(_AXIS_PX))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.theme = theme
        self.setBackground(QColor(theme.panel))
        for side in ("bottom", "left"):
            self.getAxis(side).setPen(QPen(QColor(theme.border), 1))
            self.getAxis(side).setTextPen(QColor(theme.muted))

    def show_range(self, x: tuple[float, float], y: tuple[float, float]) -> None:
        """Show so much of both axes."""
        self._box.setRange(xRange=x, yRange=y, padding=0)

    def tinted(self, opacity: float = 1.0) -> QColor:
        """Return the colour of data."""
        colour = QColor(self.theme.processes[0])
        colour.setAlphaF(opacity)
        return colour

    def line(self, colour: QColor, width: float = 1, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Return a pen of a width in logical pixels: cosmetic pens count in those of the device."""
        pen: QPen = pg.mkPen(colour, width=width * self.devicePixelRatioF(), style=style)
        return pen

    def place(self, event: QMouseEvent) -> QPointF:
        """Return where the pointer is, in the axes' units."""
        found: QPointF = self._box.mapSceneToView(self.mapToScene(event.position().toPoint()))
        return found

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is pointed at."""
        self.pointed_at.emit(self.place(event))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Say that nothing is pointed at."""
        self.pointed_at.emit(None)
        super().leaveEvent(event)


class TimePlot(Plot):
    """A step function of time: solid up to t, faint from there on, and the playhead between, which can be dragged.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
    """

    time_requested = Signal(object)

    def __init__(self, theme: Theme, name: str, *, counts: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, counts=counts, parent=parent)
        self._unit = (NS_PER_MS, "ms")
        self._shown: TimeSeries | None = None
        self._future = self.plot([], [])
        self._past = self.plot([], [], fillLevel=0)
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self.addItem(self._line)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self._past.setBrush(self.tinted(_FILL))
        self._future.setPen(self.line(self.tinted(_FAINT), style=Qt.PenStyle.DotLine))
        self._line.setPen(self.line(QColor(theme.text)))
        self._narrow = True
        self._past.setPen(self.line(self.tinted()))

    def show_series(self, series: TimeSeries, t_ns: int, highest: float, title: str) -> None:
        """Draw a series.

        Args:
            series: What is drawn.
            t_ns: Where the playhead stands.
            highest: The top of the axis.
            title: What stands at the axis, with its unit.
        """
        self._shown = series
        self._unit = size, unit = unit_of(series.end_ns - series.begin_ns)
        for curve, steps, end in (
            (self._past, series.past, min(t_ns, series.end_ns)),
            (self._future, series.future, series.end_ns),
        ):
            times, values = with_corners(steps, end, 0.0)
            if curve is self._past:
                self._widen(len(times))
            curve.setData([time / size for time in times], values)
        self._line.setPos(t_ns / size)
        self.getAxis("bottom").setLabel(self.tr("time ({})").format(unit))
        self.getAxis("left").setLabel(title)
        self.show_range((series.begin_ns / size, max(series.end_ns, series.begin_ns + 1) / size), (0, 1.04 * highest))

    def _widen(self, points: int) -> None:
        """Draw a line of few points a little wider; Qt takes long for wide lines of many."""
        narrow = points > _FEW_POINTS
        if narrow != self._narrow:
            self._narrow = narrow
            self._past.setPen(self.line(self.tinted(), 1 if narrow else 2))

    def time_at(self, place: QPointF) -> int:
        """Return the time at a place, within what is shown."""
        if self._shown is None:
            return 0
        return min(max(round(place.x() * self._unit[0]), self._shown.begin_ns), self._shown.end_ns)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the playhead along."""
        if event.button() == Qt.MouseButton.LeftButton and self._shown is not None:
            self.time_requested.emit(self.time_at(self.place(event)))
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the playhead along while the button is held."""
        super().mouseMoveEvent(event)
        if event.buttons() & Qt.MouseButton.LeftButton and self._shown is not None:
            self.time_requested.emit(self.time_at(self.place(event)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Nothing more."""
        event.accept()


class BarPlot(Plot):
    """Bars: solid as far as they have grown by t, an outline as far as is known of the run."""

    def __init__(self, theme: Theme, name: str, *, lying: bool, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, counts=not lying, parent=parent)
        self._lying = lying
        self._bars: Bars | None = None
        self._known, self._now = pg.BarGraphItem(**_no_bars()), pg.BarGraphItem(**_no_bars())
        self.addItem(self._now)
        self.addItem(self._known)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        super().set_theme(theme)
        self._known.setOpts(pen=self.line(self.tinted(), style=Qt.PenStyle.DotLine), brush=QColor(0, 0, 0, 0))
        self._now.setOpts(pen=self.line(self.tinted()), brush=self.tinted(0.75))

    def show_bars(self, bars: Bars, bottom: Callable[[str], str], left: str) -> None:
        """Draw bars.

        Args:
            bars: What is drawn.
            bottom: Gives what stands at the lower axis, for its unit.
            left: What stands at the axis on the left.
        """
        self._bars = bars
        count = len(bars.known)
        if self._lying:
            size, unit = unit_of(max(bars.known, default=0))
            rows = [float(count - 1 - number) for number in range(count)]  # the longest on top
            for item, values in ((self._known, bars.known), (self._now, bars.now)):
                item.setOpts(x0=[0.0] * count, y=rows, width=[value / size for value in values], height=_BAR, x=None)
            labels = [(row, _short(label)) for row, label in zip(rows, bars.labels, strict=True)]
            self.getAxis("left").setTicks([labels])
            self.show_range((0, 1.04 * max(bars.known, default=1) / size), (-0.7, count - 0.3))
        else:
            size, unit = unit_of(bars.width_ns * count)
            step = bars.width_ns / size
            for item, values in ((self._known, bars.known), (self._now, bars.now)):
                item.setOpts(
                    x=[(number + 0.5) * step for number in range(count)], y0=0, height=values, width=0.9 * step
                )
            self.show_range((0, count * step), (0, 1.04 * max(bars.known, default=1)))
        self.getAxis("bottom").setLabel(bottom(unit))
        self.getAxis("left").setLabel(left)

    def bar_at(self, place: QPointF) -> int | None:
        """Return the number of the bar at a place, or None."""
        if self._bars is None:
            return None
        count = len(self._bars.known)
        if self._lying:
            number = count - 1 - round(place.y())
        else:
            number = int(place.x() * unit_of(self._bars.width_ns * count)[0] // self._bars.width_ns)
        return number if 0 <= number < count else None


def _no_bars() -> dict[str, Sequence[float] | float]:
    return {"x": [], "height": [], "width": 1.0}


def _short(label: str) -> str:
    return label if len(label) <= _LABEL_CHARS else f"{label[: _LABEL_CHARS - 1]}…"
