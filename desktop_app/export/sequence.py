"""A film as a folder of PNG files, a frame each: painted in one thread, compressed and written in others."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.manifest import MANIFEST, earlier_files, frame_name, manifest
from desktop_app.export.png import ScanLines
from desktop_app.export.progress import Progress
from desktop_app.storage.atomic import replacing_folder

#: Threads that compress and write beside the one that paints. One keeps pace with it: the second is for slow disks.
_WRITERS: Final = 2
#: Pictures that are painted and not written yet, at most, so that memory stays flat; and their bytes, but for two.
_AHEAD: Final = 4
_AHEAD_BYTES: Final = 96 << 20


def sequence_folder(path: Path) -> AbstractContextManager[Path]:
    """Return what gives a new folder beside one, which takes its place when the frames and their manifest are in it.

    A folder that is there already goes only if it is empty or holds an earlier sequence and nothing else.

    Raises:
        FileError: On entering and on leaving it, as `replacing_folder`.
    """
    return replacing_folder(path, earlier_files)


def write_manifest(film: Film, folder: Path) -> None:
    """Write what the folder says about itself into it.

    Raises:
        OSError: When it cannot be written; `sequence_folder` makes a `FileError` of it.
    """
    (folder / MANIFEST).write_bytes(manifest(film))


def write_frames(film: Film, begin: int, end: int, easel: Easel, folder: Path, progress: Progress) -> None:  # noqa: PLR0917 - as PLR0913
    """Write the frames from ``begin`` to before ``end`` as PNG files.

    The files are the same whatever part of the film is written at once, and memory does not grow with its length.

    Args:
        film: The film.
        begin: The first frame's number, from 0.
        end: The number after that of the last one.
        easel: Paints them, in the calling thread.
        folder: Where to; it exists.
        progress: Is told of each frame that is written, from the calling thread.

    Raises:
        OSError: When a file cannot be written; `sequence_folder` makes a `FileError` of it.
        CancelledError: When the progress says so. Some files may be there then.
    """
    width, height = film.look.size
    ahead = max(2, min(_AHEAD, _AHEAD_BYTES // (4 * width * height)))
    free = [ScanLines() for _ in range(ahead)]
    pending = deque[tuple[Future[None], ScanLines]]()

    def settle() -> None:
        done, lines = pending.popleft()
        done.result()
        free.append(lines)
        progress.frames(1)

    with ThreadPoolExecutor(_WRITERS, thread_name_prefix="png") as writers:
        for frame in range(begin, end):
            if not free:
                settle()
            lines = free.pop()
            lines.take(easel.paint(film.seen(frame)))
            file = folder / frame_name(frame, film.frames)
            pending.append((writers.submit(_write, lines, file), lines))
        while pending:
            settle()


def _write(lines: ScanLines, file: Path) -> None:
    file.write_bytes(lines.png())
