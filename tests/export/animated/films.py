"""Films whose frames are arrays of pixels, and an easel that shows these."""

import numpy as np
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from desktop_app.export.animated.writers import writer_of
from desktop_app.export.film import Film, Take
from desktop_app.export.look import Look
from desktop_app.export.progress import Untold

#: Straight pixels that premultiplied alpha can hold: opaque ones, see-through ones, and nothing.
SOLID = (0xFF000000, 0xFFFFFFFF, 0xFF56B4E9, 0xFF0E1116, 0xFF0F1116)
SEE_THROUGH = (*SOLID, 0x00000000, 0x80FF0000, 0x33FFFFFF)


class ArrayEasel:
    """Paints arrays: what is seen of a frame is its number."""

    def __init__(self, pictures, *, transparent=False):
        self.pictures = pictures
        self.transparent = transparent
        self.changed = None
        self.shown = None

    def paint(self, number):
        self.changed = [] if number == self.shown else None
        self.shown = number
        picture = np.ascontiguousarray(self.pictures[number], "<u4")
        height, width = picture.shape
        if not self.transparent:
            return QImage(picture.data, width, height, QImage.Format.Format_RGB32).copy()
        straight = QImage(picture.data, width, height, QImage.Format.Format_ARGB32)
        return straight.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def film_of(pictures, *, fps=25, transparent=False, steps=None):
    """Return a film of pictures: of one take, or of steps with so many frames each."""
    height, width = pictures[0].shape
    takes, begin = [], 0
    for step, frames in enumerate(steps or [len(pictures)]):
        takes.append(Take(frames=frames, seen=lambda frame, begin=begin: begin + frame, step=step))
        begin += frames
    look = Look(size=(width, height), transparent=transparent)
    return Film(title="Film", takes=tuple(takes), fps=fps, look=look)


def write(pictures, folder, name, quality=None, *, chunk=2, fps=25, transparent=False):
    """Write an animation in chunks of so many frames, each by a writer and an easel of its own; return its path."""
    film = film_of(pictures, fps=fps, transparent=transparent)
    files = []
    for begin in range(0, film.frames, chunk):
        frames = range(begin, min(begin + chunk, film.frames))
        files.append(folder / f"chunk-{begin}")
        easel = ArrayEasel(pictures, transparent=transparent)
        writer_of(name, quality).encode_chunk(film, frames, easel, files[-1], Untold())
    out = folder / f"film.{name}"
    writer_of(name, quality).join(film, files, out)
    return out


def array_of(image):
    """Return a Pillow image as pixels of ours."""
    red, green, blue, alpha = np.asarray(image.convert("RGBA"), np.uint32).transpose(2, 0, 1)
    return alpha << 24 | red << 16 | green << 8 | blue


@st.composite
def films(draw, colours=SOLID, *, most=6):
    """Return some pictures of one size, each of them the one before with a rectangle painted over."""
    width, height = draw(st.integers(1, 9)), draw(st.integers(1, 9))
    picture = np.full((height, width), draw(st.sampled_from(colours)), np.uint32)
    pictures = [picture]
    for _ in range(draw(st.integers(0, most - 1))):
        left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        wide, high = draw(st.integers(0, 9)), draw(st.integers(0, 9))
        picture = picture.copy()
        picture[top : top + high, left : left + wide] = draw(st.sampled_from(colours))
        pictures.append(picture)
    return pictures


def moving(frames=5, size=(48, 32), colours=200):
    """Return pictures in which something moves over a ground of so many colours."""
    width, height = size
    ground = (np.arange(width * height, dtype=np.uint32).reshape(height, width) % colours) * 0x010101 | 0xFF000000
    pictures = [ground.copy() for _ in range(frames)]
    for number, picture in enumerate(pictures):
        picture[8:14, 3 * number : 3 * number + 7] = 0xFF56B4E9
    return pictures
