from desktop_app.app.playhead import Playhead
from desktop_app.app.runs import Recorded, is_known_whole
from desktop_app.app.session import Session
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from tests.scenarios import MS, bursts, run, scenario


def test_nothing_more_is_known_of_a_recorded_run():
    simulation = simulate(scenario(bursts("cpu 9ms")), WINDOW_LIMITS)
    simulation.advance(MS, 1)
    assert not is_known_whole(simulation)
    recorded = Recorded(simulation.trace)
    known_ns = recorded.trace.known_until_ns
    recorded.advance(9 * MS, 1_000)
    assert is_known_whole(recorded)
    assert recorded.trace.known_until_ns == known_ns


def test_a_recorded_run_that_was_not_over_is_played_to_where_it_is_known(qtbot):
    simulation = simulate(scenario(bursts("cpu 900ms, io disk 1ms, cpu 1ms", launches=2)), WINDOW_LIMITS)
    simulation.advance(20 * MS, 100_000)
    trace = simulation.trace
    assert not trace.finished
    session = Session(playhead := Playhead())
    session.open_recording(simulation.plan.scenario, trace)
    assert session.recorded
    assert session.whole
    session.go_to_end()
    end_ns = playhead.t_ns
    assert 10 * MS < end_ns <= trace.known_until_ns
    playhead.go_to(end_ns - 1_000)
    playhead.set_speed(10**9)
    playhead.play()
    playhead.advance(10**6)
    assert (playhead.t_ns, playhead.playing) == (end_ns, False)
    session.close()


def test_a_scenario_after_a_recording_is_run(qtbot):
    session = Session(Playhead())
    session.open_recording(scenario(bursts("cpu 1ms")), run(bursts("cpu 1ms")))
    session.open(scenario(bursts("cpu 2ms")))
    assert not session.recorded
    assert session.trace.finished
    session.close()
