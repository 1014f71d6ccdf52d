import csv
import io

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QFileDialog

from desktop_app.app.habits import Habits
from desktop_app.app.message import Message
from desktop_app.app.side_by_side.sides import Preset
from desktop_app.app.side_by_side.window import CompareWindow
from desktop_app.model.lesson import Shown
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS, bursts, program, scenario

LOOP = "total = 0\nfor i in range(4):\n    total += i\n"


@pytest.fixture
def habits(tmp_path, qtbot):
    return Habits(tmp_path / "preferences.json")


@pytest.fixture
def shown(qtbot, habits):
    window = CompareWindow(habits, DARK)
    qtbot.addWidget(window)
    window.show()
    window.compare_open(scenario(program(LOOP)), "loop.py")
    qtbot.waitUntil(lambda: window.runs.finished)
    return window


def figures(qtbot, window):
    qtbot.waitUntil(lambda: window.beside.comparison is not None)
    return window.beside.comparison


def test_a_program_is_compared_in_threads_and_processes(qtbot, shown):
    assert figures(qtbot, shown).titles == (
        "4 threads · GIL", "4 processes · GIL", "4 threads · free-threaded", "4 processes · free-threaded",
    )  # fmt: skip
    assert [pane.title for pane in shown.beside.panes] == list(shown.beside.comparison.titles)


def test_keys_play_step_and_swap(qtbot, shown):
    qtbot.keyClick(shown.beside, Qt.Key.Key_Right)
    assert shown.playhead.t_ns == 100_000
    qtbot.keyClick(shown.beside, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert shown.playhead.t_ns == 1_100_000
    qtbot.keyClick(shown.beside, Qt.Key.Key_Home)
    assert shown.playhead.t_ns == 0
    for mode in (Shown.TIMELINE, Shown.BOTH, Shown.STAGE):
        qtbot.keyClick(shown.beside, Qt.Key.Key_T)
        assert shown.beside.shown is mode
        assert shown.modes.checkedButton() is shown.modes.button(list(Shown).index(mode))
    qtbot.keyClick(shown.beside, Qt.Key.Key_Space)
    assert shown.playhead.playing
    qtbot.keyClick(shown.beside, Qt.Key.Key_End)
    assert not shown.playhead.playing
    assert shown.playhead.t_ns == max(trace.known_until_ns for trace in shown.runs.traces)
    assert all(pane.finished for pane in shown.beside.panes)


def test_a_changed_side_is_run_and_the_moment_stays(qtbot, shown):
    shown.playhead.go_to(MS)
    editor = shown.panel.editors[0]
    with qtbot.waitSignal(shown.runs.loaded):
        editor.cores.setValue(1)
    qtbot.waitUntil(lambda: shown.runs.finished)
    assert shown.runs.traces[0].header.cores == 1
    assert shown.playhead.t_ns == MS
    assert shown.beside.panes[0].title == "4 threads · 1 core · GIL"


def test_ready_comparisons(qtbot, shown):
    with qtbot.waitSignal(shown.runs.loaded):
        shown.choose(Preset.CORES)
    assert [trace.header.cores for trace in shown.runs.traces] == [1, 2, 4, 8]


def test_a_side_that_cannot_be_run_says_why(qtbot, shown):
    with qtbot.waitSignal(shown.runs.loaded):
        shown.panel.editors[1].more.setText("processes=100000")
    assert "Other options" in shown.beside.panes[1].problem
    assert shown.beside.comparison is None


def test_a_file_is_a_side(qtbot, shown, tmp_path):
    path = tmp_path / "other.py"
    path.write_text("x = 1\n")
    with qtbot.waitSignal(shown.runs.loaded):
        shown.use_file(2, path)
    assert shown.runs.traces[2].listings[0].program == "other.py"
    assert shown.beside.panes[2].title.startswith("other.py")
    shown.use_file(2, tmp_path / "missing.py")
    message = shown.findChild(Message)
    assert "missing.py" in message.body.text()
    message.close()


def test_figures_are_copied_and_saved(qtbot, shown, tmp_path, monkeypatch):
    comparison = figures(qtbot, shown)
    shown.copy_text()
    assert "Makespan" in QApplication.clipboard().text()
    shown.copy_csv()
    rows = list(csv.reader(io.StringIO(QApplication.clipboard().text())))
    assert rows[0][2] == comparison.titles[0]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "table"), ""))
    shown.save_csv()
    assert list(csv.reader(io.StringIO((tmp_path / "table.csv").read_text()))) == rows
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "where.csv"), ""))
    shown.save_csv()
    message = shown.findChild(Message)
    assert "where.csv" in message.body.text()
    message.close()


