"""Draw the stage: the one function that the window, pictures and videos share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEngine, QPainter

from desktop_app.analysis.snapshot import Snapshot
from desktop_app.views.stage import bus, cores, header, lit_painting, ram, scheduler, token_words
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.drawing import colour, prepare
from desktop_app.views.stage.frame import Frame, Layer
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.seeing import (
    magnified,
    magnified_live,
    roomy_live,
    still,
    still_live,
)
from desktop_app.views.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the stage.

    Attributes:
        name: Which.
        fixed: Returns its layers, which change only now and then.
        live: Draws what changes with every moment, over the layers of all parts.
    """

    name: str
    fixed: Callable[[Frame], tuple[Layer, ...]]
    live: Callable[[QPainter, Frame], None]


def _nothing(_painter: QPainter, _frame: Frame) -> None:
    """Draw nothing: the roads of the bus stand still."""


def _no_layers(_frame: Frame) -> tuple[Layer, ...]:
    return ()


#: All parts, in the order in which they are drawn; only tokens pass over others, and the title stands above all.
PARTS = (
    Part(name="roads", fixed=magnified(bus.fixed), live=_nothing),
    Part(name="ram", fixed=ram.fixed, live=roomy_live(ram.live)),
    Part(name="scheduler", fixed=magnified(scheduler.fixed), live=magnified_live(scheduler.live)),
    Part(name="cores", fixed=cores.fixed, live=roomy_live(cores.live)),
    Part(name="tokens", fixed=_no_layers, live=magnified_live(bus.live)),
    Part(name="token words", fixed=_no_layers, live=roomy_live(token_words.live)),
    Part(name="lit", fixed=_no_layers, live=lit_painting.live),
    Part(name="header", fixed=still(header.fixed), live=still_live(header.live)),
)


def paint_stage(
    painter: QPainter, rect: QRectF, snapshot: Snapshot, theme: Theme, options: StageOptions = PLAIN
) -> None:
    """Draw ``snapshot`` so that it fills ``rect``.

    The picture depends on nothing but the arguments: not on what was drawn before.

    Args:
        painter: Where to; left as it was found.
        rect: The place, in the painter's own units; meant for 900 by 420 pixels and more.
        snapshot: The machine at one moment.
        theme: The colours.
        options: How the viewer wants to look at it.
    """
    if rect.isEmpty():
        return
    frame = look(rect.width(), rect.height(), snapshot, theme, options)
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.fillRect(rect, colour(theme.window))  # nothing, where there is no ground
    painter.translate(rect.topLeft())
    prepare(painter)
    painter.scale(frame.layout.scale, frame.layout.scale)
    _draw_layers(painter, frame)
    draw_live(painter, frame)
    painter.restore()


def paint_kept(painter: QPainter, frame: Frame, backdrop: Backdrop, size: QSize, dpr: float) -> None:
    """Draw a picture from the painter's origin on, with what stands still from the pixels that are kept of it.

    Args:
        painter: In logical pixels; left as it was found.
        frame: The picture.
        backdrop: Keeps what stands still in it from one moment to the next.
        size: Of the picture, in logical pixels.
        dpr: How many of the device's pixels a logical one has.
    """
    painter.save()
    raster = painter.paintEngine().type() is QPaintEngine.Type.Raster
    if raster:
        painter.drawPixmap(0, 0, backdrop.image(frame, layers_of(frame), size, dpr))
    prepare(painter)
    painter.scale(frame.layout.scale, frame.layout.scale)
    if not raster:
        _draw_layers(painter, frame)  # a page of vectors has no use for pixels
    draw_live(painter, frame)
    painter.restore()


def _draw_layers(painter: QPainter, frame: Frame) -> None:
    """Draw all layers, with a painter in units."""
    # Without a ground nothing could hide what a lens magnifies into the title.
    window = frame.lens.window if frame.lens is not None and frame.theme.see_through else None
    for layer in layers_of(frame):
        if window is None or layer.name == header.NAME:
            layer.paint(painter)
            continue
        painter.save()
        painter.setClipRect(QRectF(*window), Qt.ClipOperation.IntersectClip)
        layer.paint(painter)
        painter.restore()


def layers_of(frame: Frame) -> list[Layer]:
    """Return all layers of a picture, the first one undermost."""
    return [layer for part in PARTS for layer in part.fixed(frame)]


def draw_live(painter: QPainter, frame: Frame) -> None:
    """Draw all that changes with every moment over the layers, with a painter in units."""
    for part in PARTS:
        part.live(painter, frame)
