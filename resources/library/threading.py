"""Simulated `threading`: threads of the simulated machine, and what keeps them in step.

Left out: `settrace`, `setprofile`, `stack_size`, `ExceptHookArgs` as a constructor for programs, `Thread` contexts (3.14).
Simplifications:

- In CPython the Python code of this module takes time and other threads can run in the middle of it. Here it takes none.
- A lock is barging, as CPython's is: releasing it wakes the thread that has waited longest, which takes the lock if it is
  still free by then and otherwise waits on, in its old place. Semaphores do the same. In CPython it goes to the end.
- `ident` and `native_id` are the same small number, the thread's number in the machine.
"""

import _machine
import _waiting

TIMEOUT_MAX = 9223372036.0


# What is known of each process's threads. A child process gets a copy of its parent's memory and begins its own record.


class _Threads:
    """The threads of a process."""

    def __init__(self):
        self.count = 0
        self.dummies = 0
        self.active = {}
        self.starting = []
        self.at_exit = []
        self.main = _MainThread()
        self.active[self.main._ident] = self.main


_processes = {}


def _threads():
    """The record of the calling process; the first thread that asks for it is its main thread."""
    pid = _machine.pid()
    if pid not in _processes:
        _processes[pid] = _Threads()
    return _processes[pid]


def _timeout(value):
    """The time limit of a lock in seconds, -1 for none; refuses what CPython's locks refuse."""
    if not isinstance(value, (int, float)):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    if value != value:
        raise ValueError("Invalid value NaN (not a number)")
    if value < 0 and value != -1:
        if _machine.python_version() >= (3, 13):
            raise ValueError("timeout value must be a non-negative number")
        raise ValueError("timeout value must be positive")
    if value > TIMEOUT_MAX:
        if value > 9223372036854775807:
            raise OverflowError("timestamp out of range for platform time_t")
        raise OverflowError("timeout value is too large")
    return value


def _limit(blocking, timeout):
    """What `acquire(blocking, timeout)` of a lock means as a limit of its line: seconds, 0 or None."""
    timeout = _timeout(timeout)
    if not blocking:
        if timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        return 0
    return None if timeout == -1 else timeout


class lock:
    """A primitive lock; any thread may release it."""

    _shown = (("_locked", "unlocked", "locked"),)

    __module__ = "_thread"

    def __init__(self):
        self._locked = False
        self._line = _waiting.Line()

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock; return whether that came about."""
        if not self._line.wait(self._is_free, "lock", _limit(blocking, timeout)):
            return False
        self._locked = True
        return True

    def release(self):
        """Free the lock and wake the thread that has waited longest."""
        if not self._locked:
            raise RuntimeError("release unlocked lock")
        self._locked = False
        self._line.wake()

    def locked(self):
        return self._locked

    def _is_free(self):
        return not self._locked

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, error, trace):
        self.release()

    def __repr__(self):
        state = "locked" if self._locked else "unlocked"
        return f"<{state} _thread.lock object at {id(self):#x}>"


Lock = lock


class RLock:
    """A lock that its owner may take again; it is free when it was released as often."""

    _shown = ("_count",)

    __module__ = "_thread"

    def __init__(self):
        self._owner = 0
        self._count = 0
        self._line = _waiting.Line()

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock once more; return whether that came about."""
        limit = _limit(blocking, timeout)
        if not self._line.wait(self._is_open, "lock", limit):
            return False
        self._owner = _machine.thread()
        self._count += 1
        return True

    def release(self):
        """Undo one `acquire`; only the owner may."""
        if not self._is_owned():
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if self._count == 0:
            self._owner = 0
            self._line.wake()

    def _is_open(self):
        return self._count == 0 or self._is_owned()

    def _is_owned(self):
        return self._count > 0 and self._owner == _machine.thread()

    def _release_save(self):
        if self._count == 0:
            raise RuntimeError("cannot release un-acquired lock")
        count, self._count, self._owner = self._count, 0, 0
        self._line.wake()
        return count

    def _acquire_restore(self, count):
        self.acquire()
        self._count = count

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, error, trace):
        self.release()

    def __repr__(self):
        state = "locked" if self._count else "unlocked"
        return f"<{state} _thread.RLock object owner={self._owner} count={self._count} at {id(self):#x}>"


