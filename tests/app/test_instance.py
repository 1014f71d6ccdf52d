import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtNetwork import QLocalSocket

from desktop_app.app.instance import InstanceServer, hand_over, is_there, parsed


@pytest.fixture
def name(tmp_path_factory, qapp):
    if sys.platform == "win32":
        return f"coreloom-test-{os.getpid()}"
    return str(tmp_path_factory.mktemp("run") / "test.socket")


@pytest.fixture
def server(name):
    server = InstanceServer(name, lambda: server.busy)
    server.busy = False
    server.taken = []
    server.asked.connect(server.taken.append)
    assert server.listen()
    yield server
    server.close()


def ask(qtbot, name, data):
    """Send a message as a second start does, and return the answer."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(data)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    return bytes(socket.readAll().data())


def test_a_file_is_taken_and_that_is_answered(qtbot, server, name):
    assert ask(qtbot, name, b'{"open": "/tmp/\\u00e4 b.py"}\n') == b"taken\n"
    assert ask(qtbot, name, b'{"open": null}\n') == b"taken\n"
    assert server.taken == [Path("/tmp/ä b.py"), None]


def test_a_window_that_asks_something_takes_nothing(qtbot, server, name):
    server.busy = True
    assert ask(qtbot, name, b'{"open": null}\n') == b"busy\n"
    assert server.taken == []


def test_a_second_start_is_another_process(qtbot, server, name, tmp_path):
    code = "import sys; from pathlib import Path; from desktop_app.app.instance import hand_over; "
    code += "sys.exit(not hand_over(sys.argv[1], Path(sys.argv[2])))"
    path = tmp_path / "app.py"
    second = QProcess()
    second.start(sys.executable, ["-c", code, name, str(path)])
    qtbot.waitUntil(lambda: second.state() is QProcess.ProcessState.NotRunning, timeout=30_000)
    assert second.exitCode() == 0
    assert server.taken == [path]


def test_without_a_window_nobody_takes_it(name, tmp_path):
    assert not hand_over(name, tmp_path)


def test_a_second_server_leaves_the_first_alone(qtbot, server, name):
    second = InstanceServer(name, lambda: False)
    assert not second.listen()
    assert ask(qtbot, name, b'{"open": null}\n') == b"taken\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe goes with its process")
def test_what_a_crash_left_is_in_nobodys_way(name, qapp):
    import socket

    dead = socket.socket(socket.AF_UNIX)
    dead.bind(name)
    dead.close()
    assert Path(name).exists()
    server = InstanceServer(name, lambda: False)
    assert server.listen()
    assert is_there(name)
    server.close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"open": 5}',
        b'{"open": "relative.py"}',
        b'{"open": "/a\\u0000b"}',
        b'{"open": null, "token": 3}',
        b'{"open": null, "token": "a\\nb"}',
        b"[" * 5000,
        b"\xff",
    ],
)
def test_what_is_none_of_ours_is_refused(data):
    assert parsed(data) is None


def test_a_message_is_of_bounded_size(qtbot, server, name):
    assert ask(qtbot, name, b'{"open": "' + b"a" * 20_000) == b""
    assert server.taken == []
