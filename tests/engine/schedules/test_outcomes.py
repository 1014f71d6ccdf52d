from math import comb

import pytest

from desktop_app.engine.schedules.outcomes import explore_program
from desktop_app.engine.schedules.search import Bounds
from desktop_app.model.errors import ProgramError
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import Program
from tests.engine.schedules.programs import INCREMENT, explored, explored_with_locks, values


@pytest.mark.parametrize("source", [INCREMENT, "counter += 1\n"])
def test_two_increments_have_twenty_schedules_and_eighteen_of_them_lose_one(source):
    exploration = explored(source)
    assert values(exploration) == {"1": 18, "2": 2}
    assert exploration.schedules == comb(6, 3) == 20
    assert (exploration.contested, exploration.endless, exploration.truncated) == (("counter",), False, "")


def test_ten_increments_each_reach_every_value_from_two_on_and_each_schedule_is_counted():
    exploration = explored(INCREMENT * 10)
    found = values(exploration)
    assert sorted(map(int, found)) == list(range(2, 21))
    assert sum(found.values()) == exploration.schedules == comb(60, 30)
    assert exploration.executed < exploration.states / 10


def test_the_local_variables_of_a_loop_are_no_steps():
    source = "def work():\n    global counter\n    for i in range(2):\n        counter += 1\nwork()\n"
    exploration = explored(source, before="counter = 0\n")
    # The definition is written and read by both threads; the loop's variable is nobody else's.
    assert exploration.contested == ("counter", "work")
    assert exploration.schedules == comb(16, 8)


def test_with_the_gil_no_increment_is_lost():
    exploration = explored("counter += 1\n", mode=GilMode.GIL)
    assert values(exploration) == {"2": 2}


def test_with_the_gil_a_call_between_loses_increments():
    exploration = explored("counter += int(1)\n", mode=GilMode.GIL)
    assert values(exploration) == {"2": 2, "1": 4}


def test_free_threaded_is_as_any_instruction():
    free, textbook = (explored(INCREMENT, mode=mode) for mode in (GilMode.FREE_THREADED, GilMode.ANY_INSTRUCTION))
    assert free.outcomes == textbook.outcomes


def test_the_shortest_schedule_says_what_each_turn_did():
    both, lost = explored(INCREMENT).outcomes
    assert [(turn.thread, [note.text for note in turn.notes]) for turn in both.shortest] == [
        ("P1·T1", ["reads counter (0)", "works out 1", "sets counter = 1"]),
        ("P1·T2", ["reads counter (1)", "works out 2", "sets counter = 2"]),
    ]
    assert [(turn.thread, turn.steps) for turn in lost.shortest] == [("P1·T1", 2), ("P1·T2", 3), ("P1·T1", 1)]
    assert {note.line for turn in lost.shortest for note in turn.notes} == {1}


def test_an_uncaught_exception_is_an_outcome_with_its_traceback():
    exploration = explored("1 // counter\ncounter = 0\n", before="counter = 1\n")
    assert exploration.goes_wrong
    failed = [outcome.ending for outcome in exploration.outcomes if outcome.ending.failed]
    assert {ending.failed for ending in failed} == {("P1·T1",), ("P1·T2",)}
    assert all("ZeroDivisionError" in ending.output for ending in failed)
    fine = [outcome for outcome in exploration.outcomes if not outcome.ending.failed]
    assert len(fine) == 1
    assert not explored(INCREMENT).goes_wrong


def test_what_is_printed_first_is_told_apart():
    exploration = explored("counter += 1\nprint(counter)\n")
    outputs = {outcome.ending.output for outcome in exploration.outcomes}
    assert outputs == {"1\n1\n", "1\n2\n", "2\n1\n", "2\n2\n"}


OPPOSITE = """\
if first:
    first = False
    take_a = 1
    take_b = 1
    drop_b = 1
    drop_a = 1
else:
    take_b = 1
    take_a = 1
    drop_a = 1
    drop_b = 1
"""


def test_locks_in_opposite_orders_deadlock_and_it_is_said_who_waits_for_what():
    exploration = explored_with_locks(OPPOSITE, before="first = True\n")
    assert exploration.goes_wrong
    stuck = [outcome.ending for outcome in exploration.outcomes if outcome.ending.waiting]
    waits = {tuple((one.thread, one.what) for one in ending.waiting) for ending in stuck}
    assert waits == {
        (("P1·T1", "lock b"), ("P1·T2", "lock a")),
        (("P1·T1", "lock a"), ("P1·T2", "lock b")),
    }
    assert any(not outcome.ending.waiting for outcome in exploration.outcomes)


def test_a_lock_around_an_increment_loses_nothing():
    exploration = explored_with_locks("take_a = 1\ncounter += 1\ndrop_a = 1\n", threads=3)
    assert set(values(exploration)) == {"3"}
    assert not exploration.goes_wrong


def test_a_wait_with_a_time_limit_may_end_at_any_moment():
    exploration = explored_with_locks("sleep = 1\ncounter += 1\n")
    assert set(values(exploration)) == {"1", "2"}
    assert not exploration.goes_wrong


def test_a_loop_that_may_go_on_for_ever_is_recognized():
    source = "while not counter:\n    pass\n"
    spinning = explored(source)
    assert (spinning.endless, spinning.outcomes, spinning.truncated) == (True, (), "")
    ended = explored("if counter == 0:\n    counter = 1\nelse:\n    while counter != 2:\n        counter = counter\n")
    assert ended.endless
    assert ended.schedules is None
    assert any(outcome.schedules is None for outcome in ended.outcomes) or ended.outcomes


def test_more_states_than_allowed_are_not_gone_through_and_it_is_said():
    exploration = explored(INCREMENT * 5, bounds=Bounds(states=100))
    assert exploration.truncated == "stopped at 100 states: there may be more outcomes"
    assert explored(INCREMENT, bounds=Bounds(states=21)).truncated == ""
    full = explored(INCREMENT * 5, bounds=Bounds(codes=500)).truncated
    assert full.endswith("which fill the memory: there may be more outcomes")


def test_exploring_again_gives_the_same():
    source = "counter += 1\nnames = {'a', 'b'}\nprint(counter)\n"
    assert explored(source) == explored(source)


def test_a_program_is_loaded_and_its_body_run_by_all_threads():
    program = Program(name="app.py", source="x = 1\n")
    exploration = explore_program(program, 3, mode=GilMode.ANY_INSTRUCTION)
    assert (exploration.program, exploration.threads, exploration.schedules) == ("app.py", 3, 6)
    with pytest.raises(ProgramError):
        explore_program(Program(name="app.py", source="x =\n"), 1, mode=GilMode.GIL)
