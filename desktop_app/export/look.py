"""What all pictures of an export have in common."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize

from desktop_app.views.theme import THEMES, Theme, without_ground


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How pictures are drawn, whatever they show.

    Attributes:
        size: Width and height of the file's pictures, in pixels.
        theme: The palette's name, one of `views.theme.THEMES`.
        scale: Pixels in a logical one, above 0: the picture is laid out for its size divided by this, so that text and
            lines are that much larger.
        transparent: Whether there is no ground: what is not drawn on can be seen through.
    """

    size: tuple[int, int]
    theme: str = "dark"
    scale: float = 1.0
    transparent: bool = False

    @property
    def screen(self) -> QSize:
        """What it is laid out for, in logical pixels."""
        return QSize(round(self.size[0] / self.scale), round(self.size[1] / self.scale))

    @property
    def palette(self) -> Theme:
        """The colours; without a ground where pictures are transparent."""
        return without_ground(THEMES[self.theme]) if self.transparent else THEMES[self.theme]
