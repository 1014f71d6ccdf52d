import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.app import recordings
from desktop_app.app.recordings import read_recording, waiting
from desktop_app.model.errors import FileError
from desktop_app.storage.trace_file.writing import write_trace
from tests.scenarios import bursts, run, scenario


@pytest.fixture
def recorded(tmp_path):
    path = tmp_path / "lab.coretrace"
    write_trace(run(bursts("cpu 9ms")), scenario(bursts("cpu 9ms")), path)
    return path


def test_a_recording_is_read(recorded):
    assert read_recording(recorded).trace.known_until_ns == 9_000_000


def test_one_that_is_too_long_for_a_window_is_refused(recorded, monkeypatch):
    monkeypatch.setattr(recordings, "MOST_SHOWN_BYTES", 100)
    with pytest.raises(FileError, match="a window shows at most 0 MiB; `coreloom run` and `coreloom export` read it"):
        read_recording(recorded)


def test_the_cursor_says_that_it_takes_time_and_no_longer(qapp):
    with waiting():
        assert QApplication.overrideCursor().shape() == Qt.CursorShape.WaitCursor
    assert QApplication.overrideCursor() is None


def test_the_cursor_is_as_before_after_a_failure(qapp, tmp_path):
    with pytest.raises(FileError), waiting():
        read_recording(tmp_path / "none.coretrace")
    assert QApplication.overrideCursor() is None
