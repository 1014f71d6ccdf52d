"""Simulated `multiprocessing.dummy`: the names of `multiprocessing`, with threads for processes.

Left out: `Manager`, `Value`, `Array`, `Pipe`.
"""

from queue import Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore, Thread, current_thread

from multiprocessing.pool import ThreadPool

Process = Thread
JoinableQueue = Queue
current_process = current_thread


def Pool(processes=None, initializer=None, initargs=()):
    """A pool of worker threads."""
    return ThreadPool(processes, initializer, initargs)
