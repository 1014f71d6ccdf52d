"""Saying something to people when there is no window and perhaps cannot be one: with what the system has for that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from typing import Final

from desktop_app.app.own_command import own_command

#: What `desktop_app.__main__` takes a dialog by, whose text is its input.
MESSAGE: Final = "--say"
_TITLE: Final = "Coreloom"
#: Platforms of Qt on which nobody sees anything.
_UNSEEN: Final = ("offscreen", "minimal")
#: Programs of desktops that show a message, with the arguments before its text; the first that is there is used.
_PROGRAMS: Final = (
    ("zenity", "--error", "--no-markup", "--width=480", f"--title={_TITLE}", "--text"),
    ("kdialog", "--title", _TITLE, "--error"),
    ("xmessage", "-center", "-title", _TITLE),
    ("notify-send", "--urgency=critical", "--app-name", _TITLE, _TITLE),
)
_ICON_ERROR: Final = 0x10


def is_unheard() -> bool:
    """Return whether what is written to a terminal is read by nobody: installed, and started by a click."""
    if not getattr(sys, "frozen", False) or os.environ.get("QT_QPA_PLATFORM") in _UNSEEN:
        return False
    return not any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def say(text: str) -> None:
    """Show a text with what the system brings along: Qt may be what is missing. Where there is nothing, write it."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
    with suppress(OSError):
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - Windows only

            ctypes.windll.user32.MessageBoxW(None, text, _TITLE, _ICON_ERROR)
        elif sys.platform == "darwin":
            script = "on run words\ndisplay alert item 1 of words message item 2 of words as critical\nend run"
            _run(["osascript", "-e", script, _TITLE, text])
        elif not _show(text):
            command = next((each for each in _PROGRAMS if shutil.which(each[0])), None)
            if command is not None:
                _run([*command, text])


def _show(text: str) -> bool:
    """Show a text in a dialog of our own, in a process of its own, as that may end it; return whether that worked."""
    command = own_command([MESSAGE])
    return subprocess.run(command, input=text.encode(), capture_output=True, check=False).returncode == 0  # noqa: S603


def _run(command: list[str]) -> None:
    # What a bundle finds its own libraries by would have the desktop's programs find them, too.
    environment = {name: value for name, value in os.environ.items() if name != "LD_LIBRARY_PATH"}
    if original := os.environ.get("LD_LIBRARY_PATH_ORIG"):
        environment["LD_LIBRARY_PATH"] = original
    subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)  # noqa: S603 - programs by name
