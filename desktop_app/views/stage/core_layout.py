"""Where things stand inside a core's card; detail drops in steps as cards shrink. No Qt, no state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from desktop_app.views.stage.geometry import Rect

#: The pipeline's stages, in order.
STAGES = 4
#: Size of a card that is drawn as designed; a larger one is drawn larger, up to LARGEST times.
DESIGN_WIDE = 560.0
DESIGN_HIGH = 350.0
LARGEST = 1.5

_CELL_FOR_TEXT = 68.0
#: A line with a thread's chip, the text of which needs two thirds of it.
_LOW_HEADER = 24.0
_CELL_FOR_MARGIN = 96.0
#: A header, a row of cells that hold a line of text, and the space below them.
_HIGH_FOR_TEXT = 42.0 + 34.0 + 12.0
_NAMES = 24.0
_REGISTERS = 34.0
_SOURCE = 140.0
#: What the cells keep where there is a source below them.
_CELLS_AND_SOURCE = 90.0
#: The same seen closely, where a card is drawn larger only from this height on, and source and facts share the room
#: side by side from this width on, and one below the other from this height on.
_LOW_CELLS = 62.0
_LOW_SOURCE = 78.0
_SEEN_HIGH = 400.0
_SPLIT_WIDE = 640.0
_SPLIT_HIGH = 190.0
_SOURCE_SHARE = 0.54


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreLayout:
    """A core's card.

    Attributes:
        card: All of it.
        k: How much larger than designed text and chips are drawn.
        pad: Space inside its left and right edge.
        header_high: Height of the line with the core's number, its thread and its slice.
        header_y: Middle of that line.
        names_y: Middle of the stages' names; None when there is no room for them.
        cells: The pipeline's cells.
        texts: Whether chips in the cells carry their text; otherwise the cells are bars.
        chip_inset: Space between a chip and the sides of its cell.
        chip_px: Size of that text.
        executing: Where the executing instruction is named when chips carry no text; None when there is no room.
        registers_y: Middle of the registers' line; None when there is no room.
        source: Where the program's own line is shown; None when there is no room.
        facts: Where more is said of a core that one looks at closely; None when there is no room, or one does not.
    """

    card: Rect
    k: float
    pad: float
    header_high: float
    header_y: float
    names_y: float | None
    cells: tuple[Rect, ...]
    texts: bool
    chip_inset: float
    chip_px: int
    executing: Rect | None
    registers_y: float | None
    source: Rect | None
    facts: Rect | None = None

    def __hash__(self) -> int:
        """Most of what follows from a card differs with it."""
        return hash(self.card)

    @property
    def pipeline(self) -> Rect:
        """All cells together."""
        first, last = self.cells[0], self.cells[-1]
        return Rect(first.x, first.y, last.right - first.x, first.h)


@lru_cache(maxsize=256)
def arrange_core(card: Rect, room: float = 1.0) -> CoreLayout:
    """Lay out one card; ``room`` is how many times more of it there is than on the whole stage, 1 or more."""
    # Seen closely, a card is drawn larger only when it is a little higher, so that more can be said in it.
    design_high = min(_SEEN_HIGH, DESIGN_HIGH * room)
    k = min(max(min(card.w / DESIGN_WIDE, card.h / design_high), 1.0), LARGEST * room)
    roomy = card.w >= 400  # noqa: PLR2004 - the cards of up to four cores
    pad = 18.0 * k if roomy else 14.0 if card.w >= 300 else 8.0  # noqa: PLR2004 - the cards of up to nine
    cell_gap = (12.0 if roomy else 6.0) * k
    cell_w = (card.w - 2 * pad - cell_gap * (STAGES - 1)) / STAGES
    if cell_w < _CELL_FOR_TEXT * k or card.h < _HIGH_FOR_TEXT:
        return _bars(card, pad, cell_w, cell_gap)
    header = 48.0 * k if card.h >= 150 else 42.0  # noqa: PLR2004
    left = card.h - header - 12 * k
    named = left >= (_NAMES + 44) * k
    registered = left >= (_NAMES + 64 + _REGISTERS) * k
    source_high = _source_high(left / k - _NAMES - _REGISTERS, close=room > 1.0) * k
    below = (_REGISTERS * k if registered else 0) + source_high
    cells_high = min(left - below - (_NAMES * k if named else 0), 150 * k)
    spare = max(0.0, left - below - (_NAMES * k if named else 0) - cells_high)
    top = card.y + header + spare * 0.15
    names_y = top + _NAMES * k * 0.4 if named else None
    cells_y = top + (_NAMES * k if named else 0)
    registers_y = cells_y + cells_high + _REGISTERS * k * 0.62 + spare * 0.15 if registered else None
    source = None
    if source_high and registers_y is not None:
        source_y = registers_y + _REGISTERS * k * 0.55 + spare * 0.15
        source = Rect(card.x + pad, source_y, card.w - 2 * pad, min(card.bottom - pad - source_y, 220 * k))
    return CoreLayout(
        card=card,
        k=k,
        pad=pad,
        header_high=header,
        header_y=card.y + header / 2 + (2 if named else 0),
        names_y=names_y,
        cells=_cells(card.x + pad, cells_y, cell_w, cells_high, cell_gap),
        texts=True,
        chip_inset=6 * k if cell_w >= _CELL_FOR_MARGIN * k else 2.0,
        chip_px=round(15 * k),
        executing=None,
        registers_y=registers_y,
        source=source,
    )


def _source_high(left: float, *, close: bool) -> float:
    """Return the height of the source below cells and registers in this room, at scale 1; 0 where there is none."""
    if left >= _CELLS_AND_SOURCE + _SOURCE:
        return _SOURCE
    return min(_SOURCE, left - _LOW_CELLS) if close and left >= _LOW_CELLS + _LOW_SOURCE else 0.0


def _bars(card: Rect, pad: float, cell_w: float, cell_gap: float) -> CoreLayout:
    # The lower the card, the more of it the line with the thread needs.
    header = max(min(38.0, card.h * 0.6), min(card.h - 8, _LOW_HEADER))
    named = card.h >= 90  # noqa: PLR2004 - room for a line of text between header and bars
    executing = Rect(card.x + pad, card.y + header + 2, card.w - 2 * pad, 22.0) if named else None
    top = executing.bottom + 4 if executing else card.y + header
    high = max(4.0, min(card.bottom - top - 8, 30.0))
    return CoreLayout(
        card=card,
        k=1.0,
        pad=pad,
        header_high=header,
        header_y=card.y + header / 2 + 1,
        names_y=None,
        cells=_cells(card.x + pad, top, cell_w, high, cell_gap),
        texts=False,
        chip_inset=0.0,
        chip_px=0,
        executing=executing,
        registers_y=None,
        source=None,
    )


def _cells(x: float, y: float, w: float, h: float, gap: float) -> tuple[Rect, ...]:
    return tuple(Rect(x + stage * (w + gap), y, w, h) for stage in range(STAGES))


@lru_cache(maxsize=256)
def core_seen(whole: CoreLayout, card: Rect, room: float) -> CoreLayout:
    """Lay out a card of the whole stage that is seen with more room.

    Args:
        whole: The card on the whole stage.
        card: The card with more room.
        room: How many times more that is.
    """
    spot = arrange_core(card, room)
    # Its cells stay below the places where instructions come in and results leave.
    cells = tuple(
        Rect(card.x + (base.x - whole.card.x) * room, cell.y, base.w * room, cell.h)
        for base, cell in zip(whole.cells, spot.cells, strict=True)
    )
    source, facts = _shared(spot.source, spot.k)
    return replace(spot, cells=cells, source=source, facts=facts)


def _shared(source: Rect | None, k: float) -> tuple[Rect | None, Rect | None]:
    """Share the room below the registers out to source and facts: side by side, or one below the other."""
    if source is None:
        return None, None
    gap = 12.0 * k
    if source.w >= _SPLIT_WIDE * k:
        wide = (source.w - gap) * _SOURCE_SHARE
        facts = Rect(source.x + wide + gap, source.y, source.w - wide - gap, source.h)
        return Rect(source.x, source.y, wide, source.h), facts
    if source.h < _SPLIT_HIGH * k:
        return source, None
    high = (source.h - gap) * _SOURCE_SHARE
    facts = Rect(source.x, source.y + high + gap, source.w, source.h - high - gap)
    return Rect(source.x, source.y, source.w, high), facts
