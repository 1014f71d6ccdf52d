from dataclasses import replace
from itertools import pairwise

import pytest

from desktop_app.model.durations import parse_duration
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Action, ActionKind
from tests.scenarios import MS, bursts, periodic, scenario
from tests.teaching.questions.asked import asked, trace_of


def ns(text):
    return parse_duration(text.replace("µs", "us"))


def test_missed_deadlines_and_cpu_time():
    late = trace_of(
        scenario(periodic("cpu 3ms", 4 * MS), periodic("cpu 3ms", 6 * MS), cores=1, policy="edf", until_ns=24 * MS)
    )
    misses = int(asked("deadline-misses", late).answer)
    assert misses == sum(int(asked("deadline-misses", late, thread=f"P{number}").answer) for number in (1, 2))
    assert misses > 0
    ran = sum(ns(asked("cpu-time", late, thread=f"P{number}", until="10ms").answer) for number in (1, 2))
    assert ran == 10 * MS


def test_no_missed_deadline_is_a_choice_and_each_thread_is_told_of():
    late = trace_of(
        scenario(periodic("cpu 3ms", 4 * MS), periodic("cpu 3ms", 6 * MS), cores=1, policy="edf", until_ns=24 * MS)
    )
    question = asked("deadline-misses", late)
    assert question.choices[0] == "0"
    assert question.explanation[1].startswith("P2·T1: ")
    assert "late; due after 6 ms, the longest took" in question.explanation[1]


def test_times_are_in_one_unit_as_fine_as_the_answer_and_apart():
    odd = trace_of(scenario(bursts("cpu 40833410ns"), bursts("cpu 7ms"), bursts("cpu 7100us"), cores=1))
    question = asked("finish-time", odd, thread="P1")
    assert all(choice.endswith(" ms") for choice in question.choices)
    numbers = [float(choice.split()[0]) for choice in question.choices]
    assert all(number > 0 for number in numbers)
    assert all(later - before > later / 50 for before, later in pairwise(numbers))
    assert question.answer in " ".join(question.explanation)


def test_nothing_finishes_before_it_arrives():
    trace = trace_of(scenario(bursts("cpu 2ms"), bursts("cpu 1ms", arrival_ns=9 * MS), cores=1))
    assert all(ns(choice) > 9 * MS for choice in asked("finish-time", trace, thread="P2").choices)


def test_cpu_time_is_taken_for_an_equal_share():
    trace = trace_of(scenario(bursts("cpu 30ms"), bursts("cpu 2ms"), cores=1, quantum_ns=MS))
    assert "10 ms" in asked("cpu-time", trace, thread="P2", until="20ms").choices
    told = asked("cpu-time", trace, thread="P1", until="32ms").explanation[0]
    assert told == "P1·T1 has a core from 0 ms to 1 ms, from 2 ms to 3 ms, from 4 ms to 32 ms."


def test_a_run_that_ends_before_all_have_been_launched_has_no_makespan():
    late = bursts("cpu 1ms", name="B", launches=0)
    launched = Action(at_ns=5 * MS, kind=ActionKind.LAUNCH, process="B")
    whole = scenario(bursts("cpu 1ms"), late, actions=(launched,))
    assert asked("makespan", trace_of(whole)).answer == "6 ms"
    with pytest.raises(CoreloomError, match="a run in which all threads end"):
        asked("makespan", trace_of(replace(whole, until_ns=3 * MS)))
