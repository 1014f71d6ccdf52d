"""A window under some conditions: it opens, has drawn text, complains about nothing, and ends when it is told to."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from linux.trials.menu import said
from linux.trials.system import wait_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linux.trials.desktop import Desktop

_END_LIMIT_S = 20
_LEAST_COLOURS = 20
_USUAL_UMASK = 0o022


def opens(
    desktop: Desktop,
    name: str,
    *arguments: str,
    changed: Mapping[str, str | None] | None = None,
    title: str = "Coreloom$",
    umask: int = _USUAL_UMASK,
    user: str | None = None,
) -> subprocess.Popen[bytes] | None:
    """Start the application, and check and picture its window; return its process when it is open.

    Args:
        desktop: Where.
        name: What the condition is called, in checks and screenshots.
        arguments: The application's arguments.
        changed: Variables of the environment that are different; None for those that are not there.
        title: A regular expression that the window's title holds.
        umask: That of the process.
        user: Another user than that of the screen.
    """
    started = desktop.launch("coreloom", *arguments, changed=changed, umask=umask, user=user)
    found = wait_for(lambda: desktop.main_windows(title) or started.poll() is not None, 30, 0.2)
    wait_for(lambda: _has_painted(desktop, title), 30, 0.2)
    time.sleep(2)
    picture = name.replace(" ", "-").replace("/", "-")
    desktop.picture(picture)
    seen = desktop.main_windows(title)
    if not desktop.report.check(f"{name}: a window opens", fine=found and len(seen) == 1, found=said(desktop)):
        return None
    desktop.check_text(name, int((changed or {}).get("QT_SCALE_FACTOR") or 1))
    return started


def _has_painted(desktop: Desktop, title: str) -> bool:
    """Return whether there is something in a window, which on a busy machine comes later than its frame."""
    places = [window.place for window in desktop.main_windows(title)]
    return bool(places) and len(set(desktop.picture().part(*places[0]).values(8))) > _LEAST_COLOURS


def ends(desktop: Desktop, name: str, started: subprocess.Popen[bytes] | None) -> None:
    """Close the window by its key, and check that the process ends well and has said nothing alarming."""
    if started is None:
        return
    desktop.wait_for_front("Coreloom$")
    desktop.press("ctrl+q")
    try:
        code = started.wait(_END_LIMIT_S)
    except subprocess.TimeoutExpired:
        desktop.picture(f"{name.replace(' ', '-')}-end")
        desktop.report.check(f"{name}: it ends", fine=False, found=said(desktop))
        started.kill()
        started.wait()
        return
    desktop.report.check(f"{name}: it ends with exit code 0", fine=code == 0, found=f"{code}\n{said(desktop)}")
    desktop.report.nothing(f"{name}: nothing went wrong on the way", alarming(desktop))


def alarming(desktop: Desktop) -> list[str]:
    """Return the lines that tell of an error that nobody foresaw, or that Qt complained."""
    log = desktop.report.folder / "programs.log"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.is_file() else []
    words = ("Traceback", "Error:", "qt.", "QObject", "Aborted", "Segmentation", "Fatal")
    return [line for line in lines if any(word in line for word in words)]


def tried(
    desktop: Desktop,
    name: str,
    *arguments: str,
    changed: Mapping[str, str | None] | None = None,
    umask: int = _USUAL_UMASK,
) -> None:
    """Open a window under a condition, and close it."""
    ends(desktop, name, opens(desktop, name, *arguments, changed=changed, umask=umask))
