"""What the taskbar of Windows takes a window for."""

from __future__ import annotations

import sys
from typing import Final

#: The installer's shortcuts and file types name the same application (packaging/windows).
APPLICATION_ID: Final = "org.coreloom.Coreloom"


def join_own_group() -> None:
    """Let Windows put the windows of this process, which has shown none yet, with the shortcut of Coreloom."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - nobody else needs it

        ctypes.windll.shell32.SetCurrentProcessExplicitAppUserModelID(APPLICATION_ID)
