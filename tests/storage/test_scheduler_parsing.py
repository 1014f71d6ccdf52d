"""The scheduler of a scenario file."""

from __future__ import annotations

import pytest

from desktop_app.model.scenario import Fit, Placement, SchedulerSpec
from tests.storage.refusals import CPU, check_refusal, parsed


def scheduler(text: str) -> SchedulerSpec:
    return parsed(f"[scheduler]\n{text}\n{CPU}").scheduler


def test_a_policy_is_round_robin_by_default_with_its_own_options():
    assert scheduler('quantum = "2ms"') == SchedulerSpec(options={"quantum": "2ms"})


def test_where_threads_queue():
    text = 'placement = "partitioned"\nfit = "worst-fit"\nbalance = "100ms"'
    assert scheduler(text) == SchedulerSpec(
        placement=Placement.PARTITIONED, fit=Fit.WORST, balance_ns=100_000_000, options={}
    )


def test_options_of_every_kind():
    text = 'policy = "mlfq"\nquantum = ["1ms", "2ms"]\nqueues = 2\nkeep_on_io = true\nboost = "50ms"'
    assert dict(scheduler(text).options) == {
        "quantum": ("1ms", "2ms"),
        "queues": 2,
        "keep_on_io": True,
        "boost": "50ms",
    }
    assert dict(scheduler('policy = "mlfq"\nquantum = "1ms"').options) == {"quantum": "1ms"}
    text = 'policy = "sjf"\nestimate = "average"\nalpha = 0.25'
    assert dict(scheduler(text).options) == {"estimate": "average", "alpha": 0.25}


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        ('policy = "round robin"', "policy", '"round robin"', 'did you mean "round-robin"?'),
        ("policy = 1", "policy", "1", "one of cbs, cfs"),
        ("policy = []", "policy", "an array", "one of cbs, cfs"),
        ('placement = "local"', "placement", '"local"', '"global" or "partitioned" or "stealing"'),
        ("placement = 1", "placement", "1", '"global" or "partitioned" or "stealing"'),
        ("fit = []", "fit", "an array", '"first-fit" or "worst-fit"'),
        ("balance = 100", "balance", "100", "a duration from 1us to 3600s"),
        ('balance = "0ms"', "balance", '"0ms"', "a duration from 1us to 3600s"),
        ("quantum = 5", "quantum", "5", 'a duration from 1us to 3600s, such as "1ms"'),
        ('quantum = "0ms"', "quantum", '"0ms"', 'a duration from 1us to 3600s, such as "1ms"'),
        ('quantum = "1ns"', "quantum", '"1ns"', "1us to 3600s"),
        ('quantum = "31622400s"', "quantum", '"31622400s"', "1us to 3600s"),
        ('quantum = ["1ms"]', "quantum", "an array", "one duration from 1us to 3600s, not a list"),
        ("quantum = [1]", "quantum", "an array", "one duration from 1us to 3600s, not a list"),
        ("quantum = [1.5]", "quantum", "an array", 'a duration from 1us to 3600s, such as "1ms"'),
        ("quantum = [true]", "quantum", "an array", 'a duration from 1us to 3600s, such as "1ms"'),
        ('policy = "priority"\nageing = 0', "ageing", "0", 'a duration from 1us to 3600s, such as "1ms"'),
        ('policy = "cfs"\nlatency = 0', "latency", "0", 'a duration from 1us to 1s, such as "1ms"'),
        ('policy = "mlfq"\nallotment = []', "allotment", "an array", "a list of 1 to 64"),
        ('policy = "mlfq"\nallotment = [2, 0]', "allotment[1]", "0", "a whole number from 1 to 1000000"),
        ('policy = "mlfq"\nallotment = ["2"]', "allotment[0]", '"2"', "a whole number from 1 to 1000000"),
        ("quantum = {}", "quantum", "a table", 'a duration from 1us to 3600s, such as "1ms"'),
        (f"quantum = 0x{'f' * 9999}", "quantum", "39996 bits", 'a duration from 1us to 3600s, such as "1ms"'),
        (f'policy = "priority"\npreemptive = {2**64}', "preemptive", str(2**64), "true or false"),
        (f'policy = "feedback"\ngrowth = {2**64}', "growth", str(2**64), "a whole number from 1 to 2"),
        ('quantun = "1ms"', "quantun", '"1ms"', 'did you mean "quantum"?'),
        ('policy = "fcfs"\nquantum = "1ms"', "quantum", '"1ms"', "under [machine]"),
        ('policy = "mlfq"\nquantum = []', "quantum", "an array", "a list of 1 to 64"),
        ('policy = "mlfq"\nquantum = ["1ms", "1ns"]', "quantum[1]", '"1ns"', "1us to 3600s"),
        ('policy = "mlfq"\nkeep_on_io = 1', "keep_on_io", "1", "true or false"),
        ('policy = "mlfq"\nqueues = 2.5', "queues", "2.5", "a whole number"),
        ('policy = "sjf"\nestimate = "guess"', "estimate", '"guess"', '"exact" or "average"'),
        ('policy = "sjf"\nalpha = nan', "alpha", "nan", "0 to 1"),
    ],
)
def test_what_is_wrong_is_named(text: str, field: str, value: str, expected: str):
    check_refusal(f"[scheduler]\n{text}\n{CPU}", f"scheduler.{field}", value, expected)
