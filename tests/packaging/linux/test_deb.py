"""Both packages, from a bundle of a few files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import desktop_app

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[3]
EPOCH_S = 1_796_000_000
VERSION = desktop_app.__version__
pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("dpkg-deb", "objdump"))), reason="dpkg and binutils are not installed"
)


@pytest.fixture(scope="module")
def deb(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.deb")


def make_bundles(folder: Path) -> Path:
    from bill import component, index

    for name, inside in (("coreloom", index.FOLDER), ("coreloom-video", index.VIDEO_FOLDER)):
        (folder / name / "_internal" / inside).mkdir(parents=True)
        bill = component.Bill(name=name, version=VERSION, licence="MIT", system="linux", components=())
        index.write(bill, folder / name / "_internal" / inside)
    (folder / "coreloom" / "coreloom").write_bytes(bytes(100_000))
    (folder / "coreloom-video" / "_internal" / "av").mkdir()
    (folder / "coreloom-video" / "_internal" / "av" / "__init__.py").touch()
    return folder


@pytest.fixture(scope="module")
def packages(deb: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pytest.importorskip("shtab")
    folder = tmp_path_factory.mktemp("packages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(EPOCH_S))
        # Which libraries this Python needs is not what is tried here.
        patch.setattr(deb.depends, "library_packages", lambda _files, _carried: ["libc6 (>= 2.36)", "libegl1"])
        made = deb.pack(CHECKOUT, make_bundles(folder / "bundles"), folder / "out")
    assert set(made) == set((folder / "out").iterdir())
    return {path.name.partition("_")[0]: path for path in made}


def field(package: Path, name: str) -> str:
    return subprocess.run(["dpkg-deb", "-f", package, name], capture_output=True, text=True, check=True).stdout.strip()


def contents(package: Path) -> set[str]:
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True).stdout
    return {line.split(maxsplit=5)[5].removeprefix(".") for line in listed.splitlines()}


def test_the_command_the_menu_and_the_manual_are_there(packages):
    found = contents(packages["coreloom"])
    for place in (
        "/usr/bin/coreloom -> ../lib/coreloom/coreloom",
        "/usr/lib/coreloom/coreloom",
        "/usr/share/applications/org.coreloom.Coreloom.desktop",
        "/usr/share/man/man1/coreloom.1.gz",
        "/usr/share/bash-completion/completions/coreloom",
        "/usr/share/zsh/vendor-completions/_coreloom",
        "/usr/share/fish/vendor_completions.d/coreloom.fish",
        "/usr/share/doc/coreloom/copyright",
    ):
        assert place in found


def test_video_is_laid_over_the_program_and_takes_no_file_of_it(packages):
    program, video = (
        {place for place in contents(packages[name]) if not place.endswith("/")}
        for name in ("coreloom", "coreloom-video")
    )
    assert "/usr/lib/coreloom/_internal/av/__init__.py" in video
    assert not program & video


def test_the_two_go_together(packages):
    assert field(packages["coreloom"], "Version") == VERSION
    assert field(packages["coreloom-video"], "Depends").startswith(f"coreloom (= {VERSION}), libc6 (>= 2.36)")
    assert field(packages["coreloom-video"], "Enhances") == "coreloom"
    assert field(packages["coreloom"], "Breaks") == f"coreloom-video (<< {VERSION})"
    assert "fonts-dejavu-core" in field(packages["coreloom"], "Depends").split(", ")


def test_what_was_written_by_shtab_is_said(packages, tmp_path):
    subprocess.run(["dpkg-deb", "-x", packages["coreloom"], tmp_path], check=True)
    text = (tmp_path / "usr/share/doc/coreloom/copyright").read_text(encoding="utf-8")
    assert text.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
    paragraph = text.split("\n\n")[-1]
    assert "usr/share/fish/vendor_completions.d/coreloom.fish" in paragraph
    assert "License: MPL-2.0 and MIT" in paragraph


@pytest.mark.parametrize("missing", ["coreloom", "coreloom-video"])
def test_a_missing_bundle_is_named(deb, tmp_path, set_up_error, missing):
    shutil.rmtree(make_bundles(tmp_path) / missing)
    with pytest.raises(set_up_error, match=rf"{missing} is no bundle; .*dev\.py bundle"):
        deb.pack(CHECKOUT, tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_package_that_is_too_large_is_refused_before_it_is_packed(deb, tmp_path, monkeypatch, set_up_error):
    monkeypatch.setattr(deb, "python_of", lambda _checkout: Path(sys.executable))
    monkeypatch.setattr(deb.shares, "add_terminal", lambda *_arguments: None)
    monkeypatch.setattr(deb, "LIMIT_INSTALLED_BYTES", 50_000)
    monkeypatch.setattr(deb.archive, "pack", lambda *_arguments, **_fields: pytest.fail("packed"))
    with pytest.raises(set_up_error, match=r"MB installed, and 0 MB are the limit"):
        deb.pack(CHECKOUT, make_bundles(tmp_path), tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_limits_are_those_of_a_double_click(deb):
    assert (deb.LIMIT_BYTES, deb.LIMIT_INSTALLED_BYTES) == (70_000_000, 220_000_000)
    deb.refuse_large("to download", deb.LIMIT_BYTES, deb.LIMIT_BYTES)


def test_its_own_python_is_used_where_that_has_what_it_takes(deb, monkeypatch):
    monkeypatch.setattr(deb.importlib.util, "find_spec", lambda _name: object())
    assert deb.python_of(CHECKOUT) == Path(sys.executable)
