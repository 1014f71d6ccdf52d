from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMessageBox, QPushButton

from desktop_app.app.dialogs.draft import NEW_BURSTS, PARAMETER_COLUMNS, Column
from desktop_app.app.dialogs.processes import ProcessesDialog
from desktop_app.model.errors import FileError
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.model.workload import Parameters, ProcessSpec, Program, SchedulingClass
from desktop_app.program.bursts import parse_bursts

#: The offscreen platform says of every window with a minimum size that it cannot tell a window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

MS = 1_000_000
OTHER = Program(name="other.py", source="y = 1\n", path="/lessons/other.py")


def read_other(path: Path) -> Program:
    return replace(OTHER, path=str(path))


@pytest.fixture
def dialog(qtbot, scenario):
    dialog = ProcessesDialog(scenario, read_other, choose_file=lambda _parent: Path(OTHER.path))
    qtbot.addWidget(dialog)
    return dialog


def names(dialog):
    return [process.name for process in dialog.scenario().processes]


def number(dialog, column):
    return dialog.numbers.control(column)


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_untouched_it_gives_the_same_scenario(dialog, scenario):
    assert dialog.scenario() == scenario
    assert dialog.ok_button.isEnabled()


def test_the_fields_edit_the_selected_entry(dialog, scenario):
    dialog.table.selectRow(1)
    dialog.name.setText("Encoder")
    dialog.bursts.setText("cpu 1ms")
    number(dialog, Column.LAUNCHES).setValue(3)
    number(dialog, Column.ARRIVAL).setText("2.5ms")
    number(dialog, Column.THREADS).setValue(4)
    first, second = dialog.scenario().processes
    assert first == scenario.processes[0]
    assert second == ProcessSpec(
        name="Encoder", bursts=parse_bursts("cpu 1ms"), launches=3, arrival_ns=2_500_000, threads=4
    )
    assert scenario.processes[1].name == "B"


def test_the_fields_show_the_selected_entry(dialog):
    shown = []
    for row in range(2):
        dialog.table.selectRow(row)
        launches, arrival = number(dialog, Column.LAUNCHES).value(), number(dialog, Column.ARRIVAL).text()
        shown.append((dialog.name.text(), dialog.kind.currentData(), launches, arrival))
    assert shown == [("A", True, 2, "0ms"), ("B", False, 1, "3ms")]


def test_only_what_an_entry_runs_is_asked(dialog):
    dialog.table.selectRow(0)
    assert (dialog.choose.isHidden(), dialog.bursts.isHidden()) == (False, True)
    dialog.table.selectRow(1)
    assert (dialog.choose.isHidden(), dialog.bursts.isHidden()) == (True, False)


@pytest.mark.parametrize(("field", "text"), [("name", ""), ("bursts", "cpu"), ("arrival", "later")])
def test_what_is_wrong_is_said_and_disables_ok(dialog, field, text):
    dialog.table.selectRow(1)
    edit = number(dialog, Column.ARRIVAL) if field == "arrival" else getattr(dialog, field)
    right = edit.text()
    edit.setText(text)
    assert not dialog.ok_button.isEnabled()
    assert dialog.problem.startswith("Row 2, ")
    said = {label.text() for label in dialog.findChildren(QLabel)}
    assert said & {f"Expected {edit.problem}.", f"Arrival: expected {edit.problem}."}
    dialog.table.selectRow(0)  # what is wrong elsewhere stays said
    assert not dialog.ok_button.isEnabled()
    dialog.table.selectRow(1)
    assert edit.text() == text
    edit.setText(right)
    assert dialog.ok_button.isEnabled()


def test_cells_are_edited_in_place(qtbot, dialog):
    dialog.show()
    index = dialog.model.index(1, Column.ARRIVAL)
    dialog.table.setCurrentIndex(index)
    dialog.table.edit(index)
    editor = dialog.table.indexWidget(index)
    editor.selectAll()
    qtbot.keyClicks(editor, "7ms")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.scenario().processes[1].arrival_ns == 7_000_000)  # Qt commits a moment later
    assert number(dialog, Column.ARRIVAL).text() == "7ms"


