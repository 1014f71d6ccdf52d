import pytest
from PySide6.QtGui import QKeySequence

from desktop_app.app.dialogs.keys import KeysDialog
from desktop_app.app.registry.table import ACTIONS


def row_of(name):
    return next(row for row, spec in enumerate(ACTIONS) if spec.name == name)


@pytest.fixture
def dialog(app_window):
    app_window.actions_by_name["change_keys"].trigger()
    return app_window.findChild(KeysDialog)


def give(dialog, name, key):
    dialog.table.selectRow(row_of(name))
    dialog.field.setKeySequence(QKeySequence(key))
    dialog.add_button.click()


def test_a_new_key_holds_once_the_dialog_is_accepted(app_window, dialog):
    give(dialog, "play", "F8")
    assert app_window.actions_by_name["play"].shortcut() == QKeySequence("Space")
    dialog.accept()
    assert app_window.actions_by_name["play"].shortcuts()[0] == QKeySequence("F8")
    assert QKeySequence("Space") in app_window.actions_by_name["play"].shortcuts()


def test_another_commands_key_is_refused_by_name(app_window, dialog):
    give(dialog, "play", "F11")
    assert "F11 belongs to “Full screen”" in dialog.problem.text()
    dialog.accept()
    assert app_window.habits.now.keys == {}


def test_a_key_can_change_hands_in_two_steps(app_window, dialog):
    dialog.table.selectRow(row_of("full_screen"))
    dialog.clear_button.click()
    give(dialog, "play", "F11")
    assert dialog.problem.text().strip() == ""
    dialog.table.selectRow(row_of("full_screen"))
    dialog.usual_button.click()
    assert "belongs to “Play”" in dialog.problem.text()
    dialog.accept()
    assert app_window.actions_by_name["full_screen"].shortcuts() == []
    assert app_window.actions_by_name["play"].shortcut() == QKeySequence("F11")


def test_what_is_cancelled_changes_nothing(app_window, dialog):
    give(dialog, "play", "F8")
    dialog.reject()
    assert app_window.habits.now.keys == {}


def test_no_key_is_no_change(dialog):
    dialog.add_button.click()
    assert "Press the new key" in dialog.problem.text()


def test_rows_are_found_by_command_and_by_key(dialog):
    dialog.search.setText("full screen")
    shown = [row for row in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(row)]
    assert shown == [row_of("full_screen")]
    dialog.search.setText("ctrl+k")
    shown = [row for row in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(row)]
    assert shown == [row_of("find_command")]
