"""A file is replaced as a whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import stat
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from desktop_app.model.errors import FileError
from desktop_app.storage import atomic
from desktop_app.storage.atomic import parts_beside, replacing, replacing_folder, write_atomically

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


def test_a_stream_takes_the_place_of_the_old_file_when_it_ends(tmp_path: Path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"old")
    with replacing(path) as temporary:
        assert temporary.parent == tmp_path
        assert temporary.read_bytes() == b""
        for part in (b"a", b"bc"):
            with temporary.open("ab") as stream:
                stream.write(part)
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"abc"
    assert list(tmp_path.iterdir()) == [path]


#: What may happen while one writes, what comes out, and what it says.
BREAKS: list[tuple[BaseException, type[BaseException], str | None]] = [
    (OSError(errno.ENOSPC, "No space left on device"), FileError, "no space left"),
    (OSError(errno.EFBIG, "File too large"), FileError, "larger than files may be"),
    (OSError("codec"), FileError, "it cannot be written: codec"),
    (CancelledError(), CancelledError, None),
    (KeyboardInterrupt(), KeyboardInterrupt, None),
    (ValueError("a mistake"), ValueError, "a mistake"),
]


def break_off(path: Path, error: BaseException) -> None:
    with replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise error


@pytest.mark.parametrize(("error", "kind", "words"), BREAKS)
def test_a_stream_that_is_broken_off_leaves_nothing(
    tmp_path: Path, error: BaseException, kind: type[BaseException], words: str | None
):
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"old")
    with pytest.raises(kind, match=words):
        break_off(path, error)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def of_ours(folder: Path) -> list[str]:
    return [file.name for file in folder.glob("frame_*")]


def fill(path: Path, *names: str) -> None:
    with replacing_folder(path, of_ours) as folder:
        for name in names:
            (folder / name).write_bytes(name.encode())


def names_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_folder_is_made_and_replaced_and_nothing_else_is_left(tmp_path: Path):
    path = tmp_path / "frames"
    fill(path, "frame_0", "frame_1")
    (path / ".DS_Store").write_bytes(b"")
    path.chmod(0o750)
    fill(path, "frame_2")
    assert names_in(path) == ["frame_2"]
    assert names_in(tmp_path) == ["frames"]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o750


def test_an_empty_folder_is_filled(tmp_path: Path):
    fill(tmp_path / "new", "frame_0")
    (tmp_path / "empty").mkdir()
    fill(tmp_path / "empty", "frame_0")
    assert [names_in(folder) for folder in sorted(tmp_path.iterdir())] == [["frame_0"], ["frame_0"]]


@posix
def test_a_link_to_a_folder_stays_a_link(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    fill(tmp_path / "link", "frame_0")
    assert (tmp_path / "link").is_symlink()
    assert names_in(tmp_path / "real") == ["frame_0"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path):
    path = tmp_path / "frames"
    fill(path, "frame_0")
    (path / "notes\n.txt" if os.name != "nt" else path / "notes.txt").write_bytes(b"mine")
    with pytest.raises(FileError, match=r'such as "notes.*choose a new or an empty one'):
        fill(path, "frame_1")
    assert len(names_in(path)) == 2
    assert names_in(tmp_path) == ["frames"]


def test_what_comes_into_the_folder_meanwhile_is_kept(tmp_path: Path):
    path = tmp_path / "frames"
    path.mkdir()
    with pytest.raises(FileError, match="holds other files"), replacing_folder(path, of_ours):
        (path / "notes").write_bytes(b"mine")
    assert names_in(path) == ["notes"]
    assert names_in(tmp_path) == ["frames"]


def break_folder_off(path: Path, error: BaseException) -> None:
    with replacing_folder(path, of_ours) as folder:
        (folder / "frame_1").write_bytes(b"half")
        raise error


@pytest.mark.parametrize(("error", "kind", "words"), BREAKS)
def test_a_folder_that_is_broken_off_leaves_the_earlier_one(
    tmp_path: Path, error: BaseException, kind: type[BaseException], words: str | None
):
    fill(tmp_path / "frames", "frame_0")
    with pytest.raises(kind, match=words):
        break_folder_off(tmp_path / "frames", error)
    assert names_in(tmp_path / "frames") == ["frame_0"]
    assert names_in(tmp_path) == ["frames"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_folder_that_cannot_be_renamed_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
):
    fill(tmp_path / "frames", "frame_0")
    renamed, rename = list[Path](), Path.rename

    def refuse(self: Path, target: Path) -> Path:
        renamed.append(self)
        if len(renamed) == failing:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(FileError, match="another program uses it"):
        fill(tmp_path / "frames", "frame_1")
    assert names_in(tmp_path / "frames") == ["frame_0"]
    assert names_in(tmp_path) == ["frames"]


def test_places_where_no_folder_can_be(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"mine")
    for path, words in (
        (tmp_path / "file", "it is a file, and a folder is to be there"),
        (tmp_path / "nope" / "frames", "its folder does not exist"),
        (tmp_path / "a\0b", "character that no file name may hold"),
    ):
        with pytest.raises(FileError, match=words):
            fill(path, "frame_0")
    assert (tmp_path / "file").read_bytes() == b"mine"
    assert names_in(tmp_path) == ["file"]


@posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may write everywhere")
def test_a_folder_in_a_read_only_one_is_named(tmp_path: Path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(FileError, match="you may not write in its folder"):
            fill(tmp_path / "frames", "frame_0")
    finally:
        tmp_path.chmod(stat.S_IRWXU)


@posix
def test_a_read_only_folder_stays_as_it_is(tmp_path: Path):
    path = tmp_path / "frames"
    fill(path, "frame_0")
    path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(FileError, match="the folder is read-only"):
            fill(path, "frame_1")
        assert names_in(path) == ["frame_0"]
    finally:
        path.chmod(stat.S_IRWXU)


def test_parts_stand_beside_a_file_and_are_gone_in_the_end(tmp_path: Path):
    with parts_beside(tmp_path / "a.mp4") as folder:
        (folder / "chunk").write_bytes(b"part")
        assert folder.parent == tmp_path
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_with_a_part_is_said_of_its_file(tmp_path: Path):
    out = tmp_path / "a.mp4"
    with pytest.raises(FileError, match=re.escape(f"{out}: full")), parts_beside(out) as folder:
        raise FileError(str(folder / "chunk"), "full")
    with pytest.raises(FileError, match="b: full"), parts_beside(out):
        raise FileError("b", "full")
    with pytest.raises(FileError, match="no space left"), parts_beside(out):
        raise OSError(errno.ENOSPC, "full")
    assert not list(tmp_path.iterdir())
    with pytest.raises(FileError, match="does not exist"), parts_beside(tmp_path / "none" / "a.mp4"):
        raise AssertionError
