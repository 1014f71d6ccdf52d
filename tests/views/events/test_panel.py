import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop_app.analysis.event_log import EventLog, LogFilter
from desktop_app.analysis.event_sources import LogGroup
from desktop_app.views.events import saving
from desktop_app.views.events.model import TEXT
from desktop_app.views.events.panel import EventsPanel, whom
from desktop_app.views.events.words import event_text, group_name
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS


@pytest.fixture
def panel(qtbot, moments):
    panel = EventsPanel(DARK)
    qtbot.addWidget(panel)
    panel.resize(600, 400)
    panel.set_moments(moments)
    panel.show_at(100 * MS)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.show_at(100 * MS)
    return panel


def texts(panel):
    return [panel.model.index(row, TEXT).data() for row in range(panel.model.rowCount())]


def in_sight(panel, row):
    return panel.table.viewport().rect().contains(panel.table.visualRect(panel.model.index(row, TEXT)).center())


def test_every_event_of_a_rich_trace_is_told_in_words(moments):
    whole = EventLog(moments.lives, LogFilter()).until(300 * MS, 100_000)
    told = [event_text(moments.trace, entry.event) for entry in whole]
    assert all("{" not in text and "\n" not in text for text in told)
    for text in (
        "P1 is launched: A",
        "P1·T1 gets mutex m",
        "P2·T1 gets mutex m from P1·T1",
        "P1·T1 gives mutex m back",
        "P1·T1 waits for disk",
        "P1·T1 wakes up: its wait for disk is over",
        "the nice value of P4·T1 is 5 now",
        "P5 is sent SIGKILL",
        "P5 is over, ended by SIGKILL",
        "job 1 of P6·T1 is released",
        "P7·T1 prints line 3",
        "P7 is over with exit code 1",
    ):
        assert text in told, text
    assert any("is dispatched to core 1 after" in text and "migrated from core 0" in text for text in told)
    assert len({group_name(group) for group in LogGroup}) == len(LogGroup)


def test_the_row_at_t_is_marked_and_in_sight(panel):
    for t_ns in (0, 50 * MS, 51 * MS, 299 * MS, 3 * MS):
        panel.show_at(t_ns)
        assert in_sight(panel, panel.model.now_row)


def test_scrolling_lets_go_and_the_button_takes_hold_again(qtbot, panel):
    bar = panel.table.verticalScrollBar()
    panel.table.setFocus()
    qtbot.keyClick(panel.table, Qt.Key.Key_PageUp)
    assert not panel.follow.isChecked()
    value = bar.value()
    panel.show_at(100 * MS + 1)
    assert bar.value() == value
    panel.follow.click()
    assert in_sight(panel, panel.model.now_row)


def test_scrolling_to_an_end_reads_on_and_leaves_what_is_seen(panel):
    bar = panel.table.verticalScrollBar()
    panel.follow.setChecked(False)
    seen = panel.model.entry(5)
    rows = panel.model.rowCount()
    bar.setValue(5)
    assert panel.model.rowCount() > rows
    assert panel.model.entry(bar.value()) == seen
    for _ in range(20):
        bar.setValue(bar.maximum())
    assert panel.model.entry(panel.model.rowCount() - 1).event.time_ns == 300 * MS
    for _ in range(20):
        bar.setValue(0)
    assert panel.model.entry(0).event.time_ns == 0


def test_a_click_and_enter_go_to_the_moment(qtbot, panel):
    row = panel.model.now_row - 3
    wanted = panel.model.entry(row).event.time_ns
    place = panel.table.visualRect(panel.model.index(row, TEXT)).center()
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked.args == [wanted]
    with qtbot.waitSignal(panel.time_requested) as asked:
        qtbot.keyClick(panel.table, Qt.Key.Key_Return)
    assert asked.args == [wanted]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", (-1, -1)),
        ("P2", (1, -1)),
        (" p4.t1 ", (3, 3)),
        ("P4·T1", (3, 3)),
        ("P99", None),
        ("P4·T2", None),
        ("x", None),
    ],
)
def test_a_label_names_a_process_or_a_thread(moments, text, found):
    assert whom(moments.trace, text) == found


def test_one_thread_s_events_are_chosen_by_its_label(panel):
    panel.only.setText("P1.T1")
    assert all("P1·T1" in text for text in texts(panel))
    before = texts(panel)
    panel.only.setText("P1.T7")
    assert panel.only.property("invalid") is True
    assert texts(panel) == before
    panel.only.setText("")
    assert len(texts(panel)) > len(before)


def test_kinds_are_chosen_in_the_menu(panel):
    panel.choose_kinds(frozenset({LogGroup.DEADLINES}))
    assert all(text.startswith("job ") for text in texts(panel))
    assert panel.kinds.text() == "1 of 9"
    panel.choose_kinds(frozenset())
    assert panel.stack.currentWidget() is panel.empty
    panel.kinds.menu().actions()[-1].trigger()
    assert panel.kinds.text() == "Kinds"
    assert panel.stack.currentWidget() is panel.table


def test_the_menu_of_an_event_follows_and_filters(qtbot, panel):
    row = next(row for row in range(panel.model.rowCount()) if panel.model.entry(row).event.thread == 1)
    actions = panel.event_menu(panel.model.index(row, TEXT)).actions()
    with qtbot.waitSignal(panel.thread_chosen) as chosen:
        actions[1].trigger()
    assert chosen.args == [1]
    actions[2].trigger()
    assert panel.only.text() == "P2·T1"


def test_chosen_rows_are_copied(panel):
    panel.table.selectRow(panel.model.now_row)
    panel.copy()
    assert QGuiApplication.clipboard().text() == panel.model.text(panel.model.now_row) + "\n"


def test_the_log_is_saved_as_text_and_as_a_table(panel, moments, tmp_path):
    whole = EventLog(moments.lives, LogFilter()).until(300 * MS, 100_000)
    panel.save(tmp_path / "log.txt")
    lines = (tmp_path / "log.txt").read_text().splitlines()
    assert len(lines) == len(whole)
    assert lines[0] == "0.00 ms\tP1 is launched: A"
    panel.save(tmp_path / "log.csv")
    with (tmp_path / "log.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [int(row["time_ns"]) for row in rows] == [entry.event.time_ns for entry in whole]
    assert rows[0]["kind"] == "launched"
    assert list(tmp_path.glob(".*")) == []


def test_what_cannot_be_saved_is_said_and_goes_again(panel, tmp_path):
    panel.save(tmp_path / "nowhere" / "log.txt")
    assert "folder does not exist" in panel.problem.text()
    assert not panel.problem.isHidden()
    panel.save(tmp_path / "log.txt")
    assert panel.problem.isHidden()


def test_a_file_has_a_bounded_number_of_events(moments, monkeypatch):
    monkeypatch.setattr(saving, "_PAGE", 7)
    found = list(saving.entries(EventLog(moments.lives, LogFilter()), most=20))
    assert found == EventLog(moments.lives, LogFilter()).after(-1, 20)


def test_a_moment_looks_alike_whatever_was_shown_before(panel):
    first = panel.table.viewport().grab().toImage()
    for t_ns in (103 * MS, 290 * MS, 10 * MS, 100 * MS):
        panel.show_at(t_ns)
    assert panel.table.viewport().grab().toImage() == first
    panel.set_theme(LIGHT)
    assert panel.table.viewport().grab().toImage() != first


def test_a_narrow_panel_writes_in_two_lines(panel):
    height = panel.table.rowHeight(0)
    panel.resize(260, 400)
    assert panel.width() == 260
    assert panel.table.rowHeight(0) > height
    assert in_sight(panel, panel.model.now_row)
