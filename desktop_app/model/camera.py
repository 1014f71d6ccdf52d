"""Where somebody looks at the stage from, as a value with a stable text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.model.errors import ScenarioError
from desktop_app.model.labels import thread_label

#: The whole stage, and so close that a single bit fills much of a window.
LEAST_ZOOM = 1.0
MOST_ZOOM = 64.0


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
    label = thread_label(words[0])
    return None if label is None else (label, None)
