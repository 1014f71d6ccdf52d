"""What a folder of frames says about itself, to who puts a film together from them or asks later what it shows."""

from __future__ import annotations

import json
import re
from pathlib import Path, PureWindowsPath
from typing import Any, Final

import msgspec
from PySide6.QtCore import qVersion

from desktop_app import __version__
from desktop_app.export.film import MAX_FRAMES, Film, Take
from desktop_app.model.errors import FileError
from desktop_app.storage.regular_file import read_regular_file

#: The manifest's name in the folder.
MANIFEST: Final = "manifest.json"
_FORMAT, _VERSION = "coreloom-frames", 1
#: The fewest digits of a frame's number; longer films have more, so that names sort in order.
_DIGITS: Final = 5
_MAX_BYTES: Final = 8 << 20
_FRAME: Final = re.compile(r"frame_(\d{5,10})\.png", re.ASCII)

_RULE: Final = (
    "frame k of a take, counted from 0, shows the moment min(last_ns, first_ns + k * ns_per_second // fps);"
    " files are numbered over all takes, from 0"
)


class _Earlier(msgspec.Struct):
    """What is read of a manifest: enough to know what belongs to it."""

    format: str
    version: int
    frames: int


def file_name(source: str) -> str:
    """Return a file's name without its folders, which differ from machine to machine and are nobody else's business."""
    return PureWindowsPath(source).name  # which parts both kinds of slashes


def frame_name(frame: int, frames: int) -> str:
    """Return the name of a frame's file.

    Args:
        frame: Its number, from 0.
        frames: How many frames there are.
    """
    return f"frame_{frame:0{_digits(frames)}}.png"


def _digits(frames: int) -> int:
    return max(_DIGITS, len(str(frames - 1)))


def manifest(film: Film) -> bytes:
    """Return the manifest of a film's frames as JSON; it depends on the film and on versions, never on when it is made.

    Texts of the scenario are escaped to ASCII, whatever they hold.
    """
    firsts = [0]
    for take in film.takes:
        firsts.append(firsts[-1] + take.frames)
    takes = [_take(take, first) for take, first in zip(film.takes, firsts, strict=False)]
    pythons = {run.moments.trace.header.python for take in film.takes for run in take.seen(0).runs}
    look = film.look
    said = {
        "format": _FORMAT,
        "version": _VERSION,
        "title": film.title,
        "frames": film.frames,
        "fps": film.fps,
        "first_file": frame_name(0, film.frames),
        "width": look.size[0],
        "height": look.size[1],
        "theme": look.theme,
        "scale": look.scale,
        "transparent": look.transparent,
        "range_ns": [min(take["first_ns"] for take in takes), max(take["last_ns"] for take in takes)],
        "rule": _RULE,
        "takes": takes,
        "versions": {"coreloom": __version__, "python_bytecode": sorted(pythons), "qt": qVersion()},
    }
    return json.dumps(said, indent=2).encode("ascii") + b"\n"


def _take(take: Take, first: int) -> dict[str, Any]:
    seen, last = take.seen(0), take.seen(take.frames - 1)
    standing_ns = 0 if seen.t_ns == last.t_ns else None
    headers = [run.moments.trace.header for run in seen.runs]
    return {
        "first_frame": first,
        "frames": take.frames,
        "step": None if take.step is None else take.step + 1,
        "first_ns": seen.t_ns,
        "last_ns": last.t_ns,
        "ns_per_second": standing_ns if take.pace is None else take.pace.speed_ns,
        "camera": seen.options.camera.text,
        "lit": [target.text for target in seen.options.lit],
        "runs": [{"title": one.title, "source": file_name(one.source), "policy": one.policy} for one in headers],
    }


def earlier_files(folder: Path) -> frozenset[str]:
    """Return the names of the files in a folder that an earlier export of frames left there, as its manifest says."""
    try:
        data = read_regular_file(folder / MANIFEST, maximum_bytes=_MAX_BYTES)
        found = msgspec.json.decode(data, type=_Earlier)
    except (FileError, msgspec.MsgspecError):
        return frozenset()
    if found.format != _FORMAT or not 0 < found.frames <= MAX_FRAMES:
        return frozenset()
    digits = _digits(found.frames)
    names = {MANIFEST}
    for file in folder.iterdir():
        match = _FRAME.fullmatch(file.name)
        numbered = match is not None and len(match[1]) == digits and int(match[1]) < found.frames
        if numbered and file.is_file() and not file.is_symlink():
            names.add(file.name)
    return frozenset(names)
