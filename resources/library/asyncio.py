"""Simulated `asyncio`: coroutines that take turns on one thread, by an event loop that is plain Python.

Left out: streams, subprocesses, protocols and transports, signals, debug mode, context variables, `Barrier`, eager tasks.
Simplifications: the loop's own code takes no time, so a step costs what the coroutine does in it. `wait_for` makes a task of a
coroutine in every version (CPython does so up to 3.11). A task's text does not tell the lines of its coroutine. That a task's
exception was never asked for is reported when the loop is closed.
"""

import concurrent.futures
import heapq
import threading

import _machine
import _waiting

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED

TimeoutError = TimeoutError

_AWAITABLE = "An asyncio.Future, a coroutine or an awaitable is required"


class CancelledError(BaseException):
    """Raised in a coroutine whose task is cancelled."""

    __module__ = "asyncio.exceptions"


class InvalidStateError(Exception):
    """Raised when a future has no result yet, or has one already."""

    __module__ = "asyncio.exceptions"


class QueueEmpty(Exception):
    """Raised by `get_nowait` of an empty queue."""

    __module__ = "asyncio.queues"


class QueueFull(Exception):
    """Raised by `put_nowait` of a full queue."""

    __module__ = "asyncio.queues"


# Coroutines of the library are generators that yield futures.


class _Coroutine:
    """What an `async def` function returns, made of a generator."""

    def __init__(self, generator, name):
        self._driver = self._drive(generator)
        self.__name__ = self.__qualname__ = name
        self._begun = False

    def send(self, value):
        self._begin()
        return self._driver.send(value)

    def throw(self, *error):
        self._begin()
        return self._driver.throw(*error)

    def _begin(self):
        if self._begun is None:
            raise RuntimeError("cannot reuse already awaited coroutine")
        self._begun = True

    def _drive(self, generator):
        try:
            return (yield from generator)
        finally:
            self._begun = None

    def close(self):
        self._driver.close()

    def __await__(self):
        if self._begun is not False:
            raise RuntimeError("cannot reuse already awaited coroutine")
        self._begun = True
        return self._driver

    def __repr__(self):
        return f"<coroutine object {self.__qualname__} at {id(self):#x}>"


_Coroutine.__name__ = _Coroutine.__qualname__ = "coroutine"


def _coroutine(function):
    """Make an `async def` function of a generator function."""

    def call(*args, **kwargs):
        return _Coroutine(function(*args, **kwargs), function.__name__)

    call.__name__ = function.__name__
    call.__qualname__ = function.__qualname__
    call.__doc__ = function.__doc__
    return call


def iscoroutine(obj):
    """Whether an object is a coroutine."""
    return isinstance(obj, _Coroutine) or type(obj).__name__ == "coroutine"


@_coroutine
def _wrap_awaitable(awaitable):
    return (yield from awaitable.__await__())


# The loop.

_running = {}
_set = {}


