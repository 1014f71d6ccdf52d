"""Chunks of a film, painted by one thread and encoded by several at a time."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import chain, islice
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from desktop_app.export.film import Film
from desktop_app.export.processors import processors
from desktop_app.export.progress import Progress
from desktop_app.export.seen import Seen
from desktop_app.export.video.codec import Codec, check_size
from desktop_app.export.video.conversion import Converting
from desktop_app.export.video.lane import DEPTH, Begin, End, Lane, Picture, Stop, Work
from desktop_app.export.video.tiles import Comparing
from desktop_app.model.errors import ScenarioError

#: One thread paints as fast as so many encode.
_MOST_LANES: Final = 4
#: Lanes of large pictures take much memory: all together they have no more pixels than this.
_MOST_PIXELS: Final = 4 * 3840 * 2160
#: How long the one who paints waits before it asks whether it is to stop, in seconds.
_PATIENCE_S: Final = 0.1


class Paints(Protocol):
    """What paints pictures, such as an easel.

    Attributes:
        changed: Outside of these rectangles, in pixels, the last picture is the one before; None where any may differ.
    """

    changed: list[QRect] | None

    def paint(self, seen: Seen, /) -> QImage:
        """Return a picture that is good until the next one is painted."""

    def close(self) -> None:
        """Let go of what it paints with."""


def chunk_file(folder: Path, number: int) -> Path:
    """Return the file of a chunk's packets, by its number in the film from 0."""
    return folder / f"chunk_{number:06}.packets"


def lanes_for(size: tuple[int, int], jobs: int = 1) -> int:
    """Return how many encoders work side by side in a process.

    Args:
        size: Width and height of the pictures, in pixels.
        jobs: How many processes share the machine.
    """
    fit = _MOST_PIXELS // (size[0] * size[1])
    return max(1, min(_MOST_LANES, fit, processors() // jobs))


def encode_chunks(  # noqa: PLR0917 - as PLR0913
    film: Film,
    codec: Codec,
    chunks: Iterator[int],
    easels: Callable[[], Paints],
    folder: Path,
    progress: Progress,
    lanes: int = 2,
) -> None:
    """Encode chunks of a film, each into a file of its packets: the same bytes whoever encodes it, and beside what.

    Args:
        film: What is shown.
        codec: How it is encoded.
        chunks: The numbers of the chunks, from 0. One is asked for as soon as there is an encoder for it.
        easels: Makes what paints, for each lane one, as an easel keeps what stands still. They are closed at the end.
        folder: Where the files go, see `chunk_file`.
        progress: It is told of each frame that was taken by an encoder, and may have this stop.
        lanes: How many encoders work side by side, from 1.

    Raises:
        ScenarioError: When such pictures cannot be encoded.
        FileError: When a file cannot be written.
        CancelledError: When it is to stop.
    """
    check_size(film.look.size)
    if film.look.transparent:
        raise ScenarioError("--transparent", "", "", "an animation or pictures, as a video has no transparent ground")
    # Nobody is asked again after having said that there are no more.
    numbers = (number for number in chunks)
    told = SimpleQueue[tuple[_Seat, bool]]()
    seats = list[_Seat]()
    try:
        for first in islice(numbers, lanes):
            works = _works(film, easels, chain((first,), numbers), folder)
            seats.append(seat := _Seat(works, codec, film, told))
            for _ in range(DEPTH):
                seat.paint()
        _serve(len(seats), told, progress)
    finally:
        for seat in seats:
            seat.close()


def _serve(working: int, told: SimpleQueue[tuple[_Seat, bool]], progress: Progress) -> None:
    """Paint for whoever took a picture, until all lanes have ended."""
    while working:
        try:
            seat, took = told.get(timeout=_PATIENCE_S)
        except Empty:
            progress.frames(0)
            continue
        if took:
            progress.frames(1)
            seat.paint()
        else:
            seat.check()
            working -= 1


class _Seat:
    """A lane, and what is painted for it.

    Args:
        works: All that the lane has to do, which is painted when it is asked for.
        codec: How the lane encodes it.
        film: The film.
        told: What the lane says goes there.
    """

    def __init__(self, works: Generator[Work], codec: Codec, film: Film, told: SimpleQueue[tuple[_Seat, bool]]) -> None:
        self._works = works
        self._lane = Lane(codec, film.look.size, film.fps, lambda took: told.put((self, took)))

    def paint(self) -> None:
        """Give the lane its next picture, or whatever comes before the end."""
        for work in self._works:
            self._lane.put(work)
            if isinstance(work, Picture):
                break

    def check(self) -> None:
        """Raise what the lane failed with, if it did."""
        if self._lane.failure is not None:
            raise self._lane.failure

    def close(self) -> None:
        """Stop the lane, and let go of what was painted with."""
        self._lane.stop()
        self._works.close()


def _works(film: Film, easels: Callable[[], Paints], numbers: Iterator[int], folder: Path) -> Generator[Work]:
    """Yield what a lane has to do: chunk after chunk, as long as there are any."""
    # What paints converts as well: threads that need Python's lock for each of many short steps wait for each other.
    easel, comparing, converting = easels(), Comparing(film.look.size), Converting(film.look.size)
    try:
        for number in numbers:
            yield Begin(chunk_file(folder, number))
            for frame in film.chunks[number]:
                picture = easel.paint(film.seen(frame))
                yield Picture(frame, converting.frame(comparing.changes(picture, easel.changed)))
            yield End()
        yield Stop()
    finally:
        easel.close()
