"""Where the processes stand in the RAM panel and what each card has room for. No Qt, no state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TypedDict

from desktop_app.views.stage.camera import Lens
from desktop_app.views.stage.geometry import Rect

#: A card lower than this cannot show code, values and stacks any more.
DETAIL_LEAST = 150.0
#: A folded card shows three lines from this height on, and two below it.
FOLD_FULL = 76.0
FOLD_LEAST = 50.0
_FOLD_MOST = 116.0
#: Seen through a lens, a card shows code, values and stacks from this height on.
_UNFOLDS = 200.0
#: The card of a process that is looked at, where others fold: its share of the panel, and its greatest height.
_SUBJECT_SHARE = 0.5
_SUBJECT_MOST = 420.0
_LINE = 30.0
_GONE = 32.0
_MOST_GONE = 3
_GAP = 10.0
#: What a card without code needs: its title and three lines.
_SCRIPT_HIGH = 152.0
_HINT = 26.0

#: Sizes of code: text, height of a row, height of a value's row; the first that lets everything fit, or else the last.
_SIZES = ((17, 34.0, 40.0), (15, 27.0, 34.0), (15, 24.0, 29.0))
#: Below this width the code column keeps its smaller text.
_WIDE_CODE = 300.0
_HEADING = 24.0
#: From one line to the next below a thread, beside the size of its text.
_LINE_GAP = 7.0
#: Lines kept for what the process prints, before calls are shown in more detail.
_PRINTED_LINES = 2


class CardKind(Enum):
    """How much of a process is shown."""

    DETAIL = "detail"
    FOLD = "fold"
    LINE = "line"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPlace:
    """One process's card.

    Attributes:
        index: Which of the processes shown, by position.
        rect: Where.
        kind: How much of it is shown.
        grown: How many times larger its rows of code are than in a card that is not seen through a lens.
    """

    index: int
    rect: Rect
    kind: CardKind
    grown: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RamLayout:
    """The RAM panel.

    Attributes:
        title_y: Middle of its title.
        bar: The bar of what is in use.
        cards: The cards, from the top.
        hint: Where it says how many processes are not shown, or what a folded card's bar means; None without either.
        folded: Whether cards are folded.
        hidden: Processes that are not shown and still live.
        hidden_ended: Processes that are not shown and have ended.
    """

    title_y: float
    bar: Rect
    cards: tuple[CardPlace, ...]
    hint: Rect | None
    folded: bool
    hidden: int
    hidden_ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLayout:
    """A card that shows code, values and stacks.

    Attributes:
        title_y: Middle of its title.
        headings_y: Middle of the columns' headings; None when there is no room for them.
        px: Size of code and values.
        code: The rows of code, with the hint's row left out.
        hint: The row that says how much code is not shown; None when all is.
        address_x: Left edge of the addresses; None when there is no room for them.
        bytes_x: Left edge of the bytes; None when there is no room for them.
        caches: Whether the count of further bytes fits behind them.
        text_x: Left edge of the instructions.
        left: The column of code, below its heading.
        right: The column of values, below its heading.
        values: The rows of variables; fewer than there are variables when they do not fit.
        stacks_heading_y: Middle of the stacks' heading; None when there is no room for it.
        stacks: The rows of stacks; fewer than there are threads when they do not fit.
        calls: For each of those, the lines below it that say in which calls the thread is; none without room.
    """

    title_y: float
    headings_y: float | None
    px: int
    code: tuple[Rect, ...]
    hint: Rect | None
    address_x: float | None
    bytes_x: float | None
    caches: bool
    text_x: float
    left: Rect
    right: Rect
    values: tuple[Rect, ...]
    stacks_heading_y: float | None
    stacks: tuple[Rect, ...]
    calls: tuple[tuple[Rect, ...], ...] = ()


@lru_cache(maxsize=64)
def arrange_ram(
    panel: Rect, ended: tuple[bool, ...], scripted: frozenset[int] = frozenset(), subject: int | None = None
) -> RamLayout:
    """Give every process a place.

    Args:
        panel: The RAM panel.
        ended: For each process launched by now whether it has ended, in order.
        scripted: Those that have bursts and no code; beside programs they need less room.
        subject: The one that is looked at, if any: it does not fold with the others.
    """
    bar = Rect(panel.x + 20, panel.y + 46, panel.w - 40, 8.0)
    area = Rect(panel.x + 14, bar.bottom + 16, panel.w - 28, panel.bottom - 14 - bar.bottom - 16)
    cards, shown = _cards(area, ended, scripted)
    if subject is not None and not ended[subject] and not any(_details(card, subject) for card in cards):
        cards, shown = _unfolded(area, ended, subject)
    folded = any(card.kind in {CardKind.FOLD, CardKind.LINE} for card in cards)
    hidden = [gone for index, gone in enumerate(ended) if index not in shown]
    return RamLayout(
        title_y=panel.y + 25,
        bar=bar,
        cards=cards,
        hint=Rect(area.x, area.bottom - _HINT + 6, area.w, _HINT) if hidden or folded else None,
        folded=folded,
        hidden=hidden.count(False),
        hidden_ended=hidden.count(True),
    )


def ram_seen(whole: RamLayout, lens: Lens) -> RamLayout:
    """Return where everything is seen through a lens; cards that get enough room unfold."""
    cards = tuple(_card_seen(card, lens) for card in whole.cards)
    return replace(
        whole,
        title_y=lens.y(whole.title_y),
        bar=lens.rect(whole.bar),
        cards=cards,
        hint=None if whole.hint is None else lens.rect(whole.hint),
        folded=any(card.kind in {CardKind.FOLD, CardKind.LINE} for card in cards),
    )


def _card_seen(card: CardPlace, lens: Lens) -> CardPlace:
    rect = lens.rect(card.rect)
    if card.kind is CardKind.DETAIL:
        return replace(card, rect=rect, grown=lens.room)
    if card.kind is CardKind.GONE or rect.h < FOLD_LEAST:
        return replace(card, rect=rect)
    if rect.h < _UNFOLDS:
        return replace(card, rect=rect, kind=CardKind.FOLD)
    return replace(card, rect=rect, kind=CardKind.DETAIL, grown=rect.h / _UNFOLDS)


def _cards(
    area: Rect, ended: tuple[bool, ...], scripted: frozenset[int]
) -> tuple[tuple[CardPlace, ...], frozenset[int]]:
    everyone = list(range(len(ended)))
    live = [index for index in everyone if not ended[index]]
    gone = [index for index in everyone if ended[index]]
    if _share(area.h, len(everyone)) >= DETAIL_LEAST:
        return _stack(area, everyone, set(), CardKind.DETAIL, _share(area.h, len(everyone)), scripted)
    shown_gone = set(gone[:_MOST_GONE])
    room = area.h - len(shown_gone) * (_GONE + _GAP) - (_HINT if len(gone) > len(shown_gone) else 0)
    if live and _share(room, len(live)) >= DETAIL_LEAST:
        share = _share(room, len(live))
        return _stack(area, sorted([*live, *shown_gone]), shown_gone, CardKind.DETAIL, share, scripted - shown_gone)
    room = area.h - _HINT
    if not live or _share(room, len(live)) >= FOLD_LEAST:
        return _stack(area, live, set(), CardKind.FOLD, min(_FOLD_MOST, _share(room, len(live))))
    fits = int((room + _GAP / 2) // (_LINE + _GAP / 2))
    return _stack(area, live[:fits], set(), CardKind.LINE, _LINE)


def _details(card: CardPlace, index: int) -> bool:
    return card.index == index and card.kind is CardKind.DETAIL


def _unfolded(area: Rect, ended: tuple[bool, ...], subject: int) -> tuple[tuple[CardPlace, ...], frozenset[int]]:
    """Show one process in detail, and of the others as many as the rest of the room holds, in order."""
    high = max(DETAIL_LEAST, min(_SUBJECT_MOST, area.h * _SUBJECT_SHARE))
    others = [index for index, gone in enumerate(ended) if not gone and index != subject]
    room = area.h - _HINT - high - _GAP
    kind, each = (CardKind.FOLD, FOLD_LEAST) if _share(room, len(others)) >= FOLD_LEAST else (CardKind.LINE, _LINE)
    if kind is CardKind.FOLD and others:
        each = min(_FOLD_MOST, _share(room, len(others)))
    fits = max(0, int((room + _GAP) // (each + _GAP) + 1e-9))
    indexes = sorted([*others[:fits], subject])
    places, y = [], area.y
    for index in indexes:
        own = (CardKind.DETAIL, high) if index == subject else (kind, each)
        places.append(CardPlace(index=index, rect=Rect(area.x, y, area.w, own[1]), kind=own[0]))
        y += own[1] + _GAP
    return tuple(places), frozenset(indexes)


def _share(room: float, count: int) -> float:
    return (room - _GAP * (count - 1)) / count if count else room


def _stack(  # noqa: PLR0917 - as PLR0913
    area: Rect,
    indexes: list[int],
    gone: set[int],
    kind: CardKind,
    high: float,
    scripted: frozenset[int] = frozenset(),
) -> tuple[tuple[CardPlace, ...], frozenset[int]]:
    heights = _heights([index for index in indexes if index not in gone], high, scripted)
    gap = _GAP / 2 if kind is CardKind.LINE else _GAP
    places = []
    y = area.y
    for index in indexes:
        own_kind, own_high = (CardKind.GONE, _GONE) if index in gone else (kind, heights[index])
        places.append(CardPlace(index=index, rect=Rect(area.x, y, area.w, min(own_high, area.h)), kind=own_kind))
        y += own_high + gap
    return tuple(places), frozenset(indexes)


def _heights(indexes: list[int], high: float, scripted: frozenset[int]) -> dict[int, float]:
    """Share out the room: a card without code takes what it needs and leaves the rest to those with code."""
    coded = [index for index in indexes if index not in scripted]
    if not coded:
        return dict.fromkeys(indexes, high)
    low = min(high, _SCRIPT_HIGH)
    spare = (high - low) * (len(indexes) - len(coded)) / len(coded)
    return {index: high + spare if index in coded else low for index in indexes}


@lru_cache(maxsize=256)
def arrange_detail(
    card: Rect, lines: int, values: int, stacks: int, notes: int = 0, *, address_chars: int = 4
) -> DetailLayout:
    """Lay out one detailed card.

    Args:
        card: The card.
        lines: Lines of its listing.
        values: Its variables.
        stacks: Its threads.
        notes: Lines wanted below each thread for the calls that it is in.
        address_chars: Characters of the longest address in its listing.
    """
    inner_x, inner_w = card.x + 20, card.w - 34
    right_w = min(max(inner_w * (0.38 if notes else 0.33), 120.0), 240.0)
    headed = card.h >= 200  # noqa: PLR2004 - below, rows are worth more than headings
    top = card.y + 42 + (_HEADING if headed else 0)
    code = Rect(inner_x, top, inner_w - right_w - 16, card.bottom - 10 - top)
    right = Rect(card.right - 14 - right_w, top, right_w, code.h)
    px, pitch, value_pitch = _size(code, lines, values, stacks)
    rows, hint = _code_rows(code, lines, pitch)
    address_x, bytes_x, caches, text_x = _code_columns(code, 0.6 * px, address_chars)
    return DetailLayout(
        title_y=card.y + 24,
        headings_y=top - _HEADING * 0.6 if headed else None,
        px=px,
        code=rows,
        hint=hint,
        address_x=address_x,
        bytes_x=bytes_x,
        caches=caches,
        text_x=text_x,
        left=code,
        right=right,
        **_right_column(right, lines, values, stacks, value_pitch, notes, px, headed=headed),
    )


def detail_seen(  # noqa: PLR0917 - as PLR0913
    card: CardPlace, lines: int, values: int, stacks: int, notes: int, address_chars: int
) -> DetailLayout:
    """Lay out a detailed card whose rows of code have grown; what stands beside them has as much more room.

    The arguments are those of `arrange_detail`.
    """
    grown = card.grown
    small = Rect(*(value / grown for value in card.rect))
    base = arrange_detail(small, lines, values, stacks, notes, address_chars=address_chars)
    if grown == 1.0:
        return base
    code, right = _times(base.left, grown), _times(base.right, grown)
    px, _, value_pitch = _size(base.left, lines, values, stacks)
    address_x, bytes_x, caches, text_x = _code_columns(code, 0.6 * px, address_chars)
    return replace(
        base,
        title_y=base.title_y * grown,
        headings_y=None if base.headings_y is None else code.y - _HEADING * 0.6,
        code=tuple(_times(row, grown) for row in base.code),
        hint=None if base.hint is None else _times(base.hint, grown),
        address_x=address_x,
        bytes_x=bytes_x,
        caches=caches,
        text_x=text_x,
        left=code,
        right=right,
        **_right_column(right, lines, values, stacks, value_pitch, notes, px, headed=base.headings_y is not None),
    )


def _times(rect: Rect, factor: float) -> Rect:
    return Rect(rect.x * factor, rect.y * factor, rect.w * factor, rect.h * factor)


def _size(code: Rect, lines: int, values: int, stacks: int) -> tuple[int, float, float]:
    wanted = _reserved(values) + stacks
    for size in _SIZES[:-1]:
        px, pitch, value_pitch = size
        if px > _SIZES[-1][0] and code.w < _WIDE_CODE:
            continue
        if lines * pitch <= code.h and wanted * value_pitch + _HEADING <= code.h:
            return size
    return _SIZES[-1]


def _code_rows(code: Rect, lines: int, pitch: float) -> tuple[tuple[Rect, ...], Rect | None]:
    fits = max(1, int(code.h // pitch))
    shown = lines if lines <= fits else max(1, fits - 1)
    rows = tuple(Rect(code.x - 6, code.y + row * pitch, code.w + 6, pitch - 3) for row in range(shown))
    if lines <= fits:
        return rows, None
    return rows, Rect(code.x, code.y + shown * pitch, code.w, pitch - 3)


def _code_columns(code: Rect, char: float, address_chars: int) -> tuple[float | None, float | None, bool, float]:
    """Return where address and bytes begin, whether caches are counted, and where the instructions begin."""
    gap = 12.0
    address, two_bytes, more_bytes, least_text = address_chars * char, 5 * char, 3 * char, 15 * char
    x = code.x + 2
    if code.w < address + gap + least_text:
        return None, None, False, x
    after_address = x + address + gap
    if code.w < address + gap + two_bytes + gap + least_text:
        return x, None, False, after_address
    caches = code.w >= address + gap + two_bytes + more_bytes + gap + least_text
    return x, after_address, caches, after_address + two_bytes + (more_bytes if caches else 0) + gap


class _RightColumn(TypedDict):
    values: tuple[Rect, ...]
    stacks_heading_y: float | None
    stacks: tuple[Rect, ...]
    calls: tuple[tuple[Rect, ...], ...]


def _right_column(  # noqa: PLR0917 - as PLR0913
    column: Rect, lines: int, values: int, stacks: int, pitch: float, notes: int, px: int, *, headed: bool
) -> _RightColumn:
    heading = _HEADING if headed else 4.0
    budget = max(2, int((column.h - heading) // pitch))
    if not lines:
        # Bursts have threads and nothing to share: the threads stand at the top, under the columns' headings.
        rows = _rows(column, column.y, min(stacks, budget), pitch)
        heading_y = column.y - _HEADING * 0.6 if headed else None
        return _RightColumn(values=(), stacks_heading_y=heading_y, stacks=rows, calls=())
    own = min(stacks, max(1, budget // 3, budget - max(values, 1)))
    reserve = min(budget - own, _reserved(values))
    y = column.y + reserve * pitch
    line = px + _LINE_GAP
    printed = _PRINTED_LINES * line + 2 * _HEADING if headed else 0.0
    shown = max(0, min(notes, int((column.bottom - y - heading - own * pitch - printed) // (own * line)))) if own else 0
    block = pitch + shown * line
    return _RightColumn(
        values=_rows(column, column.y, min(values, reserve), pitch),
        stacks_heading_y=y + heading * 0.45 if headed else None,
        stacks=tuple(Rect(column.x, y + heading + row * block, column.w, pitch - 4) for row in range(own)),
        calls=tuple(
            tuple(
                Rect(column.x, y + heading + row * block + pitch - 4 + note * line, column.w, line)
                for note in range(shown)
            )
            for row in range(own)
        ),
    )


def _reserved(values: int) -> int:
    """Return the rows kept for variables: in steps, so that the stacks below rarely move when one more is bound."""
    for step in (3, 5, 8, 12):
        if values <= step:
            return step
    return values


def _rows(column: Rect, y: float, count: int, pitch: float) -> tuple[Rect, ...]:
    return tuple(Rect(column.x, y + row * pitch, column.w, pitch - 4) for row in range(count))


def page_start(executing: int | None, lines: int, rows: int) -> int:
    """Return the first line shown when ``rows`` of ``lines`` fit: whole pages, so that text stands still in a page."""
    if executing is None or lines <= rows:
        return 0
    step = max(1, rows - 1)
    return max(0, min(executing // step * step, lines - rows))
