import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.app.playhead import Playhead

S = 1_000_000_000


@pytest.fixture
def playhead(qapp):
    playhead = Playhead()
    playhead.set_speed(200_000)
    playhead.set_range(0, 1_100_000, ends=True)
    yield playhead
    playhead.pause()


def test_it_goes_at_its_speed(playhead):
    playhead.advance(S // 10)
    assert playhead.t_ns == 20_000


def test_it_stops_at_the_end_of_a_finished_run(qtbot, playhead):
    playhead.go_to(1_090_000)
    playhead.play()
    with qtbot.waitSignal(playhead.playing_changed):
        playhead.advance(S // 4)
    assert (playhead.t_ns, playhead.playing) == (1_100_000, False)


def test_it_waits_where_more_is_to_come(playhead):
    playhead.set_range(0, 5_000, ends=False)
    playhead.play()
    playhead.advance(S // 4)
    assert (playhead.t_ns, playhead.playing) == (5_000, True)


def test_playing_from_the_end_begins_again(playhead):
    playhead.go_to(1_100_000)
    playhead.play()
    assert playhead.t_ns == 0


@pytest.mark.parametrize(("asked", "given"), [(-5, 0), (7, 7), (10**12, 1_100_000)])
def test_it_stays_in_its_range(playhead, asked, given):
    playhead.go_to(asked)
    assert playhead.t_ns == given


def test_forgotten_history_takes_it_along(playhead):
    playhead.go_to(100)
    playhead.set_range(5_000, 9_000, ends=False)
    assert playhead.t_ns == 5_000


@given(st.lists(st.integers(1, S // 4), max_size=30), st.integers(1, 10**9))
def test_many_small_steps_are_as_far_as_one_large_one(steps, speed):
    playhead = Playhead()
    playhead.set_speed(speed)
    playhead.set_range(0, 2**62, ends=False)
    for step in steps:
        playhead.advance(step)
    assert playhead.t_ns == sum(steps) * speed // S


def test_a_long_pause_of_the_computer_is_not_caught_up(playhead):
    playhead.set_range(0, S, ends=False)
    playhead.advance(3600 * S)
    assert playhead.t_ns == 50_000
