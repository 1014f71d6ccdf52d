"""Where the files are that ship with Coreloom: in a checkout, an installed wheel or a PyInstaller bundle."""

from __future__ import annotations

import sys
from pathlib import Path

import desktop_app


def shipped_folder() -> Path:
    """Return the folder of the resources."""
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(desktop_app.__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
