"""The standard streams, which may be closed, full or a pipe that nobody reads any more."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from desktop_app.model.errors import CoreloomError


def write_output(text: str) -> None:
    """Write a command's result to standard output, to the last byte.

    Raises:
        CoreloomError: When it cannot be written: the disk is full, or standard output is closed.
        BrokenPipeError: When whoever read it has gone.
    """
    if sys.stdout is None:  # closed before we began, as with `>&-`
        raise CoreloomError("the output cannot be written: standard output is closed")
    with _writing(sys.stdout):
        sys.stdout.write(text)


def flush_output() -> None:
    """Write what the streams still hold, such as a --help, or the complaint of argparse about an option.

    Raises:
        CoreloomError: As `write_output`.
        BrokenPipeError: As `write_output`.
    """
    _flush_notes()
    if sys.stdout is not None:
        with _writing(sys.stdout):
            pass


def write_note(text: str) -> None:
    """Say something on standard error, in one line that begins with our name; where nobody can hear it, be silent."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):
            sys.stderr.write(f"coreloom: {text}\n")
        _flush_notes()


def _flush_notes() -> None:
    if sys.stderr is not None:
        try:
            sys.stderr.flush()
        except OSError:
            _drop(sys.stderr)


@contextlib.contextmanager
def _writing(stream: TextIO) -> Iterator[None]:
    try:
        yield
        stream.flush()
    except OSError as error:
        _drop(stream)
        if isinstance(error, BrokenPipeError):
            raise
        raise CoreloomError(f"the output cannot be written: {error.strerror or error}") from None


def _drop(stream: TextIO) -> None:
    """Send what a stream still holds nowhere: at its exit the interpreter would try, and complain, once more."""
    with contextlib.suppress(OSError):  # a stream of a test has no descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
