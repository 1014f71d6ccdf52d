"""Simulated `multiprocessing.pool`: pools of worker processes or threads.

Complete but for the pool's private parts. Simplifications: CPython has three threads in the pool's process that hand out tasks,
take results and replace workers; here one takes results, and it alone replaces workers that had their number of tasks. `imap`
takes all arguments from its iterable at once. A worker that is killed is not replaced, and its task never ends, as in CPython.
"""

import multiprocessing
import os
import threading

import _machine
import _waiting

_RUN, _CLOSE, _TERMINATE = "RUN", "CLOSE", "TERMINATE"


class RemoteTraceback(Exception):
    """The traceback of an exception in a worker, as the exception's cause."""

    __module__ = "multiprocessing.pool"

    def __init__(self, text):
        self._text = text

    def __str__(self):
        return self._text


class MaybeEncodingError(Exception):
    """Raised when a result cannot be copied to the pool's process."""

    __module__ = "multiprocessing.pool"

    def __init__(self, error, value):
        self.exc = repr(error)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return f"Error sending result: '{self.value}'. Reason: '{self.exc}'"


def _apply(function, args):
    return function(*args[0], **args[1])


def _map(function, args):
    return [function(one) for one in args]


def _starmap(function, args):
    return [function(*one) for one in args]


_WAYS = {"apply": _apply, "map": _map, "starmap": _starmap}


def _work(tasks, results, initializer, initargs, most):
    """What a worker does: tasks, until None comes or it had `most` of them."""
    if initializer is not None:
        initializer(*initargs)
    done = 0
    while most is None or done < most:
        task = tasks.get("task")
        if task is None:
            break
        job, index, way, function, args = task
        try:
            answer = (job, index, True, _WAYS[way](function, args), None)
        except Exception as error:
            answer = (job, index, False, error, _machine.traceback(error))
        _send(results, answer)
        done += 1
    results.put(("end", most is not None and done >= most))


def _send(results, answer):
    try:
        results.put(answer)
    except Exception as error:
        wrapped = MaybeEncodingError(error, answer[3])
        results.put((answer[0], answer[1], False, wrapped, None))


