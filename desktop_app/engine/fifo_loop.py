"""The loop for the commonest run: threads with bursts, one FIFO queue, nothing that makes a dispatch special.

It does what `Simulation` does moment by moment, with what happens most often written out in place: the end of a
burst or slice, the end of a timed wait, and the dispatch of a thread that computes. Everything else goes through
the same handlers. Written out, a decision of W1 costs 0.6 us instead of 2.7 (tests/benchmarks/engine.py), and
tests/engine/test_fifo_loop.py holds both ways to the same trace.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from heapq import heappop, heappush

from desktop_app.engine.core import Core
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.threads import SimThread
from desktop_app.engine.work import Work
from desktop_app.engine.world import Happening, Payload, World
from desktop_app.model.machine import Machine
from desktop_app.model.workload import BurstKind
from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.trace.trace import Trace

# Plain integers: an enum member costs a look-up each time.
_END, _WAKE = int(Happening.END), int(Happening.WAKE)
_RUN, _SWITCH = int(RunKind.RUN), int(RunKind.SWITCH)
_OPEN, _SWITCHED, _EXPIRED = int(RunEnd.OPEN), int(RunEnd.SWITCHED), int(RunEnd.EXPIRED)
_BLOCKED = int(RunEnd.BLOCKED)
_IO, _CPU = BurstKind.IO, BurstKind.CPU


class FifoLoop:
    """The loop and the check whether it applies."""

    def __init__(
        self,
        world: World,
        trace: Trace,
        machine: Machine,
        work: Work,
        handlers: tuple[Callable[[Payload, int], None], ...],
        scheduler: Scheduler,
    ) -> None:
        self._world = world
        self._trace = trace
        self._work = work
        self._handlers = handlers
        self._scheduler = scheduler
        self._cost_ns = machine.context_switch_ns + machine.dispatch_ns
        self._plain = not (scheduler.rated or machine.tick_ns or machine.migration_ns or machine.interrupt_ns)
        self._causes: dict[str, int] = {}
        self._appenders = tuple(
            (runs.start.append, runs.end.append, runs.thread.append, runs.kind.append, runs.cause.append, runs.cause)
            for runs in trace.runs
        )
        self.reconsider()

    def reconsider(self) -> None:
        """Look again whether the loop applies, after an action changed the policy or a thread."""
        world = self._world
        self._applies = (
            self._plain
            and len(world.queues) == 1
            and world.queues[0].fifo is not None
            and all(thread.program is None and thread.affinity is None for thread in world.threads)
        )
        world.running[:] = [core.thread for core in world.cores]

    def applies(self) -> bool:
        """Return whether the loop may be used from this moment on."""
        return self._applies

    def run(self, until_ns: int, most: int) -> int:  # noqa: C901, PLR0912, PLR0915 - written out; see the module
        """Handle all moments up to ``until_ns``, or until ``most`` events were handled; return how many were."""
        world, handlers, appenders, cost = self._world, self._handlers, self._appenders, self._cost_ns
        events, idle, cores, queue = world.events, world.idle, world.cores, world.queues[0]
        waits, devices, timed_causes = self._trace.waits, world.devices, self._causes
        fifo = queue.fifo
        assert fifo is not None
        slice_ns, join, leave = queue.fifo_slice_ns, fifo.append, fifo.popleft
        sequence, handled = world.sequence, 0
        while handled < most and events and events[0][0] <= until_ns:
            now = world.now_ns = events[0][0]
            while True:
                _, ticket, what, about = heappop(events)
                handled += 1
                if what == _END and about.ticket == ticket:  # type: ignore[union-attr]  # END is about a core
                    core: Core = about  # type: ignore[assignment]
                    thread: SimThread = core.thread  # type: ignore[assignment]
                    ran = now - thread.since_ns
                    if ran < thread.left_ns:  # the slice is over
                        thread.left_ns -= ran
                        thread.cpu_ns += ran
                        core.thread = None
                        idle.append(core.number)
                        join(thread)
                    else:
                        bursts, position = thread.bursts, thread.position + 2
                        if (
                            position < len(bursts)
                            and (burst := bursts[position - 1]).kind is _IO
                            and (following := bursts[position]).kind is _CPU
                            and (cause := timed_causes.get(burst.device)) is not None
                        ):  # on to timed I/O and the next CPU burst
                            thread.cpu_ns += ran
                            core.thread = None
                            idle.append(core.number)
                            appenders[core.number][5][-1] = _BLOCKED
                            thread.position = position
                            thread.burst_ns = thread.left_ns = following.duration_ns
                            until = now + burst.duration_ns
                            waits[thread.index].append(now, until, cause)
                            thread.waits_for = True
                            thread.ticket = sequence = sequence + 1
                            heappush(events, (until, sequence, _WAKE, thread))
                        else:
                            world.sequence = sequence
                            self._work.end(core, ticket)
                            sequence = world.sequence
                            self._learn(thread, devices)
                elif what == _WAKE and about.ticket == ticket:  # type: ignore[union-attr]  # WAKE is about a thread
                    about.waits_for = False  # type: ignore[union-attr]
                    join(about)  # type: ignore[arg-type]
                else:
                    world.sequence = sequence
                    handlers[what](about, ticket)
                    sequence = world.sequence
                if not events or events[0][0] != now:
                    break
            if len(idle) > 1:
                idle.sort()
            while idle and fifo:
                thread = leave()  # type: ignore[assignment]
                number = idle.pop(0)
                core = cores[number]
                if not thread.computes:
                    world.sequence = sequence
                    self._scheduler.dispatch(core, thread)
                    sequence = world.sequence
                    continue
                started, ended, whose, kinds, causes, _ = appenders[number]
                index, start = thread.index, now + cost
                if cost:
                    started(now)
                    ended(start)
                    whose(index)
                    kinds(_SWITCH)
                    causes(_SWITCHED)
                core.thread = thread
                thread.core = number
                core.dispatched_ns = now
                core.start_ns = thread.since_ns = start
                core.slice_end_ns = end = start + slice_ns
                if thread.left_ns <= slice_ns:
                    end = start + thread.left_ns
                    causes(_OPEN)
                else:
                    causes(_EXPIRED)
                started(start)
                ended(end)
                whose(index)
                kinds(_RUN)
                core.ticket = sequence = sequence + 1
                heappush(events, (end, sequence, _END, core))
            if not self._applies:  # an action changed something
                break
        world.sequence = sequence
        world.dirty = world.shifted = True
        return handled

    def _learn(self, thread: SimThread, devices: Container[str]) -> None:
        """Remember the cause of a timed wait that a thread just began, so that the loop handles the next ones."""
        wait = self._trace.waits[thread.index]
        if thread.waits_for and wait.until[-1] != OPEN:
            cause = self._trace.causes[wait.cause[-1]]
            if cause.timed and cause.text not in devices:
                self._causes[cause.text] = wait.cause[-1]
