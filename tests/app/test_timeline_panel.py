from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop_app.app.timeline_panel import TimelinePanel
from desktop_app.model.bookmark import Bookmark
from desktop_app.views.theme import DARK, LIGHT
from desktop_app.views.timeline.display import Display, LoopRange, RowMode
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def trace():
    return run(bursts("cpu 3ms", threads=2), bursts("cpu 2ms", name="B", arrival_ns=MS), cores=2)


@pytest.fixture
def panel(qtbot, trace):
    panel = TimelinePanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(1200, 160)
    panel.set_trace(trace)
    panel.show_at(2 * MS)
    return panel


def test_what_was_asked_for_before_it_is_built_is_shown(panel):
    bookmarks = (Bookmark(at_ns=MS, name="a"),)
    panel.set_mode(RowMode.THREADS)
    panel.set_process(1)
    panel.set_followed(2)
    panel.set_bookmarks(bookmarks)
    panel.set_loop(MS, 2 * MS)
    panel.build()
    panel.build()
    loop = LoopRange(begin_ns=MS, end_ns=2 * MS)
    assert panel.view.display == Display(mode=RowMode.THREADS, process=1, followed=2, bookmarks=bookmarks, loop=loop)


def test_the_switch_is_used_by_keyboard_and_only_the_users_choice_is_told(qtbot, panel):
    panel.build()
    panel.show()
    told: list[RowMode] = []
    panel.mode_changed.connect(told.append)
    panel.set_mode(RowMode.THREADS)
    assert told == []
    button = panel.controls._buttons[RowMode.CORES]
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert told == [RowMode.CORES]
    assert panel.mode is RowMode.CORES
    assert panel.view.display.mode is RowMode.CORES


def test_one_process_is_chosen_among_those_that_exist(panel):
    panel.build()
    panel.set_mode(RowMode.THREADS)
    box = panel.controls._processes
    assert [box.itemText(row) for row in range(box.count())] == ["All processes", "P1 A", "P2 B"]
    panel.show_at(0)
    assert box.count() == 2
    box.activated.emit(1)
    assert panel.view.display.process == 0
    box.activated.emit(0)
    assert panel.view.display.process is None


def test_the_controls_stay_in_their_corner_and_leave_the_heading_free(panel):
    panel.build()
    panel.show()
    for mode in RowMode:
        panel.set_mode(mode)
        for size in ((1200, 160), (700, 124), (1800, 300)):
            panel.resize(*size)
            place = panel.controls.geometry()
            assert panel.view.geometry().contains(place)
            assert place.bottom() < panel.view.geometry().top() + panel.view._layout().area.top()
    panel.set_theme(LIGHT)
    assert panel.view.theme is LIGHT


def test_what_the_view_asks_for_is_passed_on(qtbot, panel):
    panel.build()
    with qtbot.waitSignals([panel.time_requested, panel.loop_changed, panel.thread_chosen], timeout=1_000):
        panel.view.time_requested.emit(3 * MS)
        panel.view.loop_changed.emit(MS, 2 * MS)
        panel.view.thread_chosen.emit(1)


def test_a_run_that_goes_on_in_another_way_moves_nothing(panel):
    panel.build()
    panel.set_mode(RowMode.THREADS)
    panel.set_process(1)
    whole = panel.view.window_shown
    shorter = run(bursts("cpu 3ms", threads=2), cores=2)
    panel.continue_with(shorter)
    panel.show_at(2 * MS)
    assert panel.view.trace is shorter
    assert panel.view.window_shown == whole  # though that run is over earlier
    assert panel.view.display.process is None  # the one that was chosen is not there
    assert panel.view.display.mode is RowMode.THREADS
    panel.view.show_all()
    assert panel.view.window_shown.end_ns == shorter.known_until_ns < whole.end_ns


def test_what_is_in_view_stays_in_view(panel, trace):
    panel.build()
    panel.view.zoom(0.25)
    shown = panel.view.window_shown
    panel.continue_with(run(bursts("cpu 9ms"), cores=2))
    panel.show_at(2 * MS)
    assert panel.view.window_shown == shown
