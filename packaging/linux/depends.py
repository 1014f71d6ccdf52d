"""What the packages depend on, read from the files of the bundle and never guessed."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from bundling.linkage import is_elf
from developing.system_libraries import LIBRARIES
from failures import SetUpError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# What no file of the bundle is linked against and yet is needed: lists of fonts that are ready at the first start; a
# font for letters that those of our own lack (without any, each is a box); keyboard layouts, which come by themselves
# only where libxkbcommon is not bundled.
DATA = ("fontconfig", "fonts-dejavu-core", "xkb-data")
# Sonames of the C library itself.
LIBC = re.compile(r"(?:ld-linux.*|lib(?:anl|c|dl|m|mvec|pthread|resolv|rt|util)\.so\.\d+)")
NEEDED = re.compile(r"^ +NEEDED +(\S+)$", re.MULTILINE)
# `objdump -p` lists the versions of the C library that a file asks for; each stands at the end of its line.
GLIBC = re.compile(r" GLIBC_(\d+)\.(\d+)(?:\.\d+)?$", re.MULTILINE)
# Asked for by files with packed relocations, and there since 2.36.
PACKED_RELOCATIONS, PACKED_SINCE = "GLIBC_ABI_DT_RELR", (2, 36)
# Files a call of objdump: far below the longest command line.
BATCH = 100


def of_program(bundle: Path) -> list[str]:
    """Return what the program depends on, sorted; see `library_packages`."""
    files = list(bundle.rglob("*"))
    return sorted({*library_packages(files, {path.name for path in files}), *DATA})


def of_video(bundle: Path, video: Path) -> list[str]:
    """Return what video depends on beside the program, sorted; see `library_packages`."""
    files = list(video.rglob("*"))
    return library_packages(files, {path.name for path in (*files, *bundle.rglob("*"))})


def library_packages(files: Iterable[Path], carried: set[str]) -> list[str]:
    """Return the packages of the shared libraries that files need, with the least version of the C library.

    Names are the same on Debian 12, 13 and Ubuntu 24.04: where 64-bit times renamed a package
    (libglib2.0-0t64), the new one provides the old name.

    Args:
        files: The files of the bundle; those that are no ELF files are skipped.
        carried: File names in the bundle, in which the loader looks first.

    Raises:
        SetUpError: A file needs a library that is neither carried nor known by a package, or objdump is missing.
    """
    said = _headers([path for path in files if is_elf(path)])
    newest = max(((int(major), int(minor)) for major, minor in GLIBC.findall(said)), default=(2, 0))
    if PACKED_RELOCATIONS in said:
        newest = max(newest, PACKED_SINCE)
    packages = {library.soname: library.packages[0] for library in LIBRARIES}
    outside = {soname for soname in NEEDED.findall(said) if soname not in carried and not LIBC.fullmatch(soname)}
    if unknown := sorted(outside - set(packages)):
        raise SetUpError(
            f"The bundle needs {', '.join(unknown)}, which it does not carry. Say which package has it in "
            "packaging/developing/system_libraries.py, or bundle it."
        )
    return [f"libc6 (>= {newest[0]}.{newest[1]})", *sorted({packages[soname] for soname in outside})]


def _headers(paths: list[Path]) -> str:
    parts = []
    try:
        for first in range(0, len(paths), BATCH):
            command: list[str | Path] = ["objdump", "-p", *paths[first : first + BATCH]]
            parts.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(f"objdump, of the package binutils, cannot read the bundle: {error}") from error
    return "".join(parts)
