"""What somebody does to a running scenario, at the time that the scenario says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from desktop_app.engine.births import Births
from desktop_app.engine.lifecycle import SIGINT, SIGKILL, SIGTERM, Lifecycle
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.sharing import Sharing
from desktop_app.engine.threads import SimProcess, SimThread
from desktop_app.engine.world import World
from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from desktop_app.model.workload import MAX_THREADS, MAX_TOTAL_THREADS
from desktop_app.policies.protocol import Policy, ReadyReason
from desktop_app.trace.core_masks import mask_of
from desktop_app.trace.tables import EventKind, RunEnd
from desktop_app.trace.trace import Trace

_SIGNALS = {ActionKind.INTERRUPT: SIGINT, ActionKind.TERMINATE: SIGTERM, ActionKind.KILL: SIGKILL}


class Actions:
    """Applies the actions of one scenario.

    Args:
        births: Adds the processes that actions launch.
        make_queues: Makes the queues of a policy.
    """

    def __init__(
        self,
        world: World,
        trace: Trace,
        *,
        scheduler: Scheduler,
        lifecycle: Lifecycle,
        sharing: Sharing,
        births: Births,
        make_queues: Callable[[SchedulerSpec], list[Policy]],
    ) -> None:
        self._world = world
        self._trace = trace
        self._scheduler = scheduler
        self._lifecycle = lifecycle
        self._sharing = sharing
        self._births = births
        self._make_queues = make_queues

    def apply(self, action: Action) -> None:
        """Do what an action says; one about a process that does not live does nothing."""
        match action.kind:
            case ActionKind.LAUNCH:
                self._lifecycle.launched(self._births.of_entries(action.process), 0)
            case ActionKind.START_THREAD:
                for process in self._processes(action):
                    self._start_thread(process)
            case ActionKind.CORES:
                self._lifecycle.set_cores(action.value)
            case ActionKind.POLICY:
                assert action.scheduler is not None
                self._set_policy(action.scheduler)
            case ActionKind.INTERRUPT | ActionKind.TERMINATE | ActionKind.KILL:
                self._signal(action, _SIGNALS[action.kind])
            case ActionKind.NICE | ActionKind.PRIORITY | ActionKind.AFFINITY:
                for thread in self._threads(action):
                    self._change(thread, action)

    def _processes(self, action: Action) -> list[SimProcess]:
        named = [process for process in self._world.processes if process.spec.name == action.process]
        if action.instance is not None:
            named = named[action.instance - 1 : action.instance]
        return [process for process in named if process.launched and process.alive]

    def _threads(self, action: Action) -> list[SimThread]:
        found = chain.from_iterable(process.threads for process in self._processes(action))
        infos = self._trace.threads
        return [thread for thread in found if thread.alive and action.thread in {None, infos[thread.index].number}]

    def _start_thread(self, process: SimProcess) -> None:
        """Start one more thread that does what the process's entry says.

        It is refused where there are as many as there may be, as pthread_create does; in a process that a program
        started, since the entry does not say what threads do there; and once the last thread that executed a program's
        body is at its end, as CPython starts no threads while it shuts down.
        """
        world, image = self._world, process.image
        full = len(process.threads) >= MAX_THREADS or len(world.threads) - world.started_threads >= MAX_TOTAL_THREADS
        if full or process.parent is not None or (image is not None and not image.bodies):
            self._trace.events.append(world.now_ns, EventKind.REFUSED, process=process.index)
            return
        self._lifecycle.launch_thread(self._births.thread_of_entry(process))

    def _signal(self, action: Action, number: int) -> None:
        """Signal processes; one thread of a process cannot be ended from outside, by no operating system's API."""
        if action.thread is None:
            for process in self._processes(action):
                self._lifecycle.signal(process, number)
            return
        for thread in self._threads(action):
            self._trace.events.append(
                self._world.now_ns, EventKind.REFUSED, process=thread.process.index, thread=thread.index, value=number
            )  # fmt: skip

    def _change(self, thread: SimThread, action: Action) -> None:
        if action.affinity and min(action.affinity) >= self._world.online:
            # None of these cores is on line: sched_setaffinity fails with EINVAL.
            self._trace.events.append(
                self._world.now_ns, EventKind.REFUSED, process=thread.process.index, thread=thread.index
            )  # fmt: skip
            return
        kind, value = EventKind.NICE, action.value
        if action.kind is ActionKind.PRIORITY:
            kind = EventKind.PRIORITY
        elif action.kind is ActionKind.AFFINITY:
            kind, value = EventKind.AFFINITY, mask_of(action.affinity)
        self._trace.events.append(
            self._world.now_ns, kind, process=thread.process.index, thread=thread.index, value=value
        )  # fmt: skip
        if action.kind is ActionKind.NICE:
            self._scheduler.change(thread, "nice", value)
        elif action.kind is ActionKind.AFFINITY:
            self._scheduler.bind(thread, frozenset(action.affinity) if action.affinity else None)
        else:
            thread.own_priority = value
            self._scheduler.change(thread, "priority", value)
        self._sharing.inherit()
        self._leave_forbidden_core(thread)

    def _leave_forbidden_core(self, thread: SimThread) -> None:
        core = self._world.cores[thread.core] if thread.core >= 0 else None
        forbidden = thread.affinity is not None and thread.core not in thread.affinity
        if core is not None and core.thread is thread and forbidden:
            self._scheduler.stop(core, thread, RunEnd.PREEMPTED)
            self._scheduler.ready(thread, ReadyReason.PREEMPTED)

    def _release_throttled(self) -> None:
        """Let threads go on whose budget the policy that went had used up."""
        world = self._world
        throttled, world.throttled = world.throttled, {}
        for thread in throttled.values():
            if thread.alive and thread.waits_for is True and self._scheduler.is_throttled(thread):
                thread.home = -1
                self._lifecycle.wake(thread)

    def _set_policy(self, spec: SchedulerSpec) -> None:
        """Put another policy in force: running threads stop, all queue anew, those that ran first; placement stays."""
        world, now = self._world, self._world.now_ns
        moved: list[SimThread] = []
        for core in world.cores:
            if core.thread is not None:
                moved.append(core.thread)
                self._scheduler.stop(core, core.thread, RunEnd.PREEMPTED)
        for queue in world.queues:  # they are not used any more, so nobody needs to leave them
            moved += [thread for thread in queue.ready() if isinstance(thread, SimThread)]
        self._sharing.disinherit()
        placed = world.scheduler
        spec = replace(spec, placement=placed.placement, fit=placed.fit, balance_ns=placed.balance_ns)
        world.queues = self._make_queues(spec)
        if len(world.queues) == 1:
            world.queues[0].set_cores(world.online)
        world.timers, world.armed = [None] * len(world.queues), [None] * len(world.queues)
        world.scheduler = spec
        world.policy_number += 1
        self._trace.events.append(now, EventKind.POLICY, value=world.policy_number)
        for thread in moved:
            thread.home = -1
            self._scheduler.ready(thread, ReadyReason.MOVED)
            # Told whatever the policy: nothing else says in which order they queued anew.
            self._scheduler.standings.joined(thread)
        self._scheduler.standings.record()
        self._release_throttled()
        self._sharing.inherit()
