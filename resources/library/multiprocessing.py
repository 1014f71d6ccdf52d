"""Simulated `multiprocessing`: processes of the simulated machine, and what they share.

Left out: `multiprocessing.shared_memory`, `connection.Listener` and `Client`, `sharedctypes` beyond `Value` and `Array` of simple
types, managers of one's own types, `set_executable`.
Simplifications:

- A child is a copy of its parent's memory whatever the start method; the method decides what starting it costs, and which ends
  of pipes the child has open.
- `Queue.put` copies the item at once; CPython leaves that to a feeder thread, so that `empty()` can be late there.
- `Manager()` starts no server process: what it makes is shared memory, without the time of asking a server.
- A pipe has room for any number of messages.
- Functions and classes that have no name, such as a lambda, are copied; CPython refuses to pickle them.
"""

import os
import threading

import _machine
import _waiting
import queue as _queue

_SEMAPHORE_MAX = 2147483647


class ProcessError(Exception):
    """The base of this module's exceptions."""

    __module__ = "multiprocessing.context"


class BufferTooShort(ProcessError):
    """Raised when a message is longer than the buffer for it."""

    __module__ = "multiprocessing.context"


class TimeoutError(ProcessError):
    """Raised when a result did not come in time."""

    __module__ = "multiprocessing.context"


class AuthenticationError(ProcessError):
    """Raised by connections that need a key; there are none."""

    __module__ = "multiprocessing.context"


# Processes.


class _Family:
    """What a process knows of itself and its children."""

    def __init__(self, current, parent=None):
        self.current = current
        self.parent = parent
        self.count = 0
        self.children = []
        self.connections = []
        self.method = None


_families = {}


def _family():
    """The record of the calling process."""
    pid = _machine.pid()
    if pid not in _families:
        _families[pid] = _Family(_MainProcess())
    return _families[pid]


