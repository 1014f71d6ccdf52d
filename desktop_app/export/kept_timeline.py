"""A timeline that stays in a picture: only the columns that change as time goes on are painted again."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.device import device_rect
from desktop_app.export.seen import Seen
from desktop_app.export.timeline_picture import TimelinePicture, timeline_of
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.changes import changed_columns
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.painting import Part

#: The indexes of so many runs are kept: a lesson goes back to them.
_MOST_INDEXES = 4


class KeptTimeline:
    """Paints timelines into one place of one image, over what it has painted there before."""

    def __init__(self) -> None:
        self._indexes: dict[int, TimelineIndex] = {}
        #: What the image shows, but for the moment; None when it is nothing.
        self._shown: Hashable = None
        self._t_ns = 0
        #: The place without what moves.
        self._still = QImage()

    def paint(self, image: QImage, place: QRectF, seen: Seen, theme: Theme, scale: float, *, anew: bool) -> list[QRect]:
        """Paint a moment, and return where the image may differ now, in its pixels.

        Args:
            image: Where to.
            place: Where in it, in logical pixels.
            seen: What is seen.
            theme: The colours.
            scale: The image's pixels in a logical one.
            anew: Whether something else may stand in the place.
        """
        picture = timeline_of(place, seen)
        trace, whole = picture.trace, device_rect(place, scale)
        index = self._index(trace)
        shown = (trace.begin_ns, trace.known_until_ns, trace.finished, place.getRect(), scale, theme, picture.constant)
        before, before_ns = self._shown, self._t_ns
        self._shown, self._t_ns = None, picture.t_ns
        kept = not anew and before == (index, shown)
        part = self._changed(picture, index, before_ns, whole, scale) if kept else None
        if part is None or not part.isEmpty():
            self._paint(image, picture, index, theme, whole, part, scale)
        self._shown = index, shown
        return [whole if part is None else part]

    def _changed(
        self, picture: TimelinePicture, index: TimelineIndex, before_ns: int, whole: QRect, scale: float
    ) -> QRect | None:
        """Return where the picture differs from the one before, None for anywhere."""
        if picture.t_ns == before_ns:
            return QRect()
        window = picture.window
        index.refresh(min(max(before_ns, picture.t_ns), window.end_ns))
        found = changed_columns(
            index, picture.layout(scale), window, from_ns=before_ns, to_ns=picture.t_ns, threads=None
        )
        return None if found is None else QRect(found[0], whole.top(), found[1] - found[0], whole.height()) & whole

    def _paint(  # noqa: PLR0917 - as PLR0913
        self,
        image: QImage,
        picture: TimelinePicture,
        index: TimelineIndex,
        theme: Theme,
        whole: QRect,
        part: QRect | None,
        scale: float,
    ) -> None:
        """Paint what lies in a part of the place; None for all of it, what stands still included."""
        where = whole if part is None else part
        clip = QRectF(where.x() / scale, where.y() / scale, where.width() / scale, where.height() / scale)
        painter = QPainter(image)
        try:
            painter.setClipRect(where)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            if part is None:
                painter.fillRect(whole, QColor(theme.window))
            else:
                painter.drawImage(part.topLeft(), self._still, part.translated(-whole.topLeft()))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            painter.scale(scale, scale)
            if part is None:
                picture.paint(painter, theme, index, clip, Part.STILL)
                self._still = image.copy(whole)
            picture.paint(painter, theme, index, clip, Part.MOVING)
        finally:
            painter.end()

    def _index(self, trace: Trace) -> TimelineIndex:
        """Return the indexes of a trace."""
        found = self._indexes.pop(id(trace), None)
        if found is None:
            found = TimelineIndex(trace)
            while len(self._indexes) >= _MOST_INDEXES:
                del self._indexes[next(iter(self._indexes))]
        self._indexes[id(trace)] = found
        return found
