import pytest

from desktop_app.app.dialogs import program_editor
from desktop_app.app.dialogs.program_editor import ProgramEditor
from desktop_app.views.theme import DARK
from tests.scenarios import APP, program, scenario


@pytest.fixture
def editor(desk, monkeypatch):
    monkeypatch.setattr(program_editor, "_CHECK_MS", 0)
    desk.documents.load(scenario(program(), program("y = 1\n")), None)
    editor = ProgramEditor(desk.session, desk.documents, DARK, desk.widget)
    editor.show()
    yield editor
    editor.close()


def test_what_is_written_is_checked_and_runs_only_when_asked(qtbot, desk, editor):
    assert editor.edit.toPlainText() == APP
    editor.edit.setPlainText("x = 10\ny = = 2\n")
    qtbot.waitUntil(lambda: editor.edit.wrong_line == 2)
    assert "app.py, line 2" in editor.status.text()
    assert desk.session.scenario.processes[0].program.source == APP
    assert not editor.use()
    assert desk.session.scenario.processes[0].program.source == APP
    editor.edit.setPlainText("x = 10\ny = 2\n")
    qtbot.waitUntil(lambda: "can be run" in editor.status.text())
    assert editor.edit.wrong_line == 0
    assert editor.use()
    assert desk.session.scenario.processes[0].program.source == "x = 10\ny = 2\n"
    assert desk.documents.history.undoText() == "Edit app.py"
    assert not editor.run.isEnabled()


def test_undo_in_the_window_brings_the_text_back(qtbot, desk, editor):
    editor.edit.setPlainText("x = 3\n")
    editor.use()
    desk.documents.history.undo()
    assert editor.edit.toPlainText() == APP
    desk.documents.history.redo()
    assert editor.edit.toPlainText() == "x = 3\n"


def test_a_draft_outlives_the_editor(desk, editor):
    editor.edit.setPlainText("x = (\n")
    editor.close()
    assert desk.documents.drafts == {"app.py": "x = (\n"}
    again = ProgramEditor(desk.session, desk.documents, DARK, desk.widget)
    assert again.edit.toPlainText() == "x = (\n"
    again.revert.click()
    assert again.edit.toPlainText() == APP
    assert desk.documents.drafts == {}
    again.close()


def test_each_program_has_its_text(editor):
    assert editor.choice.count() == 2
    editor.edit.setPlainText("x = 3\n")
    editor.choice.setCurrentIndex(1)
    assert editor.edit.toPlainText() == "y = 1\n"
    editor.choice.setCurrentIndex(0)
    assert editor.edit.toPlainText() == "x = 3\n"


def test_what_runs_no_program_has_none_to_write(desk, editor):
    from tests.scenarios import bursts

    desk.documents.load(scenario(bursts("cpu 1ms")), None)
    assert not editor.edit.isEnabled()
    assert not editor.use()
