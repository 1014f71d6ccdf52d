from desktop_app.app.habits import Habits
from desktop_app.app.practice.scores import remember, score_of
from desktop_app.teaching.practice.score import Score, after


def test_a_score_is_remembered_by_topic(qapp):
    habits = Habits(None)
    score = after(after(Score(), right=True), right=False)
    remember(habits, "fcfs", score)
    assert score_of(habits, "fcfs") == score
    assert score_of(habits, "sjf") == Score()
