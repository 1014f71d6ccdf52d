from __future__ import annotations

import dis
import json
import sys
from pathlib import Path

import pytest

from desktop_app.model.listing import ListingLine
from desktop_app.views.stage.byte_meanings import spelled
from tests.views.sample_snapshots import real_listing

COMPILED = Path(__file__).parents[2] / "program" / "compiled"
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}.0"


def line(opname, raw, argument=""):
    return ListingLine(address=0, raw=bytes(raw), opname=opname, argument=argument, chip="", line=1)


@pytest.mark.parametrize(
    ("python", "opname", "raw", "argument", "meaning"),
    [
        ("3.11.7", "LOAD_CONST", [100, 2], "20", "constant number 2: 20"),
        ("3.14.0", "LOAD_SMALL_INT", [94, 7], "7", "the number itself"),
        ("3.11.7", "STORE_NAME", [90, 0], "x", "name number 0: x"),
        ("3.12.1", "LOAD_FAST", [124, 1], "n", "local variable number 1: n"),
        ("3.13.0", "LOAD_FAST_LOAD_FAST", [88, 0x12], "a, b", "local variables number 1 and 2: a, b"),
        (
            "3.11.7",
            "LOAD_GLOBAL",
            [116, 3],
            "NULL + f",
            "name number 1: NULL + f; last bit: a NULL for a call, too",
        ),
        ("3.12.1", "LOAD_ATTR", [106, 4], "x", "name number 2: x; last bit: nothing more"),
        (
            "3.12.1",
            "LOAD_ATTR",
            [106, 5],
            "x + NULL|self",
            "name number 2: x + NULL|self; last bit: as a method to call",
        ),
        ("3.11.7", "LOAD_ATTR", [106, 4], "x", "name number 4: x"),
        ("3.12.1", "LOAD_SUPER_ATTR", [141, 4], "x", "name number 1: x"),
        ("3.11.7", "LOAD_DEREF", [137, 1], "n", "place number 1 in the frame: n"),
        ("3.11.7", "COMPARE_OP", [107, 0], "<", "comparison number 0: <"),
        ("3.12.1", "COMPARE_OP", [107, 0x42], "==", "comparison number 4: =="),
        ("3.13.0", "COMPARE_OP", [58, 0x58], "bool(==)", "comparison number 2: bool(==)"),
        ("3.11.7", "BINARY_OP", [122, 0], "+", "operation number 0: +"),
        ("3.11.7", "IS_OP", [117, 1], "is not", "inverted: not"),
        ("3.11.7", "CALL", [171, 1], "1", "1 argument"),
        ("3.11.7", "CALL", [171, 3], "3", "3 arguments"),
        ("3.11.7", "BUILD_LIST", [103, 0], "0", "0 values"),
        ("3.11.7", "SWAP", [99, 2], "2", "place 2 from the top of the stack"),
        ("3.11.7", "JUMP_BACKWARD", [140, 9], "to 0x12", "9 × 2 bytes back, to 0x12"),
        ("3.13.0", "POP_JUMP_IF_FALSE", [97, 4], "to 0x40", "4 × 2 bytes on, to 0x40"),
        ("3.11.7", "RESUME", [151, 0], "0", "where a function or the program begins"),
        ("3.11.7", "RETURN_VALUE", [83, 0], "", "not used, as this instruction has no argument"),
        ("3.11.7", "RAISE_VARARGS", [130, 1], "1", "the number itself"),
    ],
)
def test_what_an_argument_means(python, opname, raw, argument, meaning):
    assert spelled(line(opname, raw, argument), python).meaning == meaning


@pytest.mark.parametrize(("python", "prefix"), [("3.11.7", 144), ("3.12.1", 144), ("3.13.0", 71), ("3.14.0", 69)])
def test_a_longer_argument_is_put_together(python, prefix):
    found = spelled(line("JUMP_BACKWARD", [prefix, 1, prefix, 2, 140, 3, 0, 0], "to 0x00"), python)
    assert (found.longer, found.opcode, found.argument, found.caches) == ((1, 2), 140, 3, 2)
    assert found.value == 0x010203


def test_an_unknown_version_is_read_without_prefixes():
    found = spelled(line("NOP", [144, 1, 9, 0]), "3.99")
    assert (found.opcode, found.longer, found.caches) == (144, (), 2)


def test_it_agrees_with_what_the_running_cpython_says_of_its_own_bytecode():
    source = "names = [0]\n" + "x = 1\n" * 2 + "".join(f"v{n} = {n}\n" for n in range(300)) + "print(x + v299)\n"
    listing = real_listing(source, "long.py")
    code = compile(source, "long.py", "exec")
    said = [one for one in dis.get_instructions(code) if one.opname != "EXTENDED_ARG"]
    lines = _joined(listing.lines)
    assert any(spelled(one, PYTHON).longer for one in lines)
    for one, instruction in zip(lines, said, strict=True):
        found = spelled(one, PYTHON)
        assert found.opcode == instruction.opcode
        assert found.value == (instruction.arg or 0)


def _joined(lines):
    """Put the prefixes before what they belong to, as the program's listing does."""
    found, before = [], b""
    for one in lines:
        if one.opname == "EXTENDED_ARG":
            before += one.raw
            continue
        found.append(line(one.opname, before + one.raw, one.argument))
        before = b""
    return found


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13", "3.14"])
def test_every_stored_instruction_is_spelled_as_it_was_compiled(version):
    seen = set()
    for code in _codes(json.loads((COMPILED / f"{version}.json").read_text(encoding="utf-8"))):
        raw = bytes.fromhex(code["bytecode"])
        starts = [entry[0] for entry in code["instructions"]] + [len(raw)]
        for entry, end in zip(code["instructions"], starts[1:], strict=True):
            address, opname, arg = entry[:3]
            found = spelled(line(opname, raw[address:end], "" if arg is None else entry[3] or "c"), version + ".0")
            assert found.value == (arg or 0)
            assert found.meaning
            seen.add(opname)
    assert len(seen) > 30


def _codes(found):
    if isinstance(found, dict):
        if "bytecode" in found:
            yield found
        found = list(found.values())
    if isinstance(found, list):
        for one in found:
            yield from _codes(one)
