"""The simulated `queue`, beside CPython's and in simulated time."""

from __future__ import annotations

from tests.program.library_host import LibraryHost, agree


def test_programs_print_what_they_print_in_cpython() -> None:
    assert agree("""
import queue, threading
q = queue.Queue(1)
attempt(lambda: q.get(False))
attempt(lambda: q.get_nowait())
attempt(lambda: q.task_done())
print(q.put(1), q.full(), q.empty(), q.qsize(), q.unfinished_tasks)
attempt(lambda: q.put(1, False))
attempt(lambda: q.get(timeout=-1) and q.get(timeout=-1))
attempt(lambda: queue.Queue().get(timeout=-1))
simple = queue.SimpleQueue()
attempt(lambda: simple.get(timeout=-1))
attempt(lambda: simple.get(False))
print(simple.put(4), simple.qsize(), simple.get(), simple.empty())
for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue):
    q = kind()
    for item in ((3, "c"), (1, "a"), (2, "b")):
        q.put(item)
    print([q.get() for _ in range(3)], [q.task_done() for _ in range(3)], q.join())
class Only(queue.Queue):
    def _init(self, maxsize):
        self.items = set()
    def _qsize(self):
        return len(self.items)
    def _put(self, item):
        self.items.add(item)
    def _get(self):
        return self.items.pop()
only = Only()
only.put(1)
only.put(1)
print(only.qsize())
""")


def test_getters_and_putters_wait_for_each_other_in_turn() -> None:
    source = """
import queue, threading, time
q = queue.Queue(2)
def produce():
    for item in range(5):
        q.put(item)
        print("put", item, time.monotonic())
def consume():
    for _ in range(5):
        time.sleep(1)
        q.get()
        q.task_done()
threading.Thread(target=produce).start()
threading.Thread(target=consume).start()
q.join()
print("joined", time.monotonic())
"""
    assert LibraryHost().run(source).splitlines() == [
        "put 0 0.0",
        "put 1 0.0",
        "put 2 1.0",
        "put 3 2.0",
        "put 4 3.0",
        "joined 5.0",
    ]


def test_time_limits_are_exact() -> None:
    source = """
import queue, time
for q in (queue.Queue(), queue.SimpleQueue()):
    try:
        q.get(timeout=0.5)
    except queue.Empty:
        print("empty", time.monotonic())
q = queue.Queue(1)
q.put(1)
try:
    q.put(2, timeout=0.5)
except queue.Full:
    print("full", time.monotonic())
"""
    assert LibraryHost().run(source) == "empty 0.5\nempty 1.0\nfull 1.5\n"


def test_a_queue_can_be_shut_down_from_3_13_on() -> None:
    source = """
import queue, threading
q = queue.Queue()
def wait():
    try:
        q.get()
    except queue.ShutDown:
        print("shut")
threading.Thread(target=wait).start()
q.shutdown()
"""
    assert LibraryHost((3, 13, 0)).run(source) == "shut\n"
    assert "no attribute 'shutdown'" in LibraryHost((3, 12, 0)).run("import queue\nqueue.Queue().shutdown()")
