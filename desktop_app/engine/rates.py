"""Keeps the rate of every core right while threads come, go and warm up; only for machines where rates vary."""

from __future__ import annotations

from desktop_app.engine.core import Core
from desktop_app.engine.threads import SimThread
from desktop_app.engine.throughput import Demand, Throughput
from desktop_app.engine.world import Happening, World
from desktop_app.model.machine import FULL_RATE_PPM, Machine
from desktop_app.trace.tables import OPEN, EventKind, RunEnd
from desktop_app.trace.trace import Trace


class Rates:
    """The rates of one run.

    Attributes:
        vary: Whether any core ever works at another rate than 1; if not, nothing else here is to be called.
    """

    def __init__(self, world: World, trace: Trace, machine: Machine) -> None:
        self._world = world
        self._trace = trace
        self._runs = trace.runs
        self._throughput = Throughput(machine)
        self.vary = bool(
            machine.speeds_ppm or machine.siblings or machine.cache or machine.bus_bytes_per_s is not None
            or (machine.tick_ns and machine.tick_cost_ns)
        )  # fmt: skip

    def dispatched(self, core: Core, thread: SimThread) -> None:
        """Take note that a thread was given a core."""
        cache = self._world.cache
        if cache is not None:
            cache.began(core.number, thread.process.index, thread.process.spec.footprint.working_set_bytes)
        core.rate_ppm = self._throughput.alone(core.number, warm=self._warm(core, thread))
        core.accounted_ns = thread.since_ns
        core.left_ns = thread.left_ns

    def begin_burst(self, core: Core, burst_ns: int) -> None:
        """Take note that the core's thread begins another CPU burst."""
        assert core.thread is not None
        self._account(core, core.thread)
        core.thread.part_ppm = 0
        core.left_ns = burst_ns

    def left_ns(self, core: Core, thread: SimThread) -> int:
        """Return what is left now of the CPU burst that a running thread is in."""
        self._account(core, thread)
        return core.left_ns

    def plan(self, core: Core, thread: SimThread) -> tuple[int, RunEnd]:
        """Return when the burst, the slice or the time until the thread is warm is over, and how."""
        since = max(self._world.now_ns, core.accounted_ns)
        left = core.left_ns * FULL_RATE_PPM - thread.part_ppm
        done = min(since + -(-left // core.rate_ppm), OPEN - 1)
        end, cause = (done, RunEnd.OPEN) if done <= core.slice_end_ns else (core.slice_end_ns, RunEnd.EXPIRED)
        cache = self._world.cache
        warm_in = None if cache is None else cache.warm_in_ns(core.number, thread.process.index)
        if warm_in is not None and since + warm_in < end:
            return since + warm_in, RunEnd.RATE
        return end, cause

    def settle(self) -> None:
        """Find each core's rate again after threads came, went or became warm, and plan anew where it changed."""
        world = self._world
        busy = [core for core in world.cores if core.thread is not None]
        for core in busy:
            if core.thread is not None and core.thread.program is not None:
                self._account(core, core.thread)  # nobody plans when a program is warm: it is found here
        demands = {
            core.number: Demand(core.thread.process.spec.footprint.bus_bytes_per_s, self._warm(core, core.thread))
            for core in busy
            if core.thread is not None
        }
        for number, rate in self._throughput.rates(demands).items():
            if rate != world.cores[number].rate_ppm:
                self._change(world.cores[number], rate)

    def _change(self, core: Core, rate_ppm: int) -> None:
        world, runs, thread = self._world, self._runs[core.number], core.thread
        now = world.now_ns
        assert thread is not None
        self._account(core, thread)
        before_ppm, core.rate_ppm = core.rate_ppm, rate_ppm
        if runs.began[-1] >= now:  # it is still switched to: it will begin to run at this rate
            runs.rates[-1] = rate_ppm
        else:
            runs.finish(now, RunEnd.RATE)
            runs.append(now, now, OPEN, thread.index, RunEnd.OPEN)
            runs.rates.append(rate_ppm)
        if thread.computes:
            end, cause = self.plan(core, thread)
            runs.finish(end, cause)
            core.ticket = world.at(end, Happening.END, core)
        elif thread.program is not None and core.number not in world.due and thread.since_ns < now:
            # The rest of the instruction under execution goes at the new rate.
            thread.spent_ns += (now - core.since_ns) * before_ppm // FULL_RATE_PPM
            world.due.append(core.number)

    def _account(self, core: Core, thread: SimThread) -> None:
        """Bring what is left of the burst and the warmth of the cache up to date."""
        world = self._world
        ran = world.now_ns - core.accounted_ns
        if ran <= 0:
            return
        core.accounted_ns = world.now_ns
        whole_ns, thread.part_ppm = divmod(ran * core.rate_ppm + thread.part_ppm, FULL_RATE_PPM)
        core.left_ns = max(0, core.left_ns - whole_ns)
        # Policies read what is left as of when the thread began to run.
        thread.left_ns = core.left_ns + world.now_ns - thread.since_ns
        if world.cache is not None:
            process, was_warm = thread.process.index, self._warm(core, thread)
            world.cache.ran(core.number, process, ran)
            if not was_warm and self._warm(core, thread):
                self._trace.events.append(world.now_ns, EventKind.WARM, process=process, core=core.number)

    def _warm(self, core: Core, thread: SimThread) -> bool:
        cache = self._world.cache
        return cache is not None and cache.warm(core.number, thread.process.index)