def test_counts_in_cells_keep_to_their_limits(qtbot, dialog):
    dialog.show()
    index = dialog.model.index(1, Column.THREADS)
    dialog.table.setCurrentIndex(index)
    dialog.table.edit(index)
    assert dialog.table.state() == QAbstractItemView.State.EditingState
    editor = dialog.table.indexWidget(index)
    editor.setValue(5_000)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.scenario().processes[1].threads == 1_000)
    assert number(dialog, Column.THREADS).value() == 1_000


def test_a_program_is_added_below_the_selected_entry(qtbot, dialog):
    dialog.table.selectRow(0)
    click(qtbot, dialog.add_program)
    assert names(dialog) == ["A", "other.py", "B"]
    assert dialog.scenario().processes[1] == ProcessSpec(name="other.py", program=OTHER)
    assert dialog.row == 1


def test_bursts_are_added_ready_to_run(qtbot, dialog):
    dialog.table.selectRow(1)
    click(qtbot, dialog.add_bursts)
    assert dialog.scenario().processes[2] == ProcessSpec(name="bursts", bursts=parse_bursts(NEW_BURSTS))
    assert dialog.ok_button.isEnabled()


def test_a_duplicate_has_a_name_of_its_own(qtbot, dialog, scenario):
    dialog.table.selectRow(0)
    click(qtbot, dialog.duplicate)
    assert names(dialog) == ["A", "A 2", "B"]
    assert replace(dialog.scenario().processes[1], name="A") == scenario.processes[0]


def test_entries_are_removed_down_to_none_and_added_again(qtbot, dialog):
    for left in (["B"], []):
        dialog.table.selectRow(0)
        click(qtbot, dialog.remove)
        assert [dialog.model.draft(row).name for row in range(dialog.model.rowCount())] == left
    assert dialog.problem == "Add at least one process."
    assert not dialog.remove.isEnabled()
    assert not dialog.name.isEnabled()
    click(qtbot, dialog.add_bursts)
    assert names(dialog) == ["bursts"]
    assert dialog.name.isEnabled()
    assert dialog.ok_button.isEnabled()


def test_entries_move_and_stay_selected(qtbot, dialog):
    dialog.table.selectRow(0)
    assert not dialog.move_up.isEnabled()
    click(qtbot, dialog.move_down)
    assert names(dialog) == ["B", "A"]
    assert (dialog.row, dialog.name.text()) == (1, "A")
    assert not dialog.move_down.isEnabled()
    click(qtbot, dialog.move_up)
    assert names(dialog) == ["A", "B"]
    assert (dialog.row, dialog.name.text()) == (0, "A")


def test_keys_do_what_the_buttons_do(qtbot, dialog):
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    dialog.table.selectRow(0)
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert names(dialog) == ["B", "A"]
    qtbot.keyClick(dialog.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert names(dialog) == ["B", "A", "A 2"]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert names(dialog) == ["B", "A"]


def test_another_program_is_chosen(qtbot, dialog):
    dialog.table.selectRow(0)
    click(qtbot, dialog.choose)
    assert dialog.scenario().processes[0].program == OTHER
    assert OTHER.path in dialog.choose.toolTip()


def test_bursts_turn_into_a_program_once_one_is_chosen(qtbot, dialog):
    dialog.table.selectRow(1)
    dialog.kind.setCurrentIndex(0)
    dialog.kind.activated.emit(0)
    assert dialog.problem == "Row 2, runs: expected a Python file: choose one."
    click(qtbot, dialog.choose)
    assert dialog.scenario().processes[1].program == OTHER


def test_thinking_better_of_it_changes_nothing(qtbot, scenario):
    dialog = ProcessesDialog(scenario, read_other, choose_file=lambda _parent: None)
    qtbot.addWidget(dialog)
    click(qtbot, dialog.add_program)
    click(qtbot, dialog.choose)
    assert dialog.scenario() == scenario


def test_a_file_that_cannot_be_read_is_said_and_changes_nothing(qtbot, scenario, monkeypatch):
    def refuse(path: Path) -> Program:
        raise FileError(str(path), "it is <b>no text</b>")

    said: list[tuple[str, Qt.TextFormat]] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: said.append((box.text(), box.textFormat())))
    dialog = ProcessesDialog(scenario, refuse, choose_file=lambda _parent: Path("bad.py"))
    qtbot.addWidget(dialog)
    click(qtbot, dialog.add_program)
    assert said == [("bad.py: it is <b>no text</b>", Qt.TextFormat.PlainText)]
    assert dialog.scenario() == scenario


