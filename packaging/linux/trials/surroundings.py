"""What is around the application: locales, folders, services, fonts, rights."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from linux.trials.menu import report_window, said
from linux.trials.system import mount
from linux.trials.terminal import EXAMPLE, RESOURCES, coreloom, z_of
from linux.trials.windows import ends, opens, tried

if TYPE_CHECKING:
    from pathlib import Path

    from linux.trials.trial import Steps, Trial

SCENARIO = f"{RESOURCES}/scenarios/two-processes.toml"
#: Where files of settings and state may be told to be.
_ODD_PLACES: dict[str, dict[str, str | None]] = {
    "XDG folders with spaces": {"XDG_CONFIG_HOME": "/home/lea/my config", "XDG_STATE_HOME": "/home/lea/my state ü"},
    "XDG folders that are files": {"XDG_CONFIG_HOME": "/etc/passwd", "XDG_STATE_HOME": "/dev/null"},
    "XDG folders of root": dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), "/root/x"),
    "XDG folders that are relative": dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), "here"),
    "XDG_RUNTIME_DIR of another user": {"XDG_RUNTIME_DIR": "/run/user/0"},
    "XDG_RUNTIME_DIR that does not exist": {"XDG_RUNTIME_DIR": "/run/user/none"},
    "no TMPDIR": {"TMPDIR": "/nonexistent"},
}
_LOCALES: dict[str, dict[str, str | None]] = {
    "locale C": {"LANG": "C"},
    "locale POSIX": {"LC_ALL": "POSIX", "LANG": None},
    "no locale": {"LANG": None},
    "locale tr_TR": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
    "locale ar_EG": {"LANG": "ar_EG.UTF-8", "LANGUAGE": "ar"},
    "locale that is nonsense": {"LC_ALL": "xx_YY@nothing"},
}


def xdg(trial: Trial) -> None:
    """Folders in odd places."""
    trial.installed()
    trial.system.must("install", "-d", "-m", "700", "/run/user/0")
    for name, changed in _ODD_PLACES.items():
        tried(trial.desktop(), name, EXAMPLE, changed=changed)
        trial.end_desktops()
        ran = coreloom(trial.system, "run", EXAMPLE, "--json", changed=changed)
        trial.report.check(f"{name}: run", fine=z_of(ran) == "30", found=ran.said)
    kept = trial.system.place("/home/lea/my config/coreloom/preferences.json")
    trial.report.check("settings are where XDG_CONFIG_HOME says", fine=kept.is_file(), found="they are not")


def locales(trial: Trial) -> None:
    """Locales that the system does not have, with other rules for letters, digits and directions."""
    trial.installed()
    names = trial.system.place("/usr/share/locale")
    mount("--bind", _empty(trial), names)
    try:
        for name, changed in _LOCALES.items():
            tried(trial.desktop(), name, SCENARIO, changed=changed)
            trial.end_desktops()
            ran = coreloom(trial.system, "run", EXAMPLE, "--json", changed=changed)
            trial.report.check(f"{name}: run", fine=z_of(ran) == "30", found=ran.said)
    finally:
        subprocess.run(["umount", names], check=True)


def _empty(trial: Trial) -> Path:
    """Return an empty folder of the system."""
    place = trial.system.place("/srv/empty")
    place.mkdir(exist_ok=True)
    return place


def fonts(trial: Trial) -> None:
    """No fonts, and no configuration of fonts: text is there all the same, as its fonts are in the package."""
    trial.installed()
    report = trial.report
    usual = _letters_without(trial, "with the system's fonts", ())
    bare = _letters_without(trial, "without fonts", ("/usr/share/fonts",))
    fine = bool(usual) and usual == bare
    report.check("text is drawn with the fonts of the package: no pixel differs", fine=fine, found=(usual, bare))
    # The configuration says how edges are smoothed: without one, text looks a little different.
    _letters_without(trial, "without fontconfig", ("/etc/fonts", "/usr/share/fonts", "/usr/share/fontconfig"))


def _letters_without(trial: Trial, name: str, hidden: tuple[str, ...]) -> list[tuple[int, ...]]:
    """Return the letters of the menu bar, where folders of the system are empty."""
    desktop = trial.desktop()
    places = [trial.system.place(folder) for folder in hidden]
    for place in places:
        mount("--bind", _empty(trial), place)
    try:
        started = opens(desktop, name)
        window = next(iter(desktop.main_windows()), None)
        letters = [] if window is None else desktop.letters(window)
        ends(desktop, name, started)
        target = f"/home/lea/{name.replace(' ', '-')}.png"
        ran = coreloom(trial.system, "export", EXAMPLE, target, "--at", "0.4ms")
        trial.report.check(f"{name}: export png", fine=ran.code == 0, found=ran.said)
        still = trial.system.place(target)
        if still.is_file():
            (trial.report.folder / f"exported-{still.name}").write_bytes(still.read_bytes())
    finally:
        trial.end_desktops()
        for place in places:
            subprocess.run(["umount", place], check=True)
    return letters


def no_bus(trial: Trial) -> None:
    """No session bus."""
    trial.installed()
    tried(trial.desktop(bus=False), "no session bus", EXAMPLE, changed={"DBUS_SESSION_BUS_ADDRESS": None})
    trial.end_desktops()
    odd: dict[str, str | None] = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus"}
    tried(trial.desktop(bus=False), "a session bus that is gone", EXAMPLE, changed=odd)


def no_shared_memory(trial: Trial) -> None:
    """A sandbox without /dev/shm."""
    trial.installed()
    place = trial.system.place("/dev/shm")  # noqa: S108 - it is the folder itself that is taken away
    subprocess.run(["umount", place], check=True)
    place.rmdir()
    try:
        tried(trial.desktop(), "no dev shm", EXAMPLE)
        ran = coreloom(trial.system, "export", EXAMPLE, "/home/lea/no-shm.gif", "--to", "0.2ms", "--size", "640x360")
        trial.report.check("no /dev/shm: export gif", fine=ran.code == 0, found=ran.said)
    finally:
        place.mkdir()
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", place)


def rights(trial: Trial) -> None:
    """The user root, and a user whose files are nobody else's."""
    trial.installed()
    desktop = trial.desktop()
    root = {"HOME": "/root", "USER": "root", "XDG_RUNTIME_DIR": None}
    ends(desktop, "root", opens(desktop, "root", EXAMPLE, user="", changed=root))
    trial.end_desktops()
    tried(trial.desktop(), "umask 077", EXAMPLE, umask=0o077)
    ran = trial.system.run("sh", "-c", f"umask 077 && coreloom run {EXAMPLE} --json", user="lea")
    trial.report.check("umask 077: run", fine=z_of(ran) == "30", found=ran.said)


