"""Which files a release has, and their sums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import pytest

import desktop_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION = desktop_app.__version__


@pytest.fixture(scope="module")
def files(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("release.files")


@pytest.fixture
def folder(files: Any, tmp_path: Path) -> Path:
    for name in files.expected(VERSION):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def test_a_whole_release_gets_sums_that_fit(files: Any, folder: Path) -> None:
    for _ in range(2):  # the second time over the sums of before
        sums = files.write_sums(folder, VERSION)
    assert sums == folder / "SHA256SUMS"
    lines = sums.read_bytes().decode("ascii").splitlines()
    assert len(lines) == len(files.INSTALLERS) + 2 * len(files.BUNDLES) * len(files.PLATFORMS)
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_what_is_missing_empty_or_of_another_version_is_named(
    files: Any, folder: Path, set_up_error: type[Exception]
) -> None:
    (folder / f"coreloom_{VERSION}_amd64.deb").rename(folder / "coreloom_9.9.9_amd64.deb")
    (folder / f"coreloom-{VERSION}.tar.gz").write_bytes(b"")
    with pytest.raises(set_up_error) as refused:
        files.write_sums(folder, VERSION)
    assert [line.removeprefix(f"{folder}: ") for line in str(refused.value).splitlines()] == [
        f"coreloom_{VERSION}_amd64.deb is missing",
        f"coreloom_9.9.9_amd64.deb is not part of release {VERSION}",
        f"coreloom-{VERSION}.tar.gz is empty",
    ]
    assert not (folder / "SHA256SUMS").exists()


def test_a_folder_that_is_not_there_is_told(files: Any, tmp_path: Path, set_up_error: type[Exception]) -> None:
    with pytest.raises(set_up_error, match="dist is no folder"):
        files.write_sums(tmp_path / "dist", VERSION)


def test_images_have_the_names_that_they_are_built_with(files: Any, packaging_module: Callable[[str], Any]) -> None:
    built = {f"{name}-{{}}-{processor}.dmg" for name in packaging_module("macos.dmg").APPLICATIONS
             for processor in ("arm64", "x86_64")}  # fmt: skip
    assert {name for name in files.INSTALLERS if name.endswith(".dmg")} == built


@pytest.mark.parametrize(
    ("system", "machine", "name"),
    [
        ("linux", "x86_64", "linux-amd64"),
        ("win32", "AMD64", "windows-amd64"),
        ("darwin", "arm64", "macos-arm64"),
        ("darwin", "x86_64", "macos-x86_64"),
    ],
)
def test_platforms_are_called_as_their_bills_are(files: Any, system: str, machine: str, name: str) -> None:
    assert files.platform_name(system, machine) == name
    assert f"coreloom-1.2.3-{name}.cdx.json" in files.expected("1.2.3")