class Condition:
    """Threads that wait, without the lock they held, until another one that holds it notifies them.

    Args:
        lock: The lock, a new RLock if None.
    """

    _shown = ("_lock",)

    _what = "condition"

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._bell = _waiting.Bell()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, kind, error, trace):
        return self._lock.__exit__(kind, error, trace)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._bell)})>"

    def _is_owned(self):
        if hasattr(self._lock, "_is_owned"):
            return self._lock._is_owned()
        if self._lock.acquire(False):
            self._lock.release()
            return False
        return True

    def wait(self, timeout=None):
        """Release the lock, wait for a notification, take the lock again; False if the time was over before."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        owned_recursively = hasattr(self._lock, "_release_save")
        saved = self._lock._release_save() if owned_recursively else self._lock.release()
        try:
            return self._bell.wait(self._what, timeout)
        finally:
            if owned_recursively:
                self._lock._acquire_restore(saved)
            else:
                self._lock.acquire()

    def wait_for(self, predicate, timeout=None):
        """Wait until `predicate()` is true; return what it returned last."""
        until = None if timeout is None else _machine.now() + _waiting.nanoseconds(timeout)
        result = predicate()
        while not result:
            left = None
            if until is not None:
                left = (until - _machine.now()) / 1_000_000_000
                if left <= 0:
                    break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake the `n` threads that have waited longest; they go on when they get the lock."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._bell.ring(n)

    def notify_all(self):
        """Wake all threads that wait."""
        self.notify(len(self._bell))

    notifyAll = notify_all


class Semaphore:
    """A counter that no thread can take below zero: it waits instead.

    Args:
        value: Where it begins.
    """

    _shown = ("_value",)

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = value
        self._line = _waiting.Line()

    def acquire(self, blocking=True, timeout=None):
        """Take one; return whether that came about."""
        if not blocking:
            if timeout is not None:
                raise ValueError("can't specify timeout for non-blocking acquire")
            timeout = 0
        if not self._line.wait(self._is_open, "semaphore", timeout):
            return False
        self._value -= 1
        return True

    def release(self, n=1):
        """Give back `n`, waking as many of the threads that wait."""
        if n < 1:
            raise ValueError("n must be one or more")
        self._value += n
        self._line.wake(self._value)

    def _is_open(self):
        return self._value > 0

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, error, trace):
        self.release()

    def __repr__(self):
        return f"<threading.{type(self).__name__} at {id(self):#x}: value={self._value}>"


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        """Give back `n`; not above the initial value."""
        if n < 1:
            raise ValueError("n must be one or more")
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)

    def __repr__(self):
        return f"<threading.{type(self).__name__} at {id(self):#x}: value={self._value}/{self._initial_value}>"


class Event:
    """A flag that threads can wait for."""

    _shown = (("_flag", "unset", "set"),)

    def __init__(self):
        self._flag = False
        self._bell = _waiting.Bell()

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        """Raise the flag and let all threads go on that wait for it."""
        self._flag = True
        self._bell.ring()

    def clear(self):
        """Lower the flag."""
        self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is raised; False if the time was over before."""
        return self._flag or self._bell.wait("event", timeout)

    def __repr__(self):
        state = "set" if self._flag else "unset"
        return f"<threading.{type(self).__name__} at {id(self):#x}: {state}>"


class BrokenBarrierError(RuntimeError):
    """Raised in the threads at a barrier that was reset or is broken."""


class _Round:
    """One filling of a barrier. Its state: filling, acting (the last thread runs the action), passed or broken."""

    def __init__(self):
        self.state = "filling"
        self.count = 0
        self.line = _waiting.Line()

    def end(self, state):
        self.state = state
        self.line.wake(None)


class _Rounds:
    """Where a barrier keeps its round."""

    def __init__(self):
        self.now = _Round()


