"""Streams of exercises: deterministic, endless, never twice the same in a row, and always with something to choose."""

from itertools import pairwise

import pytest

from desktop_app.engine.build import simulate
from desktop_app.model.question import QuestionKind
from desktop_app.teaching.practice.exercises import EXERCISE_LIMITS, PER_LEVEL, Stream
from desktop_app.teaching.practice.situation import LEVELS
from desktop_app.teaching.practice.topics import TOPICS
from desktop_app.teaching.questions.asking import ask
from desktop_app.teaching.questions.question import Run

#: Those whose programs are compiled in a child process for each exercise.
PROGRAMS = {"threads-and-processes", "gil", "race-and-lock", "memory-sharing"}
QUICK = ["fcfs", "fair", "real-time", "deadlock"]


@pytest.fixture(scope="module", params=TOPICS)
def exercises(request):
    """Some exercises of each topic, at the lowest and the highest level."""
    source, count = Stream(TOPICS[request.param], 7), 1 if request.param in PROGRAMS else 4
    return [source.next(level) for level in (1, LEVELS) for _ in range(count)]


def test_each_has_one_right_answer_among_different_choices(exercises):
    for exercise in exercises:
        question = exercise.question
        assert question.choices.count(question.answer) == 1
        assert len(set(question.choices)) == len(question.choices)
        assert len(question.choices) >= (2 if question.kind in {QuestionKind.DEADLOCK, QuestionKind.HOLDER} else 3)
        assert question.explanation


def test_the_answer_is_what_a_run_of_its_scenario_says(exercises):
    exercise = exercises[-1]
    trace = simulate(exercise.scenario, EXERCISE_LIMITS).run()
    assert not trace.truncated
    assert ask(exercise.spec, [Run(trace=trace)], exercise.question.at_ns).answer == exercise.question.answer


def test_no_two_in_a_row_are_alike(exercises):
    for before, after in pairwise(exercises):
        assert before.scenario != after.scenario
        words = before.question.text, before.question.answer
        assert words != (after.question.text, after.question.answer)


def stream(name, seed, count, level=None):
    source = Stream(TOPICS[name], seed)
    return [source.next(level) for _ in range(count)]


@pytest.mark.parametrize("name", QUICK)
def test_the_same_seed_gives_the_same_exercises(name):
    first, again, other = (stream(name, seed, 5) for seed in (3, 3, 4))
    assert first == again
    assert first != other


@pytest.mark.parametrize("name", ["gil"])
def test_programs_come_out_the_same_again_too(name):
    assert Stream(TOPICS[name], 5).next(2) == Stream(TOPICS[name], 5).next(2)


def test_levels_rise_without_a_score():
    levels = [exercise.level for exercise in stream("fcfs", 0, PER_LEVEL * (LEVELS + 1))]
    assert levels == sorted(levels)
    assert set(levels) == set(range(1, LEVELS + 1))


def test_harder_exercises_have_more_threads_and_more_to_think_of():
    def mean(level, of):
        found = [of(exercise.scenario) for exercise in stream("round-robin", 1, 12, level)]
        return sum(found) / len(found)

    assert mean(5, lambda scenario: len(scenario.processes)) > mean(1, lambda scenario: len(scenario.processes))
    assert mean(1, lambda scenario: max(spec.arrival_ns for spec in scenario.processes)) == 0
    assert mean(2, lambda scenario: min(spec.arrival_ns for spec in scenario.processes[1:])) > 0
    assert mean(3, lambda scenario: scenario.machine.context_switch_ns) == 0
    assert mean(4, lambda scenario: scenario.machine.context_switch_ns) > 0
    assert mean(5, lambda scenario: max(len(spec.bursts) for spec in scenario.processes)) > 1
