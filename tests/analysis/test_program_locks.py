import pytest

from desktop_app.analysis.program_locks import LOCK, ProgramLocks
from desktop_app.engine import population
from desktop_app.trace.history import forget_before
from desktop_app.trace.lives import Lives
from tests.golden import load_stored, stored
from tests.scenarios import MS, program, run

TURNS = """
import threading
a = threading.Lock()
b = threading.RLock()
def work(first, second):
    for _ in range(2):
        first.acquire()
        x = 1
        with second:
            with b:
                x = 2
        first.release()
t1 = threading.Thread(target=work, args=(a, b))
t2 = threading.Thread(target=lambda: work(b, a))
t1.start(); t2.start()
t1.join(); t2.join()
"""


@pytest.fixture(scope="module", params=["gil", "free-threaded"])
def turns(request):
    return run(program(TURNS), cores=2, gil=request.param, quantum_ns=700_000, until_ns=200 * MS)


def waiting_for_lock(trace, t_ns):
    for thread, waits in enumerate(trace.waits):
        row = waits.at(t_ns)
        if row >= 0 and trace.causes[waits.cause[row]].text == LOCK and trace.ended[thread] > t_ns:
            yield thread


def test_a_lock_that_is_taken_has_a_holder_and_a_free_one_has_none(turns):
    locks = ProgramLocks(Lives(turns))
    assert [locks.name(lock, turns.known_until_ns) for lock in locks.all().values()] == ["a", "b"]
    held = set()
    for t_ns in range(0, turns.known_until_ns + 1, MS // 10):
        for lock in locks.all().values():
            table = turns.objects[lock.obj]
            row = table.at(t_ns)
            text = turns.values.text[table.head[row][0]] if row >= 0 and table.head[row] else lock.free
            holder = locks.holder(lock, t_ns)
            assert (holder is None) == (text == lock.free)
            held.add(holder)
    assert held == {None, 1, 2}


def test_who_waits_for_a_lock_does_not_have_it_and_somebody_else_does(turns):
    locks, seen = ProgramLocks(Lives(turns)), 0
    for t_ns in range(0, turns.known_until_ns, MS // 10):
        for thread in waiting_for_lock(turns, t_ns):
            lock = locks.awaited(thread, t_ns)
            assert locks.holder(lock, t_ns) not in {None, thread}
            seen += 1
    assert seen > 0 or turns.header.gil == "gil"


def test_the_holder_changes_only_when_the_lock_is_free_in_between(turns):
    locks = ProgramLocks(Lives(turns))
    for lock in locks.all().values():
        table = turns.objects[lock.obj]
        for row in range(1, len(table)):
            before, after = (locks.holder(lock, t) for t in (table.time[row] - 1, table.time[row]))
            freed = any(
                table.time[one] == table.time[row] and turns.values.text[table.head[one][0]] == lock.free
                for one in range(len(table))
                if table.head[one]
            )
            assert before == after or before is None or freed


def test_what_was_forgotten_is_not_guessed(turns):
    whole = {
        t: ProgramLocks(Lives(turns)).holder(next(iter(ProgramLocks(Lives(turns)).all().values())), t)
        for t in range(0, turns.known_until_ns, MS)
    }
    locks = ProgramLocks(Lives(turns))
    locks.all()
    begin = turns.known_until_ns * 2 // 3
    forget_before(turns, begin, [])
    found = locks.all()
    for t_ns, before in whole.items():
        if t_ns >= begin and found:
            assert locks.holder(next(iter(found.values())), t_ns) in {None, before}


def test_a_lock_that_with_takes_on_python_3_14_is_told_from_its_method(monkeypatch):
    # As CPython 3.14 compiled it: what lies on the stack of the call is a method, and the lock no more.
    monkeypatch.setattr(population, "load_program", load_stored)
    trace = run(stored("with_lock_314"), cores=2, gil="free-threaded")
    locks, seen = ProgramLocks(Lives(trace)), 0
    for t_ns in range(0, trace.known_until_ns, MS // 10):
        for thread in waiting_for_lock(trace, t_ns):
            lock = locks.awaited(thread, t_ns)
            assert locks.name(lock, t_ns) == "a"
            assert locks.holder(lock, t_ns) not in {None, thread}
            seen += 1
    assert seen
