"""Paint what is seen: for files, and for small pictures in the window that nobody clicks into."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.seen import Areas, Seen, areas
from desktop_app.views.caption.band import paint_band
from desktop_app.views.caption.question_painting import paint_question
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.views.timeline.index import TimelineIndex

#: Paints the stage of what is seen into a place.
PaintStage = Callable[[QPainter, QRectF, Seen, Theme], None]


class PaintSides(Protocol):
    """Paints runs that are side by side, for which it needs widgets."""

    def paint(self, painter: QPainter, place: QRectF, seen: Seen, theme: Theme) -> None:
        """Paint all runs so that they fill a place, in the painter's logical pixels."""

    def close(self) -> None:
        """Let go of what it paints with."""


def paint_seen(
    painter: QPainter, screen: QSize, seen: Seen, theme: Theme, *, sides: PaintSides | None, stage: PaintStage
) -> None:
    """Draw the audience's picture over the ground.

    Args:
        painter: In logical pixels of the audience's screen.
        screen: The size of that screen.
        seen: What the picture shows.
        theme: The colours.
        sides: Paints runs that are side by side; None where there are none.
        stage: Paints the stage of a single run.
    """
    places = areas(seen, screen.width(), screen.height())
    if len(seen.runs) > 1:
        assert sides is not None
        sides.paint(painter, places.stage, seen, theme)
    elif not places.stage.isEmpty():
        stage(painter, places.stage, seen, theme)
    if not places.timeline.isEmpty():
        paint_timeline_of(painter, places.timeline, seen, theme)
    paint_words(painter, places, seen, screen.height(), theme)


def paint_words(painter: QPainter, places: Areas, seen: Seen, height: float, theme: Theme) -> None:
    """Draw the caption and the question."""
    if not places.band.isEmpty() and seen.read.paragraphs:
        paint_band(painter, places.band, seen.read, theme, height=height)
    if seen.told is not None and not places.question.isEmpty():
        paint_question(painter, places.question, seen.told, theme, height=height)


def _paint_stage(painter: QPainter, place: QRectF, seen: Seen, theme: Theme) -> None:
    paint_stage(painter, place, seen.snapshot, theme, seen.options)


def paint_timeline_of(
    painter: QPainter, place: QRectF, seen: Seen, theme: Theme, index: TimelineIndex | None = None
) -> None:
    """Draw the timeline of the first run: what the step plays of it."""
    # numpy is not needed for the stage
    from desktop_app.export.timeline_picture import timeline_of  # noqa: PLC0415

    timeline_of(place, seen).paint(painter, theme, index)


def picture_of(  # noqa: PLR0917 - as PLR0913
    seen: Seen, size: QSize, screen: QSize, theme: Theme, sides: PaintSides | None, dpr: float = 1.0
) -> QImage:
    """Return the audience's picture made small.

    Args:
        seen: What it shows.
        size: How large it is to be, in logical pixels.
        screen: The size of the audience's screen, in logical pixels, of the same shape.
        theme: The colours.
        sides: Paints runs that are side by side; None where there are none.
        dpr: Device pixels in a logical one.
    """
    image = QImage(size * dpr, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(dpr)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    share = size.width() / screen.width()
    painter.scale(share, share)
    paint_seen(painter, screen, seen, theme, sides=sides, stage=_paint_stage)
    painter.end()
    return image
