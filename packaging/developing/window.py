"""Starting Coreloom from the checkout: the window on a program or, where there is no display, pictures of its run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from checkout import CHECKOUT

from developing import system_libraries, virtual_environment
from developing.virtual_environment import VirtualEnvironment

# A moment of the example at which x stands in memory, y is being stored and the rest is on its way to the core.
PICTURE_AT = "0.45ms"
NO_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb")

_OPEN_DISPLAY = """
import resource
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from PySide6.QtGui import QGuiApplication
QGuiApplication(["coreloom"])
"""


def run(source: Path) -> int:
    """Open the window on a program, playing; where there is no display, draw the same run to files.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    source = source.resolve()
    named = display_is_named(os.environ)
    system_libraries.provide_missing(window=named)
    environment = virtual_environment.make_ready(CHECKOUT, ())
    reason = _why_no_window(environment) if named else "the environment names no display"
    if reason is not None:
        return _draw_first_run(environment, source, reason)
    return virtual_environment.run([environment.python, "-m", "desktop_app", source])


def display_is_named(variables: Mapping[str, str], system: str = sys.platform) -> bool:
    """Say whether the environment names a screen. Windows and macOS always have one."""
    if variables.get("QT_QPA_PLATFORM", "").split(":")[0] in NO_SCREEN:
        return False
    return not system.startswith("linux") or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def _why_no_window(environment: VirtualEnvironment) -> str | None:
    # A display that is named may be gone, or refuse this user; Qt then aborts, so another process tries first.
    if not sys.platform.startswith("linux"):
        return None
    try:
        tried = subprocess.run(
            [environment.python, "-c", _OPEN_DISPLAY], capture_output=True, text=True, timeout=30, check=False
        )
    except subprocess.TimeoutExpired:
        return "the display does not answer"
    if tried.returncode == 0:
        return None
    said = tried.stderr.strip().splitlines()
    return f"the display cannot be opened ({said[0] if said else f'exit code {tried.returncode}'})"


def _draw_first_run(environment: VirtualEnvironment, source: Path, reason: str) -> int:
    still, moving = CHECKOUT / "build" / "first-run.png", CHECKOUT / "build" / "first-run.webp"
    still.parent.mkdir(exist_ok=True)
    print(f"No window: {reason}. Drawing the same run to files ...", flush=True)
    export: list[str | Path] = [environment.python, "-m", "desktop_app", "export", source]
    pictures: list[list[str | Path]] = [
        [still, "--at", PICTURE_AT, "--size", "1920x1080", "--theme", "dark"],
        [moving, "--theme", "dark"],
    ]
    for picture in pictures:
        code = virtual_environment.run([*export, *picture], {"QT_QPA_PLATFORM": "offscreen"}, quiet=True)
        if code != 0:
            return code
    print(f"{still}\n{moving} (animated)")
    return 0