class Process:
    """A process that calls a function.

    Args:
        group: None.
        target: What `run` calls.
        name: Its name; "Process-N" if None.
        args: The call's arguments.
        kwargs: The call's keyword arguments.
        daemon: Whether it is terminated when its parent ends; as the parent is, if None.
    """

    _shown = ("_name",)

    _start_method = None

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None):
        assert group is None, "group argument must be None for now"
        family = _family()
        family.count += 1
        self._begin(family.current._identity + (family.count,), _machine.pid())
        self._parent_name = family.current.name
        self._target = target
        self._args = tuple(args)
        self._kwargs = {} if kwargs is None else dict(kwargs)
        numbers = ":".join(str(number) for number in self._identity)
        self._name = f"{type(self).__name__}-{numbers}" if name is None else name
        self._daemonic = family.current._daemonic if daemon is None else daemon

    def _begin(self, identity, parent_pid):
        self._identity = identity
        self._parent_pid = parent_pid
        self._pid = None
        self._closed = False
        self._watchers = _waiting.Cell(channels=[])

    def _check_open(self):
        if self._closed:
            raise ValueError("process object is closed")

    def run(self):
        """What the process does; a subclass may do something else."""
        if self._target:
            self._target(*self._args, **self._kwargs)

    def start(self):
        """Begin the process."""
        self._check_open()
        assert self._pid is None, "cannot start a process twice"
        assert self._parent_pid == _machine.pid(), "can only start a process object created by current process"
        family = _family()
        assert not family.current._daemonic, "daemonic processes are not allowed to have children"
        method = self._start_method or get_start_method()
        connections = family.connections if method == "fork" else self._given_connections()
        self._pid = _machine.start_process(lambda: self._bootstrap(connections), method, bool(self._daemonic))
        family.children.append(self)
        # Before the child runs: its ends of pipes are open from the start.
        for connection in connections:
            connection._open_in(self._pid)

    def _given_connections(self):
        values = (*self._args, *self._kwargs.values(), *self.__dict__.values())
        return [value for value in values if isinstance(value, Connection)]

    def _bootstrap(self, connections):
        """What the new process executes."""
        parent_pid = self._parent_pid
        _families[_machine.pid()] = family = _Family(self, _ParentProcess(self._parent_name, parent_pid))
        self._pid = _machine.pid()
        family.connections = list(connections)
        family.method = get_start_method() if self._start_method is None else self._start_method
        threading._after_fork()
        os._before_exit.append(_close_down)
        code = self._run_guarded()
        threading._shutdown()
        _close_down()
        _machine.exit(code)

    def _run_guarded(self):
        """Call `run` and wait for the children; return the exit code."""
        try:
            try:
                self.run()
            finally:
                _shutdown()
        except SystemExit as error:
            if error.code is None:
                return 0
            if isinstance(error.code, int):
                return error.code
            _machine.write(f"{error.code}\n")
            return 1
        except BaseException as error:
            _machine.write(f"Process {self._name}:\n{_machine.traceback(error)}")
            return 1
        return 0

    def terminate(self):
        """End the process at once, as SIGTERM does."""
        self._end(15, "terminate")

    def kill(self):
        """End the process at once, as SIGKILL does."""
        self._end(9, "kill")

    def _end(self, signal, name):
        self._check_open()
        if self._pid is None:
            raise AttributeError(f"'NoneType' object has no attribute '{name}'")
        if _machine.exit_code(self._pid) is None:
            _machine.terminate(self._pid, signal)
            self._announce_end()

    def _announce_end(self):
        """Tell those who watch the process that it has been ended before its time."""
        for channel in self._watchers.channels:
            channel.items.append(("ended", self._pid))
            channel.line.wake()

    def join(self, timeout=None):
        """Wait until the process has ended, or `timeout` seconds."""
        self._check_open()
        assert self._parent_pid == _machine.pid(), "can only join a child process"
        assert self._pid is not None, "can only join a started process"
        if _machine.await_exit(self._pid, None if timeout is None else max(timeout, 0)):
            self._forget()

    def _forget(self):
        children = _family().children
        if self in children:
            children.remove(self)

    def is_alive(self):
        """Whether it has been started and has not ended."""
        self._check_open()
        if self is _family().current:
            return True
        assert self._parent_pid == _machine.pid(), "can only test a child process"
        return self._pid is not None and _machine.exit_code(self._pid) is None

    def close(self):
        """Say that the object is not used any more."""
        if self._pid is not None:
            if _machine.exit_code(self._pid) is None:
                raise ValueError("Cannot close a process while it is still running. "
                                 "You should first call join() or terminate().")
            self._forget()
        self._closed = True

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        assert isinstance(name, str), "name must be a string"
        self._name = name

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        assert self._pid is None, "process has already started"
        self._daemonic = daemonic

    @property
    def exitcode(self):
        """None until it has ended; minus the signal's number if it was terminated."""
        self._check_open()
        return None if self._pid is None or self is _family().current else _machine.exit_code(self._pid)

    @property
    def ident(self):
        self._check_open()
        return self._pid

    pid = ident

    @property
    def sentinel(self):
        self._check_open()
        if self._pid is None:
            raise ValueError("process not started")
        return self._pid

    @property
    def authkey(self):
        return b""

    def __repr__(self):
        parts = [f"{type(self).__name__} name={self._name!r}"]
        if self._pid is not None and not self._closed:
            parts.append(f"pid={self._pid}")
        parts += [f"parent={self._parent_pid}", *self._state()]
        if self._daemonic:
            parts.append("daemon")
        return f"<{' '.join(parts)}>"

    def _state(self):
        if self is _family().current:
            return ["started"]
        if self._closed:
            return ["closed"]
        if self._pid is None:
            return ["initial"]
        code = _machine.exit_code(self._pid)
        if code is None:
            return ["started"]
        return ["stopped", f"exitcode={_exit_name(code)}"]


def _exit_name(code):
    return {-15: "-SIGTERM", -9: "-SIGKILL"}.get(code, code)


class ForkProcess(Process):
    """A process that begins as a fork."""

    _start_method = "fork"


class SpawnProcess(Process):
    """A process that begins afresh."""

    _start_method = "spawn"


class ForkServerProcess(Process):
    """A process that a server process forks."""

    _start_method = "forkserver"


class _MainProcess(Process):
    """The process with which the program began."""

    def __init__(self):
        self._begin((), None)
        self._name = "MainProcess"
        self._daemonic = False

    @property
    def pid(self):
        return _machine.pid()

    ident = pid


class _ParentProcess:
    """What a child sees of its parent."""

    def __init__(self, name, pid):
        self.name = name
        self.pid = self.ident = pid

    def is_alive(self):
        return _machine.exit_code(self.pid) is None

    def join(self, timeout=None):
        _machine.await_exit(self.pid, timeout)

    def __repr__(self):
        return f"<_ParentProcess name={self.name!r} parent=None unknown>"


def current_process():
    """The calling process."""
    return _family().current


def parent_process():
    """The process that started the calling one; None in the main process."""
    return _family().parent


def active_children():
    """The children of the calling process that are alive."""
    family = _family()
    family.children = [child for child in family.children if _machine.exit_code(child._pid) is None]
    return list(family.children)


def cpu_count():
    """The number of the machine's cores."""
    return _machine.cpu_count()


def freeze_support():
    """Nothing: there are no frozen programs."""


def _close_down():
    """What the end of a process does, also the end by `os._exit`: its ends of pipes are closed."""
    family = _families.get(_machine.pid())
    if family is not None:
        for connection in family.connections:
            connection._close()
        family.current._announce_end()


