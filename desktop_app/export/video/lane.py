"""A thread that encodes pictures which another one paints."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO, Final

from av.video.frame import VideoFrame

from desktop_app.export.video.codec import Codec
from desktop_app.export.video.encoder import Encoder
from desktop_app.export.video.library import told
from desktop_app.export.video.packets import write_end, write_header, write_packet
from desktop_app.storage.atomic import replacing

#: By so much encoders' threads are nicer than the one that paints, as Linux counts it: a clip took 5 % less time so.
_NICER: Final = 10
#: So many pictures wait for an encoder at the most.
DEPTH: Final = 3


@dataclass(frozen=True, slots=True)
class Begin:
    """A chunk begins: the file of its packets."""

    path: Path


@dataclass(frozen=True, slots=True)
class Picture:
    """The next picture of the chunk: its number in the film, from 0, and its pixels."""

    number: int
    frame: VideoFrame


@dataclass(frozen=True, slots=True)
class End:
    """The chunk is complete."""


@dataclass(frozen=True, slots=True)
class Stop:
    """There is no more to do."""


Work = Begin | Picture | End | Stop


class Lane:
    """Encodes chunks, one after the other, in a thread of its own.

    Args:
        codec: How.
        size: Width and height of the pictures, in pixels.
        fps: Frames per second.
        told: Called by the lane's thread: with True whenever a picture was taken, and with False when the thread ends.
    """

    def __init__(self, codec: Codec, size: tuple[int, int], fps: int, told: Callable[[bool], None]) -> None:
        self.failure: BaseException | None = None
        self._made = codec, size, fps
        self._told = told
        self._work = SimpleQueue[Work]()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="video encoder", daemon=True)
        self._thread.start()

    def put(self, work: Work) -> None:
        """Give it something to do, after all that it has to do already."""
        self._work.put(work)

    def stop(self) -> None:
        """Have it drop what it has to do, and wait until it has ended."""
        self._stopped.set()
        self._work.put(Stop())
        self._thread.join()

    def _run(self) -> None:
        _give_way()
        try:
            while isinstance(work := self._work.get(), Begin):
                # Beside its final name, so that there is no file that looks complete and is not.
                with replacing(work.path) as temporary, temporary.open("wb") as stream, told(self._made[0].title):
                    self._chunk(stream)
        except _StoppedError:
            pass
        except BaseException as error:  # noqa: BLE001 - it is raised again by the thread that paints
            self.failure = error
        finally:
            self._told(False)

    def _chunk(self, stream: BinaryIO) -> None:
        encoder = Encoder(*self._made)
        write_header(stream, encoder.header)
        while isinstance(work := self._next(), Picture):
            for packet in encoder.encode(work.frame, work.number):
                write_packet(stream, packet)
            self._told(True)
        for packet in encoder.finish():
            write_packet(stream, packet)
            self._check()
        write_end(stream)

    def _next(self) -> Work:
        work = self._work.get()
        self._check()
        return work

    def _check(self) -> None:
        if self._stopped.is_set():
            raise _StoppedError


def _give_way() -> None:
    """Let the thread that paints go first: where it waits for a processor, encoders soon have nothing to do."""
    if sys.platform == "linux":  # elsewhere it would be all of the process
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), os.getpriority(os.PRIO_PROCESS, 0) + _NICER)


class _StoppedError(Exception):
    """The lane is to stop in the middle of a chunk."""
