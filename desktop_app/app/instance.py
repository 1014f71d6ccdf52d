"""One window for one user: a second start hands its files to the one that runs, and ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_app.app.second_start import Answer, is_private

#: What a message may have at most, in bytes: some hundred paths and a few words.
_MOST_BYTES: Final = 1 << 20
_CONNECT_MS: Final = 200
#: A window that is busy answers within this time, or the second start opens its own.
_ANSWER_MS: Final = 1_500
_MOST_CLIENTS: Final = 16
#: Files that one start may hand over.
MOST_FILES: Final = 100
#: Where the desktop leaves what lets a window come to the front that the user asked for: on Wayland, and on X11.
_TOKENS: Final = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")


def ask(name: str, paths: Sequence[Path]) -> Answer | None:
    """Hand files, or none for no more than to show itself, to the window that listens.

    Returns:
        What it does with them; None where nobody listens.
    """
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MS):
        return None
    _let_it_come_to_the_front()
    token = next((os.environ[each] for each in _TOKENS if os.environ.get(each)), None)
    message = {"open": [os.path.abspath(path) for path in paths], "token": token}  # noqa: PTH100 - keeps links
    socket.write(json.dumps(message).encode("ascii") + b"\n")
    answer = b""
    while b"\n" not in answer and len(answer) <= _MOST_BYTES and socket.waitForReadyRead(_ANSWER_MS):
        answer += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    known = {f"{each.value}\n".encode(): each for each in (Answer.OPENS, Answer.WAITS)}
    return known.get(answer, Answer.NOTHING)


def _let_it_come_to_the_front() -> None:
    """Pass on the right that Windows gives to what the user started last; else a window blinks in the taskbar only."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - nobody else needs it

        any_process = -1  # which one listens is not known here
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def is_there(name: str) -> bool:
    """Return whether somebody listens at a socket."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    found = socket.waitForConnected(_CONNECT_MS)
    socket.abort()
    return found


class InstanceServer(QObject):
    """Waits for files from second starts.

    Args:
        name: The socket, for which this process has the turn.
        is_busy: Whether the window cannot open a file now, as it asks the user something.
        parent: Its owner.

    Signals:
        asked: A second start wants these files to be opened, a tuple of paths; none for the window to be seen.
    """

    asked = Signal(object)

    def __init__(self, name: str, is_busy: Callable[[], bool], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._is_busy = is_busy
        self._waiting: dict[QLocalSocket, bytes] = {}
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> bool:
        """Begin to wait, in place of an instance that crashed; return whether that worked."""
        folder = Path(self._name).parent
        if sys.platform != "win32":
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError:
                return False
        if not self._name or not is_private(folder) or is_there(self._name):
            return False
        if self._server.listen(self._name):
            return True
        # Nobody is there, and nobody else has the turn: what is in the way was left by a crash.
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Wait no more."""
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            if len(self._waiting) >= _MOST_CLIENTS:
                socket.abort()
                continue
            self._waiting[socket] = b""
            socket.readyRead.connect(self._reader(socket))
            socket.disconnected.connect(self._forgetter(socket))
            self._read(socket)

    def _reader(self, socket: QLocalSocket) -> Callable[[], None]:
        return lambda: self._read(socket)

    def _forgetter(self, socket: QLocalSocket) -> Callable[[], None]:
        def forget() -> None:
            self._waiting.pop(socket, None)
            socket.deleteLater()

        return forget

    def _read(self, socket: QLocalSocket) -> None:
        if socket not in self._waiting:
            return
        data = self._waiting[socket] + bytes(socket.read(_MOST_BYTES + 1).data())
        self._waiting[socket] = data
        if len(data) > _MOST_BYTES:
            socket.abort()
            return
        if b"\n" not in data:
            return
        message = parsed(data.partition(b"\n")[0])
        if message is None:
            socket.abort()
            return
        answer = Answer.WAITS if self._is_busy() else Answer.OPENS
        socket.write(f"{answer.value}\n".encode())
        socket.flush()
        socket.disconnectFromServer()
        paths, token = message
        if token:
            os.environ[_TOKENS[0]] = token  # Qt takes it from there when a window is to come to the front
        self.asked.emit(paths)


def parsed(data: bytes) -> tuple[tuple[Path, ...], str] | None:
    """Return the files and the token of a message; None when it is none of ours."""
    try:
        message = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    names, token = message.get("open"), message.get("token")
    if token is not None and not (isinstance(token, str) and token.isprintable() and token.isascii()):
        return None
    if not isinstance(names, list) or len(names) > MOST_FILES:
        return None
    if not all(isinstance(name, str) and "\0" not in name and Path(name).is_absolute() for name in names):
        return None
    return tuple(Path(name) for name in names), token or ""
