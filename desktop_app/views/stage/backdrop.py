"""What stands still in a picture, kept as pixels: one image of all layers, mended where a layer has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from desktop_app.views.stage.drawing import colour, prepare
from desktop_app.views.stage.frame import Frame, Layer

#: How much memory pictures of layers that come back may take, such as those of a loop's lines.
_MOST_RECURRING_BYTES = 32 << 20


@dataclass(slots=True)
class _Kept:
    """A layer as pixels: where it is on the device, and what it looks like."""

    key: Hashable
    box: QRect
    pixmap: QPixmap


class Backdrop:
    """All layers of a picture as one image."""

    def __init__(self) -> None:
        self._whole = QPixmap()
        #: What the image was made for: size, scale, theme and what is seen of the stage.
        self._made_for: Hashable = None
        #: The layers in the image, in the order in which they lie on each other.
        self._kept: dict[str, _Kept] = {}
        #: For each of them, the names of those that lie on it.
        self._above: dict[str, frozenset[str]] = {}
        self._recurring: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._recurring_bytes = 0

    def image(self, frame: Frame, layers: Sequence[Layer], size: QSize, dpr: float) -> QPixmap:
        """Return the picture of all layers, the first one undermost.

        Args:
            frame: The picture that they are part of.
            layers: The layers; no two of them have the same name.
            size: Of the image, in logical pixels.
            dpr: How many of the device's pixels a logical one has.
        """
        scale = frame.layout.scale * dpr
        device = QSize(round(size.width() * dpr), round(size.height() * dpr))
        made_for = (device.width(), device.height(), scale, dpr, frame.theme, frame.lens)
        if made_for != self._made_for:
            self._made_for = made_for
            self._whole = QPixmap(device)
            self._whole.setDevicePixelRatio(dpr)
            self._whole.fill(colour(frame.theme.window))
            self._kept.clear()
            self._recurring.clear()
            self._recurring_bytes = 0
        self._mend(frame, layers, QRect(0, 0, device.width(), device.height()), scale)
        return self._whole

    def _mend(self, frame: Frame, layers: Sequence[Layer], window: QRect, scale: float) -> None:
        """Draw the layers that changed, and what lies on them; where anything came, moved or went, draw all of them."""
        before, changed, moved = self._kept, [], len(self._kept) != len(layers)
        kept: dict[str, _Kept] = {}
        for layer in layers:
            old = before.get(layer.name)
            if old is not None and old.key == (layer.rect, layer.key):
                kept[layer.name] = old
                continue
            box = _box(layer, scale).intersected(window)
            kept[layer.name] = self._again(layer, box) or self._remember(layer, _picture(layer, box, scale))
            changed.append(layer.name)
            moved = moved or old is None or old.box != box
        self._kept = kept
        if not changed and not moved:
            return
        painter = QPainter(self._whole)
        painter.scale(1 / self._whole.devicePixelRatio(), 1 / self._whole.devicePixelRatio())
        if moved:
            self._above = _lying_on(kept)
            painter.fillRect(window, colour(frame.theme.window))
        for one in kept.values() if moved else self._touched(changed):
            painter.drawPixmap(one.box.topLeft(), one.pixmap)
        painter.end()

    def _touched(self, changed: list[str]) -> list[_Kept]:
        """Return layers that changed and what lies on them, in their order."""
        wanted = set(changed)
        for name in changed:
            wanted |= self._above[name]
        return [one for name, one in self._kept.items() if name in wanted]

    def _again(self, layer: Layer, box: QRect) -> _Kept | None:
        """Return the picture of a layer that looked like this before, if it is known."""
        if not layer.recurs:
            return None
        found = self._recurring.get((layer.name, layer.key, box.getRect()))
        if found is not None:
            self._recurring.move_to_end((layer.name, layer.key, box.getRect()))
        return found

    def _remember(self, layer: Layer, made: _Kept) -> _Kept:
        if layer.recurs:
            self._recurring[layer.name, layer.key, made.box.getRect()] = made
            self._recurring_bytes += _bytes_of(made)
            while self._recurring_bytes > _MOST_RECURRING_BYTES and len(self._recurring) > 1:
                _, oldest = self._recurring.popitem(last=False)
                self._recurring_bytes -= _bytes_of(oldest)
        return made


def _lying_on(kept: dict[str, _Kept]) -> dict[str, frozenset[str]]:
    """Return, for each layer, the names of those that lie on it, and of what lies on those."""
    found: dict[str, frozenset[str]] = {}
    for name, one in reversed(kept.items()):
        over = {other for other in found if kept[other].box.intersects(one.box)}
        found[name] = frozenset(over).union(*(found[other] for other in over))
    return found


def _bytes_of(kept: _Kept) -> int:
    return 4 * kept.pixmap.width() * kept.pixmap.height()


def _box(layer: Layer, scale: float) -> QRect:
    """Return the device's pixels that a layer covers: one more around it, because edges blend a little over."""
    # Whole pixels, so that blitting never resamples.
    return QRectF(*(value * scale for value in layer.rect)).adjusted(-1, -1, 1, 1).toAlignedRect()


def _picture(layer: Layer, box: QRect, scale: float) -> _Kept:
    pixmap = QPixmap(box.size().expandedTo(QSize(1, 1)))
    # Opaque: text blends differently with what is transparent, and the picture would not look like the window.
    pixmap.fill(colour(layer.ground))
    if not box.isEmpty():
        painter = QPainter(pixmap)
        prepare(painter)
        painter.translate(-box.x(), -box.y())
        painter.scale(scale, scale)
        layer.paint(painter)
        painter.end()
    return _Kept(key=(layer.rect, layer.key), box=box, pixmap=pixmap)
