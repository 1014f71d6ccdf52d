"""What a desktop, a terminal and a reader find of Coreloom below /usr/share."""

from __future__ import annotations

import gzip
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from checkout import PACKAGING
from failures import SetUpError
from processes import output_of

from linux import releases
from linux.places import ICONS, ID

if TYPE_CHECKING:
    from linux.releases import Release

HERE = Path(__file__).resolve().parent


def add_desktop(share: Path, checkout: Path, found: list[Release]) -> None:
    """Add desktop entry, MIME types, icons and metainfo.

    Raises:
        SetUpError: A drawing is missing.
    """
    _copy(HERE / f"{ID}.desktop", share / "applications" / f"{ID}.desktop")
    _copy(HERE / "coreloom.xml", share / "mime" / "packages" / "coreloom.xml")
    metainfo = (HERE / f"{ID}.metainfo.xml").read_text(encoding="utf-8")
    filled = metainfo.replace("<!-- RELEASES -->", releases.appstream_releases(found))
    write(share / "metainfo" / f"{ID}.metainfo.xml", filled)
    drawings = checkout / "resources" / "icons"
    _copy(drawings / f"{ID}-symbolic.svg", share / "icons" / "hicolor" / "symbolic" / "apps" / f"{ID}-symbolic.svg")
    for drawing, (context, name) in ICONS.items():
        theme = share / "icons" / "hicolor"
        _copy(drawings / f"{drawing}.svg", theme / "scalable" / context / f"{name}.svg")
        for picture in sorted(drawings.glob(f"{drawing}-*.png")):
            size = picture.stem.removeprefix(f"{drawing}-")
            if size.isdigit():
                _copy(picture, theme / f"{size}x{size}" / context / f"{name}.png")


def add_terminal(share: Path, python: Path, checkout: Path, epoch_s: int) -> None:
    """Add the manual page and the completions, which are made from what the command line accepts.

    Args:
        share: The folder /usr/share.
        python: A Python that has Coreloom's requirements and shtab.
        checkout: The checkout.
        epoch_s: The manual page's date, in seconds since 1970.

    Raises:
        SetUpError: They cannot be made.
    """
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (PACKAGING, checkout)))}
    output_of([python, "-m", "linux.terminal", str(epoch_s), share], variables=variables)


def add_reading(share: Path) -> None:
    """Add the guides and the examples, which the program has itself, where people look for them."""
    resources = "../../../lib/coreloom/_internal/resources"
    doc = share / "doc" / "coreloom"
    doc.mkdir(parents=True, exist_ok=True)
    (doc / "guide").symlink_to(f"{resources}/guide")
    (doc / "examples").mkdir()
    for name in ("programs", "scenarios", "lessons"):
        (doc / "examples" / name).symlink_to(f"../{resources}/{name}")


def add_documents(share: Path, package: str, copyright_text: str, found: list[Release]) -> None:
    """Add what Debian expects of each package below /usr/share/doc, and what lintian is told."""
    doc = share / "doc" / package
    write(doc / "copyright", copyright_text)
    write_compressed(doc / "changelog.gz", releases.debian_changelog(package, found))
    _copy(HERE / f"{package}.lintian-overrides", share / "lintian" / "overrides" / package)


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise SetUpError(f"{source} is missing")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def write(target: Path, text: str) -> None:
    """Write a file and the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def write_compressed(target: Path, text: str) -> None:
    """Write a file as gzip has it, and the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    # Without a time inside, so that the same text gives the same file.
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
