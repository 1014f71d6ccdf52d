"""Homes and disks that nothing can be written to, two users, and names of all kinds."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from linux.trials.menu import report_window, said
from linux.trials.system import USERS, mount, wait_for
from linux.trials.terminal import EXAMPLE, RESOURCES, coreloom, export, z_of
from linux.trials.windows import alarming, ends, opens, tried

if TYPE_CHECKING:
    from pathlib import Path

    from linux.trials.desktop import Desktop
    from linux.trials.trial import Steps, Trial

#: A home whose name is long, and has spaces and letters of several scripts.
ODD_HOME = "/home/lea/Größe und Maß – 用户 ünï/Домашняя папка"
_DISK = "size=6m,mode=755"
_REFUSED = 2
#: The edge of the bar that warns: how far below the window's top, how high, how much more red than blue.
_BAR = (38, 24)
_WARM = 90
#: Longer than work waits to be written down for recovery.
_RECOVERY_S = 8
SCENARIO = f"{RESOURCES}/scenarios/two-processes.toml"


def read_only(trial: Trial) -> None:
    """A home in which nothing can be written."""
    trial.installed()
    home = trial.system.place("/home/lea")
    mount("--bind", home, home)
    mount("-o", "remount,bind,ro", home)
    try:
        desktop = trial.desktop()
        started = opens(desktop, "home read-only")
        desktop.command("light on")
        _check_bar(desktop, "home read-only: a bar tells what cannot be kept")
        desktop.press("ctrl+shift+s")
        report_window(trial, desktop, "home read-only: it asks where to save", "Save")
        desktop.wait_for_front("Save")
        desktop.type("/home/lea/saved.coreloom")
        desktop.press("Return")
        desktop.wait_for_front("cannot be saved")
        desktop.picture("home-read-only-save")
        _check_message(trial, desktop, "home read-only: saving there is refused in words", "cannot be saved")
        desktop.press("Escape", "Escape")
        ends(desktop, "home read-only", started)
        ran = coreloom(trial.system, "export", EXAMPLE, "/home/lea/app.png")
        _check_refusal(trial, "home read-only: an export there", ran.code, ran.err)
        ran = coreloom(trial.system, "run", EXAMPLE, "--json")
        trial.report.check("home read-only: run", fine=z_of(ran) == "30", found=ran.said)
    finally:
        trial.end_desktops()
        subprocess.run(["umount", home], check=True)


def _check_message(trial: Trial, desktop: Desktop, what: str, title: str) -> None:
    windows = [window.title for window in desktop.windows()]
    trial.report.check(what, fine=any(title in window for window in windows), found=said(desktop))


def _check_bar(desktop: Desktop, what: str) -> None:
    """Check that a bar with an orange edge comes to stand below the menu bar."""
    desktop.report.check(what, fine=wait_for(lambda: _has_bar(desktop), 20, 0.2), found=f"no such bar: {said(desktop)}")


def _has_bar(desktop: Desktop) -> bool:
    window = next(iter(desktop.main_windows()), None)
    if window is None:
        return False
    left, top, width, _ = window.place
    band = desktop.picture().part(left, top + _BAR[0], width, _BAR[1])
    warm = [(value >> 16) - (value & 255) > _WARM for value in band.values()]
    return any(all(warm[x :: band.width]) for x in range(band.width))


def _check_refusal(trial: Trial, what: str, code: int, text: str) -> None:
    # Fontconfig itself says on standard error that it has no place for its cache.
    said_by_us = [line for line in text.strip().splitlines() if not line.startswith("Fontconfig")]
    fine = code == _REFUSED and "Traceback" not in text and len(said_by_us) == 1
    trial.report.check(f"{what}: refused in one sentence, exit code 2", fine=fine, found=f"{code}\n{text}")
    if fine:
        trial.report.note(said_by_us[0])


def nowhere(trial: Trial) -> None:
    """A home that does not exist, that is not told, or that is no path."""
    trial.installed()
    for name, home in (("HOME does not exist", "/nonexistent/lea"), ("HOME unset", None), ("HOME empty", "")):
        desktop = trial.desktop()
        tried(desktop, name, changed={"HOME": home})
        ran = coreloom(trial.system, "run", EXAMPLE, "--json", changed={"HOME": home})
        trial.report.check(f"{name}: run", fine=z_of(ran) == "30", found=ran.said)
        trial.end_desktops()
    # A user that no list of users has, as in a container.
    number = {"HOME": None, "USER": None, "LOGNAME": None}
    USERS["nobody-knows"] = 4242
    try:
        ran = coreloom(trial.system, "run", EXAMPLE, "--json", user="nobody-knows", changed=number)
    finally:
        del USERS["nobody-knows"]
    trial.report.check("a user without a name or a home: run", fine=z_of(ran) == "30", found=ran.said)


def full_disk(trial: Trial) -> None:
    """A disk that is full: what was on it stays as it was, and one is told."""
    trial.installed()
    system, report = trial.system, trial.report
    home = system.place("/home/lea")
    mount("-t", "tmpfs", "-o", f"{_DISK},uid={USERS['lea']},gid={USERS['lea']}", "tmpfs", home)
    try:
        system.run("cp", SCENARIO, "/home/lea/mine.coreloom", user="lea")
        system.run("cp", f"{RESOURCES}/programs/app.py", "/home/lea/app.py", user="lea")
        export(system, report, "png", folder="/home/lea", said=", before the disk is full")
        desktop = trial.desktop()
        started = opens(desktop, "disk not full yet", "/home/lea/app.py")
        desktop.command("light on")
        time.sleep(1)
        ends(desktop, "disk not full yet", started)
        before = _contents(home)
        report.check("settings are written", fine=any("preferences" in name for name in before), found=list(before))
        _fill(home / "filler")
        _on_full_disk(trial, desktop)
        _nothing_lost(trial, home, before)
    finally:
        trial.end_desktops()
        subprocess.run(["umount", home], check=True)


def _fill(place: Path) -> None:
    """Write zeros into a file until not even one more byte has room."""
    with place.open("wb", buffering=0) as stream:
        size = 1 << 16
        while size:
            try:
                while stream.write(b"\0" * size) == size:
                    pass
                size = 0
            except OSError:
                size //= 2


def _on_full_disk(trial: Trial, desktop: Desktop) -> None:
    report = trial.report
    started = opens(desktop, "disk full", "/home/lea/mine.coreloom")
    desktop.command("dark on")
    # A change, which recovery wants to write down, and then saving: another entry, of bursts.
    _fill(trial.system.place("/home/lea/more"))  # the start may have removed something
    desktop.press("space", "ctrl+p")
    desktop.wait_for_front("^Processes$")
    desktop.press("alt+b", "Return")
    time.sleep(_RECOVERY_S)
    desktop.picture("disk-full-changed")
    _check_bar(desktop, "disk full: a bar tells what cannot be kept")
    desktop.press("ctrl+s")
    desktop.wait_for_front("cannot be saved")
    desktop.picture("disk-full-save")
    _check_message(trial, desktop, "disk full: saving is refused in words", "cannot be saved")
    desktop.press("Escape")
    desktop.wait_for_front("Coreloom$")
    desktop.press("ctrl+e")
    desktop.wait_for_front("^Export$")
    time.sleep(1)  # until the preview is drawn
    desktop.picture("disk-full-export")
    desktop.press("Escape")
    desktop.wait_for_front("Coreloom$")
    desktop.press("ctrl+q")
    asked = desktop.wait_for_front("^Save changes")
    desktop.picture("disk-full-leaving")
    report.check("disk full: unsaved work is asked about", fine=asked, found=said(desktop))
    desktop.press("Tab", "Return")  # to discard the changes
    ended = started is not None and wait_for(lambda: started.poll() is not None, 15)
    report.check("disk full: it ends", fine=ended, found=said(desktop))
    report.nothing("disk full: nothing went wrong on the way", alarming(desktop))
    for kind in ("png", "gif", "coretrace"):
        ran = coreloom(trial.system, "export", EXAMPLE, f"/home/lea/new.{kind}")
        _check_refusal(trial, f"disk full: export {kind}", ran.code, ran.err)
    ran = coreloom(trial.system, "export", EXAMPLE, "/home/lea/app.png")
    _check_refusal(trial, "disk full: export in the place of a picture", ran.code, ran.err)
    ran = trial.system.run("sh", "-c", f"coreloom run {EXAMPLE} --json >/dev/full", user="lea")
    _check_refusal(trial, "output to a full device", ran.code, ran.err)


def _contents(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def _nothing_lost(trial: Trial, home: Path, before: dict[str, bytes]) -> None:
    """Check that what was on the disk before it was full is on it now, and nothing half-written is."""
    after = _contents(home)
    # A log grows at its end where there still is room.
    changed = [
        name
        for name, data in before.items()
        if name in after and after[name] != data and not (name.endswith(".log") and after[name].startswith(data))
    ]
    trial.report.nothing("disk full: no file is gone", [name for name in before if name not in after])
    trial.report.nothing("disk full: no file has changed", changed)
    half = [name for name in after if name.endswith(".tmp") or name.startswith("new.")]
    trial.report.nothing("disk full: nothing half-written is left", half)


def two_users(trial: Trial) -> None:
    """Two users of one machine, at the same time: each has a window and settings."""
    trial.installed()
    _two(trial, "two users", {})
    trial.end_desktops()
    shared: dict[str, str | None] = {"XDG_RUNTIME_DIR": None, "TMPDIR": "/tmp"}  # noqa: S108 - that is what is tried
    _two(trial, "two users without runtime folders", shared)


def _two(trial: Trial, name: str, changed: dict[str, str | None]) -> None:
    report = trial.report
    lea, noor = trial.desktop("lea", 90), trial.desktop("noor", 91)
    started = [opens(desktop, f"{name} {desktop.user}", EXAMPLE, changed=changed) for desktop in (lea, noor)]
    lea.command("light on")
    # A second start of each goes to the window of the one whose it is.
    for desktop in (lea, noor):
        ran = desktop.run("coreloom", SCENARIO, changed=changed)
        report.check(f"{name}: {desktop.user}'s second start is handed over", fine=ran.code == 0, found=ran.said)
        report_window(trial, desktop, f"{name}: {desktop.user}'s window shows it", "^(T|t)wo.processes")
        fine = len(desktop.main_windows()) == 1 and len(desktop.processes()) == 1
        report.check(f"{name}: {desktop.user} has one window", fine=fine, found=said(desktop))
    for desktop, process in zip((lea, noor), started, strict=True):
        ends(desktop, f"{name} {desktop.user}", process)
    system = trial.system
    for user, other in (("lea", "noor"), ("noor", "lea")):
        found = system.run("find", f"/home/{user}", "/tmp", "-user", other, "-path", "*coreloom*")  # noqa: S108
        strangers = [line for line in found.out.splitlines() if line.startswith(f"/home/{user}")]
        report.nothing(f"{name}: nothing of {other}'s is in {user}'s home", strangers)
        own = system.run("find", f"/home/{user}", "-path", "*coreloom*", "-perm", "/022", "-not", "-type", "l")
        report.nothing(f"{name}: nobody else can write {user}'s settings", own.out.split())


def names(trial: Trial) -> None:
    """A home, a file and an export with spaces and letters of several scripts, also in locales without any of these."""
    trial.installed()
    system, report = trial.system, trial.report
    system.must("install", "-d", "-o", "lea", "-g", "lea", ODD_HOME)
    file = f"{ODD_HOME}/Übung 1 – 进程.py"
    system.must("cp", EXAMPLE, file)
    for locale in ({"LANG": "C.UTF-8"}, {"LANG": "C"}, {"LC_ALL": "POSIX", "LANG": None}):
        shown = " ".join(f"{key}={value}" for key, value in locale.items() if value)
        changed: dict[str, str | None] = {"HOME": ODD_HOME, **locale}
        desktop = trial.desktop()
        tried(desktop, f"names of all kinds {shown}", file, changed=changed)
        ran = coreloom(system, "run", file, "--json", changed=changed)
        report.check(f"names {shown}: run", fine=z_of(ran) == "30", found=ran.said)
        export(system, report, "png", source=file, folder=ODD_HOME, changed=changed, said=f" ({shown})")
        export(system, report, "gif", source=file, folder=ODD_HOME, changed=changed, said=f" ({shown})")
        trial.end_desktops()
    kept = sorted(str(path.relative_to(system.place(ODD_HOME))) for path in system.place(ODD_HOME).rglob("*.json"))
    report.check("settings are in the home of that name", fine=bool(kept), found="no settings there")
    _second_start(trial, {"HOME": ODD_HOME, "XDG_RUNTIME_DIR": None}, file)


def _second_start(trial: Trial, changed: dict[str, str | None], file: str) -> None:
    """Hand a file over where the path of the socket would be longer than sockets' paths may be."""
    desktop = trial.desktop()
    started = opens(desktop, "a long path to the socket", changed=changed)
    ran = desktop.run("coreloom", file, changed=changed, limit_s=15)
    what = "a long path to the socket: a second start is handed over all the same"
    trial.report.check(
        what, fine=ran.code == 0 and len(desktop.main_windows()) == 1, found=f"{ran.said}\n{said(desktop)}"
    )
    ends(desktop, "a long path to the socket", started)


STEPS: Steps = {
    "read-only": read_only,
    "no-home": nowhere,
    "full-disk": full_disk,
    "two-users": two_users,
    "names": names,
}
