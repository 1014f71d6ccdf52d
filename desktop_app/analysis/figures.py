"""The figures by which schedulers are compared: what each is called, how it is defined, and how its values read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from desktop_app.analysis.metrics import CoreMetrics, Metrics, ProcessMetrics, ThreadMetrics
from desktop_app.model.durations import NS_PER_MS, NS_PER_S, NS_PER_US
from desktop_app.trace.trace import Trace

Value = float | int | str | None
#: What stands where there is no value.
NOTHING: Final = "–"
_SIZE_UNITS: Final = ((10**9, "GB"), (10**6, "MB"), (10**3, "KB"))
_UNITS: Final = ((NS_PER_S, "s"), (NS_PER_MS, "ms"), (NS_PER_US, "µs"))


class Kind(Enum):
    """What a figure counts; its value is the unit in which it is copied: of a share, 1 is all."""

    DURATION = "ns"
    SHARE = "share"
    COUNT = ""
    PER_SECOND = "1/s"
    RATIO = "ratio"
    SIZE = "bytes"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure.

    Attributes:
        key: What the code calls it.
        title: What people call it.
        kind: What it counts.
        definition: What it means, with its formula.
        read: Reads it from the metrics that it is one of.
    """

    key: str
    title: str
    kind: Kind
    definition: str
    read: Callable[[Any], Value]


def _figure(key: str, title: str, kind: Kind, definition: str, read: Callable[[Any], Value] | None = None) -> Figure:
    return Figure(
        key=key, title=title, kind=kind, definition=definition, read=read or (lambda metrics: getattr(metrics, key))
    )


def _run_figure(
    key: str, title: str, kind: Kind, definition: str, read: Callable[[Any], Value] | None = None
) -> Figure:
    return _figure(key, title, kind, definition, read or (lambda metrics: getattr(metrics.run, key)))


def _blocked(metrics: ThreadMetrics | ProcessMetrics) -> int:
    return sum(metrics.blocked_ns.values())


def _state(metrics: ThreadMetrics) -> str:
    return metrics.state.label


def _misses(metrics: ThreadMetrics) -> int | None:
    return None if metrics.jobs is None else metrics.jobs.deadline_misses


RUN_FIGURES: Final = (
    _run_figure(
        "cpu_utilisation", "CPU utilisation", Kind.SHARE,
        "Share of the cores' time on line in which threads ran; context switches do not count.\n"
        "Σ CPU time ÷ Σ time on line",
    ),
    _run_figure(
        "throughput_per_s", "Throughput", Kind.PER_SECOND,
        "Threads that finished per simulated second.\nfinished threads ÷ elapsed time",
    ),
    _run_figure(
        "mean_turnaround_ns", "Mean turnaround", Kind.DURATION,
        "Mean over the threads that finished.\nturnaround = finish − arrival",
    ),
    _run_figure(
        "mean_response_ns", "Mean response", Kind.DURATION,
        "Mean over the threads that finished.\nresponse = first run − arrival",
    ),
    _run_figure(
        "mean_waiting_ns", "Mean waiting", Kind.DURATION,
        "Mean over the threads that finished.\nwaiting = time in the ready queue",
    ),
    _run_figure(
        "mean_slowdown", "Mean slowdown", Kind.RATIO,
        "How many times longer than alone on the machine, mean over the threads that finished.\n"
        "turnaround ÷ (CPU time + time at devices and asleep)",
    ),
    _run_figure(
        "mean_ready", "Mean ready", Kind.RATIO,
        "Mean number of ready threads.\nΣ time in the ready queue ÷ elapsed time",
    ),
    _run_figure(
        "context_switches", "Context switches", Kind.COUNT,
        "How often a core took on another thread than it had before, its first included.",
    ),
    _run_figure(
        "switching_share", "Cost of switches", Kind.SHARE,
        "Share of the cores' time on line that dispatches took: context switches and migrations.\n"
        "(Σ time on cores − Σ CPU time) ÷ Σ time on line",
    ),
    _run_figure(
        "migrations", "Migrations", Kind.COUNT, "How often a thread ran on another core than before.",
        lambda metrics: sum(thread.migrations for thread in metrics.threads),
    ),
    _run_figure(
        "fairness", "Fairness", Kind.RATIO,
        "Jain's index of the shares of their time in the system that threads spent on cores: 1 is all alike, 1 ÷ n is "
        "one for all.\n(Σ x)² ÷ (n · Σ x²)   (Jain, Chiu, Hawe 1984)",
    ),
    _run_figure(
        "starved", "Starved threads", Kind.COUNT,
        "Threads that were ready without a break for more than 100 quanta and more than a second.",
        lambda metrics: len(metrics.run.starved),
    ),
    _run_figure(
        "deadline_misses", "Deadline misses", Kind.COUNT,
        "Jobs of periodic threads that finished after their deadline, or were not finished at it.",
    ),
)  # fmt: skip

