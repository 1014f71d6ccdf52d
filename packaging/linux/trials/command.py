"""Tries packages in fresh Debian systems: ``python3 packaging/dev.py trial coreloom.deb coreloom-video.deb``.

Needs root on Debian, debootstrap, and the namespaces of Linux (unshare). For Debian 12 and 13 each it makes a system by
``debootstrap --variant=minbase`` in the folder of ``--cache``, once. Each part of a trial lays a scratch folder over it
(overlayfs), in namespaces of its own: nothing stays mounted, nothing goes on running, and the system stays fresh.

The parts:

clean
    The packages alone, on a system without anything else: they install with what they depend on and nothing more; each
    library is found; file modes and owners; the command line as an ordinary user without a display; video by the second
    package; a purge leaves the system as it was.
desktop
    A desktop (Xvfb, openbox, a session bus, xdg-utils; no network at all): start from the menu entry, timed; text is
    drawn with the bundled fonts; files open by double click, in the window that is open; types and icons are known; the
    bundle's own smoke test; upgrades, also while it runs, keep settings; a purge leaves no trace in the desktop's
    databases. What is upgraded is the packages of ``--older``, or the same content, as version 0.0.9.
hard
    Homes that cannot be written or do not exist, full disks, two users, names with spaces and letters of all kinds, odd
    locales and XDG folders, no session bus, no fonts, no /dev/shm, displays that refuse, root, umask 077, a scale
    factor, Wayland.

Each check is a line, ``ok`` or ``FAILED``. Screenshots and outputs are in the folder of ``--out``: look at them. The
exit code is 1 when anything failed, and 2 when a trial could not be made.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import CHECKOUT, PACKAGING

from linux.trials import clean, displays, homes, menu, surroundings, upgrading
from linux.trials.package import bring
from linux.trials.report import BrokenTrialError, Report
from linux.trials.system import laid_over, removed
from linux.trials.trial import Trial

if TYPE_CHECKING:
    from linux.trials.trial import Steps

SUITES = ("bookworm", "trixie")
#: The steps of each part, in their order.
PARTS: dict[str, Steps] = {
    "clean": clean.STEPS,
    "desktop": {**menu.STEPS, **upgrading.STEPS},
    "hard": {**homes.STEPS, **surroundings.STEPS, **displays.STEPS},
}
EXIT_FAILED = 1
EXIT_BROKEN = 2


def main(argv: list[str]) -> int:
    """Try the packages that the arguments name; return the exit code."""
    options = _parser().parse_args(argv)
    # Mounts are told with whole paths, and folders are held against them before they are removed.
    options.cache, options.out = options.cache.resolve(), options.out.resolve()
    try:
        return _inside(options) if options.inside else _outside(options)
    except BrokenTrialError as error:
        print(f"The trial cannot be made: {error}", file=sys.stderr)
        return EXIT_BROKEN


def _parser() -> argparse.ArgumentParser:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(
        prog="dev.py trial", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("packages", nargs="*", type=Path, metavar="DEB", help="the packages, coreloom first")
    parser.add_argument("--suite", action="append", choices=SUITES, help="only this system (may be repeated)")
    parser.add_argument("--part", action="append", choices=list(PARTS), help="only this part (may be repeated)")
    parser.add_argument("--step", action="append", default=[], metavar="NAME", help="only this step of a part")
    parser.add_argument("--older", type=Path, action="append", default=[], metavar="DEB", help="what to upgrade from")
    parser.add_argument("--cache", type=Path, default=CHECKOUT / "build" / "trial", help="where systems are kept")
    parser.add_argument("--out", type=Path, default=CHECKOUT / "build" / "trial" / "seen", help="for screenshots")
    parser.add_argument("--list", action="store_true", help="name the steps of each part, and end")
    parser.add_argument("--inside", type=Path, help=argparse.SUPPRESS)  # a scratch folder, in namespaces of its own
    return parser


def _outside(options: argparse.Namespace) -> int:
    """Try each part in each system, one after the other, each in namespaces of its own."""
    if options.list:
        for part, steps in PARTS.items():
            print(f"{part}: {' '.join(steps)}")
        return 0
    _check_host(options)
    options.cache.mkdir(parents=True, exist_ok=True)
    codes = {}
    for suite in options.suite or SUITES:
        with (options.cache / f"{suite}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two trials of one system would take each other's packages
            for part in options.part or PARTS:
                if not options.step or set(options.step) & set(PARTS[part]):
                    codes[f"{suite} {part}"] = _try_part(options, suite, part)
    print("\n".join(f"{name}: {'ok' if code == 0 else f'FAILED ({code})'}" for name, code in codes.items()))
    return max(codes.values(), default=EXIT_BROKEN)


def _check_host(options: argparse.Namespace) -> None:
    if os.geteuid() != 0:
        raise BrokenTrialError("it needs root, for chroot and mount")
    for program in ("debootstrap", "unshare", "nsenter", "dpkg-deb"):
        if shutil.which(program) is None:
            raise BrokenTrialError(f"{program} is not installed")
    if not options.packages:
        raise BrokenTrialError("name the packages to try, or --list")
    for package in (*options.packages, *options.older):
        if not package.is_file():
            raise BrokenTrialError(f"{package} is not there")


def _try_part(options: argparse.Namespace, suite: str, part: str) -> int:
    scratch = Path(tempfile.mkdtemp(prefix="scratch-", dir=options.cache))
    apart: list[str | Path] = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    own: list[str | Path] = [sys.executable, PACKAGING / "dev.py", "trial", *options.packages, "--inside", scratch]
    chosen: list[str | Path] = ["--suite", suite, "--part", part, "--cache", options.cache, "--out", options.out]
    steps = [word for step in options.step for word in ("--step", step)]
    older = [word for package in options.older for word in ("--older", package)]
    try:
        return subprocess.run([*apart, *own, *chosen, *steps, *older], check=False).returncode
    finally:
        removed(scratch)


def _inside(options: argparse.Namespace) -> int:
    """Try the steps of one part in one system."""
    if os.getpid() != 1:
        raise BrokenTrialError("--inside is for the trial itself, which mounts things in namespaces of its own")
    (suite,), (part,) = options.suite, options.part
    out = options.out / suite / part
    out.mkdir(parents=True, exist_ok=True)
    report = Report(folder=out)
    print(f"=== {suite}, {part} (screenshots and outputs in {out})", flush=True)
    system = laid_over(options.cache, suite, options.inside, desktop=part != "clean")
    bring(system, options.packages, options.older)
    trial = Trial(system=system, report=report)
    for name, step in PARTS[part].items():
        if options.step and name not in options.step:
            continue
        report.title(f"{suite} {part} {name}")
        try:
            step(trial)
        except BrokenTrialError:
            raise
        except Exception:  # noqa: BLE001 - the other steps are tried all the same
            report.check(f"{name} came to its end", fine=False, found=traceback.format_exc())
        finally:
            trial.end_desktops()
    return EXIT_FAILED if report.failed else 0
