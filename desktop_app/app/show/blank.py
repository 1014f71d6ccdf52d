"""What takes the place of the audience's picture."""

from __future__ import annotations

from enum import Enum


class Blank(Enum):
    """What takes the place of the picture; its value is its colour."""

    NONE = ""
    BLACK = "#000000"
    WHITE = "#FFFFFF"
