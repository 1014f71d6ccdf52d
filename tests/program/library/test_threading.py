"""The simulated `threading`, beside CPython's and in simulated time."""

from __future__ import annotations

import pytest

from tests.program.library_host import ATTEMPT, LibraryHost, StuckError, agree

MISTAKES = """
import threading
lock, rlock = threading.Lock(), threading.RLock()
attempt(lambda: lock.acquire(timeout=-2))
attempt(lambda: lock.acquire(False, 1))
attempt(lambda: lock.acquire(timeout=1e20))
attempt(lambda: lock.acquire(timeout="a"))
attempt(lambda: lock.acquire(timeout=float("nan")))
attempt(lambda: lock.release())
attempt(lambda: rlock.release())
attempt(lambda: threading.local().x)
attempt(lambda: threading.local(3))
attempt(lambda: threading.Semaphore(-1))
attempt(lambda: threading.Semaphore().release(0))
attempt(lambda: threading.Semaphore().acquire(False, 3))
attempt(lambda: threading.BoundedSemaphore().release())
attempt(lambda: threading.Condition().wait())
attempt(lambda: threading.Condition().notify())
thread = threading.Thread(target=len, args=("",), name=5)
print(thread.name, thread.ident, thread.is_alive(), threading.Thread(target=lambda: 0).daemon)
attempt(lambda: thread.join())
attempt(lambda: threading.current_thread().join())
attempt(lambda: threading.Thread(group=1))
thread.start()
thread.join()
attempt(lambda: thread.start())
print(thread.is_alive())
class Forgetful(threading.Thread):
    def __init__(self):
        pass
attempt(lambda: Forgetful().start())
attempt(lambda: Forgetful().name)
attempt(lambda: repr(Forgetful()))
attempt(lambda: setattr(threading.current_thread(), "daemon", True))
"""

USES = """
import threading
lock, rlock = threading.Lock(), threading.RLock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0), lock.release(), lock.locked())
with rlock, rlock:
    print(rlock.acquire())
    rlock.release()
class Counted(threading.Thread):
    def run(self):
        print("run", threading.current_thread() is self, self is not threading.main_thread())
thread = Counted(name="mine", daemon=True)
thread.start()
thread.join()
print(thread.name, thread.daemon, threading.main_thread().name)
class Own(threading.local):
    shared = 1
    def __init__(self, first):
        self.first = first
own = Own(3)
own.first += 1
def other():
    print(own.first, own.shared)
    own.first = 9
    print(own.__dict__)
thread = threading.Thread(target=other)
thread.start()
thread.join()
print(own.first)
condition = threading.Condition()
with condition:
    print(condition.wait_for(lambda: 7), condition.wait(0))
event = threading.Event()
print(event.wait(0), event.set(), event.wait(), event.is_set(), event.clear(), event.is_set())
barrier = threading.Barrier(1, action=lambda: print("action"))
print(barrier.wait(), barrier.n_waiting, barrier.parties, barrier.broken)
barrier.abort()
attempt(barrier.wait)
barrier.reset()
print(barrier.wait())
semaphore = threading.Semaphore(2)
print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.release(2))
"""


@pytest.mark.parametrize("source", [MISTAKES, USES])
def test_programs_print_what_they_print_in_cpython(source: str) -> None:
    assert agree(source)


def test_a_lock_goes_to_the_thread_that_has_waited_longest() -> None:
    source = """
import threading, time
lock = threading.Lock()
def work(name):
    for _ in range(2):
        with lock:
            print(name, end=" ")
            time.sleep(0.1)
threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(time.monotonic())
"""
    # The one that releases it is faster than the one that is woken: CPython's locks are barging too.
    assert LibraryHost().run(source) == "a a b b c c 0.6\n"


def test_time_limits_are_exact() -> None:
    source = """
import threading, time
lock = threading.Lock()
lock.acquire()
condition, event, semaphore = threading.Condition(), threading.Event(), threading.Semaphore(0)
print(lock.acquire(timeout=0.25), time.monotonic())
with condition:
    print(condition.wait(0.25), time.monotonic())
    print(condition.wait_for(lambda: False, 0.5), time.monotonic())
print(event.wait(1), time.monotonic())
print(semaphore.acquire(timeout=1), time.monotonic())
threading.Timer(0.5, lambda: print("timer", time.monotonic())).start()
late = threading.Timer(9, print)
late.start()
late.cancel()
sleeper = threading.Thread(target=time.sleep, args=(2,))
sleeper.start()
sleeper.join(0.25)
print(sleeper.is_alive(), time.monotonic(), threading.active_count())
"""
    assert LibraryHost().run(source).splitlines() == [
        "False 0.25",
        "False 0.5",
        "False 1.0",
        "False 2.0",
        "False 3.0",
        "True 3.25 3",
        "timer 3.5",
    ]


