"""The files of a release: whether all of them are there and nothing else, and their check sums (``dev.py sums``)."""

from __future__ import annotations

import hashlib
import platform
import sys
from pathlib import Path

from failures import SetUpError

SUMS = "SHA256SUMS"
#: What is built, with {} for the version: for Debian, Windows, both processors of macOS, and pip.
INSTALLERS = (
    "coreloom_{}_amd64.deb",
    "coreloom-video_{}_amd64.deb",
    "coreloom-{}-setup.exe",
    "coreloom-{}-arm64.dmg",
    "coreloom-{}-x86_64.dmg",
    "coreloom-video-{}-arm64.dmg",
    "coreloom-video-{}-x86_64.dmg",
    "coreloom-{}-py3-none-any.whl",
    "coreloom-{}.tar.gz",
)
#: Each has bundles of its own, and so bills of materials and sources: of the program, and of video.
PLATFORMS = ("linux-amd64", "windows-amd64", "macos-arm64", "macos-x86_64")
BUNDLES = ("coreloom", "coreloom-video")


def platform_name(system: str = sys.platform, machine: str = platform.machine()) -> str:
    """Return what the platform is called in names of files; of processors, each system has its own names."""
    name = {"win32": "windows", "darwin": "macos"}.get(system, "linux")
    return f"{name}-{machine if name == 'macos' else machine.lower().replace('x86_64', 'amd64')}"


def bill_name(bundle: str, version: str, platform_is: str) -> str:
    """Return the name of a bundle's bill of materials, in CycloneDX's JSON."""
    return f"{bundle}-{version}-{platform_is}.cdx.json"


def sources_name(bundle: str, version: str, platform_is: str) -> str:
    """Return the name of the note that says where sources are, as the GPL and LGPL want it beside what is built."""
    return f"{bundle}-{version}-{platform_is}-sources.txt"


def expected(version: str) -> list[str]:
    """Return the names of a release's files, but for the sums."""
    of_bundles = [
        name(bundle, version, each) for name in (bill_name, sources_name) for bundle in BUNDLES for each in PLATFORMS
    ]
    return sorted([*(name.format(version) for name in INSTALLERS), *of_bundles])


def problems(folder: Path, version: str) -> list[str]:
    """Return what is wrong with the files in a folder; sums that are there already are written anew."""
    there = {path.name: path for path in folder.iterdir() if path.name != SUMS}
    wanted = expected(version)
    return [
        *(f"{name} is missing" for name in wanted if name not in there),
        *(f"{name} is not part of release {version}" for name in sorted(there) if name not in wanted),
        *(f"{name} is empty" for name in wanted if name in there and there[name].stat().st_size == 0),
    ]


def sums(folder: Path, version: str) -> str:
    """Return the SHA-256 of each file, in the format of sha256sum."""
    lines = []
    for name in expected(version):
        with (folder / name).open("rb") as file:
            lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}\n")
    return "".join(lines)


def write_sums(folder: Path, version: str) -> Path:
    """Check that a release's files are there, write their sums beside them, and return the file of the sums.

    Raises:
        SetUpError: A file is missing, empty or not expected; the message has a line for each.
    """
    if not folder.is_dir():
        raise SetUpError(f"{folder} is no folder")
    found = problems(folder, version)
    if found:
        raise SetUpError("\n".join(f"{folder}: {problem}" for problem in found))
    written = folder / SUMS
    written.write_text(sums(folder, version), encoding="ascii", newline="\n")
    return written
