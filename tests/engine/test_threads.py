from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.engine.threads import Gil
from tests.scenarios import MS, bursts, scenario


def a_thread(script):
    return simulate(scenario(bursts(script)), BATCH_LIMITS).world.threads[0]


def test_a_thread_knows_the_cpu_burst_it_is_in():
    thread = a_thread("io disk 1ms, cpu 2ms")
    thread.enter_burst(0)
    assert not thread.computes
    assert (thread.burst_ns, thread.left_ns) == (0, 0)
    thread.enter_burst(1)
    assert thread.computes
    assert (thread.burst_ns, thread.left_ns) == (2 * MS, 2 * MS)
    thread.enter_burst(2)
    assert not thread.computes


def test_operations_take_no_time_so_the_next_burst_is_what_counts():
    thread = a_thread("lock m, cpu 3ms, unlock m, sleep 1ms, cpu 9ms")
    thread.enter_burst(0)
    assert not thread.computes
    assert thread.left_ns == 3 * MS
    thread.enter_burst(2)
    assert thread.left_ns == 0


def test_the_gil_goes_to_the_longest_waiter():
    gil = Gil()
    first, second, third = object(), object(), object()
    assert gil.take(first)
    assert not gil.take(second)
    gil.waiters.extend([second, third])
    gil.requested = True
    assert gil.hand_over() is second
    assert not gil.requested
    assert gil.hand_over() is third
    assert gil.hand_over() is None
    assert gil.handovers == 3
