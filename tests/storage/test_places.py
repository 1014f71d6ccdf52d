import errno
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

import platformdirs
import pytest
from platformdirs.macos import MacOS
from platformdirs.unix import Unix
from platformdirs.windows import Windows

from desktop_app.storage import places
from desktop_app.storage.places import home_folder, log_folder, problem_with, settings_folder, state_folder


def place(platform, kind, name, **fields):
    return Path(getattr(platform(name, **fields), f"user_{kind}_dir"))


@pytest.fixture
def on(monkeypatch):
    """Puts the places of another platform in those of this one, without any variables of a session."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)

    def on(platform):
        for kind in ("config", "state", "log"):
            monkeypatch.setattr(platformdirs, f"user_{kind}_path", partial(place, platform, kind))

    return on


def found():
    return [str(folder()) for folder in (settings_folder, state_folder, log_folder)]


def test_linux(on, monkeypatch):
    on(Unix)
    monkeypatch.setenv("HOME", "/home/ada")
    assert found() == [
        "/home/ada/.config/coreloom",
        "/home/ada/.local/state/coreloom",
        "/home/ada/.local/state/coreloom/log",
    ]
    monkeypatch.setenv("XDG_CONFIG_HOME", "/etc/ada")
    monkeypatch.setenv("XDG_STATE_HOME", "/var/ada")
    assert found() == ["/etc/ada/coreloom", "/var/ada/coreloom", "/var/ada/coreloom/log"]


def test_macos(on, monkeypatch):
    on(MacOS)
    monkeypatch.setenv("HOME", "/Users/ada")
    support = PurePosixPath("/Users/ada/Library/Application Support/coreloom")
    assert found() == [str(support), str(support), "/Users/ada/Library/Logs/coreloom"]


def test_windows(on, monkeypatch):
    on(Windows)
    monkeypatch.setattr(
        places, "_usable", lambda find: find("coreloom", appauthor=False)
    )  # its paths are absolute on Windows only
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _name: r"C:\Users\ada\AppData\Local")
    local = PureWindowsPath(r"C:\Users\ada\AppData\Local\coreloom")
    assert [PureWindowsPath(each.replace("/", "\\")) for each in found()] == [local, local, local / "Logs"]


def no_home(*_args, **_fields):
    raise RuntimeError("could not determine the home directory")


@pytest.mark.parametrize("found", [lambda *_args, **_fields: Path("~/.config/coreloom"), no_home])
def test_without_a_home_nothing_is_kept_and_no_folder_of_that_name_is_made(on, monkeypatch, tmp_path, found):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(platformdirs, "user_config_path", found)
    assert problem_with(settings_folder()) == "this user has no home folder"
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert home_folder() == tmp_path


def test_a_folder_is_tried(tmp_path, monkeypatch):
    assert problem_with(tmp_path / "a" / "b") == ""
    assert list((tmp_path / "a" / "b").iterdir()) == []
    (tmp_path / "file").touch()
    assert "ot a directory" in problem_with(tmp_path / "file" / "a")

    class Full:
        def __enter__(self):
            return self

        def __exit__(self, *_error):
            return None

        def write(self, _data):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(places.tempfile, "NamedTemporaryFile", lambda **_fields: Full())
    assert problem_with(tmp_path / "a" / "b") == "No space left on device"
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "gone")
    assert home_folder() == Path.cwd()
