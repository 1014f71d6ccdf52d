"""The simulated `time`: clocks of the simulated machine, and the texts of CPython."""

from __future__ import annotations

import time

import pytest

from tests.program.library_host import LibraryHost, agree


def test_mistakes_and_calendars_are_cpythons() -> None:
    assert agree("""
import time
attempt(lambda: time.sleep(-1))
attempt(lambda: time.sleep("a"))
attempt(lambda: time.sleep(None))
attempt(lambda: time.sleep(float("nan")))
attempt(lambda: time.sleep(1e20))
for seconds in (0, 951782400, 1709164800.7, 4102444799, -1, -62135596800):
    parts = time.gmtime(seconds)
    print(parts, parts.tm_year, parts[7], list(parts) == list(time.gmtime(seconds)), time.asctime(parts))
    print(time.strftime("%Y-%m-%d %H:%M:%S %y %j %I%p %a %A %b %B %w %x %X %D %T %F %%", parts))
""")


def test_all_clocks_follow_simulated_time() -> None:
    source = """
import time
begun = time.time()
time.sleep(1.5)
print(time.time() - begun, time.monotonic(), time.perf_counter(), time.perf_counter_ns(), time.time_ns(), time.ctime())
print(time.process_time() <= 1.5, time.thread_time() <= 1.5)
time.sleep(0)
"""
    host = LibraryHost()
    assert host.run(source).splitlines() == [
        "1.5 1.5 1.5 1500000000 1704067201500000000 Mon Jan  1 00:00:01 2024",
        "True True",
    ]
    assert host.parks == [(1, "sleep"), (1, "sleep")]


@pytest.mark.parametrize("seconds", [0, 1_000_000_000, 1_709_210_096])
def test_mktime_is_the_inverse(seconds: int) -> None:
    module = LibraryHost().load("time")
    assert module.mktime(module.localtime(seconds)) == seconds
    assert tuple(module.gmtime(seconds)) == tuple(time.gmtime(seconds))
