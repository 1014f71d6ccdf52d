"""A lesson: steps that each show a moment or a stretch of a run, with a caption. It is data, and runs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_app.model.camera import WHOLE_STAGE, Camera
from desktop_app.model.instant import START, Instant
from desktop_app.model.lit import LitTarget
from desktop_app.model.question import QuestionSpec
from desktop_app.model.scenario import Scenario

MAX_STEPS = 200
MAX_SIDES = 4
MAX_CAPTION_CHARS = 280


class SpanStyle(Enum):
    """How a piece of a caption is written."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a caption in one style; its text is shown as it is, whatever looks like markup in it."""

    text: str
    style: SpanStyle = SpanStyle.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What the audience reads.

    Attributes:
        paragraphs: Its paragraphs, each of at least one span.
    """

    paragraphs: tuple[tuple[Span, ...], ...] = ()

    @classmethod
    def of(cls, text: str) -> Caption:
        """Return a caption of one paragraph of plain text."""
        return cls(paragraphs=((Span(text),),))

    @property
    def text(self) -> str:
        """All of it without styles, a line a paragraph."""
        return "\n".join("".join(span.text for span in paragraph) for paragraph in self.paragraphs)


class Shown(Enum):
    """Which picture of a run a step shows; its value is its name in a lesson."""

    STAGE = "stage"
    TIMELINE = "timeline"
    BOTH = "both"


class CriterionName(Enum):
    """What runs beside each other are compared by; its value is its name in a lesson."""

    MAKESPAN = "makespan"
    SPEED_UP = "speed-up"
    CORES_USED = "cores-used"
    UTILISATION = "utilisation"
    SWITCHES = "switches"
    TURNAROUND_TIME = "turnaround-time"
    WAITING_TIME = "waiting-time"
    RESPONSE_TIME = "response-time"
    DEADLINE_MISSES = "deadline-misses"
    THROUGHPUT = "throughput"
    MEMORY = "memory"
    CPU_TIME = "cpu-time"
    LONGEST_TURNAROUND_TIME = "longest-turnaround-time"
    LONGEST_WAITING_TIME = "longest-waiting-time"
    LONGEST_RESPONSE_TIME = "longest-response-time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the runs that a step shows.

    Attributes:
        scenario: What is run, with what the step sets in it.
        title: What it is called beside others; empty where it is the only one.
    """

    scenario: Scenario
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step.

    Attributes:
        title: What overviews call it.
        sides: What is run: one scenario, or up to `MAX_SIDES` beside each other on one clock.
        begin: The moment that is shown first.
        end: Up to where it is played from there; None where the moment stands still.
        speed_ns: Simulated nanoseconds per second of playing; None for the one that is set.
        repeat: Whether it is played again and again.
        camera: Where one looks from.
        follow: Label of the thread that the camera goes with, such as ``P1·T2``; empty for none.
        lit: What is lit; empty when nothing is more important than the rest.
        shown: Which pictures are shown.
        figures: Which figures of runs beside each other are shown, in this order; None for those that tell most about
            what the runs differ in, and an empty tuple for none.
        caption: What the audience reads.
        notes: What only the speaker reads, as plain text: paragraphs with an empty line between.
        question: What is asked before it plays, or None.
        line: Where it begins in the lesson's file, from 1; 0 where it comes from none.
    """

    title: str
    sides: tuple[Side, ...]
    caption: Caption
    begin: Instant = START
    end: Instant | None = None
    speed_ns: int | None = None
    repeat: bool = False
    camera: Camera = WHOLE_STAGE
    follow: str = ""
    lit: tuple[LitTarget, ...] = ()
    shown: Shown = Shown.STAGE
    figures: tuple[CriterionName, ...] | None = None
    notes: str = ""
    question: QuestionSpec | None = None
    line: int = 0

    @property
    def scenario(self) -> Scenario:
        """What is run, the first where there are several."""
        return self.sides[0].scenario


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson.

    Attributes:
        title: Its title.
        steps: Its steps, at least one.
        sentence: What it shows, in one sentence.
        topic: The heading that it stands under in a gallery.
        simplifications: Where it differs from a real machine, a sentence each.
        introduction: What the speaker reads before the first step, as plain text.
        file: The file it came from, as the user named it; empty for one that is not saved.
    """

    title: str
    steps: tuple[Step, ...]
    sentence: str = ""
    topic: str = ""
    simplifications: tuple[str, ...] = ()
    introduction: str = ""
    file: str = ""
