from random import Random

import pytest

from desktop_app.engine.build import simulate
from desktop_app.teaching.practice import sharing
from desktop_app.teaching.practice.exercises import EXERCISE_LIMITS
from tests.teaching.questions.asked import asked


def answers(make, level, seeds):
    traces = (simulate(make(Random(seed), level).scenario, EXERCISE_LIMITS).run() for seed in seeds)
    return [asked("deadlock", trace).answer for trace in traces]


@pytest.mark.parametrize("level", [1, 3, 5])
def test_some_circles_close_and_some_do_not(level):
    found = answers(sharing.deadlock, level, range(40))
    assert found.count("Yes") > 5
    assert found.count("No") > 5


def test_one_lock_never_closes_a_circle():
    assert set(answers(sharing.locked, 4, range(20))) == {"No"}


@pytest.mark.parametrize("seed", range(5))
def test_memory_is_given_back_at_the_end(seed):
    situation = sharing.memory(Random(seed), 3)
    trace = simulate(situation.scenario, EXERCISE_LIMITS).run()
    assert asked("memory", trace, process="P1", when="end").answer == "0 B"
