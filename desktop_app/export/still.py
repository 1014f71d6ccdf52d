"""One picture as a file, in whatever format pictures have."""

from __future__ import annotations

from desktop_app.export.easel import Easel
from desktop_app.export.formats import Format
from desktop_app.export.look import Look
from desktop_app.export.painting import PaintSides
from desktop_app.export.png import png_bytes
from desktop_app.export.seen import Seen
from desktop_app.export.vector import pdf_bytes, svg_bytes


def still_bytes(seen: Seen, look: Look, form: Format, sides: PaintSides | None = None) -> bytes:
    """Return what is seen as a file; the same bytes on every run.

    Args:
        seen: What it shows.
        look: How it is drawn.
        form: The format: PNG, SVG or PDF.
        sides: Paints runs that are side by side; None where there are none.
    """
    if form.name == "svg":
        return svg_bytes(seen, look, sides)
    if form.name == "pdf":
        return pdf_bytes(seen, look, sides)
    assert form.name == "png"
    return png_bytes(Easel(look, sides).paint(seen), best=True)
