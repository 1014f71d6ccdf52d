"""The simulated files, beside CPython's and in simulated time."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.program.library_host import ATTEMPT, LibraryHost, in_cpython

FILES = """
attempt(lambda: open("nope"))
attempt(lambda: open("x", "z"))
attempt(lambda: open("x", "rw"))
attempt(lambda: open(3.5))
attempt(lambda: open(""))
try:
    open("nope")
except FileNotFoundError as error:
    print(error)
with open("a.txt", "w") as file:
    attempt(file.read)
    attempt(lambda: file.write(3))
    print(file.write("a\\nb\\n"), file.tell(), file.name, file.mode, file.closed)
attempt(lambda: file.write("x"))
attempt(lambda: iter(file))
attempt(file.__enter__)
with open("a.txt", "a") as file:
    file.writelines(["c\\n", "d"])
with open("a.txt") as file:
    attempt(lambda: file.write("x"))
    attempt(lambda: file.read("x"))
    print(repr(file.readline()), repr(file.read(2)), list(file), repr(file.read()))
with open("a.txt", "r+") as file:
    file.write("X")
    file.seek(0)
    print(file.readlines())
attempt(lambda: open("a.txt", "x"))
"""


def test_programs_print_what_they_print_in_cpython(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert LibraryHost().run(ATTEMPT + FILES) == in_cpython(ATTEMPT + FILES)


def test_reading_and_writing_wait_for_the_disk() -> None:
    host = LibraryHost()
    host.files["in.txt"] = "line\n" * 10
    host.run(
        "with open('in.txt') as source, open('out.txt', 'w') as target:\n"
        "    for line in source:\n        target.write(line)"
    )
    assert host.files["out.txt"] == "line\n" * 10
    # Two to open, one to read ahead, one to write back.
    assert host.parks == [(1, "disk")] * 4
    assert host.now_ns == 20_000_000


def test_the_disk_becomes_full() -> None:
    text = LibraryHost().run(ATTEMPT + "file = open('x', 'w')\nattempt(lambda: file.write('x' * 10_000_001))")
    assert text == "builtins OSError (28, 'No space left on device')\n"


def test_a_text_in_memory_costs_no_time() -> None:
    host = LibraryHost()
    module = host.load("io")
    for kind in (io.StringIO, module.StringIO):
        text = kind("one\ntwo")
        assert (text.readline(), text.read(), text.write("!"), text.getvalue()) == ("one\n", "two", 1, "one\ntwo!")
    assert not host.parks
