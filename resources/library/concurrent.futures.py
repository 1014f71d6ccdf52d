"""Simulated `concurrent.futures`: futures, and executors that call functions in threads or processes.

Simplifications: the Python code of this module takes no time; workers take tasks from a queue without a feeder thread. A worker
process that is killed from outside the program is not noticed; one that ends by `os._exit` or is terminated is.
"""

import os
import threading
from collections import namedtuple

import _machine
import _waiting
import multiprocessing

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

_PENDING, _RUNNING, _FINISHED = "PENDING", "RUNNING", "FINISHED"
# A future that was cancelled, before and after the executor took notice.
_CANCELLED, _CANCELLED_AND_NOTIFIED = "CANCELLED", "CANCELLED_AND_NOTIFIED"
_NAMES = {_PENDING: "pending", _RUNNING: "running", _FINISHED: "finished",
          _CANCELLED: "cancelled", _CANCELLED_AND_NOTIFIED: "cancelled"}

TimeoutError = TimeoutError
DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


class Error(Exception):
    """The base of this module's exceptions."""

    __module__ = "concurrent.futures._base"


class CancelledError(Error):
    """Raised when the result of a cancelled future is asked for."""

    __module__ = "concurrent.futures._base"


class InvalidStateError(Error):
    """Raised when a future is given a second result."""

    __module__ = "concurrent.futures._base"


class BrokenExecutor(RuntimeError):
    """Raised when an executor can do nothing any more."""

    __module__ = "concurrent.futures._base"


class BrokenThreadPool(BrokenExecutor):
    """Raised when a thread's initializer failed."""

    __module__ = "concurrent.futures.thread"


class BrokenProcessPool(BrokenExecutor):
    """Raised when a worker process ended before its time."""

    __module__ = "concurrent.futures.process"


class _RemoteTraceback(Exception):
    """The traceback of an exception in a worker process, as the exception's cause."""

    __module__ = "concurrent.futures.process"

    def __init__(self, text):
        self._text = text

    def __str__(self):
        return self._text


class Future:
    """What a call will return."""

    __module__ = "concurrent.futures._base"

    def __init__(self):
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._line = _waiting.Line()
        self._watchers = []
        self._callbacks = []

    def cancel(self):
        """Have the call not made, if it has not begun; return whether it is cancelled."""
        if self._state in (_RUNNING, _FINISHED):
            return False
        if self._state == _PENDING:
            self._state = _CANCELLED
            self._line.wake(None)
            self._call_back()
        return True

    def cancelled(self):
        return self._state in (_CANCELLED, _CANCELLED_AND_NOTIFIED)

    def running(self):
        return self._state == _RUNNING

    def done(self):
        return self._state in (_CANCELLED, _CANCELLED_AND_NOTIFIED, _FINISHED)

    def add_done_callback(self, fn):
        """Have `fn(self)` called when it is done, or at once if it is."""
        if self.done():
            self._call(fn)
        else:
            self._callbacks.append(fn)

    def _call_back(self):
        for called in self._callbacks:
            self._call(called)

    def _call(self, called):
        try:
            called(self)
        except Exception as error:
            _machine.write(f"exception calling callback for {self!r}\n{_machine.traceback(error)}")

    def _await(self, timeout):
        if not self._line.wait(self.done, "result", timeout):
            raise TimeoutError
        if self.cancelled():
            raise CancelledError

    def result(self, timeout=None):
        """Return what the call returned, or raise its exception, waiting for it for `timeout` seconds at most."""
        self._await(timeout)
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self, timeout=None):
        """Return the exception of the call, None if there is none, waiting for its end for `timeout` seconds at most."""
        self._await(timeout)
        return self._exception

    # What an executor does with it.

    def set_running_or_notify_cancel(self):
        """Say that the call begins; False if it was cancelled."""
        if self._state == _CANCELLED:
            self._state = _CANCELLED_AND_NOTIFIED
            self._tell_watchers()
            return False
        if self._state != _PENDING:
            _machine.write(f"Future {id(self)} in unexpected state: {self._state}\n")
            raise RuntimeError("Future in unexpected state")
        self._state = _RUNNING
        return True

    def set_result(self, result):
        """Say what the call returned."""
        self._finish(result, None)

    def set_exception(self, exception):
        """Say which exception the call raised."""
        self._finish(None, exception)

    def _finish(self, result, exception):
        if self.done():
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._result, self._exception = result, exception
        self._state = _FINISHED
        self._tell_watchers()
        self._line.wake(None)
        self._call_back()

    def _tell_watchers(self):
        for watcher in self._watchers:
            watcher.note(self)

    def _settled(self):
        return self._state in (_CANCELLED_AND_NOTIFIED, _FINISHED)

    def __repr__(self):
        text = f"<{type(self).__name__} at {id(self):#x} state={_NAMES[self._state]}"
        if self._state != _FINISHED:
            return text + ">"
        if self._exception is not None:
            return f"{text} raised {type(self._exception).__name__}>"
        return f"{text} returned {type(self._result).__name__}>"