class Handle:
    """A call that the loop will make."""

    __module__ = "asyncio.events"

    def __init__(self, callback, args, when=None):
        self._callback = callback
        self._args = args
        self._when = when
        self._cancelled = False

    def cancel(self):
        self._cancelled = True

    def cancelled(self):
        return self._cancelled

    def when(self):
        """The moment of the call, in seconds of the loop's time."""
        return self._when / 1_000_000_000

    def _run(self):
        try:
            self._callback(*self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:
            name = getattr(self._callback, "__qualname__", repr(self._callback))
            arguments = ", ".join(repr(one) for one in self._args)
            _machine.write(f"Exception in callback {name}({arguments})\n{_machine.traceback(error)}")


TimerHandle = Handle


class _UnixSelectorEventLoop:
    """An event loop: makes calls that are due, and parks its thread when there are none."""

    __module__ = "asyncio.unix_events"

    def __init__(self):
        self._ready = []
        self._timers = []
        self._count = 0
        self._tasks = []
        self._task_count = 0
        self._current = None
        self._line = _waiting.Line()
        self._stopping = False
        self._closed = False
        self._executor = None

    def time(self):
        """Seconds since the run began."""
        return _machine.now() / 1_000_000_000

    def is_running(self):
        return self in _running.values()

    def is_closed(self):
        return self._closed

    def get_debug(self):
        return False

    def set_debug(self, enabled):
        """Nothing: there is no debug mode."""

    def _check_open(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def call_soon(self, callback, *args, context=None):
        """Call a function in the loop's next round."""
        self._check_open()
        handle = Handle(callback, args)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        """The same, from another thread."""
        handle = self.call_soon(callback, *args)
        self._line.wake()
        return handle

    def call_later(self, delay, callback, *args, context=None):
        """Call a function after so many seconds."""
        if delay is None:
            raise TypeError("delay must not be None")
        return self._call_at_ns(_machine.now() + _waiting.nanoseconds(delay), callback, args)

    def call_at(self, when, callback, *args, context=None):
        """Call a function at a moment of the loop's time."""
        if when is None:
            raise TypeError("when cannot be None")
        return self._call_at_ns(_waiting.nanoseconds(when), callback, args)

    def _call_at_ns(self, when, callback, args):
        self._check_open()
        handle = Handle(callback, args, when)
        self._count += 1
        heapq.heappush(self._timers, (when, self._count, handle))
        return handle

    def create_future(self):
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        """Have a coroutine run by turns with the others."""
        self._check_open()
        return Task(coro, loop=self, name=name)

    def run_in_executor(self, executor, func, *args):
        """Have a function called in a thread; return a future."""
        self._check_open()
        if executor is None:
            if self._executor is None:
                self._executor = concurrent.futures.ThreadPoolExecutor(thread_name_prefix="asyncio")
            executor = self._executor
        return wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        self._executor = executor

    def run_forever(self):
        """Make calls until `stop`."""
        self._check_open()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        thread = _machine.thread()
        if thread in _running:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        _running[thread] = self
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = False
            del _running[thread]

    def _run_once(self):
        """One round: wait until something is due, then make the calls that were due by then."""
        while self._timers and self._timers[0][2]._cancelled:
            heapq.heappop(self._timers)
        if not self._ready and not self._stopping:
            left = (self._timers[0][0] - _machine.now()) / 1_000_000_000 if self._timers else None
            self._line.wait(lambda: len(self._ready) > 0, "asyncio", left)
        while self._timers and self._timers[0][0] <= _machine.now():
            self._ready.append(heapq.heappop(self._timers)[2])
        for _ in range(len(self._ready)):
            handle = self._ready.pop(0)
            if not handle._cancelled:
                handle._run()

    def run_until_complete(self, future):
        """Make calls until a future is done; return its result."""
        self._check_open()
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if _machine.thread() in _running:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        future = ensure_future(future, loop=self)

        def stop(done):
            self.stop()

        future.add_done_callback(stop)
        try:
            self.run_forever()
        finally:
            future.remove_done_callback(stop)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def stop(self):
        """End `run_forever` after this round."""
        self._stopping = True

    def close(self):
        """Say that the loop is not used any more."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        self._closed = True
        if self._executor is not None:
            self._executor.shutdown(wait=False)
        for task in self._tasks:
            task._report_forgotten()

    @_coroutine
    def shutdown_default_executor(self, timeout=None):
        if self._executor is not None:
            self._executor.shutdown(wait=True)
        return
        yield

    @_coroutine
    def shutdown_asyncgens(self):
        return
        yield

    def __repr__(self):
        name = type(self).__name__
        return f"<{name} running={self.is_running()} closed={self._closed} debug=False>"


AbstractEventLoop = BaseEventLoop = SelectorEventLoop = EventLoop = _UnixSelectorEventLoop


def get_running_loop():
    """The loop that runs on the calling thread."""
    loop = _running.get(_machine.thread())
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def _get_running_loop():
    return _running.get(_machine.thread())


def new_event_loop():
    """A new loop."""
    return _UnixSelectorEventLoop()


def set_event_loop(loop):
    """Choose the calling thread's loop."""
    _set[_machine.thread()] = loop


def get_event_loop():
    """The loop that runs on the calling thread, or is chosen for it; the main thread gets one if need be."""
    thread = _machine.thread()
    if thread in _running:
        return _running[thread]
    if _set.get(thread) is None:
        current = threading.current_thread()
        # A loop that was set to None is not made again.
        if thread in _set or current is not threading.main_thread() or _machine.python_version() >= (3, 14):
            raise RuntimeError(f"There is no current event loop in thread {current.name!r}.")
        _set[thread] = new_event_loop()
    return _set[thread]


# Futures and tasks.


class Future:
    """What will have a result.

    Args:
        loop: The loop that makes its callbacks; the one that runs if None.
    """

    __module__ = "_asyncio"
    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = get_event_loop() if loop is None else loop
        self._state = "PENDING"
        self._result = None
        self._exception = None
        self._cancel_message = None
        self._callbacks = []

    def get_loop(self):
        return self._loop

    def done(self):
        return self._state != "PENDING"

    def cancelled(self):
        return self._state == "CANCELLED"

    def cancel(self, msg=None):
        """Let it be done by being cancelled; return whether it was not done before."""
        if self.done():
            return False
        self._cancel_message = msg
        self._settle("CANCELLED")
        return True

    def _settle(self, state):
        self._state = state
        callbacks, self._callbacks = self._callbacks, []
        for called in callbacks:
            self._loop.call_soon(called, self)

    def _make_cancelled_error(self):
        return CancelledError() if self._cancel_message is None else CancelledError(self._cancel_message)

    def result(self):
        """Return its result, or raise its exception."""
        if self._state == "CANCELLED":
            raise self._make_cancelled_error()
        if self._state == "PENDING":
            raise InvalidStateError("Result is not set.")
        self._asked = True
        if self._exception is not None:
            raise self._exception
        return self._result

    def exception(self):
        """Return its exception, None if it has a result."""
        if self._state == "CANCELLED":
            raise self._make_cancelled_error()
        if self._state == "PENDING":
            raise InvalidStateError("Exception is not set.")
        self._asked = True
        return self._exception

    _asked = False

    def set_result(self, result):
        self._check_pending()
        self._result = result
        self._settle("FINISHED")

    def set_exception(self, exception):
        self._check_pending()
        if isinstance(exception, type):
            exception = exception()
        if isinstance(exception, StopIteration):
            raise TypeError("StopIteration interacts badly with generators and cannot be raised into a Future")
        self._exception = exception
        self._settle("FINISHED")

    def _check_pending(self):
        if self.done():
            raise InvalidStateError("invalid state")

    def add_done_callback(self, fn, *, context=None):
        """Have `fn(self)` called by the loop when it is done."""
        if self.done():
            self._loop.call_soon(fn, self)
        else:
            self._callbacks.append(fn)

    def remove_done_callback(self, fn):
        """Take a callback back; return how often it was there."""
        kept = [called for called in self._callbacks if called != fn]
        removed = len(self._callbacks) - len(kept)
        self._callbacks = kept
        return removed

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

    def _text(self):
        state = self._state.lower()
        return f"{type(self).__name__} {state}{self._details()}{self._outcome()}"

    def _details(self):
        return ""

    def _outcome(self):
        if self._state != "FINISHED":
            return ""
        return f" result={self._result!r}" if self._exception is None else f" exception={self._exception!r}"

    def __repr__(self):
        return f"<{self._text()}>"


class Task(Future):
    """A coroutine that the loop runs, step by step.

    Args:
        coro: The coroutine.
        loop: The loop; the one that runs if None.
        name: Its name; "Task-N" if None.
    """

    __module__ = "_asyncio"
    _count = [0]

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        if not iscoroutine(coro):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        super().__init__(loop=loop)
        if name is None:
            self._count[0] += 1
            name = f"Task-{self._count[0]}"
        self._name = str(name)
        self._coro = coro
        self._awaited = None
        self._must_cancel = False
        self._cancel_requests = 0
        self._loop._tasks.append(self)
        self._loop.call_soon(self._step)

    def get_name(self):
        return self._name

    def set_name(self, name):
        self._name = str(name)

    def get_coro(self):
        return self._coro

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def cancel(self, msg=None):
        """Have CancelledError raised in the coroutine, where it waits; False if it has ended."""
        if self.done():
            return False
        self._cancel_requests += 1
        if self._awaited is not None and self._awaited.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        """How often it was to be cancelled, less how often that was taken back."""
        return self._cancel_requests

    def uncancel(self):
        """Take one `cancel` back."""
        if self._cancel_requests > 0:
            self._cancel_requests -= 1
            if self._cancel_requests == 0 and _machine.python_version() >= (3, 13):
                self._must_cancel = False
        return self._cancel_requests

    def _step(self, error=None):
        """Let the coroutine run until it waits for something or ends."""
        if self._must_cancel:
            if not isinstance(error, CancelledError):
                error = self._make_cancelled_error()
            self._must_cancel = False
        self._awaited = None
        before, self._loop._current = self._loop._current, self
        try:
            yielded = self._coro.send(None) if error is None else self._coro.throw(error)
        except StopIteration as stop:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(stop.value)
        except CancelledError as cancelled:
            super().cancel(msg=cancelled.args[0] if cancelled.args else None)
        except (KeyboardInterrupt, SystemExit) as ending:
            super().set_exception(ending)
            raise
        except BaseException as raised:
            super().set_exception(raised)
        else:
            self._wait_for(yielded)
        finally:
            self._loop._current = before
            if self.done() and (self._exception is None or self.cancelled()):
                self._loop._tasks.remove(self)

    def _wait_for(self, yielded):
        """Go on when what the coroutine yielded is done."""
        if yielded is None:
            self._loop.call_soon(self._step)
            return
        if not isinstance(yielded, Future):
            self._raise_soon(f"Task got bad yield: {yielded!r}")
        elif not yielded._asyncio_future_blocking:
            self._raise_soon(f"yield was used instead of yield from in task {self!r} with {yielded!r}")
        elif yielded is self:
            self._raise_soon(f"Task cannot await on itself: {self!r}")
        elif yielded._loop is not self._loop:
            self._raise_soon(f"Task {self!r} got Future {yielded!r} attached to a different loop")
        else:
            yielded._asyncio_future_blocking = False
            self._awaited = yielded
            yielded.add_done_callback(self._wake)
            if self._must_cancel and yielded.cancel(msg=self._cancel_message):
                self._must_cancel = False

    def _raise_soon(self, text):
        self._loop.call_soon(self._step, RuntimeError(text))

    def _wake(self, future):
        try:
            future.result()
        except BaseException as error:
            self._step(error)
        else:
            self._step()

    def _report_forgotten(self):
        """Print an exception that nobody asked for."""
        if self._state == "FINISHED" and self._exception is not None and not self._asked:
            _machine.write("Task exception was never retrieved\n"
                           f"future: {self!r}\n{_machine.traceback(self._exception)}")

    def _text(self):
        state = "cancelling" if self._must_cancel else self._state.lower()
        return f"{type(self).__name__} {state}{self._details()}{self._outcome()}"

    def _details(self):
        name = getattr(self._coro, "__qualname__", type(self._coro).__name__)
        doing = "done" if self.done() else "running"
        return f" name={self._name!r} coro=<{name}() {doing}>"


def isfuture(obj):
    return isinstance(obj, Future)


def ensure_future(coro_or_future, *, loop=None):
    """A future as it is; a task of a coroutine or of another awaitable."""
    if isinstance(coro_or_future, Future):
        if loop is not None and loop is not coro_or_future._loop:
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    if not iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), "__await__"):
            raise TypeError(_AWAITABLE)
        coro_or_future = _wrap_awaitable(coro_or_future)
    return (get_event_loop() if loop is None else loop).create_task(coro_or_future)


