"""Where everything on the stage stands, in design units; no Qt, no state.

A design unit is a pixel of the design's picture: the stage is about 828 units high, whatever its size in pixels,
so text of 15 units is 1/72 of a whole picture whose lower quarter is the timeline.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from desktop_app.views.stage.geometry import Rect

#: Height of the stage in units when it is wide enough.
DESIGN_HIGH = 828.0
#: Below this width, in units, text would no longer fit beside text: the scale shrinks instead.
MIN_WIDE = 1480.0
#: Below this height, in units, two rows of cores would no longer fit.
MIN_HIGH = 680.0
#: In small windows text stops shrinking here and detail is dropped instead.
SMALL_SCALE = 0.6
#: More cores than this and a core card drops detail, RAM and trunk become narrow.
MANY_CORES = 16

#: The stage's share of the height of a whole picture; the timeline below it has the rest.
STAGE_SHARE = 0.785

MARGIN = 28.0
TOP = 66.0
BOTTOM = 8.0
GAP = 8.0
RAM_TO_TRUNK = 16.0
TRUNK_TO_CORES = 14.0
COLUMN_GAP = 14.0
LANE_PAD = 4.0
#: Lanes of a rail: for results, operands and instructions.
LANES = 3
PORT_HIGH = 34.0
DISK_DOWN = 44.0
DISK_HIGH = 30.0
SCHEDULER_HIGH = 100.0
#: Where the rows of queues begin in the scheduler's panel, and the height of each.
QUEUES_TOP = 38.0
QUEUE_ROW = 30.0
#: The most rows, and with how many cores and in how high a stage more than one may be had.
_MOST_ROWS = 4
_FEW_CORES = 4
_ROWS_FROM = 760.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChipSize:
    """How large tokens are on the bus, in units.

    Attributes:
        w: Width.
        h: Height.
        text_px: Size of the text on it; 0 when it is too small for text.
    """

    w: float
    h: float
    text_px: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """The branch of the bus above one row of cores.

    Attributes:
        rect: All of it, from the trunk's right edge on.
        result_y: Middle of the upper lane, on which results ride left, to memory.
        divider_y: Below that lane.
        operand_y: Middle of the lane on which operands ride right, to the cores.
        operand_divider_y: Below that lane.
        fetch_y: Middle of the lower lane, on which instructions ride right.
    """

    rect: Rect
    result_y: float
    divider_y: float
    operand_y: float
    operand_divider_y: float
    fetch_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CorePlace:
    """Where one core stands.

    Attributes:
        card: Its card.
        row: Its row, from the top.
        column: Its column, from the left.
    """

    card: Rect
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLayout:
    """The whole stage.

    Attributes:
        scale: Pixels per unit.
        size: The stage itself, at (0, 0), in units.
        header: The line with title and time.
        ram: The RAM panel.
        trunk: The vertical part of the bus.
        port: The plate at the trunk's foot, from which instructions leave RAM.
        disk: The plate at the trunk's head, from which programs come.
        scheduler: The scheduler's panel with the waiting threads.
        queue_rows: How many rows of queues there is room for in it.
        rails: One per row of cores.
        cores: One per core, by number.
        rows: Rows of cores.
        columns: Columns of cores.
        chip: The size of a token on the bus.
    """

    scale: float
    size: Rect
    header: Rect
    ram: Rect
    trunk: Rect
    port: Rect
    disk: Rect
    scheduler: Rect
    queue_rows: int
    rails: tuple[Rail, ...]
    cores: tuple[CorePlace, ...]
    rows: int
    columns: int
    chip: ChipSize


def scale_for(width_px: float, height_px: float) -> float:
    """Return the pixels per unit at which a stage of this size shows as much as it can."""
    wanted = max(height_px / DESIGN_HIGH, SMALL_SCALE)
    return min(wanted, width_px / MIN_WIDE, height_px / MIN_HIGH)


@lru_cache(maxsize=64)
def arrange(width_px: float, height_px: float, cores: int, queues: int = 1) -> StageLayout:
    """Lay the stage out so that it fills ``width_px`` by ``height_px`` pixels.

    Args:
        width_px: Width, meant for 900 and more; more than 0.
        height_px: Height, meant for 420 and more; more than 0.
        cores: Number of cores, 1 to 64.
        queues: How many rows the ready queues would fill, 1 or more.
    """
    scale = scale_for(width_px, height_px)
    wide, high = width_px / scale, height_px / scale
    chip = _chip_size(cores)
    ram = Rect(MARGIN, TOP, _ram_width(wide, cores), high - BOTTOM - TOP)
    trunk = Rect(ram.right + RAM_TO_TRUNK, TOP, max(44.0, chip.w + 12), ram.h)
    left = trunk.right + TRUNK_TO_CORES
    queue_rows = _queue_rows(high, cores, queues)
    scheduler = Rect(left, TOP, wide - MARGIN - left, max(SCHEDULER_HIGH, QUEUES_TOP + queue_rows * QUEUE_ROW + GAP))
    columns = math.ceil(math.sqrt(cores))
    rows = math.ceil(cores / columns)
    area = Rect(left, scheduler.bottom + GAP, scheduler.w, high - BOTTOM - scheduler.bottom - GAP)
    rails, places = _grid(area, trunk.right, cores, columns, rows, chip)
    return StageLayout(
        scale=scale,
        size=Rect(0, 0, wide, high),
        header=Rect(MARGIN, 0, wide - 2 * MARGIN, TOP - GAP),
        ram=ram,
        trunk=trunk,
        port=Rect(ram.right + 5, trunk.bottom - PORT_HIGH - 10, trunk.right - ram.right - 5, PORT_HIGH),
        disk=Rect(trunk.x + 5, trunk.y + DISK_DOWN, trunk.w - 10, DISK_HIGH),
        scheduler=scheduler,
        queue_rows=queue_rows,
        rails=rails,
        cores=places,
        rows=rows,
        columns=columns,
        chip=chip,
    )


def _queue_rows(high: float, cores: int, queues: int) -> int:
    """Return how many rows of queues the scheduler's panel gets: several only where the cores can spare the room."""
    return min(queues, _MOST_ROWS) if cores <= _FEW_CORES and high >= _ROWS_FROM else 1


