import pytest

from desktop_app.app.dialogs import program_editor
from tests.scenarios import APP, program, scenario


@pytest.fixture
def editor(qtbot, window, monkeypatch):
    monkeypatch.setattr(program_editor, "_CHECK_MS", 0)
    window.documents.load(scenario(program(), program("y = 1\n")), None)
    yield window.files.edit_program()
    if window.files.editor is not None:
        window.files.editor.close()


def test_what_is_written_is_checked_and_runs_only_when_asked(qtbot, window, editor):
    assert editor.edit.toPlainText() == APP
    editor.edit.setPlainText("x = 10\ny = = 2\n")
    qtbot.waitUntil(lambda: editor.edit.wrong_line == 2)
    assert "app.py, line 2" in editor.status.text()
    assert window.session.scenario.processes[0].program.source == APP
    assert not editor.use()
    assert window.session.scenario.processes[0].program.source == APP
    editor.edit.setPlainText("x = 10\ny = 2\n")
    qtbot.waitUntil(lambda: "can be run" in editor.status.text())
    assert editor.edit.wrong_line == 0
    assert editor.use()
    assert window.session.scenario.processes[0].program.source == "x = 10\ny = 2\n"
    assert window.documents.history.undoText() == "Edit app.py"
    assert not editor.run.isEnabled()


def test_undo_in_the_window_brings_the_text_back(qtbot, window, editor):
    editor.edit.setPlainText("x = 3\n")
    editor.use()
    window.documents.history.undo()
    assert editor.edit.toPlainText() == APP
    window.documents.history.redo()
    assert editor.edit.toPlainText() == "x = 3\n"


def test_a_draft_outlives_the_editor(window, editor):
    editor.edit.setPlainText("x = (\n")
    editor.close()
    assert window.documents.drafts == {"app.py": "x = (\n"}
    again = window.files.edit_program()
    assert again.edit.toPlainText() == "x = (\n"
    again.revert.click()
    assert again.edit.toPlainText() == APP
    assert window.documents.drafts == {}
    again.close()


def test_each_program_has_its_text(editor):
    assert editor.choice.count() == 2
    editor.edit.setPlainText("x = 3\n")
    editor.choice.setCurrentIndex(1)
    assert editor.edit.toPlainText() == "y = 1\n"
    editor.choice.setCurrentIndex(0)
    assert editor.edit.toPlainText() == "x = 3\n"


def test_a_new_document_is_written_at_once(window, editor):
    window.actions_by_name["new"].trigger()
    assert window.documents.name == "untitled"
    assert editor.edit.toPlainText() == window.session.scenario.processes[0].program.source


def test_what_runs_no_program_has_none_to_write(window, editor):
    from tests.scenarios import bursts

    window.documents.load(scenario(bursts("cpu 1ms")), None)
    assert not editor.edit.isEnabled()
    assert not editor.use()
