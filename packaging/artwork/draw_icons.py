"""The icons of the application and its documents from their drawings; ``dev.py artwork`` writes resources/icons.

Each drawing is an SVG for large sizes; up to 48 pixels there are simpler ones, drawn pixel by pixel. Of these come the
PNGs (Linux and the window), the .ico (Windows, whose icons fill their square) and the .icns (macOS, whose icons have a
shadow). What is committed is held to the drawings by tests/packaging/artwork/test_draw_icons.py.
"""

from __future__ import annotations

import io
import struct
import sys
from pathlib import Path

from checkout import CHECKOUT
from PIL import Image, ImageFilter
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = CHECKOUT / "resources" / "icons"
APPLICATION = "coreloom"
DOCUMENTS = ("scenario", "lesson", "trace")
#: Sizes of the PNGs in pixels.
APPLICATION_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
DOCUMENT_SIZES = (16, 24, 32, 48, 64, 128, 256)
#: Sizes in a Windows icon: those of its lists and taskbar at 100, 125, 150, 200 and 300 %, then those of its folders.
WINDOWS_APPLICATION_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
WINDOWS_DOCUMENT_SIZES = (16, 24, 32, 48, 64, 128, 256)
#: Which of the simpler drawings is for which size, where there is one.
_SIMPLER = {16: 16, 20: 20, 22: 24, 24: 24, 32: 32, 40: 20, 48: 48}
#: 22 pixels are the drawing for 24 without its margin.
_FRAME_22 = QRectF(1, 1, 22, 22)
#: The tile of the application without the margin that Linux expects; and with that of macOS, 824 of 1024 pixels.
_FRAME_WINDOWS = QRectF(12, 12, 104, 104)
_FRAME_MACOS = QRectF(-0.62, -0.62, 129.24, 129.24)
#: From here on a frame of a Windows icon is a PNG; below, the bitmap that every tool for icons reads.
_PNG_FROM = 64
#: Types of the pictures in a macOS icon: the plain and the doubled (@2x) one of each size.
_MACOS_TYPES = {
    16: ("ic04",),
    32: ("ic05", "ic11"),
    64: ("ic12",),
    128: ("ic07",),
    256: ("ic08", "ic13"),
    512: ("ic09", "ic14"),
    1024: ("ic10",),
}
#: A macOS icon holds these sizes as bare bytes in place of a PNG.
_BARE_UP_TO = 32


def drawn(path: Path, width: int, height: int, frame: QRectF | None = None) -> Image.Image:
    """Draw an SVG.

    Args:
        path: The drawing.
        width: In pixels.
        height: In pixels.
        frame: The part of the drawing to show, in its own units; None for all of it.

    Raises:
        SystemExit: When it is no drawing.
    """
    renderer = QSvgRenderer(str(path))
    if not renderer.isValid():
        raise SystemExit(f"{path} cannot be drawn")
    renderer.setViewBox(frame or renderer.viewBoxF())
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, width, height))
    painter.end()
    plain = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (width, height), bytes(plain.constBits()))


def icon(name: str, size: int, frame: QRectF | None = None) -> Image.Image:
    """Draw an icon, from the simpler drawing for its size where there is one and no frame is asked for."""
    simpler = ICONS / f"{name}-{_SIMPLER.get(size)}.svg"
    if frame is None and simpler.exists():
        return drawn(simpler, size, size, _FRAME_22 if size == _FRAME_22.width() else None)
    return drawn(ICONS / f"{name}.svg", size, size, frame)


def png(picture: Image.Image) -> bytes:
    """Return a picture as the smallest PNG that shows the same."""
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def windows_icon(pictures: list[Image.Image]) -> bytes:
    """Return an .ico: a table of sizes and places, then the pictures one after another.

    Pillow writes either bitmaps or PNGs into one, never both; 256 pixels as a bitmap take 270 kB.
    """
    frames = [_frame(picture) for picture in pictures]
    place = 6 + 16 * len(frames)
    table = struct.pack("<3H", 0, 1, len(frames))
    for picture, frame in zip(pictures, frames, strict=True):
        side = picture.width % 256  # 256 is written as 0
        table += struct.pack("<4B2H2I", side, side, 0, 0, 1, 32, len(frame), place)
        place += len(frame)
    return table + b"".join(frames)


