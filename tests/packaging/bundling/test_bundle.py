from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture
def bundle(packaging_module):
    return packaging_module("bundling.bundle")


def test_windows_has_a_program_for_terminals_and_one_for_the_window(bundle, tmp_path):
    for name in ("coreloom", "coreloom.exe", "coreloomw.exe"):
        (tmp_path / name).touch()
    names = {system: [path.name for path in bundle.programs(tmp_path, system)] for system in ("win32", "linux")}
    assert names == {"win32": ["coreloom.exe", "coreloomw.exe"], "linux": ["coreloom"]}


def test_a_bundle_may_be_given_as_its_folder_its_application_or_its_program(bundle, tmp_path):
    application = tmp_path / "Coreloom.app" / "Contents" / "MacOS" / "coreloom"
    installed = tmp_path / "usr" / "lib" / "coreloom" / "coreloom"
    for program in (application, installed):
        program.parent.mkdir(parents=True)
        program.touch()
    link = tmp_path / "usr" / "bin"
    link.mkdir()
    (link / "coreloom").symlink_to("../lib/coreloom/coreloom")
    assert bundle.programs(tmp_path / "Coreloom.app", "darwin") == [application]
    assert bundle.programs(installed.parent, "linux") == [installed]
    assert bundle.programs(link / "coreloom", "linux") == [installed]
    assert bundle.contents(installed) == installed.parent / "_internal"
    assert bundle.contents(application) == tmp_path / "Coreloom.app" / "Contents" / "Frameworks"


def test_a_folder_without_a_program_is_refused(bundle, set_up_error, tmp_path):
    with pytest.raises(set_up_error, match=r"holds no Coreloom: there is no coreloom\.exe and no coreloomw\.exe in it"):
        bundle.programs(tmp_path, "win32")


def test_video_is_there_once_it_was_laid_over(bundle, tmp_path):
    program = tmp_path / "coreloom"
    (tmp_path / "_internal").mkdir()
    assert bundle.is_bundle(program)
    assert not bundle.has_video(program)
    (tmp_path / "_internal" / "av").mkdir()
    assert bundle.has_video(program)


def test_what_pip_installed_is_no_bundle_and_has_video(bundle, tmp_path):
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "coreloom"
    program.touch()
    assert bundle.programs(tmp_path / "bin", "linux") == [program]
    assert not bundle.is_bundle(program)
    assert bundle.has_video(program)


LOG = """\
676 WARNING: Failed to collect submodules for 'pyqtgraph.opengl' because importing 'pyqtgraph.opengl' raised: ...
46070 WARNING: Hidden import "lxml.html.builder" not found!
46071 WARNING: Hidden import "desktop_app.gone" not found!
50515 WARNING: Library shell32 required via ctypes not found
50516 WARNING: Library not found: could not resolve 'libmysql.so', dependency of '/s/Qt/plugins/sqldrivers/a.so'.
50517 WARNING: Library not found: could not resolve 'libxcb-cursor.so', dependency of '/s/Qt/lib/libQt6XcbQpa.so'.
"""


def test_what_pyinstaller_misses_counts_but_for_what_is_left_out(bundle):
    library = "libxcb-cursor.so, for /s/Qt/lib/libQt6XcbQpa.so"
    assert bundle.missed(LOG) == [library, "desktop_app.gone"]


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        ({"returncode": 1, "stdout": "no disk\n"}, "no disk\nPyInstaller ended with 1"),
        ({"returncode": 0, "stdout": LOG}, "did not find what the bundle needs:.*gone"),
    ],
)
def test_a_build_that_went_wrong_says_why(bundle, set_up_error, monkeypatch, ended, said):
    monkeypatch.setattr(subprocess, "run", lambda *_command, **_options: SimpleNamespace(**ended))
    with pytest.raises(set_up_error, match=f"(?s){said}"):
        bundle.build(Path("python"), Path("checkout"), {})
