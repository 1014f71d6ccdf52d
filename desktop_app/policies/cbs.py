"""Linux's SCHED_DEADLINE: constant bandwidth servers under earliest deadline first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappush

from desktop_app.model.durations import format_duration
from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.queueing import Queueing, QueueKey, Standing
from desktop_app.policies.given import whole
from desktop_app.policies.protocol import (
    NEVER,
    OptionKind,
    Options,
    PolicyInfo,
    PolicyOption,
    ReadyReason,
    Schedulable,
    Setting,
    StopReason,
)
from desktop_app.policies.ranked import RankedPolicy

#: What reservations may take of each core: sched_rt_runtime_us / sched_rt_period_us, 950000 / 1000000.
LIMIT = Fraction(95, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why reservations cannot be granted.

    Attributes:
        position: Index of the first reservation that does not fit beside those before it.
        bandwidth: The share of a core that reservations up to and with it would take together.
        largest_ns: The largest runtime that would fit there; 0 when none would.
        expected: What would be right, for an error message about its runtime.
    """

    position: int
    bandwidth: Fraction
    largest_ns: int
    expected: str


def admit(reservations: Sequence[tuple[int, int]], cores: int) -> Refusal | None:
    """Check that reservations may be made: the sum of runtime / period stays below 95 % of the cores.

    The check is exact. Linux's documentation says "below"; its code (``__dl_overflow``) lets the sum reach the
    limit, in units of 2^-20 of a core. One thread cannot use more than one core, so a runtime must not exceed its
    period either.

    Args:
        reservations: (runtime, period) of every thread that has one, in nanoseconds, in the order of the scenario.
        cores: How many cores the threads share.

    Returns:
        None when all fit.
    """
    limit = LIMIT * cores
    total = Fraction(0)
    for position, (runtime_ns, period_ns) in enumerate(reservations):
        left = limit - total
        total += Fraction(runtime_ns, period_ns)
        if total < limit and runtime_ns <= period_ns:
            continue
        product = left * period_ns
        # The largest whole number below the product, exactly.
        largest_ns = min(period_ns, -(-product.numerator // product.denominator) - 1)
        rule = f"so that runtime / period of all reservations stays below 0.95 × {cores} in sum"
        fits = f"at most {format_duration(largest_ns)} here" if largest_ns > 0 else "no further reservation"
        return Refusal(position=position, bandwidth=total, largest_ns=largest_ns, expected=f"{fits}, {rule}")
    return None


@dataclass(slots=True)
class _Server:
    """A reservation's state: budget_ns of CPU time until deadline_ns.

    ``turn`` orders equal deadlines.
    """

    deadline_ns: int
    budget_ns: int
    turn: int


class ConstantBandwidth(RankedPolicy):
    """Each thread with a reservation has a server, and servers are ranked by their deadlines, not the jobs'.

    A server lets its thread run for ``runtime_ns`` in every ``period_ns``, ``relative_deadline_ns`` from the
    start of each (Linux refuses a deadline beyond the period; here the period counts then). Following
    kernel/sched/deadline.c:

    - On wake-up a server whose deadline is past starts afresh: deadline = now + relative deadline, full budget.
      So does one whose budget could not be spent until its deadline without exceeding its bandwidth, that is
      budget / (deadline - now) > runtime / relative deadline. Where the relative deadline is less than the
      period, starting afresh would exceed the bandwidth: then the deadline stays and the budget is cut down to
      what the bandwidth allows; and after the deadline, the thread is throttled until the next period.
    - A budget that is used up throttles the thread until the next period begins, which is the server's deadline
      where that equals the period. Then deadline += period and budget += runtime, until there is a budget.
    - Equal deadlines: the running thread keeps its core; others in the order in which they became ready.

    Simplified: times are exact (the kernel compares in units of 1,024 ns); no reclaiming (GRUB), no yielding, no
    inherited deadlines, no server for normal threads; affinity may be narrower than all cores. A thread that
    comes from another core's queue gets a new server.

    Threads without a reservation are the background of `RankedPolicy` and take turns of a quantum; one that was
    preempted goes on with the rest of its quantum.
    """

    accounts = True
    told = True
    reserves = True

    def __init__(self, quantum_ns: int) -> None:
        super().__init__()
        self.queueing = Queueing(key=QueueKey.SERVER_DEADLINE, quantum_ns=quantum_ns)
        self._quantum_ns = quantum_ns
        self._quantum_left_ns: dict[int, int] = {}
        self._servers: dict[int, _Server] = {}

    def _rank(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        server = self._servers.get(thread.index)
        return NEVER if server is None else server.deadline_ns

    def add(self, thread: Schedulable, now_ns: int, reason: ReadyReason) -> int | None:
        """Queue by the server's deadline, or say when the next period begins if there is no budget until then."""
        if not thread.runtime_ns or thread.period_ns == NEVER:
            self._wait_in_background(thread, first=thread.index in self._quantum_left_ns)
            return None
        server = self._servers.get(thread.index)
        if server is None:
            self._servers[thread.index] = server = _Server(0, 0, 0)
            _start_afresh(server, thread, now_ns)
        elif server.budget_ns > 0 or now_ns >= _next_period_ns(server, thread):
            _continue(server, thread, now_ns, woken=reason is ReadyReason.WOKEN)
        if server.budget_ns <= 0:
            return _next_period_ns(server, thread)
        if reason is not ReadyReason.PREEMPTED:
            self._turns += 1
            server.turn = self._turns
        heappush(self._heap, (server.deadline_ns, server.turn, thread.index, thread))
        return None

    def remove(self, thread: Schedulable, now_ns: int) -> None:
        """Leave the queue; the reservation goes on, so that leaving and coming back gains nothing."""
        super().remove(thread, now_ns)
        self._quantum_left_ns.pop(thread.index, None)

    def forget(self, thread: Schedulable) -> None:
        """Forget its reservation, or the rest of its quantum."""
        self._servers.pop(thread.index, None)
        self._quantum_left_ns.pop(thread.index, None)

    def slice_ns(self, thread: Schedulable, now_ns: int) -> int:  # noqa: ARG002 - at any time
        """Return the budget that is left, or what is left of the quantum without a reservation."""
        server = self._servers.get(thread.index)
        if server is not None:
            return server.budget_ns
        return self._quantum_left_ns.get(thread.index, self._quantum_ns)

    def standing(self, thread: Schedulable, now_ns: int) -> Standing:
        """Return its server's deadline and budget, or what is left of its quantum."""
        server = self._servers.get(thread.index)
        if server is not None:
            return Standing(key=server.deadline_ns, tie=server.turn, extra=server.budget_ns)
        standing = self._unranked(first=thread.index in self._quantum_left_ns)
        return standing._replace(extra=self.slice_ns(thread, now_ns))

    def stopped(self, thread: Schedulable, now_ns: int, ran_ns: int, reason: StopReason) -> None:  # noqa: ARG002
        """Charge the server, or the quantum without a reservation."""
        server = self._servers.get(thread.index)
        if server is None:
            left_ns = self._quantum_left_ns.pop(thread.index, self._quantum_ns) - ran_ns
            if reason is StopReason.PREEMPTED and left_ns > 0:
                self._quantum_left_ns[thread.index] = left_ns
        elif reason is StopReason.TERMINATED:
            del self._servers[thread.index]
        else:
            server.budget_ns -= ran_ns

    @staticmethod
    def fits(load: Fraction) -> bool:
        """Return whether reservations of this share would be admitted on one core."""
        return load < LIMIT


def _relative_deadline_ns(thread: Schedulable) -> int:
    return min(thread.relative_deadline_ns, thread.period_ns)


def _next_period_ns(server: _Server, thread: Schedulable) -> int:
    return server.deadline_ns - _relative_deadline_ns(thread) + thread.period_ns


def _start_afresh(server: _Server, thread: Schedulable, now_ns: int) -> None:
    server.deadline_ns = now_ns + _relative_deadline_ns(thread)
    server.budget_ns = thread.runtime_ns


def _owed_periods(server: _Server, thread: Schedulable) -> int:
    """Return how many periods' runtimes a used-up budget needs to be more than 0."""
    return -server.budget_ns // thread.runtime_ns + 1


def _continue(server: _Server, thread: Schedulable, now_ns: int, *, woken: bool) -> None:
    """Bring a server up to date that has a budget, or whose next period has begun."""
    if server.budget_ns <= 0:
        periods = _owed_periods(server, thread)
        server.deadline_ns += periods * thread.period_ns
        server.budget_ns += periods * thread.runtime_ns
        if not woken and server.deadline_ns < now_ns:
            # It ran until long after its deadline: the kernel, too, gives up on a server that lags so much.
            _start_afresh(server, thread, now_ns)
    if woken:
        _wake_up(server, thread, now_ns)


def _wake_up(server: _Server, thread: Schedulable, now_ns: int) -> None:
    """Apply the rules for a thread that was blocked and has a budget."""
    relative_ns = _relative_deadline_ns(thread)
    constrained = relative_ns < thread.period_ns
    if server.deadline_ns < now_ns:
        if constrained and now_ns < _next_period_ns(server, thread):
            server.budget_ns = 0
        else:
            _start_afresh(server, thread, now_ns)
    elif server.budget_ns * relative_ns > (server.deadline_ns - now_ns) * thread.runtime_ns:
        if constrained:
            server.budget_ns = (server.deadline_ns - now_ns) * thread.runtime_ns // relative_ns
        else:
            _start_afresh(server, thread, now_ns)


def _make(setting: Setting, options: Options) -> ConstantBandwidth:
    return ConstantBandwidth(whole(options, "quantum", setting.machine.quantum_ns))


CBS = PolicyInfo(
    name="cbs",
    title="Constant bandwidth server (SCHED_DEADLINE)",
    summary="Each reservation gets its runtime in every period and no more; the earliest server deadline runs.",
    source="Linux: kernel/sched/deadline.c and Documentation/scheduler/sched-deadline.rst; Abeni and Buttazzo: "
    "Integrating multimedia applications in hard real-time systems, 1998. Threads without a reservation take turns "
    "when no reservation wants to run.",
    options=(
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="How long a thread without a reservation runs; the machine's quantum when absent.",
        ),
    ),
    make=_make,
)
