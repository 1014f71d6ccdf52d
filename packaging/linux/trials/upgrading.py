"""Upgrades over an older version, also while that runs, and what a purge leaves on a desktop."""

from __future__ import annotations

import json
import subprocess
import time
from typing import TYPE_CHECKING

from checkout import CHECKOUT

from linux.trials import package
from linux.trials.menu import bring_files, report_window, said
from linux.trials.system import mount, wait_for
from linux.trials.terminal import EXAMPLE, coreloom, z_of

if TYPE_CHECKING:
    from linux.trials.desktop import Desktop
    from linux.trials.trial import Steps, Trial

_SMOKE_LIMIT_S = 400
#: Tries a bundle, the second argument, from a checkout, the first.
_SMOKE = """
import sys
from pathlib import Path
checkout, place = map(Path, sys.argv[1:])
sys.path.insert(0, str(checkout / "packaging"))
from bundling import smoke
sys.exit(smoke.smoke_test(place, checkout))
"""
PREFERENCES = "/home/lea/.config/coreloom/preferences.json"
RECENT = "/home/lea/.local/state/coreloom/recent.json"


def smoke(trial: Trial) -> None:
    """Let the installed program try its own panels, dialogs and windows, and the checkout try the program."""
    trial.installed()
    desktop, report = trial.desktop(), trial.report
    checkout = trial.system.place("/srv/checkout")
    checkout.mkdir(exist_ok=True)
    mount("--bind", "-o", "ro", CHECKOUT, checkout)
    try:
        # Not dev.py itself, which first installs what a checkout needs, and so what the package may have forgotten.
        ran = desktop.run(
            "python3", "-c", _SMOKE, "/srv/checkout", "/usr/lib/coreloom",
            limit_s=_SMOKE_LIMIT_S, folder="/home/lea", changed={"PYTHONDONTWRITEBYTECODE": "1"},
        )  # fmt: skip
    finally:
        trial.end_desktops()
        subprocess.run(["umount", checkout], check=True)
    report.keep("smoke-test.txt", ran.said)
    report.check("the smoke test of bundles on the installed program", fine=ran.code == 0, found=ran.said)


def upgrading(trial: Trial) -> None:
    """Change settings in the older version, upgrade, and find them again; once more while a window is open."""
    system, report = trial.system, trial.report
    older, newer = (package.names(system, folder) for folder in (package.OLDER, package.PACKAGES))
    ran = system.apt("install", "--allow-downgrades", *older)
    report.check("the older version is installed", fine=_version(trial) == "0.0.9", found=ran.said)
    places = bring_files(trial)
    desktop = trial.desktop()
    desktop.launch("coreloom", places["py"])
    report_window(trial, desktop, "the older version opens a program", "^app")
    time.sleep(1)
    desktop.command("light on")
    time.sleep(1)
    desktop.picture("older")
    report.check("the older version ends", fine=desktop.leave(), found=said(desktop))
    before = _settings(trial)
    report.check(
        "it has kept the colours and the file", fine="light" in before[0] and "app.py" in before[1], found=before
    )
    files = _files(trial)
    ran = system.apt("install", *newer)
    version = _version(trial)
    report.check(f"the upgrade to {version}", fine=ran.code == 0 and version != "0.0.9", found=ran.said)
    dropped = sorted(files - _files(trial))
    report.note(f"files of the older version that the new one has no more: {len(dropped)}")
    report.nothing("none of them is left", [name for name in dropped if system.place(name).exists()])
    report.check("settings are as they were", fine=_settings(trial) == before, found=_settings(trial))
    desktop.launch("coreloom")
    report_window(trial, desktop, "the new version opens a window", "Coreloom$")
    light = wait_for(lambda: _is_light(desktop), 20)  # once it has painted
    time.sleep(2)
    desktop.picture("upgraded")
    report.check("its colours are light", fine=light, found="they are dark: see upgraded.png")
    desktop.leave()
    _while_it_runs(trial, desktop)


def _while_it_runs(trial: Trial, desktop: Desktop) -> None:
    system, report = trial.system, trial.report
    ran = system.apt("install", "--allow-downgrades", *package.names(system, package.OLDER))
    report.check("the older version is installed again", fine=_version(trial) == "0.0.9", found=ran.said)
    desktop.launch("coreloom", EXAMPLE)
    report_window(trial, desktop, "it opens a window", "Coreloom$")
    ran = system.apt("install", *package.names(system))
    report.check("the upgrade while it runs", fine=ran.code == 0 and _version(trial) != "0.0.9", found=ran.said)
    report.check("the window is still there", fine=len(desktop.main_windows()) == 1, found=said(desktop))
    # What is loaded only now comes from the new files.
    desktop.wait_for_front("Coreloom$")
    desktop.press("ctrl+e")
    report_window(trial, desktop, "it opens a dialog that was not open before", "Export")
    desktop.picture("upgraded-while-open")
    desktop.wait_for_front("^Export$")
    desktop.press("Escape")
    ran = coreloom(system, "run", EXAMPLE, "--json")
    report.check("the new version runs beside it", fine=z_of(ran) == "30", found=ran.said)
    report.check("the window ends", fine=desktop.leave(), found=said(desktop))


def _version(trial: Trial) -> str:
    return trial.system.run("dpkg-query", "-W", "-f", "${Version}", "coreloom").out


def _files(trial: Trial) -> set[str]:
    return {name for each in trial.packages for name in package.files_of(trial.system, each)}


def _settings(trial: Trial) -> tuple[str, str]:
    """Return the colours that are preferred, and the list of files."""
    try:
        preferences = json.loads(trial.system.place(PREFERENCES).read_text(encoding="utf-8"))
        return str(preferences.get("appearance")), trial.system.place(RECENT).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        return str(error), ""


def _is_light(desktop: Desktop) -> bool:
    window = next(iter(desktop.main_windows()), None)
    if window is None:
        return False
    values = desktop.picture().part(*window.place).values(8)
    return sum(value & 255 for value in values) / len(values) > 128  # noqa: PLR2004 - half of what is white


def purging(trial: Trial) -> None:
    """Purge the packages on a desktop, whose databases have known them."""
    if not trial.before:
        trial.report.note("nothing to compare with: the step that installs was left out")
        return
    kept = _settings(trial)
    package.check_purge(trial.system, trial.report, trial.before, trial.packages)
    trial.report.check("a user's own settings are left alone", fine=_settings(trial) == kept, found=_settings(trial))


STEPS: Steps = {"smoke": smoke, "upgrade": upgrading, "purge": purging}
