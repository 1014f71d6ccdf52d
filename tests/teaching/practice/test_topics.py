from random import Random

import pytest

from desktop_app.model.errors import ScenarioError
from desktop_app.teaching.practice.situation import LEVELS
from desktop_app.teaching.practice.topics import TOPICS, topic_named


def test_there_is_a_topic_for_each_part_of_the_course():
    assert list(TOPICS) == [
        *("fcfs", "sjf", "srtf", "round-robin", "priority", "mlfq", "fair", "multicore", "real-time"),
        *("threads-and-processes", "gil", "race-and-lock", "deadlock", "io", "memory-sharing"),
    ]


@pytest.mark.parametrize("topic", TOPICS.values(), ids=list(TOPICS))
def test_situations_are_small_and_come_out_the_same_again(topic):
    for level in range(1, LEVELS + 1):
        situation = topic.make(Random(level), level)
        assert situation == topic.make(Random(level), level)
        assert situation.wanted
        assert 1 <= len(situation.scenario.processes) <= 9


def test_an_unknown_topic_is_refused_with_those_there_are():
    with pytest.raises(ScenarioError, match=r'--topic is "rr": expected one of fcfs, sjf'):
        topic_named("rr", "--topic")
