"""What a step of a lesson asks, as an audience sees it."""

from __future__ import annotations

from typing import Final

from desktop_app.model.lesson import Step
from desktop_app.model.question import QuestionKind
from desktop_app.teaching.questions.question import Question
from desktop_app.views.caption.question import AskedQuestion

#: What one who knows the next dispatch knows, or has to guess no longer.
_TOLD_BY_NEXT: Final = frozenset(
    {
        QuestionKind.NEXT_THREAD,
        QuestionKind.STATE,
        QuestionKind.WAITING_TIME,
        QuestionKind.RESPONSE_TIME,
        QuestionKind.TURNAROUND_TIME,
        QuestionKind.FINISH_TIME,
        QuestionKind.FIRST_TO_FINISH,
    }
)


def may_tell_next(step: Step, *, revealed: bool) -> bool:
    """Return whether the stage may say who is dispatched next: not while that is asked, or what follows from it."""
    return revealed or step.question is None or step.question.kind not in _TOLD_BY_NEXT


def as_asked(
    question: Question, *, revealed: bool = False, votes: tuple[int, ...] = (), picked: int | None = None
) -> AskedQuestion:
    """Return a question as an audience sees it.

    Args:
        question: The question.
        revealed: Whether the answer is shown.
        votes: How many voted for each choice; empty where nobody counted.
        picked: What somebody who practises has chosen.
    """
    return AskedQuestion(
        prompt=question.text,
        choices=question.choices,
        right=question.right if question.choices else None,
        explanation=question.reason,
        revealed=revealed,
        votes=votes,
        picked=picked,
    )