def _shutdown():
    """What a process does at its end: terminate the daemons among its children, and wait for all of them."""
    for child in active_children():
        if child._daemonic:
            child.terminate()
    for child in active_children():
        child.join()


# Start methods.

_METHODS = ("fork", "spawn", "forkserver")
_PROCESSES = {"fork": ForkProcess, "spawn": SpawnProcess, "forkserver": ForkServerProcess}


def _default_method():
    return "forkserver" if _machine.python_version() >= (3, 14) else "fork"


def get_all_start_methods():
    """The start methods, the default one first."""
    default = _default_method()
    return [default, *(method for method in _METHODS if method != default)]


def get_start_method(allow_none=False):
    """How `Process` starts a process."""
    family = _family()
    if family.method is None:
        if allow_none:
            return None
        family.method = _default_method()
    return family.method


def set_start_method(method, force=False):
    """Choose how `Process` starts a process; once only."""
    family = _family()
    if family.method is not None and not force:
        raise RuntimeError("context has already been set")
    if method is not None and method not in _METHODS:
        raise ValueError(f"cannot find context for {method!r}")
    family.method = method


class _Context:
    """This module's names for one start method."""

    def __init__(self, method):
        self._method = method
        self.Process = _PROCESSES[method]

    def get_start_method(self, allow_none=False):
        return self._method

    def set_start_method(self, method, force=False):
        raise ValueError("cannot set start method of concrete context")

    def get_context(self, method=None):
        return self if method is None else get_context(method)

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        from multiprocessing.pool import Pool as made
        return made(processes, initializer, initargs, maxtasksperchild, self)


def get_context(method=None):
    """An object with this module's names, for one start method (None: the one that is chosen)."""
    if method is not None and method not in _METHODS:
        raise ValueError(f"cannot find context for {method!r}")
    return _contexts[get_start_method() if method is None else method]


def Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None):
    """A pool of worker processes; see `multiprocessing.pool`."""
    return get_context().Pool(processes, initializer, initargs, maxtasksperchild)


# Locks.


class _SemLock:
    """A semaphore that processes share.

    Args:
        value: Where it begins.
        most: How far it can be released.
    """

    _shown = ("_cell",)

    def __init__(self, value, most):
        if not 0 <= value <= _SEMAPHORE_MAX:
            raise OSError(22, "Invalid argument")
        self._cell = _waiting.Cell(value=value, most=most, owner=None, count=0, line=_waiting.Line())

    def acquire(self, block=True, timeout=None):
        """Take one; return whether that came about."""
        cell = self._cell
        if not cell.line.wait(self._is_open, "lock", timeout if block else 0):
            return False
        if not (self._recursive and self._is_mine()):
            cell.value -= 1
        cell.owner = (_machine.pid(), _machine.thread())
        cell.count += 1
        return True

    _recursive = False

    def _is_open(self):
        return self._cell.value > 0 or (self._recursive and self._is_mine())

    def _is_mine(self):
        return self._cell.count > 0 and self._cell.owner == (_machine.pid(), _machine.thread())

    def release(self):
        """Give one back, and wake the thread that has waited longest."""
        cell = self._cell
        if cell.value >= cell.most:
            raise ValueError("semaphore or lock released too many times")
        cell.value += 1
        cell.count -= 1
        cell.line.wake(cell.value)

    def __enter__(self):
        return self.acquire()

    def __exit__(self, kind, error, trace):
        self.release()

    def _owner_name(self):
        cell = self._cell
        if cell.count <= 0 or cell.owner is None:
            return "None"
        pid, thread = cell.owner
        if pid != _machine.pid():
            return "SomeOtherProcess"
        if thread != _machine.thread():
            return "SomeOtherThread"
        name = current_process().name
        thread_name = threading.current_thread().name
        return name if thread_name == "MainThread" else f"{name}|{thread_name}"


class Lock(_SemLock):
    """A lock that processes share; any of them may release it."""

    def __init__(self):
        super().__init__(1, 1)

    def __repr__(self):
        return f"<Lock(owner={self._owner_name()})>"


class RLock(_SemLock):
    """A lock that processes share and its owner may take again."""

    _recursive = True

    def __init__(self):
        super().__init__(1, 1)

    def release(self):
        """Undo one `acquire`; only the owner may."""
        cell = self._cell
        assert self._is_mine(), "attempt to release recursive lock not owned by thread"
        cell.count -= 1
        if cell.count == 0:
            cell.value = 1
            cell.line.wake()

    def _release_save(self):
        count = self._cell.count
        for _ in range(count):
            self.release()
        return count

    def _acquire_restore(self, count):
        for _ in range(count):
            self.acquire()

    def __repr__(self):
        name, count = self._owner_name(), self._cell.count
        if name.startswith("SomeOther"):
            count = "nonzero"
        return f"<RLock({name}, {count})>"


