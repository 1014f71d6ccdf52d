"""What is run when a process of Coreloom has crashed: it writes down what that left, and shows it in a dialog."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from desktop_app.app.last_words import say
from desktop_app.app.own_command import own_command
from desktop_app.storage.crash_file import take_crash
from desktop_app.storage.log_file import LogFile
from desktop_app.storage.places import log_folder

#: What `desktop_app.__main__` takes the dialog by, whose text is its input.
DIALOG: Final = "--crash-dialog"
_WIDE_PX: Final = 480


def notice(arguments: Sequence[str]) -> int:
    """Tell people what stands in the file that a process left, and return the exit code.

    The dialog is another process: what the first one crashed of may well be what shows dialogs.
    """
    text = take_crash(Path(arguments[0])) if arguments else ""
    if not text:
        return 0
    log = LogFile(log_folder())
    log.write(f"Coreloom crashed\n{text}")
    try:
        shown = subprocess.run(own_command([DIALOG]), input=text.encode(), check=False).returncode == 0  # noqa: S603
    except OSError:
        shown = False
    if not shown:
        say(f"Coreloom ended unexpectedly. What happened stands in {log.path}\n\n{text.splitlines()[0]}")
    return 0


def dialog() -> int:
    """Show the report of a crash, which is the input, and return 0."""
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    _dress()
    from desktop_app.app.dialogs.ended import EndedDialog  # noqa: PLC0415 - the rest must work without Qt

    EndedDialog(text, LogFile(log_folder()).path, can_start=True).exec()
    return 0


def message() -> int:
    """Show why Coreloom cannot start, which is the input, and return 0."""
    text = sys.stdin.buffer.read().decode("utf-8", "replace")
    _dress()
    from PySide6.QtCore import QCoreApplication  # noqa: PLC0415 - as above
    from PySide6.QtWidgets import QLabel  # noqa: PLC0415

    from desktop_app.views.question import Button, made  # noqa: PLC0415

    box = made(None, QCoreApplication.translate("crash", "Coreloom cannot start"), text, Button.Close, Button.Close)
    label = box.findChild(QLabel, "qt_msgbox_informativelabel")
    if isinstance(label, QLabel):
        label.setMinimumWidth(_WIDE_PX)  # paths are long
    box.exec()
    return 0


def _dress() -> None:
    """Make an application that looks like Coreloom."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - as above

    from desktop_app.app.appearance import system_theme  # noqa: PLC0415
    from desktop_app.app.application_icon import application_icon  # noqa: PLC0415
    from desktop_app.app.styling import apply_theme  # noqa: PLC0415
    from desktop_app.app.taskbar import introduce  # noqa: PLC0415

    app = QApplication.instance() or QApplication(["coreloom"])
    assert isinstance(app, QApplication)
    introduce(app)
    app.setWindowIcon(application_icon())
    apply_theme(app, system_theme())
