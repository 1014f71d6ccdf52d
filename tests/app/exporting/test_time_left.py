import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.app.exporting.time_left import TimeLeft


def test_at_first_nobody_can_tell():
    left = TimeLeft()
    assert left.seconds(100) is None
    left.note(0.0, 0)
    left.note(0.1, 5)
    assert left.seconds(100) is None


@given(rate=st.integers(1, 500), seconds=st.integers(2, 60))
def test_at_a_steady_rate_it_is_right(rate, seconds):
    left = TimeLeft()
    for tenth in range(seconds * 10 + 1):
        left.note(tenth / 10, rate * tenth // 10)
    total = rate * seconds * 2
    assert left.seconds(total) == pytest.approx(seconds, rel=0.15, abs=0.3)


def test_it_follows_a_rate_that_changes():
    left = TimeLeft()
    done = 0
    for tenth in range(400):
        done += 10 if tenth < 200 else 2
        left.note(tenth / 10, done)
    assert left.seconds(done + 200) == pytest.approx(10, rel=0.1)


def test_nothing_that_moves_is_never_over():
    left = TimeLeft()
    for second in range(5):
        left.note(second, 0)
    assert left.seconds(10) is None
    left.note(4, 0)  # the same moment again says nothing
    assert left.seconds(10) is None
