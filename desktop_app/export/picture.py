"""The stage and the timeline at one moment, as an image."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from desktop_app.analysis.memory import thread_ref
from desktop_app.analysis.moment import Moments
from desktop_app.storage.atomic import write_atomically
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.layout import MARGIN, STAGE_SHARE, scale_for
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import THEMES
from desktop_app.views.timeline.axis import natural_window
from desktop_app.views.timeline.display import Display
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.painting import paint_timeline


def application() -> QGuiApplication:
    """Return the Qt application that fonts need, made where there is none. The caller keeps it."""
    existing = QGuiApplication.instance()
    return existing if isinstance(existing, QGuiApplication) else QGuiApplication(sys.argv[:1])


def draw(
    moments: Moments,
    t_ns: int,
    size: tuple[int, int],
    theme: str,
    options: StageOptions = PLAIN,
    *,
    index: TimelineIndex | None = None,
) -> QImage:
    """Return the picture of a trace at ``t_ns``.

    Args:
        moments: The pictures of the trace, which is known far enough beyond ``t_ns``.
        t_ns: The moment.
        size: Width and height in pixels.
        theme: ``dark`` or ``light``.
        options: How to look at the stage.
        index: The trace's, where several pictures of it are drawn; the picture is the same without.
    """
    trace = moments.trace
    looked_at = _looked_at(trace, options)
    width, height = size
    palette = THEMES[theme]
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(palette.window))
    painter = QPainter(image)
    split = round(height * STAGE_SHARE)
    paint_stage(painter, QRectF(0, 0, width, split), moments.at(t_ns, looked_at), palette, options)
    unit = scale_for(width, split)
    below = QRectF(0, split, width, height - split).adjusted(MARGIN * unit, 4 * unit, -MARGIN * unit, -20 * unit)
    window, display = natural_window(trace, t_ns), Display(followed=looked_at)
    paint_timeline(painter, below, trace, t_ns, window, palette, index=index, scale=unit, display=display)
    painter.end()
    return image


def _looked_at(trace: Trace, options: StageOptions) -> int | None:
    """Return the thread that the camera goes with, by its index."""
    label = options.camera.thread
    if options.followed is not None or not label:
        return options.followed
    every = range(len(trace.threads))
    return next((thread for thread in every if thread_ref(trace, thread).label == label), None)


def write_png(  # noqa: PLR0917 - as PLR0913
    trace: Trace, t_ns: int, out: Path, size: tuple[int, int], theme: str, options: StageOptions = PLAIN
) -> None:
    """Write the picture of a trace at ``t_ns``; the same bytes on every run.

    Raises:
        FileError: When the file cannot be written.
    """
    keep = application()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    draw(Moments(trace), t_ns, size, theme, options).save(buffer, "PNG")  # type: ignore[call-overload]
    write_atomically(out, bytes(data.data()))
    del keep
