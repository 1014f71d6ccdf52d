import pytest

from desktop_app.app import launch_feedback
from desktop_app.app.launch_feedback import chunks, say_it_is_over


def test_a_message_is_sent_in_pieces_and_ends_with_a_zero():
    pieces = chunks('xfce "1"_TIME5')
    assert {len(piece) for piece in pieces} == {20}
    assert b"".join(pieces).rstrip(b"\0") == rb"remove: ID=xfce\ \"1\"_TIME5"
    exact = chunks("123456789")  # with its zero, one piece more
    assert b"".join(exact) == b"remove: ID=123456789" + bytes(20)


@pytest.mark.parametrize(
    ("variables", "sent"),
    [({"DISPLAY": ":0", "DESKTOP_STARTUP_ID": "a"}, 1), ({"DISPLAY": ":0"}, 0), ({"DESKTOP_STARTUP_ID": "a"}, 0)],
)
def test_it_is_sent_only_where_somebody_waits_for_it(monkeypatch, variables, sent):
    found = []
    for name in ("DISPLAY", "DESKTOP_STARTUP_ID"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(launch_feedback.sys, "platform", "linux")
    monkeypatch.setattr(launch_feedback, "_send", found.append)
    say_it_is_over()
    assert len(found) == sent


def test_without_the_library_nothing_is_sent(monkeypatch):
    def missing(_name):
        raise OSError

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("DESKTOP_STARTUP_ID", "a")
    monkeypatch.setattr(launch_feedback.ctypes, "CDLL", missing)
    say_it_is_over()
