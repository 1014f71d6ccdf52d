import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment
from PySide6.QtNetwork import QLocalSocket

from desktop_app.app.instance import InstanceServer, ask, is_there, parsed


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


def send(qtbot, name, data):
    """Send a message as a second start does, and return the answer."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(data)
    qtbot.waitUntil(lambda: socket.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    return bytes(socket.readAll().data())


def test_a_file_is_taken_and_that_is_answered(qtbot, server, name):
    assert send(qtbot, name, b'{"open": ["/tmp/\\u00e4 b.py", "/c.md"]}\n') == b"opens\n"
    assert send(qtbot, name, b'{"open": []}\n') == b"opens\n"
    assert server.taken == [(Path("/tmp/ä b.py"), Path("/c.md")), ()]


def test_a_window_that_asks_something_says_that_it_waits(qtbot, server, name):
    server.busy = True
    assert send(qtbot, name, b'{"open": ["/a.py"]}\n') == b"waits\n"
    assert server.taken == [(Path("/a.py"),)]


def test_what_lets_the_window_come_to_the_front_goes_with_it(qtbot, server, name, monkeypatch):
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "before")
    send(qtbot, name, b'{"open": [], "token": "wayland-7"}\n')
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "wayland-7"


def test_a_second_start_is_another_process_in_another_folder(qtbot, server, name, tmp_path, monkeypatch):
    code = "import sys; from pathlib import Path; from desktop_app.app.instance import ask; "
    code += "print(ask(sys.argv[1], [Path(each) for each in sys.argv[2:]]).name)"
    second = QProcess()
    second.setWorkingDirectory(str(tmp_path))
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("DESKTOP_STARTUP_ID", "launcher_TIME5")
    environment.insert("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    environment.remove("XDG_ACTIVATION_TOKEN")
    second.setProcessEnvironment(environment)
    second.start(sys.executable, ["-c", code, name, "app.py", "ä b.md"])
    qtbot.waitUntil(lambda: second.state() is QProcess.ProcessState.NotRunning, timeout=30_000)
    assert bytes(second.readAllStandardOutput().data()).strip() == b"OPENS"
    assert server.taken == [(tmp_path / "app.py", tmp_path / "ä b.md")]
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "launcher_TIME5"


def test_without_a_window_nobody_takes_it(name, tmp_path, qapp):
    assert ask(name, [tmp_path]) is None
    assert not InstanceServer("", lambda: False).listen()


def test_a_second_server_leaves_the_first_alone(qtbot, server, name):
    second = InstanceServer(name, lambda: False)
    assert not second.listen()
    assert send(qtbot, name, b'{"open": []}\n') == b"opens\n"


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
        b'{"open": null}',
        b'{"open": ["relative.py"]}',
        b'{"open": ["/a\\u0000b"]}',
        b'{"open": [' + b'"/a",' * 200 + b'"/b"]}',
        b'{"open": [], "token": 3}',
        b'{"open": [], "token": "a\\nb"}',
        b"[" * 5000,
        b"\xff",
    ],
)
def test_what_is_none_of_ours_is_refused(data):
    assert parsed(data) is None


def test_a_message_is_of_bounded_size(qtbot, server, name):
    assert send(qtbot, name, b'{"open": ["' + b"a" * 1_100_000) == b""
    assert server.taken == []
