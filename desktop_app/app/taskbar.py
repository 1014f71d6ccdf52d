"""What a desktop takes this application and its windows for."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QGuiApplication

#: Desktop entries, and the shortcuts and file types of Windows, name the same application (packaging).
APPLICATION_ID: Final = "org.coreloom.Coreloom"


def introduce(app: QGuiApplication) -> None:
    """Let the desktop know which of its applications this is."""
    app.setApplicationName("Coreloom")
    app.setDesktopFileName(APPLICATION_ID)


def join_own_group() -> None:
    """Let Windows put the windows of this process, which has shown none yet, with the shortcut of Coreloom."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - nobody else needs it

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)
