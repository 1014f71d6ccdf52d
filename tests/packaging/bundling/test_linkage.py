from __future__ import annotations

import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

LDD = """\
/b/coreloom:
\tlinux-vdso.so.1 (0x00007ffd)
\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f)
/b/_internal/libQt6Gui.so.6:
\tlibGL.so.1 => not found
\tlibfontconfig.so.1 => not found
/b/_internal/libQt6Widgets.so.6:
/b/_internal/libQt6Widgets.so.6: libc.so.6: version `GLIBC_2.38' not found (required by /b/_internal/libQt6Gui.so.6)
\tlibGL.so.1 => not found
"""


@pytest.fixture
def linkage(packaging_module):
    return packaging_module("bundling.linkage")


def test_each_missing_library_is_told_once_with_who_needs_it(linkage):
    assert linkage.missing(LDD.splitlines()) == [
        "libGL.so.1 is missing, for /b/_internal/libQt6Gui.so.6 and 1 more",
        "libfontconfig.so.1 is missing, for /b/_internal/libQt6Gui.so.6",
        "version GLIBC_2.38 is missing, for /b/_internal/libQt6Gui.so.6",
    ]


def test_programs_and_libraries_are_looked_at_and_nothing_else(linkage, monkeypatch, tmp_path):
    asked = []

    def run(command, **options):
        asked.append((command, options["env"]["LD_LIBRARY_PATH"]))
        return SimpleNamespace(stdout=LDD)

    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/ldd")
    monkeypatch.setattr(subprocess, "run", run)
    (tmp_path / "a.py").write_text("x = 1")
    (tmp_path / "coreloom").write_bytes(b"\x7fELF\x02")
    inside = tmp_path / "_internal"
    inside.mkdir()
    (inside / "liba.so.1").write_bytes(b"\x7fELF\x02")
    if sys.platform != "win32":
        (inside / "liba.so").symlink_to("liba.so.1")
    assert len(linkage.unresolved(tmp_path, inside)) == 3
    assert asked == [(["ldd", inside / "liba.so.1", tmp_path / "coreloom"], str(inside))]


def test_a_folder_without_any_is_refused(linkage, set_up_error, monkeypatch, tmp_path):
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/ldd")
    with pytest.raises(set_up_error, match="holds no program and no library"):
        linkage.unresolved(tmp_path, tmp_path)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(set_up_error, match="there is no ldd"):
        linkage.unresolved(tmp_path, tmp_path)
