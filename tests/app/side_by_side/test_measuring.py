import pytest

from desktop_app.app.side_by_side import measuring
from desktop_app.app.side_by_side.measuring import Measuring
from tests.analysis.compared import compare
from tests.scenarios import MS


@pytest.fixture
def measured(qtbot):
    found = []
    one = Measuring()
    one.measured.connect(lambda comparison, t_ns: found.append((t_ns, comparison)))
    one.found = found
    return one


def test_figures_are_those_of_the_comparison(measured, traces, monkeypatch):
    monkeypatch.setattr(measuring, "_BUDGET_S", 60.0)
    pairs = [(str(number), trace) for number, trace in enumerate(traces)]
    measured.set_sides(pairs)
    measured.want(MS)
    assert measured.found == [(MS, compare(pairs, MS))]
    measured.want(MS)
    assert len(measured.found) == 1


def test_what_takes_long_is_done_in_parts_and_the_last_moment_wanted_wins(qtbot, monkeypatch, measured, traces):
    monkeypatch.setattr(measuring, "_BUDGET_S", 0.0)
    pairs = [(str(number), trace) for number, trace in enumerate(traces)]
    measured.set_sides(pairs)
    for t_ns in (0, MS, 2 * MS):
        measured.want(t_ns)
    assert not measured.found
    qtbot.waitUntil(lambda: bool(measured.found) and measured.found[-1][0] == 2 * MS)
    assert [t_ns for t_ns, _ in measured.found] == [0, 2 * MS]
    assert measured.found[-1][1] == compare(pairs, 2 * MS)


def test_a_picture_that_is_not_drawn_again_has_its_figures_at_once(monkeypatch, measured, traces):
    monkeypatch.setattr(measuring, "_BUDGET_S", 0.0)
    pairs = [(str(number), trace) for number, trace in enumerate(traces)]
    measured.set_sides(pairs)
    measured.want(0)
    measured.want(MS)
    measured.settle()
    assert measured.found[-1] == (MS, compare(pairs, MS))
    assert not measured._timer.isActive()


def test_one_run_is_not_compared(measured, traces):
    measured.set_sides([("a", traces[0])])
    measured.want(0)
    measured.settle()
    assert not measured.found
