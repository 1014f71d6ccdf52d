import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip

from desktop_app.analysis.comparison import Verdict
from desktop_app.analysis.moment import Moments
from desktop_app.app.side_by_side.panes import SideBySide
from desktop_app.model.camera import parse_camera
from desktop_app.model.lesson import CriterionName, Shown
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.theme import DARK, LIGHT
from tests.analysis.compared import compare
from tests.scenarios import MS, bursts, run


@pytest.fixture
def beside(qtbot, sides):
    widget = SideBySide()
    qtbot.addWidget(widget)
    widget.resize(1200, 800)
    widget.set_sides(sides)
    widget.show()
    return widget


def picture(widget):
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def differing(one, other):
    """The share of pixels that look different, of every fifth each way; edges may blend otherwise."""
    points = [(x, y) for x in range(0, one.width(), 5) for y in range(0, one.height(), 5)]
    pairs = ((QColor(one.pixel(x, y)), QColor(other.pixel(x, y))) for x, y in points)
    return sum(abs(a.lightness() - b.lightness()) > 20 or abs(a.hue() - b.hue()) > 60 for a, b in pairs) / len(points)


@pytest.fixture
def show(qtbot, beside):
    """Show a moment, and wait until its figures are there."""

    def call(t_ns):
        beside.show_at(t_ns)
        qtbot.waitUntil(lambda: f"t = {t_ns / MS:.2f} ms\n" in beside.figures.accessibleDescription())

    return call


@pytest.mark.parametrize("shown", list(Shown))
def test_a_picture_depends_on_the_moment_only(beside, show, shown):
    beside.set_mode(shown)
    show(2 * MS)
    first = picture(beside)
    show(9 * MS)
    assert differing(first, picture(beside)) > 0.005
    show(2 * MS)
    assert differing(first, picture(beside)) < 0.0005


def test_panes_say_how_their_runs_stand(beside, traces):
    beside.show_at(0)
    assert [pane.state for pane in beside.panes] == ["t = 0.00 ms"] * 3 + ["t = 0.00 ms"]
    end = max(trace.known_until_ns for trace in traces)
    beside.show_at(end)
    assert [pane.finished for pane in beside.panes] == [True] * 4
    assert beside.panes[3].state == "finished at 9 ms"
    assert beside.panes[2].accessibleDescription() == beside.panes[2].state
    # A run that has ended stays as it was at its end.
    assert [pane.moment_ns for pane in beside.panes] == [trace.known_until_ns for trace in traces]


def test_a_run_that_does_not_finish_says_so(qtbot):
    widget = SideBySide()
    qtbot.addWidget(widget)
    widget.set_sides(
        [("cut", Moments(run(bursts("cpu 9ms"), until_ns=2 * MS))), ("all", Moments(run(bursts("cpu 1ms"))))]
    )
    widget.show_at(3 * MS)
    assert [pane.state for pane in widget.panes] == ["shown until 2 ms", "finished at 1 ms"]
    assert [pane.finished for pane in widget.panes] == [False, True]


def test_figures_follow_the_playhead(beside, show, traces):
    pairs = [(f"run {number}", trace) for number, trace in enumerate(traces, start=1)]
    for t_ns in (MS, 9 * MS):
        show(t_ns)
        assert beside.comparison == compare(pairs, t_ns)
    lines = beside.figures.accessibleDescription().split("\n")
    assert lines[0] == "Figures at t = 9.00 ms"
    assert lines[1].startswith("Makespan. run 1: ")
    assert "run 4: 9 ms, " in lines[1]