class Semaphore(_SemLock):
    """A semaphore that processes share."""

    def __init__(self, value=1):
        super().__init__(value, _SEMAPHORE_MAX)

    def get_value(self):
        return self._cell.value

    def __repr__(self):
        return f"<{type(self).__name__}(value={self._cell.value})>"


class BoundedSemaphore(Semaphore):
    """A semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._cell.most = value

    def __repr__(self):
        return f"<{type(self).__name__}(value={self._cell.value}, maxvalue={self._cell.most})>"


class Condition(threading.Condition):
    """Threads of several processes that wait until another one notifies them."""

    def __init__(self, lock=None):
        super().__init__(RLock() if lock is None else lock)
        _machine.shared(self._bell)

    def _is_owned(self):
        return self._lock._is_mine()

    def wait(self, timeout=None):
        """Release the lock, wait for a notification, take the lock again; False if the time was over before."""
        assert self._is_owned(), "must acquire() condition before using wait()"
        return super().wait(timeout)

    def notify(self, n=1):
        """Wake the `n` threads that have waited longest."""
        assert self._is_owned(), "lock is not owned"
        super().notify(n)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._bell)})>"


class Event:
    """A flag that processes can wait for."""

    _shown = ("_cell",)

    def __init__(self):
        self._cell = _waiting.Cell(flag=False, bell=_waiting.Bell())

    def is_set(self):
        return self._cell.flag

    def set(self):
        """Raise the flag and let all go on that wait for it."""
        self._cell.flag = True
        self._cell.bell.ring()

    def clear(self):
        """Lower the flag."""
        self._cell.flag = False

    def wait(self, timeout=None):
        """Wait until the flag is raised; False if the time was over before."""
        return self._cell.flag or self._cell.bell.wait("event", timeout)

    def __repr__(self):
        return f"<Event at {id(self):#x} {'set' if self._cell.flag else 'unset'}>"


class Barrier(threading.Barrier):
    """Threads of several processes that wait until so many of them are there."""

    def _new_rounds(self):
        return _waiting.Cell(now=threading._Round())


# Queues and pipes.


class Queue:
    """A queue that processes share.

    Args:
        maxsize: How many items it holds at most; any number if 0 or less.
    """

    _shown = ("_cell",)

    __module__ = "multiprocessing.queues"

    def __init__(self, maxsize=0):
        self._maxsize = maxsize if maxsize > 0 else _SEMAPHORE_MAX
        self._cell = _waiting.Cell(
            items=[], getters=_waiting.Line(), putters=_waiting.Line(), unfinished=0, joiners=_waiting.Line())
        self._closed_in = []

    def put(self, obj, block=True, timeout=None):
        """Put a copy of an object in, waiting for a free place for `timeout` seconds at most (None: without limit)."""
        self._check_open()
        cell = self._cell
        if not cell.putters.wait(lambda: len(cell.items) < self._maxsize, "queue", timeout if block else 0):
            raise _queue.Full
        try:
            copied = _machine.copy(obj)
        except Exception as error:
            # CPython's feeder thread prints it too, and drops the object.
            _machine.write(_machine.traceback(error))
            return
        cell.items.append(copied)
        self._count_task()
        cell.getters.wake(len(cell.items))

    def get(self, block=True, timeout=None):
        """Take an item out, waiting for one for `timeout` seconds at most (None: without limit)."""
        self._check_open()
        cell = self._cell
        if not cell.getters.wait(lambda: len(cell.items) > 0, "queue", timeout if block else 0):
            raise _queue.Empty
        item = cell.items.pop(0)
        cell.putters.wake(self._maxsize - len(cell.items))
        return _machine.copy(item)

    def _check_open(self):
        if _machine.pid() in self._closed_in:
            raise ValueError(f"Queue {self!r} is closed")

    def _count_task(self):
        """Only a JoinableQueue counts."""

    def put_nowait(self, obj):
        self.put(obj, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return len(self._cell.items)

    def empty(self):
        return not self._cell.items

    def full(self):
        return len(self._cell.items) >= self._maxsize

    def close(self):
        """Say that this process puts nothing in any more."""
        self._closed_in.append(_machine.pid())

    def join_thread(self):
        """Nothing to wait for: there is no feeder thread."""
        assert _machine.pid() in self._closed_in, f"Queue {self!r} not closed"

    def cancel_join_thread(self):
        """Nothing to cancel: there is no feeder thread."""


class JoinableQueue(Queue):
    """A queue that processes share, which counts what is not dealt with."""

    __module__ = "multiprocessing.queues"

    def _count_task(self):
        self._cell.unfinished += 1

    def task_done(self):
        """Say that an item that was taken out is dealt with."""
        cell = self._cell
        if cell.unfinished <= 0:
            raise ValueError("task_done() called too many times")
        cell.unfinished -= 1
        if cell.unfinished == 0:
            cell.joiners.wake(None)

    def join(self):
        """Wait until all items that were put in are dealt with."""
        cell = self._cell
        cell.joiners.wait(lambda: cell.unfinished == 0, "queue")


class SimpleQueue:
    """A queue that processes share, with any number of items."""

    _shown = ("_cell",)

    __module__ = "multiprocessing.queues"

    def __init__(self):
        self._channel = _waiting.Channel()

    def put(self, obj):
        """Put a copy of an object in."""
        self._channel.put(obj)

    def get(self):
        """Take an item out, waiting for one."""
        return self._channel.get()

    def empty(self):
        return not self._channel.cell.items

    def close(self):
        """Say that it is not used any more."""


class Connection:
    """One end of a pipe. It is open in each process that has a copy of it and has not closed it or ended.

    Args:
        end: What this end receives and where it is open.
        peer: The same of the other end.
        readable: Whether this end receives.
        writable: Whether this end sends.
    """

    __module__ = "multiprocessing.connection"

    def __init__(self, end, peer, readable, writable):
        self._end = end
        self._peer = peer
        self._readable = readable
        self._writable = writable
        self._open_in(_machine.pid())
        _family().connections.append(self)

    def _open_in(self, pid):
        self._end.pids.append(pid)

    def _close(self):
        if not self.closed:
            self._end.pids.remove(_machine.pid())
            self._peer.line.wake(None)

    def _check_open(self):
        if self.closed:
            raise OSError("handle is closed")

    def _check_readable(self):
        self._check_open()
        if not self._readable:
            raise OSError("connection is write-only")

    def _check_writable(self):
        self._check_open()
        if not self._writable:
            raise OSError("connection is read-only")

    def _peer_is_open(self):
        return any(_waiting.is_alive(pid) for pid in self._peer.pids)

    def send(self, obj):
        """Send a copy of an object to the other end."""
        self._check_writable()
        self._send(_machine.copy(obj))

    def _send(self, message):
        if not self._peer_is_open():
            raise BrokenPipeError(32, "Broken pipe")
        self._peer.items.append(message)
        self._peer.line.wake(len(self._peer.items))

    def recv(self):
        """Receive an object, waiting for one; EOFError when nothing is left and the other end is closed everywhere."""
        self._check_readable()
        end = self._end
        end.line.wait(lambda: len(end.items) > 0 or not self._peer_is_open(), "pipe")
        if not end.items:
            raise EOFError
        return _machine.copy(end.items.pop(0))

    def send_bytes(self, buf, offset=0, size=None):
        """Send bytes to the other end."""
        self._check_writable()
        stop = len(buf) if size is None else offset + size
        self._send(bytes(buf[offset:stop]))

    def recv_bytes(self, maxlength=None):
        """Receive bytes, waiting for them."""
        return self.recv()

    def poll(self, timeout=0.0):
        """Whether there is something to receive (the other end's being closed counts), within `timeout` seconds."""
        self._check_readable()
        end = self._end
        return end.line.wait(lambda: len(end.items) > 0 or not self._peer_is_open(), "pipe", timeout)

    def close(self):
        """Close this end in this process."""
        self._close()

    @property
    def closed(self):
        return _machine.pid() not in self._end.pids

    @property
    def readable(self):
        return self._readable

    @property
    def writable(self):
        return self._writable

    def fileno(self):
        self._check_open()
        return 3 + _family().connections.index(self)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()


def Pipe(duplex=True):
    """The two ends of a pipe; if not `duplex`, the first one only receives and the second one only sends."""
    ends = [_waiting.Cell(items=[], line=_waiting.Line(), pids=[]) for _ in range(2)]
    return Connection(ends[0], ends[1], True, duplex), Connection(ends[1], ends[0], duplex, True)


# Shared values.


def _integer(bits, signed):
    """What ctypes makes of an int: its lowest bits."""

    def convert(value):
        if not isinstance(value, int):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        value = int(value) & ((1 << bits) - 1)
        return value - (1 << bits) if signed and value >> (bits - 1) else value

    return convert


def _double(value):
    if not isinstance(value, (int, float)):
        raise TypeError(f"must be real number, not {type(value).__name__}")
    return float(value)


def _single(value):
    """The nearest number with 24 binary digits."""
    value = _double(value)
    if value != value or abs(value) >= 3.4028235677973366e38:
        return value if value != value else float("inf") if value > 0 else float("-inf")
    if abs(value) < 1.1754943508222875e-38:
        # Below the normal numbers the digits end at 2**-149; this constant's sum rounds there.
        return (value + 1.5 * 2.0 ** -97) - 1.5 * 2.0 ** -97
    scaled = value * 536870913.0
    return scaled - (scaled - value)


def _byte(value):
    if isinstance(value, int) and 0 <= value < 256:
        return bytes([value])
    if isinstance(value, (bytes, bytearray)) and len(value) == 1:
        return bytes(value)
    raise TypeError("one character bytes, bytearray or integer expected")


def _character(value):
    if not isinstance(value, str):
        raise TypeError(f"unicode string expected instead of {type(value).__name__} instance")
    if len(value) != 1:
        raise TypeError("one character unicode string expected")
    return value


_TYPES = {
    "b": ("c_byte", 0, _integer(8, True)), "B": ("c_ubyte", 0, _integer(8, False)),
    "h": ("c_short", 0, _integer(16, True)), "H": ("c_ushort", 0, _integer(16, False)),
    "i": ("c_int", 0, _integer(32, True)), "I": ("c_uint", 0, _integer(32, False)),
    "l": ("c_long", 0, _integer(64, True)), "L": ("c_ulong", 0, _integer(64, False)),
    "q": ("c_long", 0, _integer(64, True)), "Q": ("c_ulong", 0, _integer(64, False)),
    "f": ("c_float", 0.0, _single), "d": ("c_double", 0.0, _double),
    "c": ("c_char", b"\0", _byte), "u": ("c_wchar", "\0", _character),
}


def _type(code):
    if code not in _TYPES:
        raise TypeError("this type has no size")
    return _TYPES[code]


class _RawValue:
    """A number of a C type in shared memory."""

    _shown = ("_cell",)
    _shown_as = ""

    def __init__(self, code, value=None):
        self._name, zero, self._convert = _type(code)
        self._cell = _waiting.Cell(value=zero if value is None else self._convert(value))

    @property
    def value(self):
        return self._cell.value

    @value.setter
    def value(self, value):
        self._cell.value = self._convert(value)

    def __repr__(self):
        return f"{self._name}({self._cell.value!r})"


class _RawArray:
    """Numbers of a C type in shared memory."""

    _shown = ("_cell",)
    _shown_as = ""

    def __init__(self, code, size_or_initializer):
        self._name, zero, self._convert = _type(code)
        self._zero = zero
        if isinstance(size_or_initializer, int):
            if size_or_initializer < 0:
                raise ValueError(f"Array length must be >= 0, not {size_or_initializer}")
            if size_or_initializer > 1_000_000:
                raise MemoryError
            values = [zero] * size_or_initializer
        else:
            values = [self._convert(value) for value in size_or_initializer]
        self._cell = _waiting.Cell(values=values)

    def __len__(self):
        return len(self._cell.values)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return self._joined(self._cell.values[index])
        return self._cell.values[self._checked(index)]

    def __setitem__(self, index, value):
        if not isinstance(index, slice):
            self._cell.values[self._checked(index)] = self._convert(value)
            return
        places = range(len(self))[index]
        values = [self._convert(one) for one in value]
        if len(values) != len(places):
            raise ValueError("Can only assign sequence of same size")
        for place, one in zip(places, values):
            self._cell.values[place] = one

    def _joined(self, values):
        """A part of the array: text of characters, a list of numbers."""
        if self._name == "c_char":
            return b"".join(values)
        return "".join(values) if self._name == "c_wchar" else values

    def _checked(self, index):
        if not isinstance(index, int):
            raise TypeError("indices must be integers")
        if not -len(self) <= index < len(self):
            raise IndexError("invalid index")
        return index

    def __iter__(self):
        for place in range(len(self)):
            yield self._cell.values[place]

    def __repr__(self):
        return f"<multiprocessing.sharedctypes.{self._name}_Array_{len(self)} object at {id(self):#x}>"


class _Synchronized:
    """A value in shared memory, and the lock that programs take to change it."""

    _shown = ("_obj",)

    def __init__(self, obj, lock):
        self._obj = obj
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release

    def get_lock(self):
        return self._lock

    def get_obj(self):
        return self._obj

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, kind, error, trace):
        return self._lock.__exit__(kind, error, trace)

    def __repr__(self):
        return f"<{type(self).__name__} wrapper for {self._obj}>"