def create_task(coro, *, name=None, context=None):
    """Have a coroutine run by turns with the others."""
    return get_running_loop().create_task(coro, name=name)


def current_task(loop=None):
    """The task whose step runs now."""
    return (get_running_loop() if loop is None else loop)._current


def all_tasks(loop=None):
    """The tasks of the loop that have not ended."""
    loop = get_running_loop() if loop is None else loop
    return {task for task in loop._tasks if not task.done()}


def wrap_future(future, *, loop=None):
    """A future of the loop for one of `concurrent.futures`."""
    if isinstance(future, Future):
        return future
    loop = get_event_loop() if loop is None else loop
    made = loop.create_future()

    def take():
        if made.done():
            return
        if future.cancelled():
            made.cancel()
        elif future.exception() is not None:
            made.set_exception(future.exception())
        else:
            made.set_result(future.result())

    def finished(_):
        if not loop.is_closed():
            loop.call_soon_threadsafe(take)

    def pass_on(_):
        if made.cancelled():
            future.cancel()

    made.add_done_callback(pass_on)
    future.add_done_callback(finished)
    return made


def run_coroutine_threadsafe(coro, loop):
    """Have a coroutine run by a loop of another thread; return a future of `concurrent.futures`."""
    if not iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    made = concurrent.futures.Future()

    def finished(task):
        if task.cancelled():
            if made.cancel():
                made.set_running_or_notify_cancel()
        elif made.set_running_or_notify_cancel():
            if task.exception() is not None:
                made.set_exception(task.exception())
            else:
                made.set_result(task.result())

    loop.call_soon_threadsafe(lambda: ensure_future(coro, loop=loop).add_done_callback(finished))
    return made


