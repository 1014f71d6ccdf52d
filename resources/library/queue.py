"""Simulated `queue`: queues between the threads of a process.

Complete. Simplification: in CPython the Python code of this module takes time and other threads can run in the middle of it.
As in CPython, a thread that waits is woken in its turn, but an item goes to whoever asks first (a woken thread may find
that a faster one took it, and then waits again).
"""

import heapq
import threading

import _machine
import _waiting


class Empty(Exception):
    """Raised when an item was wanted and none came in time."""

    __module__ = "_queue"


class Full(Exception):
    """Raised when an item was put and no place came free in time."""


if _machine.python_version() >= (3, 13):

    class ShutDown(Exception):
        """Raised when a queue that was shut down is used."""


class _Condition(threading.Condition):
    _what = "queue"


class Queue:
    """First in, first out.

    Args:
        maxsize: How many items it holds at most; any number if 0 or less.
    """

    _shown = ("queue",)

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = threading.Lock()
        self.not_empty = _Condition(self.mutex)
        self.not_full = _Condition(self.mutex)
        self.all_tasks_done = _Condition(self.mutex)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def put(self, item, block=True, timeout=None):
        """Put an item in, waiting for a free place for `timeout` seconds at most (None: without limit)."""
        with self.mutex:
            self._refuse_when_shut()
            if self.maxsize > 0:
                if not self._await(self.not_full, self._has_room, block, timeout):
                    raise Full
                self._refuse_when_shut()
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Take an item out, waiting for one for `timeout` seconds at most (None: without limit)."""
        with self.mutex:
            if not self._await(self.not_empty, self._has_item, block, timeout):
                raise Empty
            if not self._qsize():
                self._refuse_when_shut()
            item = self._get()
            self.not_full.notify()
            return item

    def _await(self, condition, ready, block, timeout):
        if block and timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not block:
            return ready()
        return condition.wait_for(ready, timeout)

    def _has_room(self):
        return self.is_shutdown or self._qsize() < self.maxsize

    def _has_item(self):
        return self.is_shutdown or self._qsize() > 0

    def _refuse_when_shut(self):
        if self.is_shutdown:
            raise ShutDown

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def task_done(self):
        """Say that an item that was taken out is dealt with."""
        with self.mutex:
            unfinished = self.unfinished_tasks - 1
            if unfinished < 0:
                raise ValueError("task_done() called too many times")
            self.unfinished_tasks = unfinished
            if unfinished == 0:
                self.all_tasks_done.notify_all()

    def join(self):
        """Wait until all items that were put in are dealt with."""
        with self.mutex:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        with self.mutex:
            return not self._qsize()

    def full(self):
        with self.mutex:
            return 0 < self.maxsize <= self._qsize()

    if _machine.python_version() >= (3, 13):

        def shutdown(self, immediate=False):
            """Refuse further items; and those that are in it too, if `immediate`."""
            with self.mutex:
                self.is_shutdown = True
                if immediate:
                    while self._qsize():
                        self._get()
                        if self.unfinished_tasks > 0:
                            self.unfinished_tasks -= 1
                    self.all_tasks_done.notify_all()
                self.not_empty.notify_all()
                self.not_full.notify_all()

    # What a subclass may do in another way. They are called by the thread that has the mutex.

    def _init(self, maxsize):
        self.queue = []

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop(0)


class PriorityQueue(Queue):
    """The smallest item first."""

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class LifoQueue(Queue):
    """Last in, first out."""

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    """First in, first out, with any number of items and without counting tasks."""

    _shown = ("_items",)

    __module__ = "_queue"

    def __init__(self):
        self._items = []
        self._line = _waiting.Line()

    def put(self, item, block=True, timeout=None):
        """Put an item in; never waits."""
        self._items.append(item)
        self._line.wake(len(self._items))

    def get(self, block=True, timeout=None):
        """Take an item out, waiting for one for `timeout` seconds at most (None: without limit)."""
        if block and timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if not self._line.wait(self._has_item, "queue", timeout if block else 0):
            raise Empty
        return self._items.pop(0)

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(block=False)

    def _has_item(self):
        return len(self._items) > 0

    def empty(self):
        return not self._items

    def qsize(self):
        return len(self._items)
