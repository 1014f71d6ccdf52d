"""Processes and threads begin and end: launches, start costs, memory, signals, and who waits for an end."""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable

from desktop_app.engine.devices import Device
from desktop_app.engine.memory import start_cost, thread_cost
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.threads import SimProcess, SimThread
from desktop_app.engine.waiting import Resource
from desktop_app.engine.world import Happening, World
from desktop_app.model.machine import Machine
from desktop_app.policies.protocol import ReadyReason
from desktop_app.trace.tables import OPEN, EventKind, RunEnd
from desktop_app.trace.trace import Trace

#: Signal numbers, the same on every POSIX system.
SIGINT, SIGKILL, SIGTERM = 2, 9, 15


class Lifecycle:
    """Begins and ends the processes of one run.

    Attributes:
        granted: Called with the threads that a killed waiter made room for at a resource; set by who shares them.
        leave: Called when a thread ends, or waits, that may hold its process's GIL, or wait for that.
    """

    granted: Callable[[Resource, tuple[SimThread, ...]], None]
    leave: Callable[[SimThread], None]

    def __init__(self, world: World, trace: Trace, machine: Machine, scheduler: Scheduler) -> None:
        self._world = world
        self._trace = trace
        self._machine = machine
        self._scheduler = scheduler

    def launched(self, processes: list[SimProcess], _: int) -> None:
        """Start processes that arrive together."""
        for process in processes:
            self.launch(process)

    def launch(self, process: SimProcess) -> None:
        """Start a process: its threads become ready one after the other as soon as starting them is paid for."""
        world, spec = self._world, process.spec
        process.launched = True
        if spec.start is None and not spec.footprint.memory_bytes:
            for thread in process.threads:
                self.start(thread)
            return
        first, further = start_cost(self._machine.starts, spec.start), thread_cost(self._machine.starts, spec.start)
        size_bytes = spec.footprint.memory_bytes + first.size_bytes + further.size_bytes * (spec.threads - 1)
        if size_bytes and self._is_counted(process.parent):
            self.claim(process, size_bytes)
        if not process.alive:  # there was no memory for it
            return
        for number, thread in enumerate(process.threads):
            delay = first.ns + number * further.ns
            if delay:
                thread.ticket = world.at(world.now_ns + delay, Happening.STARTED, thread)
            else:
                self.start(thread)

    def launch_thread(self, thread: SimThread) -> None:
        """Start one more thread of a process that runs: it becomes ready as soon as starting it is paid for."""
        cost = thread_cost(self._machine.starts, thread.process.spec.start)
        if cost.size_bytes and self._is_counted(thread.process):
            self.claim(thread.process, cost.size_bytes)
        if not thread.alive:  # there was no memory for it
            return
        if cost.ns:
            thread.ticket = self._world.at(self._world.now_ns + cost.ns, Happening.STARTED, thread)
        else:
            self.start(thread)

    def _is_counted(self, process: SimProcess | None) -> bool:
        """Return whether it is counted what a process that is there, and what it starts, has of RAM.

        What the scenario gives memory always is; what programs start only where RAM may run out or somebody has some.
        """
        ram = self._world.ram
        return process is None or ram.size_bytes is not None or ram.held_bytes(process.index) > 0

    def started(self, thread: SimThread, ticket: int) -> None:
        """Begin a thread whose start is paid for, unless it was killed meanwhile."""
        if thread.ticket == ticket:
            self.start(thread)

    def start(self, thread: SimThread) -> None:
        """Let a new thread become ready, or wait for the release of its first job."""
        world = self._world
        if thread.affinity is not None:
            self._lift_affinity(thread)
        thread.started = True
        self._scheduler.queues.place(thread)
        if thread.periodic is None:
            self.arrive(thread)
            if thread.program is None:
                thread.enter_burst(0)
            self._scheduler.ready(thread, ReadyReason.ARRIVED)
        else:
            release_ns = world.now_ns + thread.periodic.offset_ns
            if release_ns < world.release_until_ns:
                world.at(release_ns, Happening.RELEASE, thread)

    def arrive(self, thread: SimThread) -> None:
        """Take note that a thread is ready for the first time."""
        now = self._world.now_ns
        thread.arrival_ns = thread.release_ns = self._trace.ready_from[thread.index] = now

    def wake(self, thread: SimThread, *, timed_out: bool = False) -> None:
        """Let a thread go on that has what it waited for, or waited for as long as it would."""
        self._trace.wait_log.finish(thread.index, self._world.now_ns)
        if thread.blocked:
            self._unblock(thread, timed_out=timed_out)
        thread.waits_for = False
        thread.ticket = 0
        self._scheduler.ready(thread, ReadyReason.WOKEN)

    def woken(self, thread: SimThread, ticket: int) -> None:
        """Wake a thread at the time that it waited for, unless it was killed meanwhile."""
        if thread.ticket == ticket:
            self.wake(thread, timed_out=thread.bounded)

    def _unblock(self, thread: SimThread, *, timed_out: bool) -> None:
        """Tell a thread's program that what it asked for has come, or that its time for that is over."""
        assert thread.program is not None
        if thread.bounded and not timed_out:
            self._world.cancel(thread.ticket)
        if thread.awaits is not None and thread in thread.awaits.joiners:
            thread.awaits.joiners.remove(thread)
        thread.awaits, thread.joining = None, 0
        thread.blocked = thread.parked = thread.bounded = False
        thread.hidden = True
        thread.program.resume(timed_out)

    def claim(self, process: SimProcess, size_bytes: int) -> None:
        """Give a process more memory; when RAM is exceeded, the largest process is killed for it."""
        world = self._world
        world.ram.claim(process.index, size_bytes)
        self.note_memory(process)
        while over_bytes := world.ram.over_bytes:
            alive = [other.index for other in world.processes if other.launched and other.alive]
            victim = world.processes[world.ram.victim(alive)]
            self._trace.events.append(
                world.now_ns, EventKind.OUT_OF_MEMORY, process=victim.index, value=over_bytes
            )  # fmt: skip
            self.signal(victim, SIGKILL)

    def note_memory(self, process: SimProcess) -> None:
        """Record how much memory a process has now."""
        value = self._world.ram.held_bytes(process.index)
        self._trace.events.append(self._world.now_ns, EventKind.MEMORY, process=process.index, value=value)

    # -- ends -----------------------------------------------------------------------------------------------

    def signal(self, process: SimProcess, number: int) -> None:
        """Send a signal to a process that was launched and lives.

        SIGTERM and SIGKILL end all threads where they are: no handler runs, and what they hold stays locked.
        SIGINT ends a process of bursts the same way; in a Python program it is raised in the main thread only,
        and the process ends when its other threads have ended, too (signal and threading in Python's manual).
        """
        self._trace.events.append(self._world.now_ns, EventKind.SIGNALLED, process=process.index, value=number)
        process.exit_code = -number
        main_only = number == SIGINT and process.image is not None
        self._end_all(process.threads[:1] if main_only else process.threads)

    def exit(self, process: SimProcess, code: int) -> None:
        """End a process at once, as os._exit does."""
        process.exit_code = code
        self._end_all(process.threads)

    def complete(self, thread: SimThread, exit_code: int, *, failed: bool) -> None:
        """End a process with its thread that has come to the end of the program, and the daemons that are left."""
        process = thread.process
        for child in self._world.processes:
            if child.parent is process and child.daemon and child.alive:
                self.signal(child, SIGTERM)
        process.exit_code = process.exit_code or exit_code
        self.finish(thread, failed=failed)
        self._end_all(process.threads)

    def _end_all(self, threads: list[SimThread]) -> None:
        """End those of the threads that live, and one that executes what is recorded already when that is over."""
        cores, now = self._world.cores, self._world.now_ns
        for thread in threads:
            core = cores[thread.core] if thread.core >= 0 else None
            if core is not None and core.thread is thread and thread.program is not None and core.since_ns > now:
                thread.doomed = True
            elif thread.alive:
                self.kill(thread)

    def kill(self, thread: SimThread) -> None:
        """End a thread wherever it is."""
        world = self._world
        core = world.cores[thread.core] if thread.core >= 0 else None
        if core is not None and core.thread is thread:
            self._scheduler.stop(core, thread, RunEnd.TERMINATED)
        elif thread.waits_for:
            self._abandon(thread)
        elif self._trace.ready_from[thread.index] <= world.now_ns:
            self._scheduler.queues.queue(thread).remove(thread, world.now_ns)
        self._scheduler.queues.queue(thread).forget(thread)
        self._world.cancel(thread.ticket)
        thread.ticket = 0
        self.ended(thread)

    def fail(self, thread: SimThread, text: str) -> None:
        """End a running thread as an uncaught exception would, whose last line is printed."""
        output = self._trace.memory[thread.process.index].output
        output.append(self._world.now_ns, thread.index, f"{text}\n")
        self.finish(thread, failed=True)

    def finish(self, thread: SimThread, *, failed: bool = False) -> None:
        """End a running thread that has nothing more to do, or failed."""
        core = self._world.cores[thread.core]
        if failed and not thread.process.exit_code:
            thread.process.exit_code = 1
        self._scheduler.stop(core, thread, RunEnd.TERMINATED)
        self.ended(thread)

    def ended(self, thread: SimThread) -> None:
        """Take note that a thread has terminated."""
        thread.alive = False
        self._trace.ended[thread.index] = self._world.now_ns
        self._world.alive -= 1
        process = thread.process
        process.alive -= 1
        self.leave(thread)
        if process.alive == 0:
            self.process_ended(process)

    def _abandon(self, thread: SimThread) -> None:
        log = self._trace.wait_log
        if log.until[log.last(thread.index)] == OPEN:
            # One whose end is known keeps it: what was to be seen before must not depend on how far the run is.
            log.finish(thread.index, self._world.now_ns)
        awaited = thread.waits_for
        thread.waits_for = False
        if isinstance(awaited, Device):
            awaited.abandon(thread)
        elif isinstance(awaited, Resource):
            self.granted(awaited, awaited.abandon(thread))

    def process_ended(self, process: SimProcess) -> None:
        """Take note that a process's last thread has terminated: its memory is freed, and who joins it goes on."""
        world, memory = self._world, self._trace.written.memory[process.index]
        memory.end_ns = world.now_ns
        memory.exit_code = process.exit_code
        if process.image is not None:
            memory.final_globals = process.image.globals_text()
            process.image.exit_code = process.exit_code
        if world.ram.held_bytes(process.index):
            world.ram.free(process.index)
            self.note_memory(process)
        if world.cache is not None:
            world.cache.ended(process.index)
        joiners, process.joiners = process.joiners, []
        for thread in joiners:
            thread.joining -= 1
            if not thread.joining and thread.alive:
                self.wake(thread)

    # -- cores ----------------------------------------------------------------------------------------------

    def _lift_affinity(self, thread: SimThread) -> None:
        """Let a thread run anywhere when none of its cores is on line.

        It stays so when they come back, as with Linux's ``select_fallback_rq`` (kernel/sched/core.c).
        """
        world = self._world
        if thread.affinity is None or any(core < world.online for core in thread.affinity):
            return
        self._trace.events.append(
            world.now_ns, EventKind.AFFINITY, process=thread.process.index, thread=thread.index, value=0
        )  # fmt: skip
        self._scheduler.bind(thread, None)

    def set_cores(self, online: int) -> None:
        """Bring cores on line, or take the last ones off line; their threads go elsewhere."""
        world, scheduler = self._world, self._scheduler
        before, world.online = world.online, online
        if len(world.queues) == 1:
            world.queues[0].set_cores(online)
        self._trace.events.append(world.now_ns, EventKind.CORES, value=online)
        for thread in world.threads:
            if thread.started and thread.alive:
                self._lift_affinity(thread)
        for number in range(before, online):
            insort(world.idle, number)
        for number in range(online, before):
            core = world.cores[number]
            if core.thread is not None:
                thread = core.thread
                scheduler.stop(core, thread, RunEnd.PREEMPTED)
                scheduler.ready(thread, ReadyReason.PREEMPTED)
            else:
                world.idle.remove(number)
            if len(world.queues) > 1:
                for waiting in scheduler.queues.leave_core(number, world.now_ns):
                    scheduler.ready(waiting, ReadyReason.MOVED)
            if world.cache is not None:
                world.cache.switched_off(number)
        world.dirty = True