def test_one_axis_for_all_timelines(beside, qtbot):
    beside.set_mode(Shown.TIMELINE)
    beside.show_at(MS)
    assert len({pane._window for pane in beside.panes}) == 1
    asked = []
    beside.time_requested.connect(asked.append)
    for pane in beside.panes:
        middle = pane.timeline_place.center()
        qtbot.mouseClick(pane, Qt.MouseButton.LeftButton, pos=QPoint(middle.x(), middle.y()))
    assert len(asked) == 4
    assert max(asked) - min(asked) <= 0.02 * beside.panes[0]._window.span_ns
    # On a title nothing is asked for.
    qtbot.mouseClick(beside.panes[0], Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert len(asked) == 4


def test_a_run_that_cannot_be_run_leaves_its_reason_in_its_place(beside, sides):
    beside.set_sides([sides[0], ("broken", "app.py, line 1: invalid syntax")])
    beside.show_at(MS)
    picture(beside)
    assert beside.panes[1].accessibleDescription() == "app.py, line 1: invalid syntax"
    assert beside.comparison is None
    assert "when all runs can be run" in beside.figures.accessibleDescription()


def test_options_and_palette_reach_all_stages(beside, show):
    show(MS)
    before = picture(beside)
    beside.set_options(StageOptions(camera=parse_camera("core P1·T1", file="", field=""), followed=77))
    looked = picture(beside)
    assert differing(before, looked) > 0.02
    beside.set_theme(LIGHT)
    assert differing(looked, picture(beside)) > 0.5
    beside.set_theme(DARK)
    beside.set_options(StageOptions())
    assert differing(before, picture(beside)) < 0.0005


def test_figures_can_be_left_out(beside):
    high = beside.panes[0].height()
    beside.set_figures_shown(False)
    assert beside.figures.isHidden()
    assert beside.panes[0].height() > high
    beside.set_figures_shown(True)
    assert not beside.figures.isHidden()


def test_runs_can_be_compared_by_some_figures_only(beside, show):
    high = beside.panes[0].height()
    beside.set_criteria([CriterionName.WAITING_TIME, CriterionName.MAKESPAN])
    show(9 * MS)
    beside.settle()
    assert [row.criterion.key for row in beside.figures.rows] == ["mean_waiting_ns", "makespan_ns"]
    assert beside.panes[0].height() > high
    beside.set_criteria([])
    assert beside.figures.isHidden()
    beside.set_criteria(None)
    assert not beside.figures.isHidden()
    assert beside.panes[0].height() == high


def test_differences_are_told_in_words(beside, show):
    show(9 * MS)
    table = beside.figures
    row = next(row for row in table.rows if row.criterion.key == "makespan_ns")
    assert row.cells[3].verdict in {Verdict.BETTER, Verdict.WORSE}
    place = table._row_place(1)
    _, told = table.told_at(round(table.columns()[1][3].center().x()), round(place.center().y()))
    assert told.startswith("run 4\nMakespan: 9 ms, ")
    assert told.endswith((", better", ", worse"))
    _, meant = table.told_at(round(table.width() * 0.02), round(place.center().y()))
    assert meant.startswith("Makespan\n")
    assert table.told_at(5, 1)[1] == ""


def test_a_title_is_no_markup_in_a_tool_tip(qtbot, traces, show):
    beside = SideBySide()
    qtbot.addWidget(beside)
    beside.resize(1200, 800)
    beside.set_sides([("<b>one</b>", Moments(traces[0])), ("two", Moments(traces[1]))])
    qtbot.waitUntil(lambda: beside.comparison is not None)
    table = beside.figures
    point = QPoint(round(table.columns()[1][0].center().x()), round(table._row_place(1).center().y()))
    QApplication.sendEvent(table, QHelpEvent(QEvent.Type.ToolTip, point, table.mapToGlobal(point)))
    assert "&lt;b&gt;one&lt;/b&gt;" in QToolTip.text()
    QToolTip.hideText()


def test_what_the_figures_are_called_is_translated(beside, show, monkeypatch):
    monkeypatch.setattr(QCoreApplication, "translate", lambda _context, text: f"‹{text}›")
    show(9 * MS)
    table = beside.figures
    place = table._row_place(1)
    _, told = table.told_at(round(table.columns()[1][3].center().x()), round(place.center().y()))
    assert told.startswith("run 4\n‹Makespan›: 9 ms, ")
    assert told.endswith(("‹better›", "‹worse›"))
