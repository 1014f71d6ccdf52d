"""The simulated `multiprocessing`: what CPython's says, copies, and who waits for whom in simulated time."""

from __future__ import annotations

from tests.program.library_host import ATTEMPT, LibraryHost, agree

RUNNING = "Cannot close a process while it is still running. You should first call join() or terminate()."


def run(source: str) -> list[str]:
    """Return the lines that a program prints."""
    return (
        LibraryHost()
        .run(ATTEMPT + "import multiprocessing as mp, os, queue, sys, threading, time\n" + source)
        .splitlines()
    )


def test_what_needs_no_process_prints_what_it_prints_in_cpython() -> None:
    assert agree("""
import multiprocessing as mp
value = mp.Value("i", 3)
value.value = 2**31
print(value.value, value, mp.Value("i", 0, lock=False), mp.Value("B", -1).value, mp.Value("h", 70000).value)
print(mp.Value("f", 0.1).value, mp.Value("f", 1e-42).value, mp.Value("f", 1e39).value, mp.Value("d", 1).value)
attempt(lambda: mp.Value("i", 1.5))
attempt(lambda: mp.Value("d", "a"))
attempt(lambda: mp.Value("z", 1))
attempt(lambda: mp.Value("c", "ab"))
array, text = mp.Array("i", [1, 2, 3]), mp.Array("c", b"abc")
print(array[:], array[-1], len(array), list(array), text.value, text.raw, text[0])
attempt(lambda: array[5])
attempt(lambda: array.__setitem__(0, "x"))
attempt(lambda: array.__setitem__(slice(0, 2), [1]))
attempt(lambda: mp.Array("i", -1))
attempt(lambda: setattr(text, "value", b"abcdef"))
attempt(lambda: setattr(text, "value", "x"))
text.value = b"z"
print(text.value, text.raw)
attempt(lambda: mp.Lock().release())
attempt(lambda: mp.RLock().release())
attempt(lambda: mp.BoundedSemaphore(1).release())
attempt(lambda: mp.Semaphore(-1))
lock = mp.RLock()
with lock, lock:
    print(lock)
print(lock, mp.Lock(), mp.Semaphore(3), mp.BoundedSemaphore(2), mp.Condition())
process = mp.Process(target=print, name="mine")
print(process.name, process.exitcode, process.pid, process.is_alive(), process.daemon)
print(mp.current_process(), mp.parent_process(), mp.active_children())
attempt(lambda: process.join())
attempt(lambda: process.terminate())
attempt(lambda: mp.get_context("x"))
attempt(lambda: mp.Pool(0))
receiver, sender = mp.Pipe(False)
attempt(lambda: receiver.send(1))
attempt(lambda: sender.recv())
print(receiver.poll(), sender.send([1]), receiver.poll(), receiver.recv())
sender.close()
attempt(lambda: receiver.recv())
receiver.close()
attempt(lambda: receiver.recv())
one, other = mp.Pipe()
other.close()
attempt(lambda: one.send(1))
attempt(lambda: mp.JoinableQueue().task_done())
""")


def test_a_process_runs_beside_its_parent_and_has_a_name_and_an_exit_code() -> None:
    assert run("""
def work(seconds):
    time.sleep(seconds)
    print(mp.current_process().name, mp.parent_process().name, threading.current_thread().name)
class Own(mp.Process):
    def run(self):
        sys.exit(3)
processes = [mp.Process(target=work, args=(1,)), Own(name="own")]
for process in processes:
    process.start()
print(len(mp.active_children()), processes[0].is_alive())
attempt(lambda: processes[0].start())
attempt(lambda: processes[0].close())
for process in processes:
    process.join()
print([process.exitcode for process in processes], time.monotonic(), mp.active_children())
processes[0].close()
attempt(lambda: processes[0].join())
""") == [
        "2 True",
        "builtins AssertionError ('cannot start a process twice',)",
        f"builtins ValueError ('{RUNNING}',)",
        "Process-1 MainProcess MainThread",
        "[0, 3] 1.0 []",
        "builtins ValueError ('process object is closed',)",
    ]


def test_an_exception_is_printed_and_makes_the_exit_code_1() -> None:
    assert run("""
def fail():
    raise ValueError("no")
for target, args in ((fail, ()), (sys.exit, ("bye",))):
    process = mp.Process(target=target, args=args)
    process.start()
    process.join()
    print(process.exitcode)
""") == [
        "Process Process-1:",
        "Traceback (most recent call last):",
        '  File "program.py", line 10, in fail',
        "ValueError: no",
        "1",
        "bye",
        "1",
    ]