class Synchronized(_Synchronized):
    """A number with its lock."""

    _shown_as = "Value"

    __module__ = "multiprocessing.sharedctypes"

    @property
    def value(self):
        with self._lock:
            return self._obj.value

    @value.setter
    def value(self, value):
        with self._lock:
            self._obj.value = value


class SynchronizedArray(_Synchronized):
    """An array with its lock."""

    _shown_as = "Array"

    __module__ = "multiprocessing.sharedctypes"

    def __len__(self):
        return len(self._obj)

    def __getitem__(self, index):
        with self._lock:
            return self._obj[index]

    def __setitem__(self, index, value):
        with self._lock:
            self._obj[index] = value

    # As in CPython: no __iter__, so that each item is read by itself, under the lock.


class SynchronizedString(SynchronizedArray):
    """An array of bytes with its lock."""

    __module__ = "multiprocessing.sharedctypes"

    @property
    def raw(self):
        with self._lock:
            return self._obj[:]

    @raw.setter
    def raw(self, data):
        with self._lock:
            if len(data) > len(self._obj):
                raise ValueError("byte string too long")
            self._obj[:len(data)] = data

    @property
    def value(self):
        """What stands before the first zero byte."""
        return self.raw.split(b"\0", 1)[0]

    @value.setter
    def value(self, data):
        if not isinstance(data, bytes):
            raise TypeError(f"bytes expected instead of {type(data).__name__} instance")
        self.raw = data + b"\0" if len(data) < len(self._obj) else data


