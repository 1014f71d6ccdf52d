"""What only the whole of a scenario shows."""

from __future__ import annotations

import pytest

from desktop_app.model.errors import ScenarioError
from tests.storage.refusals import CPU, check_refusal, parsed

LAUNCH = '[[action]]\nat = "1ms"\ndo = "launch"\nprocess = "A"\n'
SHARED = """\
[[resource]]
name = "m"
kind = "mutex"
[[resource]]
name = "slots"
kind = "semaphore"
[[resource]]
name = "full"
kind = "condition"
mutex = "m"
"""


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        (CPU + "launches = 1000\nthreads = 11\n", "11000 threads", "at most 10000 threads in all"),
        (CPU + 'name = "A"\nthreads = 1000\n' + LAUNCH * 10, "11000 threads", "at most 10000 threads in all"),
        (CPU + "launches = 0\n", "a workload without work", "launches = 1 or more, or an action that launches it"),
        (
            f'[[process]]\nbursts = "{", ".join(["cpu 1ms"] * 1_001)}"\nlaunches = 1000\nthreads = 10\n',
            "10,010,000 bursts",
            "at most 10,000,000 bursts in all: launches times threads times bursts, added up",
        ),
        ('[[process]]\nbursts = "cpu 30000000s"\nlaunches = 2\n', "60000000s", "at most 366 days"),
        ('[[process]]\nbursts = "sleep 30000000s, sleep 30000000s"\n', "60000000s of bursts", "at most 366 days"),
        ('[[process]]\nperiod = "1s"\nwcet = "30000000s"\nthreads = 2\n', "60000000s", "at most 366 days"),
    ],
)
def test_a_workload_is_neither_too_large_nor_empty(text: str, value: str, expected: str):
    check_refusal(text, "process", value, expected)


@pytest.mark.parametrize(
    "change", ['do = "nice"\nnice = 1', 'do = "priority"\npriority = 1', 'do = "affinity"\naffinity = []']
)
def test_what_actions_change_of_threads_is_bounded(change: str):
    workload = f'{CPU}name = "A"\nthreads = 999\nlaunches = 10\n'
    action = f'[[action]]\nat = "1ms"\nprocess = "A"\n{change}\n'
    expected = (
        "at most 1,000,000 in all: actions of nice, priority, affinity times the threads they are about, added up"
    )
    check_refusal(f"{workload}{action * 101}", "action", "1,008,990 changes of threads", expected)
    assert len(parsed(f"{workload}{action * 100}").actions) == 100
    one_each = f"{action}thread = 1\n"
    assert len(parsed(f"{workload}{one_each * 101}").actions) == 101


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{CPU}launches = 1000\nthreads = 11\n", "lab.toml: process has 11000 threads: expected at most 10000"),
        (
            '[[process]]\nbursts = "cpu 31622400s, cpu 1ns"\n',
            "lab.toml: process has 31622400.000000001s of bursts: expected at most 366 days, which are 31622400s",
        ),
    ],
)
def test_totals_are_had(text: str, words: str):
    with pytest.raises(ScenarioError) as caught:
        parsed(text)
    assert str(caught.value).startswith(words)


def test_the_jobs_of_a_periodic_task_count_once():
    assert parsed('until = "31000000s"\n[[process]]\nperiod = "2us"\nwcet = "1us"\n').processes[0].periodic


@pytest.mark.parametrize("number", [1, 63])
def test_one_core_has_the_number_0(number: int):
    check_refusal(
        f"{CPU}affinity = [{number}]\n",
        "process[0].affinity",
        f"[{number}]",
        "core number 0 only, as the machine has 1 core",
    )


@pytest.mark.parametrize("place", ["[scheduler]", '[[action]]\nat = "1ms"\ndo = "policy"'])
@pytest.mark.parametrize(
    ("task", "field", "value", "expected"),
    [
        ('runtime = "21ms"', "runtime", "21ms", "at most the deadline, 20ms"),
        ('runtime = "5ms"\ndeadline = "4ms"', "runtime", "5ms", "at most the deadline, 4ms, under the policy cbs"),
        ('deadline = "21ms"', "deadline", "21ms", "at most the period, 20ms"),
    ],
)
def test_a_reservation_fits_into_its_deadline_and_period(place: str, task: str, field: str, value: str, expected: str):
    workload = f'[[process]]\nwcet = "1ms"\nperiod = "20ms"\n{task}\n{place}\npolicy = '
    check_refusal(f'{workload}"cbs"\n', f"process[0].{field}", value, expected)
    assert parsed(f'{workload}"edf"\n').processes[0].periodic


@pytest.mark.parametrize(
    ("bursts", "value", "expected"),
    [
        ("acquire s", "acquire s", '[[resource]] with name = "s" and kind = "semaphore"'),
        ("acquire slot", "acquire slot", 'did you mean "slots"?'),
        ("wait c", "wait c", 'a condition after wait, declared by a [[resource]] with name = "c"'),
        ("barrier b", "barrier b", 'kind = "barrier"'),
        ("put q", "put q", 'kind = "queue"'),
        ("lock slots", "lock slots", "a mutex after lock; slots is declared as a semaphore"),
        ("unlock full", "unlock full", "a mutex or a rw-lock after unlock; full is declared as a condition"),
        ("read-lock m", "read-lock m", "a rw-lock after read-lock; m is declared as a mutex"),
        ("release m", "release m", "a semaphore after release; m is declared as a mutex"),
        ("lock x, read-lock x", "lock x", "a mutex after lock; x is used elsewhere as a rw-lock"),
        ("lock x, acquire x", "acquire x", "a semaphore after acquire; x is used elsewhere as a mutex"),
        ("join C", "join C", 'the name of a [[process]] after join: "A", "B b"'),
        ("join B", "join B", 'did you mean "B b"?'),
    ],
)
def test_what_an_operation_is_about_must_exist(bursts: str, value: str, expected: str):
    text = f'{SHARED}[[process]]\nname = "A"\nbursts = "cpu 1ms"\n[[process]]\nname = "B b"\nbursts = "{bursts}"\n'
    check_refusal(text, "process[1].bursts", value, expected)


@pytest.mark.parametrize(
    "bursts",
    [
        "lock m, wait full, notify full, notify-all full, unlock m, acquire slots, release slots",
        "lock x, unlock x, read-lock y, unlock y, write-lock y, unlock y, unlock z",
        "join A, join B b",
    ],
)
def test_locks_need_no_declaration_and_joins_may_go_in_circles(bursts: str):
    text = f'{SHARED}[[process]]\nname = "A"\nbursts = "join B b"\n[[process]]\nname = "B b"\nbursts = "{bursts}"\n'
    assert len(parsed(text).resources) == 3


def test_threads_that_actions_start_count():
    start = '[[action]]\nat = "1ms"\ndo = "start-thread"\nprocess = "A"\n'
    workload = f'{CPU}name = "A"\nthreads = 999\nlaunches = 10\n'
    check_refusal(workload + start * 2, "process", "10010 threads", "at most 10000 threads in all")
    assert len(parsed(workload + f"{start}instance = 1\n" * 10).actions) == 10
