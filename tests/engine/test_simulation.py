import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.metrics import run_metrics, thread_metrics
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, WINDOW_LIMITS, RunLimits
from desktop_app.model.states import ThreadState
from desktop_app.trace.invariants import violations
from desktop_app.trace.size import size_bytes
from desktop_app.trace.tables import RunEnd, RunKind
from tests.scenarios import MS, bursts, program, run, scenario

ORACLES = json.loads(Path(__file__).with_name("oracles.json").read_text())["cases"]
LOOP = "n = 0\nwhile True:\n    n = n + 1\n"


def sound(trace):
    assert list(violations(trace)) == []
    return trace


@pytest.mark.parametrize(
    "case", ORACLES, ids=lambda case: f"{case['source'].split(',')[0]}-{case['policy']}-{case['quantum']}"
)
def test_published_examples_come_out_right(case):
    jobs = [bursts(f"cpu {service}ms", arrival_ns=arrival * MS) for arrival, service in case["jobs"]]
    trace = sound(run(*jobs, policy=case["policy"], quantum_ns=(case["quantum"] or 1) * MS))
    threads = thread_metrics(trace)
    metrics = run_metrics(trace, threads)
    if "finish" in case:
        assert [thread.finish_ns / MS for thread in threads] == case["finish"]
    for name in ("turnaround", "waiting", "response"):
        if f"mean_{name}" in case:
            assert getattr(metrics, f"mean_{name}_ns") / MS == pytest.approx(case[f"mean_{name}"], abs=1e-4)


def test_a_thread_blocks_for_io_and_others_use_the_core():
    trace = sound(run(bursts("cpu 2ms, io disk 5ms, cpu 1ms"), bursts("cpu 4ms"), policy="fcfs"))
    first, second = thread_metrics(trace)
    assert (first.finish_ns, second.finish_ns) == (8 * MS, 6 * MS)
    assert trace.causes == ["disk"]


