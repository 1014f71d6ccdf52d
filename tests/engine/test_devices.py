import pickle
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.devices import Device, Request
from tests.engine.exploring import Thread


def threads(count=4):
    return [Thread(index) for index in range(count)]


def test_requests_queue_first_come_first_served():
    device = Device("disk", 1)
    first, second, third, _ = threads()
    assert device.request(first, 10)
    assert not device.request(second, 20)
    assert not device.request(third, 30)
    assert (device.busy, device.depth) == (1, 2)
    assert device.in_service() == (first,)
    assert device.waiters() == (second, third)
    assert device.done(first) == Request(second, 20)
    assert device.done(second) == Request(third, 30)
    assert device.done(third) is None
    assert (device.busy, device.depth) == (0, 0)


def test_a_device_without_a_bound_serves_everybody_at_once():
    device = Device("network", None)
    assert all(device.request(thread, 1) for thread in threads(100))
    assert device.depth == 0


def test_a_thread_has_one_request_at_a_time():
    device = Device("disk", 1)
    thread = Thread(0)
    device.request(thread, 1)
    with pytest.raises(AssertionError, match="two requests at device 'disk'"):
        device.request(thread, 1)


def test_a_killed_threads_queued_request_disappears():
    device = Device("disk", 1)
    first, second, third, _ = threads()
    for thread in (first, second, third):
        device.request(thread, 5)
    assert not device.abandon(second)
    assert device.done(first) == Request(third, 5)


def test_a_killed_threads_request_in_service_keeps_the_device_busy_and_wakes_nobody():
    device = Device("disk", 1)
    first, second, *_ = threads()
    device.request(first, 5)
    device.request(second, 5)
    assert device.wakes(first)
    assert device.abandon(first)
    assert not device.wakes(first)
    assert device.busy == 1
    assert device.done(first) == Request(second, 5)
    assert device.wakes(second)


@given(
    st.integers(1, 3),
    st.lists(st.tuples(st.sampled_from(["request", "done", "abandon"]), st.integers(0, 7)), max_size=60),
)
def test_a_device_is_never_idle_while_a_request_queues(servers, steps):
    device = Device("disk", servers)
    everybody = threads(8)
    served, queue, dead = [], deque(), set()
    for operation, index in steps:
        thread = everybody[index]
        if operation == "request" and index not in dead and index not in served and index not in queue:
            assert device.request(thread, index) == (len(served) < servers)
            (served if len(served) < servers else queue).append(index)
        elif operation == "done" and index in served:
            assert device.wakes(thread) == (index not in dead)
            served.remove(index)
            following = device.done(thread)
            assert following == (Request(everybody[queue[0]], queue[0]) if queue else None)
            if queue:
                served.append(queue.popleft())
        elif operation == "abandon":
            dead.add(index)
            assert device.abandon(thread) == (index in served)
            if index in queue:
                queue.remove(index)
        assert [thread.index for thread in device.in_service()] == served
        assert [thread.index for thread in device.waiters()] == list(queue)
        assert (device.busy, device.depth) == (len(served), len(queue))
        assert device.busy == servers or not device.depth
    copy = pickle.loads(pickle.dumps(device))
    assert [thread.index for thread in copy.in_service()] == served
