"""The installer for Windows: ``dist/coreloom-VERSION-setup.exe``, by NSIS, from the bundle in ``dist``.

``python3 packaging/dev.py installer`` calls `build` on Windows, after the bundle was built and tried. makensis runs
elsewhere, too: with a bundle for Windows in ``dist``, ``packaging/dev.py installer --ready --system win32`` makes the
installer on Linux.

What is in it, and what it does to a computer, is in coreloom.nsi. Where a certificate is configured (signing.py), both
programs, the uninstaller and the installer are signed: the release workflow sets CORELOOM_SIGN_COMMAND, or
CORELOOM_SIGN_PFX with CORELOOM_SIGN_PASSWORD, and may set CORELOOM_SIGN_TIMESTAMP.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import version_of
from failures import SetUpError
from processes import output_of

from windows import signing
from windows.version import four_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).resolve().parent
PROGRAMS = ("coreloom.exe", "coreloomw.exe")
#: Where NSIS's own installer puts makensis without adding it to the PATH.
_PLACES = ("ProgramFiles(x86)", "ProgramFiles")
_LICENCES = """

Coreloom brings other software along: Python, Qt and PySide6 (LGPL, version 3), NumPy, fonts and more. Each part has its
own licence. All of them are in the folder _internal\\licences beside the program, and in the application under Help,
About Coreloom.
"""
_VIDEO_LICENCE = """
The export of videos, which can be left out, uses FFmpeg with x264 and x265. It is as a whole under the GNU General
Public License, version 3 or later; whoever passes it on does so under its terms.
"""


def build(checkout: Path) -> list[Path]:
    """Make the installer from ``dist/coreloom`` and, where it is there, ``dist/coreloom-video``.

    Raises:
        SetUpError: There is no bundle for Windows or no makensis, or one of the tools fails.
    """
    bundle, video = checkout / "dist" / "coreloom", checkout / "dist" / "coreloom-video"
    for program in PROGRAMS:
        if not (bundle / program).is_file():
            raise SetUpError(f"{bundle / program} is missing: `packaging/dev.py bundle` on Windows makes it.")
        signing.sign(bundle / program)
    version = version_of(checkout)
    out = checkout / "dist" / f"coreloom-{version}-setup.exe"
    scratch = checkout / "build" / "windows"
    scratch.mkdir(parents=True, exist_ok=True)
    files, licence = scratch / "files.nsh", scratch / "licence.txt"
    parts = {"APPLICATION": bundle} | ({"VIDEO": video} if video.is_dir() else {})
    files.write_text("".join(file_macros(name, folder) for name, folder in parts.items()), encoding="utf-8-sig")
    text = (checkout / "LICENSE").read_text(encoding="utf-8") + _LICENCES + (_VIDEO_LICENCE if "VIDEO" in parts else "")
    licence.write_text(text, encoding="utf-8-sig", newline="\r\n")
    names = {
        "VERSION": version,
        "VERSION_FOUR": ".".join(map(str, four_numbers(version))),
        "OUT": out,
        "FILES": files,
        "LICENCE": licence,
        "ICONS": checkout / "resources" / "icons",
        **{f"{name}_KB": kilobytes(folder) for name, folder in parts.items()},
        **({"VIDEO": 1} if "VIDEO" in parts else {}),
        **({"SIGN": f'"{sys.executable}" "{HERE / "signing.py"}"'} if signing.configured() else {}),
    }
    _make(makensis(), names)
    return [out]


def makensis() -> Path:
    """Return the compiler of NSIS.

    Raises:
        SetUpError: There is none; it says where to get it.
    """
    found = shutil.which("makensis")
    if found:
        return Path(found)
    for place in _PLACES:
        program = Path(os.environ.get(place, "")) / "NSIS" / "makensis.exe"
        if place in os.environ and program.is_file():
            return program
    advice = "choco install nsis, or https://nsis.sourceforge.io" if os.name == "nt" else "apt-get install nsis"
    raise SetUpError(f"makensis, the compiler of NSIS 3.08 or later, is not here: {advice}.")


def _make(compiler: Path, names: dict[str, object]) -> None:
    # On Windows makensis knows options by a slash; a minus works everywhere.
    defines = [f"-D{name}={value}" for name, value in names.items()]
    output_of([compiler, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, HERE / "coreloom.nsi"], folder=HERE)


def file_macros(name: str, folder: Path) -> str:
    """Return the macros INSTALL_name and REMOVE_name: what brings a folder's files, and what takes just these away.

    Args:
        name: The name of the part.
        folder: Where its files are.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = [f"!macro INSTALL_{name}"]
    target = None
    for path in files:
        into = _installed(path.parent.relative_to(folder))
        if into != target:
            lines.append(f'  SetOutPath "{into}"')
            target = into
        lines.append(f'  File "{path}"')
    lines += ["!macroend", f"!macro REMOVE_{name}"]
    lines += [f'  Delete "{_installed(path.relative_to(folder))}"' for path in files]
    folders = {parent for path in files for parent in path.relative_to(folder).parents if parent != Path()}
    deepest_first = sorted(folders, key=lambda path: (-len(path.parts), path))
    lines += [f'  RMDir "{_installed(path)}"' for path in deepest_first]
    return "\n".join([*lines, "!macroend", ""])


def _installed(path: Path) -> str:
    return "\\".join(["$INSTDIR", *map(_escaped, path.parts)])


def _escaped(text: str) -> str:
    return text.replace("$", "$$")


def kilobytes(folder: Path) -> int:
    """Return how much a folder's files take, in units of 1024 bytes, as the list of installed applications has it."""
    return sum(_sizes(folder.rglob("*"))) // 1024


def _sizes(paths: Iterable[Path]) -> Iterable[int]:
    return (path.stat().st_size for path in paths if path.is_file())
