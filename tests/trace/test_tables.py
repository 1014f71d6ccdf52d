import pytest

from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.trace.memory_tables import InstructionTable, ObjectTable, OutputTable, WriteTable
from desktop_app.trace.tables import OPEN, EventKind, EventTable, RunEnd, RunKind, RunTable, WaitLog


def runs(*, cost=False):
    table = RunTable(cost=cost)
    table.append(0, 2 * cost, OPEN, 7, RunEnd.OPEN)
    table.finish(10, RunEnd.PREEMPTED)
    table.append(20, 20 + 2 * cost, OPEN, 8, RunEnd.OPEN)
    return table


def test_a_core_is_busy_in_half_open_intervals():
    table = runs()
    assert [table.at(t) for t in (0, 9, 10, 19, 20, 10**9)] == [0, 0, -1, -1, 1, 1]
    assert (list(table.start), list(table.end), list(table.thread)) == ([0, 20], [10, OPEN], [7, 8])
    assert (list(table.kind), list(table.cause)) == ([RunKind.RUN] * 2, [RunEnd.PREEMPTED, RunEnd.OPEN])
    assert (table.start[-1], table.end[:1], table.rate_of(0)) == (20, [10], FULL_RATE_PPM)


def test_where_dispatches_cost_something_each_is_two_intervals():
    table = runs(cost=True)
    assert [table.at(t) for t in (0, 1, 2, 9, 10, 20, 22)] == [0, 0, 1, 1, -1, 2, 3]
    assert list(zip(table.start, table.end, table.kind, strict=True))[:2] == [
        (0, 2, RunKind.SWITCH),
        (2, 10, RunKind.RUN),
    ]


def test_a_switch_that_is_broken_off_leaves_an_empty_run():
    table = runs(cost=True)
    table.finish(21, RunEnd.PREEMPTED)
    assert (list(table.start)[2:], list(table.end)[2:], table.at(21)) == ([20, 21], [21, 21], -1)


@pytest.mark.parametrize("cost", [False, True])
def test_the_next_interval_is_the_first_that_starts_later(cost):
    table = runs(cost=cost)
    for t_ns in range(-1, 30):
        rows = [row for row, start in enumerate(table.start) if start > t_ns]
        assert table.after(t_ns) == (rows[0] if rows else len(table))


@pytest.mark.parametrize("cost", [False, True])
@pytest.mark.parametrize("name", ["start", "end", "thread", "kind", "cause"])
def test_a_column_ends_with_its_table(cost, name):
    table = runs(cost=cost)
    column = getattr(table, name)
    assert len(list(column)) == len(table)
    for row in (len(table), -len(table) - 1):
        with pytest.raises(IndexError):
            column[row]


def test_dropping_intervals_keeps_those_that_last():
    table = runs()
    table.drop_before(10)
    assert list(table.start) == [20]
    table.keep(0)
    assert len(table) == 0


def test_waits_are_read_per_thread_and_may_still_be_corrected():
    log = WaitLog(2)
    log.append(0, OPEN, 1, 0)
    log.append(5, 8, 0, 1)
    assert [list(table.time) for table in log.tables()] == [[5], [0]]
    log.finish(1, 7)
    assert (list(log.tables()[1].until), log.tables()[1].at(6), log.tables()[1].at(7)) == ([7], 0, -1)
    log.append(9, OPEN, 1, 1)
    assert list(log.tables()[1].cause) == [0, 1]


def test_the_last_wait_of_each_thread_survives_forgetting():
    log = WaitLog(2)
    for time, thread in ((0, 0), (2, 1), (4, 0)):
        log.append(time, time + 1, thread, 0)
    log.drop_before(100)
    assert [list(table.time) for table in log.tables()] == [[4], [2]]
    assert list(log.time) == [2, 4]


def test_events_up_to_a_moment_include_it():
    table = EventTable()
    table.append(3, EventKind.CORES, value=2)
    table.append(5, EventKind.CORES, value=1)
    assert [len(table.until(t)) for t in (2, 3, 5)] == [0, 1, 2]


def test_instructions_are_found_while_they_run_and_once_they_are_retired():
    table = InstructionTable()
    for start in (0, 10, 20):
        table.append(start, start + 10, 0, -1, 1)
    assert [table.at(t) for t in (0, 10, 35)] == [0, 1, 2]
    assert [table.retired(t) for t in (9, 10, 30)] == [-1, 0, 2]
    table.drop_before(25)
    assert (list(table.start), table.dropped) == ([10, 20], 1)


def test_a_variable_has_the_value_written_last():
    table = WriteTable()
    table.append(3, 0, 0, 28)
    table.append(8, 1, 0, 28)
    assert [table.at(t) for t in (2, 3, 7, 8)] == [-1, 0, 0, 1]
    table.drop_before(8)
    assert list(table.value) == [1]


def test_an_object_has_the_contents_of_its_last_change():
    table = ObjectTable()
    table.append(1, (), 0, 56)
    table.append(4, (2,), 1, 88)
    table.drop_before(9)
    assert (table.at(9), table.head, list(table.length)) == (0, [(2,)], [1])


def test_output_up_to_a_moment_includes_it():
    table = OutputTable()
    table.append(1, 0, "a")
    table.append(4, 0, "b")
    assert [table.until(t) for t in (0, 1, 4)] == ["", "a", "ab"]
    assert [table.last(t, 1) for t in (0, 1, 4)] == ["", "a", "b"]
