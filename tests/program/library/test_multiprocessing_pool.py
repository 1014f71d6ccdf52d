"""The simulated `multiprocessing.pool`: results, order, chunks and ends, in simulated time."""

from __future__ import annotations

from tests.program.library_host import ATTEMPT, LibraryHost


def run(source: str) -> list[str]:
    """Return the lines that a program prints."""
    begin = """
import multiprocessing as mp, os, time
from multiprocessing.pool import ThreadPool
def square(number):
    time.sleep(0.1 * number)
    return number * number
def fail(number):
    raise ValueError(number)
"""
    return LibraryHost().run(ATTEMPT + begin + source).splitlines()


def test_results_come_in_the_order_of_the_items_whoever_is_faster() -> None:
    assert (
        run("""
for kind in (mp.Pool, ThreadPool):
    with kind(3) as pool:
        print(pool.map(square, [3, 1, 2]), pool.starmap(pow, [(2, 3)]), pool.apply(square, (1,)), pool.map(square, []))
        print(list(pool.imap(square, [3, 1, 2])), list(pool.imap_unordered(square, [3, 1, 2])))
        print(list(pool.imap(abs, range(3), 2)))
""")
        == ["[9, 1, 4] [8] 1 []", "[9, 1, 4] [1, 4, 9]", "[0, 1, 2]"] * 2
    )


def test_workers_work_at_once() -> None:
    assert run("""
with mp.Pool(2) as pool:
    pool.map(time.sleep, [1] * 4, chunksize=1)
    print(time.monotonic())
    pool.map(time.sleep, [1] * 4, chunksize=4)
    print(time.monotonic())
""") == ["2.0", "6.0"]


def test_an_exception_comes_back_with_the_workers_traceback_as_its_cause() -> None:
    lines = run("""
with mp.Pool(2) as pool:
    try:
        pool.map(fail, [5])
    except ValueError as error:
        print(repr(error), type(error.__cause__), error.__cause__)
    attempt(lambda: pool.apply_async(lambda: 0).get())
    attempt(lambda: pool.apply_async(square, (5,)).get(0.1))
""")
    assert lines[0] == "ValueError(5) <class 'multiprocessing.pool.RemoteTraceback'> "
    assert lines[1:6] == [
        '"""',
        "Traceback (most recent call last):",
        '  File "program.py", line 14, in fail',
        "ValueError: 5",
        '"""',
    ]
    assert lines[-2].startswith("builtins AttributeError")
    assert lines[-1] == "multiprocessing.context TimeoutError ()"


def test_callbacks_come_before_the_result() -> None:
    assert run("""
with mp.Pool(1) as pool:
    print(pool.apply_async(square, (1,), callback=lambda value: print("called", value)).get())
    result = pool.map_async(fail, [1], error_callback=lambda error: print("failed", error))
    result.wait()
    print(result.ready(), result.successful())
""") == ["called 1", "1", "failed 1", "True False"]


def test_a_pool_ends_when_it_is_closed_and_joined() -> None:
    assert run("""
pool = mp.Pool(2, initializer=print, initargs=("begin",))
results = [pool.apply_async(square, (number,)) for number in range(4)]
attempt(pool.join)
pool.close()
attempt(lambda: pool.apply(square))
pool.join()
print([result.get() for result in results], pool, mp.active_children())
""") == [
        "begin",
        "begin",
        "builtins ValueError ('Pool is still running',)",
        "builtins ValueError ('Pool not running',)",
        "[0, 1, 4, 9] <multiprocessing.pool.Pool state=CLOSE pool_size=2> []",
    ]


def test_a_worker_that_had_its_number_of_tasks_is_replaced() -> None:
    assert run("""
with mp.Pool(1, maxtasksperchild=2) as pool:
    print(len({pool.apply(os.getpid) for _ in range(6)}))
""") == ["3"]