# Running.


def run(main, *, debug=None, loop_factory=None):
    """Run a coroutine to its end on a new loop; return its result."""
    if _get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


class Runner:
    """A loop for several calls of `run`."""

    __module__ = "asyncio.runners"

    def __init__(self, *, debug=None, loop_factory=None):
        self._factory = loop_factory or new_event_loop
        self._loop = None
        self._closed = False

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def get_loop(self):
        """The loop."""
        if self._closed:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            self._loop = self._factory()
        return self._loop

    def run(self, coro, *, context=None):
        """Run a coroutine to its end; return its result."""
        if not iscoroutine(coro):
            if _machine.python_version() < (3, 14):
                raise ValueError(f"a coroutine was expected, got {coro!r}")
            if not hasattr(type(coro), "__await__"):
                raise TypeError(_AWAITABLE)
            coro = _wrap_awaitable(coro)
        if _get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        loop = self.get_loop()
        set_event_loop(loop)
        return loop.run_until_complete(loop.create_task(coro))

    def close(self):
        """Cancel the tasks that have not ended, let them end, and close the loop."""
        if self._closed or self._loop is None:
            return
        loop = self._loop
        try:
            _cancel_all(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            set_event_loop(None)
            loop.close()
            self._loop = None
            self._closed = True


def _cancel_all(loop):
    tasks = [task for task in loop._tasks if not task.done()]
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(_gather(tasks, True, loop))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            _machine.write("unhandled exception during asyncio.run() shutdown\n"
                           f"task: {task!r}\n{_machine.traceback(task.exception())}")


# Waiting.


@_coroutine
def sleep(delay, result=None):
    """Wait so many seconds, letting others run; 0 lets them run once."""
    if delay <= 0:
        yield
        return result
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = get_running_loop()
    future = loop.create_future()
    handle = loop.call_later(delay, _set_unless_done, future, result)
    try:
        return (yield from future.__await__())
    finally:
        handle.cancel()


def _set_unless_done(future, result):
    if not future.done():
        future.set_result(result)


class _GatheringFuture(Future):
    """What `gather` returns: cancelling it cancels what it gathers."""

    def __init__(self, children, loop):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """A future with the list of the results of all, in order."""
    if not coros_or_futures:
        made = get_event_loop().create_future()
        made.set_result([])
        return made
    known = {}
    children = []
    loop = _get_running_loop()
    for one in coros_or_futures:
        if id(one) not in known:
            known[id(one)] = ensure_future(one, loop=loop)
        children.append(known[id(one)])
    return _gather(children, return_exceptions, children[0]._loop)


def _gather(children, return_exceptions, loop):
    different = list(dict.fromkeys(children))
    outer = _GatheringFuture(different, loop)
    left = [len(different)]

    def finished(child):
        left[0] -= 1
        if outer.done():
            if not child.cancelled():
                child.exception()
            return
        if not return_exceptions:
            if child.cancelled():
                outer.set_exception(child._make_cancelled_error())
                return
            if child.exception() is not None:
                outer.set_exception(child.exception())
                return
        if left[0] == 0:
            results = [_outcome_of(one) for one in children]
            if outer._cancel_requested:
                outer.set_exception(CancelledError())
            else:
                outer.set_result(results)

    for child in different:
        child.add_done_callback(finished)
    return outer


def _outcome_of(future):
    if future.cancelled():
        # CPython's gather says so, other than a task itself.
        return CancelledError("" if future._cancel_message is None else future._cancel_message)
    return future.result() if future.exception() is None else future.exception()


def shield(arg):
    """A future with the result of another one, which is not cancelled with it."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner._loop.create_future()

    def finished(_):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    def left_alone(_):
        if not inner.done():
            inner.remove_done_callback(finished)

    inner.add_done_callback(finished)
    outer.add_done_callback(left_alone)
    return outer


def _wait_any(futures, until_ns, loop, enough):
    """Wait until `enough()` or the time is over; a generator to be delegated to."""
    if enough():
        return
    waiter = loop.create_future()
    handle = None
    if until_ns is not None:
        handle = loop._call_at_ns(until_ns, _set_unless_done, (waiter, None))

    def finished(_):
        if enough():
            _set_unless_done(waiter, None)

    for future in futures:
        future.add_done_callback(finished)
    try:
        yield from waiter.__await__()
    finally:
        if handle is not None:
            handle.cancel()
        for future in futures:
            future.remove_done_callback(finished)


def _until(timeout):
    return None if timeout is None else _machine.now() + _waiting.nanoseconds(timeout)


@_coroutine
def wait_for(fut, timeout):
    """Wait for the result of an awaitable, at most so many seconds; then cancel it and raise TimeoutError."""
    loop = get_running_loop()
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut, loop=loop)
        if fut.done():
            return fut.result()
        yield from _cancel_and_wait(fut, loop)
        return _result_in_time(fut)
    fut = ensure_future(fut, loop=loop)
    try:
        yield from _wait_any([fut], _until(timeout), loop, fut.done)
    except CancelledError:
        if fut.done():
            return fut.result()
        yield from _cancel_and_wait(fut, loop)
        raise
    if fut.done():
        return fut.result()
    yield from _cancel_and_wait(fut, loop)
    return _result_in_time(fut)


def _cancel_and_wait(fut, loop):
    fut.cancel()
    yield from _wait_any([fut], None, loop, fut.done)


def _result_in_time(fut):
    try:
        return fut.result()
    except CancelledError as error:
        raise TimeoutError from error


@_coroutine
def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait until the futures are done, one of them is, or one of them raised an exception; return those done and the others."""
    if isinstance(fs, Future) or iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    futures = set(fs)
    if any(iscoroutine(one) for one in futures):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")

    def enough():
        done = [future for future in futures if future.done()]
        if len(done) == len(futures):
            return True
        if return_when == FIRST_COMPLETED:
            return bool(done)
        failed = [future for future in done if not future.cancelled() and future._exception is not None]
        return return_when == FIRST_EXCEPTION and bool(failed)

    yield from _wait_any(futures, _until(timeout), get_running_loop(), enough)
    done = {future for future in futures if future.done()}
    return done, futures - done


class _AsCompleted:
    """The iterator of `as_completed`: each item waits for the next future that is done."""

    def __init__(self, fs, timeout):
        self._loop = get_event_loop()
        self._until = _until(timeout)
        self._futures = list(dict.fromkeys(ensure_future(one, loop=self._loop) for one in fs))
        self._left = len(self._futures)
        self._done = []
        for future in self._futures:
            future.add_done_callback(self._note)

    def _note(self, future):
        self._done.append(future)

    def __iter__(self):
        return self

    def __next__(self):
        if self._left == 0:
            raise StopIteration
        self._left -= 1
        return _next_result(self)

    def __aiter__(self):
        return self

    @_coroutine
    def __anext__(self):
        if self._left == 0:
            raise StopAsyncIteration
        self._left -= 1
        return (yield from self._next_done())

    def _next_done(self):
        unfinished = [future for future in self._futures if not future.done()]
        yield from _wait_any(unfinished, self._until, self._loop, lambda: len(self._done) > 0)
        if not self._done:
            raise TimeoutError
        return self._done.pop(0)


@_coroutine
def _next_result(iterator):
    future = yield from iterator._next_done()
    return future.result()


def as_completed(fs, *, timeout=None):
    """Iterate over awaitables that give the results in the order in which they come."""
    if isinstance(fs, Future) or iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    return _AsCompleted(fs, timeout)


@_coroutine
def to_thread(func, /, *args, **kwargs):
    """Call a function in a thread and wait for what it returns."""
    future = get_running_loop().run_in_executor(None, lambda: func(*args, **kwargs))
    return (yield from future.__await__())


# Timeouts and groups.


class Timeout:
    """Cancels what stands in its `async with` when the time is over.

    Args:
        when: The moment in the loop's time; no limit if None.
    """

    __module__ = "asyncio.timeouts"

    def __init__(self, when):
        self._when = when
        self._state = "created"
        self._task = None
        self._handle = None

    def when(self):
        return self._when

    def expired(self):
        return self._state in ("expiring", "expired")

    def reschedule(self, when):
        """Choose another moment."""
        if self._state != "active":
            if self._state == "created":
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self._state} Timeout")
        self._when = when
        if self._handle is not None:
            self._handle.cancel()
        loop = get_running_loop()
        if when is None:
            self._handle = None
        elif when <= loop.time():
            self._handle = loop.call_soon(self._expire)
        else:
            self._handle = loop.call_at(when, self._expire)

    def _expire(self):
        self._task.cancel()
        self._state = "expiring"
        self._handle = None

    @_coroutine
    def __aenter__(self):
        if self._state != "created":
            raise RuntimeError("Timeout has already been entered")
        self._task = current_task()
        if self._task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        self._requests = self._task.cancelling()
        self.reschedule(self._when)
        return self
        yield

    @_coroutine
    def __aexit__(self, kind, error, trace):
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._requests and kind is not None and issubclass(kind, CancelledError):
                raise TimeoutError from error
        elif self._state == "active":
            self._state = "exited"
        return None
        yield

    def __repr__(self):
        text = f"Timeout [{self._state}]"
        if self._state == "active":
            text += f" when={None if self._when is None else round(self._when, 3)}"
        return f"<{text}>"


