import os
import sys

import pytest

from desktop_app.app import crash_watch
from desktop_app.storage.crash_file import new_crash_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no watch")


@pytest.fixture
def watched(tmp_path, monkeypatch):
    """A process that is watched, its file, and a copy of that which is made in place of telling people."""
    told = tmp_path / "told"
    monkeypatch.setattr(crash_watch, "own_command", lambda _words: ["/bin/sh", "-c", f'mv "$1" "{told}"', "own"])
    file = new_crash_file(tmp_path)
    pipe = crash_watch.watch(file.path)
    yield pipe, file, told
    os.close(file.descriptor)


def test_a_process_that_left_something_is_told_of_when_it_has_ended(qtbot, watched):
    pipe, file, told = watched
    file.write("Fatal Python error: Segmentation fault")
    assert not told.exists()
    pipe.close()
    qtbot.waitUntil(told.exists)
    assert told.read_text() == "Fatal Python error: Segmentation fault\n"


def test_one_that_left_nothing_is_not(qtbot, watched):
    pipe, file, told = watched
    pipe.close()
    qtbot.waitUntil(lambda: not file.path.exists())
    assert not told.exists()


def test_without_a_shell_there_is_no_watch(tmp_path, monkeypatch):
    monkeypatch.setattr(crash_watch, "_SHELL", str(tmp_path / "none"))
    assert crash_watch.watch(tmp_path / "file") is None
