"""Where the processes stand in the RAM panel and what each card has room for. No Qt, no state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.lens import Lens

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
#: The bar of what is in use, in which labels have room.
_BAR_HIGH = 22.0


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
    bar = Rect(panel.x + 14, panel.y + 42, panel.w - 28, _BAR_HIGH)
    area = Rect(panel.x + 14, bar.bottom + 12, panel.w - 28, panel.bottom - 14 - bar.bottom - 12)
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
        # Those that have ended get what room the living leave, and that is some where these have all of their lines.
        beside = _share(room - len(gone[:_MOST_GONE]) * (_GONE + _GAP), len(live))
        high = min(_FOLD_MOST, beside if beside >= FOLD_FULL else _share(room, len(live)))
        fits = int((room + _GAP - len(live) * (high + _GAP)) / (_GONE + _GAP) + 1e-9)
        shown_gone = set(gone[:fits])
        return _stack(area, sorted([*live, *shown_gone]), shown_gone, CardKind.FOLD, high)
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
