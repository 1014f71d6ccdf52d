"""Encoded chunks of a film, put into one file as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from desktop_app.export.film import Film
from desktop_app.export.progress import Progress, Untold
from desktop_app.export.video.codec import Codec
from desktop_app.export.video.library import told
from desktop_app.export.video.packets import EncodedPicture, read_packets
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.atomic import replacing

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.video.stream import VideoStream


#: An MP4 counts so many parts of a picture.
_TICKS: Final = 100


def join(film: Film, codec: Codec, chunks: Sequence[Path], out: Path, progress: Progress | None = None) -> None:
    """Write a video file: the same bytes whoever encoded its chunks. A file that is there is replaced at the end.

    Args:
        film: What is shown.
        codec: How it was encoded.
        chunks: The files of all chunks, in their order.
        out: The video.
        progress: It is told of no frames; it may have this stop.

    Raises:
        FileError: When the file cannot be written, or one of the chunks cannot be read.
        CancelledError: When it is to stop.
    """
    with replacing(out) as temporary, told(codec.title):
        _write(film, codec, chunks, temporary, progress or Untold())


def _write(film: Film, codec: Codec, chunks: Sequence[Path], path: Path, progress: Progress) -> None:
    import av  # noqa: PLC0415 - it may be missing

    options = dict(codec.file_options)
    if codec.container == "mp4":
        # Else lengths are rounded to milliseconds.
        options["movie_timescale"] = str(film.fps * _TICKS)
    container = av.open(str(path), "w", format=codec.container, container_options=options)
    try:
        # What titles may hold that a file cannot is left out.
        container.metadata["title"] = film.title.replace("\0", "").encode("utf-8", "ignore").decode()
        stream = _stream(container, codec, film)
        firsts = [first for chunk in chunks if (first := _first_of(chunk)) is not None]
        # All pictures of a file have the same delay until they are shown; the encoder of a few found a shorter one.
        delay = max((first.pts - first.dts for first in firsts), default=0)
        count = 0
        for chunk in chunks:
            progress.frames(0)
            # A step of a film begins at 0 in a file of its own.
            count += _mux(container, stream, read_packets(chunk), firsts[0].pts if firsts else 0, count - delay)
        if count != film.frames:
            raise CoreloomError(f"{count} of {film.frames} frames were encoded; export the video again")
    finally:
        # Without this what is written at the end would be written whenever the memory is freed.
        container.close()


def _stream(container: OutputContainer, codec: Codec, film: Film) -> VideoStream:
    """Add a stream that says what its packets need, by way of an encoder with their settings."""
    from desktop_app.export.video.encoder import settle  # noqa: PLC0415 - needs what may be missing

    stream = cast("VideoStream", container.add_stream(codec.encoder, rate=film.fps))
    settle(stream.codec_context, codec, film.look.size, film.fps)
    stream.time_base = Fraction(1, film.fps)
    container.start_encoding()
    return stream


def _first_of(chunk: Path) -> EncodedPicture | None:
    """Return the picture that a chunk begins with."""
    return next((item for item in read_packets(chunk) if not isinstance(item, bytes)), None)


def _mux(
    container: OutputContainer, stream: VideoStream, packets: Iterable[bytes | EncodedPicture], first: int, begin: int
) -> int:
    """Put a chunk's packets into the file, and return how many pictures they are.

    Args:
        container: The file.
        stream: Its stream.
        packets: What stands in the file once, and the pictures.
        first: The number of the file's first picture.
        begin: When the first of these is decoded, in pictures; the others follow each other.
    """
    from av.packet import Packet  # noqa: PLC0415 - it may be missing

    count = 0
    time_base = stream.codec_context.time_base
    for item in packets:
        if isinstance(item, bytes):
            if item != (stream.codec_context.extradata or b""):
                raise CoreloomError("the parts of the video were encoded by different versions; export it again")
            continue
        packet = Packet(item.data)
        packet.pts, packet.dts, packet.duration = item.pts - first, begin + count, 1
        packet.time_base, packet.is_keyframe, packet.stream = time_base, item.key, stream
        container.mux_one(packet)
        count += 1
    return count
