"""What a lecturer points at and has drawn, over a widget: ``overlay = InkOverlay(screen)``, ``overlay.set_ink(ink)``.

The overlay covers the widget that it is a child of, whatever size that has, and shows what is under it. While a tool is
held it takes the pointer's events, for an `InkInput` that watches it; otherwise they go to what is under it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.views.ink.ink import Ink, Tool
from desktop_app.views.ink.input import viewer_ms
from desktop_app.views.ink.painting import (
    LENS_RADIUS,
    paint_lens,
    paint_pointer,
    paint_strokes,
    place_of,
    pointer_rect,
    strokes_rect,
)
from desktop_app.views.theme import DARK, Theme

_TICK_MS = 16
_CURSORS = {
    Tool.NONE: Qt.CursorShape.ArrowCursor,
    Tool.PEN: Qt.CursorShape.CrossCursor,
}


class InkOverlay(QWidget):
    """Ink over a widget."""

    def __init__(self, screen: QWidget, *, now_ms: Callable[[], int] = viewer_ms) -> None:
        """Cover a widget.

        Args:
            screen: What it covers.
            now_ms: The viewer's clock, by which the ink's pointer was moved.
        """
        super().__init__(screen)
        self._screen = screen
        self._now_ms = now_ms
        self._ink = Ink()
        self._theme = DARK
        self._reduce_motion = False
        #: The strokes that are finished, as pixels, where they stand, and what they were made of.
        self._strokes = QPixmap()
        self._strokes_at = QRect()
        self._strokes_of: Hashable = None
        #: What the magnifier shows; and whether it is being made, when the overlay is part of what it shows.
        self._lens = QPixmap()
        self._in_lens = False
        self._fading = QTimer(self)
        self._fading.setInterval(_TICK_MS)
        self._fading.timeout.connect(self._fade)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Pointer and pen"))
        screen.installEventFilter(self)
        self.setGeometry(screen.rect())
        self._take_up()

    @property
    def ink(self) -> Ink:
        """What is shown."""
        return self._ink

    def set_ink(self, ink: Ink) -> None:
        """Show other ink."""
        before, self._ink = self._ink, ink
        if ink == before:
            return
        rect, dirty = QRectF(self.rect()), QRectF()
        for one in (before, ink):
            dirty = dirty.united(pointer_rect(rect, one))
        # What is finished is drawn again only where it has changed at all.
        same = before.strokes == ink.strokes
        for one in (before, ink):
            dirty = dirty.united(strokes_rect(rect, one.shown[len(one.strokes) if same else 0 :]))
        if ink.tool is not before.tool:
            self._take_up()
        self._tell()
        if Tool.MAGNIFIER in {ink.tool, before.tool}:
            self.picture_changed()
        self._fading.start() if ink.trail else self._fading.stop()
        self.update(dirty.toAlignedRect())

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.picture_changed()
        self.update()

    def set_reduce_motion(self, *, reduce_motion: bool) -> None:
        """Draw no trail behind the laser pointer, or draw one."""
        self._reduce_motion = reduce_motion
        self.update()

    def picture_changed(self) -> None:
        """Look through the magnifier again: what is under it is another picture. Costs nothing without one."""
        if self._ink.tool is Tool.MAGNIFIER and self._ink.at is not None and self.isVisible():
            self._lens = self._magnified(self._ink.at.x * self.width(), self._ink.at.y * self.height())
            self.update(pointer_rect(QRectF(self.rect()), self._ink).toAlignedRect())
        else:
            self._lens = QPixmap()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the widget when it has another size."""
        if watched is self._screen and isinstance(event, QResizeEvent):
            self.setGeometry(QRect(QPoint(0, 0), event.size()))
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ink."""
        painter, rect = QPainter(self), QRectF(self.rect())
        if self._in_lens:
            paint_strokes(painter, rect, self._ink.shown, self._theme)
            painter.end()
            return
        self._paint_finished(painter, rect)
        if self._ink.drawing is not None:
            paint_strokes(painter, rect, (self._ink.drawing,), self._theme)
        paint_pointer(painter, rect, self._ink, self._theme, self._now_ms(), trail=not self._reduce_motion)
        if not self._lens.isNull() and self._ink.at is not None:
            paint_lens(painter, place_of(rect, self._ink.at), LENS_RADIUS * rect.height(), self._lens, self._theme)
        painter.end()

    def _paint_finished(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the finished strokes, of which a picture is kept: they are drawn with every frame under them."""
        strokes, dpr = self._ink.strokes, self.devicePixelRatioF()
        if not strokes:
            self._strokes, self._strokes_of = QPixmap(), None
            return
        made_of = (strokes, self.size().toTuple(), dpr, self._theme)
        if made_of != self._strokes_of:
            self._strokes_of = made_of
            self._strokes_at = strokes_rect(rect, strokes).toAlignedRect().intersected(self.rect())
            device = self._strokes_at.size() * dpr
            self._strokes = QPixmap(max(1, device.width()), max(1, device.height()))
            self._strokes.setDevicePixelRatio(dpr)
            self._strokes.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._strokes)
            inner.translate(-self._strokes_at.topLeft())
            paint_strokes(inner, rect, strokes, self._theme)
            inner.end()
        painter.drawPixmap(self._strokes_at.topLeft(), self._strokes)

    def _magnified(self, x: float, y: float) -> QPixmap:
        """Return what is seen through the magnifier around a point: the screen drawn larger, not its pixels."""
        radius, dpr, zoom = LENS_RADIUS * self.height(), self.devicePixelRatioF(), self._ink.zoom
        side = max(1, math.ceil(2 * radius * dpr))
        picture = QPixmap(side, side)
        picture.setDevicePixelRatio(dpr)
        picture.fill(QColor(self._theme.window))
        half = radius / zoom
        seen = QRectF(x - half, y - half, 2 * half, 2 * half).toAlignedRect().adjusted(-1, -1, 1, 1)
        seen = seen.intersected(self._screen.rect())
        painter = QPainter(picture)
        painter.scale(zoom, zoom)
        painter.translate(QPointF(half - x, half - y))
        self._in_lens = True
        flags = QWidget.RenderFlag.DrawChildren | QWidget.RenderFlag.DrawWindowBackground
        self._screen.render(painter, seen.topLeft(), QRegion(seen), flags)
        self._in_lens = False
        painter.end()
        return picture

    def _fade(self) -> None:
        """Draw the trail fainter."""
        dirty = pointer_rect(QRectF(self.rect()), self._ink)
        self._ink = self._ink.faded(self._now_ms())
        if not self._ink.trail:
            self._fading.stop()
        self.update(dirty.toAlignedRect())

    def _take_up(self) -> None:
        """Take the pointer's events while a tool is held, and show what it does."""
        tool = self._ink.tool
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, tool is Tool.NONE)
        self.setCursor(_CURSORS.get(tool, Qt.CursorShape.BlankCursor))
        self.raise_()

    def _tell(self) -> None:
        """Say which tool is held and how much is drawn."""
        names = {
            Tool.NONE: self.tr("no tool"),
            Tool.LASER: self.tr("laser pointer"),
            Tool.SPOTLIGHT: self.tr("spotlight"),
            Tool.PEN: self.tr("pen"),
            Tool.ERASER: self.tr("eraser"),
            Tool.MAGNIFIER: self.tr("magnifier"),
        }
        words = self.tr("{tool}; strokes: {count}").format(tool=names[self._ink.tool], count=len(self._ink.shown))
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
