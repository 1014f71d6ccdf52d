from math import comb

import pytest

from desktop_app.engine.schedules.outcomes import explore_program
from desktop_app.engine.schedules.search import Bounds
from desktop_app.model.errors import ProgramError
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import Program
from tests.engine.schedules.programs import INCREMENT, explored, started, steps_of, values, waits_of


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


COUNTER = "counter = 0\nlock = threading.Lock()\ndef increment():\n    global counter\n"


def test_threads_that_the_program_starts_have_the_textbooks_schedules():
    exploration = started(COUNTER + "    counter += 1\n", "increment", "increment")
    assert values(exploration) == {"1": 18, "2": 2}
    assert (exploration.threads, exploration.most_threads, exploration.contested) == (1, 3, ("counter",))
    both, lost = exploration.outcomes
    assert steps_of(both) == [
        ("P1·T2", ["reads counter (0)", "works out 1", "sets counter = 1"]),
        ("P1·T3", ["reads counter (1)", "works out 2", "sets counter = 2"]),
    ]
    assert [who for who, _ in steps_of(lost)] == ["P1·T2", "P1·T3", "P1·T2"]


def test_with_a_lock_no_increment_is_lost():
    exploration = started(COUNTER + "    with lock:\n        counter += 1\n", "increment", "increment")
    assert set(values(exploration)) == {"2"}
    assert not exploration.goes_wrong
    assert steps_of(exploration.outcomes[0])[0] == (
        "P1·T2",
        ["enters with lock", "reads counter (0)", "works out 1", "sets counter = 1", "leaves with lock"],
    )


def test_with_the_gil_started_threads_lose_an_increment_at_a_call_only():
    safe = started(COUNTER + "    counter += 1\n", "increment", "increment", mode=GilMode.GIL)
    assert set(values(safe)) == {"2"}
    lost = started(COUNTER + "    counter += int(1)\n", "increment", "increment", mode=GilMode.GIL)
    assert values(lost) == {"2": 2, "1": 4}


def test_locks_in_opposite_orders_deadlock_and_it_is_said_who_waits_for_what():
    source = "a, b = threading.Lock(), threading.Lock()\ndef work(first, second):\n    with first:\n"
    source += "        with second:\n            pass\n"
    exploration = started(source, "work, args=(a, b)", "work, args=(b, a)")
    assert exploration.goes_wrong
    assert waits_of(exploration) == {(("P1·T2", "lock b"), ("P1·T3", "lock a"))}
    stuck = next(outcome for outcome in exploration.outcomes if outcome.ending.waiting)
    assert [one.line for one in stuck.ending.waiting[1:]] == [5, 5]
    assert any(not outcome.ending.waiting for outcome in exploration.outcomes)
    assert not started(source, "work, args=(a, b)", "work, args=(a, b)").goes_wrong


@pytest.mark.parametrize("count", [2, 3])
def test_dining_philosophers_deadlock_when_each_has_one_fork(count):
    source = f"forks = [threading.Lock() for _ in range({count})]\ndef eat(n):\n    with forks[n]:\n"
    source += f"        with forks[(n + 1) % {count}]:\n            pass\n"
    exploration = started(source, *(f"eat, args=({n},)" for n in range(count)))
    assert waits_of(exploration) == {tuple((f"P1·T{n + 2}", f"lock forks[{(n + 1) % count}]") for n in range(count))}


def test_a_withdrawal_is_checked_before_another_one_is_made():
    source = "class Account:\n    def __init__(self):\n        self.balance = 100\n"
    source += "        self.lock = threading.Lock()\n"
    source += "    def withdraw(self, amount):\n        if self.balance >= amount:\n"
    source += "            self.balance -= amount\naccount = Account()\n"
    exploration = started(source, *["account.withdraw, args=(80,)"] * 2)
    assert values(exploration, "account") == {"Account(balance=20)": 62, "Account(balance=-60)": 8}
    assert exploration.contested == ("Account.balance",)
    overdrawn = exploration.outcomes[1]
    assert steps_of(overdrawn)[0] == ("P1·T2", ["reads self.balance (100)"])
    safe = source.replace("        if", "        with self.lock:\n          if")
    safe = safe.replace("            self.balance -=", "              self.balance -=")
    assert set(values(started(safe, *["account.withdraw, args=(80,)"] * 2), "account")) == {"Account(balance=20)"}


def test_a_key_that_is_checked_before_it_is_set_may_be_set_twice():
    source = "cache = {}\nmade = []\ndef find(key):\n    if key not in cache:\n        made.append(key)\n"
    source += "        cache[key] = 1\n"
    exploration = started(source, *["find, args=('k',)"] * 2)
    assert set(values(exploration, "made")) == {"['k']", "['k', 'k']"}
    assert exploration.contested == ("cache", "made")


def test_appending_to_a_list_is_one_step():
    exploration = started("items = []\ndef add(n):\n    items.append(n)\n", "add, args=(1,)", "add, args=(2,)")
    assert values(exploration, "items") == {"[1, 2]": 1, "[2, 1]": 1}