def test_a_long_path_does_not_widen_the_dialog(qtbot, scenario):
    dialog = ProcessesDialog(scenario, read_other, choose_file=lambda _parent: Path("/" + "folder" * 60 + "/x.py"))
    qtbot.addWidget(dialog)
    dialog.show()
    width = dialog.width()
    click(qtbot, dialog.choose)
    assert dialog.minimumSizeHint().width() <= width


def test_mnemonics_are_unique(dialog):
    texts = [label.text() for label in dialog.findChildren(QLabel) if label.buddy() is not None]
    texts += [button.text() for button in dialog.findChildren(QPushButton)]
    letters = [text[text.index("&") + 1].lower() for text in texts if "&" in text]
    assert len(letters) == 20
    assert len(set(letters)) == len(letters)


def test_what_it_does_not_show_stays_as_it_is(qtbot, rich):
    dialog = ProcessesDialog(rich, read_other)
    qtbot.addWidget(dialog)
    assert dialog.problem == ""
    assert dialog.scenario() == rich
    dialog.table.selectRow(1)
    number(dialog, Column.ARRIVAL).setText("5ms")
    first, second = dialog.scenario().processes
    assert first == rich.processes[0]
    assert second == replace(rich.processes[1], arrival_ns=5_000_000)


def test_actions_follow_an_entry_that_is_renamed(qtbot, rich):
    dialog = ProcessesDialog(rich, read_other)
    qtbot.addWidget(dialog)
    dialog.name.setText("renamed")
    assert dialog.scenario().actions == (replace(rich.actions[0], process="renamed"),)
    assert dialog.ok_button.isEnabled()


def test_an_entry_that_an_action_is_about_is_not_taken_out(qtbot, rich):
    dialog = ProcessesDialog(rich, read_other)
    qtbot.addWidget(dialog)
    click(qtbot, dialog.remove)
    assert "action[0].process" in dialog.problem
    assert not dialog.ok_button.isEnabled()


def test_too_much_in_all_is_refused(dialog):
    number(dialog, Column.LAUNCHES).setValue(1_000)
    number(dialog, Column.THREADS).setValue(1_000)
    assert "at most 10000 threads in all" in dialog.problem


@pytest.mark.parametrize(
    ("policy", "columns"),
    [
        ("round-robin", set()),
        ("priority", {Column.PRIORITY}),
        ("eevdf", {Column.NICE}),
        ("stride", {Column.TICKETS}),
        ("linux-rt", {Column.PRIORITY, Column.SCHEDULING}),
        ("edf", {Column.PERIOD, Column.DEADLINE, Column.OFFSET}),
        ("cbs", {Column.PERIOD, Column.DEADLINE, Column.OFFSET, Column.RUNTIME}),
    ],
)
def test_the_fields_are_those_that_the_policy_reads(qtbot, scenario, policy, columns):
    dialog = ProcessesDialog(replace(scenario, scheduler=SchedulerSpec(policy=policy)), read_other)
    qtbot.addWidget(dialog)
    dialog.table.selectRow(1)
    assert {column for column in PARAMETER_COLUMNS if not number(dialog, column).isHidden()} == columns
    shown = {column for column in PARAMETER_COLUMNS if not dialog.table.isColumnHidden(column)}
    assert shown == columns - {Column.OFFSET, Column.RUNTIME}


