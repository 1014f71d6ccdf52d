import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from desktop_app.views.plots.drawing import BarPlot, TimePlot, unit_of
from desktop_app.views.plots.series import Bars, TimeSeries
from desktop_app.views.theme import DARK
from tests.scenarios import MS

SERIES = TimeSeries(
    begin_ns=0, end_ns=10 * MS, past=[(0, 0.0), (2 * MS, 100.0)], future=[(4 * MS, 50.0)], mean_over_ns=MS
)


@pytest.fixture
def plot(qtbot):
    plot = TimePlot(DARK, "plot", counts=False)
    qtbot.addWidget(plot)
    plot.resize(400, 240)
    plot.show()
    plot.show_series(SERIES, 4 * MS, 100.0, "busy (%)")
    return plot


@pytest.mark.parametrize(("span", "unit"), [(5_000 * MS, "s"), (10 * MS, "ms"), (10_000, "µs"), (10, "ns")])
def test_axes_have_a_unit_of_which_they_have_some(span, unit):
    assert unit_of(span)[1] == unit


def test_the_past_is_solid_up_to_the_playhead_and_the_rest_follows(plot):
    x, y = plot._past.getData()
    assert (x.tolist(), y.tolist()) == ([0, 2, 2, 4], [0, 0, 100, 100])
    x, y = plot._future.getData()
    assert (x.tolist(), y.tolist()) == ([4, 10], [50, 50])
    assert plot._line.value() == 4
    assert plot.getAxis("bottom").labelText == "time (ms)"


def test_pressing_and_dragging_takes_the_playhead_along(plot, qtbot):
    asked = []
    plot.time_requested.connect(asked.append)
    scene = plot._box.mapViewToScene(QPointF(6.0, 50.0))
    at = plot.mapFromScene(scene)
    qtbot.mousePress(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked[-1] == pytest.approx(6 * MS, abs=0.1 * MS)
    assert plot.time_at(QPointF(99.0, 0.0)) == 10 * MS
    assert plot.time_at(QPointF(-1.0, 0.0)) == 0
    qtbot.mouseMove(plot.viewport(), QPoint(at.x() + 20, at.y()))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)


@pytest.mark.parametrize("lying", [True, False])
def test_bars_are_found_where_they_stand(qtbot, lying):
    plot = BarPlot(DARK, "bars", lying=lying)
    qtbot.addWidget(plot)
    labels = ("ready queue", "a lock with a very long name") if lying else ()
    plot.show_bars(Bars(labels=labels, width_ns=2 * MS, now=[1, 0], known=[3, 2]), "time ({})".format, "")
    first, second = (QPointF(0.5, 1.0), QPointF(0.5, 0.1)) if lying else (QPointF(1.0, 0.5), QPointF(3.0, 0.5))
    assert (plot.bar_at(first), plot.bar_at(second)) == (0, 1)
    assert plot.bar_at(QPointF(99.0, 99.0)) is None
    assert not plot.grab().isNull()
