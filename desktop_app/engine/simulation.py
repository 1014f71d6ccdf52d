"""The simulation: discrete events in integer nanoseconds, cores, dispatch, preemption and blocking.

Events are ordered by (time, priority, sequence). Everything that happens at one moment is handled first,
launches before the rest; then idle cores are given threads, and only then do threads execute on, each up to
the next event of anybody else. So no instruction runs ahead of what could influence it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush

from desktop_app.engine.core import Core
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.threads import BurstBody, Gil, ProgramBody, SimProcess, SimThread
from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.machine import GilMode, Machine
from desktop_app.model.states import ThreadState
from desktop_app.policies.protocol import Policy, ReadyReason
from desktop_app.program.effects import Outcome
from desktop_app.trace.history import forget_before, halfway_ns
from desktop_app.trace.size import size_bytes
from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.trace.trace import Trace

#: How long a thread waits for the GIL before it asks for it: sys.getswitchinterval(), 5 ms by default.
GIL_SWITCH_INTERVAL_NS = 5 * NS_PER_MS

_LAUNCH_PRIORITY = 0
_OTHER_PRIORITY = 1
#: The longest go, so that whoever runs the engine in slices of wall time gets control back within milliseconds.
_MAX_BATCH = 2_000
#: How many events and instructions pass between two looks at the size of the trace, which costs time itself.
_SIZE_CHECK_WORK = 8192


class Simulation:
    """One run of one scenario. Built by `engine.build.simulate`.

    Attributes:
        trace: What happened so far; final up to ``trace.known_until_ns``.
        now_ns: Time of the last event handled.
    """

    def __init__(
        self,
        machine: Machine,
        policy: Policy,
        processes: list[SimProcess],
        trace: Trace,
        *,
        until_ns: int | None,
        limits: RunLimits,
    ) -> None:
        self.trace = trace
        self.now_ns = 0
        self._machine = machine
        self._policy = policy
        self._processes = processes
        self._recorder = Recorder(trace)
        self._limits = limits
        self._stop_ns = OPEN if until_ns is None else until_ns
        self._cores = [Core(number) for number in range(machine.cores)]
        self._expired: dict[SimThread, tuple[Core, int]] = {}
        self._events: list[tuple[int, int, int, Callable[[], None]]] = []
        self._sequence = 0
        self._handled = 0
        self._checked_work = 0
        self._alive = sum(len(process.threads) for process in processes)
        for process in processes:
            arrival = trace.processes[process.index].arrival_ns
            self._at(arrival, partial(self._launch, process), _LAUNCH_PRIORITY)

    def advance(self, until_ns: int, max_events: int) -> None:
        """Go on until everything up to ``until_ns`` is known, the run is over, or ``max_events`` were handled."""
        handled_before = self._handled
        while not self.trace.finished and self.trace.known_until_ns < until_ns:
            self._moment()
            if self._handled - handled_before >= max_events:
                break

    def run(self) -> Trace:
        """Run to the end, or to the limit, and return the trace."""
        while not self.trace.finished:
            self.advance(OPEN, 1_000_000)
        return self.trace

    # -- events ---------------------------------------------------------------------------------------------

    def _at(self, time_ns: int, what: Callable[[], None], priority: int = _OTHER_PRIORITY) -> None:
        self._sequence += 1
        heappush(self._events, (time_ns, priority, self._sequence, what))

    def _moment(self) -> None:
        """Handle everything that happens at the next moment."""
        events = self._events
        if not events or events[0][0] > self._stop_ns or not self._alive:
            self._finish()
            return
        now = self.now_ns = events[0][0]
        while events and events[0][0] == now:
            heappop(events)[3]()
            self._handled += 1
        self._dispatch_all()
        if now < self._stop_ns:
            self._execute_all()
        # What is yet to happen at this moment or the next may change the picture there: final is what lies before.
        self.trace.known_until_ns = (events[0][0] if events else now + 1) - 1
        self._check_limits()

    def _finish(self) -> None:
        trace = self.trace
        if self._alive and self._stop_ns != OPEN:
            self.now_ns = self._stop_ns
            if not trace.truncated:
                self._cut_instructions()
        for process in self._processes:
            if process.image is not None and process.alive:
                trace.memory[process.index].final_globals = process.image.globals_text()
        trace.known_until_ns = self.now_ns
        trace.finished = True

    def _check_limits(self) -> None:
        limits = self._limits
        if self.trace.truncated:
            return
        if limits.instructions is not None and self._recorder.instructions >= limits.instructions:
            self._truncate(f"{limits.instructions:,} instructions")
        work = self._handled + self._recorder.instructions
        if work - self._checked_work >= _SIZE_CHECK_WORK:
            self._checked_work = work
            self._bound_size()

    def _bound_size(self) -> None:
        limits = self._limits
        if size_bytes(self.trace) <= limits.trace_bytes:
            return
        if limits.forget:
            moved = forget_before(self.trace, halfway_ns(self.trace), self._recorder.current_nodes())
            self._recorder.forgot(moved)
        else:
            self._truncate(f"{limits.trace_bytes / 2**20:,.0f} MiB of trace")

    def _truncate(self, limit: str) -> None:
        """Let the run end at the next event, where what was executed so far is over."""
        if self._events and self._alive:
            self._stop_ns = min(self._stop_ns, self._events[0][0])
            self.trace.truncated = f"the run was cut short at its limit of {limit}"

    # -- threads begin, wait and end ------------------------------------------------------------------------

    def _launch(self, process: SimProcess) -> None:
        for thread in process.threads:
            self._recorder.state(thread, self.now_ns, ThreadState.NEW)
            self._ready(thread, ReadyReason.ARRIVED)

    def _ready(self, thread: SimThread, reason: ReadyReason) -> None:
        self._recorder.state(thread, self.now_ns, ThreadState.READY)
        self._policy.add(thread, self.now_ns, reason)

    def _wait_for_device(self, core: Core, thread: SimThread, body: BurstBody) -> None:
        burst = body.current
        assert burst is not None
        done_ns = self.now_ns + burst.duration_ns
        body.advance()
        self._leave(core, RunEnd.BLOCKED)
        self._recorder.state(thread, self.now_ns, ThreadState.WAITING, cause=burst.device, until_ns=done_ns)
        self._at(done_ns, partial(self._ready, thread, ReadyReason.WOKEN))

    def _terminate(self, core: Core, thread: SimThread) -> None:
        self._leave(core, RunEnd.TERMINATED)
        self._recorder.state(thread, self.now_ns, ThreadState.TERMINATED)
        self._alive -= 1
        process = thread.process
        process.alive -= 1
        if process.gil.holder is thread:
            self._pass_gil(process.gil)
        if process.alive == 0:
            memory = self.trace.memory[process.index]
            memory.end_ns = self.now_ns
            memory.exit_code = int(process.failed)
            if process.image is not None:
                memory.final_globals = process.image.globals_text()

    def _leave(self, core: Core, cause: RunEnd) -> None:
        runs = self.trace.runs[core.number]
        if len(runs) and runs.end[-1] == OPEN:
            runs.finish(self.now_ns, cause)
        core.thread = None
        core.due = False

    # -- the GIL --------------------------------------------------------------------------------------------

    def _wait_for_gil(self, core: Core, thread: SimThread) -> None:
        gil = thread.process.gil
        self._leave(core, RunEnd.BLOCKED)
        label = self.trace.processes[thread.process.index].label
        self._recorder.state(thread, self.now_ns, ThreadState.WAITING, cause=f"{label}'s GIL")
        gil.waiters.append(thread)
        self._request_gil_later(gil, thread)

    def _request_gil_later(self, gil: Gil, thread: SimThread) -> None:
        handovers = gil.handovers

        def request() -> None:
            if thread not in gil.waiters:
                return
            if gil.handovers == handovers:
                gil.requested = True
            else:
                self._request_gil_later(gil, thread)

        self._at(self.now_ns + GIL_SWITCH_INTERVAL_NS, request)

    def _pass_gil(self, gil: Gil) -> None:
        heir = gil.hand_over()
        if heir is not None:
            self._ready(heir, ReadyReason.WOKEN)

    # -- dispatch -------------------------------------------------------------------------------------------

    def _dispatch_all(self) -> None:
        for core in self._cores:
            if core.thread is None:
                picked = self._policy.pick(core.number, self.now_ns)
                if picked is None:
                    break
                assert isinstance(picked, SimThread)
                self._dispatch(core, picked)
        self._queue_expired()

    def _queue_expired(self) -> None:
        """Record the threads that lost their core and were not picked again at the same moment."""
        for thread, (_core, order) in self._expired.items():
            self._recorder.ready(thread, self.now_ns, order)
        self._expired.clear()

    def _dispatch(self, core: Core, thread: SimThread) -> None:
        now = self.now_ns
        expired = self._expired.pop(thread, None)
        if expired is not None and expired[0] is core:
            self.trace.runs[core.number].cause[-1] = RunEnd.RAN_ON
        else:
            if expired is not None:
                self._recorder.ready(thread, now, expired[1])
            self._recorder.state(thread, now, ThreadState.RUNNING, core=core.number)
        core.thread = thread
        if self._machine.context_switch_ns:
            self.trace.runs[core.number].begin(now, thread.index, RunKind.SWITCH)
            self._at(now + self._machine.context_switch_ns, partial(self._switched, core))
        else:
            self._start(core, thread)

    def _switched(self, core: Core) -> None:
        thread = core.thread
        assert thread is not None
        self.trace.runs[core.number].finish(self.now_ns, RunEnd.RAN_ON)
        self._start(core, thread)

    def _start(self, core: Core, thread: SimThread) -> None:
        """Let the thread that was switched to go on with its work, which may be to block at once."""
        body = thread.body
        if isinstance(body, BurstBody) and not body.computes:
            if body.current is None:
                self._terminate(core, thread)
            else:
                self._wait_for_device(core, thread, body)
            self._due_again()
            return
        if isinstance(body, ProgramBody) and self._machine.gil is GilMode.GIL and not thread.process.gil.take(thread):
            self._wait_for_gil(core, thread)
            self._due_again()
            return
        limit = self._policy.slice_ns(thread)
        core.slice_end_ns = OPEN if limit is None else self.now_ns + limit
        core.since_ns = self.now_ns
        core.due = True
        core.gives_way = False
        burst, left_ns = (body.position, body.left_ns) if isinstance(body, BurstBody) else (-1, 0)
        self.trace.runs[core.number].begin(self.now_ns, thread.index, RunKind.RUN, burst=burst, left_ns=left_ns)

    def _due_again(self) -> None:
        """Look at this moment once more: a core became idle after the others were given their threads."""
        self._at(self.now_ns, lambda: None)

    def _expire(self, core: Core, thread: SimThread) -> None:
        """The slice is over: back to the ready queue, from which the policy may pick it again at once."""
        self._leave(core, RunEnd.PREEMPTED)
        self._expired[thread] = (core, self._recorder.next_order())
        self._policy.add(thread, self.now_ns, ReadyReason.PREEMPTED)

    # -- execution ------------------------------------------------------------------------------------------

    def _execute_all(self) -> None:
        for core in self._cores:
            if core.due and core.thread is not None:
                core.due = False
                if isinstance(core.thread.body, BurstBody):
                    self._compute(core, core.thread.body)
                else:
                    self._execute(core, core.thread, core.thread.body)

    def _compute(self, core: Core, body: BurstBody) -> None:
        end = min(core.slice_end_ns, self.now_ns + body.left_ns)
        core.since_ns = self.now_ns
        self._at(end, partial(self._computed, core))

    def _computed(self, core: Core) -> None:
        thread = core.thread
        assert thread is not None
        body = thread.body
        assert isinstance(body, BurstBody)
        body.left_ns -= self.now_ns - core.since_ns
        if body.left_ns == 0:
            body.advance()
            if body.current is None:
                self._terminate(core, thread)
                return
            if not body.computes:
                self._wait_for_device(core, thread, body)
                return
        if self.now_ns >= core.slice_end_ns:
            self._expire(core, thread)
        else:
            core.due = True

    def _execute(self, core: Core, thread: SimThread, body: ProgramBody) -> None:
        """Execute what surely ends before anything else happens; otherwise wait for the end of one instruction."""
        cost = self._machine.instruction_ns
        first = cost - body.spent_ns
        first_end = self.now_ns + first
        core.since_ns = self.now_ns
        horizon = min(self._events[0][0] if self._events else OPEN, self._stop_ns)
        if first_end > core.slice_end_ns:
            self._at(core.slice_end_ns, partial(self._cut, core))
        elif first_end > horizon:
            self._at(first_end, partial(self._complete, core))
        else:
            count = 1 + (min(core.slice_end_ns, horizon) - first_end) // cost
            self._run(core, thread, body, self._bounded(core, thread, count), self.now_ns)

    def _bounded(self, core: Core, thread: SimThread, count: int) -> int:
        """Return how many instructions may run in one go."""
        shares_memory = any(
            other is not core and other.thread is not None and other.thread.process is thread.process
            for other in self._cores
        )
        left = self._limits.instructions
        bound = _MAX_BATCH if left is None else max(1, left - self._recorder.instructions)
        return 1 if shares_memory else min(count, bound, _MAX_BATCH)

    def _run(self, core: Core, thread: SimThread, body: ProgramBody, count: int, start_ns: int) -> None:
        gil = thread.process.gil
        batch = body.thread.run(count, to_switch_point=gil.requested)
        cost = self._machine.instruction_ns
        end = self._recorder.steps(thread, batch.steps, start_ns, cost - body.spent_ns, cost)
        body.spent_ns = 0
        core.outcome = batch.outcome
        core.gives_way = gil.requested and batch.at_switch_point
        if end > self.now_ns:
            self._at(end, partial(self._ran, core))
        else:
            self._ran(core)

    def _complete(self, core: Core) -> None:
        """The instruction that began at ``since_ns`` takes effect now."""
        thread = core.thread
        assert thread is not None
        body = thread.body
        assert isinstance(body, ProgramBody)
        self._run(core, thread, body, 1, core.since_ns)

    def _ran(self, core: Core) -> None:
        thread = core.thread
        assert thread is not None
        if core.outcome is not Outcome.RAN:
            thread.process.failed |= core.outcome is Outcome.FAILED
            self._terminate(core, thread)
        elif core.gives_way:
            self._pass_gil(thread.process.gil)
            self._wait_for_gil(core, thread)
        elif self.now_ns >= core.slice_end_ns:
            self._expire(core, thread)
        else:
            core.due = True

    def _cut(self, core: Core) -> None:
        """The slice ends in the middle of an instruction: it goes on when the thread runs again."""
        thread = core.thread
        assert thread is not None
        self._spend(core, thread)
        self._expire(core, thread)

    def _spend(self, core: Core, thread: SimThread) -> None:
        body = thread.body
        if isinstance(body, ProgramBody) and self.now_ns > core.since_ns:
            self._recorder.partial(thread, core.since_ns, self.now_ns, body.thread.next_line)
            body.spent_ns += self.now_ns - core.since_ns

    def _cut_instructions(self) -> None:
        """The run stops at its --until: show the instructions under execution up to there."""
        for core in self._cores:
            if core.thread is not None and core.since_ns < self.now_ns and not core.due:
                runs = self.trace.runs[core.number]
                if runs.kind[-1] == RunKind.RUN:
                    self._spend(core, core.thread)
