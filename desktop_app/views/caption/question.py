"""A question to the hall: prompt, choices as cards A to F, votes counted by hand, and the answer once it is revealed.

`AskedQuestion` is what an audience sees, `question_plan` says where, and `question_painting` draws it. Texts are plain,
but for code between backticks in prompt and explanation.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.model.lesson import Span, SpanStyle
from desktop_app.views.caption.setting import Paragraphs, plain

LETTERS = "ABCDEF"


def tr(text: str) -> str:
    """Return ``text`` in the user's language."""
    return QCoreApplication.translate("Question", text)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question as an audience sees it.

    Attributes:
        prompt: What is asked.
        choices: What can be answered, at most 6; none where the hall answers freely.
        right: The place of the right choice; None without choices. Shown once it is revealed, and never before.
        explanation: Why, from the trace; shown once it is revealed.
        revealed: Whether the answer is shown.
        votes: How many voted for each choice; empty where nobody counted.
        picked: The place of what somebody who practises has chosen; None without one.
        folded: Whether, once it is revealed, one line says only what was asked and what is right.

    Raises:
        ValueError: For more than 6 choices, for another number of votes than of choices, for votes less than 0, and
            for a right or picked choice that there is not.
    """

    prompt: str
    choices: tuple[str, ...] = ()
    right: int | None = None
    explanation: str = ""
    revealed: bool = False
    votes: tuple[int, ...] = ()
    picked: int | None = None
    folded: bool = False

    @property
    def one_line(self) -> bool:
        """Whether it is one line: nothing is folded away before it was told."""
        return self.folded and self.revealed

    def __post_init__(self) -> None:
        if len(self.choices) > len(LETTERS):
            raise ValueError(f"{len(self.choices)} choices; at most {len(LETTERS)} have a letter")
        if self.votes and (len(self.votes) != len(self.choices) or min(self.votes) < 0):
            raise ValueError(f"votes {self.votes} for {len(self.choices)} choices")
        for place in (self.right, self.picked):
            if place is not None and not 0 <= place < len(self.choices):
                raise ValueError(f"choice {place} of {len(self.choices)}")


def in_code(text: str) -> Paragraphs:
    """Return text of one paragraph, in which what stands between two backticks is code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return plain(text)
    styles = (SpanStyle.PLAIN, SpanStyle.CODE)
    return (tuple(Span(text=part, style=styles[at % 2]) for at, part in enumerate(parts) if part),)


def question_text(asked: AskedQuestion) -> str:
    """Return all that a question says, for those who hear it: choices with their votes, what is right, and why."""
    lines = [asked.prompt]
    for at, choice in enumerate(asked.choices):
        words = f"{LETTERS[at]}: {choice}"
        if asked.votes:
            words = tr("{choice}; votes: {count}").format(choice=words, count=asked.votes[at])
        if at == asked.picked:
            words = tr("{choice}; chosen").format(choice=words)
        if asked.revealed and at == asked.right:
            words = tr("{choice}; this is right").format(choice=words)
        lines.append(words)
    if asked.revealed and asked.explanation:
        lines.append(asked.explanation)
    return "\n".join([*lines, *(words for words in note_words(asked) if words)])


def note_words(asked: AskedQuestion) -> tuple[str, str]:
    """Return what stands at the foot of a question: where the answer comes from, and how many voted."""
    total = sum(asked.votes)
    votes = "" if not total else tr("1 vote") if total == 1 else tr("{count} votes").format(count=total)
    return tr("The answer is computed from the run."), votes