def _locked(kind, obj, lock):
    if lock is None or lock is True:
        lock = RLock()
    elif not hasattr(lock, "acquire"):
        raise AttributeError(f"{lock!r} has no method 'acquire'")
    return kind(obj, lock)


def RawValue(typecode_or_type, *args):
    """A number in shared memory, without a lock."""
    return _RawValue(typecode_or_type, *args)


def RawArray(typecode_or_type, size_or_initializer):
    """An array in shared memory, without a lock."""
    return _RawArray(typecode_or_type, size_or_initializer)


def Value(typecode_or_type, *args, lock=True):
    """A number in shared memory."""
    made = _RawValue(typecode_or_type, *args)
    return made if lock is False else _locked(Synchronized, made, lock)


def Array(typecode_or_type, size_or_initializer, *, lock=True):
    """An array in shared memory."""
    made = _RawArray(typecode_or_type, size_or_initializer)
    if lock is False:
        return made
    return _locked(SynchronizedString if typecode_or_type == "c" else SynchronizedArray, made, lock)


# Managers.


class _Proxy:
    """Something of a manager: copies go in and come out."""

    _shown = ("_cell",)

    __module__ = "multiprocessing.managers"
    _typeid = ""

    def __init__(self, referent):
        self._cell = _waiting.Cell(referent=referent)

    def _copied(self, value):
        return _machine.copy(value)

    def __len__(self):
        return len(self._cell.referent)

    def __contains__(self, value):
        return value in self._cell.referent

    def __getitem__(self, key):
        return _machine.copy(self._cell.referent[key])

    def __setitem__(self, key, value):
        self._cell.referent[key] = _machine.copy(value)

    def __delitem__(self, key):
        del self._cell.referent[key]

    def copy(self):
        return _machine.copy(self._cell.referent)

    def _getvalue(self):
        return self.copy()

    def __str__(self):
        return repr(self._cell.referent)

    def __repr__(self):
        return f"<{type(self).__name__} object, typeid '{self._typeid}' at {id(self):#x}>"


