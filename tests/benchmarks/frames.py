"""How fast the window is: a frame while it plays, its start, and what it uses while it is paused; in one run.

    python tests/benchmarks/frames.py                      all but what is compared with the limit
    python tests/benchmarks/frames.py --limit SCRIPT       and the limit: a bare widget with as many tokens

SCRIPT is called with a number of tokens and one of frames, and prints a line of JSON with the median ("med") and the
99th percentile ("p99") of a frame in milliseconds. It is measured right before and right after each case, in processes
of their own, and the smaller of the two is what a frame is compared with.

A frame is all of the real main window at 1920x1080 (menus, stage, timeline, transport): the playhead is set to the
next moment, and events are processed until the stage has painted. Cases differ in cores, threads and in where they are
in a trace; each is measured at three speeds. Tokens are instructions on the bus and in the pipelines, and the results
under way. Without a display it is painted off screen, by software as everywhere.

The exit code is 0 when all targets are reached, 1 when one is missed, and 2 when something could not be measured. The
whole takes some four minutes; ``--only`` takes less. Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
RUN = Path(__file__).with_name("frames_run.py")
LONGEST_S = 600
#: Most times the limit's median.
MOST_TIMES = 3.0
#: A warm start's first paint, in times that of a bare window.
MOST_START = 4.0
#: CPU seconds per second while it is paused.
MOST_IDLE = 0.005
#: A frame at the end of a long trace, in times one at its start.
MOST_LATER = 1.25
STARTS = 5
PARTS = ("4 cores", "64 cores", "long", "idle", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is shown while it plays.

    Attributes:
        name: What frames_run.py calls it.
        where: Whether at the start or at the end of its trace, too.
        tokens: How many tokens the limit is measured with; there are at least as many on average.
        most_ms: The largest median and 99th percentile of a frame, in milliseconds.
    """

    name: str
    where: tuple[str, ...]
    tokens: int
    most_ms: tuple[float, float]


CASES = (
    Case(name="4 cores", where=("start",), tokens=40, most_ms=(4.0, 8.0)),
    Case(name="64 cores", where=("start",), tokens=400, most_ms=(8.0, 16.0)),
    Case(name="long", where=("start", "end"), tokens=40, most_ms=(8.0, 16.0)),
)


class Report:
    """What was measured, line by line, and whether all targets were reached."""

    def __init__(self) -> None:
        self.reached = True

    def say(self, text: str) -> None:
        """Print a line at once: measuring takes minutes."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def target(self, what: str, value: float, most: float, unit: str) -> None:
        """Print a figure beside its target."""
        ok = value <= most
        self.reached = self.reached and ok
        self.say(f"  {'ok    ' if ok else 'MISSED'}  {what}: {value:.3g} {unit} (at most {most:g})")


def main(argv: list[str] | None = None) -> int:
    """Measure, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=Path, metavar="SCRIPT", help="measures a bare widget with as many tokens")
    parser.add_argument("--frames", type=int, default=300, metavar="N", help="frames at each speed (default: 300)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts only")
    options = parser.parse_args(argv)
    if options.limit is not None and not options.limit.is_file():
        parser.error(f"--limit {options.limit}: there is no such file")
    report = Report()
    try:
        for case in CASES:
            if case.name in options.only:
                _play(case, options, report)
        if "idle" in options.only:
            figures = _run("idle", "--case", "64 cores")
            report.say("paused, 64 cores")
            report.target("CPU time", figures["cpu_s"] / figures["wall_s"], MOST_IDLE, "s/s")
        if "start" in options.only:
            _start(report)
    except (subprocess.SubprocessError, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0 if report.reached else 1


def _play(case: Case, options: argparse.Namespace, report: Report) -> None:
    before = _limit(options, case)
    figures = _run("frames", "--case", case.name, "--count", str(options.frames), "--where", *case.where)
    after = _limit(options, case)
    limit = None if before is None or after is None else min(before, after)
    report.say(
        f"{case.name}, {figures['threads']:,} threads, {figures['dispatches']:,} dispatches and"
        f" {figures['instructions']:,} instructions, made in {figures['made_s']:.0f} s"
    )
    for where, speeds in figures["places"].items():
        for speed, found in speeds.items():
            report.say(
                f"  at the {where}, {speed}: {found['tokens']:.0f} tokens on average, longest frame"
                f" {found['most']:.1f} ms, median CPU time {found['cpu']:.2f} ms"
            )
            report.target("median", found["median"], case.most_ms[0], "ms")
            report.target("99th percentile", found["p99"], case.most_ms[1], "ms")
            if limit is not None:
                report.target(f"times the limit of {limit:.3f} ms", found["median"] / limit, MOST_TIMES, "x")
    if "end" in figures["places"]:
        first, last = figures["places"]["start"], figures["places"]["end"]
        for speed, found in last.items():
            ratio = found["cpu"] / first[speed]["cpu"]
            report.target(f"CPU time at the end, in times that at the start, {speed}", ratio, MOST_LATER, "x")


def _limit(options: argparse.Namespace, case: Case) -> float | None:
    """Return the median of the limit's frames in milliseconds, or None without it."""
    if options.limit is None:
        return None
    return float(_json([sys.executable, str(options.limit), str(case.tokens), str(options.frames)])["med"])


def _start(report: Report) -> None:
    own: list[dict[str, float]] = []
    bare: list[float] = []
    for _ in range(STARTS):
        bare.append(_run("bare")["first_ms"])
        own.append(_run("start"))
    first, whole = (median(figures[name] for figures in own) for name in ("first_ms", "window_ms"))
    report.say(
        f"warm start: first paint after {first:.0f} ms, of the whole window with its first picture after"
        f" {whole:.0f} ms; a bare window {median(bare):.0f} ms"
    )
    report.target("first paint, in times of a bare window", first / median(bare), MOST_START, "x")


def _run(*arguments: str) -> dict[str, Any]:
    return _json([sys.executable, str(RUN), *arguments])


def _json(command: list[str]) -> dict[str, Any]:
    paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=LONGEST_S, check=False, encoding="utf-8"
    )
    if done.returncode or not done.stdout.strip():
        raise ValueError(f"{' '.join(command)} failed with {done.returncode}:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    raise SystemExit(main())
