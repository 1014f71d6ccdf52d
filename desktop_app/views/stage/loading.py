"""How programs come from disk into memory: as small pieces, down the gap between the bus and RAM, into their card.

Pieces of all processes share that way, at one speed; it is divided among them as the bus is among the cores, so that
they never meet.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.analysis.memory import LOAD_SLOTS
from desktop_app.analysis.snapshot import ProcessView, Snapshot
from desktop_app.model.states import ThreadState
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.layout import StageLayout
from desktop_app.views.stage.ram_layout import RamLayout
from desktop_app.views.stage.tokens import Look, Token, TokenKind

#: Size of a piece, and how far it is from one to the next along the way, in units: in a corner, too, they do not meet.
PIECE = 7.0
PITCH = 2 * PIECE + 1
#: The share of the time that loading takes in which the last piece rides the longest way.
_RIDE = 0.3
#: At least so many processes share the way; it is divided by powers of two, so that its division rarely changes.
_LEAST_SHARED = 2
#: How far below its top a card takes pieces in.
_DOWN = 24.0


def program_tokens(snapshot: Snapshot, layout: StageLayout, cards: RamLayout) -> tuple[Token, ...]:
    """Return the pieces of programs that are on their way from disk to memory.

    Args:
        snapshot: The machine at one moment.
        layout: The stage.
        cards: Where processes stand in memory; those without a card show no pieces.
    """
    loading = [(snapshot.processes[card.index], card.rect) for card in cards.cards]
    loading = [(process, rect) for process, rect in loading if process.loading]
    if not loading:
        return ()
    shared = _LEAST_SHARED
    while shared < len(loading):
        shared *= 2
    longest = max(_length(layout, rect) for _, rect in loading)
    speed = longest / (_RIDE * LOAD_SLOTS)
    return tuple(
        token
        for place, (process, rect) in enumerate(loading)
        for token in _pieces(snapshot, layout, process, rect, (place % shared, shared, speed))
    )


def _pieces(
    snapshot: Snapshot, layout: StageLayout, process: ProcessView, card: Rect, division: tuple[int, int, float]
) -> Iterator[Token]:
    turn, shared, speed = division
    stride, length = shared * PITCH, _length(layout, card)
    starting = set(process.state_counts) == {ThreadState.NEW}
    first = process.loaded * LOAD_SLOTS * speed if process.loaded < 1 else length  # no piece has come farther
    # The last one arrives when all is loaded; while the process is being started, they go on.
    last = 0.0 if starting or process.loaded >= 1 else length - (1 - process.loaded) * LOAD_SLOTS * speed
    laps, gone = divmod(snapshot.t_ns / snapshot.slot_ns * speed + turn * PITCH, stride)
    look, number = Look(TokenKind.PROGRAM, "", process.index), int(laps)
    while gone < length:
        if last <= gone <= first:
            yield _piece(layout, card, look, number, gone)
        gone += stride
        number -= 1


def _gutter_x(layout: StageLayout) -> float:
    return (layout.ram.right + layout.trunk.x) / 2


def _entry_y(card: Rect) -> float:
    return card.y + min(_DOWN, card.h / 2)


def _length(layout: StageLayout, card: Rect) -> float:
    """Return the length of a piece's way from out of sight in the trunk to out of sight in the card, in units."""
    x = _gutter_x(layout)
    return layout.trunk.x + PIECE / 2 - x + abs(_entry_y(card) - layout.disk.cy) + x - card.right + PIECE / 2


def _piece(layout: StageLayout, card: Rect, look: Look, number: int, gone: float) -> Token:
    x, begin, entry = _gutter_x(layout), layout.trunk.x + PIECE / 2, _entry_y(card)
    across, down = begin - x, entry - layout.disk.cy
    if gone < across:
        rect = around(begin - gone, layout.disk.cy, PIECE, PIECE)
    elif gone < across + abs(down):
        rect = around(x, layout.disk.cy + (gone - across) * (1 if down > 0 else -1), PIECE, PIECE)
    else:
        rect = around(x - (gone - across - abs(down)), entry, PIECE, PIECE)
    clip = Rect(card.right, layout.size.y, layout.trunk.x - card.right, layout.size.h)
    return Token(look, -1, number, rect, clip)
