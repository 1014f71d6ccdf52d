"""Where every token is, as a pure function of the snapshot's phases; no Qt, no state, no easing that remembers.

`routes` says how the bus is divided; here tokens are put where that division has them at the snapshot's moment.
Results are in memory exactly when their phase is 1. Where slots do not begin together, or a pipeline fills, or
registers ride, tokens may meet; then one of them fades, as if it passed underneath.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from operator import itemgetter

from desktop_app.analysis.flights import FLUSH_SLOTS
from desktop_app.analysis.snapshot import CoreState, CoreView, Flight, Snapshot
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.routes import (
    EXECUTE_PHASE,
    OPERAND_PHASE,
    RETIRE_PHASE,
    Route,
    Traffic,
    arrival_phase,
    departure_phase,
)
from desktop_app.views.stage.tokens import Look, Token, TokenKind

#: A step from one stage to the next begins this much of a slot before the next stage does and takes STEP_SHARE, so
#: that at the boundary between two slots, where stepping stops, everything is at rest.
STEP_LEAD = 0.3
STEP_SHARE = 0.15
#: An instruction slides into the Fetch cell once the one before has left it.
ENTRY_LEAD = 0.15
#: And leaves the Write cell before the next one steps into it.
LEAVE_LEAD = STEP_LEAD + STEP_SHARE
#: A token that gives way to another fades over this distance, in units.
FADE_GAP = 4.0
#: A line of code is lit from this many slots before its token leaves.
NOTICE_SLOTS = 1.0
#: The share of a context switch in which registers are saved; in the rest of it others are restored.
SAVE_SHARE = 0.5

#: A lane: a number of the trunk, or of one lane of one row.
_TRUNK = -1
_FETCH, _OPERAND, _RESULT = range(3)


def slot_of(snapshot: Snapshot, core: CoreView) -> float:
    """Return when, within a slot, this core's instructions begin: a share of a slot from 0 to below 1."""
    begun_ns = snapshot.t_ns - core.slice_used_ns
    return (begun_ns % snapshot.slot_ns) / snapshot.slot_ns


def bus_tokens(snapshot: Snapshot, traffic: Traffic) -> tuple[Token, ...]:
    """Return every token on the bus, none of which overlaps another that can be seen."""
    regular: list[Token] = []
    others: list[tuple[int, Token]] = []
    registers: list[tuple[int, Token]] = []
    for core, route in zip(snapshot.cores, traffic.routes, strict=True):
        if core.state is CoreState.SWITCHING:
            registers.extend(_registers(traffic, route, core))
        if core.flushed:
            registers.extend(_lost(snapshot, traffic, route, core))
        if not core.flights:
            continue
        slot = slot_of(snapshot, core)
        arrives = arrival_phase(traffic, route, slot)
        departs = arrives - route.ride / traffic.speed
        for flight in core.flights:
            phase = flight.phase
            if departs < phase < arrives:
                token = _instruction(traffic, route, flight, (phase - departs) * traffic.speed)
                if _on_time(snapshot, slot, phase):
                    regular.append(token)
                else:
                    others.append((_FETCH, token))
            elif flight.operand and EXECUTE_PHASE <= phase < OPERAND_PHASE and not flight.forwarded:
                others.extend(_operand(traffic, route, flight))
            elif flight.result and 0 <= phase < RETIRE_PHASE:
                others.extend(_result(traffic, route, flight))
    return (*regular, *_give_way(traffic, regular, [*others, *registers]))


def _on_time(snapshot: Snapshot, slot: float, phase: float) -> bool:
    """Return whether a phase runs as slots do; while a pipeline fills it runs faster, and tokens may meet others."""
    drift = (snapshot.t_ns / snapshot.slot_ns - phase - slot) % 1.0
    return min(drift, 1.0 - drift) < 1e-6  # noqa: PLR2004


def look_of(traffic: Traffic, kind: TokenKind, text: str, process: int) -> Look:
    """Return how a token looks on this bus: without its text where chips are too small for that."""
    return Look(kind, text if traffic.chip.text_px else "", process)