class _Watcher:
    """A thread that waits for several futures.

    Args:
        futures: Which.
    """

    def __init__(self, futures):
        self.futures = futures
        self.finished = []
        self.line = _waiting.Line()
        for future in futures:
            future._watchers.append(self)

    def note(self, future):
        self.finished.append(future)
        self.line.wake(None)

    def leave(self):
        for future in self.futures:
            future._watchers.remove(self)


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until the futures are done, one of them is, or one of them raised an exception."""
    futures = set(fs)
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        if any(not future._settled() for future in futures):
            raise ValueError(f"Invalid return condition: {return_when!r}")

    def enough():
        done = [future for future in futures if future._settled()]
        if len(done) == len(futures):
            return True
        if return_when == FIRST_COMPLETED:
            return bool(done)
        failed = [future for future in done if not future.cancelled() and future._exception is not None]
        return return_when == FIRST_EXCEPTION and bool(failed)

    watcher = _Watcher(futures)
    try:
        watcher.line.wait(enough, "results", timeout)
    finally:
        watcher.leave()
    done = {future for future in futures if future._settled()}
    return DoneAndNotDoneFutures(done, futures - done)


def as_completed(fs, timeout=None):
    """Yield the futures in the order in which they are done."""
    until = None if timeout is None else _machine.now() + _waiting.nanoseconds(timeout)
    futures = list(dict.fromkeys(fs))
    done = [future for future in futures if future._settled()]
    watcher = _Watcher([future for future in futures if not future._settled()])
    return _as_completed(watcher, done, len(futures), until)


def _as_completed(watcher, done, total, until):
    try:
        yield from done
        for number in range(total - len(done)):
            left = None if until is None else (until - _machine.now()) / 1_000_000_000
            if not watcher.line.wait(lambda: len(watcher.finished) > number, "results", left):
                raise TimeoutError(f"{total - len(done) - number} (of {total}) futures unfinished")
            yield watcher.finished[number]
    finally:
        watcher.leave()


class Executor:
    """The base of the executors."""

    __module__ = "concurrent.futures._base"

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called; return its future."""
        raise NotImplementedError

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Have a function called for each item; return an iterator over what it returns, in the order of the items."""
        until = None if timeout is None else _machine.now() + _waiting.nanoseconds(timeout)
        futures = [self.submit(fn, *args) for args in zip(*iterables)]
        return _results(futures, until)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.shutdown(wait=True)
        return False


def _results(futures, until):
    try:
        futures.reverse()
        while futures:
            left = None if until is None else (until - _machine.now()) / 1_000_000_000
            yield futures.pop().result(left)
    finally:
        for future in futures:
            future.cancel()


# What the main thread does at its end, process by process.

_executors = {}


def _note_executor(executor):
    """Have an executor shut down when the main thread is at its end."""
    pid = _machine.pid()
    if pid not in _executors:
        _executors[pid] = []
        threading._register_atexit(_shut_down_all)
    _executors[pid].append(executor)


def _shut_down_all():
    for executor in _executors.get(_machine.pid(), []):
        executor._over = True
        executor.shutdown(wait=True)


def _check_open(executor):
    if executor._broken:
        raise executor._broken
    if executor._over:
        raise RuntimeError("cannot schedule new futures after interpreter shutdown")
    if executor._shut:
        raise RuntimeError("cannot schedule new futures after shutdown")


def _check_arguments(max_workers, initializer):
    if max_workers <= 0:
        raise ValueError("max_workers must be greater than 0")
    if initializer is not None and not callable(initializer):
        raise TypeError("initializer must be a callable")


class ThreadPoolExecutor(Executor):
    """Calls functions in threads.

    Args:
        max_workers: How many threads at most; four more than the machine has cores, up to 32, if None.
        thread_name_prefix: How their names begin.
        initializer: What each thread calls first.
        initargs: That call's arguments.
    """

    __module__ = "concurrent.futures.thread"
    _count = [0]

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = min(32, (os.cpu_count() or 1) + 4)
        _check_arguments(max_workers, initializer)
        self._max_workers = max_workers
        if not thread_name_prefix:
            thread_name_prefix = f"ThreadPoolExecutor-{self._count[0]}"
            self._count[0] += 1
        self._prefix = thread_name_prefix
        self._initializer = (initializer, initargs)
        self._threads = []
        self._calls = []
        self._line = _waiting.Line()
        self._idle = 0
        self._shut = self._over = False
        self._broken = None
        _note_executor(self)

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called; return its future."""
        _check_open(self)
        future = Future()
        self._calls.append((future, fn, args, kwargs))
        self._line.wake(len(self._calls))
        if self._idle > 0:
            self._idle -= 1
        elif len(self._threads) < self._max_workers:
            thread = threading.Thread(name=f"{self._prefix}_{len(self._threads)}", target=self._work)
            self._threads.append(thread)
            thread.start()
        return future

    def _work(self):
        """What each thread does."""
        initializer, initargs = self._initializer
        if initializer is not None:
            try:
                initializer(*initargs)
            except BaseException as error:
                _machine.write(f"Exception in initializer:\n{_machine.traceback(error)}")
                self._break()
                return
        while True:
            if not self._calls:
                self._idle += 1
                self._line.wait(lambda: self._calls or self._shut, "task")
                if not self._calls:
                    return
            future, fn, args, kwargs = self._calls.pop(0)
            _call_for(future, fn, args, kwargs)
            del future, fn, args, kwargs

    def _break(self):
        text = "A thread initializer failed, the thread pool is not usable anymore"
        self._broken = BrokenThreadPool(text)
        while self._calls:
            self._calls.pop(0)[0].set_exception(BrokenThreadPool(text))

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait until those that were taken are done."""
        self._shut = True
        if cancel_futures:
            calls, self._calls = self._calls, []
            for call in calls:
                call[0].cancel()
        self._line.wake(None)
        if wait:
            for thread in self._threads:
                thread.join()


def _call_for(future, fn, args, kwargs):
    """Make the call of a future."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        result = fn(*args, **kwargs)
    except BaseException as error:
        future.set_exception(error)
    else:
        future.set_result(result)


