"""Dispatch and preemption: gives cores to ready threads, and takes them away."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_app.engine.core import Core
from desktop_app.engine.placement import Queues
from desktop_app.engine.rates import Rates
from desktop_app.engine.standings import Standings
from desktop_app.engine.threads import SimThread
from desktop_app.engine.world import Happening, World
from desktop_app.model.machine import Machine
from desktop_app.policies.protocol import ReadyReason, StopReason
from desktop_app.trace.tables import OPEN, RunEnd
from desktop_app.trace.trace import BUDGET, Cause, Trace

_STOPS = {
    RunEnd.EXPIRED: StopReason.EXPIRED,
    RunEnd.PREEMPTED: StopReason.PREEMPTED,
    RunEnd.BLOCKED: StopReason.BLOCKED,
    RunEnd.TERMINATED: StopReason.TERMINATED,
}


class Scheduler:
    """The dispatcher of one run.

    Attributes:
        queues: The ready queues.
        standings: Records where ready threads stand.
        begin: Called when a thread that does not simply compute begins to run; set by who knows what it does.
        rated: Whether cores work at other rates than 1.
        spend: Called when a thread with a program stops, for the instruction under execution.
    """

    begin: Callable[[Core, SimThread], None]
    spend: Callable[[Core, SimThread], None]

    def __init__(self, world: World, trace: Trace, machine: Machine) -> None:
        self.standings = Standings(world, trace)
        self.queues = Queues(world, trace, self.standings)
        self._world = world
        self._trace = trace
        self._runs = trace.runs
        self._rates = Rates(world, trace, machine)
        self.rated = self._rates.vary
        self._cost_ns = machine.context_switch_ns + machine.dispatch_ns
        self._migration_ns = machine.migration_ns
        self._tick_ns = machine.tick_ns
        self._causes: dict[Cause | str, int] = {}

    def ready(self, thread: SimThread, reason: ReadyReason) -> None:
        """Put a thread into its ready queue; a policy may put it off."""
        world = self._world
        now = world.now_ns
        queue = world.queues[0]
        if len(world.queues) > 1:
            queue, reason = self.queues.join(thread, reason)
            self.queues.balance_later()
        later = queue.add(thread, now, reason)
        if later is None:
            world.dirty = True
            if queue.told or len(world.queues) > 1:
                self.standings.joined(thread)
        else:
            self.wait(thread, BUDGET, until_ns=later)
            thread.ticket = world.at(later, Happening.WAKE, thread)
            world.throttled[thread.index] = thread

    def wait(self, thread: SimThread, cause: Cause | str, *, until_ns: int = OPEN) -> None:
        """Record that a thread waits from now on; a text is the cause of a wait whose end is known."""
        thread.waits_for = True
        number = self._causes.get(cause)
        if number is None:
            named = Cause(text=cause, timed=True) if isinstance(cause, str) else cause
            number = self._causes[cause] = self._trace.cause(named)
        self._trace.wait_log.append(self._world.now_ns, until_ns, thread.index, number)

    def is_throttled(self, thread: SimThread) -> bool:
        """Return whether a waiting thread waits for a budget."""
        log = self._trace.wait_log
        return self._trace.causes[log.cause[log.last(thread.index)]].text == BUDGET

    def change(self, thread: SimThread, attribute: str, value: int) -> None:
        """Change what a policy may read of a thread; one that is ready queues anew only where the policy does."""
        if getattr(thread, attribute) == value:
            return
        if attribute not in self._world.queues[0].reads:
            setattr(thread, attribute, value)
            return
        with self._requeued(thread):
            setattr(thread, attribute, value)
        if thread.core >= 0 and self._world.cores[thread.core].thread is thread:
            self.standings.joined(thread)

    def bind(self, thread: SimThread, affinity: frozenset[int] | None) -> None:
        """Change a thread's affinity; one that is ready keeps its place unless it must leave its core's queue."""
        online = range(self._world.online)
        if len(self._world.queues) == 1 or affinity is None or thread.home in affinity.intersection(online):
            thread.affinity = affinity
            self._world.dirty = True
            return
        with self._requeued(thread):
            thread.affinity = affinity

    @contextmanager
    def _requeued(self, thread: SimThread) -> Iterator[None]:
        """Take a thread out of its ready queue, if it is in one, while what the policy reads of it changes."""
        world = self._world
        now = world.now_ns
        is_ready = (
            thread.alive
            and not thread.waits_for
            and self._trace.ready_from[thread.index] <= now
            and (thread.core < 0 or world.cores[thread.core].thread is not thread)
        )
        if is_ready:
            self.queues.queue(thread).remove(thread, now)
        yield
        if is_ready:
            self.ready(thread, ReadyReason.MOVED)
        world.dirty = True

    def settle(self) -> None:
        """Give idle cores threads, and let more urgent threads take the place of others, until nothing changes."""
        world = self._world
        while world.dirty:
            world.dirty = False
            self._fill()
            for number, queue in enumerate(world.queues):
                if queue.preemptive and len(queue):
                    self._preempt(number)
        self.standings.record()
        if self.rated and world.shifted:
            self._rates.settle()
        world.shifted = False
        self._set_timers()

    def stop(self, core: Core, thread: SimThread, end: RunEnd) -> None:
        """Take a thread off its core."""
        world = self._world
        now = world.now_ns
        self._account(core, thread)
        if thread.program is not None and now >= thread.since_ns:
            self.spend(core, thread)
        self._runs[core.number].finish(now, end)
        core.thread = world.running[core.number] = None
        core.ticket = 0
        if core.number < world.online:
            insort(world.idle, core.number)
        world.dirty = world.shifted = True
        queue = self.queues.queue(thread)
        if queue.clocked:
            self.standings.left(thread)
        if queue.accounts:
            queue.stopped(thread, now, max(0, now - thread.since_ns), _STOPS[end])

    def left_ns(self, core: Core, thread: SimThread) -> int:
        """Return what is left now of the CPU burst that a running thread is in."""
        if self.rated:
            return self._rates.left_ns(core, thread)
        return thread.left_ns - (self._world.now_ns - thread.since_ns)

    def _account(self, core: Core, thread: SimThread) -> None:
        """Bring what is left of the burst of a thread that stops up to date."""
        if self._world.now_ns > thread.since_ns:
            thread.left_ns = self.left_ns(core, thread)

    def expire(self, core: Core, thread: SimThread) -> None:
        """Let a thread whose slice is over queue again; it may be picked at once."""
        self.stop(core, thread, RunEnd.EXPIRED)
        self.ready(thread, ReadyReason.EXPIRED)

    def may_go_on(self, core: Core, thread: SimThread) -> bool:
        """Return whether something else ends a running thread's stay on its core than its own blocking.

        Where nothing does, the end of a job is the only moment at which another thread can get the core.
        """
        return core.slice_end_ns < OPEN or self.queues.queue(thread).preemptive

    def go_on(self, core: Core, thread: SimThread, burst_ns: int) -> None:
        """Let a running thread begin another CPU burst on the core it has, in the rest of its slice."""
        now = self._world.now_ns
        thread.computes = True
        thread.burst_ns = burst_ns
        # What is left counts from when the thread began to run.
        thread.left_ns = burst_ns + now - thread.since_ns
        if self.rated:
            self._rates.begin_burst(core, burst_ns)
        if self.queues.queue(thread).preemptive:
            self._world.dirty = True  # it may be less urgent now
        if now >= core.slice_end_ns:
            self.expire(core, thread)
        else:
            self.compute(core, thread)

    def compute(self, core: Core, thread: SimThread) -> None:
        """Plan how far a running thread gets with its CPU burst: to the end of it, or of its slice."""
        if self.rated:
            end, cause = self._rates.plan(core, thread)
        elif thread.since_ns + thread.left_ns <= core.slice_end_ns:
            end, cause = thread.since_ns + thread.left_ns, RunEnd.OPEN
        else:
            end, cause = core.slice_end_ns, RunEnd.EXPIRED
        self._runs[core.number].finish(end, cause)
        core.ticket = self._world.at(end, Happening.END, core)

    # -- dispatch -------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        world = self._world
        now = world.now_ns
        if len(world.queues) > 1:
            for number in tuple(world.idle):
                self._give(number, self.queues.pick(number, now))
            return
        queue, idle = world.queues[0], world.idle
        refused = 0  # idle cores, the first ones, for which there is no thread
        while refused < len(idle) and len(queue):
            thread = queue.pick(idle[refused], now)
            if thread is None:
                refused += 1
            else:
                assert isinstance(thread, SimThread)
                self._give(idle[refused], thread)  # it may block at once, and the core is the next one's
                if world.dirty:  # and it may have woken somebody who may run on a core before this one
                    refused = 0

    def _give(self, number: int, thread: SimThread | None) -> None:
        if thread is not None:
            self._world.idle.remove(number)
            self.dispatch(self._world.cores[number], thread)

    def dispatch(self, core: Core, thread: SimThread) -> None:
        """Give an idle core to a thread that was picked."""
        world, number = self._world, core.number
        now = world.now_ns
        cost = self._cost_ns
        if thread.core != number:
            cost += self._migration_ns if thread.core >= 0 else 0
            thread.core = number
        core.thread = world.running[number] = thread
        start = thread.since_ns = now + cost
        limit = self.queues.queue(thread).slice_ns(thread, now)
        core.slice_end_ns = OPEN if limit is None else self._tick(start + limit)
        self._runs[number].append(now, start, OPEN, thread.index, RunEnd.OPEN)
        if self.rated:
            self._rates.dispatched(core, thread)
            self._runs[number].rates.append(core.rate_ppm)
        world.shifted = True
        if thread.computes:
            self.compute(core, thread)
        elif cost:
            core.ticket = world.at(start, Happening.START, core)
        else:
            self.begin(core, thread)

    def _tick(self, time_ns: int) -> int:
        """Return the first tick at or after a time: only then does the timer interrupt a thread."""
        tick = self._tick_ns
        return -(-time_ns // tick) * tick if tick else time_ns

    # -- preemption -----------------------------------------------------------------------------------------

    def _preempt(self, number: int) -> None:
        world = self._world
        queue = world.queues[number]
        for _ in world.cores:
            candidates = world.running if len(world.queues) == 1 else world.running[number : number + 1]
            victim = queue.preempt([thread for thread in candidates if thread is not None], world.now_ns)
            if victim is None:
                return
            assert isinstance(victim, SimThread)
            self.stop(world.cores[victim.core], victim, RunEnd.PREEMPTED)
            self.ready(victim, ReadyReason.PREEMPTED)
            self._fill()
            if not len(queue):
                return

    def _set_timers(self) -> None:
        world = self._world
        for number, queue in enumerate(world.queues):
            if queue.timed:
                due = queue.due_ns(world.now_ns)
                if due is not None and due != world.armed[number]:
                    world.at(due, Happening.TIMER, number)
                    world.armed[number] = due
                world.timers[number] = due