def test_a_barrier_breaks_for_all_when_one_thread_waits_too_long() -> None:
    source = """
import threading, time
barrier = threading.Barrier(3)
def work(limit):
    attempt(lambda: barrier.wait(limit))
for limit in (None, 0.5):
    threading.Thread(target=work, args=(limit,)).start()
time.sleep(1)
print(barrier.broken, barrier.n_waiting)
"""
    broken = "threading BrokenBarrierError ()\n"
    assert LibraryHost().run(ATTEMPT + source) == f"{broken}{broken}True 0\n"


def test_a_barrier_lets_all_go_on_and_can_be_used_again() -> None:
    source = """
import threading
barrier = threading.Barrier(2, action=lambda: print("together"))
def work():
    for _ in range(2):
        places.append(barrier.wait())
places = []
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(places))
"""
    assert LibraryHost().run(source) == "together\ntogether\n[0, 0, 1, 1]\n"


def test_a_notification_is_kept_for_nobody_and_goes_to_the_first_in_line() -> None:
    source = """
import threading
condition = threading.Condition()
def work(name):
    with condition:
        condition.wait()
        print(name)
with condition:
    condition.notify_all()
for name in "abc":
    threading.Thread(target=work, args=(name,)).start()
with condition:
    condition.notify(2)
turn()
print("two")
with condition:
    condition.notify_all()
"""
    assert LibraryHost().run(source) == "a\nb\ntwo\nc\n"


def test_an_event_lets_go_whoever_waits_even_if_it_is_cleared_at_once() -> None:
    source = """
import threading
event = threading.Event()
threading.Thread(target=lambda: print(event.wait())).start()
event.set()
event.clear()
"""
    assert LibraryHost().run(source) == "True\n"


def test_an_exception_ends_its_thread_only_and_is_printed_as_in_cpython() -> None:
    source = """
import threading, sys
def fail():
    raise ValueError("no")
for target in (fail, sys.exit):
    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
threading.excepthook = lambda args: print(args.exc_type, args.exc_value, args.thread.name)
threading.Thread(target=fail, name="last").start()
"""
    assert LibraryHost().run(source).splitlines() == [
        "Exception in thread Thread-1 (fail):",
        "Traceback (most recent call last):",
        '  File "program.py", line 4, in fail',
        "ValueError: no",
        "<class 'ValueError'> no last",
    ]


def test_start_waits_until_the_thread_runs() -> None:
    source = "import threading\nthreading.Thread(target=lambda: print('first')).start()\nprint('second')"
    assert LibraryHost().run(source) == "first\nsecond\n"


def test_the_end_waits_for_all_threads_but_daemons() -> None:
    source = """
import threading, time
def work():
    time.sleep(1)
    threading.Thread(target=lambda: (time.sleep(1), print("grandchild", time.monotonic()))).start()
threading.Thread(target=work).start()
threading.Thread(target=lambda: (time.sleep(9), print("never")), daemon=True).start()
"""
    host = LibraryHost()
    assert host.run(source) == "grandchild 2.0\n"
    assert host.now_ns == 2_000_000_000


def test_a_deadlock_stays_one() -> None:
    with pytest.raises(StuckError, match="lock"):
        LibraryHost().run("import threading\nlock = threading.Lock()\nlock.acquire()\nlock.acquire()")


def test_a_child_process_has_only_its_main_thread_whatever_it_copied() -> None:
    source = """
import multiprocessing, threading, time
def work():
    time.sleep(1)
worker = threading.Thread(target=work)
worker.start()
def child():
    after_fork()
    print(worker.is_alive(), worker.join(), threading.active_count(), threading.current_thread().name)
    print(threading.current_thread() is threading.main_thread(), threading.Thread().name)
process = multiprocessing.Process(target=child)
process.start()
process.join()
"""
    assert LibraryHost().run(source) == "False None 1 MainThread\nTrue Thread-2\n"
