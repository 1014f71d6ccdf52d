import pytest

from desktop_app.app.show.timing import Stopwatch, duration_text

S = 1_000_000_000


class Clock:
    def __init__(self):
        self.now_ns = 5 * S

    def __call__(self):
        return self.now_ns


def test_it_counts_but_not_while_it_is_paused():
    clock = Clock()
    watch = Stopwatch(clock)
    clock.now_ns += 61 * S
    assert watch.elapsed_s == 61
    watch.pause()
    watch.pause()
    clock.now_ns += 100 * S
    assert (watch.elapsed_s, watch.paused) == (61, True)
    watch.go_on()
    watch.go_on()
    clock.now_ns += 4 * S
    assert (watch.elapsed_s, watch.paused) == (65, False)


def test_it_begins_again_and_stays_paused():
    clock = Clock()
    watch = Stopwatch(clock)
    clock.now_ns += 10 * S
    watch.reset()
    assert watch.elapsed_s == 0
    clock.now_ns += 2 * S
    assert watch.elapsed_s == 2
    watch.pause()
    watch.reset()
    clock.now_ns += 2 * S
    assert (watch.elapsed_s, watch.paused) == (0, True)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00"), (59, "0:59"), (247, "4:07"), (3599, "59:59"), (3847, "1:04:07")]
)
def test_how_a_duration_is_written(seconds, text):
    assert duration_text(seconds) == text
