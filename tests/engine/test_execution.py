from itertools import pairwise

import pytest

from desktop_app.engine.limits import RunLimits
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import Parameters
from tests.engine.observed import do, ends, ran, running, sound, waited
from tests.scenarios import MS, bursts, program, run

LOOP = "n = 0\nwhile True:\n    n = n + 1\n"
SHORT = "i = 0\nwhile i < 40:\n    i = i + 1\n"


def spans(trace):
    return sorted((table.start[row], table.end[row]) for table in trace.executed for row in range(len(table)))


def test_app_py_ends_with_z_thirty_after_a_tenth_of_a_millisecond_per_instruction():
    trace = running(program())
    assert trace.memory[0].final_globals == {"x": "10", "y": "20", "z": "30"}
    assert trace.known_until_ns == len(trace.executed[0]) * 100_000
    assert trace.finished
    assert not trace.truncated


def test_an_instruction_that_a_quantum_cuts_goes_on_later():
    trace = running(program(), bursts("cpu 1ms"), quantum_ns=250_000)
    executed = trace.executed[0]
    assert 0 in executed.done
    cut = list(executed.done).index(0)
    assert executed.line[cut] == executed.line[cut + 1]
    parts = [executed.end[row] - executed.start[row] for row in (cut, cut + 1)]
    assert sum(parts) == 100_000
    assert trace.memory[0].final_globals == {"x": "10", "y": "20", "z": "30"}


