"""Where somebody looks at the stage from, as a value with a stable text, and how places are seen from there. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.model.errors import ScenarioError
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import ChipSize, CorePlace, Rail, StageLayout

#: The whole stage, and so close that a single bit fills much of a window.
LEAST_ZOOM = 1.0
MOST_ZOOM = 64.0
#: Text grows this much before all that comes nearer is given to more detail instead, and again once there is this much
#: more room, as then there is no more detail.
_MOST_MAGNIFIED = 1.6
_MAGNIFIED_POWER = 0.4
_MOST_ROOM = 10.0


class Stop(Enum):
    """A place on the way from a program's text to all cores; its value is its name in a text."""

    SOURCE = "source"
    BYTECODE = "bytecode"
    BYTES = "bytes"
    RAM = "ram"
    BUS = "bus"
    CORE = "core"
    SCHEDULER = "scheduler"
    ALL = "all"


#: What keys 1 to 5 go to.
KEYED_STOPS = (Stop.ALL, Stop.SCHEDULER, Stop.CORE, Stop.RAM, Stop.SOURCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Where to look from: a stop, which follows its thread as time goes on, or a place that stands still.

    Attributes:
        stop: Which stop; None for a place of its own.
        thread: Label of the thread whose core, memory or code is meant, such as ``P1·T2``; empty for the one that is
            followed, or else for the first that runs. Without a stop, it only says whose memory is unfolded.
        core: Number of the core that is meant, where no thread is named; None for that of the thread.
        x: Without a stop, the middle of what is seen, across the stage below its title: 0 is at the left, 1 right.
        y: The same, down.
        zoom: How many times nearer than the whole stage, `LEAST_ZOOM` to `MOST_ZOOM`; 1 at a stop, which has its own.
    """

    stop: Stop | None = Stop.ALL
    thread: str = ""
    core: int | None = None
    x: float = 0.5
    y: float = 0.5
    zoom: float = 1.0

    @property
    def whole(self) -> bool:
        """Whether all of the stage is seen."""
        return self.stop is Stop.ALL or (self.stop is None and self.zoom <= LEAST_ZOOM)

    @property
    def text(self) -> str:
        """The text that `parse_camera` reads, such as ``source P1·T2``, ``core 3`` or ``at 0.25 0.5 zoom 4.0``."""
        about = self.thread or ("" if self.core is None else str(self.core))
        place = self.stop.value if self.stop is not None else f"at {self.x!r} {self.y!r} zoom {self.zoom!r}"
        return f"{place} {about}".strip()


#: All of the stage.
WHOLE_STAGE = Camera()

#: ``at``, x, y, ``zoom``, and how near.
_PLACE_WORDS = 5
_EXPECTED = (
    "a stop (source, bytecode, bytes, ram, bus, core, scheduler or all), which a thread such as P1·T2 or the number of"
    ' a core may follow, or a place such as "at 0.25 0.5 zoom 4"'
)


def parse_camera(text: str, *, file: str, field: str) -> Camera:
    """Return the camera that a text such as ``core P1·T2``, ``ram 3`` or ``at 0.25 0.5 zoom 4`` describes.

    Args:
        text: The text; case and additional spaces do not matter, and ``P1.T2`` means ``P1·T2``.
        file: Where it stands, for the error.
        field: Its key there.

    Raises:
        ScenarioError: When it describes none.
    """
    words = text.split()
    number = _PLACE_WORDS if words and words[0].lower() == "at" else 1
    camera = _place(words[1:number]) if number > 1 else _stop("".join(words[:1]).lower())
    about = _about(words[number:])
    if camera is None or about is None:
        raise ScenarioError(file, field, f'"{text[:80]}"', _EXPECTED)
    return replace(camera, thread=about[0], core=about[1])


def _place(words: list[str]) -> Camera | None:
    if len(words) != _PLACE_WORDS - 1 or words[2].lower() != "zoom":
        return None
    try:
        x, y, zoom = float(words[0]), float(words[1]), float(words[3])
    except ValueError:
        return None
    inside = 0 <= x <= 1 and 0 <= y <= 1 and LEAST_ZOOM <= zoom <= MOST_ZOOM
    return Camera(stop=None, x=x, y=y, zoom=zoom) if inside else None


def _stop(name: str) -> Camera | None:
    return next((Camera(stop=stop) for stop in Stop if stop.value == name), None)


def _about(words: list[str]) -> tuple[str, int | None] | None:
    """Return the thread's label and the core's number that a camera is about, or None where it says neither."""
    if not words:
        return "", None
    if len(words) > 1:
        return None
    if words[0].isdecimal() and words[0].isascii():
        return ("", int(words[0])) if len(words[0]) <= 3 else None  # noqa: PLR2004 - no machine has more cores
    process, between, thread = words[0].upper().replace(".", "·").partition("·")
    named = between and _numbered(process, "P") and _numbered(thread, "T")
    return (f"{process}·{thread}", None) if named else None


def _numbered(text: str, letter: str) -> bool:
    return text[:1] == letter and text[1:].isascii() and text[1:].isdecimal() and len(text) <= 9  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """What is seen of the stage and how large: `seen` fills `area`.

    What comes nearer grows in two ways: text and lines are magnified a little, and the rest of the way panels get more
    room, in which they show more. So there are two kinds of units: those of the whole stage, and those seen through the
    lens, which are `magnification` times larger on the screen.

    Attributes:
        area: The part of the stage that the lens covers: all but its title, in units of the whole stage.
        seen: What is seen there, in units of the whole stage.
        zoom: How many times nearer than the whole stage.
        magnification: How many times larger text is.
    """

    area: Rect
    seen: Rect
    zoom: float
    magnification: float

    @property
    def room(self) -> float:
        """How many times more room there is, measured in lines of text."""
        return self.zoom / self.magnification

    @property
    def window(self) -> Rect:
        """The area, in units as seen through the lens."""
        part = 1 / self.magnification
        return Rect(self.area.x * part, self.area.y * part, self.area.w * part, self.area.h * part)

    def x(self, x: float) -> float:
        """Return where a place across the whole stage is seen."""
        return (self.area.x + (x - self.seen.x) * self.zoom) / self.magnification

    def y(self, y: float) -> float:
        """Return where a place down the whole stage is seen."""
        return (self.area.y + (y - self.seen.y) * self.zoom) / self.magnification

    def rect(self, rect: Rect) -> Rect:
        """Return where a rectangle of the whole stage is seen."""
        return Rect(self.x(rect.x), self.y(rect.y), rect.w * self.room, rect.h * self.room)

    def layout(self, whole: StageLayout) -> StageLayout:
        """Return where everything is seen; its title stands still above, and is not part of it."""
        part, room = 1 / self.magnification, self.room
        header = whole.header
        return replace(
            whole,
            scale=whole.scale * self.magnification,
            size=self.rect(whole.size),
            header=Rect(header.x * part, header.y * part, header.w * part, header.h * part),
            ram=self.rect(whole.ram),
            trunk=self.rect(whole.trunk),
            port=self.rect(whole.port),
            disk=self.rect(whole.disk),
            scheduler=self.rect(whole.scheduler),
            rails=tuple(self._rail(rail) for rail in whole.rails),
            cores=tuple(
                CorePlace(card=self.rect(place.card), row=place.row, column=place.column) for place in whole.cores
            ),
            chip=ChipSize(w=whole.chip.w * room, h=whole.chip.h * room, text_px=whole.chip.text_px),
        )

    def _rail(self, rail: Rail) -> Rail:
        return Rail(
            rect=self.rect(rail.rect),
            result_y=self.y(rail.result_y),
            divider_y=self.y(rail.divider_y),
            operand_y=self.y(rail.operand_y),
            operand_divider_y=self.y(rail.operand_divider_y),
            fetch_y=self.y(rail.fetch_y),
        )

    @property
    def camera(self) -> Camera:
        """The place that is seen, to six decimals."""
        x = (self.seen.cx - self.area.x) / self.area.w
        y = (self.seen.cy - self.area.y) / self.area.h
        return Camera(stop=None, x=round(x, 6), y=round(y, 6), zoom=round(self.zoom, 6))


def magnification(zoom: float) -> float:
    """Return how much larger text is at a zoom: first it grows, then only the room for it, and it again in the end."""
    return max(min(_MOST_MAGNIFIED, math.pow(zoom, _MAGNIFIED_POWER)), zoom / _MOST_ROOM)


def looking(area: Rect, cx: float, cy: float, zoom: float) -> Lens:
    """Return the lens whose middle is nearest to a point of the stage, with nothing but the stage in sight."""
    zoom = min(MOST_ZOOM, max(LEAST_ZOOM, zoom))
    wide, high = area.w / zoom, area.h / zoom
    x = min(area.right - wide, max(area.x, cx - wide / 2))
    y = min(area.bottom - high, max(area.y, cy - high / 2))
    return Lens(area=area, seen=Rect(x, y, wide, high), zoom=zoom, magnification=magnification(zoom))


def at_place(area: Rect, camera: Camera) -> Lens:
    """Return the lens of a camera without a stop."""
    return looking(area, area.x + camera.x * area.w, area.y + camera.y * area.h, camera.zoom)


def fitting(area: Rect, target: Rect, share: float = 0.94) -> Lens:
    """Return the lens that shows all of a rectangle as large as possible, in this share of the area."""
    zoom = share * min(area.w / max(target.w, 1e-6), area.h / max(target.h, 1e-6))
    return looking(area, target.cx, target.cy, zoom)


def nearer(lens: Lens, factor: float, x: float, y: float) -> Lens:
    """Return a lens ``factor`` times nearer that shows a point where it was, as far as the edges of the stage allow.

    Args:
        lens: From where.
        factor: More than 1 is nearer.
        x: The point that stays, in units of the whole stage.
        y: The same, down.
    """
    zoom = min(MOST_ZOOM, max(LEAST_ZOOM, lens.zoom * factor))
    shrunk = lens.zoom / zoom
    return looking(lens.area, x + (lens.seen.cx - x) * shrunk, y + (lens.seen.cy - y) * shrunk, zoom)


def between(begin: Lens, end: Lens, share: float) -> Lens:
    """Return the lens on the way from one to another, ``share`` from 0 to 1: straight, at an even rate of zoom."""
    if share >= 1:
        return end
    if begin.area != end.area:
        begin = at_place(end.area, begin.camera)
    zoom = math.exp(math.log(begin.zoom) * (1 - share) + math.log(end.zoom) * share)
    wide_a, wide_b = 1 / begin.zoom, 1 / end.zoom
    # Where the zoom changes, one point stands still on the way; where it does not, all move alike.
    still = abs(math.log(begin.zoom / end.zoom)) > 0.05  # noqa: PLR2004
    part = (1 / zoom - wide_a) / (wide_b - wide_a) if still else share
    cx = begin.seen.cx + (end.seen.cx - begin.seen.cx) * part
    cy = begin.seen.cy + (end.seen.cy - begin.seen.cy) * part
    return looking(end.area, cx, cy, zoom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """A camera on its way to where it is to look from; whose way it is, is the viewer's and not the trace's.

    Attributes:
        begin: What was seen when it left.
        share: How much of the way it has gone, 0 to 1.
    """

    begin: Lens
    share: float


def zoom_for(room: float) -> float:
    """Return the zoom at which there is this many times more room; the most zoom where there is never so much."""
    low, high = LEAST_ZOOM, MOST_ZOOM
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if middle / magnification(middle) < room else (low, middle)
    return high