# Processes. A worker takes calls from a channel and answers into another one, which the executor's own thread reads.


def _serve(calls, answers, initializer, initargs):
    """What each worker process does."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException as error:
            _machine.write(f"Exception in initializer:\n{_machine.traceback(error)}")
            answers.put(("ended", _machine.pid()))
            return
    while True:
        call = calls.get("task")
        if call is None:
            return
        number, fn, args, kwargs = call
        try:
            answer = ("answer", number, True, fn(*args, **kwargs), None)
        except BaseException as error:
            answer = ("answer", number, False, error, _machine.traceback(error))
        try:
            answers.put(answer)
        except Exception as error:
            answers.put(("answer", number, False, error, _machine.traceback(error)))


def _serve_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


class ProcessPoolExecutor(Executor):
    """Calls functions in processes.

    Args:
        max_workers: How many processes; as many as the machine has cores if None.
        mp_context: What makes the processes.
        initializer: What each process calls first.
        initargs: That call's arguments.
        max_tasks_per_child: Not simulated; must be None.
    """

    __module__ = "concurrent.futures.process"

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.cpu_count() or 1
        _check_arguments(max_workers, initializer)
        if max_tasks_per_child is not None:
            raise NotImplementedError("max_tasks_per_child is not simulated")
        self._max_workers = max_workers
        self._context = mp_context or multiprocessing.get_context()
        self._initializer = (initializer, initargs)
        self._calls = _waiting.Channel()
        self._answers = _waiting.Channel()
        self._pending = []
        self._futures = {}
        self._number = 0
        self._processes = {}
        self._thread = None
        self._shut = self._over = False
        self._broken = None
        _note_executor(self)

    def submit(self, fn, /, *args, **kwargs):
        """Have a function called; return its future."""
        _check_open(self)
        future = Future()
        self._number += 1
        self._pending.append((self._number, future, fn, args, kwargs))
        self._start_worker()
        if self._thread is None:
            self._thread = threading.Thread(target=self._manage)
            self._thread.start()
        self._answers.put(("look",))
        return future

    def _start_worker(self):
        """Start all processes at once if they are forks, else one if none is idle."""
        forks = self._context.get_start_method() == "fork"
        busy = len(self._futures) + len(self._pending)
        while len(self._processes) < self._max_workers and (forks or len(self._processes) < busy):
            process = self._context.Process(target=_serve, args=(self._calls, self._answers, *self._initializer))
            process._watchers.channels.append(self._answers.cell)
            process.start()
            self._processes[process.pid] = process

    def _manage(self):
        """What the executor's own thread does: hand out calls and answers, until all is done."""
        while True:
            self._hand_out()
            if self._shut and not self._futures and not self._pending:
                break
            message = self._answers.get("result")
            if message[0] == "answer":
                self._settle(message)
            elif message[0] == "ended":
                self._break()
                break
        for _ in self._processes:
            self._calls.put(None)
        for process in self._processes.values():
            process.join()

    def _hand_out(self):
        """Keep one call more than there are workers on its way; those can no longer be cancelled."""
        while self._pending and len(self._futures) < self._max_workers + 1:
            number, future, fn, args, kwargs = self._pending.pop(0)
            if not future.set_running_or_notify_cancel():
                continue
            self._futures[number] = future
            try:
                self._calls.put((number, fn, args, kwargs))
            except Exception as error:
                del self._futures[number]
                future.set_exception(error)

    def _settle(self, message):
        _, number, success, value, trace = message
        future = self._futures.pop(number)
        if success:
            future.set_result(value)
        else:
            value.__cause__ = _RemoteTraceback(f'\n"""\n{trace}"""')
            future.set_exception(value)

    def _break(self):
        """End all when a worker has ended before its time."""
        self._broken = BrokenProcessPool(
            "A child process terminated abruptly, the process pool is not usable anymore")
        text = "A process in the process pool was terminated abruptly while the future was running or pending."
        futures = [*self._futures.values(), *(pending[1] for pending in self._pending)]
        self._futures, self._pending = {}, []
        for future in futures:
            if not future.done():
                future.set_exception(BrokenProcessPool(text))
        for process in self._processes.values():
            if process.is_alive():
                process.terminate()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """Have a function called for each item, so many in one go; return an iterator over what it returns."""
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        items = list(zip(*iterables))
        chunks = [items[start:start + chunksize] for start in range(0, len(items), chunksize)]
        until = None if timeout is None else _machine.now() + _waiting.nanoseconds(timeout)
        futures = [self.submit(_serve_chunk, fn, chunk) for chunk in chunks]
        return (value for values in _results(futures, until) for value in values)

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Take no more calls; wait until those that were taken are done."""
        self._shut = True
        if cancel_futures:
            pending, self._pending = self._pending, []
            for call in pending:
                call[1].cancel()
        if self._thread is not None:
            self._answers.put(("look",))
            if wait:
                self._thread.join()