def test_bursts_become_a_periodic_task(qtbot, scenario):
    dialog = ProcessesDialog(replace(scenario, scheduler=SchedulerSpec(policy="edf")), read_other)
    qtbot.addWidget(dialog)
    dialog.table.selectRow(1)
    number(dialog, Column.PERIOD).setText("20ms")
    task = dialog.scenario().processes[1].periodic
    assert (task.period_ns, task.wcet_ns, task.deadline_ns, task.runtime_ns) == (20 * MS, 3 * MS, 20 * MS, 3 * MS)
    number(dialog, Column.DEADLINE).setText("soon")
    assert dialog.problem.startswith("Row 2, deadline: expected a duration")
    number(dialog, Column.DEADLINE).setText("")
    dialog.bursts.setText("io disk 1ms")
    assert dialog.problem == "Row 2, runs: expected bursts with CPU time, as every job needs some."


def test_a_real_time_class_needs_a_real_time_priority(qtbot, scenario):
    dialog = ProcessesDialog(replace(scenario, scheduler=SchedulerSpec(policy="linux-rt")), read_other)
    qtbot.addWidget(dialog)
    scheduling = number(dialog, Column.SCHEDULING)
    scheduling.setCurrentIndex(scheduling.findData("fifo"))
    assert dialog.problem.startswith("Row 1, priority: expected a whole number from 1 to 99")
    number(dialog, Column.PRIORITY).setText("50")
    assert dialog.problem == ""
    assert dialog.scenario().processes[0].parameters == Parameters(priority=50, scheduling=SchedulingClass.FIFO)


def test_it_fits_a_small_screen(qtbot, scenario):
    dialog = ProcessesDialog(replace(scenario, scheduler=SchedulerSpec(policy="cbs")), read_other)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.minimumHeight() <= 700
    assert dialog.minimumWidth() <= 960


def test_on_a_low_screen_it_scrolls_and_ok_stays(qtbot, scenario, monkeypatch):
    monkeypatch.setattr("desktop_app.app.dialogs.form.room_on_screen", lambda window: 480)
    dialog = ProcessesDialog(scenario, read_other)
    qtbot.addWidget(dialog)
    dialog.show()
    ok = dialog.ok_button
    qtbot.waitUntil(lambda: ok.mapTo(dialog, ok.rect().bottomRight()).y() < dialog.height() <= 480)


def drop(table, position):
    data = table.model().mimeData([table.currentIndex()])
    event = QDropEvent(
        QPointF(position), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.source = lambda: table
    table.dropEvent(event)


@pytest.mark.parametrize(
    ("row", "onto", "share", "order"),
    [(0, 1, 0.9, "BA"), (0, 1, 0.1, "AB"), (1, 0, 0.1, "BA"), (1, 0, 0.9, "AB"), (0, None, 0, "BA")],
)
def test_a_row_is_dragged_to_another_place(dialog, row, onto, share, order):
    dialog.show()
    dialog.table.setCurrentIndex(dialog.model.index(row, 0))
    if onto is None:
        position = dialog.table.viewport().rect().bottomLeft()
    else:
        rect = dialog.table.visualRect(dialog.model.index(onto, 0))
        position = QPoint(rect.center().x(), round(rect.y() + share * rect.height()))
    drop(dialog.table, position)
    assert "".join(spec.name for spec in dialog.scenario().processes) == order
    assert dialog.model.draft(dialog.row).name == "AB"[row]


def test_what_comes_from_elsewhere_is_not_dropped(dialog):
    data = dialog.table.model().mimeData([dialog.table.currentIndex()])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    dialog.table.dropEvent(event)
    assert not event.isAccepted()
    assert [spec.name for spec in dialog.scenario().processes] == ["A", "B"]


def test_the_view_may_move_rows_and_drops_stand_between_rows(dialog):
    model = dialog.model
    data = model.mimeData([model.index(0, 0)])
    assert model.supportedDropActions() is Qt.DropAction.MoveAction
    assert model.canDropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsDropEnabled
