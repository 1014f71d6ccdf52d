from hypothesis import given
from hypothesis import strategies as st

from desktop_app.teaching.practice.score import DOWN_AFTER, UP_AFTER, Score, after
from desktop_app.teaching.practice.situation import LEVELS


def played(*answers, score=None):
    score = Score() if score is None else score
    for right in answers:
        score = after(score, right=right)
    return score


def test_the_level_rises_after_right_answers_in_a_row():
    assert played(*[True] * (UP_AFTER - 1)).level == 1
    assert played(*[True] * UP_AFTER).level == 2
    assert played(True, True, False, True, True).level == 1


def test_it_falls_after_wrong_answers_in_a_row():
    start = Score(level=3)
    assert played(*[False] * (DOWN_AFTER - 1), score=start).level == 3
    assert played(*[False] * DOWN_AFTER, score=start).level == 2
    assert played(False, True, False, score=start).level == 3


def test_what_was_answered_is_counted():
    score = played(True, True, False, True)
    assert (score.right, score.wrong, score.streak, score.best, score.answered) == (3, 1, 1, 2, 4)


@given(st.lists(st.booleans(), max_size=40))
def test_a_score_stays_in_its_bounds(answers):
    score = Score()
    for right in answers:
        before, score = score, after(score, right=right)
        assert 1 <= score.level <= LEVELS
        assert abs(score.level - before.level) <= 1
        assert score.streak <= score.best <= score.right
        assert -DOWN_AFTER <= score.steps <= UP_AFTER
    assert score.answered == len(answers)