def _instruction(traffic: Traffic, route: Route, flight: Flight, gone: float) -> Token:
    chip, seen, lane_y = traffic.chip, traffic.seen, route.rail.fetch_y
    climb = route.climb
    across = route.stops.fetch_x - route.trunk_x
    if gone < climb:
        rect = around(route.trunk_x, route.foot_y + chip.h / 2 - gone, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, route.foot_y - seen.y)
    elif gone < climb + across:
        rect = around(route.trunk_x + gone - climb, lane_y, chip.w, chip.h)
        clip = seen
    else:
        rect = around(route.stops.fetch_x, lane_y + gone - climb - across, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, route.gate_y - seen.y)
    look = look_of(traffic, TokenKind.INSTRUCTION, flight.chip, flight.process)
    return Token(look, route.core, flight.key, rect, clip)


def _operand(traffic: Traffic, route: Route, flight: Flight) -> Iterator[tuple[int, Token]]:
    gone = (flight.phase - EXECUTE_PHASE) * traffic.operand_speed - route.operand_tandem
    look = look_of(traffic, TokenKind.OPERAND, flight.operand, flight.process)
    return _to_core(traffic, route, look, flight.key, gone)


def _to_core(traffic: Traffic, route: Route, look: Look, key: int, gone: float) -> Iterator[tuple[int, Token]]:
    """Yield a token that has gone so far from the trunk's mouth to the Execute cell, while any of it can be seen."""
    chip, seen, rail, x = traffic.chip, traffic.seen, route.rail, route.stops.execute_x
    on_lane = x - route.mouth_x + chip.w / 2
    if not 0 < gone < route.operand_ride:
        return
    if gone < on_lane:
        rect = around(route.mouth_x - chip.w / 2 + gone, rail.operand_y, chip.w, chip.h)
        clip = Rect(route.mouth_x, seen.y, seen.right - route.mouth_x, seen.h)
    else:
        rect = around(x, rail.operand_y + gone - on_lane, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, rail.operand_divider_y - seen.y)
    yield _OPERAND, Token(look, route.core, key, rect, clip)


def _result(traffic: Traffic, route: Route, flight: Flight) -> Iterator[tuple[int, Token]]:
    to_go = (RETIRE_PHASE - flight.phase) * traffic.result_speed - route.result_tandem
    look = look_of(traffic, TokenKind.RESULT, flight.result, flight.process)
    return _to_memory(traffic, route, look, flight.key, to_go)


def _to_memory(traffic: Traffic, route: Route, look: Look, key: int, to_go: float) -> Iterator[tuple[int, Token]]:
    """Yield a token that has so far to go from the Write cell to the trunk's mouth, while any of it can be seen."""
    chip, seen, rail, x = traffic.chip, traffic.seen, route.rail, route.stops.write_x
    on_lane = x - route.mouth_x + chip.w / 2
    if not 0 < to_go < route.result_ride:
        return
    if to_go < on_lane:
        rect = around(route.mouth_x - chip.w / 2 + to_go, rail.result_y, chip.w, chip.h)
        clip = Rect(route.mouth_x, seen.y, seen.right - route.mouth_x, seen.h)
    else:
        rect = around(x, rail.result_y + to_go - on_lane, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, rail.divider_y - seen.y)
    yield _RESULT, Token(look, route.core, key, rect, clip)


def _lost(snapshot: Snapshot, traffic: Traffic, route: Route, core: CoreView) -> Iterator[tuple[int, Token]]:
    """Yield the instructions that were on their way to a core when its thread left it: they go no farther and fade."""
    left = 1 - core.flushed_ns / (FLUSH_SLOTS * snapshot.slot_ns)
    flushed_ns = snapshot.t_ns - core.flushed_ns
    for flight in core.flushed:
        slot = (flushed_ns / snapshot.slot_ns - flight.phase) % 1.0
        departs = departure_phase(traffic, route, slot)
        if left > 0 and departs < flight.phase < arrival_phase(traffic, route, slot):
            token = _instruction(traffic, route, flight, (flight.phase - departs) * traffic.speed)
            yield _FETCH, token._replace(opacity=left)


