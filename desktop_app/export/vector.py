"""One moment as a drawing that is sharp at every size: SVG, with text and shapes to go on with, and PDF."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter

from desktop_app import __version__
from desktop_app.export.look import Look
from desktop_app.export.manifest import file_name
from desktop_app.export.painting import PaintSides, paint_seen
from desktop_app.export.pdf_file import PdfFile
from desktop_app.export.seen import Seen
from desktop_app.export.svg_painting import SvgDevice
from desktop_app.export.svg_text import content, number
from desktop_app.model.counting import counted
from desktop_app.model.durations import format_duration
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import THEMES, Theme

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>'
#: Letters keep their spaces and stand on fractions of pixels; digits are as wide as each other, code has no ligatures.
_STYLE: Final = (
    "text{white-space:pre;font-variant-numeric:tabular-nums;font-variant-ligatures:no-contextual;"
    "text-rendering:geometricPrecision}"
)


def svg_bytes(seen: Seen, look: Look, sides: PaintSides | None = None) -> bytes:
    """Return what is seen as an SVG drawing; the same bytes on every run.

    Text is text, in fonts that are named, not embedded: where Inter and JetBrains Mono are missing, it is as wide as
    other fonts make it. What the picture is of is said in its title and description.

    Args:
        seen: What it shows.
        look: How it is drawn.
        sides: Paints runs that are side by side; None where there are none.
    """
    screen = look.screen
    device = SvgDevice(screen.width(), screen.height())
    painter = QPainter(device)
    try:
        paint_vector(painter, screen, seen, look.palette, sides)
    finally:
        painter.end()  # a device must not go while something paints on it
    width, height = look.size
    box = f"0 0 {number(width / look.scale)} {number(height / look.scale)}"
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    title = title_of(seen)
    size = f'width="{width}" height="{height}" viewBox="{box}"'
    return "\n".join(
        (
            _HEAD,
            f'<svg {names} {size} version="1.1" role="img" xml:space="preserve">',
            f"<title>{content(title)}</title>",
            f"<desc>{content(description_of(seen))}</desc>",
            f"<style>{_STYLE}</style>",
            device.body,
            "</svg>\n",
        )
    ).encode()


def pdf_bytes(seen: Seen, look: Look, sides: PaintSides | None = None) -> bytes:
    """Return what is seen as a PDF of one page, with its fonts; the same bytes on every run.

    Args:
        seen: What it shows.
        look: How it is drawn; a page has a ground, whatever it says.
        sides: Paints runs that are side by side; None where there are none.
    """
    screen = look.screen
    file = PdfFile(title_of(seen), (screen.width(), screen.height()))
    paint_vector(file.page(), screen, seen, THEMES[look.theme], sides)
    return file.data()


def paint_vector(painter: QPainter, screen: QSize, seen: Seen, theme: Theme, sides: PaintSides | None) -> None:
    """Draw the ground and what is seen on it in lines and letters, with nothing kept as an image.

    Args:
        painter: In logical pixels, on something without pixels of its own.
        screen: The size of the picture.
        seen: What it shows.
        theme: The colours.
        sides: Paints runs that are side by side; None where there are none.
    """
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    if not theme.see_through:
        painter.fillRect(QRectF(0, 0, screen.width(), screen.height()), QColor(theme.window))
    paint_seen(painter, screen, seen, theme, sides=sides, stage=_paint_stage)


def _paint_stage(painter: QPainter, place: QRectF, seen: Seen, theme: Theme) -> None:
    paint_stage(painter, place, seen.snapshot, theme, seen.options)


def title_of(seen: Seen) -> str:
    """Return what a picture is called: what runs, and the moment."""
    headers = [run.moments.trace.header for run in seen.runs]
    names = " / ".join(dict.fromkeys(header.title for header in headers))
    return f"{names}, t = {format_duration(seen.t_ns)}"


def description_of(seen: Seen) -> str:
    """Return where a picture comes from."""
    headers = [run.moments.trace.header for run in seen.runs]
    parts = (
        f"{file_name(one.source) or one.title}, {one.policy_title}, {counted(one.cores, 'core')}" for one in headers
    )
    return f"{'; '.join(dict.fromkeys(parts))}. Made with Coreloom {__version__}."
