"""What threads with bursts do: compute, wait for devices, sleep, share resources, and release jobs."""

from __future__ import annotations

from desktop_app.engine.core import Core
from desktop_app.engine.lifecycle import Lifecycle
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.sharing import Sharing
from desktop_app.engine.threads import SimThread
from desktop_app.engine.world import Happening, World
from desktop_app.model.machine import Machine
from desktop_app.model.workload import Burst, BurstKind
from desktop_app.policies.protocol import ReadyReason
from desktop_app.trace.tables import OPEN, RunEnd
from desktop_app.trace.trace import Cause, Trace

#: What a periodic thread waits for between two jobs.
NEXT_RELEASE = Cause(text="its next release", timed=True)


class Work:
    """Takes threads from burst to burst."""

    def __init__(
        self, world: World, trace: Trace, machine: Machine, scheduler: Scheduler, lifecycle: Lifecycle
    ) -> None:
        self._world = world
        self._trace = trace
        self._scheduler = scheduler
        self._lifecycle = lifecycle
        self._sharing = Sharing(world, trace, scheduler, lifecycle)
        self._interrupt_ns = machine.interrupt_ns

    @property
    def sharing(self) -> Sharing:
        """What threads share."""
        return self._sharing

    def end(self, core: Core, ticket: int) -> None:
        """A core's thread is at the end of its burst, of its slice, or of its warm-up."""
        if core.ticket != ticket:
            return
        thread = core.thread
        assert thread is not None
        if self._scheduler.left_ns(core, thread) <= 0:
            self.proceed(core, thread, thread.position + 1)
        elif self._world.now_ns >= core.slice_end_ns:
            self._scheduler.expire(core, thread)
        else:
            self._world.shifted = True
            self._scheduler.compute(core, thread)

    def proceed(self, core: Core, thread: SimThread, position: int) -> None:
        """Take a running thread through its operations from ``position`` on, up to a burst that takes time."""
        bursts = thread.bursts
        while position < len(bursts):
            burst = bursts[position]
            thread.position = position
            if burst.kind is BurstKind.CPU:
                self._scheduler.go_on(core, thread, burst.duration_ns)
                return
            position += 1
            if burst.kind is BurstKind.IO:
                self._block(core, thread, position)
                self.use(thread, burst.device, burst.duration_ns)
                return
            if burst.kind is BurstKind.SLEEP:
                self._block(core, thread, position)
                self._wait_until(thread, "sleep", self._world.now_ns + burst.duration_ns)
                return
            if self._operate(core, thread, burst, position):
                return
        if thread.periodic is None:
            self._lifecycle.finish(thread)
        else:
            self._finish_job(core, thread)

    def release(self, thread: SimThread) -> None:
        """Release a periodic thread's next job; it begins when those before it have finished."""
        periodic, now = thread.periodic, self._world.now_ns
        assert periodic is not None
        if not thread.alive:
            return
        thread.next_release_ns = now + periodic.period_ns
        if thread.next_release_ns < self._world.release_until_ns:
            self._world.at(thread.next_release_ns, Happening.RELEASE, thread)
        thread.pending += 1
        if thread.pending == 1:
            first = self._trace.ready_from[thread.index] == OPEN
            if first:
                self._lifecycle.arrive(thread)
                self._trace.jobs[thread.index].first_ns = now
            self._begin_job(thread, now, ReadyReason.ARRIVED if first else ReadyReason.WOKEN)

    def use(self, thread: SimThread, name: str, duration_ns: int) -> None:
        """Let a thread that left its core wait for a device, which serves it for ``duration_ns``.

        A device that the scenario does not declare serves all requests at once.
        """
        world = self._world
        device = world.devices.get(name)
        if device is None:
            self._wait_until(thread, name, world.now_ns + duration_ns + self._interrupt_ns)
            return
        self._scheduler.wait(thread, Cause(text=name))
        thread.device, thread.waits_for = device.name, device
        if device.request(thread, duration_ns):
            world.at(world.now_ns + duration_ns, Happening.DEVICE, thread)

    def device_done(self, thread: SimThread) -> None:
        """A device with a queue is done with a thread's request and begins with the next one's."""
        world = self._world
        device = world.devices[thread.device]
        awaited = device.wakes(thread)
        following = device.done(thread)
        if following is not None:
            world.at(world.now_ns + following.duration_ns, Happening.DEVICE, following.thread)
        if not awaited:
            return
        thread.waits_for = True
        if self._interrupt_ns:
            thread.ticket = world.at(world.now_ns + self._interrupt_ns, Happening.WAKE, thread)
        else:
            self._lifecycle.wake(thread)

    # -- jobs -----------------------------------------------------------------------------------------------

    def _begin_job(self, thread: SimThread, release_ns: int, reason: ReadyReason) -> None:
        self._take_job(thread, release_ns)
        thread.enter_burst(0)
        thread.waits_for = False
        self._scheduler.ready(thread, reason)

    def _take_job(self, thread: SimThread, release_ns: int) -> None:
        thread.release_ns = release_ns
        thread.deadline_ns = thread.own("deadline_ns")
        self._sharing.inherit()  # it may still hold what others wait for

    def _finish_job(self, core: Core, thread: SimThread) -> None:
        """End a job. Where the next one is released already, the thread does not block: it goes on with that."""
        now = self._world.now_ns
        self._trace.jobs[thread.index].finish.append(now)
        thread.pending -= 1
        following_ns = thread.release_ns + thread.own("period_ns")
        # One that is released at this very moment finds the thread at the end of its job, not behind with it.
        if thread.pending and following_ns < now and self._scheduler.may_go_on(core, thread):
            self._take_job(thread, following_ns)
            self.proceed(core, thread, 0)
            return
        self._scheduler.stop(core, thread, RunEnd.BLOCKED)
        if thread.pending:
            self._begin_job(thread, following_ns, ReadyReason.WOKEN)
        else:
            following = thread.next_release_ns  # which may not come, as the run ends there
            self._scheduler.wait(
                thread, NEXT_RELEASE, until_ns=following if following < self._world.release_until_ns else OPEN
            )

    # -- blocking -------------------------------------------------------------------------------------------

    def _block(self, core: Core, thread: SimThread, position: int) -> None:
        """Take a thread off its core that will go on at ``position``."""
        self._scheduler.stop(core, thread, RunEnd.BLOCKED)
        thread.enter_burst(position)

    def _wait_until(self, thread: SimThread, cause: str, until_ns: int) -> None:
        self._scheduler.wait(thread, cause, until_ns=until_ns)
        thread.ticket = self._world.at(until_ns, Happening.WAKE, thread)

    def _operate(self, core: Core, thread: SimThread, burst: Burst, position: int) -> bool:
        """Do what takes no time; return whether the thread does not go on, now or ever."""
        blocked = self._sharing.perform(thread, burst)
        if blocked is None:
            return not thread.alive
        self._block(core, thread, position)
        self._scheduler.wait(thread, blocked.cause)
        thread.waits_for = blocked.awaited
        self._sharing.inherit()
        return True
