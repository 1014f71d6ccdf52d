"""A computer that Wine makes believe, with its one user, and the screen that its windows are on."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

from windows.wine.bundle import wine_variables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Wine's own book-keeping in the user's part of the registry; consoles, when the first is opened, note their colours.
_OF_WINE = ("[Console]", "[Software\\\\Wine", "[Software\\\\Microsoft\\\\Windows\\\\CurrentVersion\\\\Explorer")
#: How long anything may take.
PATIENCE_S = 120


class TrialError(Exception):
    """Something is not as it should be."""


def expect(true: object, problem: str) -> None:
    """Go on only if something is true.

    Raises:
        TrialError: It is not.
    """
    if not true:
        raise TrialError(problem)


def text_of(said: bytes) -> str:
    """Return what a program printed: ours speak UTF-8, those of Windows the code page of old terminals."""
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said.decode("cp850")


class Computer:
    """A Wine with one user.

    Args:
        prefix: Its folder.
    """

    def __init__(self, prefix: Path) -> None:
        self._prefix = prefix
        self._variables = wine_variables(prefix)
        self._home = prefix.parent
        self.wine("wineboot", "-i")
        (self.user,) = (path for path in (prefix / "drive_c" / "users").iterdir() if path.name != "Public")
        self.local = self.user / "AppData" / "Local"
        self._home = self.user  # on C:, where people are, and not on the disk of the system around

    def start(self, *arguments: str | Path) -> subprocess.Popen[bytes]:
        """Start a program and do not wait for it."""
        return subprocess.Popen(["wine", *map(str, arguments)], env=self._variables, cwd=self._home)

    def wine(self, *arguments: str | Path, folder: Path | None = None) -> tuple[int, str]:
        """Run a program; return its exit code and what it printed."""
        done = subprocess.run(
            ["wine", *map(str, arguments)],
            env=self._variables, cwd=folder or self._home, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=300, check=False,
        )  # fmt: skip
        return done.returncode, text_of(done.stdout)

    def settle(self) -> None:
        """Wait until every program has ended and the registry is written."""
        subprocess.run(["wineserver", "-w"], env=self._variables, timeout=PATIENCE_S, check=True)

    def end(self) -> None:
        """End all programs."""
        subprocess.run(["wineserver", "-k"], env=self._variables, check=False)

    def windows_path(self, path: Path) -> str:
        """Return how Windows calls a file on its disk."""
        return "\\".join(["C:", *path.relative_to(self._prefix / "drive_c").parts])

    def files(self) -> set[str]:
        """Return the paths of all that the user has, but for what programs put by for a moment."""
        found = {str(path.relative_to(self.user)) for path in self.user.rglob("*")}
        return {name for name in found if not name.startswith("AppData/Local/Temp")}

    def registry(self) -> set[str]:
        """Return the user's registry: a line for each key, and for each value with its key."""
        lines = (self._prefix / "user.reg").read_text(encoding="utf-8", errors="replace").splitlines()
        found: set[str] = set()
        key = ""
        for line in lines:
            if line.startswith("["):
                key = line.rpartition("]")[0] + "]"
                found.add(key)
            elif line and not line.startswith("#"):
                found.add(f"{key} {line}")
        return {line for line in found if not line.startswith(_OF_WINE)}


def windows(title: str) -> list[str]:
    """Return the windows that can be seen and whose title has this in it."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", title], capture_output=True, text=True, check=False
    )
    return found.stdout.split()


def wait_for(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so.

    Raises:
        TrialError: It is not in time.
    """
    for _ in range(PATIENCE_S * 5):
        if condition():
            return
        time.sleep(0.2)
    raise TrialError(f"{what}: not within {PATIENCE_S} seconds")
