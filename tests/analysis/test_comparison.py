import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.comparison import Verdict, comparison_of
from desktop_app.analysis.criteria import Better
from desktop_app.analysis.metrics import measure
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from tests.analysis.compared import compare, side_at
from tests.engine.random_scenarios import scenarios
from tests.scenarios import APP, MS, bursts, program, run

OPPOSITE = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}


@pytest.fixture(scope="module")
def one_core():
    return run(bursts("cpu 4ms"), bursts("cpu 4ms"))


@pytest.fixture(scope="module")
def two_cores():
    return run(bursts("cpu 4ms"), bursts("cpu 4ms"), cores=2)


def test_two_cores_take_half_the_time(one_core, two_cores):
    found = compare([("one", one_core), ("two", two_cores)])
    makespan, speed_up = found.row("makespan_ns"), found.row("speed_up")
    assert [cell.value for cell in makespan.cells] == [8 * MS, 4 * MS]
    assert makespan.cells[0].difference is None
    assert (makespan.cells[1].difference.absolute, makespan.cells[1].difference.ratio) == (-4 * MS, 0.5)
    assert makespan.cells[1].verdict is Verdict.BETTER
    assert [cell.value for cell in speed_up.cells] == [1, 2]
    assert speed_up.cells[1].difference is None
    assert speed_up.cells[1].verdict is Verdict.BETTER
    assert [cell.value for cell in found.row("cores_used").cells] == [1, 2]
    assert found.row("cores_used").cells[1].verdict is Verdict.OTHER
    assert found.row("cpu_utilisation").cells[1].verdict is Verdict.SAME
    assert [cell.value for cell in found.row("longest_waiting_ns").cells] == [4 * MS, 0]
    assert not found.notes


def test_before_the_end_what_needs_the_end_does_not_apply(one_core, two_cores):
    found = compare([("one", one_core), ("two", two_cores)], 6 * MS)
    reasons = [cell.reading.reason for cell in found.row("makespan_ns").cells]
    assert reasons == ["its run is not over yet", ""]
    assert found.row("makespan_ns").cells[1].difference is None
    assert found.row("makespan_ns").cells[1].verdict is Verdict.UNKNOWN
    assert found.row("speed_up").cells[1].reading.reason == "of the first run: its run is not over yet"
    # A run that has ended is measured as it ended.
    assert [cell.value for cell in found.row("cores_used").cells] == [1, 2]
    at_zero = compare([("one", one_core), ("two", two_cores)], 0)
    assert at_zero.row("cores_used").cells[0].reading.reason == "no time has passed"
    assert at_zero.row("mean_turnaround_ns").cells[0].reading.reason == "no thread has finished"


def test_a_run_that_is_cut_off_has_no_makespan(two_cores):
    cut = run(bursts("cpu 9ms"), until_ns=MS)
    found = compare([("cut", cut), ("two", two_cores)])
    assert found.row("makespan_ns").cells[0].reading.reason == "its run ended before all of its threads did"


def test_runs_with_other_work_are_spoken_of(one_core):
    found = compare([("one", one_core), ("short", run(bursts("cpu 1ms")))])
    assert found.notes == (
        "the runs did not do the same work, or not at the same speed; CPU time: one 8 ms, short 1 ms",
    )


def test_memory_is_compared_where_it_means_the_same(one_core):
    programs = run(program(APP)), run(program(APP, launches=2), cores=2)
    memory = compare([("1", programs[0]), ("2", programs[1])]).row("memory_bytes")
    assert memory.cells[1].difference.ratio == 2
    assert memory.cells[1].verdict is Verdict.WORSE
    nothing = compare([("program", programs[0]), ("bursts", one_core)]).row("memory_bytes").cells
    assert nothing[1].reading.reason == "nothing says how much memory it takes"
    assert nothing[1].verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_runs_can_be_compared(one_core, count):
    with pytest.raises(ValueError, match="2 to 4 runs"):
        compare([("run", one_core)] * count)


@settings(max_examples=15, deadline=None)
@given(scenario=scenarios(), share=st.floats(0, 1))
def test_a_run_does_not_differ_from_itself(scenario, share):
    trace = simulate(scenario, BATCH_LIMITS).run()
    for t_ns in (None, round(share * trace.known_until_ns)):
        for row in compare([("a", trace), ("b", trace)], t_ns).rows:
            assert {cell.verdict for cell in row.cells} <= {Verdict.SAME, Verdict.UNKNOWN}
            assert len({cell.value for cell in row.cells}) == 1
            difference = row.cells[1].difference
            assert difference is None or difference.absolute == 0


@settings(max_examples=15, deadline=None)
@given(first=scenarios(), second=scenarios(), share=st.floats(0, 1))
def test_the_order_of_runs_changes_signs_only(first, second, share):
    traces = [("a", simulate(first, BATCH_LIMITS).run()), ("b", simulate(second, BATCH_LIMITS).run())]
    t_ns = round(share * max(trace.known_until_ns for _, trace in traces))
    there, back = compare(traces, t_ns), compare(traces[::-1], t_ns)
    for one, other in zip(there.rows, back.rows, strict=True):
        if one.criterion.relative:
            values = one.cells[1].value, other.cells[1].value
            assert None in values or values[0] * values[1] == pytest.approx(1)
        else:
            assert [cell.value for cell in one.cells] == [cell.value for cell in other.cells[::-1]] or (
                one.criterion.key == "memory_bytes"
            )
        forth, back_again = one.cells[1], other.cells[1]
        assert forth.verdict is OPPOSITE.get(back_again.verdict, back_again.verdict)
        if forth.difference is not None and back_again.difference is not None:
            assert forth.difference.absolute == -back_again.difference.absolute
            if forth.difference.ratio and back_again.difference.ratio:
                assert forth.difference.ratio * back_again.difference.ratio == pytest.approx(1)


@settings(max_examples=15, deadline=None)
@given(scenario=scenarios(), share=st.floats(0, 1))
def test_figures_are_those_of_the_run(scenario, share):
    trace = simulate(scenario, BATCH_LIMITS).run()
    t_ns = round(share * trace.known_until_ns)
    metrics = measure(trace, t_ns)
    side = side_at("run", trace, t_ns)
    found = comparison_of([side, side])
    values = {row.criterion.key: row.cells[0].value for row in found.rows}
    for key in ("cpu_utilisation", "throughput_per_s", "context_switches", "mean_turnaround_ns", "mean_waiting_ns"):
        assert values[key] == getattr(metrics.run, key)
    assert values["cpu_ns"] == sum(thread.cpu_ns for thread in metrics.threads)
    finishes = [thread.finish_ns for thread in metrics.threads]
    if values["makespan_ns"] is not None:
        assert values["makespan_ns"] == max(finishes)
    longest = metrics.run.longest_ns["turnaround_ns"]
    assert values["longest_turnaround_ns"] == longest
    assert longest is None or longest >= metrics.run.mean_turnaround_ns - 1e-6


def test_better_says_which_way_verdicts_go(one_core, two_cores):
    found = compare([("two", two_cores), ("one", one_core)])
    for row in found.rows:
        cell = row.cells[1]
        if cell.verdict in {Verdict.BETTER, Verdict.WORSE}:
            lower = cell.value < row.cells[0].value
            assert (cell.verdict is Verdict.BETTER) is (lower is (row.criterion.better is Better.LOWER))
