"""What people expect of a run who leave something out: that nobody is in the way, that rates are all the same."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final, NamedTuple

from desktop_app.analysis.metrics import ThreadMetrics, measure
from desktop_app.model.machine import FULL_RATE_PPM
from desktop_app.model.question import QuestionKind
from desktop_app.model.states import ThreadState
from desktop_app.teaching.questions.scene import Scene
from desktop_app.trace.trace import Trace

#: The times of a thread that are asked for.
READ: Final[dict[QuestionKind, Callable[[ThreadMetrics], int | None]]] = {
    QuestionKind.FINISH_TIME: lambda metrics: metrics.finish_ns,
    QuestionKind.WAITING_TIME: lambda metrics: metrics.waiting_ns,
    QuestionKind.TURNAROUND_TIME: lambda metrics: metrics.turnaround_ns,
    QuestionKind.RESPONSE_TIME: lambda metrics: metrics.response_ns,
}
#: Fetch, decode, execute, write back.
_STAGES: Final = 4
#: So many other threads are looked at.
_OTHERS: Final = 20


class Work(NamedTuple):
    """What threads did, at full speed: how long it would have taken each on a core of the nominal rate.

    Attributes:
        by_thread: In nanoseconds, by the thread's index.
        cpu_ns: How long they ran for it, together.
        fastest_ppm: The highest rate of any of them, in millionths of the nominal one.
    """

    by_thread: tuple[int, ...]
    cpu_ns: int
    fastest_ppm: int

    @property
    def whole_ns(self) -> int:
        """All of it."""
        return sum(self.by_thread)


def work(trace: Trace) -> Work:
    """Return what the threads of a run did up to its end."""
    found, cpu_ns, fastest = [0] * len(trace.threads), 0, 0
    for runs in trace.runs:
        for number in range(len(runs.whose)):
            ran_ns = min(runs.ended[number], trace.known_until_ns) - runs.began[number]
            if ran_ns > 0:
                rate = runs.rates[number] if runs.rates else FULL_RATE_PPM
                found[runs.whose[number] >> runs.SHIFT] += ran_ns * rate // FULL_RATE_PPM
                cpu_ns, fastest = cpu_ns + ran_ns, max(fastest, rate)
    return Work(tuple(found), cpu_ns, fastest or FULL_RATE_PPM)


def times_expected(scene: Scene, own: ThreadMetrics) -> list[int]:
    """Return what a finish, waiting, turnaround or response time is taken for, the likeliest first, in nanoseconds."""
    kind = scene.spec.kind
    turnaround_ns, response_ns = own.turnaround_ns or 0, own.response_ns or 0
    if kind is QuestionKind.WAITING_TIME:
        longest_ns = max(one.cpu_ns for one in scene.metrics.threads)
        blocked_ns = sum(own.blocked_ns.values())
        return [turnaround_ns, longest_ns, 0, own.cpu_ns, own.ready_ns + blocked_ns, response_ns]
    if kind is QuestionKind.RESPONSE_TIME:
        return [0, _first_turns_ns(scene, own), own.arrival_ns + response_ns, turnaround_ns, own.ready_ns]
    alone_ns, turns_ns, behind_ns, *others = _lasts_ns(scene, own)
    if kind is QuestionKind.TURNAROUND_TIME:
        return [alone_ns, own.arrival_ns + turnaround_ns, turns_ns, behind_ns, *others]
    arrival_ns, finish_ns = own.arrival_ns, own.finish_ns or 0
    before = max((ended for ended in times_of_others(scene, own) if arrival_ns < ended < finish_ns), default=0)
    return [arrival_ns + alone_ns, before, *(arrival_ns + last for last in (turns_ns, *others, behind_ns))]


def _lasts_ns(scene: Scene, own: ThreadMetrics) -> tuple[int, ...]:
    """Return how long a thread is expected to take, in nanoseconds.

    Alone on the machine; taking turns with all who are there when it arrives; behind them; alone from when it begins;
    always at the highest rate; and, of a program, with each instruction as long as the stages of a pipeline together.
    """
    done, devices_ns = work(scene.trace), _devices_ns(own)
    own_ns = done.by_thread[own.thread]
    there = [
        thread
        for thread, info in enumerate(scene.trace.threads)
        if thread != own.thread and info.arrival_ns <= own.arrival_ns < scene.trace.ended[thread]
    ]
    times = scene.moments.times
    left_ns = sum(scene.metrics.threads[one].cpu_ns - times.at(one, own.arrival_ns).cpu_ns for one in there[:_OTHERS])
    program = scene.trace.processes[scene.trace.threads[own.thread].process].listing >= 0
    return (
        own_ns + devices_ns,
        own.cpu_ns * (len(there) + 1) + devices_ns,
        left_ns + own_ns + devices_ns,
        (own.response_ns or 0) + own_ns + devices_ns,
        own_ns * FULL_RATE_PPM // done.fastest_ppm + devices_ns,
        *([own_ns * _STAGES + devices_ns] if program else []),
    )


def _first_turns_ns(scene: Scene, own: ThreadMetrics) -> int:
    """Return how long all others run, until they leave the core for the first time, who begin before a thread does."""
    total_ns, first_ns = 0, own.first_run_ns or 0
    for thread in range(min(_OTHERS, len(scene.trace.threads))):
        changes = scene.moments.lives.changes(thread) if thread != own.thread else ()
        for change, following in pairwise(changes):
            if change.state is ThreadState.RUNNING and change.time_ns < first_ns:
                total_ns += following.time_ns - change.time_ns
                break
    return total_ns


def times_of_others(scene: Scene, own: ThreadMetrics) -> list[int]:
    """Return the same time of other threads, in nanoseconds."""
    read = READ[scene.spec.kind]
    every = (read(one) for one in scene.metrics.threads[:_OTHERS] if one.thread != own.thread)
    return [value for value in every if value is not None]


def cpu_times_expected(scene: Scene, thread: int, until_ns: int) -> list[int]:
    """Return what a CPU time by a moment is taken for, in nanoseconds: an equal share, all, one stay, the waiting."""
    share_ns = until_ns * scene.trace.header.cores // max(1, len(scene.trace.threads))
    changes = [change for change in scene.moments.lives.changes(thread) if change.time_ns < until_ns]
    stays = [later.time_ns - one.time_ns for one, later in pairwise(changes) if one.state is ThreadState.RUNNING]
    ready_ns = scene.moments.times.at(thread, until_ns).ready_ns
    return [min(share_ns, until_ns), until_ns, max(stays, default=0), ready_ns]


def shared_speed_up(trace: Trace) -> float:
    """Return what a speed-up is taken for where part of the work is serial: the cores, times the part that is shared.

    That adds speeds where times are to be added (Amdahl's law).
    """
    done = work(trace)
    alone_ns = 0
    changes: list[tuple[int, int]] = []
    for runs in trace.runs:
        for began_ns, ended_ns in zip(runs.began, runs.ended, strict=True):
            until_ns = min(ended_ns, trace.known_until_ns)
            if began_ns < until_ns:
                changes += [(began_ns, 1), (until_ns, -1)]
    changes.sort()
    running = 0
    for (begin_ns, change), (end_ns, _) in pairwise(changes):
        running += change
        alone_ns += end_ns - begin_ns if running == 1 else 0
    return trace.header.cores * (1 - alone_ns / done.cpu_ns) if done.cpu_ns else 0.0


def makespans_expected(scene: Scene) -> list[int]:
    """Return what a makespan is taken for, in nanoseconds: work shared evenly, the longest thread alone, no cores."""
    done, cores = work(scene.trace), scene.trace.header.cores
    longest_ns = max((done.by_thread[one.thread] + _devices_ns(one) for one in scene.metrics.threads), default=0)
    return [done.whole_ns // cores, longest_ns, done.whole_ns, done.cpu_ns, done.cpu_ns // cores]


def devices_ns(trace: Trace) -> int:
    """Return how long the threads of a run that finished were at devices and asleep, together."""
    return sum(map(_devices_ns, measure(trace).threads))


def _devices_ns(own: ThreadMetrics) -> int:
    """Return how long a thread that finished was at devices and asleep, which others in its way do not change."""
    if own.slowdown is None or own.turnaround_ns is None:
        return 0
    return max(0, round(own.turnaround_ns / own.slowdown) - own.cpu_ns) if own.slowdown else 0
