"""Operations on what threads share: locks and the like, memory, and the end of other processes."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from desktop_app.engine.lifecycle import Lifecycle
from desktop_app.engine.locks import Condition, Mutex, RwLock
from desktop_app.engine.rendezvous import Barrier, BoundedQueue, Semaphore
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.threads import SimThread
from desktop_app.engine.waiting import Outcome, Resource, ResourceError
from desktop_app.engine.world import World
from desktop_app.model.workload import Burst, BurstKind
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Cause, Trace

#: What a thread has when such an operation succeeds, and gives back with the other.
_TAKES = frozenset({BurstKind.LOCK, BurstKind.READ_LOCK, BurstKind.WRITE_LOCK, BurstKind.ACQUIRE})
_GIVES = frozenset({BurstKind.UNLOCK, BurstKind.RELEASE})


_index = attrgetter("index")


class Blocked(NamedTuple):
    """What a thread waits for."""

    cause: Cause
    awaited: Resource | bool


class MostUrgent:
    """Chooses the most urgent waiter by what the policy lends; of equals, the one that waits longest."""

    def __init__(self) -> None:
        self.world: World | None = None

    def __call__(self, waiters: Sequence[SimThread]) -> SimThread:
        """Return the one that gets the mutex."""
        assert self.world is not None
        queue, best = self.world.queues[0], waiters[0]
        if queue.lends is None:
            return best
        for thread in waiters:
            held, asked = getattr(best, queue.lends), getattr(thread, queue.lends)
            if asked == queue.more_urgent(held, asked) != held:
                best = thread
        return best


class Sharing:
    """Performs the bursts that take no time."""

    def __init__(self, world: World, trace: Trace, scheduler: Scheduler, lifecycle: Lifecycle) -> None:
        self._world = world
        self._trace = trace
        self._scheduler = scheduler
        self._lifecycle = lifecycle
        self._numbers = {spec.name: number for number, spec in enumerate(trace.resources)}
        self._inheriting = [
            resource
            for spec in trace.resources
            if spec.inherit and isinstance(resource := world.resources[spec.name], Mutex)
        ]

    @property
    def lends(self) -> bool:
        """Whether any mutex lets its holder inherit."""
        return bool(self._inheriting)

    def perform(self, thread: SimThread, burst: Burst) -> Blocked | None:
        """Perform an operation of a running thread.

        Returns:
            What the thread must wait for, or None. It may have ended, when it misused something.
        """
        match burst.kind:
            case BurstKind.JOIN:
                return self._join(thread, burst.target)
            case BurstKind.ALLOCATE:
                self._lifecycle.claim(thread.process, burst.size_bytes)
                return None
            case BurstKind.FREE:
                self._free(thread, burst.size_bytes)
                return None
            case _:
                return self._use(thread, burst)

    def granted(self, resource: Resource, woken: tuple[SimThread, ...]) -> None:
        """Let threads go on that have got a resource, or the mutex of a condition."""
        for thread in woken:
            self._note(EventKind.ACQUIRED, thread, resource)
            self._lifecycle.wake(thread)
        self.inherit()

    def inherit(self) -> None:
        """Let the holder of each mutex with priority inheritance be as urgent as its most urgent waiter.

        What is inherited is what the policy lends: a priority, a period, a deadline. Waiters may have inherited
        themselves, so this goes on until nothing changes (Sha, Rajkumar, Lehoczky: Priority Inheritance Protocols,
        1990).
        """
        queue = self._world.queues[0]
        lent = queue.lends
        if not self._inheriting or lent is None:
            return
        # Only holders inherit: with thousands of threads, a look at each would cost more than all else.
        contended = [(mutex.holder, mutex) for mutex in self._inheriting if mutex.holder is not None and mutex.queue]
        urgent = {thread: thread.own(lent) for thread in self._world.heirs.values() if thread.alive}
        urgent |= {holder: holder.own(lent) for holder, _ in contended if holder.alive}
        changed = True
        while changed:
            changed = False
            for holder, mutex in contended:
                for waiter in mutex.queue if holder in urgent else ():
                    asked = urgent[waiter] if waiter in urgent else waiter.own(lent)
                    more = queue.more_urgent(urgent[holder], asked)
                    changed |= more != urgent[holder]
                    urgent[holder] = more
        self._world.heirs = {t.index: t for t, value in urgent.items() if value != t.own(lent)}
        for thread in sorted(urgent, key=_index):
            if getattr(thread, lent) != urgent[thread]:
                self._trace.events.append(
                    self._world.now_ns, EventKind.INHERITED, process=thread.process.index, thread=thread.index,
                    value=urgent[thread],
                )  # fmt: skip
                self._scheduler.change(thread, lent, urgent[thread])

    def disinherit(self) -> None:
        """Give every thread its own values back, as the policy that lent others goes; none may be in its queues."""
        lent = self._world.queues[0].lends
        if lent is not None:
            for thread in self._world.heirs.values():
                setattr(thread, lent, thread.own(lent))
        self._world.heirs = {}

    def _use(self, thread: SimThread, burst: Burst) -> Blocked | None:
        resource = self._world.resources[burst.target]
        try:
            outcome = _ask(resource, thread, burst.kind)
        except ResourceError as error:
            self._fail(thread, str(error), resource)
            return None
        if burst.kind in _GIVES or burst.kind is BurstKind.WAIT:
            freed = resource.mutex if isinstance(resource, Condition) else resource
            self._note(EventKind.RELEASED, thread, freed)
            self._wake(freed, outcome.woken, hold=True)
        else:
            self._wake(resource, outcome.woken, hold=False)
            if isinstance(resource, Condition):
                self._await_mutex(resource.mutex, outcome.notified)
        if outcome.blocked:
            return Blocked(self._cause(resource), resource)
        if burst.kind in _TAKES:
            self._note(EventKind.ACQUIRED, thread, resource)
        return None

    def _await_mutex(self, mutex: Mutex, notified: tuple[SimThread, ...]) -> None:
        """Let threads that were notified wait for the mutex of their condition."""
        for thread in notified:
            self._trace.wait_log.finish(thread.index, self._world.now_ns)
            self._scheduler.wait(thread, self._cause(mutex))
            thread.waits_for = mutex
        self.inherit()

    def _cause(self, resource: Resource) -> Cause:
        number = self._numbers[resource.name]
        return Cause(text=f"{self._trace.resources[number].kind.value} {resource.name}", resource=number)

    def _wake(self, resource: Resource, woken: tuple[SimThread, ...], *, hold: bool) -> None:
        if hold:
            self.granted(resource, woken)
            return
        for thread in woken:
            self._lifecycle.wake(thread)

    def _note(self, kind: EventKind, thread: SimThread, resource: Resource) -> None:
        if isinstance(resource, Condition):
            resource = resource.mutex
        if isinstance(resource, (Mutex, RwLock, Semaphore)):
            self._trace.events.append(
                self._world.now_ns, kind, process=thread.process.index, thread=thread.index,
                value=self._numbers[resource.name],
            )  # fmt: skip

    def _free(self, thread: SimThread, size_bytes: int) -> None:
        try:
            self._world.ram.free(thread.process.index, size_bytes)
        except ValueError as error:
            self._fail(thread, str(error), None)
        else:
            self._lifecycle.note_memory(thread.process)

    def _join(self, thread: SimThread, name: str) -> Blocked | None:
        """Wait for all processes of a name, those included that are yet to arrive, but not what actions may launch."""
        found = [process for process in self._world.processes if process.spec.name == name and process.alive]
        if not found:
            return None
        thread.joining = len(found)
        for process in found:
            process.joiners.append(thread)
        text = self._trace.processes[found[0].index].label if len(found) == 1 else name
        return Blocked(Cause(text=f"the end of {text}", process=found[0].index if len(found) == 1 else -1), True)

    def _fail(self, thread: SimThread, text: str, resource: Resource | None) -> None:
        """End a thread as an uncaught RuntimeError would."""
        self._trace.events.append(
            self._world.now_ns, EventKind.MISUSED, process=thread.process.index, thread=thread.index,
            value=-1 if resource is None else self._numbers[resource.name],
        )  # fmt: skip
        self._lifecycle.fail(thread, f"RuntimeError: {text}")


def _ask(resource: Resource, thread: SimThread, kind: BurstKind) -> Outcome:  # noqa: PLR0911, C901 - one line a case
    match resource, kind:
        case Mutex(), BurstKind.LOCK:
            return resource.lock(thread)
        case ((Mutex() | RwLock()), BurstKind.UNLOCK):
            return resource.unlock(thread)
        case RwLock(), BurstKind.READ_LOCK:
            return resource.read_lock(thread)
        case RwLock(), BurstKind.WRITE_LOCK:
            return resource.write_lock(thread)
        case Semaphore(), BurstKind.ACQUIRE:
            return resource.acquire(thread)
        case Semaphore(), BurstKind.RELEASE:
            return resource.release(thread)
        case Condition(), BurstKind.WAIT:
            return resource.wait(thread)
        case Condition(), BurstKind.NOTIFY:
            return resource.notify(thread)
        case Condition(), BurstKind.NOTIFY_ALL:
            return resource.notify_all(thread)
        case Barrier(), BurstKind.BARRIER:
            return resource.wait(thread)
        case BoundedQueue(), BurstKind.PUT:
            return resource.put(thread)
        case BoundedQueue(), BurstKind.GET:
            return resource.get(thread)
    raise ResourceError(f"{kind.value} is nothing one does to {resource.name}")
