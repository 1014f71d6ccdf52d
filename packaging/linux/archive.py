"""A folder as a Debian package: control file, checksums, modes and times, and ``dpkg-deb``.

The same folder gives the same file, byte for byte: dpkg-deb sorts, owners are root, modes and times are set here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from failures import SetUpError
from processes import output_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KIB = 1024


def architecture() -> str:
    """Return Debian's name of this machine's architecture, such as amd64.

    Raises:
        SetUpError: There is no dpkg here.
    """
    if shutil.which("dpkg-deb") is None:
        raise SetUpError("dpkg-deb is missing: a .deb is built on Debian or Ubuntu")
    return output_of(["dpkg", "--print-architecture"]).strip()


def installed_size_kib(root: Path) -> int:
    """Return the disk space of a tree in KiB as Debian counts it: whole KiB for a file, one for anything else."""
    return sum(
        -(-path.stat().st_size // KIB) if path.is_file() and not path.is_symlink() else 1 for path in root.rglob("*")
    )


def pack(root: Path, fields: Mapping[str, str], *, programs: frozenset[str], epoch_s: int, folder: Path) -> Path:
    """Write a package and return its file, which is named after what it is.

    Args:
        root: The tree as it will be installed; it gets a folder DEBIAN, and its modes and times are set.
        fields: The control file, without Installed-Size.
        programs: Paths inside the tree that can be executed; nothing else can.
        epoch_s: The time of all files, in seconds since 1970.
        folder: Where it goes.

    Raises:
        SetUpError: dpkg-deb is missing or refuses.
    """
    size_kib = installed_size_kib(root)
    sums = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(root)}\n"
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]
    control = root / "DEBIAN"
    control.mkdir()
    lines = [f"{name}: {text}\n" for name, text in {**fields, "Installed-Size": str(size_kib)}.items()]
    # The long description comes last, as everybody is used to.
    lines.sort(key=lambda line: line.startswith("Description:"))
    (control / "control").write_text("".join(lines), encoding="utf-8")
    (control / "md5sums").write_text("".join(sums), encoding="utf-8")
    _set_modes_and_times(root, programs, epoch_s)
    out = folder / f"{fields['Package']}_{fields['Version']}_{fields['Architecture']}.deb"
    variables = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch_s)}
    # One thread: with several, what xz writes depends on how many. Level 9 would save 1.5 % for a third more time.
    options = ("-Zxz", "-z6", "--threads-max=1", "--root-owner-group")
    output_of(["dpkg-deb", *options, "--build", root, out], variables=variables)
    return out


def _set_modes_and_times(root: Path, programs: frozenset[str], epoch_s: int) -> None:
    for path in [root, *root.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.relative_to(root).as_posix() in programs else 0o644)
    # Times after modes and from the leaves up: whatever is done in a folder changes the folder's own time.
    for path in sorted([root, *root.rglob("*")], reverse=True):
        os.utime(path, (epoch_s, epoch_s), follow_symlinks=False)
