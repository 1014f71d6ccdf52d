"""Small pictures that are drawn again and again: kept in one image per scale, and drawn together from there.

Files and the window draw with them alike. They stand at whole pixels of the device, so that their edges are sharp.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Callable, Hashable
from functools import lru_cache
from math import ceil, floor
from types import TracebackType
from typing import Final, NamedTuple, Self

import shiboken6
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap

from desktop_app.views.stage.device_grid import Grid
from desktop_app.views.stage.drawing import box, colour, prepare
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.theme import Theme

#: Size of an image of sprites, in pixels.
_WIDE: Final = 2048
_HIGH: Final = 2048
#: A sprite that is larger than this is drawn in place.
_LARGEST: Final = 1024, 128
#: Doubles in one of Qt's pixmap fragments: place of its middle, source, scale, rotation, opacity.
_FRAGMENT: Final = 10

Paint = Callable[[QPainter, Rect], None]


class _Sprite(NamedTuple):
    """Where a sprite is in its image, in pixels."""

    left: int
    top: int
    wide: int
    high: int


class _Shelf(NamedTuple):
    """A row of sprites in their image.

    Attributes:
        turn: How often the image had been filled before.
        top: Where it begins, in pixels.
        keys: What its sprites are found by.
    """

    turn: int
    top: int
    keys: list[Hashable]


class Atlas:
    """The sprites of one scale and theme: on shelves, of which the oldest are cleared for new ones."""

    def __init__(self) -> None:
        # Not cleared: each sprite clears its own place, and most images, of scales in a flight, are hardly used.
        image = QImage(_WIDE, _HIGH, QImage.Format.Format_ARGB32_Premultiplied)
        self.pixmap = QPixmap.fromImage(image, Qt.ImageConversionFlag.NoOpaqueDetection)
        self.sprites: dict[Hashable, _Sprite] = {}
        #: The oldest one first; the last one is being filled.
        self._shelves: deque[_Shelf] = deque([_Shelf(0, 0, [])])
        self._x = self._high = 0

    def make(self, key: Hashable, wide: int, high: int, scale: float, paint: Paint) -> _Sprite | None:
        """Return a new sprite, or None when others have to go first.

        Args:
            key: What it is found by.
            wide: Width in pixels, at most that of the image.
            high: Height in pixels, at most that of the image.
            scale: Pixels per unit.
            paint: Draws it in a rectangle in units.
        """
        shelf = self._shelves[-1]
        if self._x + wide > _WIDE or shelf.top + high > _HIGH:
            top = shelf.top + self._high
            shelf = _Shelf(shelf.turn, top, []) if top + high <= _HIGH else _Shelf(shelf.turn + 1, 0, [])
            self._shelves.append(shelf)
            self._x = self._high = 0
        if self._in_the_way(high):
            return None
        painter = QPainter(self.pixmap)
        prepare(painter)
        painter.setClipRect(self._x, shelf.top, wide, high)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.fillRect(self._x, shelf.top, wide, high, Qt.GlobalColor.transparent)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.translate(self._x, shelf.top)
        painter.scale(scale, scale)
        paint(painter, Rect(0.0, 0.0, wide / scale, high / scale))
        painter.end()
        sprite = self.sprites[key] = _Sprite(self._x, shelf.top, wide, high)
        shelf.keys.append(key)
        self._x += wide
        self._high = max(self._high, high)
        return sprite

    def free(self, high: int) -> None:
        """Forget the oldest sprites that are in the way of one that is ``high`` pixels high."""
        while self._in_the_way(high):
            for key in self._shelves.popleft().keys:
                del self.sprites[key]

    def _in_the_way(self, high: int) -> bool:
        """Return whether the oldest shelf is where one that is being filled would come to be with such a sprite."""
        oldest, shelf = self._shelves[0], self._shelves[-1]
        before = shelf.turn - oldest.turn
        return before > 1 or (before == 1 and oldest.top < shelf.top + high)


@lru_cache(maxsize=64)
def _bar_in(ink: str) -> Paint:
    def paint(painter: QPainter, rect: Rect) -> None:
        box(painter, rect, fill=colour(ink), radius=rect.h / 2)

    return paint


@lru_cache(maxsize=4)
def _atlas(scale: float, theme: Theme) -> Atlas:
    del scale, theme  # the sprites differ by them
    return Atlas()


class Sprites:
    """Draws sprites together when it is left; what is drawn in between lies below them.

    On what has no pixels, such as a page of vectors, each is drawn in place.
    """

    def __init__(self, painter: QPainter, theme: Theme) -> None:
        self._painter = painter
        self._fragments: list[float] = []
        grid = self._grid = Grid(painter)
        self._scale, self._dx, self._dy = grid.scale, grid.dx, grid.dy
        self._round_x, self._round_y = self._dx + 0.5, self._dy + 0.5
        self._atlas = _atlas(self._scale, theme) if grid.raster else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()

    def put(self, key: Hashable, rect: Rect, paint: Paint, clip: Rect | None = None, opacity: float = 1.0) -> None:
        """Draw a sprite.

        Args:
            key: Equal keys look the same in one theme, where their rectangles have the same size.
            rect: Where, in units.
            paint: Draws it in a rectangle in units.
            clip: What it may be seen in, in units.
            opacity: 0 to 1.
        """
        atlas = self._atlas
        if atlas is None:
            self._in_place(rect, paint, clip, opacity)
            return
        # Whole numbers as floats, which is what fragments are made of; hundreds are put in a frame.
        scale, dx, dy = self._scale, self._round_x, self._round_y
        x, y, wide, high = rect
        x, y = (x * scale + dx) // 1.0, (y * scale + dy) // 1.0
        wide, high = (wide * scale + 0.5) // 1.0 or 1.0, (high * scale + 0.5) // 1.0 or 1.0
        found = atlas.sprites.get((key, wide, high))
        if found is None:
            found = self._new((key, wide, high), int(wide), int(high), paint)
            if found is None:
                self._in_place(
                    Rect((x - self._dx) / scale, (y - self._dy) / scale, rect.w, rect.h), paint, clip, opacity
                )
                return
        left: float
        top: float
        left, top, _, _ = found
        if clip is not None:
            from_x, from_y = (clip[0] * scale + dx) // 1.0, (clip[1] * scale + dy) // 1.0
            to_x = ((clip[0] + clip[2]) * scale + dx) // 1.0
            to_y = ((clip[1] + clip[3]) * scale + dy) // 1.0
            if x < from_x:
                left, wide, x = left + from_x - x, wide - from_x + x, from_x
            if y < from_y:
                top, high, y = top + from_y - y, high - from_y + y, from_y
            wide, high = min(wide, to_x - x), min(high, to_y - y)
            if wide <= 0 or high <= 0:
                return
        self._fragments.extend((x + wide / 2, y + high / 2, left, top, wide, high, 1.0, 1.0, 0.0, opacity))

    def placed(self, rect: Rect) -> Rect:
        """Return where a sprite that is put in ``rect`` stands, in units."""
        if self._atlas is None:
            return rect
        scale, dx, dy = self._scale, self._dx, self._dy
        x, y = floor(rect.x * scale + dx + 0.5), floor(rect.y * scale + dy + 0.5)
        wide, high = max(1, floor(rect.w * scale + 0.5)), max(1, floor(rect.h * scale + 0.5))
        return Rect((x - dx) / scale, (y - dy) / scale, wide / scale, high / scale)

    def put_still(self, key: Hashable, rect: Rect, paint: Paint) -> None:
        """Draw a sprite that lies where the same has been drawn in place: exactly there, not at whole pixels."""
        scale = self._scale
        x, y = rect.x * scale + self._dx, rect.y * scale + self._dy
        left, top = floor(x), floor(y)
        off_x, off_y = round(x - left, 3) / scale, round(y - top, 3) / scale
        wide, high = ceil((off_x + rect.w) * scale), ceil((off_y + rect.h) * scale)
        if self._atlas is None or wide > _LARGEST[0] or high > _LARGEST[1]:
            self._in_place(rect, paint, None, 1.0)
            return

        def shifted(painter: QPainter, _rect: Rect) -> None:
            paint(painter, Rect(off_x, off_y, rect.w, rect.h))

        whole = Rect((left - self._dx) / scale, (top - self._dy) / scale, wide / scale, high / scale)
        self.put((key, off_x, off_y), whole, shifted)

    def bar(self, rect: Rect, share: float, fill: str, track: str) -> None:
        """Draw a bar filled from the left by ``share``, 0 to 1, in colours as ``#RRGGBB``."""
        self.put(("bar", track), rect, _bar_in(track))
        filled = rect.w * min(1.0, max(0.0, share))
        if filled <= 0:
            return
        # Its round end is that of a whole bar which is moved to the left.
        end = min(filled, rect.h / 2)
        paint, key = _bar_in(fill), ("bar", fill)
        self.put(key, rect, paint, Rect(rect.x, rect.y, filled - end, rect.h))
        moved = Rect(rect.x + filled - rect.w, rect.y, rect.w, rect.h)
        self.put(key, moved, paint, Rect(rect.x + filled - end, rect.y, end, rect.h))

    def flush(self) -> None:
        """Draw what was put so far."""
        fragments, atlas = self._fragments, self._atlas
        if not fragments or atlas is None:
            return
        numbers = array("d", fragments)
        address, _ = numbers.buffer_info()
        first = shiboken6.wrapInstance(address, QPainter.PixmapFragment)
        assert isinstance(first, QPainter.PixmapFragment)
        before = self._grid.count_pixels(self._painter)
        self._painter.drawPixmapFragments(first, len(fragments) // _FRAGMENT, atlas.pixmap)
        self._painter.setWorldTransform(before)
        fragments.clear()

    def _new(self, key: Hashable, wide: int, high: int, paint: Paint) -> _Sprite | None:
        if self._atlas is None or wide > _LARGEST[0] or high > _LARGEST[1]:
            return None
        found = self._atlas.make(key, wide, high, self._scale, paint)
        if found is None:
            self.flush()
            self._atlas.free(high)
            found = self._atlas.make(key, wide, high, self._scale, paint)
        return found

    def _in_place(self, rect: Rect, paint: Paint, clip: Rect | None, opacity: float) -> None:
        self.flush()
        painter = self._painter
        painter.save()
        if clip is not None:
            painter.setClipRect(QRectF(*clip), Qt.ClipOperation.IntersectClip)
        painter.setOpacity(painter.opacity() * opacity)
        paint(painter, rect)
        painter.restore()
