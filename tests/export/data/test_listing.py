import dis
from pathlib import Path

import pytest

from desktop_app.export.data.listing import write_listing
from desktop_app.export.data.pieces import STEPS
from desktop_app.model.errors import FileError
from desktop_app.model.workload import Program
from desktop_app.program.loading import load_program
from tests.golden import load_stored, stored
from tests.scenarios import bursts, run

STORED = Path(__file__).with_name("stored")


def listed(tmp_path, *sources, name="app.py"):
    out = tmp_path / "a.txt"
    write_listing([load_program(Program(name=name, source=source)).listing for source in sources], out)
    return out.read_text(encoding="utf-8")


def rows_of(text):
    """The instructions in a listing, as their columns."""
    found = []
    for line in text.splitlines():
        fields = line.split()
        if len(fields) > 2 and (fields[0] == "-" or fields[0].isdigit()) and fields[1].startswith("0x"):
            place = next(index for index, field in enumerate(fields) if index > 1 and len(field) > 2)
            raw = bytes.fromhex("".join(fields[2:place]))
            found.append((fields[0], int(fields[1], 16), raw, fields[place], fields[place + 1 :]))
    return found


@pytest.mark.parametrize("name", ["app", "loop"])
def test_a_listing_is_as_stored(name, tmp_path, compare_with_stored):
    out = tmp_path / "a.txt"
    write_listing([load_stored(stored(name).program).listing], out)
    compare_with_stored(out, STORED / f"{name}.txt")


def test_it_has_every_instruction_with_all_its_bytes(tmp_path):
    listing = load_program(Program(name="app.py", source="def f(n):\n    return n + 1\nx = f(2)\n")).listing
    rows = rows_of(listed(tmp_path, "def f(n):\n    return n + 1\nx = f(2)\n"))
    assert [row[:4] for row in rows] == [
        (str(line.line) if line.line else "-", line.address, line.raw, line.opname) for line in listing.lines
    ]
    assert sum(len(row[2]) for row in rows) == listing.code_bytes


def test_arguments_are_those_of_dis(tmp_path):
    source = "".join(f"v{number} = {number}.5\n" for number in range(300)) + "for v in v1, 'a':\n    print(v, end='')\n"
    wanted = [
        (found.opname, found.arg)
        for found in dis.get_instructions(compile(source, "app.py", "exec", dont_inherit=True))
        if found.opname != "EXTENDED_ARG"
    ]
    for (opname, argument), (_, _, _, shown, rest) in zip(wanted, rows_of(listed(tmp_path, source)), strict=True):
        assert shown == opname
        assert int(rest[0]) == argument if rest else not argument


def test_functions_have_tables_of_their_own_with_their_variables(tmp_path):
    text = listed(tmp_path, "def outer(n):\n    def inner(k):\n        return k + n\n    return inner\n")
    assert text.index("\n<module>\n") < text.index("\nouter\n") < text.index("\nouter.<locals>.inner\n")
    assert "local variables: n, inner\n" in text
    assert "2 functions" in text


def test_an_argument_of_several_bytes_is_put_together(tmp_path):
    source = "".join(f"v{number} = {number}.5\n" for number in range(300))
    stores = [row for row in rows_of(listed(tmp_path, source)) if row[3] == "STORE_NAME"]
    assert [row[4] for row in stores] == [[str(number), f"v{number}"] for number in range(300)]


def test_text_that_a_terminal_would_obey_is_marked(tmp_path):
    text = listed(tmp_path, "x = '\x1b[2J'  # \u202e\x9b\n", name="a\x1b.py")
    assert all(character.isprintable() or character == "\n" for character in text)


def test_programs_follow_each_other(tmp_path):
    text = listed(tmp_path, "x = 1\n", "y = 2\n")
    assert text.count(": bytecode of CPython ") == 2
    assert text.index("# x = 1") < text.index("# y = 2")


def test_bursts_have_no_bytecode(tmp_path):
    out = tmp_path / "a.txt"
    with pytest.raises(FileError, match="no bytecode to list: all processes of this scenario are bursts"):
        write_listing(run(bursts("cpu 1ms")).listings, out)
    assert not out.exists()


def test_who_listens_is_told_when_it_is_done(tmp_path):
    steps = []

    class Listening:
        def frames(self, done):
            steps.append(done)

    listing = load_program(Program(name="app.py", source="x = 1\n")).listing
    write_listing([listing], tmp_path / "a.txt", Listening())
    assert sum(steps) == STEPS
