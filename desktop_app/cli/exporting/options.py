"""The options of ``coreloom export``, checked."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Final, TypeVar

from desktop_app.export.formats import FORMATS, Format, Kind, Quality, format_named, format_of
from desktop_app.export.look import Look
from desktop_app.model.camera import WHOLE_STAGE, Camera, parse_camera
from desktop_app.model.durations import parse_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.instant import Instant, parse_instant
from desktop_app.model.lesson import MAX_STEPS, Shown
from desktop_app.model.lit import MAX_LIT, LitTarget, parse_lit
from desktop_app.storage.endings import FileKind, described, kind_of
from desktop_app.storage.wording import written

#: Small enough to be drawn, large enough to be read; in pixels of the file, and in logical ones.
MIN_SIZE: Final = (640, 360)
MAX_SIZE: Final = (7680, 4320)
MIN_SCALE, MAX_SCALE = Decimal("0.5"), Decimal(4)
MAX_JOBS: Final = 64
#: GIF counts in hundredths of a second.
GIF_TICKS: Final = 100
_ANIMATIONS: Final = frozenset({"gif", "apng", "webp"})
_FPS, _ANIMATION_FPS = 30, 20

#: Which options mean something for which kind of file; those that are not named here always do.
_MEANT: Final = {
    "at": {Kind.PICTURE},
    "begin": {Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "end": {Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "speed": {Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "step": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP},
    "per_step": {Kind.PICTURE, Kind.CLIP},
    "show": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "camera": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "lit": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "captions": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "size": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "scale": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "theme": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "fps": {Kind.SEQUENCE, Kind.CLIP, Kind.SLIDES},
    "quality": {Kind.CLIP, Kind.SLIDES},
    "transparent": {Kind.PICTURE, Kind.SEQUENCE, Kind.CLIP},
    "jobs": {Kind.SEQUENCE, Kind.CLIP},
}
#: The data that may be of a stretch of a run.
OF_STRETCHES: Final = frozenset({"perfetto", "csv"})
#: What a step of a lesson says itself, and what only a lesson has.
_NOT_OF_LESSONS: Final = ("at", "begin", "end", "show", "camera", "lit")
_OF_LESSONS: Final = ("step", "per_step", "captions", "handout")
#: What one format only has.
_OF_ONE_FORM: Final = {"handout": "slides", "clips": "pptx", "codec": "webm"}
_OF_RANGES: Final = ("begin", "end")
#: What is chosen about playing, which slides without clips do not.
_OF_PLAYING: Final = ("speed", "fps", "quality")
_FLAGS: Final = {"begin": "--from", "end": "--to"}

_Chosen = TypeVar("_Chosen", bound=Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """What is to be written, and how.

    Attributes:
        out: The file, or the folder of a sequence.
        form: Its format.
        lesson: Whether the source is a lesson.
        look: How pictures are drawn.
        at: The moment of a picture; None for the end.
        begin: Where a clip begins; None for the start.
        end: Where it ends; None for the end of the run.
        speed_ns: Simulated nanoseconds per second; None for what suits the run, or the step.
        step: A step of the lesson, from 0; None for all.
        per_step: Whether each step gets a file of its own.
        shown: Which pictures of a run.
        camera: Where one looks from.
        lit: What is lit.
        captions: Whether captions and questions are shown.
        fps: Frames per second.
        quality: How much may be lost; None where the format has nothing to choose.
        codec: How a video is encoded; None for what is usual in such a file.
        handout: Whether the notes are printed.
        clips: Whether slides have clips.
        jobs: How many processes work at it; None for as many as pay.
    """

    out: Path
    form: Format
    lesson: bool
    look: Look
    at: Instant | None
    begin: Instant | None
    end: Instant | None
    speed_ns: int | None
    step: int | None
    per_step: bool
    shown: Shown
    camera: Camera
    lit: tuple[LitTarget, ...]
    captions: bool
    fps: int
    quality: Quality | None
    codec: str | None
    handout: bool
    clips: bool
    jobs: int | None


def export_options(options: argparse.Namespace) -> ExportOptions:
    """Return the options as values.

    Raises:
        ScenarioError: For the first one that cannot be used; ``file`` is the option.
    """
    lesson = kind_of(options.source) is FileKind.LESSON
    out = Path(options.out)
    _check_apart(Path(options.source), out)
    deck = lesson and options.step is None and not options.per_step
    form = format_of(options.out, deck=deck, folder=bool(options.out) and out.is_dir())
    _check_source(options, form, lesson=lesson)
    _check_meant(options, form)
    animation = form.name in _ANIMATIONS
    return ExportOptions(
        out=out,
        form=form,
        lesson=lesson,
        look=_look(options, form, animation=animation),
        at=_instant(options, "at"),
        begin=_instant(options, "begin"),
        end=_instant(options, "end"),
        speed_ns=_speed(options.speed),
        step=None if options.step is None else _number("--step", options.step, 1, MAX_STEPS) - 1,
        per_step=options.per_step,
        shown=Shown.BOTH if options.show is None else _choice("--show", options.show, Shown),
        camera=WHOLE_STAGE if options.camera is None else parse_camera(options.camera, file="--camera", field=""),
        lit=() if options.lit is None else _lit(options.lit),
        captions=options.captions is not False,
        fps=_fps(options.fps, form, _ANIMATION_FPS if animation else _FPS),
        quality=_quality(options.quality, form),
        codec=options.codec,
        handout=options.handout,
        clips=options.clips,
        jobs=None if options.jobs is None else _number("--jobs", options.jobs, 1, MAX_JOBS),
    )


def _check_apart(source: Path, out: Path) -> None:
    """Refuse to write over what is read."""
    try:
        same = source.samefile(out)
    except (OSError, ValueError):
        return  # one of them is not there, and reading or writing it says what is wrong
    if same:
        raise ScenarioError("OUT", "", written(str(out)), "another name than that of SOURCE, which would be lost")


def _flag(name: str) -> str:
    return _FLAGS.get(name, f"--{name.replace('_', '-')}")


def _given(options: argparse.Namespace, name: str) -> bool:
    return getattr(options, name) not in {None, False} or (name == "captions" and options.captions is False)


def _check_meant(options: argparse.Namespace, form: Format) -> None:
    """Refuse what means nothing for such a file, rather than do something else than was asked for."""
    for name in _MEANT:
        if _given(options, name) and not _means(name, form):
            others = ", ".join(dict.fromkeys(one.endings[0] for one in FORMATS if _means(name, one)))
            raise ScenarioError(_flag(name), "", "", f"OUT to end in one of {others}; {form.title} has no such choice")
    for name, wanted in _OF_ONE_FORM.items():
        if _given(options, name) and form.name != wanted:
            whole = " without --step or --per-step" if wanted == "slides" else ""
            raise ScenarioError(_flag(name), "", "", f"OUT to end in {format_named(wanted).endings[0]}{whole}")
    for name in _OF_PLAYING if form.name == "pptx" and not options.clips else ():
        if _given(options, name):
            raise ScenarioError(_flag(name), "", "", f"--clips; nothing plays in {form.title} without them")
    if options.transparent and not form.transparent:
        others = ", ".join(one.endings[0] for one in FORMATS if one.transparent)
        raise ScenarioError("--transparent", "", "", f"OUT to end in one of {others}; {form.title} has a ground")


def _means(name: str, form: Format) -> bool:
    """Return whether an option means something for a format."""
    if name in _OF_RANGES and form.name in OF_STRETCHES:
        return True
    # Pages of slides play nothing.
    return form.kind in _MEANT[name] and not (form.name == "slides" and name in {*_OF_RANGES, *_OF_PLAYING})


def _check_source(options: argparse.Namespace, form: Format, *, lesson: bool) -> None:
    """Refuse what such a source does not have."""
    for name in _NOT_OF_LESSONS if lesson else _OF_LESSONS:
        if _given(options, name):
            wanted = (
                "a program or a scenario; the steps of a lesson say it themselves"
                if lesson
                else described(FileKind.LESSON)
            )
            raise ScenarioError(_flag(name), "", "", f"SOURCE to be {wanted}")
    if options.step is not None and options.per_step:
        raise ScenarioError("--per-step", "", "", "either --step N for one step, or --per-step for all")
    if lesson and form.kind is Kind.DATA:
        raise ScenarioError(
            "OUT", "", written(options.out), "pictures, clips or slides of a lesson; a scenario has data"
        )
    if lesson and form.kind is Kind.PICTURE and options.step is None and not options.per_step:
        raise ScenarioError(
            "OUT", "", written(options.out), f"--step N for one step, or --per-step for {form.title}s of all"
        )
    if form.lessons and not lesson:
        raise ScenarioError(
            "OUT", "", written(options.out), f"{described(FileKind.LESSON)} as SOURCE, or .html for a run"
        )


def _look(options: argparse.Namespace, form: Format, *, animation: bool) -> Look:
    size = _size(options.size or ("1280x720" if animation else "1920x1080"), form)
    scale = Decimal(1) if options.scale is None else _scale(options.scale)
    logical = [round(side / scale) for side in size]
    if any(side < least for side, least in zip(logical, MIN_SIZE, strict=True)):
        most = min(Decimal(side) / least for side, least in zip(size, MIN_SIZE, strict=True))
        raise ScenarioError("--scale", "", written(str(scale)), f"at most {most:.2f} for {size[0]}x{size[1]} pixels")
    return Look(
        size=size,
        theme=options.theme or ("light" if options.handout else "dark"),
        scale=float(scale),
        transparent=options.transparent,
    )


def _size(text: str, form: Format) -> tuple[int, int]:
    width, _, height = text.partition("x")
    expected = f"WIDTHxHEIGHT in pixels from {MIN_SIZE[0]}x{MIN_SIZE[1]} to {MAX_SIZE[0]}x{MAX_SIZE[1]}"
    if not (_whole(width) and _whole(height)):
        raise ScenarioError("--size", "", written(text), expected)
    size = int(width), int(height)
    if not all(low <= side <= high for low, side, high in zip(MIN_SIZE, size, MAX_SIZE, strict=True)):
        raise ScenarioError("--size", "", written(text), expected)
    if form.even and (size[0] % 2 or size[1] % 2):
        raise ScenarioError("--size", "", written(text), f"even numbers; {form.title} halves them for colours")
    return size


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5  # noqa: PLR2004 - longer ones are out of every range


def _number(flag: str, text: str, least: int, most: int) -> int:
    if not _whole(text) or not least <= int(text) <= most:
        raise ScenarioError(flag, "", written(text), f"a whole number from {least} to {most}")
    return int(text)


def _scale(text: str) -> Decimal:
    expected = f"a number from {MIN_SCALE} to {MAX_SCALE}, such as 1.5"
    try:
        scale = Decimal(text) if text.isascii() else Decimal("NaN")
    except InvalidOperation:
        raise ScenarioError("--scale", "", written(text), expected) from None
    if not scale.is_finite() or not MIN_SCALE <= scale <= MAX_SCALE:
        raise ScenarioError("--scale", "", written(text), expected)
    return scale


def _fps(text: str | None, form: Format, usual: int) -> int:
    if text is None:
        return usual
    fps = _number("--fps", text, 1, form.most_fps)
    if form.name == "gif" and GIF_TICKS % fps:
        rates = ", ".join(str(rate) for rate in range(1, form.most_fps + 1) if GIF_TICKS % rate == 0)
        raise ScenarioError("--fps", "", written(text), f"one of {rates}: a GIF counts in hundredths of a second")
    return fps


def _quality(text: str | None, form: Format) -> Quality | None:
    if text is None:
        return form.qualities[0] if form.qualities else None
    quality = _choice("--quality", text, Quality)
    if quality not in form.qualities:
        if quality is Quality.LOSSLESS:
            lossless = ", ".join(one.endings[0] for one in FORMATS if Quality.LOSSLESS in one.qualities)
            raise ScenarioError(
                "--quality", "", written(text), f"OUT to end in {lossless}, or a folder of PNG pictures"
            )
        names = ", ".join(one.value for one in form.qualities) or "no such choice"
        raise ScenarioError("--quality", "", written(text), f"{names} for {form.title}")
    return quality


def _choice(flag: str, text: str, kind: type[_Chosen]) -> _Chosen:
    try:
        return kind(text)
    except ValueError:
        names = ", ".join(str(one.value) for one in kind)
        raise ScenarioError(flag, "", written(text), f"one of {names}") from None


def _instant(options: argparse.Namespace, name: str) -> Instant | None:
    text = getattr(options, name)
    return None if text is None else _parsed(_flag(name), text, parse_instant)


def _speed(text: str | None) -> int | None:
    if text is None:
        return None
    speed_ns = _parsed("--speed", text, parse_duration)
    if speed_ns < 1:
        raise ScenarioError("--speed", "", written(text), 'a duration above 0, such as "0.5ms"')
    return speed_ns


def _lit(text: str) -> tuple[LitTarget, ...]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > MAX_LIT:
        raise ScenarioError("--lit", "", written(text), f"at most {MAX_LIT} things that are lit")
    return tuple(_parsed("--lit", part, parse_lit) for part in parts)


_Parsed = TypeVar("_Parsed")


def _parsed(flag: str, text: str, parse: Callable[[str], _Parsed]) -> _Parsed:
    try:
        return parse(text)
    except ValueError as error:
        raise ScenarioError(flag, "", written(text), str(error)) from None
