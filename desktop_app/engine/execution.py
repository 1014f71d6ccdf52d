"""Threads with programs: batches of instructions on a core, and the GIL between the threads of a process."""

from __future__ import annotations

from desktop_app.engine.core import Core
from desktop_app.engine.lifecycle import Lifecycle
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.requests import Requests
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.threads import NOTHING_TO_SETTLE, Gil, SimThread, Unsettled
from desktop_app.engine.world import Happening, World
from desktop_app.model.machine import FULL_RATE_PPM, GilMode, Machine
from desktop_app.program.effects import Outcome
from desktop_app.trace.tables import OPEN, RunEnd
from desktop_app.trace.trace import Cause, Trace

_ENDS = frozenset({Outcome.ENDED, Outcome.FAILED})

#: The longest go, so that whoever runs the engine in slices of wall time gets control back within milliseconds.
_MAX_BATCH = 2_000

#: How often in a row a thread may go on at one moment without executing an instruction: what it asks for takes no time.
MAX_IDLE_GOES = 10_000


class Execution:
    """Executes the instructions of the threads that have a core."""

    def __init__(
        self,
        world: World,
        trace: Trace,
        machine: Machine,
        *,
        scheduler: Scheduler,
        lifecycle: Lifecycle,
        requests: Requests,
        recorder: Recorder,
        limits: RunLimits,
    ) -> None:
        self._world = world
        self._trace = trace
        self._scheduler = scheduler
        self._lifecycle = lifecycle
        self._requests = requests
        self._recorder = recorder
        self._limits = limits
        self._instruction_ns = machine.instruction_ns
        self._has_gil = machine.gil is GilMode.GIL

    def begin(self, core: Core, thread: SimThread) -> None:
        """Let a thread begin to run: with the GIL, or it waits for it."""
        core.since_ns = thread.since_ns
        if self._has_gil and not thread.process.gil.take(thread):
            self._wait_for_gil(core, thread)
            return
        core.gives_way = False
        self._world.due.append(core.number)

    def execute(self, stop_ns: int) -> None:
        """Let all threads that are due execute on, each up to the next event of anybody else."""
        due = self._world.due
        for number in sorted(due):
            if number not in due:
                continue  # what another one executed, in no time, took the thread from this core
            due.remove(number)
            core = self._world.cores[number]
            assert core.thread is not None
            self._cut_row(core, core.thread)
            self._execute(core, core.thread, stop_ns)

    def ran(self, core: Core, ticket: int) -> None:
        """A batch is over."""
        if core.ticket == ticket:
            self._go_on(core)

    def complete(self, core: Core, ticket: int) -> None:
        """The instruction that began at ``since_ns`` takes effect now."""
        thread = core.thread
        if core.ticket == ticket and thread is not None:
            self._world.shifted |= self._world.cache is not None  # its process may be warm from here on
            self._run(core, thread, 1, core.since_ns)

    def cut(self, core: Core, ticket: int) -> None:
        """The slice ends in the middle of an instruction: it goes on when the thread runs again."""
        if core.ticket == ticket and core.thread is not None:
            self._scheduler.expire(core, core.thread)

    def spend(self, core: Core, thread: SimThread) -> None:
        """Note how far a thread that stops now got with the instruction under execution."""
        due = self._world.due
        if core.number in due:  # the next instruction was to begin now; or this one goes on, and that is noted already
            due.remove(core.number)
        elif self._under_way(core, thread):
            thread.spent_ns += (self._world.now_ns - core.since_ns) * core.rate_ppm // FULL_RATE_PPM
        self._cut_row(core, thread)
        if core.ended != NOTHING_TO_SETTLE:  # it is over at this very moment
            thread.unsettled, core.ended = core.ended, NOTHING_TO_SETTLE

    def leave(self, thread: SimThread) -> None:
        """Take a thread that ended or waits out of its process's GIL, and wake whom its last instruction woke."""
        if thread.unsettled is not None:
            unsettled, thread.unsettled = thread.unsettled, None
            self._requests.wake(unsettled.requests)
        gil = thread.process.gil
        if thread in gil.waiters:
            gil.waiters.remove(thread)
        if gil.holder is thread:
            self._pass_gil(gil)

    def requested(self, thread: SimThread, ticket: int) -> None:
        """A thread has waited a switch interval for the GIL: it asks for it if it did not change hands meanwhile."""
        gil = thread.process.gil
        if thread.ticket != ticket:
            return
        if gil.handovers == thread.seen_handovers:
            gil.requested = True
        else:
            self._request_later(thread)

    # -- the GIL --------------------------------------------------------------------------------------------

    def _wait_for_gil(self, core: Core, thread: SimThread) -> None:
        process = thread.process
        self._scheduler.stop(core, thread, RunEnd.BLOCKED)
        label = self._trace.processes[process.index].label
        self._scheduler.wait(thread, Cause(text=f"{label}'s GIL", process=process.index))
        process.gil.waiters.append(thread)
        self._request_later(thread)

    def _request_later(self, thread: SimThread) -> None:
        image = thread.process.image
        assert image is not None
        thread.seen_handovers = thread.process.gil.handovers
        thread.ticket = self._world.at(self._world.now_ns + image.switch_interval_ns, Happening.GIL, thread)

    def _pass_gil(self, gil: Gil) -> None:
        heir = gil.hand_over()
        if heir is not None:
            self._lifecycle.wake(heir)

    # -- instructions ---------------------------------------------------------------------------------------

    def _execute(self, core: Core, thread: SimThread, stop_ns: int) -> None:
        """Execute what surely ends before anything else happens; otherwise wait for the end of one instruction."""
        world = self._world
        if thread.unsettled is not None:
            core.ended, thread.unsettled, core.since_ns = thread.unsettled, None, world.now_ns
            self._go_on(core)
            return
        if thread.hidden:
            self._run(core, thread, 0, world.now_ns)
            return
        cost = self._cost(core, self._instruction_ns)
        first_end = world.now_ns + self._cost(core, self._instruction_ns - thread.spent_ns)
        core.since_ns = world.now_ns
        horizon = min(world.events[0][0] if world.events else OPEN, stop_ns)
        if first_end > core.slice_end_ns:
            core.ticket = world.at(core.slice_end_ns, Happening.CUT, core)
        elif first_end > horizon or self._scheduler.rated or self._may_be_preempted(core):
            core.ticket = world.at(first_end, Happening.COMPLETE, core)
        else:
            count = 1 + (min(core.slice_end_ns, horizon) - first_end) // cost
            self._run(core, thread, self._bounded(thread, count), world.now_ns)

    def _under_way(self, core: Core, thread: SimThread) -> bool:
        """Whether a core is in the middle of an instruction; a thread that is switched to has begun none."""
        return core.ended.outcome is Outcome.RAN and thread.since_ns <= core.since_ns < self._world.now_ns

    def _cut_row(self, core: Core, thread: SimThread) -> None:
        """Record what was executed up to now of an instruction that is not done."""
        if thread.program is not None and core.ticket and self._under_way(core, thread):
            self._recorder.partial(thread, core.since_ns, self._world.now_ns, thread.program.next_line)
            core.since_ns = self._world.now_ns

    def _cost(self, core: Core, work_ns: int) -> int:
        """Return how long a core takes for some work."""
        return work_ns if core.rate_ppm == FULL_RATE_PPM else -(-work_ns * FULL_RATE_PPM // core.rate_ppm)

    def _may_be_preempted(self, core: Core) -> bool:
        """Whether what another core executes may wake a thread that takes this core before the next known event."""
        world = self._world
        others = any(
            other is not None and other.program is not None and number != core.number
            for number, other in enumerate(world.running)
        )
        return others and world.queues[0].preemptive

    def _bounded(self, thread: SimThread, count: int) -> int:
        """Return how many instructions may run in one go."""
        process = thread.process
        influenced = any(
            other is not None
            and other is not thread
            and (other.process is process or other.process.influences(process))
            for other in self._world.running
        )
        left = self._limits.instructions
        bound = _MAX_BATCH if left is None else max(1, left - self._recorder.instructions)
        return 1 if influenced else min(count, bound, _MAX_BATCH)

    def _run(self, core: Core, thread: SimThread, count: int, start_ns: int) -> None:
        gil, image = thread.process.gil, thread.process.image
        assert thread.program is not None
        assert image is not None
        first = self._cost(core, self._instruction_ns - thread.spent_ns)
        image.now_ns = start_ns + first if count else start_ns
        batch = thread.program.run(count, to_switch_point=gil.requested)
        thread.hidden = False
        end = self._recorder.batch(thread, batch, start_ns, first, self._cost(core, self._instruction_ns))
        core.ended = NOTHING_TO_SETTLE
        if batch.requests or batch.outcome is not Outcome.RAN:
            core.ended = Unsettled(batch.outcome, batch.requests, batch.ends_process, batch.exit_code)
        core.gives_way = gil.requested and batch.at_switch_point
        core.since_ns = end
        if end > start_ns:
            thread.spent_ns = 0
        elif not self._may_idle(thread):
            core.ended = NOTHING_TO_SETTLE
            self._lifecycle.fail(thread, f"RuntimeError: {MAX_IDLE_GOES:,} requests in a row without an instruction")
            return
        if end > self._world.now_ns:
            core.ticket = self._world.at(end, Happening.RAN, core)
        else:
            self._go_on(core)

    def _may_idle(self, thread: SimThread) -> bool:
        """Count that a thread went on without executing anything; return whether it may do so once more."""
        now = self._world.now_ns
        if thread.idle_ns != now:
            thread.idle_ns, thread.idle_goes = now, 0
        thread.idle_goes += 1
        return thread.idle_goes < MAX_IDLE_GOES

    def _go_on(self, core: Core) -> None:
        thread, ended = core.thread, core.ended
        assert thread is not None
        core.ended = NOTHING_TO_SETTLE
        if thread.doomed:
            thread.unsettled = ended
            self._lifecycle.kill(thread)
        elif ended.requests and not self._requests.perform(core, thread, ended.requests):
            pass  # it waits, or has ended
        elif ended.ends_process:
            self._lifecycle.complete(thread, ended.exit_code, failed=ended.outcome is Outcome.FAILED)
        elif ended.outcome in _ENDS:
            self._lifecycle.finish(thread, failed=ended.outcome is Outcome.FAILED)
        elif core.gives_way:
            gil = thread.process.gil
            self._pass_gil(gil)
            self._wait_for_gil(core, thread)
        elif self._world.now_ns >= core.slice_end_ns:
            self._scheduler.expire(core, thread)
        else:
            self._world.due.append(core.number)