def _registers(traffic: Traffic, route: Route, core: CoreView) -> Iterator[tuple[int, Token]]:
    """Yield the registers of the thread that leaves, then those of the one that comes, in the course of a switch."""
    share = core.switch_share
    if share < SAVE_SHARE:
        thread, kind = core.leaving, TokenKind.SAVE
    else:
        thread, kind = core.thread, TokenKind.RESTORE
    if thread is None:
        return iter(())
    look = look_of(traffic, kind, thread.label, thread.process)
    if kind is TokenKind.SAVE:
        to_go = route.result_ride * (1 - share / SAVE_SHARE)
        return _to_memory(traffic, route, look, thread.index, to_go)
    gone = route.operand_ride * (share - SAVE_SHARE) / (1 - SAVE_SHARE)
    return _to_core(traffic, route, look, thread.index, gone)


class _Lane:
    """Tokens that might meet, ordered along the lane, so that only neighbours are looked at."""

    __slots__ = ("_along", "_found", "_reach")

    def __init__(self, along: int, reach: float) -> None:
        self._along = itemgetter(along)  # of a token's rectangle: 0 for a rail, 1 for the trunk
        self._reach = reach
        self._found: list[tuple[float, int, Token]] = []

    def add(self, token: Token) -> None:
        insort(self._found, (self._along(token.rect), token.core, token), key=itemgetter(0))

    def opacity(self, token: Token) -> float:
        """Return how much of a token shows beside those of other cores that were added."""
        at = self._along(token.rect)
        opacity = 1.0
        for place in range(bisect_left(self._found, at - self._reach, key=itemgetter(0)), len(self._found)):
            where, core, other = self._found[place]
            if where > at + self._reach:
                break
            if core != token.core:
                gap = token.rect.gap_to(other.rect)
                if gap < FADE_GAP:
                    opacity = min(opacity, max(0.0, gap / FADE_GAP))
        return opacity


def _give_way(traffic: Traffic, placed: Iterable[Token], candidates: list[tuple[int, Token]]) -> list[Token]:
    """Return tokens that may meet others; where they do, they fade, the later ones beneath the earlier ones."""
    if not candidates:
        return []
    chip = traffic.chip
    lanes: dict[int, _Lane] = defaultdict(lambda: _Lane(0, chip.w + FADE_GAP))
    lanes[_TRUNK] = _Lane(1, chip.h + FADE_GAP)
    # Tokens of the other lanes never meet those.
    for token in placed if any(lane == _FETCH for lane, _ in candidates) else ():
        for number in _lanes_of(traffic, _FETCH, token):
            lanes[number].add(token)
    found = []
    for lane, token in candidates:
        numbers = _lanes_of(traffic, lane, token)
        opacity = min(lanes[number].opacity(token) for number in numbers)
        for number in numbers:
            lanes[number].add(token)
        found.append(token if opacity == 1.0 else token._replace(opacity=opacity * token.opacity))
    return found


def _lanes_of(traffic: Traffic, lane: int, token: Token) -> tuple[int, ...]:
    """Return the lanes in which a token may meet others; one that turns from the trunk into a rail is in both."""
    route = traffic.routes[token.core]
    own = (_RESULT + 1) * route.row + lane
    if lane != _FETCH or token.rect.x >= route.mouth_x:
        return (own,)
    return (_TRUNK, own) if token.rect.cx > route.trunk_x else (_TRUNK,)


def eased(phase: float, begin: float) -> float:
    """Return how far a movement that begins at a phase has come, 0 to 1; it takes STEP_SHARE of a slot."""
    return smooth((phase - begin) / STEP_SHARE)


def smooth(share: float) -> float:
    """Return how far a movement has come after this share of its time: it begins and ends slowly."""
    x = min(1.0, max(0.0, share))
    return x * x * (3 - 2 * x)


def glow_of(phase: float, departs: float) -> float:
    """Return how strongly an instruction's line of code is lit in RAM, 0 to 1; 1 while it executes."""
    if phase < departs:
        return 0.35 * min(1.0, max(0.0, 1 + (phase - departs) / NOTICE_SLOTS))
    executing = eased(phase, EXECUTE_PHASE - STEP_LEAD) - eased(phase, EXECUTE_PHASE + 1 - STEP_LEAD)
    return 0.5 * (1 - eased(phase, RETIRE_PHASE - STEP_SHARE)) + 0.5 * executing