class Pool:
    """A pool of worker processes.

    Args:
        processes: How many; the machine's cores if None.
        initializer: What each worker calls first.
        initargs: That call's arguments.
        maxtasksperchild: After how many tasks a worker is replaced by a new one; never if None.
        context: What makes the processes.
    """

    _wrap_exception = True

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._state = _RUN
        if processes is None:
            processes = os.cpu_count() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        self._context = context
        self._processes = processes
        self._worker_args = (initializer, initargs, maxtasksperchild)
        self._tasks = self._new_channel()
        self._results = self._new_channel()
        self._jobs = {}
        self._job_count = 0
        self._living = 0
        self._pool = []
        for _ in range(processes):
            self._add_worker()
        # The two threads of CPython's that this pool does not need have had their numbers.
        threading._threads().count += 2
        self._handler = threading.Thread(target=self._handle_results, daemon=True)
        self._handler.start()

    def _new_channel(self):
        return _waiting.Channel()

    def _add_worker(self):
        worker = self._new_worker(_work, (self._tasks, self._results, *self._worker_args))
        self._pool.append(worker)
        self._living += 1
        worker.start()

    def _new_worker(self, target, args):
        context = self._context or multiprocessing.get_context()
        worker = context.Process(target=target, args=args, daemon=True)
        worker.name = worker.name.replace("Process", "PoolWorker")
        return worker

    def _handle_results(self):
        """What the pool's own thread does: give results to those who wait, until all workers have ended."""
        while self._state != _TERMINATE and not (self._state == _CLOSE and self._living == 0):
            answer = self._results.get("result")
            if answer[0] == "stop":
                return
            if answer[0] == "end":
                self._living -= 1
                if answer[1] and self._state != _TERMINATE and not (self._state == _CLOSE and not self._jobs):
                    self._add_worker()
                continue
            job, index, success, value, trace = answer
            if not success and trace is not None and self._wrap_exception:
                value.__cause__ = RemoteTraceback(f'\n"""\n{trace}"""')
            if job in self._jobs:
                self._jobs[job]._take(index, success, value)

    # Handing out tasks.

    def _check_running(self):
        if self._state != _RUN:
            raise ValueError("Pool not running")

    def _new_job(self, result):
        self._job_count += 1
        self._jobs[self._job_count] = result
        return self._job_count

    def _put(self, job, index, way, function, args):
        try:
            self._tasks.put((job, index, way, function, args))
        except Exception as error:
            self._jobs[job]._take(index, False, error)

    def apply(self, func, args=(), kwds={}):
        """Call a function in a worker and return what it returns."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """Have a function called in a worker."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._put(result._job, 0, "apply", func, (tuple(args), dict(kwds)))
        return result

    def map(self, func, iterable, chunksize=None):
        """Call a function for each item and return the list of what it returns."""
        return self._map_async(func, iterable, "map", chunksize).get()

    def starmap(self, func, iterable, chunksize=None):
        """As `map`, with each item unpacked into arguments."""
        return self._map_async(func, iterable, "starmap", chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """Have a function called for each item."""
        return self._map_async(func, iterable, "map", chunksize, callback, error_callback)

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        """As `map_async`, with each item unpacked into arguments."""
        return self._map_async(func, iterable, "starmap", chunksize, callback, error_callback)

    def _map_async(self, func, iterable, way, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        items = list(iterable)
        if chunksize is None:
            chunksize, rest = divmod(len(items), self._processes * 4)
            if rest:
                chunksize += 1
        if not items:
            chunksize = 1
        elif chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize}")
        chunks = [items[start:start + chunksize] for start in range(0, len(items), chunksize)]
        result = MapResult(self, chunksize, len(items), len(chunks), callback, error_callback)
        for index, chunk in enumerate(chunks):
            self._put(result._job, index, way, func, chunk)
        return result

    def imap(self, func, iterable, chunksize=1):
        """Have a function called for each item; return an iterator over the results, in the order of the items."""
        return self._imap(func, iterable, chunksize, IMapIterator(self))

    def imap_unordered(self, func, iterable, chunksize=1):
        """As `imap`, in the order in which the results come."""
        return self._imap(func, iterable, chunksize, IMapUnorderedIterator(self))

    def _imap(self, func, iterable, chunksize, result):
        self._check_running()
        if chunksize < 1:
            raise ValueError(f"Chunksize must be 1+, not {chunksize}")
        items = list(iterable)
        chunks = [items[start:start + chunksize] for start in range(0, len(items), chunksize)]
        result._set_length(len(chunks))
        for index, chunk in enumerate(chunks):
            self._put(result._job, index, "map", func, chunk)
        if chunksize > 1:
            return (item for chunk in result for item in chunk)
        return _first_of_each(result)

    # Ending.

    def close(self):
        """Take no more tasks; the workers end when all are done."""
        if self._state == _RUN:
            self._state = _CLOSE
            self._dismiss()

    def _dismiss(self):
        """Let each worker end that asks for a task when all are handed out."""
        for _ in range(self._processes):
            self._tasks.put(None)

    def terminate(self):
        """End the workers at once."""
        self._state = _TERMINATE
        self._tasks.cell.items.clear()
        self._results.put(("stop", None))
        self._end_workers()

    def _end_workers(self):
        for worker in self._pool:
            if worker.exitcode is None:
                worker.terminate()
        for worker in self._pool:
            worker.join()

    def join(self):
        """Wait until the workers have ended."""
        if self._state == _RUN:
            raise ValueError("Pool is still running")
        self._handler.join()
        for worker in self._pool:
            worker.join()

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, kind, error, trace):
        self.terminate()

    def __repr__(self):
        return f"<multiprocessing.pool.{type(self).__name__} state={self._state} pool_size={len(self._pool)}>"


