"""The application on a desktop: from the menu entry, by double click, and what the desktop knows about it."""

from __future__ import annotations

import os
import time
from statistics import median
from typing import TYPE_CHECKING

from linux.places import ID
from linux.trials import package
from linux.trials.desktop import Desktop
from linux.trials.terminal import EXAMPLE, RESOURCES

if TYPE_CHECKING:
    import subprocess

    from linux.trials.trial import Steps, Trial

ENTRY = f"/usr/share/applications/{ID}.desktop"
LAUNCH = ("gio", "launch", ENTRY)
TYPES = {"coreloom": "scenario", "corelesson": "lesson", "coretrace": "trace"}
#: Seconds from the menu entry to the painted window, when files are in memory already.
TARGET_S = 1.5
_WARM_STARTS = 7
#: xdg-utils ask the desktop that is named, here by gio; of nameless ones they only guess what they have.
_NAMED = {"XDG_CURRENT_DESKTOP": "GNOME"}
FILES = "/home/lea/My lectures"


def installing(trial: Trial) -> None:
    """Install the packages, and check what the desktop's databases say then."""
    trial.before = package.listing(trial.system)
    trial.installed()
    system, report = trial.system, trial.report
    ran = system.run("desktop-file-validate", ENTRY)
    report.check("desktop-file-validate", fine=ran.code == 0 and not ran.out.strip(), found=ran.said)
    known = system.run("grep", "-h", ID, "/usr/share/applications/mimeinfo.cache").out
    for kind in TYPES.values():
        mime = f"application/vnd.coreloom.{kind}"
        report.check(f"{mime} is opened by {ID}", fine=f"{mime}=" in known, found=known)
    # Programs, tables and texts stay with what opened them before.
    for other in ("text/x-python", "text/x-python3", "application/toml", "text/markdown", "text/plain"):
        ran = system.run("xdg-mime", "query", "default", other, user="lea")
        report.check(f"it does not become what opens {other}", fine=ID not in ran.out, found=ran.said)


def bring_files(trial: Trial) -> dict[str, str]:
    """Put one file of each type into a folder whose name has a space, and return their places."""
    system = trial.system
    system.run("install", "-d", "-o", "lea", "-g", "lea", FILES)
    scenario = next(iter(sorted(system.place(f"{RESOURCES}/scenarios").glob("mlfq.*"))))
    lesson = next(iter(sorted(system.place(f"{RESOURCES}/lessons").glob("01-*.*"))))
    # A lesson and a scenario may name programs and scenarios beside them.
    for folder in ("scenarios", "programs", "lessons"):
        system.run("cp", "-rL", "--no-preserve=mode", f"{RESOURCES}/{folder}", f"{FILES}/", user="lea")
    places = {
        "coreloom": f"{FILES}/scenarios/Two queues.coreloom",
        "corelesson": f"{FILES}/lessons/First lesson.corelesson",
        "coretrace": f"{FILES}/A run.coretrace",
        "py": f"{FILES}/programs/app.py",
    }
    system.run("cp", f"{FILES}/scenarios/{scenario.name}", places["coreloom"], user="lea")
    system.run("cp", f"{FILES}/lessons/{lesson.name}", places["corelesson"], user="lea")
    ran = system.run("coreloom", "export", EXAMPLE, places["coretrace"], user="lea")
    trial.report.check("a run is recorded", fine=ran.code == 0, found=ran.said)
    return places


def starting(trial: Trial) -> None:
    """Start from the menu entry, several times, and measure it."""
    trial.installed()
    desktop = trial.desktop()
    cold = desktop.time_start(*LAUNCH)
    trial.report.check(
        "gio launch shows a window that has painted", fine=cold.window_s is not None, found=said(desktop)
    )
    time.sleep(3)
    desktop.picture("start")
    desktop.check_text("start")
    trial.report.check("ctrl+q ends it", fine=desktop.leave(), found=said(desktop))
    firsts, windows, works = [], [], []
    for _ in range(_WARM_STARTS):
        start = desktop.time_start(*LAUNCH)
        if start.first_s is not None and start.window_s is not None:
            firsts.append(start.first_s)
            windows.append(start.window_s)
            works.append(start.cpu_s)
        time.sleep(1)
        desktop.leave()
        time.sleep(0.5)
    load = os.getloadavg()[0]
    trial.report.note(f"from the menu entry, load average {load:.1f}:")
    for what, seconds in (("first picture", firsts), ("painted window", windows), ("work of processors", works)):
        trial.report.note(f"  {_spread(what, seconds)}")
    # On a machine that has other things to do, only what the start itself took says anything.
    busy = load > (os.cpu_count() or 1)
    judged = works if busy else windows
    trial.report.check(
        f"{_WARM_STARTS} warm starts, the quickest in {TARGET_S} s"
        + (" of work, as others work, too" if busy else ""),
        fine=len(judged) == _WARM_STARTS and min(judged) < TARGET_S, found=judged,
    )  # fmt: skip
    desktop.launch("gtk-launch", ID)
    report_window(trial, desktop, "gtk-launch starts it, too", "Coreloom$")
    desktop.leave()
    desktop.check_network("starts")


