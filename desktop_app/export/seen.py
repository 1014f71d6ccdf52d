"""What an audience sees, as a value, and where its parts stand on a screen of some size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import Snapshot
from desktop_app.model.lesson import Caption, CriterionName, Shown
from desktop_app.views.caption.band import height_needed, most_height
from desktop_app.views.caption.question import AskedQuestion
from desktop_app.views.caption.question_plan import question_height
from desktop_app.views.stage.layout import STAGE_SHARE
from desktop_app.views.stage.options import PLAIN, StageOptions

#: A picture keeps this share of the height; where a question leaves less below which a caption stands, it is written
#: smaller.
_LEAST_PICTURE = 0.45
#: Beside a question a timeline below the stage has at least this share of the height, or is left out.
_LEAST_TIMELINE = 0.12
#: A caption takes no more of the height than this.
_MOST_CAPTION = 0.3


#: The caption of a step that has none.
NOTHING_SAID = Caption()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One of the runs that are shown.

    Attributes:
        moments: Its pictures.
        title: What it is called beside others.
    """

    moments: Moments
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that the audience's picture depends on, but for its size and colours, and what is drawn over it by hand.

    Attributes:
        runs: One run, or several side by side on one clock.
        t_ns: The moment.
        shown: Which pictures of a run.
        figures: Which figures of runs side by side; None for those that tell most.
        options: How the stage is looked at.
        caption: What is read below.
        captions: All captions of the lesson: below each picture there is room for the longest, so that nothing jumps.
        asked: The question, or None.
        stretch: What the step plays: from, and until, in nanoseconds; None where it stands still.
        playing: Whether it plays now.
    """

    runs: tuple[Run, ...]
    t_ns: int
    shown: Shown = Shown.STAGE
    figures: tuple[CriterionName, ...] | None = None
    options: StageOptions = PLAIN
    caption: Caption = NOTHING_SAID
    captions: tuple[Caption, ...] = ()
    asked: AskedQuestion | None = None
    stretch: tuple[int, int] | None = None
    playing: bool = False

    @property
    def snapshot(self) -> Snapshot:
        """The first run at the moment, or at its end where that comes before."""
        moments = self.runs[0].moments
        return moments.at(moments.nearest_ns(self.t_ns), self.options.followed)

    @property
    def told(self) -> AskedQuestion | None:
        """The question as it stands now: in one line as soon as what proves its answer plays, which has the room."""
        if self.asked is None or self.stretch is None:
            return self.asked
        return replace(self.asked, folded=self.playing or self.t_ns != self.stretch[0])

    @property
    def holds_proof(self) -> bool:
        """Whether the answer can be read, and what proves it is still to be played."""
        told = self.told
        return told is not None and told.revealed and self.stretch is not None and not told.one_line

    @property
    def compared(self) -> tuple[CriterionName, ...] | None:
        """The figures, but none while a question is open, as they may tell the answer, nor before its proof plays."""
        return self.figures if self._has_told else ()

    @property
    def read(self) -> Caption:
        """The caption, but not while a question is open, as it may tell the answer, nor beside all of that."""
        return self.caption if self._has_told else NOTHING_SAID

    @property
    def _has_told(self) -> bool:
        """Whether no question is open, nor stands there with all of its explanation."""
        told = self.told
        return told is None or (told.revealed and not self.holds_proof)


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Where things stand, in logical pixels; what is not shown is empty.

    Attributes:
        stage: The stage, or all runs that are side by side.
        timeline: The timeline.
        question: The question.
        band: The caption.
    """

    stage: QRectF
    timeline: QRectF
    question: QRectF
    band: QRectF


def areas(seen: Seen, width: float, height: float) -> Areas:
    """Return where everything stands on a screen of this size."""
    told = seen.told
    # Below a question that says all there is to say now, no room is kept.
    band = band_height(seen, width, height) if told is None or seen.read.paragraphs else 0.0
    card = 0.0 if told is None else float(question_height(told, width, height))
    if band and card:
        card = min(card, round(height * (1 - _LEAST_PICTURE)) - band)
    picture = height - band - card
    split = picture
    if seen.shown is Shown.BOTH and len(seen.runs) == 1:
        split = round(picture * STAGE_SHARE)
        if told is not None and picture - split < height * _LEAST_TIMELINE:
            split = picture
    elif seen.shown is Shown.TIMELINE and len(seen.runs) == 1:
        split = 0.0
    return Areas(
        stage=QRectF(0, 0, width, split),
        timeline=QRectF(0, split, width, picture - split),
        question=QRectF(0, picture, width, card),
        band=QRectF(0, picture + card, width, band),
    )


def band_height(seen: Seen, width: float, height: float) -> float:
    """Return how high the place of captions is: as high as the longest of them needs."""
    most = max(most_height(seen.captions, width, height), height_needed(seen.caption, width, height))
    return float(min(most, round(height * _MOST_CAPTION)))
