"""Chunks of a film, shared out among processes that work at the same time."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from desktop_app.export.film import Film
from desktop_app.export.progress import Progress
from desktop_app.model.errors import CoreloomError

#: How long a process may take to end when it has said something that cannot be understood, in seconds.
_ENDS_IN_S: Final = 5
#: What is read of what a process said on its standard error: the end.
_LAST_BYTES: Final = 4_000


class WriteChunks(Protocol):
    """Writes chunks of a film, each into files of a folder that say by their names which chunk they are."""

    def __call__(self, film: Film, chunks: Iterator[int], folder: Path, progress: Progress) -> None:
        """Write chunks, by their numbers from 0, as they come. It may ask for the next before one is written."""


class Chunks:
    """The numbers of chunks that are still to be written; any thread may take the next."""

    def __init__(self, count: int) -> None:
        self._lock = threading.Lock()
        self._numbers = iter(range(count))
        self._stopped = False

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        """Return the next number."""
        with self._lock:
            if self._stopped:
                raise StopIteration
            return next(self._numbers)

    def stop(self) -> None:
        """Give out no more."""
        with self._lock:
            self._stopped = True


def fingerprint(source: str, film: Film) -> str:
    """Return what is the same in two processes if they make the same film of the same source."""
    return hashlib.sha256(f"{source} {film.frames} {film.fps} {film.look!r}".encode("utf-8", "replace")).hexdigest()


def write_all(write: WriteChunks, film: Film, folder: Path, progress: Progress, workers: Sequence[Worker]) -> None:
    """Write all chunks of a film: here, and in workers that are started already.

    Raises:
        CoreloomError: When one of them fails; all have stopped then.
    """
    chunks = Chunks(len(film.chunks))
    threads = [threading.Thread(target=worker.serve, args=(chunks, progress), daemon=True) for worker in workers]
    for thread in threads:
        thread.start()
    try:
        write(film, chunks, folder, _Watching(progress, workers))
    except BaseException:
        chunks.stop()
        for worker in workers:
            worker.stop()
        raise
    finally:
        for thread in threads:
            thread.join()
    for worker in workers:
        worker.check()


class _Watching:
    """Progress that ends as soon as one of the workers has failed."""

    def __init__(self, progress: Progress, workers: Sequence[Worker]) -> None:
        self._progress = progress
        self._workers = workers

    def frames(self, done: int) -> None:
        """Pass it on."""
        for worker in self._workers:
            worker.check()
        self._progress.frames(done)


class Worker:
    """A process that writes chunks.

    Args:
        command: What starts it.
        known_by: The fingerprint that its film must have.
    """

    def __init__(self, command: Sequence[str], known_by: str) -> None:
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console
        self._known_by = known_by
        self._problem: CoreloomError | None = None
        # A pipe that nobody reads is full some day, after many warnings, and whoever writes into it waits for ever.
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the process has ended
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, with the arguments of this process
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            text=True,
            encoding="utf-8",
            errors="replace",
            creationflags=flags,
        )

    def serve(self, chunks: Chunks, progress: Progress) -> None:
        """Give it chunks until there are none, and pass its progress on; returns when it has ended."""
        # What was on its way to a process that has ended cannot be written any more when its pipes are closed.
        with self._complaints, contextlib.suppress(OSError), self._process as process:
            try:
                self._answer(chunks, progress)
            except CoreloomError as error:
                self._problem = error
            except (OSError, ValueError):
                self._problem = self._last_words()
            if self._problem is not None:
                process.kill()

    def _answer(self, chunks: Chunks, progress: Progress) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said: dict[str, Any] = json.loads(line)
            if "frames" in said:
                progress.frames(said["frames"])
            elif "written" in said:
                return  # all that it was given; what its libraries do while it ends is of no account
            elif said.get("film", self._known_by) != self._known_by:
                raise CoreloomError("the source was changed while it was exported; export it again")
            else:
                number = next(chunks, None)
                self._say("\n" if number is None else f"{number}\n")
        raise self._last_words()

    def _say(self, text: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def _last_words(self) -> CoreloomError:
        """Return what it says has ended it."""
        try:
            code = self._process.wait(_ENDS_IN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        size = self._complaints.seek(0, os.SEEK_END)
        self._complaints.seek(max(0, size - _LAST_BYTES))
        # Our own words come last, behind what libraries had to say.
        problem = self._complaints.read().decode("utf-8", "replace").strip().rpartition("coreloom: ")[2]
        return CoreloomError(problem or f"a process of the export ended early, with exit code {code}")

    def check(self) -> None:
        """Raise what it failed with, if it did."""
        if self._problem is not None:
            raise self._problem

    def stop(self) -> None:
        """End it at once."""
        self._process.kill()


class Asking:
    """What a worker reads and says: it asks for chunks on its standard output, and reads their numbers."""

    def __init__(self, known_by: str) -> None:
        self._lock = threading.Lock()
        self._say({"film": known_by})
        self._first = True

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        """Return the next number."""
        # The first answer is to the fingerprint.
        if not self._first:
            self._say({"next": True})
        self._first = False
        line = sys.stdin.readline().strip()
        if not line:
            raise StopIteration
        return int(line)

    def frames(self, done: int) -> None:
        """Pass progress on; whoever started this process ends it where it is to stop."""
        self._say({"frames": done})

    def end(self) -> None:
        """Say that all chunks are written."""
        self._say({"written": True})

    def _say(self, what: dict[str, Any]) -> None:
        with self._lock:
            sys.stdout.write(f"{json.dumps(what)}\n")
            sys.stdout.flush()
