from types import SimpleNamespace

from desktop_app.policies.protocol import ReadyReason
from desktop_app.policies.round_robin import RoundRobin


def test_a_preempted_thread_queues_behind_those_that_are_there():
    policy = RoundRobin(1_000)
    first, second = (SimpleNamespace(index=index, arrival_ns=0) for index in range(2))
    policy.add(second, 5, ReadyReason.ARRIVED)
    policy.add(first, 5, ReadyReason.PREEMPTED)
    assert policy.slice_ns(first) == 1_000
    assert [policy.pick(0, 5), policy.pick(0, 5)] == [second, first]
