"""How somebody does: what was right, and how hard the next exercise is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from desktop_app.teaching.practice.situation import LEVELS

#: So many right answers in a row at a level lead to the next one, and so many wrong ones back.
UP_AFTER: Final = 3
DOWN_AFTER: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The score of one topic.

    Attributes:
        right: How many answers were right.
        wrong: How many were not.
        streak: How many in a row were right, up to now.
        best: The longest streak.
        level: How hard the next exercise is, 1 to `situation.LEVELS`.
        steps: At this level, how many in a row were right, or wrong where it is negative.
    """

    right: int = 0
    wrong: int = 0
    streak: int = 0
    best: int = 0
    level: int = 1
    steps: int = 0

    @property
    def answered(self) -> int:
        """How many were answered."""
        return self.right + self.wrong


def after(score: Score, *, right: bool) -> Score:
    """Return the score after one more answer."""
    if right:
        streak = score.streak + 1
        found = replace(score, right=score.right + 1, streak=streak, best=max(score.best, streak))
        steps = max(0, score.steps) + 1
        if steps >= UP_AFTER and score.level < LEVELS:
            return replace(found, level=score.level + 1, steps=0)
        return replace(found, steps=min(steps, UP_AFTER))
    steps = min(0, score.steps) - 1
    found = replace(score, wrong=score.wrong + 1, streak=0)
    if steps <= -DOWN_AFTER and score.level > 1:
        return replace(found, level=score.level - 1, steps=0)
    return replace(found, steps=max(steps, -DOWN_AFTER))
