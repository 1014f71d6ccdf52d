import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.analysis.figures import Subject
from desktop_app.analysis.metrics import measure
from desktop_app.analysis.moment import Moments
from desktop_app.views.metrics import panel as panel_module
from desktop_app.views.metrics.model import Format, table_of
from desktop_app.views.metrics.panel import MetricsPanel
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def moments():
    return Moments(run(bursts("cpu 2ms, io disk 1ms, cpu 1ms"), bursts("cpu 4ms", arrival_ns=3 * MS), cores=1))


@pytest.fixture
def panel(qtbot, moments):
    panel = MetricsPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(440, 400)
    panel.set_moments(moments)
    panel.show()
    return panel


def up_to_date(panel, trace, t_ns, subject):
    return panel.model.rows == table_of(subject, trace, t_ns, measure(trace, t_ns), measure(trace))


@pytest.mark.parametrize("subject", Subject)
def test_the_table_has_the_figures_at_t_and_at_the_end(panel, moments, subject, qtbot):
    panel.subject.setCurrentIndex(list(Subject).index(subject))
    for t_ns in (5 * MS, MS, moments.trace.known_until_ns):
        panel.show_at(t_ns)
        qtbot.waitUntil(lambda t_ns=t_ns: up_to_date(panel, moments.trace, t_ns, subject))
    assert panel._body.sentence == ""


def test_what_takes_long_is_counted_a_little_at_a_time(panel, moments, qtbot, monkeypatch):
    monkeypatch.setattr(panel_module, "_BUDGET_S", 0.0)
    monkeypatch.setattr(panel_module, "_STEP", 1)
    panel.show_at(5 * MS)
    assert panel.model.rows == []
    assert "counting" in panel.note.text()
    panel.show_at(6 * MS)
    qtbot.waitUntil(lambda: up_to_date(panel, moments.trace, 6 * MS, Subject.RUN))


def test_the_table_is_copied_as_it_is_sorted(panel, moments, qtbot):
    panel.subject.setCurrentIndex(list(Subject).index(Subject.THREADS))
    panel.show_at(5 * MS)
    qtbot.waitUntil(lambda: panel._end is not None)
    panel.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    panel.copy_as(Format.CSV)
    lines = QApplication.clipboard().text().splitlines()
    assert [line.split(",")[0] for line in lines] == ["Thread", "P2·T1", "P1·T1"]


def test_a_thread_can_be_followed_from_its_row(panel, qtbot):
    panel.subject.setCurrentIndex(list(Subject).index(Subject.THREADS))
    panel.show_at(5 * MS)
    qtbot.waitUntil(lambda: len(panel.model.rows) == 2)
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        panel.table.activated.emit(panel.model.index(1, 0))
    assert chosen.args == [1]


def test_colours_follow_the_theme(panel, qtbot):
    panel.show_at(5 * MS)
    panel.subject.setCurrentIndex(3)
    before = panel.grab().toImage()
    panel.set_theme(LIGHT)
    assert panel.grab().toImage() != before


def test_without_a_beginning_there_are_no_figures(qtbot):
    trace = run(bursts("cpu 2ms"))
    trace.begin_ns = MS
    panel = MetricsPanel(DARK)
    qtbot.addWidget(panel)
    assert "stand here" in panel._body.sentence
    panel.set_moments(Moments(trace))
    panel.show_at(MS)
    assert "forgotten" in panel._body.sentence
