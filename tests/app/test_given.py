import pytest
from PySide6.QtWidgets import QDialog

from desktop_app.app import given
from desktop_app.app.given import Given


@pytest.fixture
def taker(desk):
    """What opens files in a window that has documents and nothing else."""
    desk.widget.documents = desk.documents
    desk.widget.show()
    return Given(desk.widget)


@pytest.fixture
def started(monkeypatch):
    """What was started in processes of their own."""
    started = []
    monkeypatch.setattr(given, "_start", lambda _program, arguments: started.append(arguments) or True)
    return started


@pytest.fixture
def paths(tmp_path):
    paths = [tmp_path / name for name in ("a.py", "b.coreloom", "ä c.corelesson")]
    for path in paths:
        path.write_text("x = 1\n")
    return paths


def test_the_first_is_opened_here_and_others_in_windows_of_their_own(taker, desk, started, paths):
    taker.take(paths)
    assert desk.documents.path == paths[0]
    assert [arguments[-2:] for arguments in started] == [["--new-window", str(path)] for path in paths[1:]]


def test_without_files_the_window_comes_to_the_front(taker, desk, started):
    desk.widget.showMinimized()
    taker.take([])
    assert not desk.widget.isMinimized()
    assert desk.documents.path is None
    assert started == []


def test_files_wait_for_an_answer(taker, desk, started, paths):
    question = QDialog(desk.widget)
    question.open()
    assert given.is_asking()
    taker.take(paths[:1])
    taker.take(paths[1:])
    taker._timer.timeout.emit()
    assert desk.documents.path is None
    assert started == []
    question.reject()
    taker._timer.timeout.emit()
    assert desk.documents.path == paths[0]
    taker._timer.timeout.emit()
    assert str(paths[1]) in desk.refused[-1]  # it is no scenario
    assert [arguments[-1] for arguments in started] == [str(paths[2])]
    assert not taker._timer.isActive()


def test_too_many_windows_are_not_opened(taker, desk, started, tmp_path):
    taker.open_elsewhere([(tmp_path / f"{number}.coreloom",) for number in range(given.MOST_WINDOWS + 3)])
    assert len(started) == given.MOST_WINDOWS
    assert "were left out" in desk.refused[-1]
    assert desk.refused[-1].count(".coreloom") == 3


def test_what_cannot_be_started_is_said(taker, desk, monkeypatch, paths):
    monkeypatch.setattr(given, "own_command", lambda _arguments, **_fields: ["/nowhere/coreloom"])
    taker.open_elsewhere([(paths[1],)])
    assert str(paths[1]) in desk.refused[-1]


def test_a_file_that_is_open_keeps_its_place(taker, desk, paths):
    taker.take(paths[:1])
    opened = desk.session.trace
    taker.take(paths[:1])
    assert desk.session.trace is opened
    paths[0].write_text("x = 2; y = 3\n")
    taker.take(paths[:1])
    assert desk.session.trace is not opened
