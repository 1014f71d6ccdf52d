"""What an audience would see now, made small: the console's picture of the step, which moves as the run plays."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_app.app.show.screen_shaped import ScreenShaped
from desktop_app.app.show.sides import SidesPicture
from desktop_app.export.painting import paint_seen
from desktop_app.export.seen import Seen, areas
from desktop_app.views.caption.question_plan import choice_at
from desktop_app.views.ink.ink import Ink
from desktop_app.views.ink.input import viewer_ms
from desktop_app.views.ink.painting import paint_ink
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.painting import paint_kept
from desktop_app.views.theme import Theme

#: While a run plays it is drawn this often, in milliseconds: the audience's picture comes first.
_REFRESH_MS = 100
_LEAST_PX = QSize(240, 135)


class LivePicture(ScreenShaped):
    """Shows what would be seen on a screen of some size.

    Signals:
        voted: A choice of the question was pressed; its place, and 1, or -1 with the other button.
    """

    voted = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, _LEAST_PX, parent)
        self.setAccessibleName(self.tr("What this step shows now"))
        self.setMouseTracking(True)
        self._seen: Seen | None = None
        self._ink = Ink()
        self._backdrop = Backdrop()
        self._sides = SidesPicture(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self.update)

    def show_seen(self, seen: Seen, *, soon: bool = False) -> None:
        """Show this: at once, or ``soon``, with others that come within the next tenth of a second."""
        self._seen = seen
        if not soon:
            self._timer.stop()
            self.update()
        elif not self._timer.isActive():
            self._timer.start()

    def show_ink(self, ink: Ink) -> None:
        """Show what the speaker points at and has drawn."""
        self._ink = ink.faded(viewer_ms())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it small, from pixels of its own, so that it costs little."""
        painter, place, seen = QPainter(self), self.place, self._seen
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.save()
        painter.setClipRect(place)
        painter.fillRect(place, QColor(self.theme.window))
        painter.translate(place.topLeft())
        painter.scale(self._share, self._share)
        if seen is not None and self._share > 0:
            paint_seen(painter, self._screen, seen, self.theme, sides=self._sides, stage=self._paint_stage)
        painter.restore()
        trail = seen is None or not seen.options.reduce_motion
        paint_ink(painter, place, self._ink, self.theme, viewer_ms(), trail=trail)
        if self._ink.trail:
            self._timer.start()  # it fades
        painter.setPen(QPen(QColor(self.theme.border), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    @property
    def _share(self) -> float:
        """Its pixels in one of the screen's."""
        return self.place.width() / max(1, self._screen.width())

    def _paint_stage(self, painter: QPainter, place: QRectF, seen: Seen, theme: Theme) -> None:
        """Paint the stage; what stands still is kept from one moment to the next."""
        frame = look(place.width(), place.height(), seen.snapshot, theme, seen.options)
        size = QSize(round(place.width()), round(place.height()))
        painter.save()
        painter.translate(place.topLeft())
        paint_kept(painter, frame, self._backdrop, size, self._share * self.devicePixelRatioF())
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Count a vote."""
        place = self._choice_at(event.position())
        if place is not None:
            self.voted.emit(place, -1 if event.button() is Qt.MouseButton.RightButton else 1)

    def _choice_at(self, point: QPointF) -> int | None:
        """Return the choice of the question that is at a point."""
        seen, place = self._seen, self.place
        if seen is None or seen.told is None or place.isEmpty():
            return None
        card = areas(seen, self._screen.width(), self._screen.height()).question
        return choice_at(card, seen.told, self._screen.height(), (point - place.topLeft()) / self._share)
