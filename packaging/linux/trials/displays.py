"""Displays: such as refuse, such as are large, and Wayland."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from linux.trials.menu import said
from linux.trials.system import wait_for
from linux.trials.terminal import EXAMPLE
from linux.trials.windows import alarming, tried

if TYPE_CHECKING:
    from linux.trials.trial import Steps, Trial

_REFUSED = 2
_COOKIE = "/home/lea/cookies"


def refusing(trial: Trial) -> None:
    """A display that is not there, and one that does not let this user in."""
    trial.installed()
    cookie = ("sh", "-c", f"umask 077; xauth -f {_COOKIE} add :95 . 0123456789abcdef0123456789abcdef")
    ran = trial.system.run(*cookie, user="lea")
    trial.report.check("a screen with a password", fine=ran.code == 0, found=ran.said)
    desktop = trial.desktop(number=95, manager=False, arguments=("-auth", _COOKIE))
    for name, changed in (
        ("a display that is not there", {"DISPLAY": ":77"}),
        ("a display that refuses", {"XAUTHORITY": "/nonexistent"}),
        ("a Wayland display that is not there", {"DISPLAY": None, "WAYLAND_DISPLAY": "wayland-77"}),
        ("a platform that Qt does not know", {"QT_QPA_PLATFORM": "nonsense"}),
    ):
        ran = desktop.run("coreloom", EXAMPLE, changed=changed, limit_s=30)
        trial.report.check(f"{name}: exit code 2", fine=ran.code == _REFUSED, found=ran.said)
        own = [line for line in ran.err.splitlines() if line.startswith("coreloom: ")]
        trial.report.check(f"{name}: it says so in one sentence", fine=len(own) == 1, found=ran.said)


def scaled(trial: Trial) -> None:
    """A scale factor of two, and the resolution that a desktop tells."""
    trial.installed()
    tried(trial.desktop(), "scale factor 2", EXAMPLE, changed={"QT_SCALE_FACTOR": "2"})


def wayland(trial: Trial) -> None:
    """A Wayland session without X: Weston, whose screen is a window on ours."""
    trial.installed()
    desktop = trial.desktop(manager=False)
    desktop.variables |= {"XDG_SESSION_TYPE": "wayland"}
    backend = "x11" if trial.system.place("/usr/lib/x86_64-linux-gnu/libweston-14").is_dir() else "x11-backend.so"
    weston = desktop.launch(
        "weston", f"--backend={backend}", "--use-pixman", "--width=1900", "--height=1040", "--socket=wayland-9",
        "--idle-time=0",
    )  # fmt: skip
    socket = trial.system.place(f"{desktop.variables['XDG_RUNTIME_DIR']}/wayland-9")
    if not trial.report.check("weston starts", fine=wait_for(socket.exists, 20), found=said(desktop)):
        return
    time.sleep(2)
    ground = set(desktop.picture("weston").values(8))
    only = {"DISPLAY": None, "WAYLAND_DISPLAY": "wayland-9"}
    started = desktop.launch("coreloom", EXAMPLE, changed=only)
    time.sleep(6)
    seen = set(desktop.picture("wayland").values(8))
    trial.report.check("on Wayland a window is seen", fine=len(seen - ground) > 40, found=said(desktop))  # noqa: PLR2004
    trial.report.check("on Wayland it goes on running", fine=started.poll() is None, found=said(desktop))
    ran = desktop.run("coreloom", EXAMPLE, changed=only, limit_s=20)
    trial.report.check("on Wayland a second start is handed over", fine=ran.code == 0, found=ran.said)
    started.terminate()
    started.wait()
    weston.terminate()
    weston.wait()
    own = [line for line in alarming(desktop) if "weston" not in line]
    trial.report.nothing("on Wayland nothing went wrong", own)


STEPS: Steps = {"refusing": refusing, "scaled": scaled, "wayland": wayland}
