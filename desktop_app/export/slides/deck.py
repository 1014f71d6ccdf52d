"""A deck: all that slides show and say, whatever file they become."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from unicodedata import category

from desktop_app.export.film import Take
from desktop_app.export.look import Look
from desktop_app.export.seen import NOTHING_SAID, Seen
from desktop_app.model.lesson import Caption
from desktop_app.views.caption.question import AskedQuestion

#: How an item of a list begins in notes.
BULLET: Final = "• "
_UNFIT: Final = frozenset({"Cc", "Cs"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a slide shows. It holds the runs, which are large: let go of it when the slide is done.

    Attributes:
        still: What an audience is left with: the end of what is played, answered, and with its caption.
        asking: The first moment with the question open; None where nothing is asked.
        asked: The question, answered; None where nothing is asked.
        played: The range from its first to its last moment, answered and with its caption; None where it stands still.
        lit: What is lit, in words; empty where nothing is.
        moment: When that is, in words.
    """

    still: Seen
    asking: Seen | None = None
    asked: AskedQuestion | None = None
    played: Take | None = None
    lit: str = ""
    moment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One slide: a step of a lesson.

    Attributes:
        title: What overviews call it.
        caption: What the audience reads.
        scene: Runs what is shown, and returns it; the same whenever it is asked.
        notes: What only the speaker reads: paragraphs with an empty line between; items of lists begin with `BULLET`.
        asks: Whether there is a question.
        repeat: Whether what it plays is played again and again.
    """

    title: str
    caption: Caption
    scene: Callable[[], Scene]
    notes: str = ""
    asks: bool = False
    repeat: bool = False

    @property
    def said(self) -> str:
        """The caption as plain text in one line."""
        return " ".join(self.caption.text.split())

    def shown(self, scene: Scene) -> str:
        """Return in words what its picture shows, for those who hear it."""
        return ", ".join(filter(None, (self.title, scene.moment, f"lit: {scene.lit}" if scene.lit else "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deck:
    """A lesson, or a scenario, as slides.

    Attributes:
        title: Its title.
        slides: At least one.
        look: How pictures are drawn.
        fps: Frames per second of what is played.
        sentence: What it shows, in one sentence.
        simplifications: Where it differs from a real machine, a sentence each.
        introduction: What the speaker reads before the first slide; as the notes of a slide.
    """

    title: str
    slides: tuple[Slide, ...]
    look: Look
    fps: int
    sentence: str = ""
    simplifications: tuple[str, ...] = ()
    introduction: str = ""

    @property
    def has_words(self) -> bool:
        """Whether any slide says or asks something."""
        return any(slide.asks or slide.caption.paragraphs for slide in self.slides)


def wordless(seen: Seen) -> Seen:
    """Return what is seen without caption and question, for where these are text beside the picture.

    What a picture must not tell while its question is open it does not tell here either.
    """
    return replace(seen, figures=seen.compared, asked=None, caption=NOTHING_SAID, captions=())


def clean(words: str) -> str:
    """Return text without what no document may hold: control characters, and halves of letters."""
    return "".join(letter for letter in words if letter in "\n\t" or category(letter) not in _UNFIT)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of notes; line breaks stay within one."""
    return tuple(part.strip("\n") for part in text.split("\n\n") if part.strip())
