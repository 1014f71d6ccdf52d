"""The stage as a widget: a graphics scene that paints through the same functions as a picture does."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPixmap, QResizeEvent
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
from desktop_app.views.stage.drawing import colour
from desktop_app.views.stage.frame import Frame, Layer
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.layout import MARGIN, scale_for
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.painting import PARTS, Part, hits, prepare
from desktop_app.views.theme import DARK, Theme


@dataclass(slots=True)
class _Kept:
    """A layer as pixels."""

    key: Hashable
    pixmap: QPixmap
    place: QPointF


@dataclass(slots=True)
class _Shown:
    """What the items draw: a frame, or nothing yet."""

    frame: Frame | None = None
    dpr: float = 1.0


@dataclass(slots=True)
class _LayerCache:
    """The layers of one part as pixmaps, each made again only when its key changes."""

    kept: dict[str, _Kept] = field(default_factory=dict)

    def draw(self, painter: QPainter, layer: Layer, frame: Frame, dpr: float) -> None:
        """Draw as much of a layer as is in sight, at the device's own pixels."""
        box = _box(layer, frame, dpr)
        key = (layer.key, layer.rect, box.getRect(), frame.layout.scale, frame.theme, dpr)
        kept = self.kept.get(layer.name)
        if kept is None or kept.key != key:
            kept = _render(layer, frame, dpr, box, key)
            self.kept[layer.name] = kept
        painter.drawPixmap(kept.place, kept.pixmap)

    def keep_only(self, names: set[str]) -> None:
        """Forget the layers of what is no longer there."""
        for name in self.kept.keys() - names:
            del self.kept[name]


def _box(layer: Layer, frame: Frame, dpr: float) -> QRect:
    """Return the device's pixels that a layer covers: one more around it, because edges blend a little over."""
    scale = frame.layout.scale * dpr
    # Whole pixels, so that blitting never resamples.
    box = QRectF(*(value * scale for value in layer.rect)).adjusted(-1, -1, 1, 1).toAlignedRect()
    if frame.whole is None:
        return box
    whole = frame.whole.layout
    window = QRectF(*(value * whole.scale * dpr for value in whole.size)).toAlignedRect()
    return box.intersected(window)


def _render(layer: Layer, frame: Frame, dpr: float, box: QRect, key: Hashable) -> _Kept:
    scale = frame.layout.scale * dpr
    pixmap = QPixmap(box.size().expandedTo(QSize(1, 1)))
    # Opaque: text blends differently with what is transparent, and the picture would not look like the window.
    pixmap.fill(colour(layer.ground))
    painter = QPainter(pixmap)
    prepare(painter)
    painter.translate(-box.x(), -box.y())
    painter.scale(scale, scale)
    layer.paint(painter)
    painter.end()
    pixmap.setDevicePixelRatio(dpr)
    return _Kept(key=key, pixmap=pixmap, place=QPointF(box.x() / dpr, box.y() / dpr))


class _PartItem(QGraphicsItem):
    """One part of the stage; it covers the whole scene, because tokens go everywhere."""

    def __init__(self, part: Part, shown: _Shown, order: int) -> None:
        super().__init__()
        self._part = part
        self._shown = shown
        self._cache = _LayerCache()
        self._rect = QRectF()
        self.setZValue(order)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    def boundingRect(self) -> QRectF:
        return self._rect

    def fill(self, rect: QRectF) -> None:
        """Cover ``rect``, in pixels."""
        self.prepareGeometryChange()
        self._rect = rect

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw the part of the frame that is shown now."""
        del option, widget
        frame = self._shown.frame
        if frame is None:
            return
        layers = self._part.fixed(frame)
        for layer in layers:
            self._cache.draw(painter, layer, frame, self._shown.dpr)
        self._cache.keep_only({layer.name for layer in layers})
        prepare(painter)
        painter.scale(frame.layout.scale, frame.layout.scale)
        self._part.live(painter, frame)


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
        self._shown = _Shown()
        self._items = [_PartItem(part, self._shown, order) for order, part in enumerate(PARTS)]
        scene = QGraphicsScene(self)
        scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        for item in self._items:
            scene.addItem(item)
        self.setScene(scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(480, 240)
        self.setBackgroundBrush(colour(self._theme.window))
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
        self.setBackgroundBrush(colour(theme.window))
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
        for item in self._items:
            item.fill(rect)
        self._compose()
        self.resized.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which thread's label was clicked."""
        frame = self._shown.frame
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
            self._shown.frame = look(width, height, self._snapshot, self._theme, self._options)
            self._shown.dpr = self.devicePixelRatioF()
            self.viewport().update()
