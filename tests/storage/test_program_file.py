"""Programs from disk: decoded as Python would, bounded, and only from the scenario's folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.model.errors import FileError
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Scenario, SchedulerSpec
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.storage.program_file import program_inside, read_program, scenario_for_program

MIB = 1 << 20


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "app.py"
    path.write_bytes(data)
    return path


def problem_of(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_program(path)
    assert caught.value.file == str(path)
    return caught.value.problem


@pytest.mark.parametrize(
    ("data", "source"),
    [
        (b"", ""),
        (b"x = 1", "x = 1"),
        (b"x = 1\r\ny = 2\rz = 3\n", "x = 1\ny = 2\nz = 3\n"),
        ("s = 'é'\n".encode(), "s = 'é'\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"# -*- coding: latin-1 -*-\ns = '\xe9'\n", "# -*- coding: latin-1 -*-\ns = 'é'\n"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\ns = '\x80'\n", None),
        (b"x = 1\n\0\n", "x = 1\n\0\n"),
        (b"\0x", "\0x"),
    ],
)
def test_the_text_is_what_python_would_read(tmp_path: Path, data: bytes, source: str | None):
    path = written(tmp_path, data)
    expected = data.decode("cp1252") if source is None else source
    assert read_program(path) == Program(name="app.py", source=expected, path=str(path.resolve()))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"x = 1\ns = '\xe9'\n# line 3\n", "line 2 is not utf-8: "),
        (b"# coding: klingon\n", "its encoding is unknown: unknown encoding: klingon"),
        (b"\xef\xbb\xbf# coding: latin-1\n", "its encoding is unknown: "),
        (b"\xff\xfex\0 \0", "its encoding is unknown: "),
        (b"# coding: rot13\nk = 1\n", "it cannot be read as rot13: |its encoding is unknown: "),
        (
            b"# coding: punycode\n" + b"a" * 99_999,
            "punycode is not an encoding of text files|its encoding is unknown: ",
        ),
        (b"# coding: unicode_escape\n\\ud800", "unicode_escape is not an encoding of text files"),
        (b"# coding: utf-7\n+2AA-", "as utf-7"),
        (b"# coding: ascii\n\xe9", "line 2 is not ascii"),
    ],
)
def test_text_in_no_encoding_is_refused(tmp_path: Path, data: bytes, problem: str):
    path = written(tmp_path, data)
    found = problem_of(path)
    # Python 3.14 refuses some of them earlier, in fewer words.
    assert any(words in found.replace("line 2 is not utf-7", "as utf-7") for words in problem.split("|"))
    assert "save it as UTF-8" in found


def test_a_program_holds_at_most_one_mebibyte(tmp_path: Path):
    assert len(read_program(written(tmp_path, b"#" * MIB)).source) == MIB
    assert "larger than 1 MiB" in problem_of(written(tmp_path, b"#" * (MIB + 1)))
    assert "larger than 1 MiB" in problem_of(written(tmp_path, b"x = 1\n" * (10 * MIB // 6)))


def test_a_program_by_itself_is_one_process_on_the_default_machine(tmp_path: Path):
    path = written(tmp_path, b"x = 10\n")
    program = Program(name="app.py", source="x = 10\n", path=str(path.resolve()))
    assert scenario_for_program(path) == Scenario(
        title="app.py",
        machine=Machine(),
        scheduler=SchedulerSpec(policy="round-robin"),
        processes=(ProcessSpec(name="app.py", program=program),),
        source=str(path),
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such names")
def test_a_name_that_cannot_be_shown_is_made_fit(tmp_path: Path):
    path = tmp_path / "a\x1b[31m\n.py"
    path.write_text("x = 1\n")
    program = read_program(path)
    assert program.name == "a\ufffd[31m\ufffd.py"
    assert scenario_for_program(path).title == "a\ufffd[31m\ufffd.py"


def test_a_program_is_found_in_the_folder_and_below(tmp_path: Path):
    home = tmp_path.resolve()
    assert program_inside(tmp_path, "app.py") == home / "app.py"
    assert program_inside(tmp_path, "src/../lib/app.py") == home / "lib" / "app.py"
    assert program_inside(tmp_path, str(home / "app.py")) == home / "app.py"


@pytest.mark.parametrize(
    "named", ["../app.py", "a/../../app.py", "/etc/passwd", "//server/share/app.py", "../lab2/a.py"]
)
def test_a_program_elsewhere_is_refused(tmp_path: Path, named: str):
    folder = tmp_path / "lab"
    folder.mkdir()
    with pytest.raises(FileError, match="outside the folder of the file"):
        program_inside(folder, named)


@pytest.mark.skipif(os.name == "nt", reason="making links takes a privilege on Windows")
def test_a_link_leads_out_of_the_folder_no_more_than_dots_do(tmp_path: Path):
    folder = tmp_path / "lab"
    folder.mkdir()
    (tmp_path / "secret.py").write_text("x = 1\n")
    (folder / "link.py").symlink_to(tmp_path / "secret.py")
    (folder / "up").symlink_to(tmp_path)
    (folder / "circle.py").symlink_to("circle.py")
    (tmp_path / "also-lab").symlink_to(folder)
    for named in ("link.py", "up/secret.py", "up/lab/../secret.py"):
        with pytest.raises(FileError, match="outside the folder of the file"):
            program_inside(folder, named)
    with pytest.raises(FileError, match="in a circle"):
        read_program(program_inside(folder, "circle.py"))
    assert program_inside(tmp_path / "also-lab", "up/lab/app.py") == folder.resolve() / "app.py"
