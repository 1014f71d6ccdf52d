"""Published worked examples come out as published."""

import json
from pathlib import Path

import pytest

from desktop_app.model.scenario import Placement
from desktop_app.model.workload import Parameters
from tests.engine.observed import ends, ran, running, task
from tests.scenarios import MS, bursts

CASES = json.loads(Path(__file__).with_name("oracles.json").read_text("utf-8"))["cases"]


def named(case):
    return f"{case['source'].split(',')[0].split(' (')[0]}-{case['policy']}-{case.get('quantum')}"


def mean(values):
    return sum(values) / len(values)


@pytest.mark.parametrize("case", [case for case in CASES if "jobs" in case], ids=named)
def test_jobs(case):
    jobs = [
        bursts(f"cpu {service}ms", arrival_ns=arrival * MS, parameters=Parameters(priority=(*rest, 0)[0]))
        for arrival, service, *rest in case["jobs"]
    ]
    trace = running(*jobs, policy=case["policy"], options=case["options"], quantum_ns=(case["quantum"] or 1) * MS)
    turnarounds = [end - job[0] for end, job in zip(ends(trace), case["jobs"], strict=True)]
    waits = [turnaround - job[1] for turnaround, job in zip(turnarounds, case["jobs"], strict=True)]
    responses = [ran(trace, thread)[0][1] - job[0] for thread, job in enumerate(case["jobs"])]
    found = {
        "finish": ends(trace),
        "turnaround": turnarounds,
        "mean_turnaround": mean(turnarounds),
        "mean_waiting": mean(waits),
        "mean_response": mean(responses),
    }
    answers = case.keys() & found.keys()
    assert answers
    for name in answers:
        assert found[name] == pytest.approx(case[name], abs=1e-4)


@pytest.mark.parametrize("case", [case for case in CASES if "tasks" in case], ids=named)
def test_tasks(case):
    trace = running(
        *(task(wcet, period, name=f"T{number}") for number, (period, wcet) in enumerate(case["tasks"], 1)),
        policy=case["policy"], placement=Placement(case["placement"]), cores=case["cores"],
    )  # fmt: skip
    responses = [
        [(finish - jobs.first_ns) / MS - number * case["tasks"][thread][0] for number, finish in enumerate(jobs.finish)]
        for thread, jobs in trace.jobs.items()
    ]
    found = {
        "worst_response": [max(found) for found in responses],
        "worst_response_3": max(responses[2]),
        "first_response_3": responses[2][0],
        "deadline_missed": any(
            max(found) > period for found, (period, _) in zip(responses, case["tasks"], strict=True)
        ),
    }
    answers = case.keys() & found.keys()
    assert answers
    for name in answers:
        assert found[name] == case[name]
