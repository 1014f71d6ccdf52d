"""Where every token is, as a pure function of the snapshot's phases; no Qt, no state, no easing that remembers.

Instructions leave RAM at the trunk's foot, ride up, turn into the rail above their core, and descend through the top
of its card into the Fetch cell, all at one speed. So that tokens of several cores never meet, the bus is divided in
time: within each slot every core has its own moment at which its token passes the foot of the trunk. A token that has
arrived before its fetch begins waits, out of sight, between the card's edge and the Fetch cell.

Results ride the upper lane of the rail to the trunk and are in memory exactly when their phase is 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from desktop_app.analysis.snapshot import CoreView, Flight, Snapshot
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.layout import ChipSize, CorePlace, Rail, StageLayout

#: The phase at which an instruction enters the Fetch cell.
FETCH_PHASE = -3.0
#: The phase at which it begins to execute.
EXECUTE_PHASE = -1.0
#: The phase at which its effect is in memory.
RETIRE_PHASE = 1.0
#: A step from one stage to the next begins this much of a slot before the next stage does and takes STEP_SHARE, so
#: that at the boundary between two slots, where stepping stops, everything is at rest.
STEP_LEAD = 0.3
STEP_SHARE = 0.15
#: An instruction slides into the Fetch cell once the one before has left it.
ENTRY_LEAD = 0.15
#: And leaves the Write cell before the next one steps into it.
LEAVE_LEAD = STEP_LEAD + STEP_SHARE
#: Slots from the card's edge to the beginning of the fetch, out of sight.
TUNNEL_SLOTS = 0.25
#: No ride is longer than this many slots.
LONGEST_RIDE_SLOTS = 3.0
#: Nor does any token creep, in units per slot.
SLOWEST = 240.0
#: Distance that two tokens on the bus keep, in units.
CHIP_GAP = 6.0
#: A token that gives way to another fades over this distance, in units.
FADE_GAP = 4.0
#: A line of code is lit from this many slots before its token leaves.
NOTICE_SLOTS = 1.0
#: The phase from which a result may leave the Write cell.
RESULT_LEAVES = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A chip on the bus.

    Attributes:
        core: The core it goes to or comes from.
        flight: The instruction.
        rect: Where it is.
        clip: What of the stage it may be seen in; it passes under everything else.
        opacity: 0 to 1; below 1 while it gives way to another token.
        result: Whether it carries a result to memory and not an instruction to a core.
    """

    core: int
    flight: Flight
    rect: Rect
    clip: Rect
    opacity: float
    result: bool

    @property
    def seen(self) -> Rect:
        """The part of it that shows; of no width when none does."""
        x, y = max(self.rect.x, self.clip.x), max(self.rect.y, self.clip.y)
        right, bottom = min(self.rect.right, self.clip.right), min(self.rect.bottom, self.clip.bottom)
        if right <= x or bottom <= y:
            return Rect(x, y, 0, 0)
        return Rect(x, y, right - x, bottom - y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The ways between RAM and one core.

    Attributes:
        core: Its number.
        trunk_x: Middle of the trunk.
        foot_y: Where tokens come out of the port.
        fetch_lane_y: Middle of the rail's fetch lane.
        fetch_x: Middle of the Fetch cell.
        gate_y: Top of the core's card.
        write_x: Middle of the Write cell.
        result_lane_y: Middle of the rail's result lane.
        divider_y: Bottom of the result lane.
        mouth_x: The trunk's right edge, where results enter the tunnel.
        offset: Its moment in the division of the bus, in units of travel after core 0's.
        tandem: How far behind column 0's its results ride, in units, so that those of one moment do not meet.
    """

    core: int
    trunk_x: float
    foot_y: float
    fetch_lane_y: float
    fetch_x: float
    gate_y: float
    write_x: float
    result_lane_y: float
    divider_y: float
    mouth_x: float
    offset: float
    tandem: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How the bus of one layout is used.

    Attributes:
        routes: One per core.
        chip: The size of every token.
        seen: The part of the stage that tokens ride in.
        speed: Of instructions, in units per slot.
        result_speed: Of results, in units per slot.
        shift: How much later the division of the bus begins than a slot does, in slots.
    """

    routes: tuple[Route, ...]
    chip: ChipSize
    seen: Rect
    speed: float
    result_speed: float
    shift: float

    def ride(self, route: Route) -> float:
        """Return the length of an instruction's ride from out of sight to out of sight, in units."""
        return _climb(route, self.chip) + (route.fetch_x - route.trunk_x) + _descent(route, self.chip)

    def result_ride(self, route: Route) -> float:
        """Return the length of a result's ride, in units."""
        rise = route.divider_y - route.result_lane_y + self.chip.h / 2
        return rise + route.write_x - route.mouth_x + self.chip.w / 2


def plan_traffic(layout: StageLayout, fetch_x: Sequence[float], write_x: Sequence[float]) -> Traffic:
    """Divide the bus among the cores.

    Args:
        layout: The stage.
        fetch_x: Middle of each core's Fetch cell.
        write_x: Middle of each core's Write cell.
    """
    chip = layout.chip
    # On the trunk tokens follow each other by their height; but one that turns into a rail clears the way for the
    # next that goes as far only after its width and height. So each column's tokens form a train, top row first.
    follow = chip.h + CHIP_GAP
    train = follow * (layout.rows - 1) + chip.w + chip.h + CHIP_GAP
    routes = tuple(
        _route(layout, layout.rails[place.row], place, number, (fetch_x[number], write_x[number]), (follow, train))
        for number, place in enumerate(layout.cores)
    )
    draft = Traffic(routes=routes, chip=chip, seen=layout.size, speed=1.0, result_speed=1.0, shift=0.0)
    longest = max(draft.ride(route) for route in routes)
    longest_result = max(draft.result_ride(route) for route in routes)
    plan = replace(
        draft,
        speed=max(train * layout.columns, longest / LONGEST_RIDE_SLOTS, SLOWEST),
        result_speed=longest_result / (RETIRE_PHASE - RESULT_LEAVES),
    )
    return replace(plan, shift=_least_waiting(wait_slots(plan, route, 0.0) for route in routes))


def _least_waiting(waits: Iterable[float]) -> float:
    """Return the shift of the division with which the core that waits longest waits least, all slots beginning at once.

    The waits lie on a circle of one slot; the one after their widest gap is to become no wait at all.
    """
    found = sorted(set(waits))
    gaps = [(after - before) % 1.0 or 1.0 for before, after in zip([found[-1], *found], found, strict=False)]
    return -found[gaps.index(max(gaps))]


def _route(  # noqa: PLR0917 - as PLR0913
    layout: StageLayout,
    rail: Rail,
    place: CorePlace,
    number: int,
    stops: tuple[float, float],
    spacing: tuple[float, float],
) -> Route:
    follow, train = spacing
    return Route(
        core=number,
        trunk_x=layout.trunk.cx,
        foot_y=layout.port.y,
        fetch_lane_y=rail.fetch_y,
        fetch_x=stops[0],
        gate_y=place.card.y,
        write_x=stops[1],
        result_lane_y=rail.result_y,
        divider_y=rail.divider_y,
        mouth_x=layout.trunk.right,
        offset=place.column * train + place.row * follow,
        tandem=(layout.columns - 1 - place.column) * (layout.chip.w + 2 * CHIP_GAP),
    )


def _climb(route: Route, chip: ChipSize) -> float:
    return route.foot_y + chip.h / 2 - route.fetch_lane_y


def _descent(route: Route, chip: ChipSize) -> float:
    return route.gate_y + chip.h / 2 - route.fetch_lane_y


def slot_of(snapshot: Snapshot, core: CoreView) -> float:
    """Return when, within a slot, this core's instructions begin: a share of a slot from 0 to below 1."""
    begun_ns = snapshot.t_ns - core.slice_used_ns
    return (begun_ns % snapshot.slot_ns) / snapshot.slot_ns


def wait_slots(traffic: Traffic, route: Route, slot: float) -> float:
    """Return how long this core's tokens wait before the Fetch cell so that they ride at their moment, 0 to below 1."""
    wait = (slot - TUNNEL_SLOTS - (traffic.ride(route) + route.offset) / traffic.speed + traffic.shift) % 1.0
    # A wait of nearly a whole slot that is only a rounding error would make tokens jump between two runs' layouts.
    return 0.0 if wait > 1.0 - 1e-9 else wait


def departure_phase(traffic: Traffic, route: Route, slot: float) -> float:
    """Return the phase at which this core's tokens leave RAM."""
    return arrival_phase(traffic, route, slot) - traffic.ride(route) / traffic.speed


def arrival_phase(traffic: Traffic, route: Route, slot: float) -> float:
    """Return the phase at which this core's tokens vanish into its card."""
    return FETCH_PHASE - TUNNEL_SLOTS - wait_slots(traffic, route, slot)


def bus_tokens(snapshot: Snapshot, traffic: Traffic) -> tuple[Token, ...]:
    """Return every token on the bus, none of which overlaps another that can be seen."""
    placed: list[Token] = []
    irregular: list[Token] = []
    results: list[Token] = []
    for core, route in zip(snapshot.cores, traffic.routes, strict=True):
        slot = slot_of(snapshot, core)
        arrives = arrival_phase(traffic, route, slot)
        departs = departure_phase(traffic, route, slot)
        for flight in core.flights:
            if departs < flight.phase < arrives:
                token = _instruction(traffic, route, flight, (flight.phase - departs) * traffic.speed)
                (placed if _on_time(snapshot, slot, flight.phase) else irregular).append(token)
            elif flight.result and 0 <= flight.phase < RETIRE_PHASE:
                results.extend(_result(traffic, route, flight))
    return (*_give_way(placed, irregular), *_give_way([], results))


def _on_time(snapshot: Snapshot, slot: float, phase: float) -> bool:
    """Return whether a phase runs as slots do; while a pipeline fills it runs faster, and tokens may meet others."""
    drift = (snapshot.t_ns / snapshot.slot_ns - phase - slot) % 1.0
    return min(drift, 1.0 - drift) < 1e-6  # noqa: PLR2004


def _instruction(traffic: Traffic, route: Route, flight: Flight, gone: float) -> Token:
    chip, seen = traffic.chip, traffic.seen
    climb = _climb(route, chip)
    across = route.fetch_x - route.trunk_x
    if gone < climb:
        rect = around(route.trunk_x, route.foot_y + chip.h / 2 - gone, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, route.foot_y - seen.y)
    elif gone < climb + across:
        rect = around(route.trunk_x + gone - climb, route.fetch_lane_y, chip.w, chip.h)
        clip = seen
    else:
        rect = around(route.fetch_x, route.fetch_lane_y + gone - climb - across, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, route.gate_y - seen.y)
    return Token(core=route.core, flight=flight, rect=rect, clip=clip, opacity=1.0, result=False)


def _result(traffic: Traffic, route: Route, flight: Flight) -> Iterable[Token]:
    chip, seen = traffic.chip, traffic.seen
    to_go = (RETIRE_PHASE - flight.phase) * traffic.result_speed - route.tandem
    on_lane = route.write_x - route.mouth_x + chip.w / 2
    if not 0 < to_go < traffic.result_ride(route):
        return ()
    if to_go < on_lane:
        rect = around(route.mouth_x - chip.w / 2 + to_go, route.result_lane_y, chip.w, chip.h)
        clip = Rect(route.mouth_x, seen.y, seen.right - route.mouth_x, seen.h)
    else:
        rect = around(route.write_x, route.result_lane_y + to_go - on_lane, chip.w, chip.h)
        clip = Rect(seen.x, seen.y, seen.w, route.divider_y - seen.y)
    return (Token(core=route.core, flight=flight, rect=rect, clip=clip, opacity=1.0, result=True),)


def _give_way(placed: list[Token], candidates: list[Token]) -> list[Token]:
    """Add tokens that may meet others; where they do, those of later cores fade, as if they passed underneath."""
    done = list(placed)
    for token in candidates:
        opacity = 1.0
        for other in done:
            if other.core != token.core:
                gap = token.rect.gap_to(other.rect)
                if gap < FADE_GAP:
                    opacity = min(opacity, max(0.0, gap / FADE_GAP))
        done.append(_faded(token, opacity) if opacity < 1.0 else token)
    return done


def _faded(token: Token, opacity: float) -> Token:
    return Token(
        core=token.core, flight=token.flight, rect=token.rect, clip=token.clip, opacity=opacity, result=token.result
    )


def eased(phase: float, begin: float) -> float:
    """Return how far a movement that begins at a phase has come, 0 to 1; it takes STEP_SHARE of a slot."""
    x = min(1.0, max(0.0, (phase - begin) / STEP_SHARE))
    return x * x * (3 - 2 * x)


def glow_of(phase: float, departs: float) -> float:
    """Return how strongly an instruction's line of code is lit in RAM, 0 to 1; 1 while it executes."""
    if phase < departs:
        return 0.35 * min(1.0, max(0.0, 1 + (phase - departs) / NOTICE_SLOTS))
    executing = eased(phase, EXECUTE_PHASE - STEP_LEAD) - eased(phase, EXECUTE_PHASE + 1 - STEP_LEAD)
    return 0.5 * (1 - eased(phase, RETIRE_PHASE - STEP_SHARE)) + 0.5 * executing
