"""How long panels take to show another moment of a large run, painting included, offscreen or under Xvfb.

    QT_QPA_PLATFORM=offscreen python -m tests.benchmarks.panels [--threads 1000] [--cores 64] [--bursts 300]

Docks show a moment at most ten times a second while a run plays, so 20 ms are a fifth of what there is. The first
refreshes after opening are told apart: what a panel has to catch up on then, it does a little at a time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QApplication, QComboBox

from desktop_app.analysis.moment import Moments
from desktop_app.app.panels import PANELS
from desktop_app.app.styling import apply_theme
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.trace.trace import Trace
from desktop_app.views.metrics.panel import MetricsPanel
from desktop_app.views.panel import Panel
from desktop_app.views.plots.panel import PlotsPanel
from desktop_app.views.theme import DARK
from tests.scenarios import MS, bursts, program, scenario

_FIRST, _LATER = 20, 60
_SIZE_PX = (460, 420)
_SOURCE = "def f{n}(a):\n    total = 0\n    for i in range(3):\n        total += a * i\n    return total\n\n"


def many_threads(threads: int, cores: int, count: int) -> Trace:
    """A run of many threads that compute and wait for a disk in turns."""
    text = ", ".join(["cpu 3ms", "io disk 100us"] * count)
    processes = [bursts(text, name=f"A{number}") for number in range(threads)]
    return simulate(scenario(*processes, cores=cores, quantum_ns=MS, context_switch_ns=10_000), BATCH_LIMITS).run()


def long_program() -> Trace:
    """A run of a program of 1,000 lines."""
    functions = "".join(_SOURCE.format(n=number) for number in range(150))
    calls = "".join(f"x{number} = f{number}({number})\n" for number in range(100))
    return simulate(scenario(program(functions + calls)), BATCH_LIMITS).run()


def shown(panel: Panel) -> Iterator[str]:
    """Let a panel show one thing after another, and yield its name."""
    box: QComboBox | None = None
    if isinstance(panel, MetricsPanel):
        box = panel.subject
    elif isinstance(panel, PlotsPanel):
        box = panel.kind
    for number in range(box.count() if box is not None else 1):
        if box is not None:
            box.setCurrentIndex(number)
        yield box.currentText() if box is not None else ""


def refreshes_ms(panel: Panel, end_ns: int, process_events: Callable[[], None]) -> list[float]:
    """Return how long each of some refreshes took, from the middle of the run on."""
    found = []
    for number in range(_FIRST + _LATER):
        t_ns = round(end_ns * (0.5 + number / 250))
        begin = time.perf_counter()
        panel.show_at(t_ns)
        process_events()
        found.append(1e3 * (time.perf_counter() - begin))
    return found


def main() -> None:
    """Measure all panels and print a line for each thing that one shows."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, value in (("threads", 1000), ("cores", 64), ("bursts", 300)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    app = QApplication(sys.argv[:1])
    apply_theme(app, DARK)
    for title, trace in (
        ("many threads", many_threads(options.threads, options.cores, options.bursts)),
        ("long program", long_program()),
    ):
        dispatches = sum(len(runs.whose) for runs in trace.runs)
        sys.stdout.write(f"{title}: {dispatches:,} dispatches, {len(trace.wait_log):,} waits\n")
        moments = Moments(trace)
        for spec in PANELS:
            panel = spec.make(DARK, None)  # type: ignore[arg-type] # a window of its own
            panel.resize(*_SIZE_PX)
            panel.set_moments(moments)
            panel.show()
            for name in shown(panel):
                times = refreshes_ms(panel, trace.known_until_ns, app.processEvents)
                first, later = times[:_FIRST], sorted(times[_FIRST:])
                sys.stdout.write(
                    f"  {spec.name:10} {name:18} first {times[0]:6.1f}, {_FIRST} first at most {max(first):6.1f}, "
                    f"then median {statistics.median(later):6.2f}, at most {later[-1]:6.2f} ms\n"
                )
            panel.close()


if __name__ == "__main__":
    main()