class ListProxy(_Proxy):
    """A list that processes share."""

    __module__ = "multiprocessing.managers"
    _typeid = "list"

    def append(self, value):
        self._cell.referent.append(_machine.copy(value))

    def extend(self, values):
        self._cell.referent.extend(_machine.copy(list(values)))

    def insert(self, index, value):
        self._cell.referent.insert(index, _machine.copy(value))

    def pop(self, index=-1):
        return _machine.copy(self._cell.referent.pop(index))

    def remove(self, value):
        self._cell.referent.remove(value)

    def index(self, *args):
        return self._cell.referent.index(*args)

    def count(self, value):
        return self._cell.referent.count(value)

    def reverse(self):
        self._cell.referent.reverse()

    def sort(self, *, key=None, reverse=False):
        self._cell.referent.sort(key=key, reverse=reverse)

    def __add__(self, values):
        return self.copy() + list(values)

    def __mul__(self, times):
        return self.copy() * times

    __rmul__ = __mul__

    def __iadd__(self, values):
        self.extend(values)
        return self

    def __imul__(self, times):
        self._cell.referent *= times
        return self

    if _machine.python_version() >= (3, 14):

        def clear(self):
            self._cell.referent.clear()


class DictProxy(_Proxy):
    """A dictionary that processes share."""

    __module__ = "multiprocessing.managers"
    _typeid = "dict"

    def __iter__(self):
        return iter(list(self._cell.referent))

    def keys(self):
        return _machine.copy(list(self._cell.referent.keys()))

    def values(self):
        return _machine.copy(list(self._cell.referent.values()))

    def items(self):
        return _machine.copy(list(self._cell.referent.items()))

    def get(self, key, default=None):
        return _machine.copy(self._cell.referent.get(key, default))

    def pop(self, key, *default):
        return _machine.copy(self._cell.referent.pop(key, *default))

    def popitem(self):
        return _machine.copy(self._cell.referent.popitem())

    def setdefault(self, key, default=None):
        return _machine.copy(self._cell.referent.setdefault(_machine.copy(key), _machine.copy(default)))

    def update(self, *args, **kwargs):
        self._cell.referent.update(_machine.copy(dict(*args, **kwargs)))

    def clear(self):
        self._cell.referent.clear()


