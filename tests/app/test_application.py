import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox

from desktop_app.app.application import AskedFiles
from desktop_app.app.start import is_asking

#: An application of its own, as there can be one only in a process: macOS's events, sent as Qt sends them there.
SENDS_EVENTS = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent
from desktop_app.app.application import Application
app = Application(["coreloom"])
sent = [QCoreApplication.sendEvent(app, QFileOpenEvent(what)) for what in (*sys.argv[1:], QUrl("https://example.org"))]
asked = []
app.asked_files.asked.connect(asked.append)
app.asked_files.asked.connect(lambda _paths: app.quit())
app.asked_files.listen(lambda: False)
app.exec()
print(sent, [[path.name for path in paths] for paths in asked])
"""


@pytest.fixture
def files(qapp):
    files = AskedFiles()
    files.taken = []
    files.asked.connect(files.taken.append)
    return files


def test_the_application_object_takes_files_from_the_system_and_no_addresses():
    ran = subprocess.run(
        [sys.executable, "-c", SENDS_EVENTS, "/tmp/ä b.coreloom", "/tmp/c.py"],
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert ran.stderr == ""
    assert ran.stdout.strip() == "[True, True, False] [['ä b.coreloom', 'c.py']]"


def test_a_file_that_came_with_the_start_is_what_the_window_opens_with(files):
    assert files.first() is None
    assert files.take("/tmp/app.py")
    assert files.first() == Path("/tmp/app.py")
    assert files.first() is None


def test_several_that_came_with_the_start_wait_for_the_window(files, qtbot):
    files.take("/tmp/a.py")
    files.take("/tmp/b.py")
    assert files.first() is None
    assert files.taken == []
    with qtbot.waitSignal(files.asked):
        files.listen(lambda: False)
    assert files.taken == [[Path("/tmp/a.py"), Path("/tmp/b.py")]]


def test_later_ones_are_handed_on_together_and_once(files, qtbot):
    files.listen(lambda: False)
    with qtbot.waitSignal(files.asked):
        files.take("/tmp/a.py")
        files.take("/tmp/b.py")
    with qtbot.waitSignal(files.asked):
        files.take("/tmp/c.coreloom")
    assert files.taken == [[Path("/tmp/a.py"), Path("/tmp/b.py")], [Path("/tmp/c.coreloom")]]


def test_what_is_no_file_is_left_to_qt(files):
    assert not files.take("")
    assert files.first() is None


def test_files_wait_until_a_question_is_answered(files, qtbot, monkeypatch):
    monkeypatch.setattr("desktop_app.app.application._AGAIN_MS", 1)
    question = QMessageBox()
    qtbot.addWidget(question)
    question.open()
    qtbot.waitUntil(is_asking)
    tried = []

    def is_busy():
        tried.append(is_asking())
        if len(tried) == 2:
            question.reject()
        return is_asking()

    files.listen(is_busy)
    with qtbot.waitSignal(files.asked):
        files.take("/tmp/app.py")
    assert tried == [True, True, False][: len(tried)]
    assert files.taken == [[Path("/tmp/app.py")]]
