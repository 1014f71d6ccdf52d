"""The application's icon, for the title bars, task bars and docks of its windows."""

from __future__ import annotations

import sys

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from desktop_app.model.shipped import shipped_folder

#: In pixels. An X11 window carries all of them to the window manager, uncompressed: larger ones would be a megabyte.
_SIZES = (16, 22, 24, 32, 48, 64, 128)
#: Of pictures of it: also in docks, and where it is large on screens with twice as many pixels.
_LARGE_SIZES = (256, 512)


def application_icon(platform: str = sys.platform, *, bundled: bool = getattr(sys, "frozen", False)) -> QIcon:
    """Return the icon for windows; a file is read only once its size is shown.

    Args:
        platform: What it runs on, as ``sys.platform`` has it.
        bundled: Whether it runs from a bundle. On macOS, where it is for the dock, a bundle has its own icon, with the
            shadow that belongs to it, and gets none in its place.
    """
    if platform != "darwin":
        return _icon(_SIZES)
    return QIcon() if bundled else _icon(_LARGE_SIZES)


def pictured_icon() -> QIcon:
    """Return the icon for pictures of it inside windows: in all sizes, whatever it runs on."""
    return _icon((*_SIZES, *_LARGE_SIZES))


def _icon(sizes: tuple[int, ...]) -> QIcon:
    icon = QIcon()
    for size in sizes:
        icon.addFile(str(shipped_folder() / "icons" / f"coreloom-{size}.png"), QSize(size, size))
    return icon