def test_what_only_one_thread_touches_or_all_only_read_makes_no_steps():
    source = "table = [1, 2]\ntotals = [0]\ndef work():\n    totals[0] += table[0]\ndef other():\n    return table[1]\n"
    exploration = started(source, "work", "other")
    assert (exploration.schedules, exploration.contested) == (1, ())


def test_petersons_algorithm_lets_one_in_at_a_time():
    source = "flag = [False, False]\nturn = inside = worst = 0\ndef work(me):\n    global turn, inside, worst\n"
    source += "    flag[me] = True\n    turn = 1 - me\n    while flag[1 - me] and turn == 1 - me:\n        pass\n"
    source += "    inside += 1\n    worst = max(worst, inside)\n    inside -= 1\n    flag[me] = False\n"
    right = started(source, "work, args=(0,)", "work, args=(1,)")
    assert right.endless
    assert {dict(outcome.ending.variables[0])["worst"] for outcome in right.outcomes} == {"1"}
    wrong = started(source.replace("    turn = 1 - me\n", ""), "work, args=(0,)", "work, args=(1,)")
    assert "2" in {dict(outcome.ending.variables[0])["worst"] for outcome in wrong.outcomes}
    late = source.replace("    flag[me] = True\n    turn = 1 - me\n", "    turn = 1 - me\n    flag[me] = True\n")
    broken = started(late, "work, args=(0,)", "work, args=(1,)")
    assert "2" in {dict(outcome.ending.variables[0])["worst"] for outcome in broken.outcomes}


def test_a_producer_and_a_consumer_pass_everything_on_in_order():
    source = "import queue\nq = queue.Queue(1)\ngot = []\n"
    source += "def produce():\n    for n in (1, 2, None):\n        q.put(n)\n"
    source += "def consume():\n    while (n := q.get()) is not None:\n        got.append(n)\n"
    exploration = started(source, "produce", "consume")
    assert {dict(outcome.ending.variables[0])["got"] for outcome in exploration.outcomes} == {"[1, 2]"}
    assert not exploration.goes_wrong


def test_a_notification_before_the_wait_is_lost():
    source = "condition = threading.Condition()\nready = False\ndef wait():\n    with condition:\n{}"
    source += "        condition.wait()\ndef tell():\n    global ready\n    with condition:\n        ready = True\n"
    source += "        condition.notify()\n"
    lost = started(source.format(""), "wait", "tell")
    assert waits_of(lost) == {(("P1·T2", "condition condition"),)}
    checked = source.format("      while not ready:\n")
    assert not started(checked, "wait", "tell").goes_wrong


def test_semaphores_events_and_sleeps_hold_threads_up():
    source = "import time\ncounter = 0\ngate = threading.Event()\nroom = threading.Semaphore(1)\ndef work():\n"
    source += "    global counter\n    gate.wait()\n    with room:\n        counter += 1\ndef open_gate():\n"
    source += "    time.sleep(1)\n    gate.set()\n"
    exploration = started(source, "work", "work", "open_gate")
    assert set(values(exploration)) == {"2"}
    assert not exploration.goes_wrong
    late = started("import time\nx = 0\ndef a():\n    global x\n    time.sleep(9)\n    x = 1\ndef b():\n"
                   "    global x\n    time.sleep(1)\n    x = 2\n", "a", "b")  # fmt: skip
    assert set(values(late, "x")) == {"1", "2"}


def test_a_wait_with_a_time_limit_may_be_over_first():
    source = "done = threading.Event()\nseen = None\ndef wait():\n    global seen\n    seen = done.wait(1)\n"
    exploration = started(source, "wait", "done.set")
    assert set(values(exploration, "seen")) <= {"True", "False"}
    lock = "lock = threading.Lock()\ntaken = 0\ndef take():\n    global taken\n    if lock.acquire(timeout=1):\n"
    assert set(values(started(lock + "        taken += 1\n", "take", "take"), "taken")) == {"1"}


def test_a_pool_of_threads_is_explored():
    source = "from concurrent.futures import ThreadPoolExecutor\ntotal = 0\ndef add(n):\n    global total\n"
    source += "    total += n\nwith ThreadPoolExecutor(2) as pool:\n    pool.submit(add, 1)\n    pool.submit(add, 2)\n"
    exploration = started(source)
    assert set(values(exploration, "total")) == {"1", "2", "3"}
    assert not exploration.goes_wrong


def test_a_thread_of_a_class_of_the_programs_own_shows_its_attributes():
    source = "class Worker(threading.Thread):\n    def __init__(self):\n        super().__init__()\n"
    source += "        self.found = []\n    def run(self):\n        self.found.append(1)\nworker = Worker()\n"
    exploration = started(source + "worker.start()\nworker.join()\n")
    assert values(exploration, "worker") == {"Worker(found=[1])": 1}
