from desktop_app.policies.protocol import ReadyReason
from tests.policies.driving import job
from tests.policies.worked import MS, STALLINGS, finish, gantt, jobs_of, make


def test_stallings_finish_times():
    assert finish(make("hrrn"), STALLINGS) == [3, 9, 13, 20, 15]


def test_ratios_that_a_float_cannot_tell_apart_are_compared_exactly():
    policy = make("hrrn")
    service = 10**17
    first = job(0, 0, 1, burst_ns=service + 1, left_ns=service + 1)
    second = job(1, 0, 1, burst_ns=service, left_ns=service)
    policy.add(first, 0, ReadyReason.ARRIVED)
    policy.add(second, 0, ReadyReason.ARRIVED)
    assert (service + service) / service == (service + service + 1) / (service + 1)
    assert policy.pick(0, service) is second


def test_equal_ratios_go_by_arrival_then_by_the_scenario():
    # At 4 all three have a ratio of 2.
    assert gantt(make("hrrn"), jobs_of(((0, 4), (3, 1), (2, 2), (3, 1)))) == [(0, 0), (4, 2), (6, 1), (7, 3)]


def test_a_program_counts_with_its_average():
    policy = make("hrrn", initial="5ms")
    program, short = job(0, 0, 1), job(1, 0, 1, burst_ns=4 * MS, left_ns=4 * MS)
    for thread in (program, short):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert [policy.pick(0, MS), policy.pick(0, MS)] == [short, program]


def test_a_long_thread_does_not_starve():
    shorts = tuple((start, 1) for start in range(0, 40, 1))
    assert finish(make("hrrn"), ((0, 4), *shorts))[0] < 20
