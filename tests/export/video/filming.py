"""A film whose pictures say their number, and what reads them from a video again."""

import subprocess
from fractions import Fraction

import av
import numpy as np
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.export.film import Film, Take
from desktop_app.export.formats import format_named
from desktop_app.export.look import Look
from desktop_app.export.progress import Untold
from desktop_app.export.video.codec import codec_of
from desktop_app.export.video.encoding import chunk_file, encode_chunks
from desktop_app.export.video.joining import join

SIZE = (64, 48)
BLOCK, ACROSS, BITS = 16, 4, 12
DARK, BRIGHT = "#203040", "#e0d0c0"
MP4 = codec_of(format_named("mp4"))
WEBM = codec_of(format_named("webm"))


class Blocks:
    """Paints a number: a block for each bit."""

    def __init__(self, size=SIZE):
        self.image = QImage(*size, QImage.Format.Format_RGB32)
        self.changed = None
        self.closed = False

    def paint(self, number):
        self.image.fill(QColor(DARK))
        painter = QPainter(self.image)
        for bit in range(BITS):
            if number >> bit & 1:
                painter.fillRect(bit % ACROSS * BLOCK, bit // ACROSS * BLOCK, BLOCK, BLOCK, QColor(BRIGHT))
        painter.end()
        return self.image

    def close(self):
        self.closed = True


def film_of(*frames, fps=30, size=SIZE, title="Blocks"):
    """Return a film that shows its frames' numbers, in takes of so many frames."""
    begins = [sum(frames[:take]) for take in range(len(frames))]
    takes = tuple(
        Take(frames=count, seen=lambda frame, begin=begin: begin + frame)
        for begin, count in zip(begins, frames, strict=True)
    )
    return Film(title=title, takes=takes, fps=fps, look=Look(size=size))


def encode(film, folder, *, codec=MP4, lanes=1, progress=None, easels=None, chunks=None):
    """Encode all chunks, and return their files."""
    numbers = range(len(film.chunks)) if chunks is None else chunks
    easels = easels or (lambda: Blocks(film.look.size))
    encode_chunks(film, codec, iter(numbers), easels, folder, progress or Untold(), lanes)
    return [chunk_file(folder, number) for number in numbers]


def video_of(film, folder, *, codec=MP4, lanes=1, name="video"):
    """Make the video, and return its path."""
    out = folder / f"{name}.{codec.container}"
    join(film, codec, encode(film, folder, codec=codec, lanes=lanes), out)
    return out


def numbers_in(path):
    """Return the number that each picture shows, and when it is shown, in seconds."""
    with av.open(str(path)) as container:
        frames = [
            (number_in(frame.to_ndarray(format="rgb24")), frame.pts * frame.time_base)
            for frame in container.decode(video=0)
        ]
    return [number for number, _ in frames], [Fraction(time) for _, time in frames]


def number_in(pixels):
    """Return the number that a picture shows; its last axis is red, green and blue."""
    rows, columns = np.divmod(np.arange(BITS), ACROSS)
    middle = BLOCK // 2
    bright = pixels[rows * BLOCK + middle, columns * BLOCK + middle].mean(axis=1) > 128
    return int((bright * (1 << np.arange(BITS))).sum())


def probed(path, *entries):
    """Return what ffprobe says of a video."""
    command = ["ffprobe", "-v", "error", "-count_frames", "-show_entries", f"stream={','.join(entries)}"]
    said = subprocess.run([*command, "-of", "default=nw=1", str(path)], check=True, capture_output=True, text=True)
    return dict(line.split("=", 1) for line in said.stdout.splitlines())
