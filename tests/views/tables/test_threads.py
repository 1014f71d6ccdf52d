import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.analysis.moment import Moments
from desktop_app.model.states import ThreadState
from desktop_app.views.tables.threads import ThreadsPanel, thread_columns
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS


@pytest.fixture
def panel(qtbot, moments):
    panel = ThreadsPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(700, 400)
    panel.set_moments(moments)
    panel.show_at(4 * MS)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def labels(panel):
    return [panel.model.row_at(row).label for row in range(panel.model.rowCount())]


def click(qtbot, panel, row, column=0):
    place = panel.table.visualRect(panel.model.index(row, column)).center()
    qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_threads_come_to_stand_in_it_as_they_come_to_exist(panel):
    assert labels(panel) == ["P1·T1", "P2·T1", "P3·T1"]
    panel.show_at(6 * MS)
    assert labels(panel) == ["P1·T1", "P2·T1", "P3·T1", "P4·T1"]
    panel.show_at(0)
    assert labels(panel) == ["P1·T1", "P2·T1", "P3·T1"]


def test_a_moment_looks_alike_whatever_was_shown_before(qtbot, panel, moments):
    for t_ns in (9 * MS, 2 * MS, 7 * MS):
        panel.show_at(t_ns)
    other = ThreadsPanel(DARK)
    qtbot.addWidget(other)
    other.set_moments(moments)
    other.show_at(7 * MS)
    assert list(other.model.rows) == list(panel.model.rows)


def test_a_click_follows_a_thread_and_escape_nobody(qtbot, panel):
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        click(qtbot, panel, 1)
    assert chosen.args == [1]
    panel.set_followed(1)
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        qtbot.keyClick(panel.table, Qt.Key.Key_Escape)
    assert chosen.args == [None]


def test_who_is_followed_elsewhere_is_chosen_without_an_echo(qtbot, panel):
    with qtbot.assertNotEmitted(panel.thread_chosen):
        panel.set_followed(2)
        panel.show_at(9 * MS)
        panel.show_at(0)
    assert [panel.model.row_at(index.row()).thread for index in panel.table.selectionModel().selectedRows()] == [2]
    panel.set_followed(None)
    assert not panel.table.selectionModel().hasSelection()


def test_the_choice_stays_with_its_thread_when_the_order_changes(qtbot, panel):
    panel.set_followed(0)
    with qtbot.assertNotEmitted(panel.thread_chosen):
        panel.table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
        for t_ns in range(0, 12 * MS, MS):
            panel.show_at(t_ns)
            chosen = [panel.model.row_at(index.row()).thread for index in panel.table.selectionModel().selectedRows()]
            assert chosen == [0]


def test_a_thread_that_goes_out_of_the_filter_and_comes_back_is_still_followed(qtbot, panel):
    panel.set_followed(0)
    with qtbot.assertNotEmitted(panel.thread_chosen):
        panel.search.setText("nobody")
        assert not panel.empty.isHidden()
        assert panel.stack.currentWidget() is panel.empty
        panel.search.setText("")
    assert panel.table.selectionModel().selectedRows()[0].row() == 0


@pytest.mark.parametrize(
    ("text", "found"), [("p2.t1", ["P2·T1"]), ("app.py", ["P3·T1"]), ("disk p1", []), ("core 0", 1)]
)
def test_words_filter(panel, text, found):
    panel.search.setText(text)
    assert (labels(panel) if isinstance(found, list) else len(labels(panel))) == found


def test_states_filter_and_are_counted(panel):
    states = [row.state for row in panel.model.rows]
    for state, toggle in panel.toggles.items():
        assert toggle.accessibleName().endswith(f": {states.count(state)}")
    panel.toggles[ThreadState.RUNNING].click()
    assert ThreadState.RUNNING not in [panel.model.row_at(row).state for row in range(panel.model.rowCount())]
    panel.toggles[ThreadState.RUNNING].click()
    assert len(labels(panel)) == len(states)


def test_a_double_click_and_enter_go_to_the_change_of_state(qtbot, panel):
    since = panel.model.row_at(1).since_ns
    click(qtbot, panel, 1)
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert asked.args == [since]
    place = panel.table.visualRect(panel.model.index(1, 0)).center()
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.mouseDClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [since]


def test_what_is_shown_can_be_copied(qtbot, panel):
    panel.table.setFocus()
    qtbot.keySequence(panel.table, "Ctrl+C")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + 3
    assert lines[0].split("\t") == [column.title for column in thread_columns()]
    assert lines[1].split("\t")[0] == "P1·T1"


def test_columns_can_be_hidden(panel):
    menu = panel.table.columns_menu()
    menu.actions()[0].trigger()
    assert panel.table.horizontalHeader().isSectionHidden(1)


def test_a_narrow_panel_keeps_the_shapes_and_can_become_narrow(qtbot, panel):
    wide = panel.toggles[ThreadState.READY].width()
    panel.resize(300, 400)
    assert panel.width() == 300
    qtbot.waitUntil(lambda: panel.toggles[ThreadState.READY].width() < wide)
    rights = [toggle.geometry().right() for toggle in panel.toggles.values()]
    assert rights == sorted(rights)
    assert rights[-1] <= 300


def test_another_palette_is_another_picture_and_back_the_same(panel):
    before = panel.table.viewport().grab().toImage()
    panel.set_theme(LIGHT)
    assert panel.table.viewport().grab().toImage() != before
    panel.set_theme(DARK)
    assert panel.table.viewport().grab().toImage() == before


def test_a_long_run_is_gone_through_in_parts_before_it_is_shown(qtbot, moments, monkeypatch):
    monkeypatch.setattr("desktop_app.analysis.thread_rows._AT_ONCE", 1)
    panel = ThreadsPanel(DARK)
    qtbot.addWidget(panel)
    panel.set_moments(Moments(moments.trace))
    panel.show_at(6 * MS)
    assert panel.stack.currentWidget() is panel.empty
    assert "Adding up" in panel.empty.text()
    qtbot.waitUntil(lambda: labels(panel) == ["P1·T1", "P2·T1", "P3·T1", "P4·T1"])
    assert panel.stack.currentWidget() is panel.table
