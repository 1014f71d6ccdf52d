"""An older version of a package, which an upgrade is tried from; what a purge is held against."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType


@pytest.fixture(scope="module")
def package(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.trials.package")


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")
def test_an_older_version_differs_in_its_version_only(package: ModuleType, tmp_path: Path):
    folder = tmp_path / "made"
    (folder / "DEBIAN").mkdir(parents=True)
    (folder / "DEBIAN/control").write_text(
        "Package: coreloom-video\nVersion: 0.1.0\nArchitecture: amd64\nMaintainer: N <n@example.org>\n"
        "Depends: coreloom (= 0.1.0)\nDescription: odd\n"
    )
    (folder / "file").write_text("content")
    new, old = tmp_path / "new.deb", tmp_path / "old.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", folder, new], check=True, capture_output=True)
    package.older(new, old)

    def told(file: Path, *what: str) -> str:
        return subprocess.run(["dpkg-deb", *what, file], check=True, capture_output=True, text=True).stdout

    fields = told(old, "-I").splitlines()
    assert " Version: 0.0.9" in fields
    assert " Depends: coreloom (= 0.0.9)" in fields
    assert told(old, "-c") == told(new, "-c")


def test_what_is_no_package_is_refused(package: ModuleType, tmp_path: Path):
    place = tmp_path / "a.deb"
    place.write_bytes(b"nothing of the kind")
    with pytest.raises(package.BrokenTrialError, match="no Debian package"):
        package.older(place, tmp_path / "b.deb")