def test_every_dispatch_pays_the_context_switch_before_the_thread_runs():
    trace = sound(run(bursts("cpu 2ms"), bursts("cpu 2ms"), context_switch_ns=MS // 10))
    first, second = thread_metrics(trace)
    assert first.first_run_ns == MS // 10
    assert second.finish_ns == 4 * MS + 4 * MS // 10
    assert first.cpu_ns == second.cpu_ns == 2 * MS
    runs = trace.runs[0]
    assert [RunKind(kind) for kind in runs.kind[:2]] == [RunKind.SWITCH, RunKind.RUN]


def test_a_thread_that_is_alone_keeps_its_core_at_the_end_of_its_quantum():
    trace = sound(run(bursts("cpu 3ms")))
    (thread,) = thread_metrics(trace)
    assert (thread.dispatches, thread.preemptions) == (3, 0)
    assert list(trace.runs[0].cause) == [RunEnd.RAN_ON, RunEnd.RAN_ON, RunEnd.TERMINATED]
    assert run_metrics(trace, (thread,)).context_switches == 1


def test_an_instruction_that_a_quantum_cuts_goes_on_later():
    trace = sound(run(program(), bursts("cpu 1ms"), quantum_ns=250_000))
    executed = trace.executed[0]
    assert 0 in executed.done
    cut = list(executed.done).index(0)
    assert executed.line[cut] == executed.line[cut + 1]
    parts = [executed.end[row] - executed.start[row] for row in (cut, cut + 1)]
    assert sum(parts) == 100_000
    assert trace.memory[0].final_globals == {"x": "10", "y": "20", "z": "30"}


def test_app_py_ends_with_z_thirty_after_a_tenth_of_a_millisecond_per_instruction():
    trace = sound(run(program()))
    assert trace.memory[0].final_globals == {"x": "10", "y": "20", "z": "30"}
    assert trace.known_until_ns == len(trace.executed[0]) * 100_000
    assert trace.finished
    assert not trace.truncated


def test_two_launches_are_two_address_spaces():
    trace = sound(run(program("x = 1\nx = x + 1\n", launches=2), cores=2))
    assert [memory.final_globals for memory in trace.memory] == [{"x": "2"}, {"x": "2"}]
    assert len(trace.listings) == 1


def test_two_threads_share_their_globals():
    source = "n = 0\nn = n + 1\nm = n\n"
    trace = sound(run(program(source, threads=2), policy="fcfs"))
    assert trace.memory[0].final_globals == {"n": "1", "m": "1"}
    writers = {trace.threads[thread].label for thread in trace.memory[0].globals["n"].thread}
    assert writers == {"P1·T1", "P1·T2"}


def test_under_the_gil_threads_of_one_process_never_execute_at_once():
    trace = sound(run(program("i = 0\nwhile i < 40:\n    i = i + 1\n", threads=2), cores=2))
    spans = [(table.start[row], table.end[row]) for table in trace.executed for row in range(len(table))]
    spans.sort()
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert "P1's GIL" in trace.causes


def test_free_threaded_they_do():
    trace = sound(run(program("i = 0\nwhile i < 40:\n    i = i + 1\n", threads=2), cores=2, gil="free-threaded"))
    first, second = trace.executed
    assert first.start[0] == second.start[0] == 0
    assert trace.causes == []


def test_a_waiting_thread_gets_the_gil_after_the_switch_interval():
    trace = sound(run(program(LOOP, threads=2), cores=2, policy="fcfs", until_ns=12 * MS))
    first_of_second = trace.executed[1].start[0]
    assert 5 * MS <= first_of_second < 6 * MS
    line = trace.listings[0].lines[trace.executed[0].line[trace.executed[0].retired(first_of_second)]]
    assert line.opname.startswith("JUMP_BACKWARD")


def test_an_uncaught_exception_ends_the_thread_and_says_so():
    trace = sound(run(program("x = 1\ny = x / 0\n")))
    assert trace.memory[0].exit_code == 1
    assert "ZeroDivisionError: division by zero" in trace.memory[0].output.until(trace.known_until_ns)
    assert trace.memory[0].final_globals == {"x": "1"}


def test_until_stops_in_the_middle():
    trace = sound(run(bursts("cpu 9ms"), bursts("cpu 9ms"), until_ns=5 * MS))
    assert trace.known_until_ns == 5 * MS
    assert trace.finished
    assert not trace.truncated
    assert {ThreadState(states.state[-1]) for states in trace.states} == {ThreadState.RUNNING, ThreadState.READY}


def test_until_may_cut_an_instruction():
    trace = sound(run(program(), until_ns=250_000))
    assert trace.executed[0].end[-1] == 250_000
    assert trace.executed[0].done[-1] == 0


def test_an_endless_program_ends_at_the_limit():
    limits = RunLimits(instructions=5_000, trace_bytes=2**30, forget=False)
    trace = sound(run(program("while True:\n    pass\n"), limits=limits))
    assert "5,000 instructions" in trace.truncated
    assert trace.finished
    assert sum(len(table) for table in trace.executed) == 5_000


def test_a_trace_that_grows_too_large_ends_the_run():
    limits = RunLimits(instructions=None, trace_bytes=1_000_000, forget=False)
    trace = sound(run(*[bursts("cpu 9s") for _ in range(3)], limits=limits))
    assert "MiB of trace" in trace.truncated
    assert size_bytes(trace) < 3_000_000


def test_in_the_window_an_endless_program_goes_on_in_bounded_memory():
    limits = RunLimits(instructions=None, trace_bytes=1_000_000, forget=True)
    simulation = simulate(scenario(program(LOOP), bursts("cpu 900s")), limits)
    largest = 0
    for step in range(1, 30):
        simulation.advance(step * 400 * MS, 10**9)
        largest = max(largest, size_bytes(simulation.trace))
    trace = simulation.trace
    assert trace.begin_ns > 0
    assert not trace.finished
    assert largest < 3 * limits.trace_bytes
    sound(trace)


def test_the_window_keeps_a_long_history():
    assert WINDOW_LIMITS.forget
    assert not BATCH_LIMITS.forget


burst_texts = st.lists(
    st.tuples(st.sampled_from(["cpu", "io disk", "io net"]), st.integers(1, 40)), min_size=1, max_size=5
).map(lambda parts: ", ".join(f"{kind} {tenths * 100}us" for kind, tenths in parts))
programs = st.sampled_from(
    [
        "x = 1\n",
        "i = 0\nwhile i < 9:\n    i = i + 1\n",
        "xs = []\nfor i in range(4):\n    xs.append(i)\nprint(xs)\n",
        "1 / 0\n",
    ]
)
specs = st.one_of(
    st.builds(
        bursts, burst_texts, arrival_ns=st.integers(0, 30).map(lambda n: n * 100_000), launches=st.integers(1, 2)
    ),
    st.builds(program, programs, arrival_ns=st.integers(0, 9).map(lambda n: n * 130_000), threads=st.integers(1, 3)),
)
scenarios = st.builds(
    lambda specs, **fields: scenario(*specs, **fields),
    st.lists(specs, min_size=1, max_size=4),
    policy=st.sampled_from(["fcfs", "round-robin"]),
    gil=st.sampled_from(["gil", "free-threaded"]),
    cores=st.integers(1, 4),
    quantum_ns=st.sampled_from([100_000, 250_000, 1_000_000]),
    context_switch_ns=st.sampled_from([0, 5_000, 70_000]),
)


@settings(max_examples=60, deadline=None)
@given(scenarios)
def test_every_run_is_sound_and_ends(described):
    trace = sound(simulate(described, BATCH_LIMITS).run())
    assert not trace.truncated
    assert all(states.state[-1] == ThreadState.TERMINATED for states in trace.states)
    for info, metrics in zip(trace.threads, thread_metrics(trace), strict=True):
        wanted = sum(burst.duration_ns for burst in trace.processes[info.process].bursts if burst.kind.value == "cpu")
        if trace.processes[info.process].listing < 0:
            assert metrics.cpu_ns == wanted


def columns(trace):
    runs = [[list(column) for column in table.columns()] for table in trace.runs]
    states = [[list(table.time), list(table.state), list(table.order)] for table in trace.states]
    executed = [[list(table.start), list(table.end), list(table.line), list(table.node)] for table in trace.executed]
    return runs, states, executed, trace.values.text, [memory.final_globals for memory in trace.memory]


@settings(max_examples=25, deadline=None)
@given(scenarios, st.integers(1, 7))
def test_a_run_in_slices_is_the_same_run(described, events):
    whole = simulate(described, BATCH_LIMITS).run()
    simulation = simulate(described, BATCH_LIMITS)
    target = 0
    while not simulation.trace.finished:
        target += 130_000
        for _ in range(3):
            simulation.advance(target, events)
    assert columns(whole) == columns(simulation.trace)
