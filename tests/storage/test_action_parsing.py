"""What is done to a scenario while it runs."""

from __future__ import annotations

import pytest

from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from tests.storage.refusals import check_refusal, parsed

MS = 1_000_000
WORK = """\
[machine]
cores = 2
[[process]]
name = "A"
bursts = "cpu 1ms"
threads = 3
[[process]]
name = "R"
bursts = "cpu 1ms"
scheduling = "fifo"
priority = 5
"""


def action(text: str) -> Action:
    return parsed(f'{WORK}[[action]]\nat = "12ms"\n{text}\n').actions[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('do = "launch"\nprocess = "A"', Action(at_ns=12 * MS, kind=ActionKind.LAUNCH, process="A")),
        ('do = "interrupt"\nprocess = "A"', Action(at_ns=12 * MS, kind=ActionKind.INTERRUPT, process="A")),
        ('do = "terminate"\nprocess = "A"', Action(at_ns=12 * MS, kind=ActionKind.TERMINATE, process="A")),
        (
            'do = "start-thread"\nprocess = "A"\ninstance = 2',
            Action(at_ns=12 * MS, kind=ActionKind.START_THREAD, process="A", instance=2),
        ),
        (
            'do = "kill"\nprocess = "A"\ninstance = 1',
            Action(at_ns=12 * MS, kind=ActionKind.KILL, process="A", instance=1),
        ),
        ('do = "kill"\nprocess = "A"', Action(at_ns=12 * MS, kind=ActionKind.KILL, process="A")),
        (
            'do = "nice"\nprocess = "A"\nnice = -5',
            Action(at_ns=12 * MS, kind=ActionKind.NICE, process="A", value=-5),
        ),
        (
            'do = "priority"\nprocess = "A"\nthread = 3\npriority = 7',
            Action(at_ns=12 * MS, kind=ActionKind.PRIORITY, process="A", thread=3, value=7),
        ),
        (
            'do = "affinity"\nprocess = "A"\naffinity = [1, 0]',
            Action(at_ns=12 * MS, kind=ActionKind.AFFINITY, process="A", affinity=(0, 1)),
        ),
        (
            'do = "affinity"\nprocess = "A"\naffinity = []',
            Action(at_ns=12 * MS, kind=ActionKind.AFFINITY, process="A"),
        ),
        ('do = "cores"\ncores = 8', Action(at_ns=12 * MS, kind=ActionKind.CORES, value=8)),
        (
            'do = "policy"\npolicy = "mlfq"\nqueues = 2\nquantum = ["1ms", "2ms"]',
            Action(
                at_ns=12 * MS,
                kind=ActionKind.POLICY,
                scheduler=SchedulerSpec(policy="mlfq", options={"queues": 2, "quantum": ("1ms", "2ms")}),
            ),
        ),
    ],
)
def test_every_action(text: str, expected: Action):
    assert action(text) == expected


