import csv
import io

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from desktop_app.analysis.moment import Moments
from desktop_app.views.plots import panel as panel_module
from desktop_app.views.plots.panel import PlotsPanel
from desktop_app.views.plots.series import Kind
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def moments():
    return Moments(run(bursts("cpu 3ms, io disk 1ms, cpu 1ms"), bursts("cpu 4ms"), cores=2, quantum_ns=MS))


@pytest.fixture
def panel(qtbot, moments):
    panel = PlotsPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(440, 340)
    panel.set_moments(moments)
    panel.show()
    panel.show_at(2 * MS)
    return panel


def choose(panel, kind):
    panel.kind.setCurrentIndex(list(Kind).index(kind))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.UTILISATION, "2 ms: 100 % busy · mean over 50 µs"),
        (Kind.READY, "2 ms: 0 ready"),
        (Kind.RESPONSE, "2 · median 0 ms · p90 0 ms"),
        (Kind.WAITS, "solid: by 2 ms · outline: as far as known"),
    ],
)
def test_every_plot_says_its_value_at_t_and_depends_on_t_alone(panel, kind, words):
    choose(panel, kind)
    assert panel.readout.text() == words
    panel.grab()
    first = panel.plots[kind].grab().toImage()
    panel.show_at(4 * MS)
    panel.show_at(MS)
    panel.show_at(2 * MS)
    assert panel.plots[kind].grab().toImage() == first
    panel.set_theme(LIGHT)
    assert panel.plots[kind].grab().toImage() != first
    rows = list(csv.reader(io.StringIO(panel.numbers())))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1
    assert not QImage.fromData(panel.picture()).isNull()


def test_pointing_says_what_stands_there(panel):
    panel.plots[Kind.UTILISATION].pointed_at.emit(QPointF(4.5, 50.0))
    assert panel.readout.text().startswith("4.5 ms: ")
    panel.plots[Kind.UTILISATION].pointed_at.emit(None)
    assert panel.readout.text().startswith("2 ms: ")
    choose(panel, Kind.WAITS)
    panel.plots[Kind.WAITS].pointed_at.emit(QPointF(0.1, 0.0))
    assert panel.readout.text() == "disk: 0 ms by now, 1 ms as far as known"
    choose(panel, Kind.RESPONSE)
    panel.plots[Kind.RESPONSE].pointed_at.emit(QPointF(0.0, 0.5))
    assert "2 by now, 2 as far as known" in panel.readout.text()


def test_one_core_can_be_chosen(panel):
    assert panel.core.count() == 3
    panel.core.setCurrentIndex(2)
    panel.show_at(4 * MS + MS // 2)
    assert "% busy" in panel.readout.text()
    choose(panel, Kind.READY)
    assert panel.core.isHidden()


def test_what_the_plot_asks_for_is_passed_on(panel, qtbot):
    with qtbot.waitSignal(panel.time_requested) as asked:
        panel.plots[Kind.READY].time_requested.emit(5_000_000_000)
    assert asked.args == [5_000_000_000]


def test_what_takes_long_is_worked_out_a_little_at_a_time(qtbot, moments, monkeypatch):
    monkeypatch.setattr(panel_module, "_BUDGET_S", -1.0)
    panel = PlotsPanel(DARK)
    qtbot.addWidget(panel)
    panel.set_moments(moments)
    panel.show_at(2 * MS)
    assert panel._timer.isActive()
    monkeypatch.setattr(panel_module, "_BUDGET_S", 1.0)
    qtbot.waitUntil(lambda: panel.readout.text().startswith("2 ms: 100 % busy"))


def test_files_are_written_and_failures_told(panel, tmp_path, monkeypatch):
    target = tmp_path / "plot"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    panel._ask_save("csv")
    assert target.with_suffix(".csv").read_text().startswith("from_ns,until_ns,utilisation")
    panel._ask_save("png")
    assert not QImage(str(target.with_suffix(".png"))).isNull()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "plot.csv"), ""))
    panel._ask_save("csv")
    assert "folder does not exist" in panel.readout.text()


def test_before_anything_happened_the_panel_says_what_would_stand_there(qtbot):
    panel = PlotsPanel(DARK)
    qtbot.addWidget(panel)
    assert "stands here" in panel._body.sentence
    panel.set_moments(Moments(run(bursts("cpu 1ms", arrival_ns=MS), until_ns=0)))
    for number in range(len(Kind)):
        panel.kind.setCurrentIndex(number)
        panel.show_at(0)
        assert "stands here" in panel._body.sentence
