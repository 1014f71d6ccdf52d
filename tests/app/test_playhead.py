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


def test_a_loop_is_played_again_and_again_exactly(playhead):
    playhead.set_loop(100_000, 130_000)
    playhead.go_to(100_000)
    for _ in range(10):
        playhead.advance(S // 10)
    assert playhead.t_ns == 100_000 + 200_000 % 30_000


def test_a_loop_much_shorter_than_a_frame_ends(playhead):
    playhead.set_speed(10**9)
    playhead.set_loop(0, 2)
    playhead.advance(S // 4)
    assert playhead.t_ns in {0, 1}


def test_outside_its_loop_it_plays_on(playhead):
    playhead.set_loop(100_000, 130_000)
    playhead.go_to(200_000)
    playhead.advance(S // 10)
    assert playhead.t_ns == 220_000


def test_a_loop_to_the_end_of_the_run_does_not_stop_there(playhead):
    playhead.set_loop(1_050_000, 1_100_000)
    playhead.go_to(1_090_000)
    playhead.play()
    playhead.advance(S // 4)
    assert playhead.playing
    assert 1_050_000 <= playhead.t_ns < 1_100_000


def test_who_listens_hears_of_a_loop_once(playhead):
    heard = []
    playhead.loop_changed.connect(heard.append)
    playhead.set_loop(5, 9)
    playhead.set_loop(5, 9)
    playhead.clear_loop()
    playhead.clear_loop()
    assert heard == [(5, 9), None]
    with pytest.raises(ValueError, match="ends after it begins"):
        playhead.set_loop(9, 9)


def pace(t_ns, speed_ns):
    """Ten times slower from 50,000 to 60,000."""
    if t_ns < 50_000:
        return speed_ns, 50_000
    return (speed_ns // 10, 60_000) if t_ns < 60_000 else (speed_ns, 2**62)


def test_a_pace_holds_as_long_as_it_says(playhead):
    playhead.set_pacing(pace)
    seen = []
    for wall_ns in (S // 4, S // 4, S // 4, S // 20):
        playhead.advance(wall_ns)
        seen.append(playhead.t_ns)
    assert seen == [50_000, 55_000, 60_000, 70_000]
