import pytest

from desktop_app.analysis.stepping import decision_forward_ns, step_back_ns, step_forward_ns
from desktop_app.app.playhead import Playhead
from desktop_app.app.side_by_side.playing import SidesPlaying
from desktop_app.app.side_by_side.runs import Runs
from desktop_app.app.transport import Transport
from tests.scenarios import MS, bursts, program, scenario


@pytest.fixture
def playing(qtbot):
    playhead = Playhead()
    runs, transport = Runs(playhead), Transport()
    qtbot.addWidget(transport)
    found = SidesPlaying(playhead, runs, transport)
    with qtbot.waitSignal(runs.loaded):
        runs.open([("a", scenario(bursts("cpu 2ms"), bursts("cpu 5ms"))), ("b", scenario(program()))])
    qtbot.waitUntil(lambda: runs.finished)
    yield found
    playhead.pause()
    runs.close()


def test_a_step_goes_to_what_comes_next_in_any_run(playing):
    slots, traces, playhead = playing.slots(), playing._runs.traces, playing._playhead
    slots["forward"]()
    assert playhead.t_ns == min(step_forward_ns(trace, 0) for trace in traces)
    slots["decision_forward"]()
    first = playhead.t_ns
    assert first == min(found for trace in traces if (found := decision_forward_ns(trace, 100_000)) is not None)
    slots["end"]()
    assert playhead.t_ns == 7 * MS
    slots["forward"]()
    assert playhead.t_ns == 7 * MS
    slots["back"]()
    assert playhead.t_ns == max(step_back_ns(trace, 7 * MS) for trace in traces)
    slots["start"]()
    assert playhead.t_ns == 0


def test_milliseconds_and_speed(playing):
    slots = playing.slots()
    slots["ms_forward"]()
    slots["ms_forward"]()
    slots["ms_back"]()
    assert playing._playhead.t_ns == MS
    slots["play"]()
    assert playing._playhead.playing
    slots["play"]()
    assert not playing._playhead.playing
    slots["faster"]()
    slots["slower"]()