def test_notes_are_shown(qtbot, habits):
    window = CompareWindow(habits, DARK)
    qtbot.addWidget(window)
    window.compare_open(scenario(bursts("cpu 3ms"), cores=1), "a")
    qtbot.waitUntil(lambda: window.runs.finished)
    with qtbot.waitSignal(window.runs.loaded):
        window.panel.editors[0].run_as.setCurrentIndex(2)
    qtbot.waitUntil(lambda: window.runs.finished)
    window.playhead.go_to(99 * MS)
    qtbot.waitUntil(lambda: "did not do the same work" in window.note.text())


def test_keys_and_places_are_remembered(qtbot, habits, shown):
    habits.change(keys={"forward": ["X"]})
    assert shown.actions_by_name["forward"].shortcut().toString() == "X"
    shown.resize(740, 600)
    shown.close()
    assert habits.now.compare_geometry
    again = CompareWindow(habits, LIGHT)
    qtbot.addWidget(again)
    # Without a window manager, a frame's width is not known exactly.
    assert abs(again.width() - shown.width()) <= 4
    assert abs(again.height() - shown.height()) <= 4


def test_the_same_scenario_goes_on_and_another_begins_anew(qtbot, shown):
    before = shown.runs.traces
    shown.compare_open(scenario(program(LOOP)), "loop.py")
    assert shown.runs.traces == before
    shown.compare_open(scenario(program("x = 1\n")), "x.py")
    qtbot.waitUntil(lambda: shown.runs.finished)
    assert shown.panel.sides[0].source.name == "x.py"


def test_panels_palette_and_full_screen(shown):
    shown.sides_button.setChecked(False)
    assert shown.panel.isHidden()
    shown.figures_button.setChecked(False)
    assert shown.beside.figures.isHidden()
    shown.set_theme(LIGHT)
    shown.toggle_full_screen()
    assert shown.isFullScreen()
    shown.toggle_full_screen()
    assert not shown.isFullScreen()
    assert isinstance(shown.actions_by_name["play"], QAction)


def test_closed_while_it_loads_and_opened_again_it_goes_on(qtbot, habits):
    window = CompareWindow(habits, DARK)
    qtbot.addWidget(window)
    opened = scenario(program(LOOP))
    window.compare_open(opened, "loop.py")
    window.show()
    window.close()
    assert window.runs.loading
    window.compare_open(opened, "loop.py")
    window.show()
    qtbot.waitUntil(lambda: window.runs.finished)
    assert len(window.beside.panes) == 4


def test_what_was_changed_just_before_it_was_closed_is_run_when_it_is_opened_again(qtbot, shown):
    shown.panel.editors[0].cores.setValue(1)
    shown.close()
    shown.show()
    qtbot.waitUntil(lambda: shown.runs.finished)
    assert shown.runs.traces[0].header.cores == 1


def test_only_what_can_be_run_is_offered_as_a_file(shown, monkeypatch):
    offered = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: offered.append(given[-1]) or ("", ""))
    shown.ask_file(0)
    assert "*.toml" in offered[0]
    assert "*.md" not in offered[0]
