"""What people expect of a run who leave something out: that nobody is in the way, that rates are all the same."""

from __future__ import annotations

from collections.abc import Callable
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
    kind, done = scene.spec.kind, work(scene.trace)
    devices_ns = _devices_ns(own)
    alone_ns = done.by_thread[own.thread] + devices_ns
    turnaround_ns = own.turnaround_ns or 0
    response_ns = own.response_ns or 0
    if kind is QuestionKind.WAITING_TIME:
        return [turnaround_ns, 0, own.cpu_ns, own.ready_ns + sum(own.blocked_ns.values()), response_ns]
    if kind is QuestionKind.RESPONSE_TIME:
        return [0, _first_turns_ns(scene, own), own.arrival_ns + response_ns, turnaround_ns, own.ready_ns]
    # Alone on the machine, alone once it has begun, taking turns with all the others, always as fast as ever.
    rivals = sum(
        info.arrival_ns <= own.arrival_ns < scene.trace.ended[thread] for thread, info in enumerate(scene.trace.threads)
    )
    fastest_ns = done.by_thread[own.thread] * FULL_RATE_PPM // done.fastest_ppm + devices_ns
    lasts = [alone_ns, response_ns + alone_ns, own.cpu_ns * rivals + devices_ns, fastest_ns]
    if kind is QuestionKind.TURNAROUND_TIME:
        return [lasts[0], own.arrival_ns + turnaround_ns, *lasts[1:]]
    return [*(own.arrival_ns + last for last in lasts), turnaround_ns]


def _first_turns_ns(scene: Scene, own: ThreadMetrics) -> int:
    """Return how long all who are there when a thread arrives run before they leave the core for the first time."""
    total_ns = 0
    for thread, info in enumerate(scene.trace.threads[:_OTHERS]):
        if thread != own.thread and info.arrival_ns <= own.arrival_ns < scene.trace.ended[thread]:
            changes = [change for change in scene.moments.lives.changes(thread) if change.time_ns >= own.arrival_ns]
            began = next((change.time_ns for change in changes if change.state is ThreadState.RUNNING), 0)
            ended = [change.time_ns for change in changes if change.time_ns > began >= own.arrival_ns]
            total_ns += ended[0] - began if ended else 0
    return total_ns


def times_of_others(scene: Scene, own: ThreadMetrics) -> list[int]:
    """Return the same time of other threads, in nanoseconds."""
    read = READ[scene.spec.kind]
    every = (read(one) for one in scene.metrics.threads[:_OTHERS] if one.thread != own.thread)
    return [value for value in every if value is not None]


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
