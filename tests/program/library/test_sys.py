"""The simulated `sys`, `os`, `os.path`, `atexit` and `signal`: what a program learns of its process."""

from __future__ import annotations

import sys

from tests.program.library_host import ATTEMPT, LibraryHost, agree


def test_sys_and_paths_are_cpythons() -> None:
    assert agree("""
import os, os.path, sys
attempt(lambda: sys.setswitchinterval(0))
attempt(lambda: sys.setswitchinterval("a"))
attempt(lambda: sys.exit("a"))
attempt(lambda: sys.exit())
attempt(lambda: sys.intern(3))
attempt(lambda: os._exit("a"))
attempt(lambda: os.environ["NOPE"])
attempt(lambda: os.remove("nope"))
attempt(lambda: os.path.join("a", 3))
print(sys.maxsize, sys.float_info.epsilon, sys.float_info.max, sys.float_info.min)
print(sys.byteorder, sys.getswitchinterval())
print(sys.version_info[:2], sys.version_info >= (3, 11), sys.version_info.major, sys.stdout.write("x\\n"))
for path in ("a/b.txt", "/a//b/../c/", "x", "", "/", "a/.b", "..", "a/b/", "//x", "a.b/c", "...x"):
    print([getattr(os.path, name)(path) for name in ("basename", "dirname", "split", "splitext", "isabs", "normpath")])
print(os.path.join("a", "b"), os.path.join("a/", "b"), os.path.join("a", "/b"), os.path.join("a", ""))
print(os.sep, repr(os.linesep))
""")


def test_the_switch_interval_is_the_machines() -> None:
    assert LibraryHost().run("import sys\nsys.setswitchinterval(0.1)\nprint(sys.getswitchinterval())") == "0.1\n"


def test_a_process_knows_its_numbers_and_ends_at_once_when_it_says_so() -> None:
    source = """
import atexit, os, multiprocessing, threading, time
atexit.register(print, "never")
print(os.getpid(), os.cpu_count(), len(os.sched_getaffinity(0)))
def work():
    print(os.getppid() == os.getpid() - 1)
    os._exit(3)
process = multiprocessing.Process(target=work)
process.start()
process.join()
print(process.exitcode)
threading.Thread(target=time.sleep, args=(9,)).start()
os._exit(0)
"""
    host = LibraryHost()
    assert host.run(source) == "1000 4 4\nTrue\n3\n"
    assert host.now_ns == 0


def test_functions_registered_for_the_end_are_called_last_first_after_the_threads() -> None:
    source = """
import atexit, threading, time
atexit.register(print, "first")
def fail():
    raise ValueError("no")
atexit.register(fail)
@atexit.register
def last():
    print("last", time.monotonic())
threading.Thread(target=time.sleep, args=(1,)).start()
"""
    lines = LibraryHost().run(source).splitlines()
    assert lines[0] == "last 1.0"
    assert lines[1].startswith("Exception ignored in atexit callback: <function fail")
    assert lines[-2:] == ["ValueError: no", "first"]


def test_handlers_of_signals_are_remembered() -> None:
    lines = (
        LibraryHost()
        .run(
            ATTEMPT
            + """
import signal, threading
def handler(number, frame):
    pass
print(signal.signal(signal.SIGTERM, handler), signal.getsignal(signal.SIGTERM) is handler)
attempt(lambda: signal.signal(99, handler))
attempt(lambda: signal.signal(2, 7))
thread = threading.Thread(target=lambda: attempt(lambda: signal.signal(2, handler)))
thread.start()
"""
        )
        .splitlines()
    )
    assert lines == [
        "0 True",
        "builtins ValueError ('signal number out of range',)",
        "builtins TypeError ('signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object',)",
        "builtins ValueError ('signal only works in main thread of the main interpreter',)",
    ]


def test_reference_counts_are_refused() -> None:
    assert LibraryHost().load("sys").version_info[:3] == sys.version_info[:3]
    assert "reference counts are not simulated" in LibraryHost().run("import sys\nsys.getrefcount(1)")
