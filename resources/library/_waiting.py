"""Lines of waiting threads, of which every blocking object of the library is made.

Library code is atomic: between two calls of `_machine.park` nothing else runs, so a line is a list and a test of a condition.
The rules that hold for all that is built on it:

- Threads wait in the order in which they came, and are woken in that order.
- Being woken is only a hint: the thread tests its condition again, and waits on in its old place when somebody was faster
  (barging, as CPython's locks do). So an object is never handed over, and one that is free is never left unused.
- A time limit is exact: it ends at the moment of the first call plus its seconds, however often the thread was woken.
- Threads of a process that has ended are passed over.
"""

import _machine


class _Waiter:
    """A thread in a line."""

    def __init__(self):
        self.thread = _machine.thread()
        self.pid = _machine.pid()
        self.woken = False

    def is_gone(self):
        """Whether its process has ended, so that it can never go on."""
        return self.pid != _machine.pid() and _machine.exit_code(self.pid) is not None

    def wake(self):
        self.woken = True
        _machine.unpark(self.thread)


def nanoseconds(seconds):
    """The number of nanoseconds in so many seconds."""
    return round(seconds * 1_000_000_000)


class Cell:
    """State that processes share: it is the very same object in all of them, with all that it holds."""

    _shown = ("value", "values", "items", "referent", ("flag", "unset", "set"))
    _shown_as = ""

    def __init__(self, **values):
        for name, value in values.items():
            setattr(self, name, value)
        _machine.shared(self)


def is_alive(pid):
    """Whether a process has not ended."""
    return pid == _machine.pid() or _machine.exit_code(pid) is None


class Channel:
    """A queue that processes share. What goes through it is copied on its way in and on its way out, as pickling would.

    Args:
        copies: False if both ends are in one process, where nothing is copied.
    """

    def __init__(self, copies=True):
        self._copies = copies
        self.cell = Cell(items=[], line=Line())

    def put(self, item):
        """Put an item in; never waits."""
        self.cell.items.append(_machine.copy(item) if self._copies else item)
        self.cell.line.wake(len(self.cell.items))

    def get(self, what="queue"):
        """Take an item out, waiting for one."""
        cell = self.cell
        cell.line.wait(lambda: len(cell.items) > 0, what)
        item = cell.items.pop(0)
        return _machine.copy(item) if self._copies else item


class Line:
    """Threads that wait until a condition holds, each its own."""

    def __init__(self):
        self._waiters = []

    def __len__(self):
        return len(self._waiters)

    def wait(self, ready, what, seconds=None):
        """Block the calling thread until `ready()` is true (True) or the time is over (False; None is no limit)."""
        if ready():
            return True
        if seconds is not None and seconds <= 0:
            return False
        until = None if seconds is None else _machine.now() + nanoseconds(seconds)
        waiter = _Waiter()
        self._waiters.append(waiter)
        try:
            while True:
                _machine.park(what, seconds)
                if ready():
                    return True
                waiter.woken = False
                if until is not None:
                    seconds = (until - _machine.now()) / 1_000_000_000
                    if seconds <= 0:
                        return False
        finally:
            self._waiters.remove(waiter)

    def wake(self, count=1):
        """See that the first `count` threads (None: all) have been woken; those that were and have not run yet count too."""
        self._waiters = [waiter for waiter in self._waiters if not waiter.is_gone()]
        for waiter in self._waiters if count is None else self._waiters[:count]:
            if not waiter.woken:
                waiter.wake()


class Bell:
    """Threads that wait for a signal which is not kept: whoever is in the line when it rings goes on."""

    def __init__(self):
        self._tickets = []

    def __len__(self):
        return len(self._tickets)

    def wait(self, what, seconds=None):
        """Block the calling thread until the bell rings for it (True) or the time is over (False)."""
        ticket = _Ticket()
        self._tickets.append(ticket)
        rung = ticket.line.wait(lambda: ticket.rung, what, seconds)
        if not rung:
            self._tickets.remove(ticket)
        return rung

    def ring(self, count=None):
        """Let the first `count` threads (None: all) of the line go on; return how many there were."""
        self._tickets = [ticket for ticket in self._tickets if not ticket.is_gone()]
        count = len(self._tickets) if count is None else min(count, len(self._tickets))
        called, self._tickets = self._tickets[:count], self._tickets[count:]
        for ticket in called:
            ticket.rung = True
            ticket.line.wake()
        return count


class _Ticket:
    """A thread's place in the line before a bell."""

    def __init__(self):
        self.pid = _machine.pid()
        self.rung = False
        self.line = Line()

    def is_gone(self):
        return self.pid != _machine.pid() and _machine.exit_code(self.pid) is not None
