import platform
from pathlib import Path

import pytest
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from desktop_app import __version__
from desktop_app.app.about import facts as module
from desktop_app.app.about.facts import Fact, Place, facts, places, report
from desktop_app.storage.licences import Licensed


@pytest.fixture
def said(qapp, parts):
    def named(*more):
        return {fact.name: fact.value for fact in facts((*parts, *more), QGuiApplication.primaryScreen())}

    return named


def test_versions_are_those_of_what_runs(said):
    found = said()
    assert found["Coreloom"].startswith(f"{__version__}, ")
    assert found["Python"].startswith(platform.python_version())
    assert found["Qt"] == qVersion()
    assert found["pyqtgraph"] == "0.14.0"
    assert "NumPy" not in found
    for name in ("numpy", "NumPy"):
        assert said(Licensed(name=name, version="2.4", licence="BSD-3-Clause"))["NumPy"] == "2.4"


def test_the_display_is_described_with_its_scale(said):
    screen = QGuiApplication.primaryScreen()
    display = said()["Display"]
    assert display.startswith(QGuiApplication.platformName())
    assert f"{screen.size().width()} × {screen.size().height()}" in display


def test_video_is_told_with_its_versions_where_it_is_there(said, monkeypatch):
    video = [Licensed(name=name, version="8.1", licence="GPL-3.0-or-later") for name in ("PyAV", "FFmpeg")]
    monkeypatch.setattr(module, "has_video", lambda: True)
    assert said(*video)["Video export"] == "PyAV 8.1, FFmpeg 8.1"
    assert said()["Video export"] == "installed"
    monkeypatch.setattr(module, "has_video", lambda: False)
    assert said(*video)["Video export"] == "not installed; to add it: pip install av"
    monkeypatch.setattr(module.sys, "frozen", True, raising=False)
    assert said()["Coreloom"].endswith("from a bundle")
    assert "coreloom-video" in said()["Video export"] or module.sys.platform == "win32"


@pytest.mark.parametrize(
    ("system", "expected"), [("linux", "Linux"), ("darwin", "macOS"), ("win32", platform.system())]
)
def test_the_system_is_named(monkeypatch, system, expected):
    monkeypatch.setattr(module.sys, "platform", system)
    assert expected in module._system()


def test_a_linux_without_a_name_is_linux(monkeypatch):
    def unnamed():
        raise OSError

    monkeypatch.setattr(module.sys, "platform", "linux")
    monkeypatch.setattr(platform, "freedesktop_os_release", unnamed)
    assert module._system().startswith("Linux, Linux ")


def test_folders_are_where_files_are_kept(qapp):
    assert [place.name for place in places()] == ["Settings", "Log", "Recovery"]
    assert all(place.folder.is_absolute() for place in places())


def test_the_report_has_everything(qapp):
    text = report([Fact(name="Qt", value="6.9")], [Place(name="Log", folder=Path("somewhere"))])
    assert text == "Qt: 6.9\nLog: somewhere\n"