def second_starts(trial: Trial) -> None:
    """A second start while a dialog wants an answer, and many starts at once."""
    trial.installed()
    desktop = trial.desktop()
    started = opens(desktop, "before the dialog", EXAMPLE)
    desktop.press("ctrl+m")
    desktop.wait_for_front("^Machine$")
    ran = desktop.run("coreloom", SCENARIO, limit_s=20)
    desktop.picture("second-start-beside-a-dialog")
    what = "a second start beside a dialog is handed over, and the dialog stays"
    trial.report.check(
        what, fine=ran.code == 0 and bool(desktop.windows("Machine")), found=f"{ran.said}{said(desktop)}"
    )
    trial.report.note(ran.err.strip())
    desktop.press("Escape")
    report_window(trial, desktop, "its file is shown when the dialog is over", "^(T|t)wo.processes")
    ends(desktop, "after the dialog", started)
    crowd = [desktop.launch("coreloom", EXAMPLE) for _ in range(5)]
    time.sleep(12)
    desktop.picture("five-starts-at-once")
    fine = len(desktop.main_windows()) == 1 and sum(process.poll() is None for process in crowd) == 1
    trial.report.check("five starts at once make one window", fine=fine, found=said(desktop))


STEPS: Steps = {
    "xdg": xdg,
    "locales": locales,
    "fonts": fonts,
    "no-bus": no_bus,
    "no-shm": no_shared_memory,
    "rights": rights,
    "second-starts": second_starts,
}
