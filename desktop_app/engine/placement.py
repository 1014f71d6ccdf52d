"""Which queue a ready thread joins: one for all cores, or one per core with partitions or work stealing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from desktop_app.engine.standings import Standings
from desktop_app.engine.threads import SimThread
from desktop_app.engine.world import Happening, World
from desktop_app.model.scenario import Fit, Placement
from desktop_app.model.workload import BurstKind, ProcessSpec
from desktop_app.policies.protocol import Policy, ReadyReason
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace


def utilisation(spec: ProcessSpec, *, reserved: bool = False) -> Fraction:
    """Return the share of a core that a thread asks for: wcet / period, or CPU time / all time of its bursts.

    Operations count as taking no time, and a thread with a program as never waiting.

    Args:
        spec: The thread's entry.
        reserved: Whether only reservations count, with their runtime, which is what they take at most.
    """
    if spec.periodic is not None:
        return Fraction(spec.periodic.runtime_ns if reserved else spec.periodic.wcet_ns, spec.periodic.period_ns)
    if reserved:
        return Fraction(0)
    if spec.program is not None:
        return Fraction(1)
    computing = sum(burst.duration_ns for burst in spec.bursts if burst.kind is BurstKind.CPU)
    total = sum(burst.duration_ns for burst in spec.bursts)
    return Fraction(computing, total) if total else Fraction(0)


def fitting_core(
    used: Sequence[Fraction], share: Fraction, allowed: Sequence[int], fit: Fit, fits: Callable[[Fraction], bool]
) -> int:
    """Return the core that a partition gives a thread.

    Args:
        used: The share of each core that is taken already.
        share: What the thread asks for.
        allowed: The cores it may run on, in order.
        fit: The first core where it fits, or the one with the least taken, as where it fits on none.
        fits: Whether a core may be taken to this extent.
    """
    if fit is Fit.FIRST:
        for core in allowed:
            if fits(used[core] + share):
                return core
    return min(allowed, key=lambda core: (used[core], core))


class Queues:
    """The ready queues of a run and who belongs to which."""

    def __init__(self, world: World, trace: Trace, standings: Standings) -> None:
        self._world = world
        self._trace = trace
        self._standings = standings

    def queue(self, thread: SimThread) -> Policy:
        """Return the queue that a thread is in, or was in last."""
        queues = self._world.queues
        return queues[thread.home] if len(queues) > 1 else queues[0]

    def join(self, thread: SimThread, reason: ReadyReason) -> tuple[Policy, ReadyReason]:
        """Choose the queue that a thread joins which became ready, and return it and why it joins that one."""
        world, before = self._world, thread.home
        placement = world.scheduler.placement
        if placement is Placement.PARTITIONED:
            if not self._may_stay(thread):
                thread.home = self._partition(thread)
        elif reason is not ReadyReason.EXPIRED or not self._may_stay(thread):
            thread.home = self._wake_up_core(thread)
        if before not in {-1, thread.home}:
            world.queues[before].forget(thread)
            self._standings.touched(before)
            if reason in {ReadyReason.EXPIRED, ReadyReason.PREEMPTED}:
                reason = ReadyReason.MOVED
        return world.queues[thread.home], reason

    def place(self, thread: SimThread) -> None:
        """Give a thread that starts its core of a partition: by its start, not by when its first job is released."""
        world = self._world
        if len(world.queues) > 1 and world.scheduler.placement is Placement.PARTITIONED:
            thread.home = self._partition(thread)

    def pick(self, core: int, now_ns: int) -> SimThread | None:
        """Take the thread that an idle core is to run, from its own queue or, when stealing, from the longest."""
        world = self._world
        if len(world.queues) == 1:
            picked = world.queues[0].pick(core, now_ns)
        else:
            picked = world.queues[core].pick(core, now_ns)
            if picked is None and world.scheduler.placement is Placement.STEALING:
                picked = self._steal(core, now_ns)
        assert picked is None or isinstance(picked, SimThread)
        return picked

    def balance(self, now_ns: int) -> None:
        """Move ready threads from the longest queue to the shortest until they differ by one at most.

        A thread that runs counts as one of its core's queue, as in Linux's ``nr_running``.
        """
        online = range(self._world.online)
        stuck: set[int] = set()
        while len(stuck) < len(online):
            longest = max((core for core in online if core not in stuck), key=lambda core: (self._load(core), -core))
            shortest = min(online, key=lambda core: (self._load(core), core))
            if self._load(longest) - self._load(shortest) <= 1:
                return
            if not self._move(longest, shortest, now_ns):
                stuck.add(longest)

    def balance_later(self) -> None:
        """Let the queues be balanced at the next multiple of the period; while all are empty, there is no need to."""
        world = self._world
        period_ns = world.scheduler.balance_ns
        if period_ns is not None and not world.balances:
            world.balances = True
            world.at((world.now_ns // period_ns + 1) * period_ns, Happening.BALANCE, 0)

    def leave_core(self, core: int, now_ns: int) -> list[SimThread]:
        """Take every thread out of the queue of a core that goes off line, and return them in order."""
        queue = self._world.queues[core]
        threads = [thread for thread in queue.ready() if isinstance(thread, SimThread)]
        for thread in threads:
            queue.remove(thread, now_ns)
        return threads

    def _load(self, core: int) -> int:
        return len(self._world.queues[core]) + (self._world.running[core] is not None)

    def _allowed(self, thread: SimThread) -> list[int]:
        online = range(self._world.online)
        cores = [core for core in online if thread.affinity is None or core in thread.affinity]
        # None of its cores is on line: Linux then lifts the mask (select_fallback_rq in kernel/sched/core.c).
        return cores or list(online)

    def _may_stay(self, thread: SimThread) -> bool:
        return thread.home in self._allowed(thread)

    def _partition(self, thread: SimThread) -> int:
        """First fit or worst fit by utilisation; the thread's own choice first."""
        allowed = self._allowed(thread)
        wanted = thread.process.spec.parameters.core
        if wanted is not None and wanted in allowed:
            return wanted
        queue, used = self._world.queues[0], [Fraction(0)] * len(self._world.queues)
        for other in self._world.threads:
            if other.home >= 0 and other.alive and other is not thread:
                used[other.home] += utilisation(other.process.spec, reserved=queue.reserves)
        share = utilisation(thread.process.spec, reserved=queue.reserves)
        return fitting_core(used, share, allowed, self._world.scheduler.fit, queue.fits)

    def _wake_up_core(self, thread: SimThread) -> int:
        """An idle core, the last one if that is idle; else the last one; a new thread goes where the load is least."""
        allowed = self._allowed(thread)
        free = [core for core in allowed if not self._load(core)]
        if thread.core in free or (not free and thread.core in allowed):
            return thread.core
        return free[0] if free else min(allowed, key=lambda core: (self._load(core), core))

    def _steal(self, core: int, now_ns: int) -> SimThread | None:
        """Take the last thread that may run here from the longest queue that has one."""
        world = self._world
        victims = sorted(
            (other for other in range(world.online) if len(world.queues[other])),
            key=lambda other: (-len(world.queues[other]), other),
        )
        for victim in victims:
            if self._move(victim, core, now_ns):
                picked = world.queues[core].pick(core, now_ns)
                assert picked is None or isinstance(picked, SimThread)
                return picked
        return None

    def _move(self, source: int, target: int, now_ns: int) -> bool:
        world = self._world
        for thread in reversed(list(world.queues[source].ready())):
            if isinstance(thread, SimThread) and target in self._allowed(thread):
                world.queues[source].remove(thread, now_ns)
                world.queues[source].forget(thread)
                thread.home = target
                # A budget that is used up is known before a thread becomes ready, so it can join at once.
                world.queues[target].add(thread, now_ns, ReadyReason.MOVED)
                self._standings.touched(source)
                self._standings.joined(thread)
                process = thread.process.index
                self._trace.events.append(
                    now_ns, EventKind.MOVED, thread=thread.index, process=process, core=target, value=source
                )
                world.dirty = True
                return True
        return False
