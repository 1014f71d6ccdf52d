"""Few colours for a whole film: those of its theme as they are, and what shows the rest of its pictures best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from desktop_app.export.animated.patch import Pixels, pixels_of
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.views.theme import Theme

#: Colours as ``0xRRGGBB``.
Colours = npt.NDArray[np.uint32]

#: From so many frames of a film its colours are read, spread evenly, the first and the last among them; and from the
#: middle of its takes, of so many at the most.
_FRAMES, _TAKES = 16, 48
#: How often a colour counts grows with this power of the number of its pixels: a small token is seen as well as a wide
#: ground, and edges of letters must not take all there is. With these figures the mean error was the least.
_POWER: Final = 0.25
_ROUNDS: Final = 3
#: Where one colour has this share of what a colour of the palette stands for, it is taken as it is.
_MAIN_SHARE: Final = 0.5
#: How much a difference in red, green and blue is seen.
_WEIGHTS: Final = np.array([2, 4, 3], np.float32)
#: Pixels whose alpha is below it have no colour to speak of.
_SEEN: Final = np.uint32(0x80000000)
#: Pixels below it cannot be seen at all.
_FAINTEST: Final = np.uint32(0x01000000)
#: More colours than that nobody chooses at once.
_MOST_CHOSEN: Final = 256
#: Colours that are compared at a time.
_AT_ONCE: Final = 1 << 13


class Palette:
    """Some colours, of which the nearest one to every other is found quickly.

    Args:
        colours: At most 65,535, as ``0xRRGGBB``.
    """

    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self._channels = _channels(colours)
        # By colour, one more than the number of the nearest one; 0 where nobody asked. The system gives pages of it as
        # they are needed.
        self._nearest = np.zeros(1 << 24, np.uint16)

    def numbers(self, pixels: Pixels) -> npt.NDArray[np.uint16]:
        """Return the number of the nearest colour to that of each pixel."""
        asked = pixels & np.uint32(0xFFFFFF)
        found = self._nearest[asked]
        if not found.all():
            fresh = np.unique(asked[found == 0])
            self._nearest[fresh] = _nearest(_channels(fresh), self._channels) + 1
            found = self._nearest[asked]
        numbers: npt.NDArray[np.uint16] = found - np.uint16(1)
        return numbers

    def shown(self, pixels: Pixels) -> Pixels:
        """Return pixels in the nearest colours, as see-through as they are."""
        shown: Pixels = self.colours[self.numbers(pixels)] | pixels & np.uint32(0xFF000000)
        shown[pixels < _FAINTEST] = 0
        return shown


def palette_of(film: Film, easel: Easel, count: int) -> Palette:
    """Return the palette of a film, the same whoever asks.

    Args:
        film: The film.
        easel: Paints some of its pictures.
        count: How many colours it may have at most, at least twice what a theme has.
    """
    frames = _looked_at(film)
    pictures = (pixels_of(easel.paint(film.seen(frame))) for frame in frames)
    return Palette(choose(pictures, _colours_of(film.look.palette), count))


def _looked_at(film: Film) -> list[int]:
    ends = accumulate(take.frames for take in film.takes)
    middles = [end - take.frames // 2 - 1 for take, end in zip(film.takes, ends, strict=True)]
    return sorted({*_spread(range(film.frames), _FRAMES), *_spread(middles, _TAKES)})


def _spread(numbers: Sequence[int], count: int) -> Sequence[int]:
    """Return some of them, spread evenly, the first and the last among them."""
    if len(numbers) <= count:
        return numbers
    return [numbers[(len(numbers) - 1) * part // (count - 1)] for part in range(count)]


def choose(pictures: Iterable[Pixels], fixed: Colours, count: int) -> Colours:
    """Return at most ``count`` colours that show pictures best, the fixed ones among them."""
    colours, pixels = _census(pictures)
    free = ~np.isin(colours, fixed)
    colours, pixels = colours[free], pixels[free]
    room = count - len(fixed)
    if len(colours) > room:
        colours = _representatives(colours, pixels, room)
    return np.union1d(fixed, colours)


def _census(pictures: Iterable[Pixels]) -> tuple[Colours, npt.NDArray[np.float64]]:
    """Return all colours in pictures, and how many pixels have each."""
    counted = [np.unique(picture[picture >= _SEEN] & np.uint32(0xFFFFFF), return_counts=True) for picture in pictures]
    colours, where = np.unique(np.concatenate([each for each, _ in counted]), return_inverse=True)
    pixels = np.bincount(where, np.concatenate([each for _, each in counted]), len(colours))
    return colours, pixels.astype(np.float64)


def _representatives(colours: Colours, pixels: npt.NDArray[np.float64], count: int) -> Colours:
    """Return at most so many colours that stand for all."""
    if count > _MOST_CHOSEN:
        channels = _channels(colours)
        widest = np.ptp(channels, axis=0).argmax()
        order = channels[:, widest].argsort(kind="stable")
        halves = np.array_split(order, 2)
        return np.concatenate([_representatives(colours[half], pixels[half], count // 2) for half in halves])
    repeated = np.repeat(colours, np.maximum(1, pixels**_POWER).astype(np.intp))
    image = Image.frombuffer("RGB", (len(repeated), 1), repeated.astype("<u4").tobytes(), "raw", "BGRX", 0, 1)
    # Median cut, then some rounds of k-means.
    reduced = image.quantize(count, Image.Quantize.MEDIANCUT, _ROUNDS)
    red, green, blue = np.array(reduced.getpalette("RGB"), np.uint32).reshape(-1, 3)[:count].T
    found: Colours = (red << 16 | green << 8 | blue).astype(np.uint32)
    # What is drawn in one colour keeps it, though edges of letters are near.
    nearest = _nearest(_channels(colours), _channels(found))
    order = np.lexsort((pixels, nearest))
    main = order[np.flatnonzero(np.append(np.diff(nearest[order]) != 0, True))]
    shares = pixels[main] / np.bincount(nearest, pixels, count)[nearest[main]]
    plain = main[shares >= _MAIN_SHARE]
    found[nearest[plain]] = colours[plain]
    return found


def _nearest(asked: npt.NDArray[np.float32], known: npt.NDArray[np.float32]) -> npt.NDArray[np.intp]:
    """Return the number of the nearest known colour to each that is asked for, the first one of several."""
    # The square of a distance without the part that all have in common: whole numbers, which are exact in so many bits
    # whatever the order of adding up.
    own = (known * known) @ _WEIGHTS
    parts = [
        (own - 2 * (asked[first : first + _AT_ONCE] * _WEIGHTS) @ known.T).argmin(axis=1)
        for first in range(0, len(asked), _AT_ONCE)
    ]
    return np.concatenate(parts) if parts else np.zeros(0, np.intp)


def _channels(colours: Colours) -> npt.NDArray[np.float32]:
    shifts = np.array([16, 8, 0], np.uint32)
    return (colours[:, np.newaxis] >> shifts & np.uint32(0xFF)).astype(np.float32)


def _colours_of(theme: Theme) -> Colours:
    named = (theme.window, theme.panel, theme.inset, theme.cell, theme.border, theme.track, theme.text, theme.muted)
    every = (*named, theme.faint, theme.error, theme.on_process, *theme.processes)
    return np.unique(np.array([int(colour[1:], 16) for colour in every], np.uint32))
