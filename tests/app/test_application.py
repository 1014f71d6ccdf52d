import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.app.application import AskedFiles

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
app.asked_files.listen()
app.exec()
print(sent, [[path.name for path in paths] for paths in asked])
"""

#: Which object is made for a platform, and which complaints are heard.
MAKES = """
import sys
from PySide6.QtCore import QLoggingCategory
from desktop_app.app.application import made_application
app = made_application(["coreloom"], sys.argv[1])
names = ("qt.dbus.integration", "qt.qpa.services", "qt.svg", "default")
print(type(app).__name__, [QLoggingCategory(name).isWarningEnabled() for name in names])
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


@pytest.mark.parametrize(("platform", "kind"), [("linux", "QApplication"), ("darwin", "Application")])
def test_no_event_of_the_object_passes_through_python_where_it_need_not_and_the_bus_complains_to_nobody(platform, kind):
    ran = subprocess.run(
        [sys.executable, "-c", MAKES, platform], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert (ran.stdout.strip(), ran.stderr) == (f"{kind} [False, False, True, True]", "")


def test_files_that_came_with_the_start_are_what_the_window_opens_with(files):
    assert files.so_far() == []
    assert files.take("/tmp/a.py")
    assert files.take("/tmp/b.py")
    assert files.so_far() == [Path("/tmp/a.py"), Path("/tmp/b.py")]
    assert files.so_far() == []


def test_those_that_come_before_the_window_has_painted_wait_for_it(files, qtbot):
    files.take("/tmp/a.py")
    assert files.taken == []
    with qtbot.waitSignal(files.asked):
        files.listen()
    assert files.taken == [[Path("/tmp/a.py")]]


def test_later_ones_are_handed_on_together_and_once(files, qtbot):
    files.listen()
    with qtbot.waitSignal(files.asked):
        files.take("/tmp/a.py")
        files.take("/tmp/b.py")
    with qtbot.waitSignal(files.asked):
        files.take("/tmp/c.coreloom")
    assert files.taken == [[Path("/tmp/a.py"), Path("/tmp/b.py")], [Path("/tmp/c.coreloom")]]


def test_what_is_no_file_is_left_to_qt(files):
    assert not files.take("")
    assert files.so_far() == []
