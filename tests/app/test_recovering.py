from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMessageBox

from desktop_app.app.autosave import Autosave
from desktop_app.app.recovering import Recovery
from desktop_app.storage.recovery import new_folder, orphaned, work_of
from desktop_app.storage.scenario_file import read_scenario
from tests.scenarios import program, scenario


@pytest.fixture
def root(tmp_path):
    return tmp_path / "recovery"


@pytest.fixture
def window(desk):
    return desk


@pytest.fixture
def recovery(window, root):
    kept = Autosave(window.session, window.documents, root, lambda: window.documents.drafts, window.widget)
    yield Recovery(root, window.documents, kept, window.widget)
    kept.close()


def leave(root, threads, **fields):
    folder = new_folder(root)
    folder.write(work_of(scenario(program(threads=threads)), name=f"lab {threads}.toml", **fields))
    folder.release()


def test_what_a_crash_left_is_restored_with_its_file_and_counts_as_changed(window, recovery, root, tmp_path):
    path = tmp_path / "lab.toml"
    leave(root, 3, path=path, drafts={"app.py": "x = ("})
    dialog = recovery.offer()
    assert "lab 3.toml" in dialog.list.item(0).text()
    dialog.restore.click()
    assert window.session.scenario.processes[0].threads == 3
    assert window.documents.path == path
    assert window.documents.modified
    assert window.documents.drafts == {"app.py": "x = ("}
    assert len(list(root.iterdir())) == 1  # the new instance's own copy
    assert orphaned(root) == []


def test_of_several_the_others_stay_for_later(window, recovery, root):
    leave(root, 2)
    leave(root, 3)
    dialog = recovery.offer()
    assert dialog.list.count() == 2
    dialog.restore.click()
    again = recovery.offer()
    assert again.list.count() == 1
    again.later.click()
    assert recovery.offer().left == 1


def test_discarding_needs_a_yes(window, recovery, root, monkeypatch):
    leave(root, 2)
    dialog = recovery.offer()
    answers = []
    monkeypatch.setattr("desktop_app.app.dialogs.recovery.ask", lambda *_args: answers.pop())
    buttons = QMessageBox.StandardButton
    answers.append(buttons.Cancel)
    dialog.discard.click()
    assert dialog.left == 1
    answers.append(buttons.Discard)
    dialog.discard.click()
    assert dialog.left == 0
    assert orphaned(root) == []


def test_it_can_be_saved_as_a_file(window, recovery, root, tmp_path, monkeypatch):
    leave(root, 4)
    target = tmp_path / "saved"
    monkeypatch.setattr("desktop_app.views.saving.QFileDialog.getSaveFileName", lambda *_args: (str(target), ""))
    dialog = recovery.offer()
    dialog.save.click()
    found = read_scenario(tmp_path / "saved.coreloom")
    assert replace(found.processes[0], program=None) == replace(program(threads=4), program=None)
    assert orphaned(root) == []


def test_what_cannot_be_read_can_only_be_discarded(recovery, root):
    leave(root, 2)
    (next(root.iterdir()) / "document.json").write_text("{")
    dialog = recovery.offer()
    assert "damaged" in dialog.list.item(0).text()
    assert not dialog.restore.isEnabled()
    assert dialog.discard.isEnabled()
    dialog.drop()
    assert orphaned(root) == []


def test_nothing_to_recover_is_said_to_who_asks(window, recovery):
    assert recovery.offer() is None
    recovery.ask()
    assert "No instance" in window.refused[-1]
