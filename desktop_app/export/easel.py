"""Paints what is seen, picture after picture; what stands still is kept from one to the next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.device import device_rect
from desktop_app.export.kept_stage import KeptStage
from desktop_app.export.look import Look
from desktop_app.export.painting import PaintSides, paint_words
from desktop_app.export.seen import Areas, Seen, areas

if TYPE_CHECKING:
    from desktop_app.export.kept_timeline import KeptTimeline


class Easel:
    """Paints pictures of one look. Their pixels depend on nothing but that and what is seen.

    Args:
        look: How they are drawn.
        sides: Paints runs that are side by side; None where there are none. It is closed with the easel.

    Attributes:
        look: How they are drawn.
        changed: Outside of these rectangles, in pixels, the last picture is the one before: none where all of it is;
            None where any pixel may differ, as in the first one. They may overlap, and all lie within the picture.
    """

    def __init__(self, look: Look, sides: PaintSides | None = None) -> None:
        self.look = look
        self.changed: list[QRect] | None = None
        self._theme = look.palette
        self._screen = look.screen
        self._sides = sides
        self._stage = KeptStage()
        self._timeline: KeptTimeline | None = None
        #: What the image shows, and how far its runs were known then.
        self._seen: Seen | None = None
        self._known: list[tuple[int, int]] = []
        self._areas: Areas | None = None
        drawn_on = QImage.Format.Format_ARGB32_Premultiplied if look.transparent else QImage.Format.Format_RGB32
        self._image = QImage(QSize(*look.size), drawn_on)

    def paint(self, seen: Seen) -> QImage:
        """Return the picture, which is painted over by the next one."""
        before, known_before = self._seen, self._known
        self._known = [(id(run.moments), run.moments.trace.known_until_ns) for run in seen.runs]
        if seen == before and self._known == known_before:
            self.changed = []
            return self._image
        self._seen = None  # until it is painted: another picture that fails must not be taken for this one
        places = areas(seen, self._screen.width(), self._screen.height())
        anew = before is None or places != self._areas or not _alike(before, seen)
        changed = self._paint(places, seen, anew=anew)
        self._seen, self._areas = seen, places
        self.changed = None if anew else [rect for rect in changed if not rect.isEmpty()]
        return self._image

    def close(self) -> None:
        """Let go of what it paints with."""
        if self._sides is not None:
            self._sides.close()

    def _paint(self, places: Areas, seen: Seen, *, anew: bool) -> list[QRect]:
        """Paint a picture, over one with the same words or over anything, and return where it may differ from that."""
        image, look, theme = self._image, self.look, self._theme
        if anew:
            image.fill(QColor(theme.window))
        changed: list[QRect] = []
        if len(seen.runs) > 1:
            changed.append(self._paint_sides(places.stage, seen))
        elif not places.stage.isEmpty():
            changed += self._stage.paint(image, places.stage, seen, theme, look.scale, anew=anew)
        if not places.timeline.isEmpty():
            changed += self._kept_timeline.paint(image, places.timeline, seen, theme, look.scale, anew=anew)
        if anew:
            self._paint_words(places, seen)
        return changed

    @property
    def _kept_timeline(self) -> KeptTimeline:
        if self._timeline is None:
            # numpy is not needed for the stage
            from desktop_app.export.kept_timeline import KeptTimeline  # noqa: PLC0415

            self._timeline = KeptTimeline()
        return self._timeline

    def _paint_sides(self, place: QRectF, seen: Seen) -> QRect:
        """Paint runs side by side."""
        assert self._sides is not None
        whole = device_rect(place, self.look.scale)
        with self._painter(whole) as painter:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillRect(place, QColor(self._theme.window))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            self._sides.paint(painter, place, seen, self._theme)
        return whole

    def _paint_words(self, places: Areas, seen: Seen) -> None:
        """Paint the question and the caption, which stand below everything else."""
        scale = self.look.scale
        with self._painter(device_rect(places.question, scale) | device_rect(places.band, scale)) as painter:
            paint_words(painter, places, seen, self._screen.height(), self._theme)

    @contextmanager
    def _painter(self, where: QRect) -> Iterator[QPainter]:
        """Give a painter for a part of the image, in pixels, that counts logical ones."""
        painter = QPainter(self._image)
        try:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
            painter.setClipRect(where)
            painter.scale(self.look.scale, self.look.scale)
            yield painter
        finally:
            painter.end()


def _alike(one: Seen, other: Seen) -> bool:
    """Return whether two pictures have as many runs, and the same words."""
    return (len(one.runs), one.read, one.told) == (len(other.runs), other.read, other.told)