class NamespaceProxy:
    """Attributes that processes share."""

    __module__ = "multiprocessing.managers"

    def __init__(self, values):
        object.__setattr__(self, "_cell", _waiting.Cell(values=_machine.copy(values)))

    def __getattr__(self, name):
        values = object.__getattribute__(self, "_cell").values
        if name not in values:
            raise AttributeError(f"'Namespace' object has no attribute {name!r}")
        return _machine.copy(values[name])

    def __setattr__(self, name, value):
        if name[0] == "_":
            object.__setattr__(self, name, value)
        else:
            self._cell.values[name] = _machine.copy(value)

    def __delattr__(self, name):
        if name not in self._cell.values:
            raise AttributeError(f"'Namespace' object has no attribute {name!r}")
        del self._cell.values[name]

    def __str__(self):
        return f"Namespace({', '.join(f'{name}={value!r}' for name, value in self._cell.values.items())})"

    def __repr__(self):
        return f"<NamespaceProxy object, typeid 'Namespace' at {id(self):#x}>"


class ValueProxy:
    """A value that processes share; there is no check of its type."""

    __module__ = "multiprocessing.managers"

    def __init__(self, code, value):
        self._code = code
        self._cell = _waiting.Cell(value=_machine.copy(value))

    def get(self):
        return _machine.copy(self._cell.value)

    def set(self, value):
        self._cell.value = _machine.copy(value)

    value = property(get, set)

    def __str__(self):
        return f"Value({self._code!r}, {self._cell.value!r})"

    def __repr__(self):
        return f"<ValueProxy object, typeid 'Value' at {id(self):#x}>"


class ArrayProxy(_Proxy):
    """An array that processes share."""

    __module__ = "multiprocessing.managers"
    _typeid = "Array"

    def __init__(self, code, values):
        super().__init__([_type(code)[2](value) for value in values])
        self._code = code

    def __setitem__(self, key, value):
        self._cell.referent[key] = _type(self._code)[2](value)

    def __str__(self):
        return f"array({self._code!r}, {self._cell.referent!r})"


class SyncManager:
    """Makes things that processes share."""

    __module__ = "multiprocessing.managers"

    def __init__(self):
        # Its server process has a number in CPython, which the program's next process then does not get.
        _family().count += 1

    def list(self, values=()):
        return ListProxy(_machine.copy([*values]))

    def dict(self, *args, **kwargs):
        made = DictProxy({})
        made.update(*args, **kwargs)
        return made

    def Namespace(self, **kwargs):
        return NamespaceProxy(kwargs)

    def Value(self, typecode, value):
        return ValueProxy(typecode, value)

    def Array(self, typecode, sequence):
        return ArrayProxy(typecode, sequence)

    def Queue(self, maxsize=0):
        return JoinableQueue(maxsize)

    JoinableQueue = Queue

    def Lock(self):
        return Lock()

    def RLock(self):
        return RLock()

    def Semaphore(self, value=1):
        return Semaphore(value)

    def BoundedSemaphore(self, value=1):
        return BoundedSemaphore(value)

    def Condition(self, lock=None):
        return Condition(lock)

    def Event(self):
        return Event()

    def Barrier(self, parties, action=None, timeout=None):
        return Barrier(parties, action, timeout)

    def Pool(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None):
        return Pool(processes, initializer, initargs, maxtasksperchild)

    def start(self, initializer=None, initargs=()):
        """Nothing: there is no server process."""

    def shutdown(self):
        """Nothing: there is no server process."""

    def join(self, timeout=None):
        """Nothing: there is no server process."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.shutdown()


def Manager():
    """A manager."""
    return SyncManager()


_EVERYWHERE = (
    Lock, RLock, Semaphore, BoundedSemaphore, Condition, Event, Barrier, Queue, JoinableQueue, SimpleQueue, Pipe, Value, Array,
    RawValue, RawArray, Manager, current_process, parent_process, active_children, cpu_count, freeze_support,
    get_all_start_methods, ProcessError, BufferTooShort, TimeoutError, AuthenticationError,
)


def _make_contexts():
    contexts = {}
    for method in _METHODS:
        contexts[method] = _Context(method)
        for thing in _EVERYWHERE:
            setattr(contexts[method], thing.__name__, thing)
    return contexts


_contexts = _make_contexts()


def _register():
    import atexit

    atexit.register(_shutdown)


_register()
