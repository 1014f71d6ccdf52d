"""The bundle: building it with PyInstaller, what PyInstaller missed, and where things are in it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

from failures import SetUpError

from bundling import pruning

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_NO_LIBRARY = re.compile(r"Library not found: could not resolve '(?P<library>[^']+)', dependency of '(?P<file>[^']+)'")
_NO_MODULE = re.compile(r"Hidden import [\"'](?P<module>[^\"']+)[\"'] not found")


def build_command(python: Path, checkout: Path) -> list[str | Path]:
    """Return the command that builds dist/coreloom and dist/coreloom-video."""
    folders: list[str | Path] = ["--distpath", checkout / "dist", "--workpath", checkout / "build" / "pyinstaller"]
    pyinstaller: list[str | Path] = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    return [*pyinstaller, *folders, checkout / "packaging" / "coreloom.spec"]


def build(python: Path, checkout: Path, environment: Mapping[str, str]) -> None:
    """Build dist/coreloom, and what adds video to it in dist/coreloom-video.

    Args:
        python: Where PyInstaller is installed.
        checkout: Root of the checkout.
        environment: Its variables.

    Raises:
        SetUpError: PyInstaller failed, or missed what the bundle needs.
    """
    command = build_command(python, checkout)
    ran = subprocess.run(
        command, cwd=checkout, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        raise SetUpError(f"{ran.stdout}PyInstaller ended with {ran.returncode}")
    missing = missed(ran.stdout)
    if missing:
        raise SetUpError("PyInstaller did not find what the bundle needs:\n  " + "\n  ".join(missing))


def missed(log: str) -> list[str]:
    """Return what PyInstaller's messages say is missing, without what is left out on purpose or for what is."""
    libraries = [
        f"{found['library']}, for {found['file']}"
        for found in _NO_LIBRARY.finditer(log)
        if pruning.keeps(found["file"])
    ]
    modules = [found["module"] for found in _NO_MODULE.finditer(log) if not _is_left_out(found["module"])]
    return [*libraries, *modules]


def _is_left_out(module: str) -> bool:
    return any(module == one or module.startswith(f"{one}.") for one in pruning.MODULES)


def programs(place: Path, system: str = sys.platform) -> list[Path]:
    """Return a bundle's programs, the one for a terminal first.

    Args:
        place: The folder that holds the program, ``Coreloom.app``, or the program itself.
        system: The bundle's ``sys.platform``.

    Raises:
        SetUpError: There is none.
    """
    if place.is_file():
        return [place.resolve()]
    folder = place / "Contents" / "MacOS" if place.suffix == ".app" else place
    names = ["coreloom.exe", "coreloomw.exe"] if system == "win32" else ["coreloom"]
    found = [(folder / name).resolve() for name in names if (folder / name).is_file()]
    if not found:
        raise SetUpError(f"{place} holds no Coreloom: there is no {' and no '.join(names)} in it")
    return found


def contents(program: Path) -> Path:
    """Return the folder of what a program loads: libraries, and the packages of Python that are not packed into it."""
    application = program.parent.parent
    return application / "Frameworks" if program.parent.name == "MacOS" else program.parent / "_internal"


def is_bundle(program: Path) -> bool:
    """Say whether a program has all it needs beside it; what pip installed has a Python that knows where it is."""
    return contents(program).is_dir()


def has_video(program: Path) -> bool:
    """Say whether video was added to a bundle; pip always brings it along."""
    return not is_bundle(program) or (contents(program) / "av").is_dir()
