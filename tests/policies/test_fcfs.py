from types import SimpleNamespace

from desktop_app.policies.fcfs import Fcfs
from desktop_app.policies.protocol import ReadyReason


def test_the_queue_is_first_in_first_out_and_has_no_limit():
    policy = Fcfs()
    threads = [SimpleNamespace(index=index, arrival_ns=0) for index in range(3)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert len(policy) == 3
    assert policy.slice_ns(threads[0]) is None
    assert [policy.pick(0, 0), policy.pick(1, 0), policy.pick(0, 0), policy.pick(0, 0)] == [*threads, None]
