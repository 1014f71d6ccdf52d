"""What packages depend on, from what objdump says of their files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

ONE = """
Dynamic Section:
  NEEDED               libEGL.so.1
  NEEDED               libcarried.so.3
  NEEDED               libmvec.so.1
  NEEDED               libc.so.6
  SONAME               libone.so

Version References:
  required from libc.so.6:
    0x09691972 0x00 02 GLIBC_2.9
    0x069691b4 0x00 03 GLIBC_2.34
    0x0d696917 0x00 04 GLIBC_PRIVATE
"""


@pytest.fixture
def depends(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.depends")


@pytest.fixture
def said(depends: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setattr(depends, "_headers", lambda _paths: text)


def test_packages_are_those_of_libraries_that_are_not_carried(depends, said):
    said(ONE)
    assert depends.library_packages([], {"libcarried.so.3"}) == ["libc6 (>= 2.34)", "libegl1"]


def test_a_library_that_nobody_has_is_refused_by_name(depends, said, set_up_error):
    said(ONE)
    with pytest.raises(set_up_error, match=r"needs libcarried\.so\.3, which"):
        depends.library_packages([], set())


def test_packed_relocations_need_the_library_that_has_them(depends, said):
    said(f"{ONE}    0x0fd0e42 0x00 05 GLIBC_ABI_DT_RELR\n")
    assert depends.library_packages([], {"libcarried.so.3"})[0] == "libc6 (>= 2.36)"


def test_the_newest_version_is_not_the_longest_text(depends, said):
    said("    0x09691972 0x00 02 GLIBC_2.9\n    0x09691974 0x00 02 GLIBC_2.10\n    0x09691974 0x00 02 GLIBC_2.2.5\n")
    assert depends.library_packages([], set()) == ["libc6 (>= 2.10)"]


@pytest.mark.skipif(shutil.which("objdump") is None, reason="binutils is not installed")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads ELF")
def test_real_files_are_read_and_others_skipped(depends, tmp_path):
    shell = Path(shutil.which("sh") or "/bin/sh").resolve()
    shutil.copy(shell, tmp_path / "sh")
    (tmp_path / "text").write_text("no ELF", encoding="utf-8")
    (tmp_path / "link").symlink_to(shell)
    needed = subprocess.run(["objdump", "-p", shell], capture_output=True, text=True, check=True).stdout
    assert "libc.so.6" in needed
    found = depends.library_packages(tmp_path.iterdir(), {"libselinux.so.1", "libtinfo.so.6", "libedit.so.2"})
    assert len(found) == 1
    assert found[0].startswith("libc6 (>= 2.")


def test_the_program_depends_on_fonts_and_video_does_not(depends, said, tmp_path):
    said(ONE.replace("libcarried", "libz").replace(".so.3", ".so.1"))
    for name in ("bundle", "video"):
        (tmp_path / name).mkdir()
    (tmp_path / "bundle" / "libz.so.1").touch()
    assert "fonts-dejavu-core" in depends.of_program(tmp_path / "bundle")
    assert depends.of_video(tmp_path / "bundle", tmp_path / "video") == ["libc6 (>= 2.34)", "libegl1"]
