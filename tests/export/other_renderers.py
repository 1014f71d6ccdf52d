"""Has programs that others wrote draw exported SVG and PDF files, and compares them with the PNG of the same moment.

It is run by hand, as it needs librsvg2-bin, inkscape, chromium and poppler-utils; those that are missing are left out:

    python -m tests.export.other_renderers app.py lesson.md

Each renderer gets our fonts, as it would where they are installed. Exit code 1 where a picture differs too much, a font
is not in a PDF, or its words cannot be found.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import fontpkg_inter
import fontpkg_jetbrains_mono
import numpy as np
from PIL import Image

_SIZE = "1280x720"
#: Pixels in the side of a block. Renderers smooth letters in their own way; what stands elsewhere differs more.
_BLOCK = 16
#: The largest difference of a block's mean colour that says nothing, and how many blocks may differ more.
_TOLERANCE, _MOST_APART = 24, 0.01
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>{folders}<dir>/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>
"""
#: How each program draws a file; for the SVG, then the PDF.
_SVG = {
    "rsvg-convert": ["rsvg-convert", "{file}", "-o", "{out}"],
    "inkscape": ["inkscape", "{file}", "--export-type=png", "--export-filename={out}"],
    "chromium": [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1280,720",
        "--screenshot={out}", "file://{file}",
    ],
}  # fmt: skip
_PDF = {"pdftoppm": ["pdftoppm", "-png", "-r", "96", "-singlefile", "{file}", "{bare}"]}


def blocks(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert("RGB"), float)
    high, wide = (side // _BLOCK * _BLOCK for side in pixels.shape[:2])
    return pixels[:high, :wide].reshape(high // _BLOCK, _BLOCK, wide // _BLOCK, _BLOCK, 3).mean(axis=(1, 3))


def tried(source: str, folder: Path) -> Iterator[tuple[str, bool]]:
    """Yield what each program made of a source, and whether that is right."""
    files = {ending: folder / f"picture.{ending}" for ending in ("png", "svg", "pdf")}
    options = ["--size", _SIZE] + (["--step", "2"] if source.endswith(".md") else ["--show", "both"])
    for file in files.values():
        subprocess.run([sys.executable, "-m", "desktop_app", "export", source, str(file), *options], check=True)
    expected = blocks(files["png"])
    for ending, commands in (("svg", _SVG), ("pdf", _PDF)):
        for name, command in commands.items():
            if shutil.which(name) is None:
                yield f"{name} is not installed", True
                continue
            out = folder / f"{name}.png"
            names = {"file": files[ending], "out": out, "bare": out.with_suffix("")}
            subprocess.run([part.format(**names) for part in command], check=True, capture_output=True, timeout=120)
            found = blocks(out)
            same = found.shape == expected.shape
            apart = np.abs(found - expected).max(axis=2) if same else np.array([255.0])
            share = float((apart > _TOLERANCE).mean())
            yield f"{name}: {share:.2%} of the blocks differ, by {apart.mean():.1f} on average", share < _MOST_APART
    if shutil.which("pdftotext") is not None:
        text = subprocess.run(["pdftotext", str(files["pdf"]), "-"], check=True, capture_output=True, text=True).stdout
        fonts = subprocess.run(["pdffonts", str(files["pdf"])], check=True, capture_output=True, text=True).stdout
        rows = fonts.splitlines()[2:]
        embedded = [row.split()[-5] == "yes" for row in rows]
        yield f"pdftotext: {len(text.split())} words", "RAM" in text and "Core 0" in text
        yield f"pdffonts: {len(rows)} fonts, {sum(embedded)} of them in the file", bool(rows) and all(embedded)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", help="programs, scenarios or lessons")
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fonts = "".join(f"<dir>{package.ROOT / 'files'}</dir>" for package in (fontpkg_inter, fontpkg_jetbrains_mono))
        config = folder / "fonts.conf"
        config.write_text(_FONTS.format(folders=fonts, cache=folder / "cache"), "utf-8")
        os.environ["FONTCONFIG_FILE"] = str(config)
        for source in parser.parse_args().sources:
            for line, right in tried(source, folder):
                sys.stdout.write(f"{'ok   ' if right else 'WRONG'} {Path(source).name}: {line}\n")
                wrong += not right
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
