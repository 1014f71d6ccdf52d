"""The stage as a widget: a graphics scene that paints through the same functions as a picture does."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsScene,
    QGraphicsView,
    QSizePolicy,
    QStyleOptionGraphicsItem,
    QWidget,
)

from desktop_app.analysis.snapshot import Snapshot
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.drawing import colour, prepare
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.layout import MARGIN, scale_for
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.painting import draw_live, hits, layers_of
from desktop_app.views.theme import DARK, Theme


class _Picture(QGraphicsItem):
    """The picture, which covers the whole scene: all that stands still as one image, and over it what moves."""

    def __init__(self) -> None:
        super().__init__()
        self.frame: Frame | None = None
        self.ground = DARK.window
        self._backdrop = Backdrop()
        self._rect = QRectF()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._rect

    def fill(self, rect: QRectF) -> None:
        """Cover ``rect``, in pixels."""
        self.prepareGeometryChange()
        self._rect = rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the frame that is shown now."""
        del option
        frame = self.frame
        if frame is None or widget is None:
            painter.fillRect(self._rect, colour(self.ground))
            return
        size = self._rect.size().toSize()
        painter.drawPixmap(0, 0, self._backdrop.image(frame, layers_of(frame), size, widget.devicePixelRatioF()))
        prepare(painter)
        painter.scale(frame.layout.scale, frame.layout.scale)
        draw_live(painter, frame)


class StageView(QGraphicsView):
    """The stage in a window.

    Signals:
        thread_clicked: A thread's label was clicked; carries the thread's index in the trace.
        resized: The stage has another size, and with it other margins.
    """

    thread_clicked = Signal(int)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._snapshot: Snapshot | None = None
        self._theme = DARK
        self._options = PLAIN
        self._picture = _Picture()
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        scene.addItem(self._picture)
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(480, 240)
        # The picture covers all of it: nothing needs to be cleared before.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Stage: RAM, bus, scheduler and cores"))

    def sizeHint(self) -> QSize:
        """Return the size at 1366 by 768 with a timeline below."""
        return QSize(1366, 560)

    @property
    def snapshot(self) -> Snapshot | None:
        """The moment that is shown; None before the first."""
        return self._snapshot

    @property
    def margin_px(self) -> float:
        """The space left and right of the panels, in logical pixels."""
        return MARGIN * scale_for(self.viewport().width(), self.viewport().height())

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment, whatever was shown before."""
        self._snapshot = snapshot
        self._compose()

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self._picture.ground = theme.window
        self.viewport().update()
        self._compose()

    @property
    def options(self) -> StageOptions:
        """How the viewer wants to look at it."""
        return self._options

    def set_options(self, options: StageOptions) -> None:
        """Show the same moment in another way."""
        self._options = options
        self._compose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new size."""
        super().resizeEvent(event)
        rect = QRectF(QRect(0, 0, self.viewport().width(), self.viewport().height()))
        self.scene().setSceneRect(rect)
        self._picture.fill(rect)
        self._compose()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which thread's label was clicked."""
        frame = self._picture.frame
        if event.button() is not Qt.MouseButton.LeftButton or frame is None:
            super().mousePressEvent(event)
            return
        x = event.position().x() / frame.layout.scale
        y = event.position().y() / frame.layout.scale
        for hit in hits(frame):
            if hit.rect.has_point(x, y):
                self.thread_clicked.emit(hit.thread)
                break

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the release that belongs to a press."""
        event.accept()

    def _compose(self) -> None:
        width, height = self.viewport().width(), self.viewport().height()
        if self._snapshot is not None and width > 0 and height > 0:
            self._picture.frame = look(width, height, self._snapshot, self._theme, self._options)
            self.viewport().update()