_ARRIVAL = _figure("arrival_ns", "Arrival", Kind.DURATION, "When it was launched or started.")
_CPU = _figure("cpu_ns", "CPU time", Kind.DURATION, "Time on a core; context switches do not count.")
_TURNAROUND = _figure("turnaround_ns", "Turnaround", Kind.DURATION, "finish − arrival; none before it has finished.")
_RESPONSE = _figure("response_ns", "Response", Kind.DURATION, "first run − arrival; none before it has run.")
_BLOCKED = _figure(
    "blocked_ns", "Blocked", Kind.DURATION, "Time it waited for devices, locks, the GIL, others, or slept.", _blocked
)
_SWITCHED = (
    _figure("dispatches", "Dispatches", Kind.COUNT, "How often the scheduler gave it a core."),
    _figure("preemptions", "Preemptions", Kind.COUNT, "How often it lost its core while it could have gone on."),
    _figure("voluntary", "Gave way", Kind.COUNT, "How often it left its core because it had to wait."),
    _figure("migrations", "Migrations", Kind.COUNT, "How often it ran on another core than before."),
)
_SLOWDOWN = _figure(
    "slowdown", "Slowdown", Kind.RATIO, "turnaround ÷ (CPU time + time at devices and asleep): 1 is as fast as alone."
)

THREAD_FIGURES: Final = (
    _figure("state", "State", Kind.WORD, "Its state at that moment.", _state),
    _TURNAROUND,
    _RESPONSE,
    _figure("ready_ns", "Waiting", Kind.DURATION, "Time in the ready queue."),
    _BLOCKED,
    _CPU,
    _SLOWDOWN,
    *_SWITCHED,
    _figure("longest_ready_ns", "Longest wait", Kind.DURATION, "Its longest stay in the ready queue."),
    _figure("misses", "Misses", Kind.COUNT, "Jobs that missed their deadline; none when it is not periodic.", _misses),
    _ARRIVAL,
)
PROCESS_FIGURES: Final = (
    _TURNAROUND,
    _RESPONSE,
    _figure(
        "waiting_ns", "Waiting", Kind.DURATION,
        "Sum of its threads' time in the ready queue; none before it has finished.",
    ),
    _BLOCKED,
    _CPU,
    _SLOWDOWN,
    *_SWITCHED,
    _figure("deadline_misses", "Misses", Kind.COUNT, "Jobs that missed their deadline; none when it is not periodic."),
    _ARRIVAL,
)  # fmt: skip
CORE_FIGURES: Final = (
    _figure("utilisation", "Utilisation", Kind.SHARE, "CPU time of its threads ÷ its time on line."),
    _figure("switches", "Context switches", Kind.COUNT, "How often it took on another thread than before."),
)


class Subject(Enum):
    """What figures are about; the value is what the code and tests call it."""

    RUN = "run"
    PROCESSES = "processes"
    THREADS = "threads"
    CORES = "cores"


FIGURES: Final = {
    Subject.RUN: RUN_FIGURES,
    Subject.PROCESSES: PROCESS_FIGURES,
    Subject.THREADS: THREAD_FIGURES,
    Subject.CORES: CORE_FIGURES,
}


def run_value(figure: Figure, metrics: Metrics) -> Value:
    """Return a figure of the whole run."""
    return figure.read(metrics)


def rows_of(subject: Subject, metrics: Metrics) -> tuple[ThreadMetrics | ProcessMetrics | CoreMetrics, ...]:
    """Return what there is a row for."""
    if subject is Subject.THREADS:
        return metrics.threads
    return metrics.processes if subject is Subject.PROCESSES else metrics.cores


def name_of(trace: Trace, row: ThreadMetrics | ProcessMetrics | CoreMetrics) -> str:
    """Return what a row is called."""
    if isinstance(row, ThreadMetrics):
        return trace.threads[row.thread].label
    if isinstance(row, ProcessMetrics):
        info = trace.processes[row.process]
        return f"{info.label} {info.name}"
    return f"core {row.core}"


def text_of(kind: Kind, value: Value) -> str:
    """Return a value as people read it, to four digits."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    return _TEXTS[kind](value)


def duration_text(nanoseconds: float) -> str:
    """Return a duration to four digits, in the unit in which it is at least 1."""
    return _in_unit(nanoseconds, _UNITS, "ns") if nanoseconds else "0 ms"


def size_text(size_bytes: float) -> str:
    """Return a size in memory to four digits, in powers of 1000."""
    return _in_unit(size_bytes, _SIZE_UNITS, "B")


def _in_unit(value: float, units: tuple[tuple[int, str], ...], smallest: str) -> str:
    """Return a value to four digits, in the largest of the units that it fills, or else in the smallest one."""
    for size, unit in units:
        if abs(value) >= size:
            number = f"{value / size:.4g}" if abs(value) < 10_000 * size else f"{value / size:,.0f}"
            return f"{number} {unit}"
    return f"{value:.4g} {smallest}"


_TEXTS: Final[Mapping[Kind, Callable[[float], str]]] = {
    Kind.DURATION: duration_text,
    Kind.SHARE: lambda value: f"{100 * value:.1f} %",
    Kind.COUNT: lambda value: f"{value:,}",
    Kind.PER_SECOND: lambda value: f"{value:.4g} /s",
    Kind.RATIO: lambda value: f"{value:.3f}",
    Kind.SIZE: size_text,
    Kind.WORD: str,
}
