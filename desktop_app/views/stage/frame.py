"""One picture in the making: the snapshot, its place, its colours, and what is computed once for all of its parts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import Flight, Snapshot
from desktop_app.views.stage.core_layout import CoreLayout, arrange_core, core_seen
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import StageLayout, arrange
from desktop_app.views.stage.lens import Lens
from desktop_app.views.stage.motion import bus_tokens, slot_of
from desktop_app.views.stage.options import PLAIN, StageOptions
from desktop_app.views.stage.queue_layout import QueuePlan, plan_queues, rows_wanted
from desktop_app.views.stage.routes import EXECUTE_PHASE, Stops, Traffic, departure_phase, plan_traffic
from desktop_app.views.stage.standing import standing_tokens
from desktop_app.views.stage.tokens import Token
from desktop_app.views.stage.waiting_layout import WaitGroup, plan_waiting
from desktop_app.views.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """A part of the picture that looks the same as long as its key does, so that a window may keep it.

    Attributes:
        name: Which part; at most one with this name in a picture.
        rect: All that it covers, in units.
        ground: The colour behind it, as ``#RRGGBB``; nothing else shows through.
        key: Equal keys draw equal pictures in the same place, size and theme.
        paint: Draws it, with a painter in units.
        recurs: Whether keys come back, as those of a loop's lines do, so that more than the last picture is worth
            keeping. Then the key is hashed with each change: it should be small.
    """

    name: str
    rect: Rect
    ground: str
    key: Hashable
    paint: Callable[[QPainter], None]
    recurs: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a thread's label stands.

    Attributes:
        rect: In units.
        thread: The thread's index in the trace.
    """

    rect: Rect
    thread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """All that the parts of one picture share.

    Attributes:
        snapshot: The machine at one moment.
        theme: The colours.
        options: How the viewer wants to look at it.
        layout: Where the panels are.
        cores: Where things stand in each core's card.
        traffic: How the bus is used.
        tokens: What is on the bus.
        departs: The phase at which each core's instructions leave RAM.
        queues: Where the ready queues stand.
        waiting: Where the waiting threads stand.
        lens: Through what it is seen; None when it is the whole stage.
        whole: The whole stage, when it is seen through a lens; what stands still or is only magnified is drawn by it.
    """

    snapshot: Snapshot
    theme: Theme
    options: StageOptions
    layout: StageLayout
    cores: tuple[CoreLayout, ...]
    traffic: Traffic
    tokens: tuple[Token, ...]
    departs: tuple[float, ...]
    queues: QueuePlan
    waiting: tuple[WaitGroup, ...]
    lens: Lens | None = None
    whole: Frame | None = None

    def shows(self, rect: Rect) -> bool:
        """Return whether anything of a rectangle is in sight."""
        return self.lens is None or rect.gap_to(self.lens.window) < 0


def compose(
    width_px: float, height_px: float, snapshot: Snapshot, theme: Theme, options: StageOptions = PLAIN
) -> Frame:
    """Return the picture of ``snapshot`` at this size."""
    layout = arrange(width_px, height_px, max(1, len(snapshot.cores)), rows_wanted(snapshot))
    cores, traffic = _plan(layout)
    queues = plan_queues(snapshot, layout)
    pairs = zip(snapshot.cores, traffic.routes, strict=True)
    return Frame(
        snapshot=snapshot,
        theme=theme,
        options=options,
        layout=layout,
        cores=cores,
        traffic=traffic,
        tokens=(standing_tokens if options.reduce_motion else bus_tokens)(snapshot, traffic),
        queues=queues,
        waiting=plan_waiting(snapshot, layout, queues),
        departs=tuple(departure_phase(traffic, route, slot_of(snapshot, core)) for core, route in pairs),
    )


def seen_through(whole: Frame, lens: Lens) -> Frame:
    """Return the picture of the whole stage seen through a lens.

    Tokens and what follows from the traffic are those of the whole stage.
    """
    layout = lens.layout(whole.layout)
    cores = tuple(core_seen(spot, place.card, lens.room) for spot, place in zip(whole.cores, layout.cores, strict=True))
    return replace(whole, layout=layout, cores=cores, lens=lens, whole=whole)


@lru_cache(maxsize=64)
def _plan(layout: StageLayout) -> tuple[tuple[CoreLayout, ...], Traffic]:
    cores = tuple(arrange_core(place.card) for place in layout.cores)
    return cores, plan_traffic(layout, [stops_of(core) for core in cores])


def stops_of(core: CoreLayout) -> Stops:
    """Return where a core takes instructions and operands, and gives results."""
    fetch, _, execute, write = core.cells
    return Stops(fetch_x=fetch.cx, execute_x=execute.cx, write_x=write.cx)


def executed(flights: tuple[Flight, ...]) -> Flight | None:
    """Return the instruction under execution, or the last one executed while the pipeline drains."""
    past = [flight for flight in flights if flight.phase >= EXECUTE_PHASE]
    return min(past, key=lambda flight: flight.phase) if past else None


def nearest_execution(flights: tuple[Flight, ...]) -> Flight | None:
    """Return the instruction under execution, or the one that comes to it next while the pipeline fills."""
    return executed(flights) or (max(flights, key=lambda flight: flight.phase) if flights else None)
