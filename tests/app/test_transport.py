import pytest

from desktop_app.app.speeds import SpeedUnit
from desktop_app.app.transport import Transport

MS = 1_000_000
UNIT = SpeedUnit(name="ms", duration_ns=MS)


@pytest.fixture
def bar(qtbot):
    bar = Transport()
    qtbot.addWidget(bar)
    bar.chosen = []
    bar.speed_chosen.connect(bar.chosen.append)
    bar.set_unit(UNIT)
    return bar


def label(bar):
    return bar._speeds.currentText()


def test_a_speed_that_is_on_offer_is_shown_as_chosen(bar):
    bar.play_at(20 * MS)
    assert label(bar) == "20 ms/s"
    assert bar._speeds.count() == 10
    assert bar.chosen[-1] == 20 * MS


@pytest.mark.parametrize(
    ("speed_ns", "text"),
    [(MS // 2, "0.5 ms/s"), (25 * MS, "25 ms/s"), (2500 * MS, "2500 ms/s"), (3 * MS // 2, "1.5 ms/s")],
)
def test_any_other_speed_is_shown_too(bar, speed_ns, text):
    bar.play_at(speed_ns)
    assert label(bar) == text
    assert bar.chosen[-1] == speed_ns


def test_afterwards_the_speed_that_was_chosen_before_comes_back(bar):
    bar.change_speed(1)
    bar.play_at(MS // 2)
    bar.choose_again()
    assert label(bar) == "5 ms/s"
    assert bar.chosen[-1] == 5 * MS
    assert bar._speeds.count() == 10


def test_another_unit_keeps_the_step_and_not_the_odd_speed(bar):
    bar.play_at(7 * MS)
    bar.set_unit(SpeedUnit(name="instructions", duration_ns=100))
    assert label(bar) == "2 instructions/s"
    assert bar.chosen[-1] == 200


@pytest.mark.parametrize(
    ("speed_ns", "steps", "after_ns"),
    [
        (25 * MS, 1, 50 * MS),
        (25 * MS, -1, 20 * MS),
        (20 * MS, 1, 50 * MS),
        (MS // 2, -1, MS // 2),
        (MS // 2, 1, MS),
        (2500 * MS, 1, 2500 * MS),
        (2500 * MS, -1, 1000 * MS),
    ],
)
def test_faster_and_slower_go_from_what_is_played(bar, speed_ns, steps, after_ns):
    bar.play_at(speed_ns)
    bar.change_speed(steps)
    assert bar.chosen[-1] == after_ns
