"""The bus for who wants nothing to travel: what would ride stands at the core's end of its lane instead; no Qt.

There each core has room of its own, so nothing meets. Of several instructions on their way to a core the one that
arrives next stands there.
"""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.analysis.snapshot import CoreState, CoreView, Flight, Snapshot
from desktop_app.views.stage.geometry import around
from desktop_app.views.stage.motion import SAVE_SHARE, look_of, slot_of
from desktop_app.views.stage.routes import (
    EXECUTE_PHASE,
    OPERAND_PHASE,
    RESULT_LEAVES,
    RETIRE_PHASE,
    Route,
    Traffic,
    arrival_phase,
    departure_phase,
)
from desktop_app.views.stage.tokens import Token, TokenKind


def standing_tokens(snapshot: Snapshot, traffic: Traffic) -> tuple[Token, ...]:
    """Return what stands at the ends of the lanes, while it would ride."""
    found: list[Token] = []
    for core, route in zip(snapshot.cores, traffic.routes, strict=True):
        if core.state is CoreState.SWITCHING:
            found.extend(_registers(traffic, route, core))
        elif core.flights:
            found.extend(_instructions(snapshot, traffic, route, core))
            for flight in core.flights:
                found.extend(_values(traffic, route, flight))
    return tuple(found)


def _instructions(snapshot: Snapshot, traffic: Traffic, route: Route, core: CoreView) -> Iterator[Token]:
    slot = slot_of(snapshot, core)
    arrives, departs = arrival_phase(traffic, route, slot), departure_phase(traffic, route, slot)
    coming = [flight for flight in core.flights if departs < flight.phase < arrives]
    if coming:
        nearest = max(coming, key=lambda flight: flight.phase)
        x, y = route.stops.fetch_x, route.rail.fetch_y
        yield _at(traffic, route, (TokenKind.INSTRUCTION, nearest.chip, nearest.process), nearest.key, (x, y))


def _values(traffic: Traffic, route: Route, flight: Flight) -> Iterator[Token]:
    if flight.operand and not flight.forwarded and EXECUTE_PHASE <= flight.phase < OPERAND_PHASE:
        x, y = route.stops.execute_x, route.rail.operand_y
        yield _at(traffic, route, (TokenKind.OPERAND, flight.operand, flight.process), flight.key, (x, y))
    if flight.result and RESULT_LEAVES <= flight.phase < RETIRE_PHASE:
        x, y = route.stops.write_x, route.rail.result_y
        yield _at(traffic, route, (TokenKind.RESULT, flight.result, flight.process), flight.key, (x, y))


def _registers(traffic: Traffic, route: Route, core: CoreView) -> Iterator[Token]:
    saves = core.switch_share < SAVE_SHARE
    thread = core.leaving if saves else core.thread
    if thread is None:
        return
    if saves:
        kind, x, y = TokenKind.SAVE, route.stops.write_x, route.rail.result_y
    else:
        kind, x, y = TokenKind.RESTORE, route.stops.execute_x, route.rail.operand_y
    yield _at(traffic, route, (kind, thread.label, thread.process), thread.index, (x, y))


def _at(
    traffic: Traffic, route: Route, shown: tuple[TokenKind, str, int], key: int, middle: tuple[float, float]
) -> Token:
    x, y = middle
    # The last cell of a row may be narrower than a chip.
    rect = around(min(x, route.rail.rect.right - traffic.chip.w / 2), y, traffic.chip.w, traffic.chip.h)
    return Token(look_of(traffic, *shown), route.core, key, rect, traffic.seen)
