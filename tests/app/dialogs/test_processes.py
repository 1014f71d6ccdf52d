from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMessageBox, QPushButton

from desktop_app.app.dialogs.draft import NEW_BURSTS, Column
from desktop_app.app.dialogs.processes import ProcessesDialog
from desktop_app.model.errors import FileError
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.bursts import parse_bursts

#: The offscreen platform says of every window with a minimum size that it cannot tell a window manager.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

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


def click(qtbot, button):
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_untouched_it_gives_the_same_scenario(dialog, scenario):
    assert dialog.scenario() == scenario
    assert dialog.ok_button.isEnabled()


def test_the_fields_edit_the_selected_entry(dialog, scenario):
    dialog.table.selectRow(1)
    dialog.name.setText("Encoder")
    dialog.bursts.setText("cpu 1ms")
    dialog.launches.setValue(3)
    dialog.arrival.setText("2.5ms")
    dialog.threads.setValue(4)
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
        shown.append((dialog.name.text(), dialog.kind.currentData(), dialog.launches.value(), dialog.arrival.text()))
    assert shown == [("A", True, 2, "0ms"), ("B", False, 1, "3ms")]


def test_only_what_an_entry_runs_is_asked(dialog):
    dialog.table.selectRow(0)
    assert (dialog.choose.isHidden(), dialog.bursts.isHidden()) == (False, True)
    dialog.table.selectRow(1)
    assert (dialog.choose.isHidden(), dialog.bursts.isHidden()) == (True, False)


@pytest.mark.parametrize(("field", "text"), [("name", ""), ("bursts", "cpu"), ("arrival", "later")])
def test_what_is_wrong_is_said_and_disables_ok(dialog, field, text):
    dialog.table.selectRow(1)
    edit = getattr(dialog, field)
    right = edit.text()
    edit.setText(text)
    assert not dialog.ok_button.isEnabled()
    assert dialog.problem.startswith("Row 2, ")
    assert f"Expected {edit.problem}." in {label.text() for label in dialog.findChildren(QLabel)}
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
    assert dialog.arrival.text() == "7ms"


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
    assert dialog.threads.value() == 1_000


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
    assert len(letters) == 13
    assert len(set(letters)) == len(letters)
