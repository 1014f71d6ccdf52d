import pytest
from PySide6.QtWidgets import QDialog

from desktop_app.app import given
from desktop_app.app.message import Message


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


def test_the_first_is_opened_here_and_others_in_windows_of_their_own(app_window, started, paths):
    app_window.given.take(paths)
    assert app_window.documents.path == paths[0]
    assert [arguments[-2:] for arguments in started] == [["--new-window", str(path)] for path in paths[1:]]


def test_without_files_the_window_comes_to_the_front(app_window, started):
    app_window.showMinimized()
    before = app_window.documents.path
    app_window.given.take([])
    assert not app_window.isMinimized()
    assert app_window.documents.path == before
    assert started == []


def test_files_wait_for_an_answer(qtbot, app_window, started, paths):
    question = QDialog(app_window)
    question.open()
    assert given.is_asking()
    app_window.given.take(paths[:1])
    app_window.given.take(paths[1:])
    app_window.given._timer.timeout.emit()
    assert app_window.documents.path is None
    assert started == []
    question.reject()
    app_window.given._timer.timeout.emit()
    assert app_window.documents.path == paths[0]
    app_window.given._timer.timeout.emit()  # this one is no scenario, which is said
    assert [arguments[-1] for arguments in started] == [str(paths[2])]
    assert not app_window.given._timer.isActive()
    app_window.findChild(Message).close()


def test_too_many_windows_are_not_opened(app_window, started, tmp_path):
    app_window.given.open_elsewhere([(tmp_path / f"{number}.coreloom",) for number in range(given.MOST_WINDOWS + 3)])
    assert len(started) == given.MOST_WINDOWS
    assert "were left out" in app_window.findChild(Message).body.text()
    app_window.findChild(Message).close()


def test_what_cannot_be_started_is_said(app_window, monkeypatch, paths):
    monkeypatch.setattr(given, "own_command", lambda _arguments, **_how: ["/nowhere/coreloom"])
    app_window.given.open_elsewhere([(paths[1],)])
    message = app_window.findChild(Message)
    assert str(paths[1]) in message.body.text()
    message.close()
