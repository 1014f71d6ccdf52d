"""Paint what is seen: for files, and for small pictures in the window that nobody clicks into."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.seen import Areas, Seen, areas
from desktop_app.model.lesson import Shown
from desktop_app.views.caption.band import paint_band
from desktop_app.views.caption.question_painting import paint_question
from desktop_app.views.stage.layout import MARGIN, STAGE_SHARE, scale_for
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.views.timeline.index import TimelineIndex

#: A unit of a timeline that stands alone, and of one below a stage, in pixels of a screen of 1920 by 1080; text is at
#: least 1/72 of the height.
_ALONE, _BELOW = 1.45, 1.25
#: A timeline is at least so many units high, its rows included.
_LEAST_UNITS, _LEAST_BARE_UNITS = 140, 115

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
    _paint_words(painter, places, seen, screen.height(), theme)


def _paint_words(painter: QPainter, places: Areas, seen: Seen, height: float, theme: Theme) -> None:
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
    from desktop_app.views.timeline.axis import natural_window, stretch_around  # noqa: PLC0415
    from desktop_app.views.timeline.display import Display  # noqa: PLC0415
    from desktop_app.views.timeline.painting import paint_timeline  # noqa: PLC0415

    moments = seen.runs[0].moments
    t_ns = moments.nearest_ns(seen.t_ns)
    unit, below = _timeline_unit(place, seen.shown), seen.shown is Shown.BOTH
    # Below a stage it is as wide as that.
    above_px = place.height() * STAGE_SHARE / (1 - STAGE_SHARE)
    margin = MARGIN * (scale_for(place.width(), above_px) if below else unit)
    inner = place.adjusted(margin, 4 * unit if below else margin, -margin, -8 * unit)
    paint_timeline(
        painter,
        inner,
        moments.trace,
        t_ns,
        stretch_around(seen.stretch, t_ns, natural_window(moments.trace, t_ns)),
        theme,
        index=index,
        scale=unit,
        display=Display(followed=seen.options.followed, headed=not below),
    )


def _timeline_unit(place: QRectF, shown: Shown) -> float:
    """Return the size of a unit of a timeline: what the last row needs, as far as there is room."""
    if shown is Shown.BOTH:
        return min(_BELOW * place.width() / 1920, place.height() / _LEAST_BARE_UNITS)
    return min(_ALONE * place.width() / 1920, place.height() / _LEAST_UNITS)


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
