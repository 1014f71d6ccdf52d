"""How long the timeline takes to paint a frame, beside an empty plot of pyqtgraph and another way to draw intervals.

    python tests/benchmarks/timeline.py --methods DIR/timeline_methods.py [--counts 10000 100000 1000000]
                                        [--repeat 3] [--frames 60]

Each side runs in a process of its own, in turn, offscreen at 1900x900 with 64 rows. ``DIR/timeline_methods.py METHOD N
FRAMES`` draws as many intervals by METHOD (``lod``: sorted arrays, culled, and a raster where they are dense) and
prints one line of JSON; without it only the other two are measured. A frame is a change of the shown stretch of time,
and processing events until it is painted. Figures are milliseconds, the median of the runs' medians and of their 99th
percentiles; "CPU" is the median of the CPU time of ours, which other work on the machine disturbs less. Close up some
600 intervals are in view.

"Playing" moves the playhead by less than a pixel, or by a hundredth of what is in view, at the end of the trace, while
64 cores get four more dispatches each in every frame. Ten million intervals take 0.8 GB of memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

CHECKOUT = Path(__file__).resolve().parents[2]
OWN_RUN = Path(__file__).with_name("timeline_run.py")
LONGEST_S = 600
#: What a median may be at a million intervals, in milliseconds.
TARGETS = {"near": 6.0, "full": 15.0}
TARGET_COUNT = 1_000_000
#: The ways to move that all sides know, and their names for people.
WAYS = {"near": "close up", "mid": "middle", "full": "all in view", "zoom": "zoom"}

Figures = dict[str, list[float]]


def figures(command: list[str], environment: dict[str, str]) -> Figures:
    """Run one side and return what it measured.

    Raises:
        SystemExit: When it fails.
    """
    done = subprocess.run(
        command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    if done.returncode or not done.stdout.strip():
        sys.exit(f"{' '.join(command)} failed: {done.stderr.strip()[-300:] or 'it printed nothing'}")
    found = json.loads(done.stdout.strip().splitlines()[-1])
    return {name: value for name, value in found.items() if isinstance(value, list)}


def measured(count: int, wanted: argparse.Namespace) -> dict[str, Figures]:
    """Run all sides in turn, several times, and return the medians of each."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    own = {**environment, "PYTHONPATH": str(CHECKOUT)}
    sides = {
        "empty plot": ([sys.executable, str(OWN_RUN), "empty", str(count), str(wanted.frames)], own),
        "Coreloom": ([sys.executable, str(OWN_RUN), "own", str(count), str(wanted.frames)], own),
    }
    if wanted.methods is not None:
        methods = {**environment, "PYTHONDONTWRITEBYTECODE": "1"}
        sides["lod"] = ([sys.executable, str(wanted.methods), "lod", str(count), str(wanted.frames)], methods)
    runs: dict[str, list[Figures]] = {name: [] for name in sides}
    for turn in range(wanted.repeat):
        for name, (command, where) in sides.items():
            sys.stderr.write(f"{count:,} intervals: {name}, {turn + 1} of {wanted.repeat}\n")
            runs[name].append(figures(command, where))
    return {
        name: {
            way: [median(run[way][column] for run in found) for column in range(len(found[0][way]))] for way in found[0]
        }
        for name, found in runs.items()
    }  # fmt: skip


def report(count: int, found: dict[str, Figures]) -> bool:
    """Print what was measured, and return whether the targets are reached."""
    own, empty, lod = found["Coreloom"], found["empty plot"], found.get("lod", {})
    sys.stdout.write(f"\n{count:,} intervals, ms a frame, median / p99\n")
    sys.stdout.write(f"{'':22}{'Coreloom':>16}{'CPU':>8}{'empty plot':>16}{'lod':>16}{'of empty':>10}{'of lod':>8}\n")
    reached = True
    for way, (middle, worst, used) in own.items():
        line = f"{WAYS.get(way, way):22}{middle:8.2f} /{worst:6.1f}{used:8.2f}"
        for other in (empty, lod):
            line += f"{other[way][0]:8.2f} /{other[way][1]:6.1f}" if way in other else " " * 16
        line += f"{middle / empty[way][0]:10.2f}" if way in empty else ""
        line += f"{middle / lod[way][0]:8.2f}" if way in lod else ""
        if count == TARGET_COUNT and way in TARGETS:
            kept = middle <= TARGETS[way]
            reached &= kept
            line += f"  at most {TARGETS[way]:g}: {'reached' if kept else 'MISSED'}"
        sys.stdout.write(line.rstrip() + "\n")
    return reached


def main() -> int:
    """Measure what the arguments ask for; 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", type=Path, help="the script of other ways to draw intervals")
    parser.add_argument("--counts", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--frames", type=int, default=60)
    wanted = parser.parse_args()
    reached = [report(count, measured(count, wanted)) for count in wanted.counts]
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
