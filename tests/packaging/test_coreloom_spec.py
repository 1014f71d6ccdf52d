"""The spec's way through each platform: PyInstaller's parts are stand-ins that only note what they are told."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import desktop_app

if TYPE_CHECKING:
    from collections.abc import Callable

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"
LIBRARY = ("libQt6Core.so.6", "/site/libQt6Core.so.6", "BINARY")
FILM = ("av.libs/libx264.so", "/site/av.libs/libx264.so", "BINARY")
MODULES = [("desktop_app", "/w/desktop_app/__init__.py", "PYMODULE"), ("av.frame", "/site/av/frame.py", "PYMODULE")]


class Program:
    """What EXE returns, as far as the spec looks at it."""

    def __init__(self, archive: Any, scripts: Any, _options: Any, **told: Any) -> None:
        self.archive, self.scripts, self.told = archive, scripts, told
        self.name = told["name"] + (".exe" if sys.platform == "win32" else "")
        self.dependencies = [FILM]


@pytest.fixture
def built(
    packaging_module: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[[str], SimpleNamespace]:
    """What runs the spec as if on a platform, and returns the programs, folders and applications that come of it."""

    def run_as_on(system: str) -> SimpleNamespace:
        made = SimpleNamespace(programs=[], folders={}, brought={}, applications={}, archived=None)

        def collect(*parts: Any, name: str, **_options: Any) -> str:
            listed = [part for part in parts if isinstance(part, list)]
            made.folders[name] = [entry for part in listed for entry in part]
            programs = [part for part in parts if isinstance(part, Program)]
            made.brought[name] = [entry[1] for each in programs for entry in each.dependencies]
            (tmp_path / name).mkdir()
            for each in programs:
                (tmp_path / name / each.name).touch()
            return name

        def program(*arguments: Any, **told: Any) -> Program:
            made.programs.append(Program(*arguments, **told))
            return made.programs[-1]

        def archive(modules: Any) -> str:
            made.archived = [module[0] for module in modules]
            return "archive"

        def application(*parts: Any, name: str, **told: Any) -> None:
            made.applications[name] = (parts, told)

        hooks, reading = ModuleType("PyInstaller.utils.hooks"), ModuleType("PyInstaller.depend.bindepend")
        hooks.collect_data_files = hooks.collect_submodules = lambda _name: []  # type: ignore[attr-defined]
        reading.get_imports = lambda path: {("libQt6Core.so.6", path)}  # type: ignore[attr-defined]
        for module in (hooks, reading):
            monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(sys, "path", [*sys.path])
        licences = packaging_module("bill.licences")
        monkeypatch.setattr(licences, "entries", lambda name, *_listed: [(f"{name}.txt", "/x", "DATA")])
        monkeypatch.setattr(sys, "platform", system)
        analysis = SimpleNamespace(
            scripts=[("pyi_rth_pyside6", "/p", "PYSOURCE"), ("coreloom_start", "/w/start.py", "PYSOURCE")],
            pure=MODULES, datas=[], binaries=[LIBRARY, FILM, ("QtCore.so", "/site/QtCore.so", "EXTENSION")],
        )  # fmt: skip
        spec = compile((PACKAGING / "coreloom.spec").read_text(encoding="utf-8"), "coreloom.spec", "exec")
        exec(spec, {
            "SPECPATH": str(PACKAGING), "DISTPATH": str(tmp_path), "workpath": str(tmp_path),
            "Analysis": lambda *_scripts, **_told: analysis, "PYZ": archive, "EXE": program, "COLLECT": collect,
            "BUNDLE": application,
        })  # fmt: skip
        return made

    return run_as_on


def names(entries: list[tuple[str, str, str]]) -> set[str]:
    return {entry[0] for entry in entries}


def test_linux_strips_what_comes_along_with_the_program_too(built, packaging_module, monkeypatch):
    stripping = packaging_module("bundling.stripping")
    monkeypatch.setattr(
        stripping, "strip_python", lambda entries, _folder: [entry._replace(source="/stripped") for entry in entries]
    )
    made = built("linux")
    assert made.brought == {"coreloom": ["/stripped"], "coreloom-video": []}
    assert {entry[1] for entry in made.folders["coreloom"]} == {"/stripped"}


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
def test_the_program_and_video_are_folders_of_their_own(built, tmp_path, system):
    made = built(system)
    assert names(made.folders["coreloom"]) == {"libQt6Core.so.6", "QtCore.so", "coreloom.txt"}
    assert names(made.folders["coreloom-video"]) == {"av.libs/libx264.so", "av/frame.py", "coreloom-video.txt"} - (
        {"av.libs/libx264.so"} if system == "linux" else set()  # which nothing of it loads here
    )
    assert made.archived == ["desktop_app"]
    assert all(names(program.scripts) == {"coreloom_start"} for program in made.programs)
    assert list((tmp_path / "coreloom-video").iterdir()) == []  # the program itself is taken out again


def test_linux_has_one_program_for_terminal_and_window(built):
    made = built("linux")
    assert [(program.name, program.told["console"]) for program in made.programs] == [("coreloom", True)]
    assert made.applications == {}


def test_windows_has_one_for_each_with_icon_version_and_manifest(built):
    made = built("win32")
    assert [(program.name, program.told["console"]) for program in made.programs] == [
        ("coreloom.exe", True),
        ("coreloomw.exe", False),
    ]
    for program in made.programs:
        assert Path(program.told["icon"]).is_file()
        assert desktop_app.__version__ in Path(program.told["version"]).read_text(encoding="utf-8")
        assert "longPathAware" in program.told["manifest"]


@pytest.mark.parametrize("identity", ["", "Developer ID Application: X (T)"])
def test_macos_has_an_application_and_another_with_video(built, monkeypatch, identity):
    monkeypatch.setenv("CORELOOM_SIGN_IDENTITY", identity)
    made = built("darwin")
    (program,) = made.programs
    assert not program.told["console"]
    assert program.told["codesign_identity"] == (identity or None)
    assert bool(program.told["entitlements_file"]) is bool(identity)
    plain, with_video = made.applications["Coreloom.app"], made.applications["Coreloom with video.app"]
    assert plain[0] == ("coreloom",)
    assert {"av/frame.py", "av.libs/libx264.so"} <= names([entry for part in with_video[0][1:] for entry in part])
    for _, told in (plain, with_video):
        assert told["bundle_identifier"] == "org.coreloom.Coreloom"
        assert told["info_plist"]["CFBundleShortVersionString"] == desktop_app.__version__
        assert Path(told["icon"]).is_file()
