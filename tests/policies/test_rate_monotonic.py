from hypothesis import given

from desktop_app.analysis.schedulability import Task, rate_monotonic_order, response_times
from desktop_app.policies.rate_monotonic import RateMonotonic
from tests.policies.driving import Drive, task
from tests.policies.periodic import implicit, responses


def test_published_responses():
    found = responses(RateMonotonic(), [(7, 3, 7), (12, 3, 12), (20, 5, 20)])
    assert [max(task) for task in found] == [3, 6, 20]
    late = Drive(RateMonotonic()).run([task(0, 4, 1, jobs=6), task(1, 6, 2, jobs=4), task(2, 8, 3, jobs=1)])
    assert late[2] == [10]


def test_dhalls_effect():
    tasks = [task(0, 10, 2, jobs=2), task(1, 10, 2, jobs=2), task(2, 11, 10, jobs=1)]
    assert Drive(RateMonotonic(), 2).run(tasks)[2] == [14]


@given(implicit)
def test_the_worst_response_is_what_response_time_analysis_says(triples):
    # Of equal periods, the task that was launched first has the higher priority in both.
    tasks = [Task(period_ns=period, wcet_ns=wcet, deadline_ns=deadline) for period, wcet, deadline in triples]
    expected = response_times(tasks, rate_monotonic_order(tasks))
    if all(response.meets_deadline for response in expected):
        found = responses(RateMonotonic(), triples)
        assert [max(task) for task in found] == [response.worst_ns for response in expected]
