from desktop_app.model.queueing import Standing
from desktop_app.trace.history import forget_before, halfway_ns
from desktop_app.trace.invariants import violations
from desktop_app.trace.size import size_bytes
from desktop_app.trace.standings import ClockTable, StandingTable
from tests.scenarios import MS, bursts, run


def table(*rows):
    made = StandingTable()
    for time, thread in rows:
        made.append(time, thread, 0, Standing(level=time))
    return made


def test_a_row_says_what_it_was_given():
    made = StandingTable()
    made.append(5, 3, 2, Standing(level=1, key=-7, tie=2**62, extra=4))
    assert [column[0] for column in made.columns()] == [5, 3, 2, 1, -7, 2**62, 4]
    assert made.standing(0) == Standing(level=1, key=-7, tie=2**62, extra=4)


def test_of_what_is_forgotten_the_last_place_of_each_thread_stays():
    made = table((0, 0), (0, 1), (0, 2), (1, 0), (2, 1), (5, 0))
    made.drop_before(5, ended=[9, 9, 4])
    assert list(zip(made.time, made.thread, strict=True)) == [(1, 0), (2, 1), (5, 0)]


def test_of_clocks_the_last_of_each_queue_stays():
    made = ClockTable()
    for time, queue in ((0, 0), (1, 1), (2, 0), (5, 1)):
        made.append(time, queue, 10 * time, 1024)
    made.drop_before(5)
    assert list(zip(made.time, made.queue, made.value, strict=True)) == [(1, 1, 10), (2, 0, 20), (5, 1, 50)]


def test_a_trace_forgets_them_and_counts_them():
    trace = run(bursts("cpu 20ms", threads=3), policy="mlfq", options={"quantum": "1ms"})
    rows, size = len(trace.standings), size_bytes(trace)
    assert rows > 30
    forget_before(trace, halfway_ns(trace), [])
    assert len(trace.standings) < 0.6 * rows
    assert size_bytes(trace) < size
    assert not list(violations(trace))


def test_a_standing_in_vain_is_a_violation():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 2ms"), policy="sjf")
    assert not list(violations(trace))
    trace.standings.append(trace.standings.time[-1] - 1, 0, 0, Standing())
    assert "standing 1 is told later than the one behind it" in " ".join(violations(trace))


def test_nobody_stands_in_a_queue_while_it_waits():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 2ms"), policy="sjf")
    trace.standings.time[1] = 3 * MS
    assert list(violations(trace)) == ["P1·T1 is told to stand in a queue at 3000000 ns, where it is waiting"]


def test_there_is_no_queue_of_a_core_that_is_not_there():
    trace = run(bursts("cpu 2ms"), policy="sjf")
    trace.standings.queue[0] = 1
    assert list(violations(trace)) == ["P1·T1 is told to stand in the queue of core 1, which there is not"]
