import io
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMessageBox

from desktop_app.__main__ import main
from desktop_app.app import crash_notice
from desktop_app.app.dialogs.ended import EndedDialog
from desktop_app.storage.log_file import LogFile


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What a notice did: the dialog's input and what was said instead, with the dialog's exit code."""
    told = SimpleNamespace(dialogs=[], said=[], code=0, log=LogFile(tmp_path / "log"))

    def run(_command, *, input, check):  # noqa: A002 - as subprocess calls it
        told.dialogs.append(input)
        return SimpleNamespace(returncode=told.code)

    monkeypatch.setattr(crash_notice, "log_folder", lambda: tmp_path / "log")
    monkeypatch.setattr(crash_notice.subprocess, "run", run)
    monkeypatch.setattr(crash_notice, "say", told.said.append)
    return told


def test_what_a_crash_left_is_logged_and_shown(tmp_path, told):
    file = tmp_path / "crash-1.txt"
    file.write_text("Fatal Python error: Aborted\n")
    assert main(["--crash-notice", str(file)]) == 0
    assert told.dialogs == [b"Fatal Python error: Aborted"]
    assert told.said == []
    assert "Fatal Python error: Aborted" in told.log.path.read_text()
    assert not file.exists()


def test_where_the_dialog_crashes_too_it_is_said_in_another_way(tmp_path, told):
    file = tmp_path / "crash-1.txt"
    file.write_text("Qt: no platform plugin\n")
    told.code = -6
    assert main(["--crash-notice", str(file)]) == 0
    assert "no platform plugin" in told.said[0]
    assert str(told.log.path) in told.said[0]


def test_nothing_is_said_of_nothing(tmp_path, told):
    assert main(["--crash-notice", str(tmp_path / "none.txt")]) == 0
    assert (told.dialogs, told.said) == ([], [])


@pytest.mark.parametrize("name", ["--crash-dialog", "--say"])
def test_the_dialogs_show_their_input(qapp, monkeypatch, name):
    shown = []

    def note(self):
        shown.append(self.text.toPlainText() if isinstance(self, EndedDialog) else self.informativeText())

    monkeypatch.setattr(EndedDialog, "exec", note)
    monkeypatch.setattr(QMessageBox, "exec", note)
    monkeypatch.setattr(crash_notice.sys, "stdin", SimpleNamespace(buffer=io.BytesIO("what hÄppened".encode())))
    monkeypatch.setattr(crash_notice, "_dress", lambda: None)  # the look of the whole application
    assert main([name]) == 0
    assert "what hÄppened" in shown[0]
