"""A file is replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from desktop_app.model.errors import FileError
from desktop_app.storage import atomic
from desktop_app.storage.atomic import write_atomically

posix = pytest.mark.skipif(os.name == "nt", reason="permissions and links of POSIX")


def problem_of(path: Path, data: bytes = b"new") -> str:
    with pytest.raises(FileError) as caught:
        write_atomically(path, data)
    assert caught.value.file == str(path)
    return caught.value.problem


def test_a_file_is_made_and_replaced_and_nothing_else_is_left(tmp_path: Path):
    path = tmp_path / "lab.toml"
    write_atomically(path, b"old")
    write_atomically(path, b"a\r\nb\0")
    assert path.read_bytes() == b"a\r\nb\0"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_the_old_file_survives_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int):
    path = tmp_path / "lab.toml"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(atomic.os, step, fail)
    words = {
        errno.ENOSPC: "no space left",
        errno.EROFS: "you may not write in its folder",
        errno.EIO: "cannot be written",
    }
    assert words[number] in problem_of(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_temporary_file_goes_even_when_the_user_interrupts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "lab.toml", b"new")
    assert list(tmp_path.iterdir()) == []


def test_places_where_no_file_can_be(tmp_path: Path):
    assert "its folder does not exist" in problem_of(tmp_path / "nope" / "lab.toml")
    assert "it is a folder" in problem_of(tmp_path)
    assert "character that no file name may hold" in problem_of(tmp_path / "a\0b")


@posix
def test_places_where_no_file_can_be_on_posix(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to("circle")
    assert "its folder is not a folder" in problem_of(tmp_path / "file" / "lab.toml")
    assert "its name is too long" in problem_of(tmp_path / ("x" * 300))
    assert "a device, a pipe or a socket" in problem_of(Path("/dev/null"))
    assert "in a circle" in problem_of(tmp_path / "circle")


def test_a_read_only_file_stays_as_it_is(tmp_path: Path):
    path = tmp_path / "lab.toml"
    path.write_bytes(b"old")
    path.chmod(stat.S_IRUSR)
    assert "it is read-only" in problem_of(path)
    assert path.read_bytes() == b"old"
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)  # Windows would not remove it otherwise


@posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(tmp_path: Path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert "you may not write in its folder" in problem_of(tmp_path / "lab.toml")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


@posix
def test_permissions_are_kept_and_a_new_file_has_the_usual_ones(tmp_path: Path):
    path = tmp_path / "lab.toml"
    path.write_bytes(b"old")
    usual = stat.S_IMODE(path.stat().st_mode)
    path.chmod(0o640)
    write_atomically(path, b"new")
    write_atomically(tmp_path / "other.toml", b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert stat.S_IMODE((tmp_path / "other.toml").stat().st_mode) == usual


@posix
def test_a_link_stays_a_link(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "lab.toml").write_bytes(b"old")
    (tmp_path / "link.toml").symlink_to(Path("real") / "lab.toml")
    write_atomically(tmp_path / "link.toml", b"new")
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real" / "lab.toml").read_bytes() == b"new"
