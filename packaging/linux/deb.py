"""The Debian packages: coreloom, and coreloom-video with the encoders of video, which are under the GPL.

``dev.py installer`` packs dist/coreloom and dist/coreloom-video, which ``dev.py bundle`` builds. The same bundle and
commit give the same packages, byte for byte.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import source_date_s, version_of
from developing import virtual_environment
from failures import SetUpError

from linux import archive, control, copyrights, depends, releases, shares

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAM = "usr/lib/coreloom/coreloom"
# What a double click may take: to download, and on the disk.
LIMIT_BYTES = 70_000_000
LIMIT_INSTALLED_BYTES = 220_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What packages are made from.

    Attributes:
        checkout: The checkout.
        bundle: The folder of the program.
        video: The folder that is laid over it to have video.
        epoch_s: The time of all files, in seconds since 1970.
    """

    checkout: Path
    bundle: Path
    video: Path
    epoch_s: int


def build(checkout: Path) -> list[Path]:
    """Pack the bundles in a checkout's dist, and return the packages, in dist as well.

    Raises:
        SetUpError: A bundle or a tool is missing, a library is not to be had, or a package is too large.
    """
    return pack(checkout, checkout / "dist", checkout / "dist")


def pack(checkout: Path, bundles: Path, out: Path) -> list[Path]:
    """Pack the bundles in a folder; see `build`."""
    bundle, video = bundles / "coreloom", bundles / "coreloom-video"
    for folder in (bundle, video):
        if not (folder / "_internal").is_dir():
            raise SetUpError(f"{folder} is no bundle; packaging/dev.py bundle builds it")
    sources = Sources(checkout=checkout, bundle=bundle, video=video, epoch_s=source_date_s(checkout))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="coreloom-deb-") as scratch:
        # First what can go wrong; then what takes minutes, because xz has one thread for each.
        steps = [step(sources, Path(scratch)) for step in (_prepare_program, _prepare_video)]
        with ThreadPoolExecutor() as both:
            made = list(both.map(lambda write: write(), steps))
        # Only now: what was there before is replaced by what is whole.
        return [Path(shutil.move(package, out / package.name)) for package in made]


def _prepare_program(sources: Sources, scratch: Path) -> Callable[[], Path]:
    root = scratch / "coreloom"
    share = root / "usr" / "share"
    shutil.copytree(sources.bundle, root / "usr" / "lib" / "coreloom", symlinks=True)
    command = root / "usr" / "bin" / "coreloom"
    command.parent.mkdir()
    command.symlink_to("../lib/coreloom/coreloom")
    found = releases.releases(sources.checkout, sources.epoch_s)
    shares.add_desktop(share, sources.checkout, found)
    shares.add_terminal(share, python_of(sources.checkout), sources.checkout, sources.epoch_s)
    shares.add_reading(share)
    shares.add_documents(share, "coreloom", copyrights.of_program(sources.bundle), found)
    refuse_large("installed", archive.installed_size_kib(root) * archive.KIB, LIMIT_INSTALLED_BYTES)
    fields = control.program_fields(version_of(sources.checkout), depends.of_program(sources.bundle))

    def write() -> Path:
        package = archive.pack(root, fields, programs=frozenset({PROGRAM}), epoch_s=sources.epoch_s, folder=scratch)
        refuse_large("to download", package.stat().st_size, LIMIT_BYTES)
        return package

    return write


def _prepare_video(sources: Sources, scratch: Path) -> Callable[[], Path]:
    root = scratch / "coreloom-video"
    shutil.copytree(sources.video, root / "usr" / "lib" / "coreloom", symlinks=True)
    found = releases.releases(sources.checkout, sources.epoch_s)
    legal = copyrights.of_video(sources.video)
    shares.add_documents(root / "usr" / "share", "coreloom-video", legal, found)
    fields = control.video_fields(version_of(sources.checkout), depends.of_video(sources.bundle, sources.video))
    return lambda: archive.pack(root, fields, programs=frozenset(), epoch_s=sources.epoch_s, folder=scratch)


def refuse_large(what: str, size: int, limit: int) -> None:
    """Refuse a package that is too large.

    Args:
        what: Where the size counts, for the message.
        size: What there is, in bytes.
        limit: What there may be, in bytes.

    Raises:
        SetUpError: There is more.
    """
    if size > limit:
        raise SetUpError(
            f"The package has {size / 1e6:.1f} MB {what}, and {limit / 1e6:.0f} MB are the limit. "
            "Look at what is new in the bundle, and leave out in packaging/bundling/pruning.py what nothing loads."
        )


def python_of(checkout: Path) -> Path:
    """Return a Python that has Coreloom's requirements and shtab: this one, or else the checkout's environment.

    Raises:
        SetUpError: The environment cannot be made.
    """
    if all(importlib.util.find_spec(name) for name in ("shtab", "platformdirs", "msgspec")):
        return Path(sys.executable)
    return virtual_environment.make_ready(checkout, ("bundle",)).python
