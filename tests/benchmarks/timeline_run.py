"""One measured process of `timeline.py`: our timeline, or an empty plot of pyqtgraph, as one line of JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from array import array
from collections.abc import Callable
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.trace.tables import OPEN, RunEnd
from desktop_app.trace.trace import ProcessInfo, Trace, TraceHeader
from desktop_app.views.theme import DARK
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.display import RowMode
from desktop_app.views.timeline.view import TimelineView

SIZE = (1900, 900)
CORES, PROCESSES, THREADS = 64, 8, 1_000
#: The mean of a gap and of an interval, in nanoseconds: cores are busy for 85 % of the time.
GAP_NS, RUN_NS = 15_000, 85_000
#: As many intervals are in view close up.
CLOSE_UP = 600
#: The window plays 60 times a second; in each frame the engine adds so many dispatches to each core.
GROWTH = 4

#: How long something took and how much of the CPU, in milliseconds.
Cost = tuple[float, float]
#: Paints one frame of a window of time.
Paint = Callable[[float, float], Cost]


def make_trace(count: int) -> Trace:
    """Return a trace of so many intervals, as random as those of the other methods."""
    header = TraceHeader(
        title="", source="", policy="fcfs", policy_title="", cores=CORES, quantum_ns=None, context_switch_ns=0,
        instruction_ns=100_000, gil="free", python="3.13.0", seed=1, first_cores=CORES, placement="global",
        fifo_order=True, constrained=False, hyperperiod_ns=None, dispatch_cost_ns=0,
    )  # fmt: skip
    each = THREADS // PROCESSES
    processes = [
        ProcessInfo(
            number=number + 1, name="p", program="p", listing=-1, arrival_ns=0,
            threads=tuple(range(number * each, (number + 1) * each)),
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    trace = Trace(header, processes, (), threads=THREADS)
    trace.ready_from = array("q", [0]) * THREADS
    random = np.random.default_rng(1)
    for table in trace.runs:
        gaps = random.exponential(GAP_NS, count // CORES).astype(np.int64)
        runs = random.exponential(RUN_NS, count // CORES).astype(np.int64) + 1_000
        ended = np.cumsum(gaps + runs)
        whose = random.integers(0, THREADS, len(ended)) << table.SHIFT | RunEnd.EXPIRED
        for name, column in (("dispatched", ended - runs), ("began", ended - runs), ("ended", ended), ("whose", whose)):
            setattr(table, name, array("q", column.astype(np.int64).tobytes()))
    trace.known_until_ns = max(table.ended[-1] for table in trace.runs)
    trace.finished = True
    return trace


def cost(work: Callable[[], object]) -> Cost:
    """Do something and return what it cost."""
    began, used = perf_counter(), process_time()
    work()
    return (perf_counter() - began) * 1e3, (process_time() - used) * 1e3


def painter_of(app: QApplication, widget: QWidget, show: Callable[[float, float], None]) -> Paint:
    """Return what shows a window of time and waits until it is painted."""
    painted = [0]
    original = widget.paintEvent

    def count(event: object) -> None:
        original(event)
        painted[0] += 1

    widget.paintEvent = count

    def paint(start: float, end: float) -> Cost:
        before = painted[0]

        def until_painted() -> None:
            show(start, end)
            while painted[0] == before:
                app.processEvents()

        return cost(until_painted)

    return paint


def measure(paint: Paint, span: float, count: int, frames: int) -> dict[str, list[Cost]]:
    """Return the times of panning close up, in the middle and with all in view, and of zooming from all to close up."""
    near = span * CLOSE_UP / count
    ways = {
        "near": lambda frame: (span * 0.3 + near * 0.02 * frame, near),
        "mid": lambda frame: (span * 0.3 + span / 20 * 0.02 * frame, span / 20),
        "full": lambda frame: (span * 0.001 * frame, span),
        "zoom": lambda frame: (
            span * 0.4 * (1 - 10 ** (-3 * frame / frames)),
            span * 10 ** (-3 * frame / frames),
        ),
    }
    found: dict[str, list[Cost]] = {}
    for name, way in ways.items():
        times = []
        for frame in range(frames + 2):
            start, length = way(frame)
            times.append(paint(start, start + length))
        found[name] = times[2:]
    return found


def empty_plot(app: QApplication, count: int, frames: int) -> dict[str, list[Cost]]:
    """Measure a plot of pyqtgraph that shows nothing but its axes."""
    pg.setConfigOptions(antialias=False)
    plot = pg.PlotWidget()
    plot.resize(*SIZE)
    box = plot.getViewBox()
    box.setYRange(-1, CORES + 1, padding=0)
    box.disableAutoRange()
    plot.show()
    app.processEvents()
    paint = painter_of(app, plot, lambda start, end: box.setXRange(start, end, padding=0))
    return measure(paint, count / CORES * (GAP_NS + RUN_NS), count, frames)


def own(app: QApplication, count: int, frames: int) -> dict[str, list[Cost]]:
    """Measure our timeline: the same, and a playhead that moves while the trace grows."""
    trace = make_trace(count)
    view = TimelineView(DARK)
    view.resize(*SIZE)
    built = cost(lambda: view.set_trace(trace))
    view.show_at(trace.known_until_ns)
    view.show()
    app.processEvents()
    span = trace.known_until_ns

    def show(start: float, end: float) -> None:
        view.show_window(TimeWindow(start_ns=round(start), end_ns=round(end)))

    paint = painter_of(app, view, show)
    found = {"build": [built], **measure(paint, span, count, frames)}
    found |= {f"{name}, playing": times for name, times in playing(app, view, trace, frames).items()}
    view.set_mode(RowMode.THREADS)
    found["to threads"] = [paint(0, span)]
    threads = measure(paint, span, count, frames)
    return found | {f"{name}, by thread": times for name, times in threads.items()}


def playing(app: QApplication, view: TimelineView, trace: Trace, frames: int) -> dict[str, list[Cost]]:
    """Measure frames in which the playhead moves, at the end of a trace that grows in each of them."""
    trace.finished = False
    near_ns = trace.known_until_ns * CLOSE_UP // sum(len(table) for table in trace.runs)
    found = {}
    for name, span_ns in (("near", near_ns), ("full", trace.known_until_ns)):
        end_ns = trace.known_until_ns
        view.show_window(TimeWindow(start_ns=max(0, end_ns - span_ns // 2), end_ns=end_ns + span_ns // 2))
        paint = painter_of(app, view, lambda start, _end: view.show_at(round(start)))
        step_ns = min(near_ns // 100, RUN_NS)
        times = []
        for frame in range(frames + 2):
            grow(trace, GROWTH)
            times.append(paint(end_ns + frame * step_ns, 0))
        found[name] = times[2:]
    trace.finished = True
    return found


def grow(trace: Trace, count: int) -> None:
    """Add so many dispatches to each core."""
    until_ns = trace.known_until_ns + count * (GAP_NS + RUN_NS)
    for core, table in enumerate(trace.runs):
        for turn in range(count):
            start_ns = trace.known_until_ns + turn * (GAP_NS + RUN_NS) + core * 100
            thread = (core * 37 + turn * 11 + until_ns // RUN_NS) % THREADS
            table.append(start_ns, start_ns, start_ns + RUN_NS, thread, RunEnd.EXPIRED)
        table.append(until_ns, until_ns, OPEN, core, RunEnd.OPEN)
        table.finish(until_ns, RunEnd.PREEMPTED)
    trace.known_until_ns = until_ns


def main() -> None:
    """Measure what the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["own", "empty"])
    parser.add_argument("count", type=int)
    parser.add_argument("frames", type=int)
    wanted = parser.parse_args()
    app = QApplication([])
    found = {"own": own, "empty": empty_plot}[wanted.what](app, wanted.count, wanted.frames)
    figures = {
        name: [
            round(float(np.median([wall for wall, _ in costs])), 3),
            round(float(np.percentile([wall for wall, _ in costs], 99)), 3),
            round(float(np.median([used for _, used in costs])), 3),
        ]
        for name, costs in found.items()
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
