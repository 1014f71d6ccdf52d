"""What somebody chose for an export, and the command line that says the same."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop_app.app.exporting.source import Scope
from desktop_app.export.formats import FORMATS, Format, Kind, Quality
from desktop_app.model.durations import format_duration
from desktop_app.model.lesson import Shown

#: The bounds of a picture, in pixels of the file and in logical ones.
LEAST_SIZE: Final = (640, 360)
MOST_SIZE: Final = (7680, 4320)
MOST_JOBS: Final = 64
#: GIF counts in hundredths of a second.
GIF_TICKS: Final = 100
_SEPARATORS: Final = ("/", "\\")


class Option(Enum):
    """What can be chosen beside the format; its value is its name in settings."""

    MOMENT = "moment"
    RANGE = "range"
    SPEED = "speed"
    FPS = "fps"
    SIZE = "size"
    SCALE = "scale"
    THEME = "theme"
    SHOW = "show"
    CAMERA = "camera"
    CAPTIONS = "captions"
    QUALITY = "quality"
    CODEC = "codec"
    TRANSPARENT = "transparent"
    HANDOUT = "handout"
    CLIPS = "clips"
    PER_STEP = "per_step"
    JOBS = "jobs"


class Counted(Enum):
    """What the progress of an export is counted in."""

    FRAMES = "frames"
    PAGES = "pages"
    SHARE = "share"


_PICTURES: Final = frozenset({Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES})
_FILMS: Final = frozenset({Kind.SEQUENCE, Kind.CLIP})
_PLAYED: Final = _FILMS | {Kind.SLIDES}
#: What is chosen for which kinds of files. What a step of a lesson says itself is not chosen for lessons.
_MEANT: Final = {
    Option.MOMENT: frozenset({Kind.PICTURE}),
    Option.RANGE: _FILMS,
    Option.SPEED: _PLAYED,
    Option.FPS: _PLAYED,
    Option.SIZE: _PICTURES,
    Option.SCALE: _PICTURES,
    Option.THEME: _PICTURES,
    Option.SHOW: _PICTURES,
    Option.CAMERA: _PICTURES - {Kind.SLIDES},
    Option.CAPTIONS: _PICTURES - {Kind.SLIDES},
    Option.JOBS: _FILMS,
}
_PLAYING: Final = frozenset({Option.SPEED, Option.FPS, Option.QUALITY, Option.JOBS})
_OF_RUNS: Final = frozenset({Option.MOMENT, Option.RANGE, Option.SHOW, Option.CAMERA})
_OF_LESSONS: Final = frozenset({Option.CAPTIONS, Option.HANDOUT, Option.PER_STEP})


def options_of(form: Format, scope: Scope, chosen: Collection[Option] = ()) -> tuple[Option, ...]:
    """Return what can be chosen for a format, in the order in which a dialog shows it.

    Args:
        form: The format.
        scope: How much of what is open is exported.
        chosen: What is switched on: slides without clips play nothing, so that nothing is chosen about playing.
    """
    return tuple(option for option in Option if _applies(option, form, scope, chosen))


def _applies(option: Option, form: Format, scope: Scope, chosen: Collection[Option]) -> bool:
    if option in (_OF_RUNS if scope is not Scope.RUN else _OF_LESSONS):
        return False
    if option in _PLAYING and form.kind is Kind.SLIDES and not _plays(form, chosen):
        return False
    special = {
        Option.PER_STEP: scope is Scope.LESSON and form.kind is Kind.CLIP,
        Option.QUALITY: len(form.qualities) > 1,
        Option.CODEC: form.name == "webm",
        Option.HANDOUT: form.name == "slides",
        Option.CLIPS: form.name == "pptx",
        Option.TRANSPARENT: form.transparent,
    }
    return special[option] if option in special else form.kind in _MEANT[option]


def _plays(form: Format, chosen: Collection[Option]) -> bool:
    """Return whether slides of a format have something that plays."""
    return form.name == "html" or (form.name == "pptx" and Option.CLIPS in chosen)


def forms_of(scope: Scope) -> tuple[Format, ...]:
    """Return the formats that so much of what is open can be written in."""
    return tuple(form for form in FORMATS if _can_be(form, scope))


def _can_be(form: Format, scope: Scope) -> bool:
    if scope is Scope.RUN:
        return not form.lessons
    if scope is Scope.STEP:
        return form.kind in {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP}
    return form.kind is not Kind.DATA


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """All that was chosen. What means nothing for the format is not looked at.

    Attributes:
        form: The format.
        scope: How much of what is open.
        step: The step of a lesson, from 0, where only that is exported.
        at: The moment of a picture, as the command line reads it.
        begin: Where a film begins, likewise.
        end: Where it ends, likewise.
        speed_ns: Simulated nanoseconds per second of a film; None for what the steps of a lesson say.
        fps: Frames per second.
        size: Width and height in pixels.
        scale: How much larger text and lines are.
        theme: A palette's name.
        shown: Which pictures of a run.
        camera: Where one looks from, as the command line reads it; empty for the whole stage.
        lit: What is lit, likewise; empty for nothing.
        captions: Whether a lesson's captions and questions are shown.
        quality: How much may be lost; None for the format's usual one.
        codec: How a film is encoded; empty for what is usual in such a file.
        transparent: Whether there is no ground.
        handout: Whether the notes are printed.
        clips: Whether slides have clips.
        per_step: Whether each step of a lesson gets a file of its own.
        jobs: How many processes work at it; None for as many as pay.
    """

    form: Format
    scope: Scope = Scope.RUN
    step: int = 0
    at: str = "0ms"
    begin: str = "0ms"
    end: str = "end"
    speed_ns: int | None = None
    fps: int = 30
    size: tuple[int, int] = (1920, 1080)
    scale: str = "1"
    theme: str = "dark"
    shown: Shown = Shown.BOTH
    camera: str = ""
    lit: str = ""
    captions: bool = True
    quality: Quality | None = None
    codec: str = ""
    transparent: bool = False
    handout: bool = False
    clips: bool = False
    per_step: bool = False
    jobs: int | None = None

    @property
    def chosen(self) -> frozenset[Option]:
        """What is switched on of that which changes what else there is to choose."""
        return frozenset({Option.CLIPS} if self.clips else ())

    @property
    def options(self) -> tuple[Option, ...]:
        """What can be chosen for it."""
        return options_of(self.form, self.scope, self.chosen)

    @property
    def counts_frames(self) -> bool:
        """Whether it is made of the frames of a film."""
        return self.form.kind in {Kind.SEQUENCE, Kind.CLIP}

    @property
    def counted(self) -> Counted:
        """What its progress is counted in."""
        if self.counts_frames:
            return Counted.FRAMES
        # A web page holds pictures, of which nobody knows the number beforehand, nor needs to.
        paged = self.form.kind is Kind.SLIDES and self.form.name != "html"
        return Counted.PAGES if paged else Counted.SHARE

    def arguments(self, source: str, out: str) -> list[str]:
        """Return the arguments of ``coreloom export``.

        Args:
            source: The file that says what is open.
            out: The file, or folder of frames, that is written; an absolute name, which never looks like an option.
        """
        words = [source, f"{out}/" if self.form.kind is Kind.SEQUENCE and not out.endswith(_SEPARATORS) else out]
        if self.scope is Scope.STEP:
            words += ["--step", str(self.step + 1)]
        elif self.scope is Scope.LESSON and self.form.kind is Kind.PICTURE:
            words += ["--per-step"]
        said = self._said()
        for option in self.options:
            words += said[option]
        return words

    def _said(self) -> dict[Option, list[str]]:
        """Return what each option is on the command line; nothing where it is as usual."""
        camera = ["--camera", self.camera] if self.camera else []
        return {
            Option.MOMENT: ["--at", self.at],
            Option.RANGE: ["--from", self.begin, "--to", self.end],
            Option.SPEED: [] if self.speed_ns is None else ["--speed", format_duration(self.speed_ns)],
            Option.FPS: ["--fps", str(self.fps)],
            Option.SIZE: ["--size", f"{self.size[0]}x{self.size[1]}"],
            Option.SCALE: [] if float(self.scale) == 1 else ["--scale", self.scale],
            Option.THEME: ["--theme", self.theme],
            Option.SHOW: ["--show", self.shown.value],
            Option.CAMERA: [*camera, "--lit", self.lit] if self.lit else camera,
            Option.CAPTIONS: [] if self.captions else ["--no-captions"],
            Option.QUALITY: [] if self.quality is None else ["--quality", self.quality.value],
            Option.CODEC: ["--codec", self.codec] if self.codec else [],
            Option.TRANSPARENT: ["--transparent"] if self.transparent else [],
            Option.HANDOUT: ["--handout"] if self.handout else [],
            Option.CLIPS: ["--clips"] if self.clips else [],
            Option.PER_STEP: ["--per-step"] if self.per_step else [],
            Option.JOBS: [] if self.jobs is None else ["--jobs", str(self.jobs)],
        }


def ending_of(form: Format) -> str:
    """Return how the name of a file of this format ends; empty for a folder."""
    return "" if form.kind is Kind.SEQUENCE else form.endings[0]


def with_ending(name: str, form: Format) -> str:
    """Return a file's name with the ending of a format, in place of another format's."""
    stem = name.rstrip("/\\") or name
    known = sorted({end for each in FORMATS for end in each.endings if end != "/"}, key=len, reverse=True)
    found = next((end for end in known if stem.lower().endswith(end)), "")
    if found in form.endings:
        return stem
    return f"{stem[: len(stem) - len(found)]}{ending_of(form)}"
