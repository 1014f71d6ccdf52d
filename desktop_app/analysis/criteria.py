"""What runs are compared by, and how each criterion is read from a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop_app.analysis.figures import Kind
from desktop_app.analysis.idleness import coming
from desktop_app.analysis.memory_use import MemoryUse, memory_use
from desktop_app.analysis.metrics import Metrics
from desktop_app.model.lesson import CriterionName
from desktop_app.trace.trace import Trace

#: What policies are compared by first.
_OF_POLICIES: Final = frozenset(
    {"makespan_ns", "mean_turnaround_ns", "mean_waiting_ns", "mean_response_ns", "context_switches"}
)
#: What matters most where threads are periodic, and says nothing where none is.
_DEADLINES: Final = "deadline_misses"

Number = float | int


class Better(Enum):
    """Which of two values of a figure is the better one."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One run, measured.

    Attributes:
        title: What people call it.
        trace: The run.
        end_ns: Up to when it is measured: a moment, or its end.
        metrics: Its figures up to then, as `metrics.measure` returns them.
    """

    title: str
    trace: Trace
    end_ns: int
    metrics: Metrics

    @property
    def makespan_ns(self) -> int | None:
        """When the last of its threads ended, counted from 0; None while one has not, or is yet to be launched."""
        return makespan_ns(self.trace, self.end_ns)

    @property
    def cpu_ns(self) -> int:
        """CPU time of all its threads."""
        return sum(thread.cpu_ns for thread in self.metrics.threads)

    @property
    def memory(self) -> MemoryUse | None:
        """The most memory that its processes had together."""
        return memory_use(self.trace, self.end_ns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One value, or why there is none; exactly one of the two is given."""

    value: Number | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A figure by which runs are compared.

    Attributes:
        key: What the code and JSON call it.
        name: What lessons call it.
        title: What people call it.
        kind: What it counts.
        better: Which values are better.
        definition: What it means, with its formula.
        read: Reads it from a run; the first run is given, too.
        relative: Whether it is a comparison with the first run already, so that a difference would say nothing.
    """

    key: str
    name: CriterionName
    title: str
    kind: Kind
    better: Better
    definition: str
    read: Callable[[Side, Side], Reading]
    relative: bool = False


def makespan_ns(trace: Trace, end_ns: int | None = None) -> int | None:
    """Return when the last thread ended, counted from 0, if that was by ``end_ns`` and none is yet to be launched.

    Where no ``end_ns`` is given, it is the end of what is known of the run.
    """
    end_ns = trace.known_until_ns if end_ns is None else end_ns
    if coming(trace, end_ns) or not trace.ended:
        return None
    last = max(trace.ended)
    return last if last <= end_ns else None


def most_telling(traces: Sequence[Trace]) -> tuple[str, ...]:
    """Return the keys of all criteria, those first that tell most about what runs differ in.

    Of policies these are the times of threads, otherwise those of the whole run, and where there are periodic threads
    their deadlines come before both; it does not depend on a moment, so that no row moves while runs are played.
    """
    keys = [criterion.key for criterion in CRITERIA]
    if len({trace.header.policy for trace in traces}) > 1:
        keys.sort(key=lambda key: key not in _OF_POLICIES)
    periodic = any(process.periodic is not None for trace in traces for process in trace.processes)
    keys.remove(_DEADLINES)
    keys.insert(0 if periodic else len(keys), _DEADLINES)
    return tuple(keys)


def at_end(side: Side) -> bool:
    """Return whether a run is measured as of its end, which is known."""
    return side.trace.finished and side.end_ns >= side.trace.known_until_ns


def _of_run(name: str) -> Callable[[Side, Side], Reading]:
    def read(side: Side, _first: Side) -> Reading:
        return Reading(value=getattr(side.metrics.run, name))

    return read


def _mean(name: str) -> Callable[[Side, Side], Reading]:
    def read(side: Side, _first: Side) -> Reading:
        return _if_finished(getattr(side.metrics.run, f"mean_{name}"))

    return read


def _longest(name: str) -> Callable[[Side, Side], Reading]:
    def read(side: Side, _first: Side) -> Reading:
        return _if_finished(side.metrics.run.longest_ns[name])

    return read


def _if_finished(value: Number | None) -> Reading:
    return Reading(reason="no thread has finished") if value is None else Reading(value=value)


def _makespan(side: Side, _first: Side) -> Reading:
    found = side.makespan_ns
    return Reading(reason=_why_not_over(side)) if found is None else Reading(value=found)


def _why_not_over(side: Side) -> str:
    return "its run ended before all of its threads did" if at_end(side) else "its run is not over yet"


def _speed_up(side: Side, first: Side) -> Reading:
    mine, base = side.makespan_ns, first.makespan_ns
    if base is None or mine is None:
        late = side if mine is None else first
        whose = "" if late is side else "of the first run: "
        return Reading(reason=f"{whose}{_why_not_over(late)}")
    return Reading(value=base / mine) if mine else Reading(reason="its run took no time")


def _cores_used(side: Side, _first: Side) -> Reading:
    makespan = side.makespan_ns
    elapsed_ns = side.end_ns if makespan is None else makespan
    return Reading(value=side.cpu_ns / elapsed_ns) if elapsed_ns else Reading(reason="no time has passed")


def _cpu_time(side: Side, _first: Side) -> Reading:
    return Reading(value=side.cpu_ns)


def _deadline_misses(side: Side, _first: Side) -> Reading:
    found = side.metrics.run.deadline_misses
    return Reading(reason="no thread is periodic") if found is None else Reading(value=found)


def _memory(side: Side, first: Side) -> Reading:
    use, base = side.memory, first.memory
    if use is None:
        return Reading(reason="nothing says how much memory it takes")
    if base is not None and base.whole is not use.whole:
        return Reading(reason="only one of the two scenarios says how much RAM processes take")
    return Reading(value=use.peak_bytes)


#: What runs are compared by, in the order in which it is shown; what matters most comes first.
CRITERIA: Final = (
    Criterion(
        key="makespan_ns", name=CriterionName.MAKESPAN, title="Makespan",
        kind=Kind.DURATION, better=Better.LOWER, read=_makespan,
        definition="When the last thread ended, counted from 0.",
    ),
    Criterion(
        key="speed_up", name=CriterionName.SPEED_UP, title="Speed-up",
        kind=Kind.RATIO, better=Better.HIGHER, read=_speed_up, relative=True,
        definition="How many times sooner than the first run all was done.\nmakespan of the first ÷ makespan",
    ),
    Criterion(
        key="cores_used", name=CriterionName.CORES_USED, title="Cores used",
        kind=Kind.RATIO, better=Better.NEITHER, read=_cores_used,
        definition="How many cores were at work on average.\nΣ CPU time ÷ makespan, or ÷ elapsed time before the end",
    ),
    Criterion(
        key="cpu_utilisation", name=CriterionName.UTILISATION, title="CPU utilisation",
        kind=Kind.SHARE, better=Better.HIGHER, read=_of_run("cpu_utilisation"),
        definition="Share of the cores' time on line in which threads ran; context switches do not count.\n"
        "Σ CPU time ÷ Σ time on line",
    ),
    Criterion(
        key="context_switches", name=CriterionName.SWITCHES, title="Context switches",
        kind=Kind.COUNT, better=Better.LOWER, read=_of_run("context_switches"),
        definition="How often a core took on another thread than it had before, its first included.",
    ),
    Criterion(
        key="mean_turnaround_ns", name=CriterionName.TURNAROUND_TIME, title="Mean turnaround",
        kind=Kind.DURATION, better=Better.LOWER, read=_mean("turnaround_ns"),
        definition="Mean over the threads that finished.\nturnaround = finish − arrival",
    ),
    Criterion(
        key="mean_waiting_ns", name=CriterionName.WAITING_TIME, title="Mean waiting",
        kind=Kind.DURATION, better=Better.LOWER, read=_mean("waiting_ns"),
        definition="Mean over the threads that finished.\nwaiting = time in the ready queue",
    ),
    Criterion(
        key="mean_response_ns", name=CriterionName.RESPONSE_TIME, title="Mean response",
        kind=Kind.DURATION, better=Better.LOWER, read=_mean("response_ns"),
        definition="Mean over the threads that finished.\nresponse = first run − arrival",
    ),
    Criterion(
        key="deadline_misses", name=CriterionName.DEADLINE_MISSES, title="Missed deadlines",
        kind=Kind.COUNT, better=Better.LOWER, read=_deadline_misses,
        definition="Jobs of periodic threads that finished after their deadline, or were not finished at it.",
    ),
    Criterion(
        key="throughput_per_s", name=CriterionName.THROUGHPUT, title="Throughput",
        kind=Kind.PER_SECOND, better=Better.HIGHER, read=_of_run("throughput_per_s"),
        definition="Threads that finished per simulated second.\nfinished threads ÷ elapsed time",
    ),
    Criterion(
        key="memory_bytes", name=CriterionName.MEMORY, title="Memory",
        kind=Kind.SIZE, better=Better.LOWER, read=_memory,
        definition="The most that all processes had at one moment: of RAM where the scenario says what processes take, "
        "else their code and global variables.",
    ),
    Criterion(
        key="cpu_ns", name=CriterionName.CPU_TIME, title="CPU time",
        kind=Kind.DURATION, better=Better.NEITHER, read=_cpu_time,
        definition="Time of all threads on cores; context switches do not count.",
    ),
    Criterion(
        key="longest_turnaround_ns", name=CriterionName.LONGEST_TURNAROUND_TIME, title="Longest turnaround",
        kind=Kind.DURATION, better=Better.LOWER, read=_longest("turnaround_ns"),
        definition="The most of all threads that finished.\nturnaround = finish − arrival",
    ),
    Criterion(
        key="longest_waiting_ns", name=CriterionName.LONGEST_WAITING_TIME, title="Longest waiting",
        kind=Kind.DURATION, better=Better.LOWER, read=_longest("waiting_ns"),
        definition="The most of all threads that finished.\nwaiting = time in the ready queue",
    ),
    Criterion(
        key="longest_response_ns", name=CriterionName.LONGEST_RESPONSE_TIME, title="Longest response",
        kind=Kind.DURATION, better=Better.LOWER, read=_longest("response_ns"),
        definition="The most of all threads that finished.\nresponse = first run − arrival",
    ),
)  # fmt: skip