def test_an_action_may_name_a_core_that_another_one_puts_on_line():
    text = '[[action]]\nat = "1ms"\ndo = "cores"\ncores = 4\n[[action]]\nat = "2ms"\ndo = "affinity"\nprocess = "A"\n'
    assert parsed(f"{WORK}{text}affinity = [3]\n").actions[1].affinity == (3,)
    check_refusal(f"{WORK}{text}affinity = [4]\n", "action[1].affinity[0]", "4", "a whole number from 0 to 3")


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        ('process = "A"', "do", "missing", "one of launch, start-thread, interrupt, terminate, kill"),
        ('du = "kill"', "du", '"kill"', 'did you mean "do"?'),
        ('do = "stop"', "do", '"stop"', "one of launch, start-thread, interrupt, terminate, kill"),
        ('do = "terminat"', "do", '"terminat"', 'did you mean "terminate"?'),
        ("do = 1", "do", "1", "one of launch"),
        ('do = "kill"', "process", "missing", 'the name of a [[process]]: "A", "R"'),
        ('do = "kill"\nprocess = "B"', "process", '"B"', 'the name of a [[process]]: "A", "R"'),
        ('do = "kill"\nprocess = "a"', "process", '"a"', '"A", "R"'),
        ('do = "kill"\nprocess = 1', "process", "1", '"A", "R"'),
        ('do = "kill"\nprocess = "A"\nthread = 1', "thread", "1", "a signal goes to a whole process"),
        (
            'do = "kill"\nprocess = "A"\nnice = 1',
            "nice",
            "1",
            'no nice beside do = "kill", which has at, do, process, instance',
        ),
        ('do = "kill"\nprocess = "A"\nquantum = "1ms"', "quantum", '"1ms"', "one of at, do, process, instance"),
        ('do = "launch"\nprocess = "A"\nthread = 1', "thread", "1", 'no thread beside do = "launch"'),
        ('do = "kill"\nprocess = "A"\ninstance = 0', "instance", "0", "a whole number from 1 to 10000"),
        ('do = "launch"\nprocess = "A"\ninstance = 1', "instance", "1", 'no instance beside do = "launch"'),
        ('do = "cores"\ncores = 2\nprocess = "A"', "process", '"A"', 'no process beside do = "cores"'),
        ('do = "cores"\ncores = 0', "cores", "0", "a whole number from 1 to 64"),
        ('do = "cores"\ncores = [{}]', "cores", "an array", "a whole number from 1 to 64"),
        ('do = "cores"', "cores", "missing", "a whole number from 1 to 64"),
        ('do = "nice"\nprocess = "A"\nnice = 20', "nice", "20", "from -20 to 19"),
        ('do = "nice"\nprocess = "A"\nnice = true', "nice", "true", "from -20 to 19"),
        ('do = "nice"\nprocess = "A"\nvalue = 5', "value", "5", "one of at, do, process, instance, thread, nice"),
        ('do = "priority"\nprocess = "A"\nthread = 4\npriority = 1', "thread", "4", "a whole number from 1 to 3"),
        ('do = "priority"\nprocess = "R"\npriority = 0', "priority", "0", "a whole number from 1 to 99"),
        ('do = "affinity"\nprocess = "A"', "affinity", "missing", "an empty list for any core"),
        ('do = "affinity"\nprocess = "A"\naffinity = 1', "affinity", "1", "a list of core numbers"),
        ('do = "affinity"\nprocess = "A"\naffinity = [2]', "affinity[0]", "2", "a whole number from 0 to 1"),
        ('do = "affinity"\nprocess = "A"\naffinity = [1, 1]', "affinity[1]", "1", "every core no more than once"),
        ('do = "policy"', "policy", "missing", "the name of a policy"),
        ('do = "policy"\npolicy = "lotery"', "policy", '"lotery"', 'did you mean "lottery"?'),
        ('do = "policy"\npolicy = "fcfs"\nquantum = "1ms"', "quantum", '"1ms"', "one of at, do, policy"),
        ('do = "policy"\npolicy = "mlfq"\nqueues = 0', "queues", "0", "1 to 64"),
        (
            'do = "policy"\npolicy = "mlfq"\nplacement = "global"',
            "placement",
            '"global"',
            "placement belongs under [scheduler]",
        ),
    ],
)
def test_what_is_wrong_is_named(text: str, field: str, value: str, expected: str):
    check_refusal(f'{WORK}[[action]]\nat = "12ms"\n{text}\n', f"action[0].{field}", value, expected)


@pytest.mark.parametrize(
    ("at", "value", "expected"),
    [
        ("", "missing", "a duration of 0 or more"),
        ("at = 12", "12", "a duration of 0 or more"),
        ('at = "soon"', '"soon"', "a duration of 0 or more"),
        ('at = "9e9s"', '"9e9s"', "a duration of 0 or more"),
        ('at = "367000000s"', '"367000000s"', "at most 366 days"),
    ],
)
def test_when_must_be_a_time(at: str, value: str, expected: str):
    check_refusal(f'{WORK}[[action]]\n{at}\ndo = "kill"\nprocess = "A"\n', "action[0].at", value, expected)


def test_there_are_at_most_ten_thousand():
    many = '[[action]]\nat="1ms"\ndo="cores"\ncores=1\n' * 10_001
    check_refusal(WORK + many, "action", "10001 entries", "at most 10000")


def test_a_program_may_start_threads_that_its_entry_does_not_have():
    text = (
        '[[process]]\nname = "A"\nprogram = "a.py"\nsource = "x = 1"\n[[action]]\nat = "1ms"\ndo = "nice"\nnice = 1\n'
    )
    assert parsed(f'{text}process = "A"\nthread = 7\n').actions[0].thread == 7


def test_an_action_may_name_a_thread_that_another_one_starts():
    text = '[[action]]\nat = "1ms"\ndo = "start-thread"\nprocess = "A"\n'
    nice = '[[action]]\nat = "2ms"\ndo = "nice"\nprocess = "A"\nthread = 4\nnice = 1\n'
    assert parsed(f"{WORK}{text}{nice}").actions[1].thread == 4
    check_refusal(f"{WORK}{nice}", "action[0].thread", "4", "a whole number from 1 to 3")
