"""Both sides of a comparison, each run in a process of its own, in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
OWN_RUN = Path(__file__).with_name("coreloom_run.py")
#: A run that takes longer is stuck.
LONGEST_S = 1_800
#: The noise of a run that takes this long is small beside it, and SimSo takes much longer: repeat it less.
SLOW_S = 5.0
SLOW_REPEATS = 2

#: One line of JSON from a run.
Figures = dict[str, Any]


class RunError(Exception):
    """A measured process failed; the text says which and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One size of one workload.

    Attributes:
        workload: W1, W2 or W3.
        threads: How many threads, or periodic tasks.
        cores: How many cores.
    """

    workload: str
    threads: int
    cores: int

    def __str__(self) -> str:
        return f"{self.workload}, {self.threads:,} threads, {self.cores} core{'s' if self.cores > 1 else ''}"

    def arguments(self) -> list[str]:
        """Return the point as arguments of a measured process."""
        return [self.workload, str(self.threads), str(self.cores)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Where runs happen.

    Attributes:
        peers: Directory of the peers, or None.
        repeat: How often each pair is measured.
    """

    peers: Path | None
    repeat: int

    def own(self, point: Point, *more: str) -> Figures:
        """Run Coreloom once."""
        peers = [] if self.peers is None or "--quanta" in more else ["--peers", str(self.peers)]
        paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        figures = _figures([sys.executable, str(OWN_RUN), *point.arguments(), *peers, *more], environment, None)
        if figures["truncated"]:
            raise RunError(f"Coreloom, {point}: {figures['truncated']}")
        return figures

    def peer(self, name: str, python: str, point: Point) -> Figures:
        """Run a peer once."""
        # The peers' directory is somebody else's: leave no files in it. And our checkout is none of its business.
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return _figures([python, "one.py", name, *point.arguments()], environment, self.peers)

    def pairs(self, name: str, python: str, point: Point, repeat: int) -> tuple[list[Figures], list[Figures]]:
        """Run Coreloom and a peer in turn, ``repeat`` times, or less often when the peer is slow."""
        own: list[Figures] = []
        other: list[Figures] = []
        for done in range(repeat):
            if done >= SLOW_REPEATS and other[0]["wall_s"] > SLOW_S:
                break
            _progress(f"{point}: Coreloom and {name}, {done + 1} of {repeat}")
            own.append(self.own(point))
            other.append(self.peer(name, python, point))
        return own, other

    def rounds(self, points: Sequence[Point]) -> list[list[Figures]]:
        """Run Coreloom at several points in turn and return the figures of each point."""
        found: list[list[Figures]] = [[] for _ in points]
        for done in range(self.repeat):
            _progress(f"growth, {points[0]} to {points[-1]}: {done + 1} of {self.repeat}")
            for figures, point in zip(found, points, strict=True):
                figures.append(self.own(point))
        return found


def rate(figures: Sequence[Figures]) -> float:
    """Return the decisions per CPU second of the median run."""
    return float(figures[0]["decisions"] / middle(figures, "cpu_s"))


def middle(figures: Sequence[Figures], key: str) -> float:
    """Return the median of one figure."""
    return median(float(run[key]) for run in figures)


def version(python: str) -> str:
    """Return the version of a Python.

    Raises:
        RunError: When it does not start.
    """
    code = "import platform; print(platform.python_version())"
    return _output([python, "-c", code], dict(os.environ), None).strip()


def _figures(command: list[str], environment: dict[str, str], folder: Path | None) -> Figures:
    output = _output(command, environment, folder)
    try:
        figures: Figures = json.loads(output)
    except json.JSONDecodeError:
        raise RunError(f"{' '.join(command)} printed {output[:200]!r} instead of one line of JSON") from None
    return figures


def _output(command: list[str], environment: dict[str, str], folder: Path | None) -> str:
    try:
        done = subprocess.run(
            command, env=environment, cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, check=False
        )
    except OSError as error:
        raise RunError(f"{command[0]} does not start: {error.strerror}") from None
    except subprocess.TimeoutExpired:
        raise RunError(f"{' '.join(command)} took more than {LONGEST_S} s") from None
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise RunError(f"{' '.join(command)} ended with code {done.returncode}: {last[0]}")
    return done.stdout


def _progress(text: str) -> None:
    sys.stderr.write(f"{text}\n")
