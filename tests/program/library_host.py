"""A machine for the library's sources under the host's CPython: threads that take turns, and simulated time.

It stands for the interpreter and the engine where only the library is tested. Each simulated thread is one of the
host's, and exactly one of them has the turn; it gives it away only in `_machine.park`, `device` and `await_exit` and
where a program calls `turn()`. Time passes when nobody can run. A child process is a thread with a number of its own;
its memory is not copied, and where it would tidy its copy up only a program that calls `after_fork()` does so.
"""

from __future__ import annotations

import builtins
import contextlib
import copy
import heapq
import io
import itertools
import random
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from desktop_app.program.suggestions import keyword_suggestion

LIBRARY = Path(__file__).parents[2] / "resources" / "library"
_FIRST_PID = 1000
#: Real seconds after which a program is taken to be endless.
_PATIENCE_S = 20


class _StopThread(BaseException):
    """Ends a simulated thread whose process has ended, or whose run is over."""


class StuckError(AssertionError):
    """Nobody can run any more, though the program has not ended."""


class _Task:
    """A simulated thread."""

    def __init__(self, number: int, pid: int) -> None:
        self.number = number
        self.pid = pid
        self.turn = threading.Lock()
        self.turn.acquire()
        self.parked = ""
        self.ticket = 0
        self.timed_out = False
        self.host: threading.Thread | None = None


