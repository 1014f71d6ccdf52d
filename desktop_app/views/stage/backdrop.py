"""What stands still in a picture, kept as pixels: one image of all layers, mended where a layer has changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap

from desktop_app.views.stage.drawing import colour, cover, prepare
from desktop_app.views.stage.frame import Frame, Layer

#: How much memory pictures of layers that come back may take, such as those of a loop's lines.
_MOST_RECURRING_BYTES = 32 << 20


@dataclass(slots=True)
class _Kept:
    """A layer in the image: where it is on the device, and what it looks like where that is worth keeping."""

    key: Hashable
    box: QRect
    pixmap: QPixmap | None


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
        #: Where the last image differs from the one before, in the device's pixels; None where it may anywhere.
        self.mended: tuple[QRect, ...] | None = None

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
        self.mended = ()
        if made_for != self._made_for:
            self._made_for = made_for
            self._whole = QPixmap(device)
            self._whole.fill(colour(frame.theme.window))
            self._kept.clear()
            self._recurring.clear()
            self._recurring_bytes = 0
        # Painters count in the device's pixels while it is mended.
        self._whole.setDevicePixelRatio(1.0)
        self._mend(frame, layers, QRect(0, 0, device.width(), device.height()), scale)
        self._whole.setDevicePixelRatio(dpr)
        return self._whole

    def _mend(self, frame: Frame, layers: Sequence[Layer], window: QRect, scale: float) -> None:
        """Draw the layers that changed, and what lies on them; where anything came, moved or went, draw all of them."""
        before, moved = self._kept, len(self._kept) != len(layers)
        changed: set[str] = set()
        kept: dict[str, _Kept] = {}
        for layer in layers:
            old = before.get(layer.name)
            if old is not None and old.key == (layer.rect, layer.key):
                kept[layer.name] = old
                continue
            box = _box(layer, scale).intersected(window)
            kept[layer.name] = self._again(layer, box) or _Kept(key=(layer.rect, layer.key), box=box, pixmap=None)
            changed.add(layer.name)
            moved = moved or old is None or old.box != box
        self._kept = kept
        if not changed and not moved:
            return
        self.mended = None if moved else tuple([kept[name].box for name in changed])
        painter = QPainter(self._whole)
        prepare(painter)
        if moved:
            self._above = _lying_on(kept)
            cover(painter, window, colour(frame.theme.window))
        wanted = changed.union(*(self._above[name] for name in changed))
        for layer in layers:
            if moved or layer.name in wanted:
                one = kept[layer.name]
                drawn = one.pixmap is None
                _draw(painter, layer, one, scale)
                if drawn and not one.box.isEmpty() and (layer.recurs or layer.name not in changed):
                    # It comes back, or what lies below it changes more often than it does.
                    self._remember(layer, one)
        painter.end()

    def _again(self, layer: Layer, box: QRect) -> _Kept | None:
        """Return the picture of a layer that looked like this before, if it is known."""
        if not layer.recurs:
            return None
        found = self._recurring.get((layer.name, layer.key, box.getRect()))
        if found is not None:
            self._recurring.move_to_end((layer.name, layer.key, box.getRect()))
        return found

    def _remember(self, layer: Layer, one: _Kept) -> None:
        """Keep the pixels of a layer that has just been drawn, and nothing over it yet.

        Drawn elsewhere, even whole pixels away, its edges may come out a little differently.
        """
        one.pixmap = self._whole.copy(one.box)
        if not layer.recurs:
            return
        self._recurring[layer.name, layer.key, one.box.getRect()] = one
        self._recurring_bytes += _bytes_of(one)
        while self._recurring_bytes > _MOST_RECURRING_BYTES and len(self._recurring) > 1:
            _, oldest = self._recurring.popitem(last=False)
            self._recurring_bytes -= _bytes_of(oldest)


def _lying_on(kept: dict[str, _Kept]) -> dict[str, frozenset[str]]:
    """Return, for each layer, the names of those that lie on it, and of what lies on those."""
    found: dict[str, frozenset[str]] = {}
    for name, one in reversed(kept.items()):
        over = {other for other in found if kept[other].box.intersects(one.box)}
        found[name] = frozenset(over).union(*(found[other] for other in over))
    return found


def _bytes_of(kept: _Kept) -> int:
    return 4 * kept.box.width() * kept.box.height()


def _box(layer: Layer, scale: float) -> QRect:
    """Return the device's pixels that a layer covers: one more around it, because edges blend a little over."""
    # Whole pixels, so that blitting never resamples.
    return QRectF(*(value * scale for value in layer.rect)).adjusted(-1, -1, 1, 1).toAlignedRect()


def _draw(painter: QPainter, layer: Layer, kept: _Kept, scale: float) -> None:
    if kept.pixmap is not None:
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(kept.box.topLeft(), kept.pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    elif not kept.box.isEmpty():
        painter.save()
        painter.setClipRect(kept.box)
        cover(painter, kept.box, colour(layer.ground))
        painter.scale(scale, scale)
        layer.paint(painter)
        painter.restore()
