import pytest

from tests.scenarios import bursts, scenario

MS = 1_000_000


def trigger(window, *names):
    for name in names:
        window.actions_by_name[name].trigger()
    return window.playhead.t_ns


@pytest.fixture
def long_window(window, qtbot):
    """A run of 6 ms with a decision every millisecond."""
    window.documents.load(scenario(bursts("cpu 3ms", launches=2), quantum_ns=MS), None)
    qtbot.waitUntil(lambda: window.session.trace.finished)
    return window


def test_a_step_of_a_millisecond(long_window):
    long_window.playhead.go_to(50_000)
    assert trigger(long_window, "ms_forward") == 50_000 + MS
    assert trigger(long_window, "ms_back") == 50_000
    assert trigger(long_window, "ms_back") == 0


def test_a_step_to_the_next_decision_and_back(long_window):
    assert trigger(long_window, "decision_forward") == MS
    assert trigger(long_window, "decision_forward") == 2 * MS
    assert trigger(long_window, "decision_back") == MS


def test_a_loop_from_here_to_there(app_window):
    app_window.playhead.go_to(300_000)
    trigger(app_window, "loop_from")
    app_window.playhead.go_to(600_000)
    trigger(app_window, "loop_to")
    assert app_window.playhead.loop == (300_000, 600_000)
    app_window.playhead.go_to(700_000)
    trigger(app_window, "loop_from")
    assert app_window.playhead.loop == (700_000, app_window.session.trace.known_until_ns)
    trigger(app_window, "loop_clear")
    assert app_window.playhead.loop is None


def test_a_loop_between_decisions(app_window):
    app_window.playhead.go_to(300_000)
    trigger(app_window, "loop_slice")
    begin_ns, end_ns = app_window.playhead.loop
    assert begin_ns <= 300_000 < end_ns


def test_another_document_has_no_loop(app_window):
    trigger(app_window, "loop_slice")
    app_window.documents.load(app_window.session.scenario, None)
    assert app_window.playhead.loop is None


def test_slow_at_switches_is_remembered_and_in_force(app_window):
    trigger(app_window, "slow_at_switches")
    assert app_window.habits.now.slow_at_switches
    assert app_window.actions_by_name["slow_at_switches"].isChecked()
    app_window.playhead.set_speed(100 * MS)
    app_window.playhead.advance(100_000_000)
    assert app_window.playhead.t_ns < 100_000  # a tenth of a second at the pace of the first dispatch