def test_a_process_can_be_terminated_and_a_daemon_ends_with_its_parent() -> None:
    assert run("""
for end in ("terminate", "kill"):
    process = mp.Process(target=time.sleep, args=(100,))
    process.start()
    process.join(0.5)
    getattr(process, end)()
    process.join()
    print(process.exitcode, repr(process).split()[-1])
mp.Process(target=time.sleep, args=(100,), daemon=True).start()
mp.Process(target=lambda: (time.sleep(2), print("waited for", time.monotonic()))).start()
""") == ["-15 exitcode=-SIGTERM>", "-9 exitcode=-SIGKILL>", "waited for 3.0"]


def test_daemons_have_no_children() -> None:
    assert run("""
def work():
    attempt(mp.Process(target=print).start)
process = mp.Process(target=work, daemon=True)
process.start()
process.join()
""") == ["builtins AssertionError ('daemonic processes are not allowed to have children',)"]


def test_what_goes_through_a_queue_is_a_copy() -> None:
    assert run("""
q, sent = mp.Queue(1), [1]
q.put(sent)
attempt(lambda: q.put(2, timeout=0.5))
sent.append(2)
print(q.get(), time.monotonic())
attempt(lambda: q.get(timeout=0.5))
attempt(lambda: q.get_nowait())
q.put(lambda: 0)
print(q.empty())
q.close()
attempt(lambda: q.put(1))
""")[:4] == ["queue Full ()", "[1] 0.5", "_queue Empty ()", "_queue Empty ()"]


def test_workers_share_a_joinable_queue() -> None:
    assert run("""
q, done = mp.JoinableQueue(), mp.SimpleQueue()
def work(name):
    while True:
        item = q.get()
        time.sleep(0.1)
        done.put((name, item))
        q.task_done()
for name in "ab":
    mp.Process(target=work, args=(name,), daemon=True).start()
for item in range(4):
    q.put(item)
q.join()
print([done.get() for _ in range(4)], time.monotonic())
""") == ["[('a', 0), ('b', 1), ('a', 2), ('b', 3)] 0.2"]


def test_a_pipe_ends_when_all_copies_of_its_other_end_are_closed() -> None:
    assert run("""
def answer(connection):
    while True:
        try:
            connection.send(connection.recv() + 1)
        except EOFError:
            break
    print("child: end")
mine, theirs = mp.Pipe()
process = mp.Process(target=answer, args=(theirs,))
process.start()
theirs.close()
mine.send(4)
print(mine.recv(), mine.poll(0.5), time.monotonic())
process.terminate()
process.join()
attempt(mine.recv)
""") == ["5 False 0.5", "builtins EOFError ()"]


def test_locks_values_and_conditions_work_between_processes() -> None:
    assert run("""
value, condition, event, barrier = mp.Value("i"), mp.Condition(), mp.Event(), mp.Barrier(2)
def work():
    event.wait()
    for _ in range(3):
        with value.get_lock():
            now = value.value
            time.sleep(0.1)
            value.value = now + 1
    barrier.wait()
    with condition:
        condition.notify_all()
processes = [mp.Process(target=work) for _ in range(2)]
for process in processes:
    process.start()
event.set()
with condition:
    print(condition.wait(), value.value, time.monotonic())
""") == ["True 6 0.6"]


def test_what_a_manager_makes_is_shared_by_copies() -> None:
    assert run("""
with mp.Manager() as manager:
    numbers, names, space = manager.list([1]), manager.dict(a=1), manager.Namespace()
    def work():
        numbers.append(2)
        names["b"] = [3]
        space.x = 4
    process = mp.Process(target=work)
    process.start()
    process.join()
    names["b"].append(9)
    print(numbers, names, space, process.name, len(numbers), sorted(names.keys()), 2 in numbers, numbers + [5])
    attempt(lambda: numbers[7])
    attempt(lambda: space.y)
    print(manager.Value("i", 3), manager.Array("i", [1]), manager.Queue().empty())
""") == [
        "[1, 2] {'a': 1, 'b': [3]} Namespace(x=4) Process-2 2 ['a', 'b'] True [1, 2, 5]",
        "builtins IndexError ('list index out of range',)",
        "builtins AttributeError (\"'Namespace' object has no attribute 'y'\",)",
        "Value('i', 3) array('i', [1]) True",
    ]


def test_the_start_method_is_the_versions_own_and_can_be_chosen_once() -> None:
    source = (
        ATTEMPT
        + """
import multiprocessing as mp
print(mp.get_start_method(True), mp.get_context().get_start_method())
attempt(lambda: mp.set_start_method("spawn"))
mp.set_start_method("spawn", force=True)
print(mp.get_start_method(), mp.get_context("fork").Process(target=print).name)
"""
    )
    assert LibraryHost((3, 13, 0)).run(source).splitlines() == [
        "None fork",
        "builtins RuntimeError ('context has already been set',)",
        "spawn ForkProcess-1",
    ]
    assert LibraryHost((3, 14, 0)).run(source).startswith("None forkserver")
