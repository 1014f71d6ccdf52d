"""What an export of a run shows, as the preview asks for it: how many pictures, and what each of them is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desktop_app.analysis.instants import instant_ns, thread_called
from desktop_app.analysis.moment import Moments
from desktop_app.app.exporting.choices import Choices
from desktop_app.app.exporting.words import tr
from desktop_app.export.film import MAX_FRAMES, Pace
from desktop_app.export.formats import Kind
from desktop_app.export.look import Look
from desktop_app.export.seen import Run, Seen
from desktop_app.model.camera import WHOLE_STAGE, parse_camera
from desktop_app.model.durations import spaced_duration
from desktop_app.model.instant import Anchor, parse_instant
from desktop_app.model.lit import parse_lit
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.options import StageOptions

#: The last picture of a film stands so long, in seconds.
HOLD_S: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Footage:
    """What is shown of a run.

    Attributes:
        moments: The pictures of the run.
        pace: The moments of a film; of a picture only the first counts.
        first: What its first picture shows.
        look: How it is drawn.
        film: Whether it plays.
    """

    moments: Moments
    pace: Pace
    first: Seen
    look: Look
    film: bool

    @property
    def frames(self) -> int:
        """How many pictures there are, those at the end included that stand still."""
        moving = self.pace.frames if self.film else 1
        return moving + HOLD_S * self.pace.fps if moving > 1 else moving

    @property
    def length_s(self) -> float:
        """How long it plays, in seconds."""
        return self.frames / self.pace.fps

    def seen(self, frame: int) -> Seen:
        """Return what a picture shows, by its number from 0."""
        return replace(self.first, t_ns=self.t_ns(frame))

    def t_ns(self, frame: int) -> int:
        """Return the moment of a picture."""
        return self.pace.t_ns(min(frame, self.pace.frames - 1))


def span_ns(trace: Trace, begin: str, end: str) -> int:
    """Return how long a range of a run is, in nanoseconds; 0 where it is none.

    Args:
        trace: The run.
        begin: Where it begins, as the command line reads it.
        end: Where it ends, likewise.
    """
    try:
        return max(0, _moment(trace, end) - _moment(trace, begin))
    except ValueError:
        return 0


def footage_of(moments: Moments, choices: Choices) -> Footage:
    """Return what an export of a run shows.

    Raises:
        ValueError: When a moment is not in the run, or it would be too long; the message says what would be right.
    """
    trace, film = moments.trace, choices.form.kind is not Kind.PICTURE
    begin_ns = _moment(trace, choices.begin if film else choices.at)
    end_ns = _moment(trace, choices.end) if film else begin_ns
    if end_ns < begin_ns:
        raise ValueError(tr("an end after the beginning, which is at {}").format(spaced_duration(begin_ns)))
    speed_ns = choices.speed_ns or max(1, end_ns - begin_ns)
    pace = Pace(begin_ns=begin_ns, end_ns=end_ns, speed_ns=speed_ns, fps=choices.fps)
    if pace.frames > MAX_FRAMES:
        raise ValueError(tr("a higher speed: a film has at most {} frames").format(f"{MAX_FRAMES:,}"))
    camera = parse_camera(choices.camera, file="", field="") if choices.camera else WHOLE_STAGE
    options = StageOptions(
        camera=camera,
        lit=tuple(parse_lit(part.strip()) for part in choices.lit.split(",")) if choices.lit else (),
        followed=thread_called(trace, camera.thread) if camera.thread else None,
    )
    first = Seen(runs=(Run(moments=moments),), t_ns=begin_ns, shown=choices.shown, options=options)
    return Footage(moments=moments, pace=pace, first=first, look=look_of(choices), film=film)


def look_of(choices: Choices) -> Look:
    """Return how the pictures of an export are drawn."""
    scale, transparent = float(choices.scale), choices.transparent and choices.form.transparent
    return Look(size=choices.size, theme=choices.theme, scale=scale, transparent=transparent)


def _moment(trace: Trace, text: str) -> int:
    """Return a moment of a run, as far as it is known here; a time beyond its end is its end."""
    instant = parse_instant(text)
    try:
        t_ns = instant.shift_ns if instant.anchor is Anchor.START else instant_ns(trace, instant)
    except LookupError as error:
        raise ValueError(tr("a moment of the run; {}").format(error)) from None
    return max(trace.begin_ns, min(t_ns, trace.known_until_ns))
