"""Rectangles in design units, free of Qt so that layout and motion can be tested without a window."""

from __future__ import annotations

from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle in design units; positional, because a frame makes hundreds of them.

    Attributes:
        x: Left edge.
        y: Top edge.
        w: Width, 0 or more.
        h: Height, 0 or more.
    """

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """The bottom edge."""
        return self.y + self.h

    @property
    def cx(self) -> float:
        """The middle, across."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """The middle, down."""
        return self.y + self.h / 2

    def gap_to(self, other: Rect) -> float:
        """Return the distance to ``other`` along the axis that separates them most; negative when they overlap."""
        across = abs(self.cx - other.cx) - (self.w + other.w) / 2
        down = abs(self.cy - other.cy) - (self.h + other.h) / 2
        return max(across, down)

    def holds(self, other: Rect, slack: float = 1e-6) -> bool:
        """Return whether ``other`` lies inside, give or take ``slack`` units."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def has_point(self, x: float, y: float) -> bool:
        """Return whether the point lies inside; left and top edges belong to it, right and bottom do not."""
        return self.x <= x < self.right and self.y <= y < self.bottom


def around(cx: float, cy: float, w: float, h: float) -> Rect:
    """Return the rectangle of this size around a centre."""
    return Rect(cx - w / 2, cy - h / 2, w, h)
