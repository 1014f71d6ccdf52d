"""Scores of practice, remembered among the preferences."""

from __future__ import annotations

from desktop_app.app.habits import Habits
from desktop_app.storage.preferences import PracticeScore
from desktop_app.teaching.practice.score import Score
from desktop_app.teaching.practice.situation import LEVELS


def score_of(habits: Habits, topic: str) -> Score:
    """Return how somebody has done in a topic so far."""
    kept = habits.now.practice.get(topic, PracticeScore())
    return Score(
        right=kept.right,
        wrong=kept.wrong,
        streak=kept.streak,
        best=kept.best,
        level=min(kept.level, LEVELS),
        steps=kept.steps,
    )


def remember(habits: Habits, topic: str, score: Score) -> None:
    """Remember how somebody does in a topic."""
    kept = PracticeScore(
        right=score.right,
        wrong=score.wrong,
        streak=score.streak,
        best=score.best,
        level=score.level,
        steps=score.steps,
    )
    habits.change(practice={**habits.now.practice, topic: kept}, practised=topic)
