from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.stepping import decision_back_ns, decision_forward_ns, step_back_ns, step_forward_ns
from desktop_app.model.machine import CacheModel, StartCosts
from desktop_app.model.workload import Footprint
from desktop_app.program.effects import StartProcess
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, program, run


def forward(trace):
    times = [0]
    while (after := step_forward_ns(trace, times[-1])) is not None:
        times.append(after)
    return times


def test_a_step_is_one_instruction():
    trace = run(program())
    assert forward(trace) == [0, *trace.executed[0].end]


def test_back_is_forward_in_reverse():
    trace = run(program(threads=2), bursts("cpu 1ms, io disk 2ms, cpu 1ms"), cores=2, quantum_ns=250_000)
    times = forward(trace)
    back = [times[-1]]
    while back[-1] > 0:
        back.append(step_back_ns(trace, back[-1]))
    assert back == times[::-1]


def test_bursts_are_stepped_from_decision_to_decision():
    trace = run(bursts("cpu 2ms, io disk 5ms, cpu 1ms"), policy="fcfs")
    assert forward(trace) == [0, 2 * MS, 7 * MS, 8 * MS]


def test_an_instruction_that_is_cut_is_one_step():
    trace = run(program(), bursts("cpu 1ms"), quantum_ns=250_000)
    executed = trace.executed[0]
    ends = {end for end, done in zip(executed.end, executed.done, strict=True) if done}
    assert ends <= set(forward(trace))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 3 * MS))
def test_from_anywhere_forward_then_back_does_not_pass_the_start(t_ns):
    trace = run(program(), bursts("cpu 1ms"))
    after = step_forward_ns(trace, t_ns)
    if after is not None:
        assert step_back_ns(trace, after) <= t_ns < after


def test_a_step_ends_where_a_process_is_started_and_where_its_start_is_over(monkeypatch):
    child = ScriptedThread(1)
    main = ScriptedThread(1, StartProcess(ScriptedImage(child), child, "fork", False))
    trace = Machine(monkeypatch).run(lambda: ScriptedImage(main), starts=StartCosts(fork_ns=MS))
    assert forward(trace) == [0, 100_000, 1_100_000, 1_200_000]


def decisions(trace):
    times = [0]
    while (after := decision_forward_ns(trace, times[-1])) is not None:
        times.append(after)
    return times


def test_a_decision_is_a_dispatch_or_the_end_of_one():
    trace = run(program(), bursts("cpu 1ms, io disk 2ms, cpu 1ms"), quantum_ns=500_000, context_switch_ns=10_000)
    given_or_taken = {0}
    for runs in trace.runs:
        given_or_taken |= {*runs.dispatched, *runs.ended}
    assert decisions(trace) == sorted(given_or_taken)


def test_decisions_back_are_those_forward_in_reverse():
    trace = run(program(threads=2), bursts("cpu 1ms, io disk 2ms, cpu 1ms"), cores=2, quantum_ns=250_000)
    times = decisions(trace)
    back = [times[-1]]
    while back[-1] > 0:
        back.append(decision_back_ns(trace, back[-1]))
    assert back == times[::-1]


def test_another_rate_is_no_decision():
    cache = CacheModel(size_bytes=1_000_000, warmup_ns=MS, warm_rate_ppm=2_000_000)
    trace = run(bursts("cpu 4ms", footprint=Footprint(working_set_bytes=1000)), cache=cache, quantum_ns=100 * MS)
    assert len(trace.runs[0].dispatched) == 2
    assert decisions(trace) == [0, trace.known_until_ns]