def timeout(delay):
    """A Timeout so many seconds from now; None is no limit."""
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    """A Timeout at a moment of the loop's time."""
    return Timeout(when)


class TaskGroup:
    """Tasks that end together: when one fails the others are cancelled."""

    __module__ = "asyncio.taskgroups"

    def __init__(self):
        self._entered = self._exiting = self._aborting = False
        self._loop = None
        self._parent = None
        self._parent_cancelled = False
        self._tasks = []
        self._errors = []
        self._base_error = None
        self._waiter = None

    @_coroutine
    def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._entered = True
        self._loop = get_running_loop()
        self._parent = current_task()
        return self
        yield

    @_coroutine
    def __aexit__(self, kind, error, trace):
        self._exiting = True
        if error is not None and isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._base_error = error
        cancelled = error if isinstance(error, CancelledError) else None
        if self._parent_cancelled and self._parent.uncancel() == 0:
            cancelled = None
        if error is not None and not self._aborting:
            self._abort()
        while self._tasks:
            self._waiter = self._loop.create_future()
            try:
                yield from self._waiter.__await__()
            except CancelledError as again:
                if not self._aborting:
                    cancelled = again
                    self._abort()
            self._waiter = None
        if self._base_error is not None:
            raise self._base_error
        if self._parent_cancelled and self._parent._must_cancel and not self._parent.cancelling():
            self._parent._must_cancel = False
        if cancelled is not None and not self._errors:
            raise cancelled
        if error is not None and not isinstance(error, CancelledError):
            self._errors.append(error)
        if self._errors:
            errors, self._errors = self._errors, []
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", errors) from None
        return None

    def create_task(self, coro, *, name=None, context=None):
        """Have a coroutine run as a task of the group."""
        if not self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        if self._exiting and not self._tasks:
            raise RuntimeError(f"TaskGroup {self!r} is finished")
        if self._aborting:
            raise RuntimeError(f"TaskGroup {self!r} is shutting down")
        task = self._loop.create_task(coro, name=name)
        self._tasks.append(task)
        task.add_done_callback(self._finished)
        return task

    def _abort(self):
        self._aborting = True
        for task in self._tasks:
            if not task.done():
                task.cancel()

    def _finished(self, task):
        self._tasks.remove(task)
        if self._waiter is not None and not self._tasks and not self._waiter.done():
            self._waiter.set_result(True)
        if task.cancelled() or task.exception() is None:
            return
        self._errors.append(task.exception())
        if isinstance(task.exception(), (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = task.exception()
        if self._parent.done() or self._aborting:
            return
        self._abort()
        if not self._parent_cancelled and not self._exiting:
            self._parent_cancelled = True
            self._parent.cancel()

    def __repr__(self):
        parts = ["TaskGroup"]
        if self._tasks:
            parts.append(f"tasks={len(self._tasks)}")
        if self._errors:
            parts.append(f"errors={len(self._errors)}")
        if self._aborting:
            parts.append("cancelling")
        elif self._entered:
            parts.append("entered")
        return f"<{' '.join(parts)}>"


# Locks: fair, the first that waits is the next.


class _Context:
    """What `async with` does with a lock."""

    @_coroutine
    def __aenter__(self):
        # The steps of `acquire` itself, not of a task of its own.
        yield from self.acquire().__await__()
        return None

    @_coroutine
    def __aexit__(self, kind, error, trace):
        self.release()
        return None
        yield


class Lock(_Context):
    """A lock for tasks."""

    __module__ = "asyncio.locks"

    def __init__(self):
        self._locked = False
        self._waiters = []

    def locked(self):
        return self._locked

    @_coroutine
    def acquire(self):
        """Take the lock, waiting for it."""
        if self._locked or not all(waiter.cancelled() for waiter in self._waiters):
            waiter = get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                yield from waiter.__await__()
            except CancelledError:
                self._waiters.remove(waiter)
                if not self._locked:
                    self._wake_first()
                raise
            self._waiters.remove(waiter)
        self._locked = True
        return True

    def release(self):
        """Free the lock."""
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake_first()

    def _wake_first(self):
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)

    def __repr__(self):
        state = "locked" if self._locked else "unlocked"
        return _described(self, f"{state}{_waiters_text(self._waiters)}")


def _waiters_text(waiters):
    return f", waiters:{len(waiters)}" if waiters else ""


def _described(thing, state):
    kind = type(thing)
    return f"<{kind.__module__}.{kind.__qualname__} object at {id(thing):#x} [{state}]>"


class Event:
    """A flag that tasks can wait for."""

    __module__ = "asyncio.locks"

    def __init__(self):
        self._flag = False
        self._waiters = []

    def is_set(self):
        return self._flag

    def set(self):
        """Raise the flag and let all tasks go on that wait for it."""
        self._flag = True
        for waiter in self._waiters:
            _set_unless_done(waiter, True)

    def clear(self):
        self._flag = False

    @_coroutine
    def wait(self):
        """Wait until the flag is raised."""
        if not self._flag:
            waiter = get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                yield from waiter.__await__()
            finally:
                self._waiters.remove(waiter)
        return True

    def __repr__(self):
        state = "set" if self._flag else "unset"
        return _described(self, f"{state}{_waiters_text(self._waiters)}")


class Condition(_Context):
    """Tasks that wait until another one notifies them."""

    __module__ = "asyncio.locks"

    def __init__(self, lock=None):
        self._lock = Lock() if lock is None else lock
        self.locked = self._lock.locked
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = []

    @_coroutine
    def wait(self):
        """Release the lock, wait for a notification, take the lock again."""
        return (yield from self._wait())

    def _wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = get_running_loop().create_future()
        self.release()
        self._waiters.append(waiter)
        try:
            yield from waiter.__await__()
        finally:
            self._waiters.remove(waiter)
            yield from self._acquire_in_any_case()
        return True

    def _acquire_in_any_case(self):
        cancelled = None
        while True:
            try:
                yield from self.acquire().__await__()
                break
            except CancelledError as error:
                cancelled = error
        if cancelled is not None:
            raise cancelled

    @_coroutine
    def wait_for(self, predicate):
        """Wait until `predicate()` is true."""
        result = predicate()
        while not result:
            yield from self._wait()
            result = predicate()
        return result

    def notify(self, n=1):
        """Let `n` tasks go on that wait."""
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        for waiter in [waiter for waiter in self._waiters if not waiter.done()][:n]:
            waiter.set_result(False)

    def notify_all(self):
        """Let all tasks go on that wait."""
        self.notify(len(self._waiters))

    def __repr__(self):
        state = "locked" if self.locked() else "unlocked"
        return _described(self, f"{state}{_waiters_text(self._waiters)}")


class Semaphore(_Context):
    """A counter that no task can take below zero: it waits instead."""

    __module__ = "asyncio.locks"

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._value = value
        self._waiters = []

    def locked(self):
        return self._value == 0 or any(not waiter.cancelled() for waiter in self._waiters)

    @_coroutine
    def acquire(self):
        """Take one, waiting for it."""
        if not self.locked():
            self._value -= 1
            return True
        waiter = get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                yield from waiter.__await__()
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if waiter.done() and not waiter.cancelled():
                self._value += 1
            raise
        finally:
            self._wake_next()
        return True

    def release(self):
        """Give one back."""
        self._value += 1
        self._wake_next()

    def _wake_next(self):
        for waiter in self._waiters:
            if self._value > 0 and not waiter.done():
                # It has it from now on, so that nobody overtakes it.
                self._value -= 1
                waiter.set_result(True)

    def __repr__(self):
        state = "locked" if self.locked() else f"unlocked, value:{self._value}"
        return _described(self, f"{state}{_waiters_text(self._waiters)}")


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    __module__ = "asyncio.locks"

    def __init__(self, value=1):
        super().__init__(value)
        self._bound_value = value

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class Queue:
    """A queue for tasks, first in, first out.

    Args:
        maxsize: How many items it holds at most; any number if 0 or less.
    """

    __module__ = "asyncio.queues"

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = []
        self._putters = []
        self._unfinished_tasks = 0
        self._finished = Event()
        self._finished.set()
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        self._queue.append(item)

    def _get(self):
        return self._queue.pop(0)

    @property
    def maxsize(self):
        return self._maxsize

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    def _wake_next(self, waiters):
        while waiters:
            waiter = waiters.pop(0)
            if not waiter.done():
                waiter.set_result(None)
                break

    def _line_up(self, waiters, blocked, passed_on):
        """Wait while `blocked()`; a task that is cancelled passes its turn on."""
        while blocked():
            waiter = get_running_loop().create_future()
            waiters.append(waiter)
            try:
                yield from waiter.__await__()
            except:
                waiter.cancel()
                if waiter in waiters:
                    waiters.remove(waiter)
                if not blocked() and not waiter.cancelled():
                    passed_on(waiters)
                raise

    @_coroutine
    def put(self, item):
        """Put an item in, waiting for a free place."""
        yield from self._line_up(self._putters, self.full, self._wake_next)
        return self.put_nowait(item)

    def put_nowait(self, item):
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished_tasks += 1
        self._finished.clear()
        self._wake_next(self._getters)

    @_coroutine
    def get(self):
        """Take an item out, waiting for one."""
        yield from self._line_up(self._getters, self.empty, self._wake_next)
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            raise QueueEmpty
        item = self._get()
        self._wake_next(self._putters)
        return item

    def task_done(self):
        """Say that an item that was taken out is dealt with."""
        if self._unfinished_tasks <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished_tasks -= 1
        if self._unfinished_tasks == 0:
            self._finished.set()

    @_coroutine
    def join(self):
        """Wait until all items that were put in are dealt with."""
        if self._unfinished_tasks > 0:
            yield from self._finished.wait().__await__()

    def _text(self):
        text = f"maxsize={self._maxsize!r}"
        if self._queue:
            text += f" _queue={self._queue!r}"
        if self._getters:
            text += f" _getters[{len(self._getters)}]"
        if self._putters:
            text += f" _putters[{len(self._putters)}]"
        if self._unfinished_tasks:
            text += f" tasks={self._unfinished_tasks}"
        return text

    def __str__(self):
        return f"<{type(self).__name__} {self._text()}>"

    def __repr__(self):
        return f"<{type(self).__name__} at {id(self):#x} {self._text()}>"


class PriorityQueue(Queue):
    """A queue for tasks, the smallest item first."""

    __module__ = "asyncio.queues"

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """A queue for tasks, last in, first out."""

    __module__ = "asyncio.queues"

    def _get(self):
        return self._queue.pop()
