"""What the window shows when somebody wants to export it: where options begin."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.analysis.memory import thread_ref
from desktop_app.analysis.moment import Moments
from desktop_app.app.exporting.source import Opened
from desktop_app.app.speeds import SpeedUnit
from desktop_app.model.camera import Camera
from desktop_app.model.durations import format_duration
from desktop_app.views.stage.options import StageOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the window shows.

    Attributes:
        opened: What is open.
        moments: The pictures of the run that is shown.
        now_ns: The moment that is shown.
        loop: What is played again and again: from, and up to, in nanoseconds; None where nothing is.
        stretch: What the step of the lesson plays, likewise.
        speed_ns: Simulated nanoseconds per second of playing.
        unit: What speeds are counted in.
        stage: Width and height of the stage, in pixels of the screen.
        theme: The palette's name.
        options: How the stage is looked at.
    """

    opened: Opened
    moments: Moments
    now_ns: int
    loop: tuple[int, int] | None
    stretch: tuple[int, int] | None
    speed_ns: int
    unit: SpeedUnit
    stage: tuple[int, int]
    theme: str
    options: StageOptions

    @property
    def ends(self) -> bool:
        """Whether the run is over, and not only cut short."""
        trace = self.moments.trace
        return trace.finished and not trace.truncated

    @property
    def whole(self) -> tuple[str, str]:
        """All of the run, from and up to, as the command line reads it; as far as it is known where it goes on."""
        return "0ms", "end" if self.ends else format_duration(self.moments.trace.known_until_ns)

    @property
    def camera(self) -> str:
        """Where one looks from, as the command line reads it; empty for the whole stage, with nobody followed."""
        camera, trace = self.options.camera, self.moments.trace
        followed = self.options.followed
        if followed is not None and not camera.thread and camera.core is None and followed < len(trace.threads):
            camera = _about(camera, thread_ref(trace, followed).label)
        return "" if camera.whole and not camera.thread else camera.text

    @property
    def lit(self) -> str:
        """What is lit, likewise; empty where nothing is."""
        return ", ".join(target.text for target in self.options.lit)


def _about(camera: Camera, thread: str) -> Camera:
    return replace(camera, thread=thread)
