from hypothesis import given

from desktop_app.analysis.schedulability import Task, deadline_monotonic_order, response_times
from desktop_app.policies.deadline_monotonic import DeadlineMonotonic
from desktop_app.policies.rate_monotonic import RateMonotonic
from tests.policies.driving import Drive, task
from tests.policies.periodic import constrained, responses


def test_a_short_deadline_outranks_a_short_period():
    def tasks():
        return [task(0, 10, 4, jobs=2), task(1, 20, 3, jobs=1, deadline_ns=5)]

    assert Drive(DeadlineMonotonic()).run(tasks()) == {0: [7, 14], 1: [3]}
    assert Drive(RateMonotonic()).run(tasks()) == {0: [4, 14], 1: [7]}


@given(constrained)
def test_the_worst_response_is_what_response_time_analysis_says(triples):
    tasks = [Task(period_ns=period, wcet_ns=wcet, deadline_ns=deadline) for period, wcet, deadline in triples]
    expected = response_times(tasks, deadline_monotonic_order(tasks))
    if all(response.meets_deadline for response in expected):
        found = responses(DeadlineMonotonic(), triples)
        assert [max(task) for task in found] == [response.worst_ns for response in expected]
