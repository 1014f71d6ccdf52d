"""The loop for other policies on a plain machine: threads with bursts or jobs, one queue, no accounting, no timers.

As `FifoLoop` it does what `Simulation` does moment by moment, with the frequent events written out: ends of slices
and jobs, releases, wake-ups and dispatches. A job release of W3 (global EDF, with its completion, dispatches and
preemptions) costs 2.5 us instead of 8.3 (tests/benchmarks/engine.py), and tests/engine/test_plain_loop.py holds
both ways to the same trace.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

from desktop_app.engine.fifo_loop import FifoLoop
from desktop_app.engine.work import NEXT_RELEASE
from desktop_app.engine.world import Happening
from desktop_app.model.workload import BurstKind
from desktop_app.policies.protocol import NEVER, Policy, ReadyReason
from desktop_app.trace.tables import OPEN, RunEnd, RunTable

_END, _WAKE, _RELEASE, _DONE = int(Happening.END), int(Happening.WAKE), int(Happening.RELEASE), -1
_OPEN, _EXPIRED = int(RunEnd.OPEN), int(RunEnd.EXPIRED)
_PREEMPTED, _BLOCKED = int(RunEnd.PREEMPTED), int(RunEnd.BLOCKED)
_SHIFT = RunTable.SHIFT
_CPU = BurstKind.CPU


class PlainLoop(FifoLoop):
    """The loop and the check whether it applies."""

    def _suits(self, queue: Policy) -> bool:
        # A policy whose `add` may put a thread off has budgets, and so accounts for CPU time.
        return queue.steady and not queue.accounts and not queue.timed and not self._work.sharing.lends

    def _run(self, ends: list[Any], until_ns: int, most: int) -> int:  # noqa: C901, PLR0912, PLR0915  # written out
        world, scheduler, handlers, cost = self._world, self._scheduler, self._handlers, self._cost_ns
        idle, cores, running, queue = world.idle, world.cores, world.running, world.queues[0]
        events: list[Any] = world.events  # what an event is about follows from its kind, which costs time to check
        add, pick, preempt, slice_of = queue.add, queue.pick, queue.preempt, queue.slice_ns
        heap: list[Any] | None = queue.ranked
        rank_of: Any = queue.rank_of
        ready: Any = queue if heap is None else heap
        unlimited = type(queue).slice_ns is Policy.slice_ns
        finished = {thread: jobs.finish.append for thread, jobs in self._trace.jobs.items()}
        waits = self._trace.wait_log
        waits_from, waits_until = waits.time.append, waits.until.append
        waits_who, waits_why = waits.thread.append, waits.cause.append
        next_release, last_release = -1, world.release_until_ns
        expired, woken_reason, preempted = ReadyReason.EXPIRED, ReadyReason.WOKEN, ReadyReason.PREEMPTED
        thread: Any
        sequence, handled = world.sequence, 0
        # With its test inside: CPython 3.11 specializes a loop whose backward jump is unconditional, and only that one.
        while True:
            if handled >= most:
                break
            now, at_end, event = ends[0][0], True, events[0]
            if event[0] <= now:
                now, at_end = event[0], ends[0] < event
            if now > until_ns:
                break
            world.now_ns = now
            while True:
                handled += 1
                what = _DONE
                if at_end:
                    _, ticket, core = heappop(ends)
                    if core.ticket == ticket:
                        thread = core.thread
                        left = thread.left_ns + thread.since_ns - now
                        if left > 0:  # the slice is over
                            thread.left_ns = left
                            core.thread = running[core.number] = None
                            idle.append(core.number)
                            add(thread, now, expired)
                        elif (
                            thread.periodic is not None
                            and thread.pending == 1
                            and thread.position + 1 == len(thread.bursts)
                        ):  # the job is over, and the next one is not released yet
                            thread.left_ns = thread.pending = 0
                            core.thread = running[core.number] = None
                            core.ticket = 0
                            idle.append(core.number)
                            index = thread.index
                            self._whose[core.number][-1] = index << _SHIFT | _BLOCKED
                            finished[index](now)
                            if next_release < 0:
                                next_release = self._trace.cause(NEXT_RELEASE)
                            following = thread.next_release_ns
                            waits_from(now)
                            waits_until(following if following < last_release else OPEN)
                            waits_who(index)
                            waits_why(next_release)
                            thread.waits_for = True
                        else:
                            what, about = _END, core
                else:
                    _, ticket, what, about = heappop(events)
                    if what == _RELEASE:
                        if about.pending == 0 and about.next_release_ns == now and about.alive:
                            about.next_release_ns = following = now + about.period_ns
                            if following < last_release:
                                sequence += 1
                                heappush(events, (following, sequence, _RELEASE, about))
                            about.pending = 1
                            about.release_ns = now
                            about.deadline_ns = now + about.relative_deadline_ns
                            first = about.bursts[0]
                            if first.kind is _CPU:
                                about.position = 0
                                about.computes = True
                                about.burst_ns = about.left_ns = first.duration_ns
                            else:
                                about.enter_burst(0)
                            about.waits_for = False
                            if heap is not None and (rank := rank_of(about)) != NEVER:
                                heappush(heap, (rank, now, about.index, about))
                            else:
                                add(about, now, woken_reason)
                            world.dirty = True
                            what = _DONE
                    elif what == _WAKE and about.ticket == ticket:
                        about.waits_for = False
                        about.ticket = 0
                        add(about, now, woken_reason)
                        world.dirty = True
                        what = _DONE
                if what != _DONE:
                    world.sequence = sequence
                    handlers[what](about, ticket)
                    sequence = world.sequence
                    if not world.alive:
                        most = 0  # the run is over after this moment
                    if self._interrupted:
                        return handled
                if ends[0][0] != now and events[0][0] != now:
                    break
                at_end = ends[0] < events[0]
            while True:
                if idle and len(ready):
                    idle.sort()
                    while idle and len(ready):
                        # No thread here has an affinity: whoever is first may run anywhere.
                        thread = pick(idle[0], now) if heap is None else heappop(heap)[3]
                        if thread is None:
                            break
                        number = idle.pop(0)
                        core = cores[number]
                        if not thread.computes:
                            world.sequence = sequence
                            scheduler.dispatch(core, thread)
                            sequence = world.sequence
                            if not world.alive:
                                most = 0  # the run is over after this moment
                            continue
                        dispatched, began, ended, whose, _ = self._appenders[number]
                        start = thread.since_ns = now + cost
                        core.thread = running[number] = thread
                        thread.core = number
                        end, why = start + thread.left_ns, _OPEN
                        limit = None if unlimited else slice_of(thread, now)
                        if limit is None:
                            core.slice_end_ns = OPEN
                        else:
                            core.slice_end_ns = start + limit
                            if end > core.slice_end_ns:
                                end, why = core.slice_end_ns, _EXPIRED
                        dispatched(now)
                        began(start)
                        ended(end)
                        whose(thread.index << _SHIFT | why)
                        core.ticket = sequence = sequence + 1
                        heappush(ends, (end, sequence, core))
                if not world.dirty:
                    break
                world.dirty = False
                if queue.preemptive and len(ready):
                    busy: Any = running if not idle else [one for one in running if one is not None]
                    if heap is not None and (not busy or max(map(rank_of, busy)) <= heap[0][0]):
                        break
                    victim: Any = preempt(busy, now)
                    if victim is None:
                        break
                    core = cores[victim.core]
                    if victim.since_ns > now:  # it is still switched to
                        scheduler.stop(core, victim, RunEnd.PREEMPTED)
                        scheduler.ready(victim, preempted)
                        continue
                    victim.left_ns -= now - victim.since_ns
                    self._ended[core.number][-1] = now
                    self._whose[core.number][-1] = victim.index << _SHIFT | _PREEMPTED
                    core.thread = running[core.number] = None
                    core.ticket = 0
                    idle.append(core.number)
                    add(victim, now, preempted)
                    world.dirty = True
        world.sequence = sequence
        return handled
