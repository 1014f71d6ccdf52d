"""Reading never blocks, whatever stands where a file should be."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.model.errors import FileError
from desktop_app.storage.regular_file import read_regular_file, read_text_file

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and devices are files on POSIX only")


def problem_of(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_regular_file(path, maximum_bytes=2048)
    assert caught.value.file == str(path)
    return caught.value.problem


def test_the_content_is_returned_up_to_the_limit(tmp_path: Path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 2048)
    assert read_regular_file(path, maximum_bytes=2048) == b"x" * 2048
    path.write_bytes(b"x" * 2049)
    assert problem_of(path) == "it is larger than 2 KiB, the most that is read; shorten it"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    assert "there is no such file" in problem_of(tmp_path / "nope")
    assert "there is no such file" in problem_of(tmp_path / "nope" / "nope")
    assert "it is a folder" in problem_of(tmp_path)
    assert "character that no file name may hold" in problem_of(tmp_path / "a\0b")


@posix
def test_a_pipe_without_a_writer_does_not_block(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    assert "a device, a pipe or a socket" in problem_of(tmp_path / "pipe")


@posix
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device: str):
    assert "a device, a pipe or a socket" in problem_of(Path(device))


@posix
def test_links_are_followed_but_not_in_circles(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "circle").symlink_to("circle")
    assert read_regular_file(tmp_path / "link", maximum_bytes=1) == b"x"
    assert "in a circle" in problem_of(tmp_path / "circle")


@posix
@pytest.mark.skipif(getattr(os, "geteuid", int)() == 0, reason="root may read everything")
def test_a_file_one_may_not_read_is_refused(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x")
    (tmp_path / "a").chmod(0)
    assert "you may not read it" in problem_of(tmp_path / "a")


def test_a_text_begins_behind_its_byte_order_mark(tmp_path):
    path = tmp_path / "text"
    path.write_bytes("\ufeffä".encode())
    assert read_text_file(path, maximum_bytes=5) == "ä"


def test_what_is_no_utf_8_is_refused_with_its_line(tmp_path):
    path = tmp_path / "text"
    path.write_bytes(b"a\nb\xff")
    with pytest.raises(FileError, match=r"line 2 is not UTF-8 text \(invalid start byte\); save it as UTF-8"):
        read_text_file(path, maximum_bytes=100)