def _chip_size(cores: int) -> ChipSize:
    for most, w, h, text_px in (
        (1, 128.0, 30.0, 18),
        (2, 112.0, 29.0, 16),
        (6, 104.0, 28.0, 15),
        (9, 104.0, 21.0, 15),
        (MANY_CORES, 30.0, 12.0, 0),
        (25, 26.0, 9.0, 0),
    ):
        if cores <= most:
            return ChipSize(w=w, h=h, text_px=text_px)
    return ChipSize(w=22.0, h=6.0, text_px=0)


def _ram_width(wide: float, cores: int) -> float:
    if cores > MANY_CORES:
        return min(max(wide * 0.2, 330.0), 460.0)
    return min(max(wide * 0.297, 440.0), 640.0)


def _grid(  # noqa: PLR0917 - as PLR0913
    area: Rect, rail_left: float, cores: int, columns: int, rows: int, chip: ChipSize
) -> tuple[tuple[Rail, ...], tuple[CorePlace, ...]]:
    gap = GAP if rows <= 4 else 5.0  # noqa: PLR2004 - the rows that MANY_CORES make
    pad = LANE_PAD if chip.text_px else LANE_PAD / 2
    lane = chip.h + pad
    rail_high = LANES * lane + pad
    pitch = (area.h + gap) / rows
    card_w = (area.w - COLUMN_GAP * (columns - 1)) / columns
    card_h = pitch - rail_high - 2 * gap
    rails = []
    places = []
    for row in range(rows):
        top = area.y + row * pitch
        middle = top + rail_high / 2
        rails.append(
            Rail(
                rect=Rect(rail_left, top, area.right - rail_left, rail_high),
                result_y=middle - lane,
                divider_y=middle - lane / 2,
                operand_y=middle,
                operand_divider_y=middle + lane / 2,
                fetch_y=middle + lane,
            )
        )
        for column in range(min(columns, cores - row * columns)):
            card = Rect(area.x + column * (card_w + COLUMN_GAP), top + rail_high + gap, card_w, card_h)
            places.append(CorePlace(card=card, row=row, column=column))
    return tuple(rails), tuple(places)
