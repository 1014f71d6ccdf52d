"""The bytecode of a run's programs as text in columns, as `dis` lists it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from desktop_app.analysis.text_columns import in_columns
from desktop_app.export.data.pieces import STEPS, write_pieces
from desktop_app.export.progress import Progress, Untold
from desktop_app.model.errors import FileError
from desktop_app.model.listing import CodeListing, ListingLine
from desktop_app.model.quoting import line_shown

_HEADS: Final = ("line", "offset", "bytes", "instruction", "argument", "stands for")
#: More of the source line that instructions come from would push the columns apart.
_MOST_SOURCE: Final = 100


def write_listing(listings: Sequence[CodeListing], out: Path, progress: Progress | None = None) -> None:
    """Write the bytecode of programs: a table for the body of each and for each function in it.

    Args:
        listings: The programs, as a trace or its scenario has them.
        out: The file.
        progress: Who is told when it is done.

    Raises:
        FileError: When there is no program, or the file cannot be written.
        CancelledError: When ``progress`` has it stop.
    """
    if not listings:
        raise FileError(
            str(out),
            "there is no bytecode to list: all processes of this scenario are bursts; export a scenario with a Python "
            "program, or the trace as .csv or .json",
        )
    write_pieces(out, (piece for listing in listings for piece in _program(listing, first=listing is listings[0])))
    (progress or Untold()).frames(STEPS)


def _program(listing: CodeListing, *, first: bool) -> Iterator[str]:
    count, size = len(listing.lines), listing.code_bytes
    functions = len(listing.functions) - 1
    inside = f", {functions} function{'s' * (functions != 1)}" if functions > 0 else ""
    if not first:
        yield "\n\n"
    yield f"{line_shown(listing.program)}: bytecode of CPython {listing.python}\n"
    yield f"{count:,} instructions, {size:,} bytes with inline caches{inside}\n"
    yield "Offsets are bytes from the beginning of its code, hexadecimal; functions stand behind the body.\n"
    ends = [place.first for place in listing.functions[1:]] + [count]
    source = listing.source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for place, end in zip(listing.functions, ends, strict=True):
        lines = listing.lines[place.first : end]
        yield f"\n{line_shown(lines[0].function if lines else place.name)}\n"
        if place.places:
            yield f"local variables: {line_shown(', '.join(place.places))}\n"
        yield from _table(lines, source)


def _table(lines: Sequence[ListingLine], source: Sequence[str]) -> Iterator[str]:
    """Yield the instructions of one function, each line of the source above those that come from it."""
    rows = [_HEADS, *map(_row, lines)]
    heads, *texts = in_columns(rows, left={2, 3, 5}).split("\n")
    yield f"{heads}\n"
    numbered = zip(lines, texts, strict=True)
    for number, group in groupby(numbered, key=lambda pair: pair[0].line):
        text = line_shown(source[number - 1].strip()) if 0 < number <= len(source) else ""
        if text:
            yield f"      # {text if len(text) <= _MOST_SOURCE else text[: _MOST_SOURCE - 1] + '…'}\n"
        yield "".join(f"{text}\n" for _, text in group)


def _row(line: ListingLine) -> tuple[str, ...]:
    argument = _argument(line.raw)
    meaning = line_shown(line.argument)
    return (
        str(line.line) if line.line else "-",
        f"0x{line.address:02X}",
        line.raw.hex(" "),
        line.opname,
        str(argument) if argument or meaning else "",
        "" if meaning == str(argument) and "CONST" not in line.opname else meaning,
    )


def _argument(raw: bytes) -> int:
    """Return the argument of an instruction from its bytes.

    In CPython 3.11 to 3.14 an instruction is pairs of an opcode and a byte of the argument: as many EXTENDED_ARG as it
    needs, then the instruction itself, then its caches, which are zeros where nothing has run yet.
    """
    found, argument = 0, 0
    for opcode, byte in zip(raw[::2], raw[1::2], strict=True):
        if not opcode and found:
            break
        found, argument = found + 1, argument << 8 | byte
    return argument
