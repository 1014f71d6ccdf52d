"""Traces filled by hand, so that each test knows what the picture must show."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from desktop_app.trace.tables import OPEN, RunEnd, RunKind, RunTable
from desktop_app.trace.trace import ProcessInfo, Trace, TraceHeader

#: (start_ns, end_ns or None while open, thread, kind)
Interval = tuple[int, int | None, int, RunKind]
TraceMaker = Callable[..., Trace]


def add(table: RunTable, start_ns: int, end_ns: int, thread: int, kind: RunKind) -> None:
    """Add an interval as a dispatch of its own: a switch to a thread that never ran, or a run at once."""
    began_ns = end_ns if kind is RunKind.SWITCH else start_ns
    table.append(start_ns, began_ns, end_ns, thread, RunEnd.PREEMPTED)


def _make_trace(
    cores: Sequence[Sequence[Interval]], *, until_ns: int, finished: bool = True, arrivals: Sequence[int] = (0, 0)
) -> Trace:
    """One process of one thread per arrival; thread i belongs to process i."""
    header = TraceHeader(
        title="", source="", policy="fcfs", policy_title="", cores=len(cores), quantum_ns=None, context_switch_ns=0,
        instruction_ns=100_000, gil="gil", python="3.13.0", seed=0, first_cores=len(cores), placement="global",
        fifo_order=True, constrained=False, hyperperiod_ns=None,
        dispatch_cost_ns=int(any(kind is RunKind.SWITCH for intervals in cores for _, _, _, kind in intervals)),
    )  # fmt: skip
    processes = tuple(
        ProcessInfo(number=i + 1, name="p", program="p.py", listing=-1, arrival_ns=arrival, threads=(i,))
        for i, arrival in enumerate(arrivals)
    )
    trace = Trace(header, processes, (), threads=len(arrivals))
    for table, intervals in zip(trace.runs, cores, strict=True):
        for start, end, thread, kind in intervals:
            add(table, start, OPEN if end is None else end, thread, kind)
    trace.known_until_ns = until_ns
    trace.finished = finished
    return trace


@pytest.fixture(scope="session")  # it keeps nothing, and Hypothesis wants it to say so
def make_trace() -> TraceMaker:
    return _make_trace


@pytest.fixture
def two_processes() -> Trace:
    """P1 runs on core 0 during [0, 4) ms and P2 during [5, 9) ms; core 1 switches during [2, 4) ms; 10 ms in all."""
    ms = 1_000_000
    rows = [
        [(0, 4 * ms, 0, RunKind.RUN), (5 * ms, 9 * ms, 1, RunKind.RUN)],
        [(2 * ms, 4 * ms, 1, RunKind.SWITCH), (4 * ms, 5 * ms, 1, RunKind.RUN)],
    ]
    return _make_trace(rows, until_ns=10 * ms)
