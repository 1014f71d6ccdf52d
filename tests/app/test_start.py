import gc
import os
import sys
from math import prod
from types import SimpleNamespace

from PySide6.QtWidgets import QApplication

from desktop_app.app.application import AskedFiles
from desktop_app.app.crash import CrashReporter
from desktop_app.app.dialogs.ended import EndedDialog
from desktop_app.app.second_start import Turn
from desktop_app.app.start import _open_asked_files, _tell_of_last_time, _welcome_second_starts, collect_seldom
from desktop_app.storage.log_file import LogFile
from desktop_app.storage.resources import resource_path


def test_what_there_is_when_the_window_has_painted_is_not_looked_through_again():
    before = gc.get_threshold()
    gc.disable()
    try:
        collect_seldom()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 1_000
        assert prod(gc.get_threshold()) > prod(before)
    finally:
        gc.enable()
        gc.set_threshold(*before)
        gc.unfreeze()


def test_files_that_the_system_wants_to_be_opened_are_opened(window, qtbot, monkeypatch):
    elsewhere = []
    monkeypatch.setattr(window.given, "open_elsewhere", elsewhere.extend)
    app = SimpleNamespace(asked_files=AskedFiles(window))
    app.asked_files.take(str(resource_path("scenarios/two-processes.toml")))
    app.asked_files.take(str(resource_path("programs/app.py")))
    _open_asked_files(app, window)
    with qtbot.waitSignal(app.asked_files.asked):
        window.first_painted.emit()
    assert window.documents.path == resource_path("scenarios/two-processes.toml")
    assert elsewhere == [(resource_path("programs/app.py"),)]
    assert QApplication.activeModalWidget() is None


def test_what_a_crash_left_that_nobody_told_of_is_told_before_work_is_offered(window, tmp_path, monkeypatch, qapp):
    offered = []
    monkeypatch.setattr(window.recovery, "offer", lambda: offered.append(True))
    reporter = CrashReporter(LogFile(tmp_path), speaks=False)
    _tell_of_last_time(window, reporter)
    assert offered == [True]
    file = tmp_path / "crash-1.txt"
    file.write_text("Fatal Python error: Aborted")
    os.utime(file, (0, 0))
    _tell_of_last_time(window, reporter)
    dialog = window.findChild(EndedDialog)
    assert "Aborted" in dialog.text.toPlainText()
    assert "Aborted" in reporter.log.path.read_text()
    assert offered == [True]
    dialog.reject()
    assert offered == [True, True]


def test_where_qt_cannot_listen_the_window_opens_all_the_same(window, monkeypatch):
    monkeypatch.setitem(sys.modules, "desktop_app.app.instance", None)  # importing it fails, as without Kerberos
    _welcome_second_starts(window, Turn(name="nobody", lock=None))
    assert window.isVisible()
