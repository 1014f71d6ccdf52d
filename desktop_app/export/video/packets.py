"""Encoded pictures of one chunk of a film, in a file of our own from which they are joined."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from desktop_app.model.errors import FileError

_MAGIC: Final = b"Coreloom packets 1\n"
#: How long the header is that encoders want to be in a file once.
_HEADER: Final = struct.Struct("<I")
#: When it is shown and when it is decoded, in frames; whether one can begin with it; how many bytes follow.
_PACKET: Final = struct.Struct("<qq?I")
#: What stands behind the last packet: a size that none has.
_END: Final = 0


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """One packet.

    Attributes:
        pts: When it is shown, in frames from the film's beginning.
        dts: When it is decoded: before those that need it, so it may be below 0.
        key: Whether one can begin with it.
        data: What was encoded.
    """

    pts: int
    dts: int
    key: bool
    data: bytes


def write_header(stream: BinaryIO, header: bytes) -> None:
    """Begin a file with the encoder's header, which may be empty."""
    stream.write(_MAGIC + _HEADER.pack(len(header)) + header)


def write_packet(stream: BinaryIO, picture: EncodedPicture) -> None:
    """Append a packet, which is not empty."""
    stream.write(_PACKET.pack(picture.pts, picture.dts, picture.key, len(picture.data)))
    stream.write(picture.data)


def write_end(stream: BinaryIO) -> None:
    """Say that the chunk is complete."""
    stream.write(_PACKET.pack(0, 0, False, _END))


def read_packets(path: Path) -> Iterator[bytes | EncodedPicture]:
    """Yield the encoder's header, then all packets, one after the other.

    Raises:
        FileError: When the file cannot be read, or ends early.
    """
    try:
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                raise _broken(path)
            (size,) = _HEADER.unpack(_exactly(stream, _HEADER.size, path))
            yield _exactly(stream, size, path)
            while True:
                pts, dts, key, size = _PACKET.unpack(_exactly(stream, _PACKET.size, path))
                if size == _END:
                    return
                yield EncodedPicture(pts, dts, key, _exactly(stream, size, path))
    except OSError as error:
        raise FileError(str(path), f"it cannot be read: {error.strerror or error}") from None


def _exactly(stream: BinaryIO, size: int, path: Path) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise _broken(path)
    return data


def _broken(path: Path) -> FileError:
    return FileError(str(path), "a part of the video was changed or cut off while it was made; export it again")
