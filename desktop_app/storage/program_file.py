"""Python programs from disk, as text; nothing is compiled or executed here."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Final

from desktop_app.model.errors import FileError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec, Program
from desktop_app.program.limits import MAX_SOURCE_BYTES
from desktop_app.storage.limits import as_label
from desktop_app.storage.regular_file import read_regular_file

#: Codecs that Python would accept in a coding comment, though no text file is written in them: the first two take time
#: that grows with the square of the text, the others give text that no file can hold.
_NO_TEXT_ENCODINGS: Final = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})


def read_program(path: Path) -> Program:
    """Return the program in a Python file, decoded as Python would: UTF-8, or what its coding comment says.

    Every line end becomes a line feed. Whether the text is a valid program is for the compiler to say.

    Raises:
        FileError: When it is missing, no ordinary file, larger than 1 MiB or not in its encoding.
    """
    data = read_regular_file(path, maximum_bytes=MAX_SOURCE_BYTES)
    name = as_label(path.name, otherwise="program")
    return Program(name=name, source=_decoded(data, shown=str(path)), path=str(path.resolve()))


def scenario_for_program(path: Path) -> Scenario:
    """Return a scenario of one process that runs the program, on the default machine under round robin.

    Raises:
        FileError: As `read_program`.
    """
    program = read_program(path)
    process = ProcessSpec(name=program.name, program=program)
    return Scenario(title=as_label(path.name, otherwise="program"), processes=(process,), source=str(path))


def program_inside(folder: Path, named: str) -> Path:
    """Return where a scenario's program is, without links and dots: always inside the scenario's folder.

    Args:
        folder: The scenario's folder.
        named: The program as the scenario names it, relative to the folder.

    Raises:
        FileError: When it lies elsewhere: a scenario from somebody else must not read this computer's other files.
    """
    outside = FileError(named, "it lies outside the folder of the file that names it; put it beside that file")
    try:
        home = folder.resolve()
        # On Windows merely looking at \\server\share would contact that server, so compare the drives first.
        drive = PurePath(named).drive.casefold()
        if drive and drive not in {home.drive.casefold(), folder.drive.casefold()}:
            raise outside
        place = (home / named).resolve()
    except (OSError, RuntimeError):
        raise FileError(named, "its symbolic links lead in a circle, or nowhere") from None
    except ValueError:
        raise FileError(named, "its name holds a character that no file name may hold") from None
    if not place.is_relative_to(home):
        raise outside
    return place


def _decoded(data: bytes, *, shown: str) -> str:
    # Where null bytes are allowed is for the compiler to say; some versions of tokenize refuse them here.
    lines: Iterator[bytes] = iter(data.replace(b"\0", b" ").splitlines(keepends=True)[:2])
    try:
        encoding, _ = tokenize.detect_encoding(lambda: next(lines, b""))
    except (SyntaxError, LookupError) as error:  # the latter for codecs that are no text encodings, from Python 3.14 on
        words = error.msg if isinstance(error, SyntaxError) else error
        raise FileError(shown, f"its encoding is unknown: {words}; save it as UTF-8") from None
    if encoding.replace("-", "_").lower() in _NO_TEXT_ENCODINGS:
        raise FileError(shown, f"{encoding} is not an encoding of text files; save it as UTF-8")
    try:
        # bytes.decode, unlike a stream, also refuses codecs that are no text encodings, such as rot13.
        source = io.IncrementalNewlineDecoder(None, translate=True).decode(data.decode(encoding), final=True)
        source.encode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"line {line} is not {encoding}: {error.reason}; save it as UTF-8, or name its encoding in line 1"
        raise FileError(shown, problem) from None
    except (LookupError, UnicodeError) as error:
        raise FileError(shown, f"it cannot be read as {encoding}: {error}; save it as UTF-8") from None
    return source
