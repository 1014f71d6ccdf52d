"""One window for one user: a second start hands its file to the one that runs, and ends."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_app.app.second_start import is_private

#: What a message may have at most, in bytes: a path and a few words.
_MOST_BYTES = 16_384
_CONNECT_MS = 200
#: A window that is busy answers within this time, or the second start opens its own.
_ANSWER_MS = 1_500
_MOST_CLIENTS = 16
_TAKEN = b"taken\n"
_BUSY = b"busy\n"


def hand_over(name: str, path: Path | None) -> bool:
    """Hand a file, or None for no more than to show itself, to the window that runs; return whether it took it."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    _let_it_come_to_the_front()
    # Where windows may not come to the front by themselves, the desktop gave this start a token that lets them.
    message = {"open": None if path is None else str(path.absolute()), "token": os.environ.get("XDG_ACTIVATION_TOKEN")}
    socket.write(json.dumps(message).encode("ascii") + b"\n")
    if not socket.waitForBytesWritten(_CONNECT_MS):
        return False
    answer = b""
    while b"\n" not in answer and len(answer) < len(_TAKEN) and socket.waitForReadyRead(_ANSWER_MS):
        answer += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return answer == _TAKEN


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
        name: The socket.
        is_busy: Whether the window cannot take a file now, as it asks the user something.
        parent: Its owner.

    Signals:
        asked: A second start wants this file to be opened, or with None the window to be seen.
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
        if not is_private(folder) or is_there(self._name):
            return False
        if self._server.listen(self._name):
            return True
        # Nobody is there: what is in the way was left by a crash.
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
        busy = self._is_busy()
        socket.write(_BUSY if busy else _TAKEN)
        socket.flush()
        socket.disconnectFromServer()
        if not busy:
            path, token = message
            if token:
                os.environ["XDG_ACTIVATION_TOKEN"] = token
            self.asked.emit(path)


def parsed(data: bytes) -> tuple[Path | None, str] | None:
    """Return the file and the token of a message; None when it is none of ours."""
    try:
        message = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    name, token = message.get("open"), message.get("token")
    if token is not None and not (isinstance(token, str) and token.isprintable() and token.isascii()):
        return None
    if name is None:
        return None, token or ""
    if not isinstance(name, str) or "\0" in name or not Path(name).is_absolute():
        return None
    return Path(name), token or ""
