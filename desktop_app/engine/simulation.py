"""The simulation: discrete events in integer nanoseconds, from one moment to the next.

Events are ordered by (time, sequence); what the scenario itself times has the lowest sequence numbers, launches
first. Everything that happens at one moment is handled first; then idle cores are given threads and urgent
threads take the place of others, and only then do threads with programs execute on, each up to the next event of
anybody else. So no instruction runs ahead of what could influence it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush

from desktop_app.engine.actions import Actions
from desktop_app.engine.births import Births
from desktop_app.engine.checkpoints import Checkpoints
from desktop_app.engine.core import Core
from desktop_app.engine.execution import Execution
from desktop_app.engine.fifo_loop import FifoLoop
from desktop_app.engine.lifecycle import Lifecycle
from desktop_app.engine.limits import RunLimits
from desktop_app.engine.plain_loop import PlainLoop
from desktop_app.engine.recorder import Recorder
from desktop_app.engine.requests import Requests
from desktop_app.engine.scheduler import Scheduler
from desktop_app.engine.threads import SimThread
from desktop_app.engine.work import Work
from desktop_app.engine.world import Happening, Payload, World
from desktop_app.model.scenario import Action, Scenario, SchedulerSpec
from desktop_app.model.workload import Program
from desktop_app.policies.protocol import Policy
from desktop_app.program.loading import LoadedProgram
from desktop_app.trace.history import forget_before, halfway_ns
from desktop_app.trace.size import is_within
from desktop_app.trace.tables import OPEN
from desktop_app.trace.trace import Trace

#: How many events and instructions pass between two looks at the size of the trace, at the least; a look costs time
#: for each table, so with many threads it is this many for each of them. Either way they add a few MiB at most.
_SIZE_CHECK_WORK = 8192
_SIZE_CHECK_WORK_PER_THREAD = 32
#: Where every run ends, after 146 years, so that a time plus any duration fits the columns.
_LAST_NS = 2**62
#: As long as there are no more than so many events beside those that were left then, none are looked for that are out
#: of date: one for each preemption, each of which would stay until the burst would have ended that it cut.
_FEW_EVENTS = 1024
#: Events that cannot wake anybody by themselves: when nothing else is left to come, nothing will ever run again.
_IDLE_EVENTS = frozenset({Happening.TIMER, Happening.BALANCE, Happening.GIL})


def _core_number(end: tuple[Payload, int]) -> int:
    core, _ = end
    assert isinstance(core, Core)
    return core.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a simulation runs.

    Attributes:
        scenario: The scenario.
        loaded: Its programs, compiled.
        until_ns: When it ends at the latest, or None.
        make_queues: Makes the ready queues of a policy.
        limits: What the run may use.
    """

    scenario: Scenario
    loaded: dict[Program, LoadedProgram]
    until_ns: int | None
    make_queues: Callable[[SchedulerSpec], list[Policy]]
    limits: RunLimits


