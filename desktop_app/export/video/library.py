"""The library that encodes, which a copy of Coreloom may be without."""

from __future__ import annotations

import contextlib
import importlib.util
import platform
import sys
from collections.abc import Iterator, Sequence
from typing import Final

from desktop_app import __version__
from desktop_app.model.errors import CoreloomError

_WITHOUT: Final = ".webp, .apng and .gif animations work without it"
#: What Debian calls processors.
_DEBIAN: Final = {"x86_64": "amd64", "aarch64": "arm64"}


def has_video() -> bool:
    """Return whether what encodes video is installed; it is not loaded, as that takes long."""
    return importlib.util.find_spec("av") is not None


def check_video(encoder: str, title: str, others: Sequence[tuple[str, str]] = ()) -> None:
    """See whether films can be encoded here.

    Args:
        encoder: What FFmpeg calls the encoder, such as ``libx264``.
        title: What people call what it writes, such as H.264.
        others: Encoders that would do as well and the files that they write, such as ``libvpx-vp9`` and ``.webm``.

    Raises:
        CoreloomError: When the library is missing, cannot be loaded, or has no such encoder.
    """
    try:
        from av.codec import Codec, codecs_available  # noqa: PLC0415 - it may be missing
    except ImportError as error:
        raise CoreloomError(_missing(error)) from None
    try:
        has = encoder in codecs_available and Codec(encoder, "w") is not None
    except ValueError:
        # Known for decoding only.
        has = False
    if not has:
        endings = [ending for other, ending in others if other in codecs_available]
        instead = f"write {' or '.join(endings)} instead, or " if endings else ""
        raise CoreloomError(
            f"this PyAV cannot write {title}: it was built without {encoder}; "
            f"{instead}install a complete one with: pip install --force-reinstall av"
        )


def _missing(error: ImportError) -> str:
    """Say in one sentence how to add video."""
    absent = isinstance(error, ModuleNotFoundError) and error.name in {"av", "av.codec"}
    if getattr(sys, "frozen", False):
        wrong = "is not installed" if absent else f"cannot be loaded here ({error})"
        return f"what writes video {wrong}: {how_to_add_video(sys.platform, platform.machine())}; {_WITHOUT}"
    if absent:
        return f"video needs PyAV, which is not installed: add it with: pip install av; {_WITHOUT}"
    return f"video needs PyAV, which cannot be loaded here ({error}): put it right with: pip install -U av; {_WITHOUT}"


def how_to_add_video(system: str, processor: str) -> str:
    """Return what adds video to an installed Coreloom, as it comes apart from it.

    Args:
        system: ``sys.platform``.
        processor: What the system calls the processor, such as ``x86_64``.
    """
    if system == "win32":
        return "run the installer of Coreloom again and choose Export of videos"
    if system == "darwin":
        return f"take Coreloom with video from coreloom-video-{__version__}-{processor}.dmg"
    package = f"coreloom-video_{__version__}_{_DEBIAN.get(processor, processor)}.deb"
    return f"install the package {package}, which lies where Coreloom's own was"


@contextlib.contextmanager
def told(title: str) -> Iterator[None]:
    """Say what an encoder or a file's writer failed with; what the system refused it stays an `OSError`.

    Args:
        title: What people call what is written.

    Raises:
        CoreloomError: When anything else fails.
    """
    from av import FFmpegError  # noqa: PLC0415 - it may be missing

    try:
        yield
    except FFmpegError as error:
        if isinstance(error, OSError):
            raise
        raise CoreloomError(f"{title} video could not be written: {error.strerror or error}") from None
