import os
import sys
from pathlib import Path

import pytest

from desktop_app.app import second_start
from desktop_app.app.second_start import Answer, hand_over, is_private, server_name, take_turn

posix = pytest.mark.skipif(sys.platform == "win32", reason="about POSIX permissions and displays")


@pytest.fixture
def places(monkeypatch, tmp_path):
    """A user with a session's folder and a home of their own."""
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setattr(second_start, "state_folder", lambda: tmp_path / "state" / "coreloom")
    monkeypatch.setattr(second_start, "_LONGEST", 1000)
    return tmp_path


@posix
def test_each_user_and_display_has_a_window_of_its_own(monkeypatch, places):
    names = set()
    for display in (":0", ":1", "host:0", ""):
        monkeypatch.setenv("DISPLAY", display)
        names.add(server_name())
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-1")
    names.add(server_name())
    monkeypatch.setattr(second_start, "state_folder", lambda: places / "other")
    names.add(server_name())
    monkeypatch.setattr(second_start.platform, "node", lambda: "another-host")
    names.add(server_name())
    assert len(names) == 7


@posix
def test_the_screens_of_a_display_are_one(monkeypatch, places):
    monkeypatch.setenv("DISPLAY", ":0.1")
    name = server_name()
    monkeypatch.setenv("DISPLAY", ":0")
    assert server_name() == name


@posix
def test_a_session_folder_of_somebody_else_is_not_used(monkeypatch, places):
    assert server_name().startswith(str(places / "runtime"))
    (places / "runtime").chmod(0o777)
    assert server_name().startswith(str(places / "state"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", "relative")
    assert server_name().startswith(str(places / "state"))


@posix
def test_a_socket_has_a_name_that_systems_take(monkeypatch, places):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr(second_start, "_LONGEST", 100)
    monkeypatch.setattr(second_start, "state_folder", lambda: Path("/home") / ("ä" * 60) / "coreloom")
    assert len(os.fsencode(server_name())) <= 100
    assert f"coreloom-{os.getuid()}" in server_name()


def test_one_process_has_the_turn_until_it_ends(places):
    turn = take_turn()
    assert turn.name == server_name()
    assert take_turn() is None
    turn.lock.release()
    again = take_turn()
    assert again is not None
    again.lock.release()


def test_where_nothing_can_be_made_everybody_has_a_turn(monkeypatch, places):
    (places / "file").touch()
    monkeypatch.setattr(second_start, "_lock_folder", lambda _name: places / "file" / "run" / "x")
    turn = take_turn()
    assert (turn.name, turn.lock) == ("", None)


@posix
def test_a_folder_that_others_can_write_to_is_not_trusted(tmp_path):
    assert is_private(tmp_path)
    tmp_path.chmod(0o777)
    assert not is_private(tmp_path)
    tmp_path.chmod(0o700)
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert not is_private(link)
    assert not is_private(tmp_path / "nowhere")


@pytest.fixture
def answers(monkeypatch, places):
    """What the window answers, one after the other; None while it is not open yet."""
    answers, asked = [], []
    monkeypatch.setattr(second_start.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(second_start, "_may_be_there", lambda _name: True)
    monkeypatch.setattr(second_start, "take_turn", lambda: None)
    monkeypatch.setattr("desktop_app.app.instance.ask", lambda _name, paths: asked.append(paths) or answers.pop(0))
    return answers, asked


def test_a_window_that_is_about_to_open_is_waited_for(answers):
    replies, asked = answers
    replies += [None, None, Answer.OPENS]
    assert hand_over([Path("/a.py")]) is Answer.OPENS
    assert asked == [[Path("/a.py")]] * 3


def test_one_that_never_opens_is_not_waited_for_for_ever(answers):
    replies, _ = answers
    replies += [None] * 10
    clock = iter(range(0, 100, 4))
    assert hand_over([], clock=lambda: next(clock)) is Answer.NOTHING


def test_one_that_hangs_is_asked_once(answers):
    replies, asked = answers
    replies += [Answer.NOTHING]
    assert hand_over([]) is Answer.NOTHING
    assert len(asked) == 1


def test_where_qt_cannot_listen_nobody_is_waited_for(monkeypatch, places):
    monkeypatch.setitem(sys.modules, "desktop_app.app.instance", None)  # importing it fails, as without Kerberos
    asked = []
    assert hand_over([Path("app.py")], clock=lambda: asked.append(0) or 0.0) is Answer.NOTHING
    assert asked == []


def test_where_the_window_has_just_been_closed_this_start_has_the_turn(answers, monkeypatch):
    replies, asked = answers
    replies += [None]
    turn = second_start.Turn(name="", lock=None)
    monkeypatch.setattr(second_start, "take_turn", lambda: turn)
    assert hand_over([]) is turn
    assert len(asked) == 1
