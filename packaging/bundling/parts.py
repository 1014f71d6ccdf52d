"""What a bundle consists of: the program, and beside it video, in a folder of its own that is laid over the program's.

PyAV's wheels hold x264 and x265, so whoever hands on a program with them hands it on under the GPL. The program itself
is under the MIT licence, with libraries under the LGPL; video comes as a second package for those who want it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from bundling.pruning import keeps

#: PyAV: where its modules are, and where wheels for Windows and Linux keep its libraries.
VIDEO = ("av", "av.libs")


class Entry(NamedTuple):
    """A file, as PyInstaller lists it.

    Attributes:
        destination: Its path in the bundle, or the dotted name of a module.
        source: The file it is copied from; for a symbolic link, what it points to.
        kind: PyInstaller's typecode, such as EXTENSION, BINARY, SYMLINK, DATA or PYMODULE.
    """

    destination: str
    source: str
    kind: str


class Parts(NamedTuple):
    """The files of the program and those of video."""

    program: list[Entry]
    video: list[Entry]


def divide(entries: Iterable[tuple[str, str, str]], imports: Callable[[str], set[str]] | None) -> Parts:
    """Divide the files of a bundle, without those that nothing needs.

    Args:
        entries: Everything that PyInstaller found, apart from modules.
        imports: Returns the names of all libraries that a binary loads with itself, directly or not. None where that
            cannot be told; then a library is kept whether it is needed or not.
    """
    kept = [Entry(*entry) for entry in entries if keeps(*entry)]
    video = [entry for entry in kept if _is_video(entry)]
    program = [entry for entry in kept if not _is_video(entry)]
    if imports is None:
        return Parts(program, video)
    for_program, for_video = _needed(program, imports), _needed(video, imports)
    libraries = [entry for entry in program if _is_library(entry) and _name(entry) not in for_program]
    return Parts(
        [entry for entry in program if entry not in libraries],
        [entry for entry in video if not _is_library(entry) or _name(entry) in for_video]
        + [entry for entry in libraries if _name(entry) in for_video],
    )


def divide_modules(modules: Iterable[tuple[str, str, str]]) -> Parts:
    """Divide the Python modules; those of video become files, which are found in the folder beside the program's own.

    The program's are packed into it, where nothing could be added later.
    """
    entries = [Entry(*module) for module in modules]
    video = [entry for entry in entries if entry.destination.partition(".")[0] == "av"]
    return Parts([entry for entry in entries if entry not in video], [_as_file(entry) for entry in video])


def _as_file(module: Entry) -> Entry:
    path = module.destination.replace(".", "/")
    inside = f"{path}/__init__.py" if PurePosixPath(_slashed(module.source)).name == "__init__.py" else f"{path}.py"
    return Entry(inside, module.source, "DATA")


def _is_video(entry: Entry) -> bool:
    # A link at the top stands for a library in a folder.
    path = entry.source if entry.kind == "SYMLINK" else entry.destination
    return _slashed(path).partition("/")[0] in VIDEO


def _is_library(entry: Entry) -> bool:
    """Say whether it is there only because others load it; a plug-in or a module of Python is loaded by its place."""
    path = PurePosixPath(_slashed(entry.destination))
    if entry.kind not in {"BINARY", "SYMLINK"} or path.name.startswith("libpython"):
        return False
    return path.parent.name in {"", "lib"} or path.parent.name.endswith(".libs")


def _needed(entries: list[Entry], imports: Callable[[str], set[str]]) -> set[str]:
    binaries = {"EXTENSION", "BINARY", "EXECUTABLE"}
    roots = [entry.source for entry in entries if entry.kind in binaries and not _is_library(entry)]
    return set().union(*(imports(root) for root in roots))


def _name(entry: Entry) -> str:
    return PurePosixPath(_slashed(entry.destination)).name


def _slashed(path: str) -> str:
    return path.replace("\\", "/")
