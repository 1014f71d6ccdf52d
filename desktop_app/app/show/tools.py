"""What a speaker points at and draws with, by the names of its commands."""

from __future__ import annotations

from typing import Final

from desktop_app.views.ink.ink import Tool

#: The command of each is called ``show_`` and its name.
TOOLS: Final = {
    "laser": Tool.LASER,
    "spotlight": Tool.SPOTLIGHT,
    "pen": Tool.PEN,
    "eraser": Tool.ERASER,
    "magnifier": Tool.MAGNIFIER,
}
