from desktop_app.trace.tables import (
    OPEN,
    InstructionTable,
    ObjectTable,
    OutputTable,
    RunEnd,
    RunKind,
    RunTable,
    StateTable,
    WriteTable,
)


def runs():
    table = RunTable()
    table.begin(0, 7, RunKind.RUN)
    table.finish(10, RunEnd.PREEMPTED)
    table.begin(20, 8, RunKind.RUN, burst=0, left_ns=5)
    return table


def test_a_core_is_busy_in_half_open_intervals():
    table = runs()
    assert [table.at(t) for t in (0, 9, 10, 19, 20, 10**9)] == [0, 0, -1, -1, 1, 1]
    assert table.end[1] == OPEN
    assert list(table.switches) == [1, 2]
    table.finish(30, RunEnd.RAN_ON)
    table.begin(30, 8, RunKind.RUN)
    assert list(table.switches) == [1, 2, 2]


def test_dropping_intervals_keeps_those_that_last():
    table = runs()
    table.drop_before(10)
    assert list(table.start) == [20]
    table.begin(30, 9, RunKind.RUN)
    assert list(table.switches) == [2, 3]


def test_the_state_in_force_survives_forgetting():
    table = StateTable()
    for order, time in enumerate((0, 5, 9)):
        table.append(time, order, order)
    assert [table.at(t) for t in (-1, 0, 4, 5, 99)] == [-1, 0, 0, 1, 2]
    table.drop_before(7)
    assert list(table.time) == [5, 9]


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
