"""The suite and the static checks, which together are the gate."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from checkout import CHECKOUT, PACKAGING

from developing import system_libraries, virtual_environment

# Settings of a desktop that change sizes and looks: a test means the same on every machine.
DESKTOP_SETTINGS = (
    "QT_SCALE_FACTOR",
    "QT_SCREEN_SCALE_FACTORS",
    "QT_FONT_DPI",
    "QT_STYLE_OVERRIDE",
    "QT_QPA_PLATFORMTHEME",
)


def test(pytest_arguments: list[str]) -> int:
    """Run the whole suite, offscreen, and return pytest's exit code.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    system_libraries.provide_missing(window=False)
    environment = virtual_environment.make_ready(CHECKOUT, ("test",))
    command: list[str | Path] = [environment.python, "-m", "pytest", *parallel(pytest_arguments), *pytest_arguments]
    return virtual_environment.run(command, test_variables(os.environ))


def parallel(pytest_arguments: list[str]) -> list[str]:
    """Return what makes a suite run on all cores, unless single tests were named, or the arguments say how many."""
    says_it = any(argument.startswith(("-n", "--numprocesses", "--pdb", "--store")) for argument in pytest_arguments)
    named = any("::" in argument or argument.endswith(".py") for argument in pytest_arguments)
    return [] if says_it or named else ["-n", "auto", "--dist", "worksteal"]


def test_variables(variables: Mapping[str, str]) -> dict[str, str | None]:
    """Return the variables to set, or with None to remove, for a suite that draws the same on every machine."""
    changed: dict[str, str | None] = {name: None for name in DESKTOP_SETTINGS if name in variables}
    changed["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform.startswith("linux") and variables.get("LC_ALL") in {"C", "POSIX"}:
        changed["LC_ALL"] = "C.UTF-8"  # Qt warns in a locale that is not UTF-8
    return changed


def check() -> int:
    """Run every static check, all of them even when one fails, and return 1 if any failed.

    Raises:
        SetUpError: The checkers cannot be set up here.
    """
    system_libraries.provide_missing(window=False)
    environment = virtual_environment.make_ready(CHECKOUT, ("test", "check"))
    own_files = sorted(PACKAGING.rglob("*.py"))
    checks: list[list[str | Path]] = [
        [environment.program("ruff"), "check", "."],
        [environment.program("ruff"), "format", "--check", "."],
        [environment.program("mypy"), "--strict", "desktop_app", *own_files],
        [environment.program("lint-imports")],
    ]
    failed = []
    for command in checks:
        name = " ".join([Path(command[0]).stem, *(str(part) for part in command[1:] if not isinstance(part, Path))])
        print(f"== {name}", flush=True)
        if virtual_environment.run(command) != 0:
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.", flush=True)
    return 1 if failed else 0
