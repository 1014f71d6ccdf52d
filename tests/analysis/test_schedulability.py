from fractions import Fraction
from math import ceil, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.schedulability import (
    Response,
    Task,
    deadline_monotonic_order,
    demand_ns,
    edf_schedulable,
    global_edf_bound,
    global_edf_sufficient,
    hyperperiod_ns,
    liu_layland_bound,
    rate_monotonic_order,
    response_times,
    utilisation,
    within_liu_layland,
)


def tasks(*pairs):
    """Tasks from (period, wcet) or (period, wcet, deadline)."""
    return [Task(period_ns=pair[0], wcet_ns=pair[1], deadline_ns=pair[-1 if len(pair) > 2 else 0]) for pair in pairs]


def worst(*pairs):
    given_tasks = tasks(*pairs)
    return [response.worst_ns for response in response_times(given_tasks, rate_monotonic_order(given_tasks))]


PERIODS = st.sampled_from((2, 3, 4, 6, 8, 12, 24))
TASK = PERIODS.flatmap(
    lambda period: st.tuples(st.just(period), st.integers(1, period)).flatmap(
        lambda pair: st.tuples(st.just(pair[0]), st.just(pair[1]), st.integers(pair[1], pair[0]))
    )
)


def test_published_response_times():
    assert worst((7, 3), (12, 3), (20, 5)) == [3, 6, 20]
    third = response_times(tasks((4, 1), (6, 2), (8, 3)), (0, 1, 2))[2]
    assert third == Response(first_ns=10, worst_ns=10, meets_deadline=False)
    assert edf_schedulable(tasks((4, 1), (6, 2), (8, 3)))


def test_the_answers_are_in_the_order_of_the_tasks():
    assert worst((20, 5), (7, 3), (12, 3)) == [20, 3, 6]


def test_a_late_job_delays_the_next_one():
    """Lehoczky's example: the worst response is that of the fifth job, not of the first."""
    given_tasks = tasks((70, 26), (100, 62, 120))
    assert response_times(given_tasks, (0, 1))[1] == Response(first_ns=114, worst_ns=118, meets_deadline=True)


def test_responses_without_bound():
    overloaded = response_times(tasks((4, 2), (4, 3)), (0, 1))
    assert overloaded[0] == Response(first_ns=2, worst_ns=2, meets_deadline=True)
    assert overloaded[1] == Response(first_ns=7, worst_ns=None, meets_deadline=False)
    assert response_times(tasks((4, 4), (8, 1)), (0, 1))[1].first_ns is None


def test_a_utilisation_within_a_hair_of_1_does_not_take_forever():
    second = 10**9
    hair = tasks((3, 1), (second, 2 * second // 3), (10**13 + 1, 4))
    assert utilisation(hair) < 1
    assert len(response_times(hair, (0, 1, 2))) == 3
    edf_schedulable(tasks((second, second // 3, second // 3), (second + 7, second // 3), (3 * second + 1, second)))


def test_bounds():
    assert utilisation(tasks((4, 1), (6, 2))) == Fraction(7, 12)
    assert hyperperiod_ns(tasks((4, 1), (6, 2), (10, 1))) == 60
    assert liu_layland_bound(1) == 1
    assert liu_layland_bound(2) == pytest.approx(0.8284, abs=1e-4)
    assert liu_layland_bound(10**6) == pytest.approx(log(2), abs=1e-5)
    assert within_liu_layland(tasks((10, 4), (10, 4)))
    assert not within_liu_layland(tasks((10, 4), (10, 5)))


def test_orders():
    given_tasks = tasks((10, 1, 9), (20, 1, 5), (10, 1, 5))
    assert rate_monotonic_order(given_tasks) == (0, 2, 1)
    assert deadline_monotonic_order(given_tasks) == (1, 2, 0)


def test_global_edf():
    assert global_edf_bound(tasks((10, 5), (10, 2)), 4) == Fraction(5, 2)
    assert global_edf_sufficient(tasks((10, 5), (10, 5), (10, 5)), 2)
    assert not global_edf_sufficient(tasks((10, 6), (10, 5), (10, 5)), 2)
    dhall = tasks((10, 2), (10, 2), (11, 10))
    assert not global_edf_sufficient(dhall, 2)
    assert not global_edf_sufficient(tasks((10, 6, 5)), 4)


def test_the_kernel_documentations_example_of_a_set_whose_density_says_nothing():
    assert edf_schedulable(tasks((100, 50, 50), (100, 10)))
    assert not edf_schedulable(tasks((100, 50, 50), (100, 10, 59)))


@given(st.lists(TASK, min_size=1, max_size=5))
def test_the_processor_demand_criterion_is_the_definition(triples):
    """Against all deadlines of two hyperperiods, one by one."""
    given_tasks = tasks(*triples)
    fits = utilisation(given_tasks) <= 1 and all(demand_ns(given_tasks, time) <= time for time in range(1, 49))
    assert edf_schedulable(given_tasks) is fits


@given(st.lists(TASK, min_size=1, max_size=5))
def test_a_response_is_the_least_solution(triples):
    given_tasks = tasks(*triples)
    order = deadline_monotonic_order(given_tasks)
    for rank, position in enumerate(order):
        task, higher = given_tasks[position], [given_tasks[other] for other in order[:rank]]
        least = next(
            (
                time
                for time in range(1, 500)
                if task.wcet_ns + sum(ceil(time / other.period_ns) * other.wcet_ns for other in higher) <= time
            ),
            None,
        )
        response = response_times(given_tasks, order)[position]
        assert response.first_ns == least
        assert response.meets_deadline is (least is not None and least <= task.deadline_ns)


@given(st.lists(TASK, min_size=1, max_size=5))
def test_what_the_sufficient_tests_accept_passes_the_exact_ones(triples):
    implicit = tasks(*((period, wcet) for period, wcet, _ in triples))
    responses = response_times(implicit, rate_monotonic_order(implicit))
    if within_liu_layland(implicit):
        assert all(response.meets_deadline for response in responses)
    if all(response.meets_deadline for response in responses) or global_edf_sufficient(tasks(*triples), 1):
        assert edf_schedulable(implicit)
    if global_edf_sufficient(tasks(*triples), 1):
        assert edf_schedulable(tasks(*triples))
