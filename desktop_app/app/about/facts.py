"""What About says of this copy of Coreloom and of the computer it runs on."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QCoreApplication, qVersion
from PySide6.QtGui import QGuiApplication, QScreen

from desktop_app import __version__
from desktop_app.export.video.library import has_video, how_to_add_video
from desktop_app.storage.licences import Licensed
from desktop_app.storage.places import log_folder, settings_folder
from desktop_app.storage.recovery import recovery_root

#: What else to say the version of, by the names in the list of licences, in small letters.
_PACKAGES: Final = {"numpy": "NumPy", "pyqtgraph": "pyqtgraph", "pillow": "Pillow"}
_VIDEO: Final = {"pyav": "PyAV", "av": "PyAV", "ffmpeg": "FFmpeg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A line of the table.

    Attributes:
        name: What it is.
        value: How it is here.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder that Coreloom keeps files in.

    Attributes:
        name: What is in it.
        folder: Where it is; it may not exist yet.
    """

    name: str
    folder: Path


def tr(text: str) -> str:
    """Return a text in the language of the window."""
    return QCoreApplication.translate("About", text)


def facts(parts: Iterable[Licensed], screen: QScreen) -> tuple[Fact, ...]:
    """Return what a bug report should say.

    Args:
        parts: What Coreloom is made of.
        screen: The screen that the window is on.
    """
    versions = {part.name.casefold(): part.version for part in parts if part.version}
    installed = tr("from a bundle") if getattr(sys, "frozen", False) else tr("with Python packages")
    found = [
        Fact(name="Coreloom", value=f"{__version__}, {installed}"),
        Fact(name="Python", value=f"{platform.python_version()} ({platform.python_implementation()})"),
        Fact(name="Qt", value=qVersion()),
        Fact(name="PySide6", value=pyside_version),
        *(Fact(name=shown, value=versions[name]) for name, shown in _PACKAGES.items() if name in versions),
        Fact(name=tr("Video export"), value=_video(versions) if has_video() else _no_video()),
        Fact(name=tr("System"), value=f"{_system()}, {platform.machine()}"),
        Fact(name=tr("Display"), value=_display(screen)),
    ]
    return tuple(found)


def _video(versions: Mapping[str, str]) -> str:
    known = [f"{shown} {versions[name]}" for name, shown in _VIDEO.items() if name in versions]
    return ", ".join(known) or tr("installed")


def _no_video() -> str:
    bundled = getattr(sys, "frozen", False)
    how = how_to_add_video(sys.platform, platform.machine()) if bundled else "pip install av"
    return tr("not installed; to add it: {}").format(how)


def _system() -> str:
    if sys.platform == "darwin":
        return f"macOS {platform.mac_ver()[0]}"
    if not sys.platform.startswith("linux"):
        return platform.platform(terse=True)
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = "Linux"
    return f"{name}, Linux {platform.release()}, {' '.join(platform.libc_ver())}"


def _display(screen: QScreen) -> str:
    size = screen.size()
    scale = f"{screen.devicePixelRatio():.3g}"
    return tr("{}, {} × {} at a scale of {}").format(QGuiApplication.platformName(), size.width(), size.height(), scale)


def places() -> tuple[Place, ...]:
    """Return the folders that Coreloom keeps files in."""
    return (
        Place(name=tr("Settings"), folder=settings_folder()),
        Place(name=tr("Log"), folder=log_folder()),
        Place(name=tr("Recovery"), folder=recovery_root()),
    )


def report(said: Iterable[Fact], kept: Iterable[Place]) -> str:
    """Return all of it as text, for a bug report."""
    lines = [f"{fact.name}: {fact.value}" for fact in said]
    return "\n".join([*lines, *(f"{place.name}: {place.folder}" for place in kept)]) + "\n"