def _first_of_each(result):
    """The items of chunks of one item, with an IMapIterator's `next`."""
    result._single = True
    return result


class ThreadPool(Pool):
    """A pool of worker threads."""

    _wrap_exception = False

    def __init__(self, processes=None, initializer=None, initargs=()):
        super().__init__(processes, initializer, initargs)

    def _new_channel(self):
        return _waiting.Channel(copies=False)

    def _new_worker(self, target, args):
        return threading.Thread(target=target, name=_worker_name(), args=args, daemon=True)

    def _end_workers(self):
        # Threads cannot be ended from outside: they end when they ask for a task.
        self._dismiss()
        for worker in self._pool:
            worker.join()


def _worker_name():
    threads = threading._threads()
    threads.count += 1
    return f"Thread-{threads.count} (worker)"


class ApplyResult:
    """What a task will return."""

    __module__ = "multiprocessing.pool"

    def __init__(self, pool, callback, error_callback):
        self._pool = pool
        self._callback = callback
        self._error_callback = error_callback
        self._ready = False
        self._success = True
        self._value = None
        self._line = _waiting.Line()
        self._job = pool._new_job(self)

    def ready(self):
        return self._ready

    def successful(self):
        """Whether it returned without an exception."""
        if not self._ready:
            raise ValueError(f"{self!r} not ready")
        return self._success

    def wait(self, timeout=None):
        """Wait until the result is there, or `timeout` seconds."""
        self._line.wait(self.ready, "result", timeout)

    def get(self, timeout=None):
        """Return the result, or raise the exception, waiting for it for `timeout` seconds at most."""
        self.wait(timeout)
        if not self._ready:
            raise multiprocessing.TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _take(self, index, success, value):
        self._success, self._value = success, value
        self._finish()

    def _finish(self):
        """Call back, in the pool's own thread, and let those go on that wait."""
        called = self._callback if self._success else self._error_callback
        if called:
            called(self._value)
        self._ready = True
        del self._pool._jobs[self._job]
        self._line.wake(None)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """What the tasks of a `map` will return."""

    __module__ = "multiprocessing.pool"

    def __init__(self, pool, chunksize, length, chunks, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._value = [None] * length
        self._chunksize = chunksize
        self._left = chunks
        if not chunks:
            self._ready = True
            del pool._jobs[self._job]

    def _take(self, index, success, value):
        self._left -= 1
        if success and self._success:
            start = index * self._chunksize
            self._value[start:start + self._chunksize] = value
        elif not success and self._success:
            self._success, self._value = False, value
        if self._left == 0:
            self._finish()


class IMapIterator:
    """The results of an `imap`, in the order of the items."""

    __module__ = "multiprocessing.pool"
    _single = False

    def __init__(self, pool):
        self._pool = pool
        self._job = pool._new_job(self)
        self._come = {}
        self._length = 0
        self._taken = 0
        self._line = _waiting.Line()

    def _set_length(self, length):
        self._length = length
        if not length:
            del self._pool._jobs[self._job]

    def _take(self, index, success, value):
        self._come[self._place(index)] = (success, value)
        if len(self._come) + self._taken >= self._length:
            self._pool._jobs.pop(self._job, None)
        self._line.wake(None)

    def _place(self, index):
        return index

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """Return the next result, or raise its exception, waiting for it for `timeout` seconds at most."""
        if self._taken == self._length:
            raise StopIteration
        if not self._line.wait(lambda: self._taken in self._come, "result", timeout):
            raise multiprocessing.TimeoutError
        success, value = self._come.pop(self._taken)
        self._taken += 1
        if not success:
            raise value
        return value[0] if self._single else value

    __next__ = next


class IMapUnorderedIterator(IMapIterator):
    """The results of an `imap_unordered`, in the order in which they come."""

    __module__ = "multiprocessing.pool"

    def _place(self, index):
        return self._taken + len(self._come)
