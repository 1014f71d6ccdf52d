"""Where panes and figures stand in a place of any size; pure geometry, in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect

from desktop_app.model.lesson import Shown
from desktop_app.views.stage.layout import scale_for

#: A title's share of the height of all, and the least and the greatest size of its text.
_TITLE_SHARE: Final = 1 / 36
#: Where a place is low, as above a question, titles are nevertheless so large a share of its width.
_TITLE_OF_WIDTH: Final = 1 / 96
_LEAST_TITLE_PX, _MOST_TITLE_PX = 14, 64
_MOST_TITLE_SHARE: Final = 1 / 26
#: Sizes beside the title's: of other text, of a title's line, of what is left free around panes.
_TEXT_OF_TITLE: Final = 0.84
_LINE_OF_TITLE: Final = 1.75
_GAP_OF_TITLE: Final = 0.5
#: A line of figures is so much higher than its text, and figures have at most this share of the height below panes.
_LINE_OF_TEXT: Final = 1.65
_FIGURES_SHARE: Final = 0.28
#: Where a place is this much wider than high, figures stand beside the panes, with this share of the width, but for a
#: few that take no more than this share of the height.
_WIDE: Final = 2.8
_BESIDE_SHARE: Final = 0.3
_FEW_SHARE: Final = 0.22
#: Timelines stand below each other, so that one can follow a moment down all of them, where each is as high as so
#: many titles.
_LEAST_TIMELINE: Final = 4.0
#: Of a pane with both pictures, the stage has this share.
STAGE_OF_PANE: Final = 0.72
#: A place lower than this many titles has no room for figures.
_LEAST_HIGH: Final = 22
#: From so many runs on, they stand in a grid.
_THREE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Where everything stands.

    Attributes:
        panes: A place for each run, in order.
        figures: The place of the figures; empty where there is none.
        title_px: Size of the text of titles.
        text_px: Size of other text.
        line_px: Height of the line with a pane's title.
    """

    panes: tuple[QRect, ...]
    figures: QRect
    title_px: int
    text_px: int
    line_px: int

    @property
    def row_px(self) -> int:
        """Height of a line of figures."""
        return round(self.text_px * _LINE_OF_TEXT)


def arrange(width_px: int, height_px: int, sides: int, shown: Shown, figures: int) -> Arrangement:
    """Return where the panes of so many runs stand.

    Args:
        width_px: The width of all.
        height_px: The height of all.
        sides: How many runs there are, 1 or more.
        shown: Which pictures a pane has.
        figures: How many lines of figures are wanted; 0 for none.
    """
    share_px = max(height_px * _TITLE_SHARE, min(width_px * _TITLE_OF_WIDTH, height_px * _MOST_TITLE_SHARE))
    title_px = min(_MOST_TITLE_PX, max(_LEAST_TITLE_PX, round(share_px)))
    text_px = max(12, round(title_px * _TEXT_OF_TITLE))
    gap = round(title_px * _GAP_OF_TITLE)
    whole = QRect(0, 0, max(1, width_px), max(1, height_px)).adjusted(gap, gap, -gap, -gap)
    line_px = round(title_px * _LINE_OF_TITLE)
    below = QRect(whole)
    place = QRect()
    if figures and sides == _THREE and _columns(whole, sides, shown, line_px) > 1:
        # Three leave a place of the grid free.
        place = _grid(whole, sides + 1, 2, gap)[-1].adjusted(0, line_px // 4, 0, 0)
    elif figures and height_px >= _LEAST_HIGH * title_px:
        row_px = round(text_px * _LINE_OF_TEXT)
        few = (figures + 1) * row_px <= whole.height() * _FEW_SHARE
        if width_px > _WIDE * height_px and not few:
            below.setWidth(round(whole.width() * (1 - _BESIDE_SHARE)))
            place = QRect(below.right() + 1 + gap, whole.y(), whole.right() - below.right() - gap, whole.height())
        else:
            rows = min(figures + 1, int(whole.height() * _FIGURES_SHARE / row_px))
            high = rows * row_px + gap
            below.setHeight(whole.height() - high - gap)
            place = QRect(whole.x(), below.bottom() + 1 + gap, whole.width(), high)
    columns = _columns(below, sides, shown, line_px)
    return Arrangement(
        panes=_grid(below, sides, columns, gap), figures=place, title_px=title_px, text_px=text_px, line_px=line_px
    )


def _columns(place: QRect, sides: int, shown: Shown, line_px: int) -> int:
    """Return in how many columns panes stand: in as many as show the most of each."""
    if shown is Shown.TIMELINE:
        stacked = place.height() / sides - line_px
        return 1 if sides < _THREE or stacked >= _LEAST_TIMELINE * line_px / _LINE_OF_TITLE else 2
    share = STAGE_OF_PANE if shown is Shown.BOTH else 1.0
    if sides >= _THREE:
        return 2

    def scale(columns: int) -> float:
        rows = -(-sides // columns)
        high = (place.height() / rows - line_px) * share
        return scale_for(place.width() / columns, max(1.0, high))

    return max((1, 2), key=lambda columns: (scale(columns), columns)) if sides > 1 else 1


def _grid(place: QRect, sides: int, columns: int, gap: int) -> tuple[QRect, ...]:
    """Return equal places in rows; in each column they have the same left and right, so the same time is below."""
    rows = -(-sides // columns)
    wide = (place.width() - gap * (columns - 1)) // columns
    high = (place.height() - gap * (rows - 1)) // rows
    return tuple(
        QRect(
            place.x() + number % columns * (wide + gap),
            place.y() + number // columns * (high + gap),
            max(1, wide),
            max(1, high),
        )
        for number in range(sides)
    )