class LibraryHost:
    """Runs a program with the library's modules instead of CPython's.

    Args:
        python: The version that the library is told, of the host if None.
    """

    def __init__(self, python: tuple[int, int, int] | None = None) -> None:
        self.now_ns = 0
        self.output = io.StringIO()
        self.modules: dict[str, ModuleType] = {}
        self.parks: list[tuple[int, str]] = []
        self.files: dict[str, str] = {}
        self._python = python or sys.version_info[:3]
        self._interval = 0.005
        self._tasks: dict[int, _Task] = {}
        self._ready: deque[_Task] = deque()
        self._timers: list[tuple[int, int, int]] = []
        self._tickets = itertools.count(1)
        self._numbers = itertools.count(1)
        self._running: _Task | None = None
        self._exit_codes: dict[int, int | None] = {_FIRST_PID: None}
        self._parents: dict[int, int] = {_FIRST_PID: 1}
        self._shared: dict[int, Any] = {}
        self._over = threading.Event()
        self._stopping = False
        self._after_fork: Callable[[], None] = lambda: None
        self._failure: BaseException | None = None
        self._builtins = self._program_builtins()
        self.modules["_machine"] = self._machine_module()

    def run(self, source: str) -> str:
        """Execute a program to the end of its process and return what it printed.

        Raises:
            StuckError: When it waits for what never comes.
        """
        self._begin(self._new_task(_FIRST_PID), lambda: self._main(source))
        self._hand_over()
        assert self._over.wait(_PATIENCE_S), "the program does not end"
        stuck = [task.parked for task in self._tasks.values() if self._exit_codes[task.pid] is None]
        waits = self._exit_codes[_FIRST_PID] is None
        self._stop()
        if self._failure is not None:
            raise self._failure
        if waits:
            raise StuckError(f"waiting for {stuck}; printed {self.output.getvalue()!r}")
        return self.output.getvalue()

    def load(self, name: str) -> ModuleType:
        """Return a module of the library, executed once."""
        if name not in self.modules:
            parent, _, last = name.rpartition(".")
            package = self.load(parent) if parent else None
            if name in self.modules:
                return self.modules[name]
            path = LIBRARY / f"{name}.py"
            module = self.modules[name] = ModuleType(name)
            module.__dict__["__builtins__"] = self._builtins
            exec(compile(path.read_text("utf-8"), str(path), "exec"), module.__dict__)
            if name == "threading":
                # It would tidy up the child's copy of the parent's records; here they are the parent's own.
                self._after_fork = module.__dict__["_after_fork"]
                module.__dict__["_after_fork"] = lambda: None
            if package is not None:
                setattr(package, last, module)
        return self.modules[name]

    def _main(self, source: str) -> None:
        namespace = {"__name__": "__main__", "__builtins__": self._builtins, "turn": self._turn}
        namespace["after_fork"] = self._tidy_up
        code = 0
        try:
            exec(compile(source, "program.py", "exec", dont_inherit=True), namespace)
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 0
        except Exception as error:  # noqa: BLE001 - any exception of the program is printed
            code = 1
            self._write(self._traceback(error))
        for module, ending in (("threading", "_shutdown"), ("atexit", "_run")):
            if module in self.modules:
                getattr(self.modules[module], ending)()
        self._exit(code)

    def _tidy_up(self) -> None:
        self._after_fork()

    # Turns.

    def _new_task(self, pid: int) -> _Task:
        task = _Task(next(self._numbers), pid)
        self._tasks[task.number] = task
        return task

    def _begin(self, task: _Task, run: Callable[[], None]) -> None:
        def body() -> None:
            task.turn.acquire()
            try:
                self._check()
                run()
                self._end(task)
            except _StopThread:
                pass
            except BaseException as error:  # noqa: BLE001 - run() raises it again
                self._failure = self._failure or error
                self._over.set()

        task.host = threading.Thread(target=body, daemon=True)
        task.host.start()
        self._ready.append(task)

    def _end(self, task: _Task) -> None:
        del self._tasks[task.number]
        self._hand_over()

    def _hand_over(self) -> None:
        """Give the turn to who is next, letting time pass if nobody is ready."""
        while not self._ready and self._timers:
            when, ticket, number = heapq.heappop(self._timers)
            task = self._tasks.get(number)
            if task is not None and task.ticket == ticket and self._exit_codes[task.pid] is None:
                self.now_ns = when
                task.timed_out = True
                self._wake(task)
        if self._ready:
            self._running = self._ready.popleft()
            self._running.turn.release()
        else:
            self._over.set()

    def _wake(self, task: _Task) -> None:
        task.parked = ""
        task.ticket = 0
        self._ready.append(task)

    def _block(self) -> None:
        me = self._me
        self._hand_over()
        me.turn.acquire()
        self._check()

    def _check(self) -> None:
        if self._stopping:
            raise _StopThread

    @property
    def _me(self) -> _Task:
        self._check()
        assert self._running is not None
        return self._running

    def _turn(self) -> None:
        """Let everybody else who is ready run first."""
        self._ready.append(self._me)
        self._block()

    def _stop(self) -> None:
        self._stopping = True
        for task in list(self._tasks.values()):
            task.turn.release()
            assert task.host is not None
            task.host.join()

    # What the library calls.

    def _park(self, what: str, seconds: float | None = None, kind: str = "wait") -> bool:
        me = self._me
        assert kind
        if seconds is not None and seconds <= 0:
            return False
        self.parks.append((me.number, what))
        me.parked, me.timed_out, me.ticket = what, False, next(self._tickets)
        if seconds is not None:
            heapq.heappush(self._timers, (self.now_ns + round(seconds * 1e9), me.ticket, me.number))
        self._block()
        return not me.timed_out

    def _unpark(self, number: int) -> None:
        self._check()
        task = self._tasks.get(number)
        if task is not None and task.parked and self._exit_codes[task.pid] is None:
            self._wake(task)

    def _start_thread(self, run: Callable[[], None], daemon: bool) -> int:
        assert isinstance(daemon, bool)
        task = self._new_task(self._me.pid)
        self._begin(task, run)
        return task.number

    def _start_process(self, run: Callable[[], None], method: str, daemon: bool) -> int:
        assert method in {"fork", "spawn", "forkserver"}
        assert isinstance(daemon, bool)
        pid = _FIRST_PID + len(self._exit_codes)
        self._exit_codes[pid] = None
        self._parents[pid] = self._me.pid

        def child() -> None:
            run()
            self._exit(0)

        self._begin(self._new_task(pid), child)
        return pid

    def _await_exit(self, pid: int, seconds: float | None = None) -> bool:
        until = None if seconds is None else self.now_ns + round(seconds * 1e9)
        while self._exit_codes[pid] is None:
            left = None if until is None else (until - self.now_ns) / 1e9
            if not self._park(f"exit {pid}", left) and until is not None and self.now_ns >= until:
                return self._exit_codes[pid] is not None
        return True

    def _set_exit_code(self, pid: int, code: int) -> None:
        self._exit_codes[pid] = code
        self._ready = deque(task for task in self._ready if task.pid != pid)
        for task in self._tasks.values():
            if task.parked == f"exit {pid}" and self._exit_codes[task.pid] is None:
                self._wake(task)

    def _exit(self, code: int) -> None:
        if self._exit_codes[self._me.pid] is None:
            self._set_exit_code(self._me.pid, code)
        self._block()

    def _terminate(self, pid: int, signal: int) -> None:
        if self._exit_codes[pid] is None:
            self._set_exit_code(pid, -signal)
        if pid == self._me.pid:
            self._block()

    def _share(self, value: Any) -> Any:
        self._shared[id(value)] = value
        return value

    def _copy(self, value: Any) -> Any:
        for part in value if isinstance(value, tuple) else (value,):
            if getattr(part, "__name__", "") == "<lambda>":
                raise AttributeError(f"Can't pickle local object '{part.__qualname__}'")
        return copy.deepcopy(value, dict(self._shared))

    def _write(self, text: str) -> None:
        self._check()
        self.output.write(text)

    def _device(self, name: str, seconds: float) -> None:
        self._park(name, seconds)

    def _traceback(self, error: BaseException) -> str:
        return "".join(_without_library(traceback.TracebackException.from_exception(error)).format())

    def _machine_module(self) -> ModuleType:
        module = ModuleType("_machine")
        module.__dict__.update(
            thread=lambda: self._me.number,
            pid=lambda: self._me.pid,
            parent_pid=lambda: self._parents[self._me.pid],
            park=self._park,
            unpark=self._unpark,
            start_thread=self._start_thread,
            start_process=self._start_process,
            await_exit=self._await_exit,
            exit_code=lambda pid: self._exit_codes[pid],
            terminate=self._terminate,
            exit=self._exit,
            shared=self._share,
            copy=self._copy,
            now=lambda: self.now_ns,
            cpu_ns=lambda whole_process: self.now_ns // 2 + whole_process,
            device=self._device,
            switch_interval=lambda: self._interval,
            set_switch_interval=lambda seconds: setattr(self, "_interval", seconds),
            write=self._write,
            traceback=self._traceback,
            random=random.Random,
            default_seed=lambda: 1,
            files=lambda: self.files,
            sizeof=sys.getsizeof,
            cpu_count=lambda: 4,
            python_version=lambda: self._python,
            version=lambda: self._python[:2],
            keyword_suggestion=keyword_suggestion,
            program=lambda: "program.py",
            special=lambda value, name: getattr(value, name, None) if hasattr(type(value), name) else None,
            has_special=lambda value, name: getattr(type(value), name, None) is not None,
        )
        return module

    def _program_builtins(self) -> dict[str, Any]:
        def print_(*values: object, sep: str = " ", end: str = "\n", file: Any = None, flush: bool = False) -> None:
            write = self._write if file is None else file.write
            write(sep.join(map(str, values)) + end)

        def import_(name: str, globals_: Any = None, locals_: Any = None, wanted: Any = (), level: int = 0) -> Any:
            if not (LIBRARY / f"{name}.py").exists() and name not in self.modules:
                # What other tests are about, such as heapq; it runs in the host.
                return builtins.__import__(name, globals_, locals_, wanted, level)
            leaf = self.load(name)
            return leaf if wanted else self.load(name.partition(".")[0])

        return vars(builtins) | {
            "print": print_,
            "__import__": import_,
            "open": lambda *args, **kwargs: self.load("io").open(*args, **kwargs),
        }


def _without_library(text: traceback.TracebackException) -> traceback.TracebackException:
    """Take what is no frame of the program out of a traceback, as the interpreter does."""
    shown = [frame for frame in text.stack if frame.filename == "program.py"]
    text.stack = traceback.StackSummary.from_list(shown)
    for other in (text.__cause__, text.__context__):
        if other is not None:
            _without_library(other)
    return text


def in_cpython(source: str) -> str:
    """Return what a program prints with CPython's own modules; for programs that do not wait for real time."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "program.py", "exec", dont_inherit=True), {"__name__": "__main__", "turn": lambda: None})
    return printed.getvalue()


#: Begins a program that tries calls and prints what each returns or raises.
ATTEMPT = """
def attempt(call):
    try:
        print(repr(call()))
    except BaseException as error:
        print(type(error).__module__, type(error).__qualname__, error.args)
"""


def agree(source: str) -> bool:
    """Return whether a program prints the same here as with CPython's own modules."""
    ours, theirs = LibraryHost().run(ATTEMPT + source), in_cpython(ATTEMPT + source)
    assert ours == theirs
    return bool(ours)
