"""The simulated `concurrent.futures`, beside CPython's and in simulated time."""

from __future__ import annotations

from tests.program.library_host import ATTEMPT, LibraryHost, agree

BEGIN = """
import concurrent.futures as cf, os, threading, time
def wait(tenths):
    time.sleep(tenths / 10)
    return tenths
def fail():
    raise KeyError("k")
"""


def run(source: str) -> list[str]:
    """Return the lines that a program prints."""
    return LibraryHost().run(ATTEMPT + BEGIN + source).splitlines()


def test_programs_print_what_they_print_in_cpython() -> None:
    assert agree(
        BEGIN
        + """
future = cf.Future()
attempt(lambda: future.result(0))
future.add_done_callback(lambda future: print("done", future.done()))
future.set_result(3)
print(future.result(), future.cancel(), future.running(), future.exception())
future = cf.Future()
print(future.cancel(), future.cancelled(), future.set_running_or_notify_cancel())
attempt(lambda: future.result())
attempt(lambda: future.exception())
attempt(lambda: cf.ThreadPoolExecutor(0))
attempt(lambda: cf.ThreadPoolExecutor(initializer=3))
attempt(lambda: cf.ProcessPoolExecutor(0))
attempt(lambda: list(cf.as_completed([cf.Future()], timeout=0)))
attempt(lambda: cf.wait([cf.Future()], return_when="X", timeout=0))
print(cf.wait([], timeout=0))
with cf.ThreadPoolExecutor(2, thread_name_prefix="mine") as executor:
    print(list(executor.map(pow, [2, 3], [3, 2])))
    print(executor.submit(lambda: threading.current_thread().name).result()[:5])
    attempt(executor.submit(fail).result)
attempt(lambda: executor.submit(print))
"""
    )


def test_threads_and_processes_work_at_once_and_results_keep_their_order() -> None:
    for kind in ("ThreadPoolExecutor", "ProcessPoolExecutor"):
        assert run(f"""
with cf.{kind}(2) as executor:
    print(list(executor.map(wait, [3, 1, 2])), time.monotonic())
    futures = [executor.submit(wait, tenths) for tenths in (4, 1, 2)]
    print([future.result() for future in cf.as_completed(futures)])
    futures = [executor.submit(wait, tenths) for tenths in (4, 1)]
    done, waiting = cf.wait(futures, return_when=cf.FIRST_COMPLETED)
    print([future.result() for future in done], len(waiting))
""") == ["[3, 1, 2] 0.3", "[1, 2, 4]", "[1] 1"]


def test_a_call_that_has_not_begun_can_be_cancelled() -> None:
    assert run("""
executor = cf.ThreadPoolExecutor(1)
futures = [executor.submit(wait, 1) for _ in range(3)]
print(futures[0].cancel(), futures[1].cancel())
executor.shutdown(cancel_futures=True)
print([future.cancelled() for future in futures])
""") == ["False True", "[False, True, True]"]


def test_the_end_of_the_program_waits_for_what_was_submitted() -> None:
    assert run("cf.ThreadPoolExecutor(1).submit(lambda: (wait(5), print('late')))") == ["late"]


def test_a_failed_initializer_breaks_the_pool() -> None:
    lines = run("""
with cf.ThreadPoolExecutor(1, initializer=fail) as executor:
    attempt(executor.submit(wait, 1).result)
""")
    assert lines[0] == "Exception in initializer:"
    text = "A thread initializer failed, the thread pool is not usable anymore"
    assert lines[-1] == f"concurrent.futures.thread BrokenThreadPool ('{text}',)"


def test_an_exception_of_a_process_comes_with_its_traceback_and_an_abrupt_end_breaks_the_pool() -> None:
    lines = run("""
with cf.ProcessPoolExecutor(2) as executor:
    future = executor.submit(fail)
    attempt(future.result)
    print(type(future.exception().__cause__))
    attempt(executor.submit(os._exit, 3).result)
    attempt(lambda: executor.submit(wait, 1))
""")
    broken = "concurrent.futures.process BrokenProcessPool"
    now = "A process in the process pool was terminated abruptly while the future was running or pending."
    later = "A child process terminated abruptly, the process pool is not usable anymore"
    assert lines == [
        "builtins KeyError ('k',)",
        "<class 'concurrent.futures.process._RemoteTraceback'>",
        f"{broken} ('{now}',)",
        f"{broken} ('{later}',)",
    ]