def _frame(picture: Image.Image) -> bytes:
    """Return one picture of a Windows icon: a PNG, or its colours and then what is see-through, from the bottom up."""
    if picture.width >= _PNG_FROM:
        return png(picture)
    side = picture.width
    nothing = picture.getchannel("A").point(lambda alpha: 255 * (alpha == 0)).convert("1")
    lines_of_four_bytes = (side + 31) // 32 * 4
    pixels = picture.tobytes("raw", "BGRA", 0, -1) + nothing.tobytes("raw", "1", lines_of_four_bytes, -1)
    return struct.pack("<I2i2H6I", 40, side, 2 * side, 1, 32, 0, len(pixels), 0, 0, 0, 0) + pixels


def macos_icon(pictures: dict[int, Image.Image]) -> bytes:
    """Return an .icns: each picture under the types of its size.

    Pillow leaves out 16 and 32 pixels, which lists on screens without doubled pixels show.
    """
    chunks = b""
    for size, types in _MACOS_TYPES.items():
        for kind in types:
            bare = kind in {"ic04", "ic05"}
            content = _bare(pictures[size]) if bare else png(pictures[size])
            chunks += kind.encode() + struct.pack(">I", 8 + len(content)) + content
    return b"icns" + struct.pack(">I", 8 + len(chunks)) + chunks


def _bare(picture: Image.Image) -> bytes:
    """Return the alpha, red, green and blue of a small picture, each in runs of up to 128 bytes after their number."""
    red, green, blue, alpha = (channel.tobytes() for channel in picture.split())
    runs = b"ARGB"
    for channel in (alpha, red, green, blue):
        for start in range(0, len(channel), 128):
            run = channel[start : start + 128]
            runs += bytes([len(run) - 1]) + run
    return runs


def on_macos(size: int) -> Image.Image:
    """Draw the application's icon as macOS shows it: with a shadow below, except where it is too small for one."""
    if size <= _BARE_UP_TO:
        return icon(APPLICATION, size)
    tile = icon(APPLICATION, size, _FRAME_MACOS)
    shadow = Image.new("RGBA", tile.size)
    shadow.putalpha(tile.getchannel("A").point(lambda alpha: alpha * 3 // 10))
    below = Image.new("RGBA", tile.size)
    below.paste(shadow, (0, round(size * 10 / 1024)))
    return Image.alpha_composite(below.filter(ImageFilter.GaussianBlur(size * 10 / 1024)), tile)


def files() -> dict[str, bytes]:
    """Draw every file that is made of the drawings, by its name in resources/icons."""
    made = {
        f"{APPLICATION}.ico": windows_icon(
            [icon(APPLICATION, size, _FRAME_WINDOWS if size >= 48 else None) for size in WINDOWS_APPLICATION_SIZES]  # noqa: PLR2004 - below, the simpler drawings fill their square
        ),
        f"{APPLICATION}.icns": macos_icon({size: on_macos(size) for size in _MACOS_TYPES}),
    }
    for size in APPLICATION_SIZES:
        made[f"{APPLICATION}-{size}.png"] = png(icon(APPLICATION, size))
    for name in DOCUMENTS:
        made[f"{name}.ico"] = windows_icon([icon(name, size) for size in WINDOWS_DOCUMENT_SIZES])
        made[f"{name}.icns"] = macos_icon({size: icon(name, size) for size in _MACOS_TYPES})
        for size in DOCUMENT_SIZES:
            made[f"{name}-{size}.png"] = png(icon(name, size))
    return made


def write(made: dict[str, bytes], folder: Path) -> None:
    """Write files into a folder, and say how large they are."""
    for name, content in made.items():
        (folder / name).write_bytes(content)
        print(f"{len(content):8,} bytes  {folder / name}")


if __name__ == "__main__":
    _app = QGuiApplication(sys.argv[:1])
    write(files(), ICONS)
