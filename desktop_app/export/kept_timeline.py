"""A timeline that stays in a picture: only the columns that change as time goes on are painted again."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from desktop_app.export.device import device_rect
from desktop_app.export.seen import Seen
from desktop_app.export.timeline_picture import timeline_of
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.changes import changed_columns
from desktop_app.views.timeline.index import TimelineIndex

#: The indexes of so many runs are kept: a lesson goes back to them.
_MOST_INDEXES = 4


class KeptTimeline:
    """Paints timelines into one place of one image, over what it has painted there before."""

    def __init__(self) -> None:
        self._indexes: dict[int, TimelineIndex] = {}
        #: What the image shows, but for the moment; None when it is nothing.
        self._shown: Hashable = None
        self._t_ns = 0

    def paint(
        self, painter: QPainter, place: QRectF, seen: Seen, theme: Theme, scale: float, *, anew: bool
    ) -> list[QRect]:
        """Paint a moment, and return where the image may differ now, in the device's pixels.

        Args:
            painter: On the image, in its pixels.
            place: Where, in logical pixels.
            seen: What is seen.
            theme: The colours.
            scale: The image's pixels in a logical one.
            anew: Whether something else may stand in the place.
        """
        picture = timeline_of(place, seen)
        trace, whole = picture.trace, device_rect(place, scale)
        index = self._index(trace)
        shown = (trace.begin_ns, trace.known_until_ns, trace.finished, place.getRect(), scale, theme, picture.constant)
        before, self._shown = self._shown, (index, shown)
        before_ns, self._t_ns = self._t_ns, picture.t_ns
        changed: list[QRect] = [whole]
        if not anew and before == self._shown:
            if before_ns == picture.t_ns:
                return []
            index.refresh(min(max(before_ns, picture.t_ns), picture.window.end_ns))
            layout = picture.layout(scale)
            columns = changed_columns(
                index, layout, picture.window, from_ns=before_ns, to_ns=picture.t_ns, threads=None
            )
            if columns is not None:
                changed = [QRect(columns[0], whole.top(), columns[1] - columns[0], whole.height()) & whole]
        painter.save()
        painter.setClipRect(changed[0])
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.fillRect(changed[0], QColor(theme.window))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.scale(scale, scale)
        clip = QRectF(changed[0])
        picture.paint(painter, theme, index, QRectF(clip.topLeft() / scale, clip.size() / scale))
        painter.restore()
        return changed

    def _index(self, trace: Trace) -> TimelineIndex:
        """Return the indexes of a trace."""
        found = self._indexes.pop(id(trace), None)
        if found is None:
            found = TimelineIndex(trace)
            while len(self._indexes) >= _MOST_INDEXES:
                del self._indexes[next(iter(self._indexes))]
        self._indexes[id(trace)] = found
        return found
