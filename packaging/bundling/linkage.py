"""Which shared libraries the loader does not find for the files of a bundle, on Linux."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

from failures import SetUpError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ELF = b"\x7fELF"
#: What ldd prints before the lines of a file, when it is given several.
_FILE = re.compile(r"^(?P<file>/.*):$")
_LOST = re.compile(r"^\s+(?P<library>\S+) => not found")
#: A library that is there in a version that is too old.
_OLD = re.compile(r"version `(?P<version>[^']+)' not found \(required by (?P<file>.+)\)")


def unresolved(folder: Path, contents: Path) -> list[str]:
    """Return what is missing, a line for each library and how many files need it; empty when all is there.

    Args:
        folder: The bundle.
        contents: The folder of its libraries, which the program adds to the loader's search path when it starts.

    Raises:
        SetUpError: There is no ldd here, or it finds nothing to look at.
    """
    if shutil.which("ldd") is None:
        raise SetUpError("there is no ldd, which tells what libraries are missing; it comes with glibc")
    files = [path for path in sorted(folder.rglob("*")) if is_elf(path)]
    if not files:
        raise SetUpError(f"{folder} holds no program and no library")
    ran = subprocess.run(
        ["ldd", *files], env={**os.environ, "LC_ALL": "C", "LD_LIBRARY_PATH": str(contents)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
    )  # fmt: skip
    return missing(ran.stdout.splitlines())


def is_elf(path: Path) -> bool:
    """Say whether a file is a program or a library of Linux; a link to one is none."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(_ELF)) == _ELF


def missing(lines: Iterable[str]) -> list[str]:
    """Return what ldd did not find, from its output about several files."""
    needed: dict[str, list[str]] = {}
    file = ""
    for line in lines:
        if found := _FILE.match(line):
            file = found["file"]
        elif found := _OLD.search(line):
            needed.setdefault(f"version {found['version']}", []).append(found["file"])
        elif found := _LOST.match(line):
            needed.setdefault(found["library"], []).append(file)
    return [f"{name} is missing, for {users[0]}{_more(len(set(users)))}" for name, users in sorted(needed.items())]


def _more(users: int) -> str:
    return f" and {users - 1} more" if users > 1 else ""
