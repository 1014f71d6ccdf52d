"""A question as it is put to people, with its answer and why it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop_app.model.errors import CoreloomError, LessonError, ScenarioError
from desktop_app.model.question import QuestionKind
from desktop_app.storage.wording import written
from desktop_app.trace.trace import Trace

#: A choice has a key of its own on a keyboard, and room on one card.
MIN_CHOICES: Final = 2
MAX_CHOICES: Final = 6
#: What an audience can read below the choices; a single sentence may be longer.
REASON_CHARS: Final = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that has been worked out.

    Attributes:
        kind: What is asked.
        text: The question in one sentence.
        choices: `MIN_CHOICES` to `MAX_CHOICES` answers, of which one is right; empty where the answer is given freely.
        answer: The right answer; one of the choices where there are any.
        explanation: Why, a sentence or two each, from what the trace says.
        at_ns: The moment at which it is asked.
        shown_ns: The moment at which the answer can be seen; at or after ``at_ns``.
    """

    kind: QuestionKind
    text: str
    choices: tuple[str, ...]
    answer: str
    explanation: tuple[str, ...]
    at_ns: int
    shown_ns: int

    @property
    def right(self) -> int:
        """Place of the right answer among the choices, from 0; -1 where the answer is given freely."""
        return self.choices.index(self.answer) if self.choices else -1

    @property
    def reason(self) -> str:
        """The explanation as far as a card has room for it: its last sentences, which say what happens."""
        told: list[str] = []
        for sentence in reversed(self.explanation):
            if told and sum(map(len, told)) + len(told) + len(sentence) > REASON_CHARS:
                break
            told.append(sentence)
        return " ".join(reversed(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One of the runs that a question is about.

    Attributes:
        trace: What happened, to the end of the run.
        title: What it is called beside others; empty where it is the only one.
    """

    trace: Trace
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a question stands, for messages about it.

    Attributes:
        file: The file, as the user named it; what the question is called where it comes from none.
        line: Its line from 1; 0 where it has none.
        step: What the lesson's step is called; empty where it belongs to none.
    """

    file: str = "the question"
    line: int = 0
    step: str = ""

    def refusal(self, option: str, value: object, expected: str) -> CoreloomError:
        """Return the error that says what is wrong with an option of the question.

        Args:
            option: Its name; empty where the question as a whole is meant.
            value: What it is; None where nothing stands there.
            expected: What would be right, as a noun phrase.
        """
        field = f"question.{option}" if option else "question"
        found = "" if value is None else written(value)
        if not self.line:
            return ScenarioError(self.file, field, found, expected)
        problem = f"{field} is {found}" if found else field
        return LessonError(
            self.file, self.line, f"step {written(self.step)}: {problem}" if self.step else problem, expected
        )
