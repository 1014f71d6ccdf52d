"""A folder becomes the same package each time."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

EPOCH_S = 1_796_000_000
FIELDS = {"Package": "x", "Version": "1.0", "Architecture": "all", "Maintainer": "N <n@example.org>",
          "Description": "short\n long\n ."}  # fmt: skip


@pytest.fixture(scope="module")
def archive(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.archive")


def make_tree(root: Path, *, backwards: bool = False) -> Path:
    texts = {"usr/lib/x/program": "#!/bin/sh\n", "usr/lib/x/data.so": "x" * 1500, "usr/share/doc/x/copyright": "C"}
    for path in sorted(texts, reverse=backwards):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(texts[path], encoding="utf-8")
        (root / path).chmod(0o600 if backwards else 0o777)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/x").symlink_to("../lib/x/program")
    return root


def test_disk_space_is_counted_in_whole_kib_and_one_for_the_rest(archive, tmp_path):
    make_tree(tmp_path)
    folders_and_link = len(["usr", "usr/bin", "usr/lib", "usr/lib/x", "usr/share", "doc", "doc/x", "bin/x"])
    assert archive.installed_size_kib(tmp_path) == 1 + 2 + 1 + folders_and_link


needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")


@pytest.fixture(scope="module")
def package(archive: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("package")
    return packed(archive, make_tree(folder / "tree"), folder)


def packed(archive: ModuleType, root: Path, folder: Path) -> Path:
    programs = frozenset({"usr/lib/x/program"})
    return archive.pack(root, FIELDS, programs=programs, epoch_s=EPOCH_S, folder=folder)


@needs_dpkg
def test_it_is_named_after_what_it_is(package):
    assert package.name == "x_1.0_all.deb"


@needs_dpkg
def test_it_is_the_same_again_whatever_the_order_modes_and_user(archive, package, tmp_path):
    os.utime(make_tree(tmp_path / "tree", backwards=True) / "usr", (1, 1))
    assert packed(archive, tmp_path / "tree", tmp_path).read_bytes() == package.read_bytes()


@needs_dpkg
def test_all_is_roots_and_only_programs_can_be_executed(package):
    environment = {**os.environ, "TZ": "UTC"}
    listed = subprocess.run(
        ["dpkg-deb", "-c", package], env=environment, capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(maxsplit=5) for line in listed.splitlines()]
    modes = {row[5].removeprefix("./"): row[0] for row in rows}
    assert modes["usr/lib/x/program"] == "-rwxr-xr-x"
    assert modes["usr/lib/x/data.so"] == "-rw-r--r--"
    assert modes["usr/lib/x/"] == "drwxr-xr-x"
    assert modes["usr/bin/x -> ../lib/x/program"].startswith("l")
    assert {(row[1], row[3], row[4]) for row in rows} == {("root/root", "2026-11-30", "00:53")}


@needs_dpkg
def test_apt_is_told_and_the_long_description_comes_last(package):
    told = subprocess.run(["dpkg-deb", "-f", package], capture_output=True, text=True, check=True).stdout
    assert "\nInstalled-Size: 12\nDescription: short\n long\n .\n" in told


@needs_dpkg
def test_there_is_a_sum_of_every_file(package, tmp_path):
    subprocess.run(["dpkg-deb", "-R", package, tmp_path / "x"], check=True)
    subprocess.run(["md5sum", "--check", "--strict", "--quiet", "DEBIAN/md5sums"], cwd=tmp_path / "x", check=True)
    assert len((tmp_path / "x/DEBIAN/md5sums").read_text(encoding="utf-8").splitlines()) == 3


@needs_dpkg
def test_what_dpkg_refuses_is_told_as_it_says_it(archive, tmp_path, set_up_error):
    (tmp_path / "tree").mkdir()
    wrong = {**FIELDS, "Version": "1:2:3 4"}
    with pytest.raises(set_up_error, match="version"):
        archive.pack(tmp_path / "tree", wrong, programs=frozenset(), epoch_s=EPOCH_S, folder=tmp_path)


def test_elsewhere_it_says_where_packages_are_built(archive, monkeypatch, set_up_error):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(set_up_error, match="built on Debian or Ubuntu"):
        archive.architecture()
