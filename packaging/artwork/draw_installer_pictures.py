"""The pictures of the installers from their drawings; ``dev.py artwork`` writes them into windows/ and macos/.

Windows: the side of the first and last page and the right end of the others' head, as bitmaps, which is what NSIS
shows. It stretches badly, so that there is one for each of the densities of screens that are common.
macOS: the ground of the disk image's window, plain and doubled.
"""

from __future__ import annotations

import io
import sys

from checkout import PACKAGING
from PIL import Image
from PySide6.QtGui import QGuiApplication

from artwork.draw_icons import drawn, png, write

#: What a page's side and head measure in pixels at 96, 144 and 192 dots per inch. They go by the size of the font,
#: which does not quite grow with the density.
WIZARDS = {96: (164, 314), 144: (245, 458), 192: (327, 603)}
HEADERS = {96: (150, 57), 144: (225, 83), 192: (300, 109)}
#: The disk image's window in points.
GROUND = (640, 400)


def bitmap(picture: Image.Image) -> bytes:
    """Return an opaque picture as a Windows bitmap of 256 colours, a third of one with all of them."""
    written = io.BytesIO()
    colours = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    colours.save(written, "BMP")
    return written.getvalue()


def file_name(name: str, density: int) -> str:
    """Return how a bitmap is called: that for 96 dots per inch, which every screen shows if need be, just ``name``."""
    return f"{name}.bmp" if density == 96 else f"{name}-{density}.bmp"  # noqa: PLR2004 - the same 96 as above


def ground(scale: int) -> bytes:
    """Return the ground of the disk image's window as a PNG, ``scale`` pixels to the point."""
    width, height = GROUND
    return png(drawn(PACKAGING / "macos" / "background.svg", width * scale, height * scale).convert("RGB"))


def files() -> dict[str, bytes]:
    """Draw every picture, by its path in packaging."""
    made = {"macos/background.png": ground(1), "macos/background@2x.png": ground(2)}
    for name, sizes in (("wizard", WIZARDS), ("header", HEADERS)):
        for density, (width, height) in sizes.items():
            picture = drawn(PACKAGING / "windows" / f"{name}.svg", width, height)
            made[f"windows/{file_name(name, density)}"] = bitmap(picture)
    return made


if __name__ == "__main__":
    _app = QGuiApplication(sys.argv[:1])
    write(files(), PACKAGING)