class Simulation:
    """One run of one scenario. Built by `engine.build.simulate`.

    Attributes:
        trace: What happened so far; final up to ``trace.known_until_ns``.
        world: The state that the rest of the run depends on.
        plan: What is run.
        checkpoints: From where it can be gone on with, if the limits ask for checkpoints.
    """

    def __init__(
        self,
        plan: Plan,
        world: World,
        recorder: Recorder,
        checkpoints: Checkpoints,
    ) -> None:
        machine = plan.scenario.machine
        self.plan = plan
        self.checkpoints = checkpoints
        self.trace = trace = recorder.trace
        self.world = world
        self._recorder = recorder
        self._limits = limits = plan.limits
        self._stop_ns = _LAST_NS if plan.until_ns is None else min(plan.until_ns, _LAST_NS)
        self._has_tick = machine.tick_ns > 0
        self._handled = 0
        self._checked_work = 0
        self._purge_at = 2 * len(world.events) + _FEW_EVENTS
        self._size_check_work = max(_SIZE_CHECK_WORK, _SIZE_CHECK_WORK_PER_THREAD * len(world.threads))
        self._scheduler = scheduler = Scheduler(world, trace, machine)
        self._lifecycle = lifecycle = Lifecycle(world, trace, machine, scheduler)
        self._work = work = Work(world, trace, machine, scheduler, lifecycle)
        births = Births(world, recorder, plan.scenario, plan.loaded)
        self._execution = Execution(
            world,
            trace,
            machine,
            scheduler=scheduler,
            lifecycle=lifecycle,
            requests=Requests(world, trace, scheduler=scheduler, lifecycle=lifecycle, work=work, births=births),
            recorder=recorder,
            limits=limits,
        )
        self._actions = Actions(
            world,
            trace,
            scheduler=scheduler,
            lifecycle=lifecycle,
            sharing=work.sharing,
            births=births,
            make_queues=plan.make_queues,
        )
        scheduler.begin, scheduler.spend = self._begin, self._execution.spend
        lifecycle.granted, lifecycle.leave = work.sharing.granted, self._execution.leave
        self._handlers = self._all_handlers()
        self._loops = tuple(
            loop(world, trace, machine, work=work, handlers=self._handlers, scheduler=scheduler, lifecycle=lifecycle)
            for loop in (FifoLoop, PlainLoop)
        )

    def resume(self, state: dict[str, object], work: int) -> None:
        """Go on where another run was at a checkpoint, when this much work was done."""
        self._recorder.resume(state)
        self._handled = self._checked_work = work - self._recorder.instructions

    @property
    def now_ns(self) -> int:
        """Time of the last event handled."""
        return self.world.now_ns

    def advance(self, until_ns: int, max_events: int) -> None:
        """Go on until everything up to ``until_ns`` is known, the run is over, or ``max_events`` were handled."""
        last = self._handled + max_events
        while not self.trace.finished and self.trace.known_until_ns < until_ns and self._handled < last:
            if self.over:
                self._finish()
            else:
                self._go_on(until_ns, last)
                self._know()

    def run(self) -> Trace:
        """Run to the end, or to the limit, and return the trace."""
        while not self.trace.finished:
            self.advance(OPEN, 1_000_000)
        return self.trace

    # -- moments --------------------------------------------------------------------------------------------

    @property
    def over(self) -> bool:
        """Whether nothing more is to come: no event in time, no thread alive, or nobody who could ever run."""
        world = self.world
        events = world.events
        if not events or events[0][0] > self._stop_ns or not world.alive:
            return True
        if events[0][2] not in _IDLE_EVENTS:
            return False
        nobody = all(core.thread is None for core in world.cores) and not any(len(queue) for queue in world.queues)
        return nobody and all(event[2] in _IDLE_EVENTS for event in events)

    def _go_on(self, until_ns: int, last: int) -> None:
        """Handle the next moments, by the first loop that applies, or else one moment."""
        events = self.world.events
        if len(events) > self._purge_at:
            self.world.purge()
            self._purge_at = 2 * len(events) + _FEW_EVENTS
        at_end = not events or events[0][0] >= self._stop_ns
        for loop in self._loops:
            if loop.applies() and not at_end:
                most = min(last - self._handled, self._size_check_work)
                if self._limits.checkpoints:
                    most = min(most, self.checkpoints.distance)
                if self._limits.events is not None:
                    most = min(most, max(1, self._limits.events - self._handled))
                self._handled += loop.run(min(until_ns, self._stop_ns - 1), most)
                self._execute()  # where an action launched a program
                return
        if events:
            self._moment()

    def _moment(self) -> None:
        """Handle everything that happens at the next moment."""
        world, handlers = self.world, self._handlers
        events = world.events
        now = world.now_ns = events[0][0]
        while events and events[0][0] == now:
            _, ticket, what, about = heappop(events)
            if what == Happening.END and self._has_tick:
                self._end_in_order(about, ticket)
            else:
                handlers[what](about, ticket)
            self._handled += 1
        if now >= self._stop_ns:
            self._scheduler.standings.record()
            return  # who would be given a core now would never run
        self._scheduler.settle()
        self._execute()

    def _execute(self) -> None:
        """Let programs execute on; what takes no time may give a core to another thread, which is to go on, too."""
        while self.world.due:
            self._execution.execute(self._stop_ns)
            if self.world.dirty:
                self._scheduler.settle()

    def _end_in_order(self, about: Payload, ticket: int) -> None:
        """Let one timer tick interrupt the cores in their order, whenever the ends of their slices were planned."""
        events, now = self.world.events, self.world.now_ns
        ends, others = [(about, ticket)], []
        while events and events[0][0] == now:
            event = heappop(events)
            if event[2] == Happening.END:
                ends.append((event[3], event[1]))
            else:
                others.append(event)
        for event in others:
            heappush(events, event)
        for core, number in sorted(ends, key=_core_number):
            self._handlers[Happening.END](core, number)

    def _know(self) -> None:
        """What is yet to happen at this moment or the next may change the picture there: final is what lies before."""
        events = self.world.events
        self.trace.known_until_ns = (events[0][0] if events else self.world.now_ns + 1) - 1
        self._check_limits()

    def _finish(self) -> None:
        trace, world = self.trace, self.world
        if not trace.truncated and world.events and world.alive and world.events[0][0] > _LAST_NS:
            trace.truncated = "the run was cut short at its limit of 146 years"
        if world.alive and (self._stop_ns != _LAST_NS or trace.truncated):
            world.now_ns = self._stop_ns
            if not trace.truncated:
                self._cut_instructions()
        for process in world.processes:
            if process.image is not None and process.alive:
                trace.written.memory[process.index].final_globals = process.image.globals_text()
        trace.known_until_ns = world.now_ns
        trace.finished = True

    def _cut_instructions(self) -> None:
        """The run stops at its end: show the instructions under execution up to there."""
        for core in self.world.cores:
            if core.thread is not None and core.thread.since_ns <= self.world.now_ns:
                self._execution.spend(core, core.thread)

    # -- limits ---------------------------------------------------------------------------------------------

    def _check_limits(self) -> None:
        limits = self._limits
        if self.trace.truncated:
            return
        if limits.instructions is not None and self._recorder.instructions >= limits.instructions:
            self._truncate(f"{limits.instructions:,} instructions")
        elif limits.hidden_work is not None and self._recorder.hidden_work >= limits.hidden_work:
            self._truncate(f"{limits.hidden_work:,} steps of library code and built-in functions")
        elif limits.events is not None and self._handled >= limits.events:
            self._truncate(f"{limits.events:,} events")
        work = self._handled + self._recorder.instructions
        if limits.checkpoints:
            self.checkpoints.offer(self.world, self._recorder, work)
        if work - self._checked_work >= self._size_check_work:
            self._checked_work = work
            self._bound_size()

    def _bound_size(self) -> None:
        limits = self._limits
        if is_within(self.trace, limits.trace_bytes):
            return
        if limits.forget:
            moved = forget_before(self.trace, halfway_ns(self.trace), self._recorder.current_nodes())
            self._recorder.forgot(moved)
            self.checkpoints.clear()
        else:
            self._truncate(f"{limits.trace_bytes / 2**20:,.0f} MiB of trace")

    def _truncate(self, limit: str) -> None:
        """Let the run end at the next event, where what was executed so far is over."""
        if self.world.events and self.world.alive:
            self._stop_ns = min(self._stop_ns, self.world.events[0][0])
            self.trace.truncated = f"the run was cut short at its limit of {limit}"

    # -- events ---------------------------------------------------------------------------------------------

    def _all_handlers(self) -> tuple[Callable[[Payload, int], None], ...]:
        """Return what handles each kind of event: the kind says what the event is about."""
        handlers: dict[Happening, Callable[..., None]] = {
            Happening.END: self._work.end,
            Happening.WAKE: self._lifecycle.woken,
            Happening.START: self._start,
            Happening.RAN: self._execution.ran,
            Happening.COMPLETE: self._execution.complete,
            Happening.CUT: self._execution.cut,
            Happening.RELEASE: self._release,
            Happening.LAUNCH: self._lifecycle.launched,
            Happening.STARTED: self._lifecycle.started,
            Happening.DEVICE: self._device_done,
            Happening.GIL: self._gil_requested,
            Happening.TIMER: self._timer,
            Happening.BALANCE: self._balance,
            Happening.ACTION: self._act,
        }
        return tuple(handlers[kind] for kind in Happening)

    def _begin(self, core: Core, thread: SimThread) -> None:
        if thread.program is not None:
            self._execution.begin(core, thread)
        else:
            self._work.proceed(core, thread, thread.position)

    def _start(self, core: Core, ticket: int) -> None:
        if core.ticket == ticket and core.thread is not None:
            self._begin(core, core.thread)

    def _release(self, thread: SimThread, _: int) -> None:
        self._work.release(thread)

    def _device_done(self, thread: SimThread, _: int) -> None:
        self._work.device_done(thread)

    def _gil_requested(self, thread: SimThread, ticket: int) -> None:
        self._execution.requested(thread, ticket)

    def _act(self, action: Action, _: int) -> None:
        self._actions.apply(action)
        for loop in self._loops:
            loop.reconsider()

    def _timer(self, number: int, _: int) -> None:
        """A policy's time has come, unless it has changed its mind since."""
        world = self.world
        if number < len(world.armed) and world.armed[number] == world.now_ns:
            world.armed[number] = None
        if number < len(world.timers) and world.timers[number] == world.now_ns:
            world.timers[number] = None
            world.queues[number].on_timer(world.now_ns)
            world.dirty = True

    def _balance(self, _number: int, _: int) -> None:
        world = self.world
        world.balances = False
        self._scheduler.queues.balance(world.now_ns)
        if any(len(queue) for queue in world.queues):
            self._scheduler.queues.balance_later()
