"""Lines of waiting threads: order, limits and processes that have ended."""

from __future__ import annotations

from tests.program.library_host import LibraryHost

LINE = """
import _machine
import _waiting
import threading
line, free = _waiting.Line(), []
def wait(name, seconds=None):
    print(name, line.wait(lambda: free and (free.pop() or True), "line", seconds), _machine.now())
"""


def test_threads_are_woken_in_the_order_in_which_they_came() -> None:
    source = """
for name in "abc":
    threading.Thread(target=wait, args=(name,)).start()
for _ in range(3):
    free.append(0)
    line.wake()
    turn()
"""
    assert LibraryHost().run(LINE + source) == "a True 0\nb True 0\nc True 0\n"


def test_a_time_limit_is_exact_however_often_a_thread_is_woken() -> None:
    source = """
import time
threading.Thread(target=wait, args=("a", 1)).start()
for _ in range(3):
    time.sleep(0.3)
    line.wake()
"""
    assert LibraryHost().run(LINE + source) == "a False 1000000000\n"


def test_a_thread_of_a_process_that_has_ended_does_not_take_a_turn() -> None:
    source = """
import multiprocessing
import time
lock = multiprocessing.Lock()
lock.acquire()
def work(name):
    with lock:
        print(name, "has it")
processes = [multiprocessing.Process(target=work, args=(name,)) for name in "ab"]
for process in processes:
    process.start()
    time.sleep(0.1)
processes[0].terminate()
lock.release()
processes[1].join()
"""
    assert LibraryHost().run(LINE + source) == "b has it\n"


def test_no_limit_and_no_time_at_all_are_different() -> None:
    assert LibraryHost().run(LINE + "wait('a', 0)\nfree.append(0)\nwait('b', 0)") == "a False 0\nb True 0\n"
