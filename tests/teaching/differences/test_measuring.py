import pytest

from desktop_app.model.errors import CoreloomError
from desktop_app.storage.scenario_file import format_scenario
from desktop_app.storage.scenario_parsing import parse_scenario
from desktop_app.teaching.differences.figures import Unit
from desktop_app.teaching.differences.measuring import Measurements, scenario_of
from desktop_app.teaching.differences.table import TABLE, Run

ALL = [one for row in TABLE for cell in row.cells for one in cell.demonstrations]


def test_it_goes_on_in_pieces_and_says_what_is_measured():
    measurements = Measurements(TABLE[:1])
    cells = TABLE[0].cells
    first, second = (cell.demonstrations[0] for cell in cells)
    found = []
    for step in measurements.steps():
        found.append(step)
        assert measurements.measured(first) == (first in found)
    assert [step for step in found if step is not None] == [first, second]
    assert found.count(None) >= 4  # each of two runs is prepared first
    assert list(measurements.steps()) == [first, second]  # nothing is done twice


def test_the_same_figures_each_time(measurements):
    again = Measurements()
    for demonstration in TABLE[4].cells[1].demonstrations:
        assert again.figures(demonstration) == measurements.figures(demonstration)


@pytest.mark.parametrize("demonstration", ALL, ids=lambda one: f"{one.run.file}-{one.name}")
def test_what_is_shown_lies_within_the_run(measurements, demonstration):
    trace, showing = measurements.trace(demonstration), measurements.showing(demonstration)
    figures = measurements.figures(demonstration)
    assert tuple(figure.quantity.unit for figure in figures) == demonstration.units
    assert all((figure.aside is not None) == (figure.quantity.unit is Unit.SPEED_UP) for figure in figures)
    assert not trace.truncated
    assert trace.finished
    assert 0 <= showing.begin_ns < showing.end_ns <= trace.known_until_ns
    assert 2 < (showing.end_ns - showing.begin_ns) / showing.speed_ns <= 10
    threads, processes = {info.label for info in trace.threads}, {info.label for info in trace.processes}
    for target in showing.lit:
        if target.process:
            assert (f"P{target.process}·T{target.thread}" in threads) if target.thread else True
            assert f"P{target.process}" in processes


@pytest.mark.parametrize("demonstration", ALL, ids=lambda one: f"{one.run.file}-{one.name}")
def test_what_is_opened_can_be_saved(measurements, demonstration, tmp_path):
    scenario = measurements.showing(demonstration).scenario
    text = format_scenario(scenario, folder=tmp_path, file="a.toml", existing="")
    assert parse_scenario(text, file="a.toml", folder=tmp_path).machine == scenario.machine


def test_nobody_tries_to_end_a_thread_in_what_is_opened():
    assert scenario_of(Run(file="ending_thread", signals_thread="P1·T2")).actions == ()


def test_a_damaged_installation():
    with pytest.raises(CoreloomError, match="install Coreloom again"):
        scenario_of(Run(file="gone"))