def test_an_instruction_that_a_more_urgent_thread_cuts_goes_on_later():
    # The third instruction began at 0.2 and is cut at 0.25; it goes on in [1.25, 1.3).
    trace = running(
        program(parameters=Parameters(priority=5)),
        bursts("cpu 1ms", arrival_ns=MS // 4, parameters=Parameters(priority=1)),
        policy="priority",
    )
    executed = trace.executed[0]
    assert list(zip(executed.start[2:4], executed.end[2:4], executed.done[2:4], strict=True)) == [
        (200_000, 250_000, 0),
        (1_250_000, 1_300_000, 1),
    ]
    assert executed.line[2] == executed.line[3]


def test_what_an_instruction_does_is_seen_at_its_end():
    trace = running(program("x = 1\nx = 2\n"), quantum_ns=250_000)
    writes, executed = trace.memory[0].globals["x"], trace.executed[0]
    lines = trace.listings[0].lines
    stores = [
        executed.end[row]
        for row in range(len(executed))
        if executed.done[row] and lines[executed.line[row]].opname == "STORE_NAME"
    ]
    assert list(writes.time) == stores


def test_two_launches_are_two_address_spaces():
    trace = running(program("x = 1\nx = x + 1\n", launches=2), cores=2)
    assert [memory.final_globals for memory in trace.memory] == [{"x": "2"}, {"x": "2"}]
    assert len(trace.listings) == 1


def test_two_threads_share_their_globals():
    trace = running(program("n = 0\nn = n + 1\nm = n\n", threads=2), policy="fcfs")
    assert trace.memory[0].final_globals == {"n": "1", "m": "1"}
    writers = {trace.threads[thread].label for thread in trace.memory[0].globals["n"].thread}
    assert writers == {"P1·T1", "P1·T2"}


def test_under_the_gil_threads_of_one_process_never_execute_at_once():
    trace = running(program(SHORT, threads=2), cores=2)
    assert all(before[1] <= after[0] for before, after in pairwise(spans(trace)))
    assert [cause.text for cause in trace.causes] == ["P1's GIL"]


@pytest.mark.parametrize("gil", [GilMode.FREE_THREADED, GilMode.ANY_INSTRUCTION])
def test_without_a_gil_they_do(gil):
    trace = running(program(SHORT, threads=2), cores=2, gil=gil)
    first, second = trace.executed
    assert first.start[0] == second.start[0] == 0
    assert trace.causes == []


def test_processes_do_not_share_a_gil():
    trace = running(program(SHORT, launches=2), cores=2)
    first, second = trace.executed
    assert list(first.start) == list(second.start)


def test_a_waiting_thread_gets_the_gil_after_the_switch_interval():
    trace = running(program(LOOP, threads=2), cores=2, policy="fcfs", until_ns=12 * MS)
    first_of_second = trace.executed[1].start[0]
    assert 5 * MS <= first_of_second < 6 * MS
    line = trace.listings[0].lines[trace.executed[0].line[trace.executed[0].retired(first_of_second)]]
    assert line.opname.startswith("JUMP_BACKWARD")


def test_the_gil_goes_to_whoever_waits_longest():
    trace = running(program(LOOP, threads=3), cores=3, policy="fcfs", until_ns=30 * MS)
    order = [who for _, who in sorted((table.start[row], thread) for thread, table in enumerate(trace.executed)
                                      for row in range(len(table)))]  # fmt: skip
    changes = [order[0], *(after for before, after in pairwise(order) if before != after)]
    assert changes[:5] == [0, 1, 2, 0, 1]


def test_a_thread_that_is_preempted_keeps_the_gil():
    # A quantum of 0.25 ms: the second thread gets the core, finds the GIL taken, and waits.
    trace = running(program(SHORT, threads=2), quantum_ns=250_000)
    assert ran(trace, 1)[0] == (0, 0.25, 0.25)
    cause, since, until = waited(trace, 1)[0]
    assert (cause, since) == ("P1's GIL", 0.25)
    assert 5.25 <= until < 6.5  # asked for after 5 ms, and given up at the next jump back
    assert ran(trace, 0)[0] == (0, 0, until)


def test_a_program_that_is_killed_has_done_what_it_did():
    trace = running(program(LOOP), actions=(do(1.25, "kill", "app.py"),))
    assert ends(trace) == [1.25]
    assert trace.executed[0].end[-1] == 1.25 * MS
    assert trace.executed[0].done[-1] == 0
    assert trace.memory[0].exit_code == -9


def test_a_program_that_is_killed_when_its_switch_is_over_has_begun_nothing():
    trace = running(program(), context_switch_ns=MS, actions=(do(1, "kill", "app.py"),))
    assert len(trace.executed[0]) == 0
    assert ends(trace) == [1]


def test_an_uncaught_exception_ends_the_thread_and_says_so():
    trace = running(program("x = 1\ny = x / 0\n"))
    assert trace.memory[0].exit_code == 1
    assert "ZeroDivisionError: division by zero" in trace.memory[0].output.until(trace.known_until_ns)
    assert trace.memory[0].final_globals == {"x": "1"}


def test_until_may_cut_an_instruction():
    trace = running(program(), until_ns=250_000)
    assert trace.executed[0].end[-1] == 250_000
    assert trace.executed[0].done[-1] == 0


def test_an_endless_program_ends_at_the_limit():
    limits = RunLimits(instructions=5_000, trace_bytes=2**30, forget=False)
    trace = sound(run(program("while True:\n    pass\n"), limits=limits))
    assert "5,000 instructions" in trace.truncated
    assert trace.finished
    assert sum(len(table) for table in trace.executed) == 5_000


@pytest.mark.parametrize("policy", ["srtf", "priority", "edf", "cfs", "eevdf", "mlfq"])
@pytest.mark.parametrize("cores", [1, 2])
def test_a_preemptive_policy_never_makes_a_program_run_ahead(policy, cores):
    workload = (
        program(SHORT, threads=2, parameters=Parameters(priority=5)),
        program("x = 1\n", arrival_ns=310_000, parameters=Parameters(priority=3)),
        bursts("cpu 430us, io disk 770us, cpu 130us", name="B", launches=2, arrival_ns=150_000),
    )
    trace = running(*workload, policy=policy, cores=cores, gil=GilMode.FREE_THREADED)
    work = [sum(table.end[row] - table.start[row] for row in range(len(table))) for table in trace.executed]
    done = [sum(table.done) for table in trace.executed]
    assert work == [100_000 * count for count in done]
    # Both threads may have seen 39 before either wrote 40.
    assert trace.memory[0].final_globals["i"] in {"40", "41"}
