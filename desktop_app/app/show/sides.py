"""Runs that are side by side: fed from what is to be seen, and painted small where nobody clicks into them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from desktop_app.app.side_by_side.panes import SideBySide
from desktop_app.export.seen import Seen
from desktop_app.views.theme import Theme


def show_sides(widget: SideBySide, seen: Seen, before: Seen | None) -> None:
    """Show all runs in a widget that shows ``before`` by now."""
    if before is None or [run.moments for run in before.runs] != [run.moments for run in seen.runs]:
        widget.set_sides([(run.title, run.moments) for run in seen.runs])
    if before is None or before.shown is not seen.shown:
        widget.set_mode(seen.shown)
    if before is None or before.compared != seen.compared:
        widget.set_criteria(seen.compared)
    if before is None or before.options != seen.options:
        widget.set_options(seen.options)
    if before is None or before.stretch != seen.stretch:
        widget.set_stretch(seen.stretch)
    widget.show_at(seen.t_ns)


class SidesPicture:
    """Paints runs side by side with a widget of its own that is never seen.

    Args:
        parent: Whose picture it is; it goes with that. None for one that `close` takes away.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._parent = parent
        self._widget: SideBySide | None = None
        self._seen: Seen | None = None
        self._theme: Theme | None = None

    def paint(self, painter: QPainter, place: QRectF, seen: Seen, theme: Theme) -> None:
        """Paint all runs so that they fill a place, in the painter's logical pixels."""
        if self._widget is None:
            self._widget = SideBySide(theme, self._parent)
            self._widget.hide()
        widget = self._widget
        if theme is not self._theme:
            widget.set_theme(theme)
            self._theme = theme
        widget.resize(round(place.width()), round(place.height()))
        show_sides(widget, seen, self._seen)
        self._seen = seen
        if self._parent is None:
            widget.settle()  # nobody draws this picture again
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(place.topLeft())
        widget.render(painter, QPoint(0, 0))
        painter.restore()

    def close(self) -> None:
        """Take the widget away."""
        if self._widget is not None:
            self._widget.deleteLater()
            self._widget = None
