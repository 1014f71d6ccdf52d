"""Which format is written how."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PIL import features

from desktop_app.export.animated.apng import Apng
from desktop_app.export.animated.gif import Gif
from desktop_app.export.animated.webp import Webp
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.formats import Quality
from desktop_app.export.progress import Progress
from desktop_app.model.errors import CoreloomError


class Writer(Protocol):
    """Writes an animation. The files that it makes are the same whoever makes them, and on every run."""

    def encode_chunk(self, film: Film, chunk: range, easel: Easel, path: Path, progress: Progress) -> None:
        """Write the frames of one of the film's chunks into a file of our own format.

        Raises:
            FileError: When the file cannot be written; nothing is left of it.
            CancelledError: When the export is to stop; nothing is left of the file.
        """

    def join(self, film: Film, chunk_files: Sequence[Path], out: Path) -> None:
        """Write the animation from the files of all chunks, in order.

        The film may be that of one step, and the files those of its chunks when they were made from the whole film.

        Raises:
            FileError: When the file cannot be written; the earlier one is as it was.
        """


def writer_of(name: str, quality: Quality | None = None) -> Writer:
    """Return what writes a format.

    Args:
        name: The format's short name: ``gif``, ``apng`` or ``webp``.
        quality: One of its qualities; None for the usual one.

    Raises:
        CoreloomError: When the library that encodes it was built without it.
    """
    if name == "apng":
        return Apng()
    if name == "gif":
        return Gif(64 if quality is Quality.SMALL else 256)
    if not features.check("webp"):
        raise CoreloomError(
            "this Pillow cannot write WebP: it was built without libwebp; write .apng or .gif instead, or install a "
            "complete one with: pip install --force-reinstall pillow"
        )
    return Webp({Quality.SMALL: 63, Quality.GOOD: 255, Quality.BEST: 1020}.get(quality or Quality.LOSSLESS))