class Barrier:
    """Threads that wait until so many of them are there.

    Args:
        parties: How many.
        action: Called by the last one, before the others go on.
        timeout: The time limit of `wait` when it gets none.
    """

    _shown = ("_parties",)

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1 and _machine.python_version() >= (3, 13):
            raise ValueError("parties must be > 0")
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._rounds = self._new_rounds()

    def wait(self, timeout=None):
        """Wait for the others; return this thread's number among them, 0 for the first one."""
        limit = self._timeout if timeout is None else timeout
        while self._rounds.now.state == "acting":
            acting = self._rounds.now
            acting.line.wait(lambda: acting.state != "acting", "barrier")
        now = self._rounds.now
        if now.state == "broken":
            raise BrokenBarrierError
        place = now.count
        now.count += 1
        if now.count == self._parties:
            self._pass(now)
        elif not now.line.wait(lambda: now.state not in ("filling", "acting"), "barrier", limit):
            self._wait_after_limit(now)
        if now.state == "broken":
            raise BrokenBarrierError
        return place

    def _wait_after_limit(self, now):
        if now.state == "acting":
            now.line.wait(lambda: now.state != "acting", "barrier")
        elif now.state == "filling":
            now.end("broken")

    def _pass(self, now):
        """Run the action, let this round's threads go on, and begin the next round."""
        now.state = "acting"
        try:
            if self._action:
                self._action()
        except:
            now.end("broken")
            raise
        if now.state == "acting":
            self._rounds.now = _Round()
            now.end("passed")

    def _new_rounds(self):
        return _Rounds()

    def reset(self):
        """Begin anew; the threads that wait get a BrokenBarrierError."""
        old, self._rounds.now = self._rounds.now, _Round()
        old.end("broken")

    def abort(self):
        """Break the barrier for whoever waits now or comes later, until it is reset."""
        self._rounds.now.end("broken")

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._rounds.now.count if self._rounds.now.state == "filling" else 0

    @property
    def broken(self):
        return self._rounds.now.state == "broken"

    def __repr__(self):
        name = type(self).__name__
        if self.broken:
            return f"<threading.{name} at {id(self):#x}: broken>"
        return f"<threading.{name} at {id(self):#x}: waiters={self.n_waiting}/{self._parties}>"


class _local:
    """Attributes of which each thread has its own."""

    __module__ = "_thread"

    def __init__(self, *args, **kwargs):
        if (args or kwargs) and type(self) is _local:
            raise TypeError("Initialization arguments are not supported")

    def __new__(cls, *args, **kwargs):
        if (args or kwargs) and cls is _local:
            raise TypeError("Initialization arguments are not supported")
        made = object.__new__(cls)
        object.__setattr__(made, "_local__of", {_machine.thread(): {}})
        object.__setattr__(made, "_local__args", (args, kwargs))
        return made

    def _local__mine(self):
        """The calling thread's attributes; a new thread's are made by `__init__`."""
        number, of = _machine.thread(), self._local__of
        if number not in of:
            of[number] = {}
            args, kwargs = self._local__args
            self.__init__(*args, **kwargs)
        return of[number]

    @property
    def __dict__(self):
        return self._local__mine()

    def __getattr__(self, name):
        mine = self._local__mine()
        if name not in mine:
            raise AttributeError(f"'{_full_name(type(self))}' object has no attribute '{name}'", name=name, obj=self)
        return mine[name]

    def __setattr__(self, name, value):
        self._local__mine()[name] = value

    def __delattr__(self, name):
        mine = self._local__mine()
        if name not in mine:
            raise AttributeError(f"'{_full_name(type(self))}' object has no attribute '{name}'", name=name, obj=self)
        del mine[name]

    def __repr__(self):
        return f"<{type(self).__module__}.{type(self).__qualname__} object at {id(self):#x}>"


def _full_name(kind):
    return "_thread._local" if kind is _local else kind.__name__


local = _local


