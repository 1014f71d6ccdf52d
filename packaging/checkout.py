"""The checkout: where it is, which version it has, and of when it is."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
from pathlib import Path

from failures import SetUpError

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGING = CHECKOUT / "packaging"


def version_of(checkout: Path) -> str:
    """Return ``desktop_app.__version__``, without importing anything.

    Raises:
        SetUpError: It is not there as a plain string.
    """
    source = (checkout / "desktop_app" / "__init__.py").read_text(encoding="utf-8")
    for statement in ast.parse(source).body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="__version__")], value=ast.Constant(value=str(version))):
                return version
    raise SetUpError("desktop_app/__init__.py: no __version__ that is a plain string")


def source_date_s(checkout: Path) -> int:
    """Return the time that files of packages have, in seconds since 1970, so that a package can be made again.

    It is SOURCE_DATE_EPOCH where that is set, else the last commit's, else, as in an unpacked sdist, the changelog's.

    Raises:
        SetUpError: SOURCE_DATE_EPOCH is no whole number.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not given.isdecimal():
        raise SetUpError(f"SOURCE_DATE_EPOCH is {given!r}; it should be seconds since 1970, such as 1767225600.")
    return int(given or _last_commit_s(checkout) or (checkout / "CHANGELOG.md").stat().st_mtime)


def _last_commit_s(checkout: Path) -> str:
    if not (checkout / ".git").exists() or shutil.which("git") is None:
        return ""
    asked: list[str | Path] = ["git", "-C", checkout, "log", "-1", "--format=%ct"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
