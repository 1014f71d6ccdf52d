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


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")
def test_what_is_upgraded_may_have_other_content(
    package: ModuleType, packaging_module: Callable[[str], ModuleType], tmp_path: Path
):
    before, now = (_built(tmp_path, version, name) for version, name in (("0.1.0", "gone"), ("0.2.0", "new")))
    for given, kept in (([before], "gone"), ([], "new")):
        system = packaging_module("linux.trials.system").System(suite="bookworm", root=tmp_path / kept)
        package.bring(system, [now], given)
        (older,) = system.place(package.OLDER).iterdir()
        (newer,) = system.place(package.PACKAGES).iterdir()
        listed = subprocess.run(["dpkg-deb", "-c", older], check=True, capture_output=True, text=True).stdout
        assert listed.strip().endswith(f"./{kept}")
        version = subprocess.run(["dpkg-deb", "-f", older, "Version"], check=True, capture_output=True, text=True)
        assert version.stdout.strip() == "0.0.9"
        assert newer.read_bytes() == now.read_bytes()


def _built(folder: Path, version: str, file: str) -> Path:
    (folder / version / "DEBIAN").mkdir(parents=True)
    (folder / version / "DEBIAN/control").write_text(
        f"Package: coreloom\nVersion: {version}\nArchitecture: amd64\nMaintainer: N <n@example.org>\nDescription: odd\n"
    )
    (folder / version / file).write_text("content")
    made = folder / f"coreloom_{version}_amd64.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", folder / version, made], check=True, capture_output=True)
    return made


def test_what_is_no_package_is_refused(package: ModuleType, tmp_path: Path):
    place = tmp_path / "a.deb"
    place.write_bytes(b"nothing of the kind")
    with pytest.raises(package.BrokenTrialError, match="no Debian package"):
        package.older(place, tmp_path / "b.deb")
