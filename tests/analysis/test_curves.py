import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.curves import READY, Curves, bin_width_ns
from desktop_app.analysis.metrics import measure
from desktop_app.analysis.queue_length import queue_length
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.trace.history import forget_before
from tests.scenarios import MS, bursts, periodic, program, run

KILL = Action(at_ns=3 * MS, kind=ActionKind.KILL, process="A")
FEWER = Action(at_ns=4 * MS, kind=ActionKind.CORES, value=1)
WORKERS = "import threading\nlock = threading.Lock()\nx = 0\nwith lock:\n    for i in range(6):\n        x += i\n"


@pytest.fixture(
    scope="module",
    params=[
        {"processes": [bursts("cpu 3ms, io disk 2ms, cpu 1ms"), bursts("cpu 4ms", arrival_ns=MS), bursts("cpu 2ms")]},
        {
            "processes": [bursts("cpu 5ms, io disk 1ms, cpu 2ms") for _ in range(5)],
            "cores": 3,
            "context_switch_ns": MS // 5,
        },
        {"processes": [periodic("cpu 2ms", 5 * MS), periodic("cpu 3ms", 7 * MS)], "policy": "edf", "until_ns": 35 * MS},
        {"processes": [program(WORKERS, threads=3)], "cores": 2},
        {"processes": [bursts("cpu 9ms"), bursts("cpu 9ms", name="B")], "cores": 2, "actions": [KILL, FEWER]},
    ],
    ids=["queue", "switches", "periodic", "program", "actions"],
)
def trace(request):
    return run(
        *request.param["processes"], **{name: value for name, value in request.param.items() if name != "processes"}
    )


def curves_of(trace, most=10_000):
    curves = Curves(trace)
    for _ in range(1000):
        if curves.extend(most):
            return curves
    raise AssertionError


def test_the_ready_queue_is_as_long_as_one_pass_over_the_trace_finds_it(trace):
    curves, end = curves_of(trace), trace.known_until_ns
    times, lengths = queue_length(trace)
    steps = curves.ready_steps(trace.begin_ns, end - 1, 10_000)
    assert [step for step in zip(times, lengths, strict=True) if step[0] < end] == [
        step for number, step in enumerate(steps) if step != (0, 0) or number
    ]
    assert all(curves.ready_count(time) == length for time, length in steps)
    area = sum((b - a) * length for a, b, length in zip(times, [*times[1:], end], lengths, strict=False))
    assert curves.ready_area_ns(end) == area
    assert curves.ready_steps(0, end, 1) is None


def test_time_on_cores_and_time_waited_are_those_of_the_figures(trace):
    curves = curves_of(trace)
    for t_ns in range(0, trace.known_until_ns + 1, trace.known_until_ns // 7):
        metrics = measure(trace, t_ns)
        assert sum(curves.busy_ns(core, t_ns) for core in range(trace.header.cores)) == sum(
            thread.cpu_ns for thread in metrics.threads
        )
        for core in metrics.cores:
            assert (curves.utilisation([core.core], 0, t_ns) or 0.0) == pytest.approx(core.utilisation)
        assert curves.waited_ns(READY, t_ns) == sum(thread.ready_ns for thread in metrics.threads)
        for cause in curves.causes:
            assert curves.waited_ns(cause, t_ns) == sum(thread.blocked_ns.get(cause, 0) for thread in metrics.threads)
    assert curves.waited_ns("nothing", trace.known_until_ns) == 0


def test_taken_over_in_small_steps_the_curves_are_the_same(trace):
    whole, slow = curves_of(trace), curves_of(trace, most=1)
    for t_ns in range(0, trace.known_until_ns, MS // 3):
        assert slow.ready_count(t_ns) == whole.ready_count(t_ns)
        assert [slow.waited_ns(cause, t_ns) for cause in slow.causes] == [
            whole.waited_ns(cause, t_ns) for cause in whole.causes
        ]


def test_a_core_that_goes_off_line_has_no_utilisation_any_more():
    trace = run(bursts("cpu 9ms"), bursts("cpu 9ms", name="B"), cores=2, actions=[FEWER])
    curves = curves_of(trace)
    assert curves.utilisation([1], 0, 4 * MS) == 1.0
    assert curves.utilisation([1], 5 * MS, 6 * MS) is None
    assert curves.utilisation([0, 1], 5 * MS, 6 * MS) == 1.0


def test_where_history_was_forgotten_the_curves_go_on_as_before():
    def fresh():
        processes = [bursts("cpu 5ms, io disk 1ms, cpu 2ms", name=f"A{number}") for number in range(5)]
        return run(*processes, cores=2, context_switch_ns=MS // 5)

    trace, begin = fresh(), 7 * MS + MS // 3
    whole, curves = curves_of(fresh()), Curves(trace)
    assert curves.extend(10_000)
    forget_before(trace, begin, [])
    assert curves.extend(10_000)
    for t_ns in range(begin, trace.known_until_ns, MS // 2):
        assert curves.ready_count(t_ns) == whole.ready_count(t_ns)
        assert curves.utilisation([0, 1], begin, t_ns) == whole.utilisation([0, 1], begin, t_ns)
        for cause in (READY, "disk"):
            assert curves.waited_ns(cause, t_ns) - curves.waited_ns(cause, begin) == (
                whole.waited_ns(cause, t_ns) - whole.waited_ns(cause, begin)
            )


@given(st.integers(1, 10**18), st.integers(1, 500))
@settings(max_examples=50)
def test_bins_cover_the_span_and_are_not_needlessly_wide(span_ns, bins):
    width = bin_width_ns(span_ns, bins)
    assert bins * width >= span_ns
    assert width == 1 or bins * width < 2.5 * span_ns + bins
    assert str(width).rstrip("0") in {"1", "2", "5"}
