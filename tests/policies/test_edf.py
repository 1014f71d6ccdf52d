from hypothesis import given

from desktop_app.analysis.schedulability import Task, edf_schedulable
from desktop_app.policies.edf import EarliestDeadlineFirst
from tests.policies.periodic import constrained, implicit, responses


def test_a_set_that_rate_monotonic_cannot_schedule():
    found = responses(EarliestDeadlineFirst(), [(4, 1, 4), (6, 2, 6), (8, 3, 8)])
    assert [len(task) for task in found] == [6, 4, 3]
    assert [max(task) for task in found] == [3, 4, 6]


@given(implicit)
def test_on_one_core_every_deadline_is_met_up_to_full_utilisation(triples):
    for (period, _, _), task in zip(triples, responses(EarliestDeadlineFirst(), triples), strict=True):
        assert task
        assert max(task) <= period


@given(constrained)
def test_with_shorter_deadlines_the_processor_demand_criterion_tells(triples):
    """A set that fails it is late when all tasks are released together, which is the worst case."""
    tasks = [Task(period_ns=period, wcet_ns=wcet, deadline_ns=deadline) for period, wcet, deadline in triples]
    found = responses(EarliestDeadlineFirst(), triples)
    met = all(max(task) <= deadline for (_, _, deadline), task in zip(triples, found, strict=True))
    assert met is edf_schedulable(tasks)


def test_dhalls_tasks_under_global_edf():
    """Goossens, Funk and Baruah's bound does not cover them, and the long job is late by 1."""
    found = responses(EarliestDeadlineFirst(), [(10, 2, 10), (10, 2, 10), (11, 10, 11)], cores=2)
    assert found[2][0] == 12
