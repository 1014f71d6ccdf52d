"""What runs are compared by, and how each criterion is read from a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Final

from desktop_app.analysis.figures import RUN_FIGURES, Kind
from desktop_app.analysis.idleness import coming
from desktop_app.analysis.memory_use import MemoryUse, memory_use
from desktop_app.analysis.metrics import Metrics
from desktop_app.model.lesson import CriterionName
from desktop_app.trace.trace import Trace

#: What policies are compared by first.
_OF_POLICIES: Final = frozenset(
    {"makespan_ns", "mean_turnaround_ns", "mean_waiting_ns", "mean_response_ns", "context_switches"}
)
_FIGURES: Final = {figure.key: figure for figure in RUN_FIGURES}
_UNFINISHED: Final = "no thread has finished"
#: What matters most where threads are periodic, and says nothing where none is.
_DEADLINES: Final = "deadline_misses"

Number = float | int


class Better(Enum):
    """Which of two values of a figure is the better one."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


@dataclass(frozen=True, kw_only=True)  # no slots: cached_property needs a __dict__
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

    @cached_property
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


def _of_figure(key: str, name: CriterionName, better: Better, *, title: str = "", missing: str = "") -> Criterion:
    """Return the criterion that compares a figure of the whole run; `missing` says why it may have no value."""
    figure = _FIGURES[key]

    def read(side: Side, _first: Side) -> Reading:
        return _reading(getattr(side.metrics.run, key), missing)

    return Criterion(
        key=key,
        name=name,
        title=title or figure.title,
        kind=figure.kind,
        better=better,
        definition=figure.definition,
        read=read,
    )


def _longest(name: str) -> Callable[[Side, Side], Reading]:
    def read(side: Side, _first: Side) -> Reading:
        return _reading(side.metrics.run.longest_ns[name], _UNFINISHED)

    return read


def _reading(value: Number | None, missing: str) -> Reading:
    return Reading(reason=missing) if value is None else Reading(value=value)


def _makespan(side: Side, _first: Side) -> Reading:
    return _reading(side.makespan_ns, _why_not_over(side))


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
    _of_figure("cpu_utilisation", CriterionName.UTILISATION, Better.HIGHER),
    _of_figure("context_switches", CriterionName.SWITCHES, Better.LOWER),
    _of_figure("mean_turnaround_ns", CriterionName.TURNAROUND_TIME, Better.LOWER, missing=_UNFINISHED),
    _of_figure("mean_waiting_ns", CriterionName.WAITING_TIME, Better.LOWER, missing=_UNFINISHED),
    _of_figure("mean_response_ns", CriterionName.RESPONSE_TIME, Better.LOWER, missing=_UNFINISHED),
    _of_figure(
        "deadline_misses", CriterionName.DEADLINE_MISSES, Better.LOWER,
        title="Missed deadlines", missing="no thread is periodic",
    ),
    _of_figure("throughput_per_s", CriterionName.THROUGHPUT, Better.HIGHER),
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
