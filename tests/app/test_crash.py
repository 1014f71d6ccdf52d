import io
import sys
import threading

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from desktop_app.app.crash import CrashNotice, CrashReporter
from desktop_app.storage.crash_file import new_crash_file, take_crash
from desktop_app.storage.log_file import LogFile
from tests.scenarios import program, scenario


def failure(text="it broke"):
    try:
        fail(text)
    except RuntimeError as error:
        return error


def fail(text):
    raise RuntimeError(text)


@pytest.fixture
def reporter(tmp_path, qapp):
    return CrashReporter(LogFile(tmp_path / "log"), speaks=False)


def logged(reporter):
    return reporter.log.path.read_text(encoding="utf-8")


def test_the_hooks_take_what_nobody_caught(reporter, monkeypatch, qapp):
    seen = []
    reporter.failed.connect(seen.append)
    for name in ("excepthook", "unraisablehook"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr("desktop_app.app.crash.faulthandler.enable", lambda *_args, **_fields: None)
    before = qInstallMessageHandler(None)
    try:
        reporter.install()
        sys.excepthook(RuntimeError, failure("in a slot"), None)
        thread = threading.Thread(target=lambda: int("in a thread"))
        thread.start()
        thread.join()
        qapp.processEvents()
    finally:
        qInstallMessageHandler(before)
    assert len(seen) == 2
    assert "in a slot" in logged(reporter)
    assert "in a thread" in logged(reporter)


def test_an_error_in_every_frame_fills_no_log(reporter):
    seen = []
    reporter.failed.connect(seen.append)
    for _ in range(1000):
        reporter.report(failure())
    assert len(seen) == 1
    assert logged(reporter).count("Traceback") == 3
    assert "for the 512th time" in logged(reporter)
    assert len(logged(reporter).splitlines()) < 40


def test_what_qt_complains_about_is_written_down_once(reporter):
    class Nowhere:
        category = "default"
        file = function = version = None
        line = 0

    import desktop_app.app.crash as module

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "qFormatLogMessage", lambda _kind, _context, message: message)
        for _ in range(3):
            reporter._said(QtMsgType.QtWarningMsg, Nowhere(), "a warning")
        reporter._said(QtMsgType.QtDebugMsg, Nowhere(), "chatter")
    assert logged(reporter).count("Qt: a warning") == 1
    assert "chatter" not in logged(reporter)


@pytest.fixture
def notice(window, reporter):
    window.documents.load(scenario(program()), None)
    left = []
    notice = CrashNotice(reporter, window, left.append)
    notice.left = left
    yield notice
    if notice.dialog is not None:
        notice.dialog.accept()


def test_one_dialog_for_all_errors(notice, reporter, window):
    window.playhead.play()
    reporter.report(failure("first"))
    dialog = notice.dialog
    assert not window.playhead.playing
    assert "first" in dialog.text.toPlainText()
    try:
        int("another one")
    except ValueError as error:
        reporter.report(error)
    assert notice.dialog is dialog
    assert "another one" in dialog.text.toPlainText()
    dialog.go_on.click()
    assert notice.dialog is None
    reporter.report(failure("first"))  # known already
    assert notice.dialog is None
    assert notice.left == []


def test_what_happened_can_be_copied_and_the_log_found(notice, reporter):
    reporter.report(failure("copy me"))
    notice.dialog.copy.click()
    assert "copy me" in QGuiApplication.clipboard().text()


def test_quitting_keeps_the_work(notice, reporter, window, tmp_path, monkeypatch):
    saved = []
    monkeypatch.setattr(window.autosave, "save_now", lambda: saved.append(1) or True)
    reporter.report(failure("the end"))
    notice.dialog.leave.click()
    assert saved == [1]
    assert notice.left == [1]


def test_what_went_wrong_before_anybody_listened_is_told_then(reporter, window):
    reporter.report(failure("early"))
    notice = CrashNotice(reporter, window, lambda _code: None)
    assert "early" in notice.dialog.text.toPlainText()
    notice.dialog.accept()
    assert reporter.before == []


def test_what_nobody_would_hear_is_left_behind(tmp_path, qapp):
    file = new_crash_file(tmp_path)
    reporter = CrashReporter(LogFile(tmp_path), file, speaks=False)
    reporter.watch = io.BytesIO()
    reporter.report(failure("while it runs"))
    reporter.end()
    try:
        int("at exit")
    except ValueError as error:
        reporter.report(error)
    text = take_crash(file.path)
    assert "at exit" in text
    assert "while it runs" not in text


def test_why_qt_ends_the_process_is_left_behind(tmp_path, qapp, monkeypatch):
    file = new_crash_file(tmp_path)
    reporter = CrashReporter(LogFile(tmp_path), file, speaks=False)
    monkeypatch.setattr("desktop_app.app.crash.qFormatLogMessage", lambda _kind, _context, message: message)
    monkeypatch.setattr("desktop_app.app.crash.say", lambda _text: None)
    reporter._said(QtMsgType.QtWarningMsg, None, "a warning")
    reporter._said(QtMsgType.QtFatalMsg, None, "no platform plugin")
    assert take_crash(file.path) == "Qt: no platform plugin"


def test_an_error_that_cannot_be_written_out_is_told_all_the_same(reporter, monkeypatch):
    def no_memory(_error):
        raise MemoryError

    seen = []
    reporter.failed.connect(seen.append)
    monkeypatch.setattr("desktop_app.app.crash.traceback.format_exception", no_memory)
    reporter.report(failure())
    assert "RuntimeError" in seen[0]


def test_where_even_the_dialog_fails_it_is_said_in_another_way(reporter, window, monkeypatch):
    said = []
    monkeypatch.setattr("desktop_app.app.crash.say", said.append)
    notice = CrashNotice(reporter, window, lambda _code: None)
    monkeypatch.setattr(notice, "_open", lambda _text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        notice.show("text")
    assert str(reporter.log.path) in said[0]


def test_where_nobody_watches_nothing_stays(tmp_path, qapp, monkeypatch):
    monkeypatch.setattr("desktop_app.app.crash.faulthandler.disable", lambda: None)
    file = new_crash_file(tmp_path)
    reporter = CrashReporter(LogFile(tmp_path), file, speaks=False)
    reporter.end()
    assert not file.path.exists()
    reporter.report(failure("at exit"))
    assert "at exit" in logged(reporter)
