"""The simulated `asyncio`, beside CPython's and in simulated time."""

from __future__ import annotations

from tests.program.library_host import ATTEMPT, LibraryHost, agree


def run(source: str) -> list[str]:
    """Return the lines that a program prints whose `main` is run."""
    begin = ATTEMPT + "import asyncio, time\ndef now():\n    return time.monotonic()\n"
    return LibraryHost().run(begin + source + "\nprint(asyncio.run(main()))").splitlines()


def test_programs_print_what_they_print_in_cpython() -> None:
    assert agree("""
import asyncio
attempt(lambda: asyncio.get_running_loop())
async def one():
    return 1
async def fail():
    raise ValueError("x")
async def tried(awaitable):
    try:
        print(repr(await awaitable))
    except BaseException as error:
        print(type(error).__module__, repr(error))
async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    print(future)
    attempt(future.result)
    attempt(future.exception)
    future.set_result(1)
    print(future, await future)
    attempt(lambda: future.set_result(2))
    future = loop.create_future()
    future.cancel("why")
    attempt(future.result)
    task = asyncio.create_task(one(), name="mine")
    print(task.get_name(), task.done(), asyncio.current_task().get_name())
    attempt(task.result)
    attempt(lambda: task.set_result(1))
    print(await task, task.result(), task.cancel())
    attempt(lambda: asyncio.create_task(3))
    attempt(lambda: asyncio.ensure_future(3))
    for name in "abc":
        asyncio.create_task(tried(asyncio.sleep(0, name)))
    await asyncio.sleep(0)
    print("main")
    await asyncio.sleep(0)
    print(await asyncio.gather(fail(), one(), return_exceptions=True), await asyncio.gather())
    attempt(lambda: asyncio.gather(3))
    await tried(asyncio.wait([]))
    await tried(asyncio.gather(fail(), one()))
    print((await asyncio.wait_for(one(), 1)), [await first for first in asyncio.as_completed([one()])])
    lock, semaphore, queue = asyncio.Lock(), asyncio.BoundedSemaphore(1), asyncio.Queue(1)
    attempt(lock.release)
    attempt(semaphore.release)
    attempt(lambda: asyncio.Semaphore(-1))
    attempt(queue.get_nowait)
    queue.put_nowait(1)
    print(queue)
    attempt(lambda: queue.put_nowait(2))
    print(await queue.get(), queue.task_done(), await queue.join())
    attempt(queue.task_done)
    async with lock, semaphore:
        print(lock.locked(), semaphore.locked())
    condition = asyncio.Condition()
    attempt(condition.notify)
    async with condition:
        print(await condition.wait_for(lambda: 5))
    async def group():
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(fail())
            await asyncio.Event().wait()
    await tried(group())
    class Wrong:
        def __await__(self):
            yield 5
    async def wrong():
        await Wrong()
    await tried(wrong())
    task = asyncio.create_task(asyncio.Event().wait())
    await asyncio.sleep(0)
    print(task.cancel("enough"), task.cancelling())
    await tried(task)
    print(task.cancelled(), len(asyncio.all_tasks()), await asyncio.to_thread(lambda: 8))
    return "end"
print(asyncio.run(main()))
""")


def test_what_cannot_be_run_is_refused_in_the_versions_own_words() -> None:
    source = ATTEMPT + "import asyncio\nattempt(lambda: asyncio.run(3))"
    assert LibraryHost((3, 13, 0)).run(source) == "builtins ValueError ('a coroutine was expected, got 3',)\n"
    assert LibraryHost((3, 14, 0)).run(source).startswith("builtins TypeError ('An asyncio.Future")


def test_coroutines_sleep_at_once_but_block_all_when_they_block_the_thread() -> None:
    assert run("""
async def main():
    await asyncio.gather(*(asyncio.sleep(1) for _ in range(5)))
    print(now())
    async def block():
        time.sleep(1)
    await asyncio.gather(block(), block())
    print(now())
    print(await asyncio.gather(asyncio.to_thread(time.sleep, 1), asyncio.to_thread(time.sleep, 1)))
    return now()
""") == ["1.0", "3.0", "[None, None]", "4.0"]


def test_time_limits_are_exact_and_cancel() -> None:
    assert run("""
async def slow():
    try:
        await asyncio.sleep(10)
    finally:
        print("cleaned up", now())
async def main():
    try:
        await asyncio.wait_for(slow(), 0.5)
    except TimeoutError:
        print("late", now())
    try:
        async with asyncio.timeout(0.5) as limit:
            await slow()
    except TimeoutError:
        print(limit)
    done, waiting = await asyncio.wait([asyncio.create_task(asyncio.sleep(n)) for n in (1, 5)], timeout=2)
    return len(done), len(waiting), now()
""") == ["cleaned up 0.5", "late 0.5", "cleaned up 1.0", "<Timeout [expired]>", "(1, 1, 3.0)"]


def test_a_lock_is_fair_and_results_come_as_they_are_completed() -> None:
    assert run("""
async def main():
    lock = asyncio.Lock()
    async def work(name):
        async with lock:
            await asyncio.sleep(1)
            print(name, now())
    await asyncio.gather(*map(work, "abc"))
    return [await first for first in asyncio.as_completed([asyncio.sleep(2, "slow"), asyncio.sleep(1, "fast")])]
""") == ["a 1.0", "b 2.0", "c 3.0", "['fast', 'slow']"]


def test_producers_and_consumers_share_a_queue() -> None:
    assert run("""
async def main():
    queue, taken = asyncio.Queue(1), []
    async def consume(name):
        while True:
            item = await queue.get()
            await asyncio.sleep(1)
            taken.append((name, item))
            queue.task_done()
    consumers = [asyncio.create_task(consume(name)) for name in "ab"]
    for item in range(4):
        await queue.put(item)
    await queue.join()
    for consumer in consumers:
        consumer.cancel()
    print(await asyncio.gather(*consumers, return_exceptions=True))
    return taken, now()
""") == ["[CancelledError(''), CancelledError('')]", "([('a', 0), ('b', 1), ('a', 2), ('b', 3)], 2.0)"]


def test_an_exception_nobody_asked_for_is_reported() -> None:
    lines = run("""
async def fail():
    raise ValueError("no")
async def main():
    asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
""")
    assert lines[0] == "Task exception was never retrieved"
    assert lines[-2:] == ["ValueError: no", "None"]


def test_tasks_that_have_not_ended_are_cancelled_at_the_end() -> None:
    assert run("""
async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled", now())
        raise
async def main():
    asyncio.create_task(work())
    await asyncio.sleep(1)
""") == ["cancelled 1.0", "None"]


def test_a_coroutine_can_be_run_from_another_thread() -> None:
    assert run("""
import threading
async def double(number):
    await asyncio.sleep(1)
    return 2 * number
async def main():
    loop = asyncio.get_running_loop()
    def work():
        print(asyncio.run_coroutine_threadsafe(double(4), loop).result(), now())
    thread = threading.Thread(target=work)
    thread.start()
    await asyncio.sleep(2)
""") == ["8 1.0", "None"]