def _spread(what: str, seconds: list[float]) -> str:
    if not seconds:
        return f"no {what}"
    return f"{what}: {min(seconds):.2f} s at least, {median(seconds):.2f} s median, {max(seconds):.2f} s at most"


def said(desktop: Desktop) -> str:
    """Return what programs on a desktop said, and which windows are seen there."""
    log = desktop.report.folder / "programs.log"
    text = log.read_text(encoding="utf-8", errors="replace")[-1500:] if log.is_file() else ""
    return f"windows: {[window.title for window in desktop.windows()]}\nprocesses: {desktop.processes()}\n{text}"


def report_window(trial: Trial, desktop: Desktop, what: str, title: str) -> bool:
    """Check that a window with such a title comes to be seen."""
    return trial.report.check(what, fine=desktop.wait_for_window(title) is not None, found=said(desktop))


def opening(trial: Trial) -> None:
    """Open files by double click: the first starts the application, the others go to the window that is open."""
    trial.installed()
    places = bring_files(trial)
    desktop = trial.desktop()
    openers = {"coreloom": ("gio", "open"), "corelesson": ("xdg-open",), "coretrace": ("gio", "open")}
    for number, (ending, opener) in enumerate(openers.items()):
        name = places[ending].rpartition("/")[2]
        other = _in_front_of_it(desktop) if number else None
        desktop.launch(*opener, places[ending], changed=_NAMED)
        # A lesson's window is called after what its step shows, the others after their files.
        words = name.rpartition(".")[0] if ending != "corelesson" else "(?!Two queues)"
        title = desktop.wait_for_window(f"^{words}.*Coreloom$")
        time.sleep(1.5)
        desktop.picture(f"open-{ending}")
        trial.report.check(f"{' '.join(opener)} {name} opens it", fine=title is not None, found=said(desktop))
        trial.report.check(
            f"{name}: one window and one process", found=said(desktop),
            fine=len(desktop.main_windows()) == 1 and len(desktop.processes()) == 1,
        )  # fmt: skip
        if other is not None:
            active = desktop.run("xdotool", "getactivewindow", "getwindowname").out
            trial.report.check(f"{name}: the window comes to the front", fine="Coreloom" in active, found=active)
            other.kill()
            other.wait()
    desktop.check_text("a trace")
    desktop.check_network("files")
    trial.report.check("ctrl+q ends it", fine=desktop.leave(), found=said(desktop))


def _in_front_of_it(desktop: Desktop) -> subprocess.Popen[bytes]:
    """Put another program's window over all others."""
    other = desktop.launch("sh", "-c", "exec xev -geometry 1200x800+300+100 >/dev/null")
    desktop.wait_for_window("Event Tester")
    desktop.run("xdotool", "search", "--name", "Event Tester", "windowactivate", "--sync")
    time.sleep(0.5)
    return other


def knowing(trial: Trial) -> None:
    """Ask the desktop what it knows about the files and their icons."""
    trial.installed()
    places = bring_files(trial)
    for ending, kind in TYPES.items():
        mime = f"application/vnd.coreloom.{kind}"
        for command in (
            ("xdg-mime", "query", "filetype"),
            ("gio", "info", "-a", "standard::content-type,standard::icon"),
        ):
            ran = trial.system.run(*command, places[ending], user="lea", changed=_NAMED)
            trial.report.check(f"{command[0]} knows .{ending}", fine=mime in ran.out, found=ran.said)
    for context, size, name in _icons():
        place = f"/usr/share/icons/hicolor/{size}/{context}/{name}"
        trial.report.check(place, fine=trial.system.place(place).is_file(), found="it is not there")


def _icons() -> list[tuple[str, str, str]]:
    mimes = [f"application-vnd.coreloom.{kind}" for kind in TYPES.values()]
    found = [("apps", "scalable", f"{ID}.svg"), *(("mimetypes", "scalable", f"{name}.svg") for name in mimes)]
    for size in (16, 32, 48, 64, 128, 256):
        found.append(("apps", f"{size}x{size}", f"{ID}.png"))
        found += [("mimetypes", f"{size}x{size}", f"{name}.png") for name in mimes]
    return found


STEPS: Steps = {"install": installing, "start": starting, "open": opening, "know": knowing}
