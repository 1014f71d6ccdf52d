"""What the boxes of the dialog offer: texts, and what each stands for."""

from __future__ import annotations

from typing import Final

from desktop_app.app.exporting.checks import even_size
from desktop_app.app.exporting.choices import GIF_TICKS, MOST_JOBS, Option
from desktop_app.app.exporting.context import Context
from desktop_app.app.exporting.source import Scope
from desktop_app.app.exporting.words import tr
from desktop_app.app.speeds import STEPS
from desktop_app.export.formats import Format, Quality
from desktop_app.export.processors import processors
from desktop_app.model.durations import format_duration
from desktop_app.model.lesson import Shown

#: A text, and what it stands for, as it is remembered.
Offer = tuple[str, str]

#: What is typed in a field beside the box.
OWN: Final = "own"
#: A range that is typed.
FREE: Final = ""
#: Speeds that are none of a unit: what the steps of a lesson say, what the window plays at, and all of it in some time.
STEPS_SAY, WINDOW, WITHIN = "steps", "window", "in "
NOW, WHOLE = "now", "whole"
_SIZES: Final = ("1920x1080", "1280x720", "3840x2160")
_RATES: Final = (1, 5, 10, 15, 20, 24, 25, 30, 50, 60, 120)
_USUAL_RATE, _USUAL_ANIMATION_RATE = 30, 20
_ANIMATIONS: Final = frozenset({"gif", "apng", "webp"})
_SCALES: Final = ("0.5", "0.75", "1", "1.25", "1.5", "2", "3", "4")
_LENGTHS_S: Final = (10, 30, 60)
_USUAL_LENGTH_S: Final = 30
_THEMES: Final = (
    ("dark", "Dark"),
    ("light", "Light"),
    ("contrast-dark", "High contrast, dark"),
    ("contrast-light", "High contrast, light"),
)
_SHOWN: Final = ((Shown.BOTH, "Stage and timeline"), (Shown.STAGE, "Stage"), (Shown.TIMELINE, "Timeline"))
_QUALITIES: Final = {
    Quality.SMALL: "Small file",
    Quality.GOOD: "Good",
    Quality.BEST: "Best",
    Quality.LOSSLESS: "Lossless: every pixel exact",
}
#: Options that are on or off: what the box says, what that means, and whether it is on at first.
BOXES: Final = {
    Option.CAPTIONS: ("Ca&ptions and questions", "Show below each picture what the audience reads.", True),
    Option.TRANSPARENT: ("Transparent &ground", "What is not drawn on is see-through, to be laid over a slide.", False),
    Option.HANDOUT: ("With the speaker's &notes", "A handout: below each step what only the speaker reads.", False),
    Option.CLIPS: ("C&lips instead of pictures", "A step that plays is a clip in its slide.", False),
    Option.PER_STEP: ("A file for eac&h step", "One click on a slide then plays the next.", False),
}


def ranges(context: Context) -> list[tuple[str, tuple[str, str] | None]]:
    """Return the ranges of a run that have a name, and the one that is typed."""
    whole = tr("The whole run") if context.ends else tr("The run as far as it is known")
    found: list[tuple[str, tuple[str, str] | None]] = [(whole, context.whole)]
    for name, times in ((tr("The loop"), context.loop), (tr("What the step plays"), context.stretch)):
        if times is not None:
            found.append((name, (format_duration(times[0]), format_duration(times[1]))))
    return [*found, (tr("From … to …"), None)]


def speeds(context: Context, scope: Scope) -> list[Offer]:
    """Return the speeds of a film: of a run as in the window first, of a lesson as its steps say."""
    unit = context.unit
    window = (tr("As now: {}").format(unit.own_label(context.speed_ns)), WINDOW)
    steady = [(unit.label(step), str(step)) for step in STEPS]
    if scope is not Scope.RUN:
        return [(tr("As the steps say"), STEPS_SAY), window, *steady, (tr("Another…"), OWN)]
    within = [(tr("All of it in {} s").format(length_s), f"{WITHIN}{length_s}") for length_s in _LENGTHS_S]
    return [window, *within, *steady, (tr("Another…"), OWN)]


def usual_speed(context: Context, scope: Scope, span_ns: int) -> str:
    """Return the speed where nobody chose: the window's, unless the film of a run would be very long.

    Args:
        context: What the window shows.
        scope: How much of it is exported.
        span_ns: How long the range of the run is, in nanoseconds.
    """
    if scope is not Scope.RUN:
        return STEPS_SAY
    return WINDOW if span_ns <= context.speed_ns * _LENGTHS_S[-1] else f"{WITHIN}{_USUAL_LENGTH_S}"


def rates(form: Format) -> list[Offer]:
    """Return the frames per second that a format can have."""
    if form.name == "gif":  # it counts in hundredths of a second
        return [(str(rate), str(rate)) for rate in range(1, form.most_fps + 1) if GIF_TICKS % rate == 0]
    return [(str(rate), str(rate)) for rate in _RATES if rate <= form.most_fps]


def usual_rate(form: Format) -> str:
    """Return the frames per second where nobody chose."""
    return str(_USUAL_ANIMATION_RATE if form.name in _ANIMATIONS else _USUAL_RATE)


def sizes(context: Context) -> list[Offer]:
    """Return the sizes of pictures."""
    width, height = even_size(*context.stage)
    stage = (tr("The stage's own: {} × {}").format(width, height), f"{width}x{height}")
    return [*((size.replace("x", " × "), size) for size in _SIZES), stage, (tr("Another…"), OWN)]


def usual_size(form: Format) -> str:
    """Return the size where nobody chose."""
    return _SIZES[1] if form.name in _ANIMATIONS else _SIZES[0]


def scales() -> list[Offer]:
    """Return how much larger text can be."""
    return [(f"{float(scale):.0%}", scale) for scale in _SCALES]


def themes() -> list[Offer]:
    """Return the palettes."""
    return [(tr(title), name) for name, title in _THEMES]


def shown() -> list[Offer]:
    """Return which pictures of a run can be shown."""
    return [(tr(title), kind.value) for kind, title in _SHOWN]


def cameras() -> list[Offer]:
    """Return where one can look from."""
    return [(tr("As it is now"), NOW), (tr("The whole stage"), WHOLE)]


def qualities(form: Format) -> list[Offer]:
    """Return the qualities of a format, the usual one first."""
    return [(tr(_QUALITIES[each]), each.value) for each in form.qualities]


def codecs() -> list[Offer]:
    """Return how a WebM can be encoded."""
    return [(tr("VP9: plays everywhere"), "vp9"), (tr("AV1: smaller, for new players"), "av1")]


def jobs() -> list[Offer]:
    """Return how many processes can work at it."""
    most = min(MOST_JOBS, processors())
    return [(tr("As many as pay"), ""), *((str(count), str(count)) for count in range(1, most + 1))]
