"""One measured window of Coreloom in a process of its own; prints one line of JSON. Started by frames.py."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import mean, median
from typing import Any

#: When the process began to do something of ours, for the start of the window.
BEGUN = time.perf_counter()

#: How much of a slot passes from one frame to the next: 5, 50 and 500 instructions a second at 60 frames a second.
STEPS = {"slow": 1 / 12, "quick": 10 / 12, "fast": 100 / 12}
WARM_UP = 40
SIZE = (1920, 1080)
#: How long a paused window is watched, and before that left alone.
IDLE_S = 3.0
SETTLED_S = 1.0

FOUR = """
title = "Four cores"
until = "{until}"
[machine]
cores = 4
quantum = "10ms"
context_switch = "20us"
[[process]]
program = "sum.py"
source = "total = 0\\nnumber = 0\\nwhile True:\\n    number += 1\\n    total = total + number\\n"
launches = 4
"""

SIXTY_FOUR = """
title = "Sixty-four cores"
until = "{until}"
[machine]
cores = 64
quantum = "2ms"
context_switch = "20us"
gil = "free-threaded"
[[process]]
program = "work.py"
threads = 14
source = "total = 0\\nnumber = 0\\nwhile True:\\n    number += 1\\n    total = total + number\\n"
launches = 60
[[process]]
name = "server"
bursts = "cpu 1ms, io disk 5ms, cpu 1ms, io net 20ms, cpu 4ms, io disk 900ms, cpu 1ms"
threads = 20
launches = 8
"""

#: Four cores have programs of their own, the others only take turns: ten million dispatches and some million
#: instructions come to be in a quarter of a minute.
LONG = """
title = "Ten million events"
until = "{until}"
[machine]
cores = 64
quantum = "1ms"
instruction = "0.25ms"
[scheduler]
policy = "round-robin"
placement = "partitioned"
fit = "worst-fit"
"""
PINNED = """
[[process]]
program = "work{core}.py"
core = {core}
source = "total = 0\\nnumber = 0\\nwhile True:\\n    number += 1\\n    total = total + number\\n"
"""
TURNS = """
[[process]]
name = "turns{core}"
bursts = "cpu 10000s"
core = {core}
launches = 3
"""
LONG_CORES = 6


def scenario_text(case: str) -> str:
    """Return the scenario of a case as a file has it."""
    if case.startswith("4 cores"):
        return FOUR.format(until="500ms")
    if case.startswith("64 cores"):
        return SIXTY_FOUR.format(until="400ms")
    parts = [LONG.format(until="166700ms")]
    parts += [PINNED.format(core=core) for core in range(LONG_CORES)]
    parts += [TURNS.format(core=core) for core in range(LONG_CORES, 64)]
    return "".join(parts)


def opened(case: str) -> Any:
    """Return a window that shows the whole trace of a case, however long it is."""
    from PySide6.QtWidgets import QApplication

    from desktop_app.app.main_window import MainWindow
    from desktop_app.app.start import collect_seldom
    from desktop_app.engine.build import simulate
    from desktop_app.engine.limits import RunLimits
    from desktop_app.storage.scenario_file import open_source

    app = QApplication.instance() or QApplication(["frames"])
    folder = Path(tempfile.mkdtemp())
    place = folder / "scenario.toml"
    place.write_text(scenario_text(case), encoding="utf-8")
    scenario = open_source(place)
    simulation = simulate(scenario, RunLimits(instructions=None, trace_bytes=2**40, forget=False))
    trace = simulation.run()
    trace.settle()
    window = MainWindow(folder / "recent.json")
    window.resize(*SIZE)
    window.session._scenario, window.session._simulation = scenario, simulation
    window.playhead.set_range(0, trace.known_until_ns, ends=True)
    window.session.opened.emit(trace)
    window.show()
    until = time.perf_counter() + 1.0
    while time.perf_counter() < until:
        app.processEvents()
    collect_seldom()  # as after each start
    return window


class Paints:
    """Counts the frames of a widget that were painted."""

    def __init__(self, widget: Any) -> None:
        from PySide6.QtCore import QEvent, QObject

        paint = QEvent.Type.Paint
        counter = self

        class Filter(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                counter.count += event.type() is paint
                return False

        self.count = 0
        self._filter = Filter()
        widget.installEventFilter(self._filter)


def frames(case: str, places: list[str], count: int) -> dict[str, Any]:
    """Measure frames from the start or towards the end of a trace, at every speed."""
    built = time.perf_counter()
    window = opened(case)
    trace, slot = window.session.trace, window.session.trace.header.instruction_ns
    starts = {"start": 25 * slot, "end": trace.known_until_ns * 9 // 10}
    return {
        "made_s": time.perf_counter() - built,
        "dispatches": sum(len(runs.whose) for runs in trace.runs),
        "instructions": sum(len(table) for table in {id(one): one for one in trace.executed}.values()),
        "threads": len(trace.threads),
        "places": {
            place: {name: played(window, starts[place], step * slot, count) for name, step in STEPS.items()}
            for place in places
        },
    }


def played(window: Any, first_ns: int, step_ns: float, count: int) -> dict[str, float]:
    """Measure frames one after another, ``step_ns`` of simulated time apart."""
    from PySide6.QtWidgets import QApplication

    stage = window.stage
    paints = Paints(stage.viewport())
    t_ns = first_ns
    times: list[float] = []
    worked: list[float] = []
    seen: list[int] = []
    for number in range(WARM_UP + count):
        t_ns += round(step_ns)
        before = paints.count
        begin, used = time.perf_counter(), time.process_time()
        window.playhead.go_to(t_ns)
        while paints.count == before:
            QApplication.processEvents()
        if number >= WARM_UP:
            times.append((time.perf_counter() - begin) * 1e3)
            worked.append((time.process_time() - used) * 1e3)
            seen.append(tokens(stage.snapshot))
    times.sort()
    return {
        "median": median(times),
        "cpu": median(worked),
        "p99": times[round(0.99 * (len(times) - 1))],
        "most": times[-1],
        "tokens": mean(seen),
    }


def tokens(snapshot: Any) -> int:
    """Return how many instructions and results are under way between RAM and their end."""
    flights = [flight for core in snapshot.cores for flight in core.flights]
    return len(flights) + sum(bool(flight.result) for flight in flights)


def idle(case: str) -> dict[str, Any]:
    """Measure the CPU time that the window uses while it is paused."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    window = opened(case)
    window.playhead.go_to(25 * window.session.trace.header.instruction_ns)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    figures: dict[str, Any] = {}

    def settled() -> None:
        figures["cpu_s"], figures["wall_s"] = -time.process_time(), -time.perf_counter()
        QTimer.singleShot(round(IDLE_S * 1e3), app.quit)

    QTimer.singleShot(round(SETTLED_S * 1e3), settled)
    app.exec()
    figures["cpu_s"] += time.process_time()
    figures["wall_s"] += time.perf_counter()
    return figures


