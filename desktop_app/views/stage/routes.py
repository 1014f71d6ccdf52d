"""How the bus is divided among the cores: the ways between RAM and each of them, and when each may use them.

Instructions leave RAM at the trunk's foot, ride up, turn into the rail above their core, and descend through the top
of its card into the Fetch cell, all at one speed. So that tokens of several cores never meet, the bus is divided in
time: within each slot every core has its own moment at which its token passes the foot of the trunk. A token that has
arrived before its fetch begins waits, out of sight, between the card's edge and the Fetch cell.

Values have lanes of their own between the trunk and the cores: operands ride right while their instruction executes,
results ride left while theirs is written back. Where the cores of a row begin their slots together, the tokens of one
lane follow each other: those of operands with the farthest core's first, those of results with the nearest core's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import ChipSize, CorePlace, Rail, StageLayout

#: The phase at which an instruction enters the Fetch cell.
FETCH_PHASE = -3.0
#: The phase at which it begins to execute, and at which an operand may leave RAM.
EXECUTE_PHASE = -1.0
#: The phase at which the operand is in the Execute cell.
OPERAND_PHASE = -0.4
#: The phase from which a result may leave the Write cell.
RESULT_LEAVES = 0.2
#: The phase at which its effect is in memory.
RETIRE_PHASE = 1.0
#: Slots from the card's edge to the beginning of the fetch, out of sight.
TUNNEL_SLOTS = 0.25
#: No ride is longer than this many slots.
LONGEST_RIDE_SLOTS = 3.0
#: Nor does any token creep, in units per slot.
SLOWEST = 240.0
#: Distance that two tokens on the bus keep, in units.
CHIP_GAP = 6.0


class Stops(NamedTuple):
    """Where one core takes and gives: the middles of its Fetch, Execute and Write cells, across, in units."""

    fetch_x: float
    execute_x: float
    write_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The ways between RAM and one core.

    Attributes:
        core: Its number.
        row: Its row, from the top.
        trunk_x: Middle of the trunk.
        mouth_x: The trunk's right edge, where results enter the tunnel and operands come out of it.
        foot_y: Where instructions come out of the port.
        gate_y: Top of the core's card.
        stops: Its cells.
        rail: The lanes above it.
        offset: Its moment in the division of the bus, in units of travel after core 0's.
        result_tandem: How far behind column 0's its results ride, in units, so that those of one moment do not meet.
        operand_tandem: How far behind the last column's its operands ride, in units.
        climb: Length of an instruction's way up the trunk, in units.
        ride: Length of an instruction's ride from out of sight to out of sight, in units.
        operand_ride: The same of an operand.
        result_ride: The same of a result.
    """

    core: int
    row: int
    trunk_x: float
    mouth_x: float
    foot_y: float
    gate_y: float
    stops: Stops
    rail: Rail
    offset: float
    result_tandem: float
    operand_tandem: float
    climb: float
    ride: float
    operand_ride: float
    result_ride: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How the bus of one layout is used.

    Attributes:
        routes: One per core.
        chip: The size of every token.
        seen: The part of the stage that tokens ride in.
        speed: Of instructions, in units per slot.
        operand_speed: Of operands, in units per slot.
        result_speed: Of results, in units per slot.
        shift: How much later the division of the bus begins than a slot does, in slots.
    """

    routes: tuple[Route, ...]
    chip: ChipSize
    seen: Rect
    speed: float
    operand_speed: float
    result_speed: float
    shift: float


def plan_traffic(layout: StageLayout, stops: Sequence[Stops]) -> Traffic:
    """Divide the bus among the cores.

    Args:
        layout: The stage.
        stops: Each core's cells.
    """
    chip = layout.chip
    # On the trunk tokens follow each other by their height; but one that turns into a rail clears the way for the
    # next that goes as far only after its width and height. So each column's tokens form a train, top row first.
    follow = chip.h + CHIP_GAP
    train = follow * (layout.rows - 1) + chip.w + chip.h + CHIP_GAP
    routes = tuple(
        _route(layout, place, number, stops[number], place.column * train + place.row * follow)
        for number, place in enumerate(layout.cores)
    )
    draft = Traffic(
        routes=routes, chip=chip, seen=layout.size, speed=1.0, operand_speed=1.0, result_speed=1.0, shift=0.0
    )
    longest = max(route.ride for route in routes)
    longest_operand = max(route.operand_ride + route.operand_tandem for route in routes)
    longest_result = max(route.result_ride for route in routes)
    plan = replace(
        draft,
        speed=max(train * layout.columns, longest / LONGEST_RIDE_SLOTS, SLOWEST),
        operand_speed=longest_operand / (OPERAND_PHASE - EXECUTE_PHASE),
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


def _route(layout: StageLayout, place: CorePlace, number: int, stops: Stops, offset: float) -> Route:
    chip, rail = layout.chip, layout.rails[place.row]
    behind = (layout.columns - 1 - place.column) * (chip.w + 2 * CHIP_GAP)
    trunk_x, mouth_x = layout.trunk.cx, layout.trunk.right
    climb = layout.port.y + chip.h / 2 - rail.fetch_y
    descent = place.card.y + chip.h / 2 - rail.fetch_y
    sink = rail.operand_divider_y - rail.operand_y + chip.h / 2
    rise = rail.divider_y - rail.result_y + chip.h / 2
    return Route(
        core=number,
        row=place.row,
        trunk_x=trunk_x,
        mouth_x=mouth_x,
        foot_y=layout.port.y,
        gate_y=place.card.y,
        stops=stops,
        rail=rail,
        offset=offset,
        result_tandem=behind,
        operand_tandem=behind,
        climb=climb,
        ride=climb + (stops.fetch_x - trunk_x) + descent,
        operand_ride=sink + stops.execute_x - mouth_x + chip.w / 2,
        result_ride=rise + stops.write_x - mouth_x + chip.w / 2,
    )


def wait_slots(traffic: Traffic, route: Route, slot: float) -> float:
    """Return how long this core's tokens wait before the Fetch cell so that they ride at their moment, 0 to below 1."""
    wait = (slot - TUNNEL_SLOTS - (route.ride + route.offset) / traffic.speed + traffic.shift) % 1.0
    # A wait of nearly a whole slot that is only a rounding error would make tokens jump between two runs' layouts.
    return 0.0 if wait > 1.0 - 1e-9 else wait


def departure_phase(traffic: Traffic, route: Route, slot: float) -> float:
    """Return the phase at which this core's tokens leave RAM."""
    return arrival_phase(traffic, route, slot) - route.ride / traffic.speed


def arrival_phase(traffic: Traffic, route: Route, slot: float) -> float:
    """Return the phase at which this core's tokens vanish into its card."""
    return FETCH_PHASE - TUNNEL_SLOTS - wait_slots(traffic, route, slot)


def operand_phase(traffic: Traffic, route: Route) -> float:
    """Return the phase at which this core's operands are in the Execute cell, at most `OPERAND_PHASE`."""
    return EXECUTE_PHASE + (route.operand_ride + route.operand_tandem) / traffic.operand_speed