class Thread:
    """A thread that calls a function.

    Args:
        group: None.
        target: What `run` calls.
        name: Its name; "Thread-N (target)" if None.
        args: The call's arguments.
        kwargs: The call's keyword arguments.
        daemon: Whether the process may end before it; as the thread that makes it, if None.
    """

    _shown = ("_name",)

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        self._initialized = True
        self._target = target
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._name = _new_name(target) if name is None else str(name)
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._ident = None
        self._begun = False
        self._running = False
        self._over = False
        self._joiners = _waiting.Line()
        self._starters = _waiting.Line()

    def start(self):
        """Begin the thread; as in CPython, this waits until it has begun to run."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._begun:
            raise RuntimeError("threads can only be started once")
        self._begun = True
        _threads().starting.append(self)
        _machine.start_thread(self._bootstrap, bool(self._daemonic))
        self._starters.wait(lambda: self._running or self._over, f"start of {self._name}")

    def run(self):
        """What the thread does; a subclass may do something else."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        """What the new thread executes."""
        self._enter()
        try:
            self.run()
        except BaseException as error:
            _report(self, error)
        finally:
            self._leave()

    def _enter(self):
        threads = _threads()
        self._ident = _machine.thread()
        self._running = True
        threads.active[self._ident] = self
        threads.starting.remove(self)
        self._starters.wake(None)

    def _leave(self):
        _threads().active.pop(self._ident, None)
        self._end()

    def _end(self):
        self._running = False
        self._over = True
        self._joiners.wake(None)

    def join(self, timeout=None):
        """Wait until the thread has ended, or `timeout` seconds."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._begun:
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        self._joiners.wait(lambda: self._over, f"{self._name}'s end", timeout)

    def is_alive(self):
        """Whether it has been started and has not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return self._begun and not self._over

    @property
    def name(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)

    @property
    def ident(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    @property
    def native_id(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    @property
    def daemon(self):
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self._begun:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        state = "stopped" if self._over else "started" if self._begun else "initial"
        if self._daemonic:
            state += " daemon"
        if self._ident is not None:
            state += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {state})>"


def _new_name(target):
    threads = _threads()
    threads.count += 1
    of = getattr(target, "__name__", None)
    return f"Thread-{threads.count}" if of is None else f"Thread-{threads.count} ({of})"


class _MainThread(Thread):
    """The first thread of a process."""

    def __init__(self):
        super().__init__(name="MainThread", daemon=False)
        self._begun = True
        self._running = True
        self._ident = _machine.thread()


class _DummyThread(Thread):
    """A thread that was not started by this module."""

    def __init__(self):
        threads = _threads()
        threads.dummies += 1
        super().__init__(name=f"Dummy-{threads.dummies}", daemon=True)
        self._begun = True
        self._running = True
        self._ident = _machine.thread()
        threads.active[self._ident] = self


class Timer(Thread):
    """A thread that calls a function after a while.

    Args:
        interval: Seconds to wait.
        function: What to call.
        args: Its arguments.
        kwargs: Its keyword arguments.
    """

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        """Do not call the function if that has not happened yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class ExceptHookArgs:
    """What `excepthook` is told: the exception's type, value and traceback, and the thread."""

    __module__ = "_thread"

    def __init__(self, error, thread):
        self.exc_type = type(error)
        self.exc_value = error
        self.exc_traceback = getattr(error, "__traceback__", None)
        self.thread = thread


def excepthook(args):
    """Print the exception that ended a thread; a program may put another function in this one's place."""
    if args.exc_type is SystemExit:
        return
    name = _machine.thread() if args.thread is None else args.thread.name
    _machine.write(f"Exception in thread {name}:\n{_machine.traceback(args.exc_value)}")


__excepthook__ = excepthook


def _report(thread, error):
    """Tell `excepthook` of the exception that ended a thread."""
    try:
        excepthook(ExceptHookArgs(error, thread))
    except Exception as second:
        _machine.write(f"Exception in threading.excepthook:\n{_machine.traceback(second)}")


def current_thread():
    """The calling thread."""
    found = _threads().active.get(_machine.thread())
    return _DummyThread() if found is None else found


def main_thread():
    """The thread with which the process began."""
    return _threads().main


def active_count():
    """How many threads of the process are alive."""
    return len(enumerate())


def enumerate():
    """All threads of the process that are alive."""
    threads = _threads()
    return list(threads.active.values()) + threads.starting


def get_ident():
    """The number of the calling thread."""
    return _machine.thread()


def get_native_id():
    """The number of the calling thread."""
    return _machine.thread()


currentThread = current_thread
activeCount = active_count


def _register_atexit(function):
    """Have `function()` called when the main thread is at its end, before it waits for the other threads."""
    _threads().at_exit.append(function)


def _shutdown():
    """What the main thread does at the end of the program: wait for all threads that are no daemons."""
    threads = _threads()
    while threads.at_exit:
        threads.at_exit.pop()()
    threads.main._end()
    waiting = True
    while waiting:
        waiting = False
        for thread in enumerate():
            if not thread.daemon and thread is not threads.main and thread is not current_thread():
                waiting = True
                thread.join()


def _after_fork():
    """What a child process does first: its only thread is the main one, whatever the copied memory says."""
    current = _threads()
    for pid, threads in list(_processes.items()):
        if pid != _machine.pid():
            current.count = max(current.count, threads.count)
            for thread in threads.active.values():
                thread._over = True
            del _processes[pid]


_threads()