def start() -> dict[str, Any]:
    """Measure a start from the first line of this process: to the first paint, and to that of the whole window."""
    from desktop_app.app import start as starting

    figures: dict[str, Any] = {}

    class Watched(starting.Opening):
        def paintEvent(self, event: Any) -> None:
            super().paintEvent(event)
            figures.setdefault("first_ms", (time.perf_counter() - BEGUN) * 1e3)

        def finish(self) -> None:
            from PySide6.QtCore import QTimer
            from PySide6.QtWidgets import QApplication

            from desktop_app.app.main_window import MainWindow

            window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
            self.paints, self.look = Paints(window.stage.viewport()), QTimer()
            self.look.timeout.connect(self._look)
            self.look.start(0)
            self.close()

        def _look(self) -> None:
            from PySide6.QtWidgets import QApplication

            if self.paints.count and "window_ms" not in figures:
                figures["window_ms"] = (time.perf_counter() - BEGUN) * 1e3
                QApplication.exit(0)

    starting.Opening = Watched
    starting.start([], lambda scenario: scenario, theme="dark", play=False)
    return figures


def bare() -> dict[str, Any]:
    """Measure the same of a window with nothing in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

    figures: dict[str, Any] = {}
    app = QApplication([])
    window = QMainWindow()
    inside = QWidget()
    window.setCentralWidget(inside)
    window.resize(1440, 900)
    paints = Paints(inside)

    def look() -> None:
        if paints.count:
            figures["first_ms"] = (time.perf_counter() - BEGUN) * 1e3
            app.quit()
        else:
            QTimer.singleShot(0, look)

    window.show()
    QTimer.singleShot(0, look)
    app.exec()
    return figures


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("frames", "idle", "start", "bare"))
    parser.add_argument("--case", default="4 cores")
    parser.add_argument("--where", nargs="+", choices=("start", "end"), default=["start"])
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    if options.what == "frames":
        figures = frames(options.case, options.where, options.count)
    elif options.what == "idle":
        figures = idle(options.case)
    else:
        figures = start() if options.what == "start" else bare()
    sys.stdout.write(f"{json.dumps(figures)}\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
