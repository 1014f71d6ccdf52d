from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu, QMessageBox

from desktop_app.model.errors import ProgramError
from desktop_app.model.workload import Program
from desktop_app.storage.scenario_file import read_scenario
from tests.scenarios import bursts, program, scenario


@pytest.fixture
def documents(desk):
    desk.documents.load(scenario(program()), None)
    return desk.documents


def program_of(documents):
    return documents._session.scenario.processes[0].program


def test_every_change_is_a_step_with_a_name(documents):
    documents.change(scenario(program(threads=2)))
    documents.change(scenario(program(threads=2), cores=4))
    assert [documents.history.text(step) for step in range(2)] == ["Threads", "4 cores"]
    documents.history.undo()
    assert documents._session.scenario.machine.cores == 1
    assert documents._session.scenario.processes[0].threads == 2
    documents.history.undo()
    assert not documents.modified
    documents.history.redo()
    assert documents.modified


def test_undoing_back_to_what_was_saved_is_no_change(documents, tmp_path):
    documents.change(scenario(program(threads=2)))
    documents.save_to(tmp_path / "lab.toml")
    documents.change(scenario(program(threads=3)))
    documents.history.undo()
    assert not documents.modified
    documents.history.undo()
    assert documents.modified


def test_what_cannot_be_run_is_no_step(documents):
    before = documents._session.scenario
    with pytest.raises(ProgramError):
        documents.change(scenario(program("x = = 1\n")))
    assert documents.history.count() == 0
    assert documents._session.scenario is before


def test_another_document_has_another_history(documents):
    documents.change(scenario(program(threads=2)))
    documents.load(scenario(bursts("cpu 1ms")), None)
    assert documents.history.count() == 0


def test_a_new_document_runs_and_is_no_change(documents):
    assert documents.new()
    assert documents.name == "untitled"
    assert not documents.modified
    assert documents._session.scenario.processes[0].program.path == ""


def test_a_draft_is_a_change_and_is_used_when_it_is_saved(documents, tmp_path):
    documents.keep_draft(program_of(documents), "x = 5\n")
    assert documents.modified
    assert documents.drafts == {"app.py": "x = 5\n"}
    assert documents.save_to(tmp_path / "lab.toml")
    assert read_scenario(tmp_path / "lab.toml").processes[0].program.source == "x = 5\n"
    assert documents.drafts == {}


def test_a_draft_that_cannot_be_run_is_not_saved_and_not_lost(documents, tmp_path, desk):
    documents.keep_draft(program_of(documents), "x = (\n")
    assert not documents.save_to(tmp_path / "lab.toml")
    assert "app.py, line 1" in desk.refused[-1]
    assert documents.drafts == {"app.py": "x = (\n"}


def test_a_draft_follows_its_program_through_undo(documents):
    documents.keep_draft(program_of(documents), "x = 5\n")
    documents.use_draft(program_of(documents))
    documents.keep_draft(program_of(documents), "x = 6\n")
    documents.history.undo()
    assert documents.draft_of(program_of(documents)) == "x = 6\n"
    documents.history.redo()
    assert documents.draft_of(program_of(documents)) == "x = 6\n"
    documents.keep_draft(program_of(documents), "x = 5\n")
    assert documents.drafts == {}


def test_several_programs_become_processes_of_a_new_scenario(documents, tmp_path):
    paths = []
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        path = folder / "app.py"
        path.write_text(f"{name} = 1\n")
        paths.append(path)
    assert documents.open_all(paths)
    assert [entry.name for entry in documents._session.scenario.processes] == ["app.py", "app (2).py"]
    assert documents.modified


def test_when_one_of_several_programs_cannot_be_read_what_was_open_stays(documents, tmp_path, desk):
    before = documents._session.scenario
    assert not documents.open_all([tmp_path / "a.py", tmp_path / "b.py"])
    assert "a.py" in desk.refused[-1]
    assert documents._session.scenario is before


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Cancel])
def test_a_file_that_somebody_else_changed_is_not_replaced_without_a_question(documents, tmp_path, monkeypatch, answer):
    path = tmp_path / "lab.toml"
    documents.save_to(path)
    path.write_text(path.read_text() + "# a comment of somebody else\n")
    documents.change(scenario(program(threads=2)))
    monkeypatch.setattr("desktop_app.app.documents.ask", lambda *_args: answer)
    saved = answer == QMessageBox.StandardButton.Save
    assert documents.save() is saved
    assert (read_scenario(path).processes[0].threads == 2) is saved


def test_forgetting_recent_files(documents, tmp_path, desk):
    documents.save_to(tmp_path / "lab.toml")
    menu = QMenu(desk.widget)
    documents.recent.fill(menu)
    assert [action.text() for action in menu.actions()] == ["lab.toml", "", "&Forget these"]
    documents.recent.forget()
    documents.recent.fill(menu)
    assert menu.isEmpty()


def test_the_text_of_a_program_is_changed_wherever_it_runs():
    from desktop_app.app.documents import with_text

    one, other = Program(name="a.py", source="x = 1\n"), Program(name="b.py", source="y = 1\n")
    entries = tuple(replace(program(), program=each) for each in (one, other, one))
    changed = with_text(scenario(*entries), one, "x = 2\n")
    assert [entry.program.source for entry in changed.processes] == ["x = 2\n", "y = 1\n", "x = 2\n"]
