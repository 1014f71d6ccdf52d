"""The application's icon, for the title bars, task bars and docks of its windows."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from desktop_app.model.shipped import shipped_folder

#: In pixels. An X11 window carries all of them to the window manager, uncompressed: larger ones would be a megabyte.
_SIZES = (16, 22, 24, 32, 48, 64, 128)
#: macOS shows it in the dock.
_DOCK_SIZES = (256, 512)


def application_icon(platform: str = sys.platform, *, bundled: bool = getattr(sys, "frozen", False)) -> QIcon:
    """Return the icon; a file is read only once its size is shown.

    Args:
        platform: What it runs on, as ``sys.platform`` has it.
        bundled: Whether it runs from a bundle. On macOS a bundle has its own icon, with the shadow that belongs to it,
            and gets none in its place.
    """
    icon = QIcon()
    on_macos = platform == "darwin"
    if on_macos and bundled:
        return icon
    for size in (*_SIZES, *(_DOCK_SIZES if on_macos else ())):
        icon.addFile(str(_path(size)), QSize(size, size))
    return icon


def _path(size: int) -> Path:
    return shipped_folder() / "icons" / f"coreloom-{size}.png"
