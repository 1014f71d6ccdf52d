"""The loop for the commonest run: threads with bursts, one FIFO queue, nothing that makes a dispatch special.

It does what `Simulation` does moment by moment, with what happens most often written out in place: the end of a
burst or slice, the end of a timed wait, and the dispatch of a thread that computes. Everything else goes through
the same handlers. Written out, a decision of W1 costs 0.64 us instead of 3.8 (tests/benchmarks/engine.py), and
tests/engine/test_fifo_loop.py holds both ways to the same trace.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from heapq import heapify, heappop, heappush
from typing import Any

from desktop_app.engine.lifecycle import Lifecycle
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.work import Work
from desktop_app.engine.world import Happening, Payload, World
from desktop_app.model.machine import Machine
from desktop_app.model.workload import BurstKind
from desktop_app.policies.protocol import Policy
from desktop_app.trace.tables import OPEN, RunEnd, RunTable
from desktop_app.trace.trace import Trace

# Plain integers: an enum member costs a look-up each time.
_END, _WAKE, _DONE = int(Happening.END), int(Happening.WAKE), -1
_OPEN, _EXPIRED = int(RunEnd.OPEN), int(RunEnd.EXPIRED)
_BLOCKED, _TERMINATED = int(RunEnd.BLOCKED), int(RunEnd.TERMINATED)
_SHIFT = RunTable.SHIFT
#: Later than every event; two numbers, so that they can be compared.
_NEVER: Any = (OPEN, -2, _END, None)
_NEVER_ENDS: Any = (OPEN, -1, None)
_IO, _CPU = BurstKind.IO, BurstKind.CPU


class FifoLoop:
    """The loop and the check whether it applies."""

    def __init__(
        self,
        world: World,
        trace: Trace,
        machine: Machine,
        *,
        work: Work,
        handlers: tuple[Callable[[Payload, int], None], ...],
        scheduler: Scheduler,
        lifecycle: Lifecycle,
    ) -> None:
        self._lifecycle = lifecycle
        self._world = world
        self._trace = trace
        self._work = work
        self._handlers = handlers
        self._scheduler = scheduler
        self._cost_ns = machine.context_switch_ns + machine.dispatch_ns
        self._plain = not (scheduler.rated or machine.tick_ns or machine.migration_ns or machine.interrupt_ns)
        self._causes: dict[str, int] = {}
        self._appenders = tuple(
            (runs.dispatched.append, runs.began.append, runs.ended.append, runs.whose.append, runs.whose)
            for runs in trace.runs
        )
        self._ended = tuple(runs.ended for runs in trace.runs)
        self._whose = tuple(runs.whose for runs in trace.runs)
        self.reconsider()

    def reconsider(self) -> None:
        """Look again whether the loop applies, after an action changed the policy or a thread; it is left at once."""
        world = self._world
        self._interrupted = True
        self._applies = (
            self._plain
            and len(world.queues) == 1
            and world.online == len(world.cores)
            and self._suits(world.queues[0])
            and all(thread.program is None and thread.affinity is None for thread in world.threads)
        )
        world.running[:] = [core.thread for core in world.cores]

    def _suits(self, queue: Policy) -> bool:
        return queue.fifo is not None

    def applies(self) -> bool:
        """Return whether the loop may be used from this moment on."""
        return self._applies

    def run(self, until_ns: int, most: int) -> int:
        """Handle all moments up to ``until_ns``, or at most ``most`` of them; return how many.

        Moments, not events: counting each event costs a twentieth of the time.
        """
        world = self._world
        # The ends of bursts and slices have a heap of their own meanwhile: it holds an event for each core, while
        # the other one may hold one for each of thousands of waiting threads. Both end in one that never comes.
        ends: list[Any] = [(time, ticket, about) for time, ticket, what, about in world.events if what == _END]
        world.events[:] = [event for event in world.events if event[2] != _END]
        ends.append(_NEVER_ENDS)
        world.events.append(_NEVER)
        heapify(ends)
        heapify(world.events)
        self._interrupted = False
        handled = self._run(ends, min(until_ns, OPEN - 1), most)
        world.events[:] = [event for event in world.events if event is not _NEVER]
        world.events += [(time, ticket, _END, core) for time, ticket, core in ends if core is not None]
        heapify(world.events)
        world.idle.sort()
        if self._interrupted and not (world.events and world.events[0][0] == world.now_ns):
            # Nothing else happens at this moment, so nobody else would give the cores their threads.
            world.dirty = world.shifted = True
            self._scheduler.settle()
        return handled

    def _run(self, ends: list[Any], until_ns: int, most: int) -> int:  # noqa: C901, PLR0912, PLR0915  # written out
        world, handlers, appenders, cost = self._world, self._handlers, self._appenders, self._cost_ns
        idle, cores, queue = world.idle, world.cores, world.queues[0]
        events: list[Any] = world.events  # what an event is about follows from its kind, which costs time to check
        timed_causes, waits = self._causes, self._trace.wait_log
        waits_from, waits_until = waits.time.append, waits.until.append
        waits_who, waits_why = waits.thread.append, waits.cause.append
        fifo: deque[Any] | None = queue.fifo
        assert fifo is not None
        slice_ns, join, leave = queue.fifo_slice_ns, fifo.append, fifo.popleft
        sequence, handled, ended = world.sequence, 0, self._trace.ended
        # With its test inside: CPython 3.11 specializes a loop whose backward jump is unconditional, and only that one.
        while True:
            if handled >= most:
                break
            event = events[0]
            if not idle:  # whoever is woken can only queue, whatever the time
                while event[2] == _WAKE and event < ends[0] and event[0] <= until_ns:
                    heappop(events)
                    woken = event[3]
                    if woken.ticket == event[1]:
                        woken.waits_for = False
                        join(woken)
                    event = events[0]
            now, at_end = ends[0][0], True
            if event[0] <= now:
                now, at_end = event[0], ends[0] < event
            if now > until_ns:
                break
            handled += 1
            while True:
                what = _DONE
                if at_end:
                    _, ticket, core = heappop(ends)
                    if core.ticket == ticket:
                        thread = core.thread
                        left = thread.left_ns + thread.since_ns - now
                        if left > 0:  # the slice is over
                            thread.left_ns = left
                            core.thread = None
                            idle.append(core.number)
                            join(thread)
                        elif (
                            (position := thread.position + 2) < len(bursts := thread.bursts)
                            and (burst := bursts[position - 1]).kind is _IO
                            and (following := bursts[position]).kind is _CPU
                            and (cause := timed_causes.get(burst.device)) is not None
                        ):  # on to timed I/O and the next CPU burst
                            core.thread = None
                            idle.append(core.number)
                            appenders[core.number][4][-1] = thread.index << _SHIFT | _BLOCKED
                            thread.position = position
                            thread.burst_ns = thread.left_ns = following.duration_ns
                            until = now + burst.duration_ns
                            waits_from(now)
                            waits_until(until)
                            waits_who(thread.index)
                            waits_why(cause)
                            thread.waits_for = True
                            thread.ticket = sequence = sequence + 1
                            heappush(events, (until, sequence, _WAKE, thread))
                        elif position - 1 == len(bursts) and thread.periodic is None:  # the thread is over
                            core.thread = None
                            idle.append(core.number)
                            appenders[core.number][4][-1] = thread.index << _SHIFT | _TERMINATED
                            thread.left_ns = 0
                            thread.alive = False
                            ended[thread.index] = now
                            world.alive -= 1
                            process = thread.process
                            process.alive -= 1
                            if not process.alive:
                                world.now_ns, world.sequence = now, sequence
                                self._lifecycle.process_ended(process)
                                sequence = world.sequence
                            if not world.alive:
                                most = 0  # the run is over after this moment
                        else:
                            what, about = _END, core
                else:
                    _, ticket, what, about = heappop(events)
                    if what == _WAKE:
                        what = _DONE
                        if about.ticket == ticket:
                            about.waits_for = False
                            join(about)
                if what != _DONE:
                    world.now_ns, world.sequence = now, sequence
                    handlers[what](about, ticket)
                    sequence = world.sequence
                    if not world.alive:
                        most = 0  # the run is over after this moment
                    if self._interrupted:
                        return handled
                    if what == _END:
                        self._learn()
                if ends[0][0] != now and events[0][0] != now:
                    break
                at_end = ends[0] < events[0]
            if len(idle) > 1:
                idle.sort()
            while idle and fifo:
                thread = leave()
                number = idle.pop(0)
                core = cores[number]
                if not thread.computes:
                    world.now_ns, world.sequence = now, sequence
                    self._scheduler.dispatch(core, thread)
                    sequence = world.sequence
                    if not world.alive:
                        most = 0  # the run is over after this moment
                    continue
                dispatched, began, stopped, whose, _ = appenders[number]
                start = now + cost
                core.thread = thread
                thread.core = number
                thread.since_ns = start
                core.slice_end_ns = end = start + slice_ns
                if thread.left_ns <= slice_ns:
                    end = start + thread.left_ns
                    whose(thread.index << _SHIFT | _OPEN)
                else:
                    whose(thread.index << _SHIFT | _EXPIRED)
                dispatched(now)
                began(start)
                stopped(end)
                core.ticket = sequence = sequence + 1
                heappush(ends, (end, sequence, core))
            world.now_ns = now
        world.sequence = sequence
        return handled

    def _learn(self) -> None:
        """Remember the cause of the last wait if it is a timed one, so that the loop handles the next ones itself."""
        wait, devices = self._trace.wait_log, self._world.devices
        if len(wait) and wait.until[-1] != OPEN:
            cause = self._trace.causes[wait.cause[-1]]
            if cause.timed and cause.text not in devices:
                self._causes[cause.text] = wait.cause[-1]
