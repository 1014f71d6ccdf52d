"""A whole run as an animated WebP that a browser or a slide plays."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage

from desktop_app.analysis.moment import Moments
from desktop_app.export.picture import application, draw
from desktop_app.storage.atomic import write_atomically
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.timeline.index import TimelineIndex

#: How long a frame stands, and how many there are at the most, so that a long run stays a small file.
_FRAME_MS = 80
_MAX_FRAMES = 120
#: How many frames one instruction gets where that fits.
_FRAMES_PER_SLOT = 8
#: How long the last frame stands before the animation begins again.
_LAST_MS = 2_000


def frame_times_ns(trace: Trace) -> list[int]:
    """Return the moments of the frames: from the beginning to the end, evenly, both included."""
    begin, end = trace.begin_ns, trace.known_until_ns
    wanted = (end - begin) * _FRAMES_PER_SLOT // trace.header.instruction_ns
    steps = max(1, min(_MAX_FRAMES - 1, wanted))
    return [begin + (end - begin) * step // steps for step in range(steps + 1)]


def write_webp(trace: Trace, out: Path, size: tuple[int, int], theme: str, options: StageOptions = PLAIN) -> int:
    """Write the whole run as an animated WebP and return its number of frames.

    Raises:
        FileError: When the file cannot be written.
    """
    keep = application()
    times = frame_times_ns(trace)
    moments, index = Moments(trace), TimelineIndex(trace)
    first, *rest = (_pillow(draw(moments, t_ns, size, theme, options, index=index)) for t_ns in times)
    durations = [_FRAME_MS] * len(rest) + [_LAST_MS]
    target = BytesIO()
    # Lossy, at a high quality: whoever needs exact pixels takes a PNG.
    first.save(target, "WEBP", save_all=True, append_images=rest, duration=durations, loop=0, quality=85, method=2)
    write_atomically(out, target.getvalue())
    del keep
    return len(times)


def _pillow(image: QImage) -> Image.Image:
    """Copy a Qt image; the copy must not share memory that Qt frees."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(rgb.constBits())
    return Image.frombytes("RGB", (rgb.width(), rgb.height()), data, "raw", "RGB", rgb.bytesPerLine())
