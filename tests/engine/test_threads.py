from desktop_app.engine.threads import BurstBody, Gil
from desktop_app.program.bursts import parse_bursts


def test_a_burst_body_goes_through_its_bursts():
    body = BurstBody(parse_bursts("io disk 1ms, cpu 2ms"))
    assert not body.computes
    body.advance()
    assert body.computes
    assert body.left_ns == 2_000_000
    body.advance()
    assert body.current is None
    assert not body.computes


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
