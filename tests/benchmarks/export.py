"""How fast films are exported, and how much memory that takes: beside encoder and peers, in one run.

    python tests/benchmarks/export.py                                            rates, and how memory grows
    python tests/benchmarks/export.py --limit SCRIPT                             and what the encoder alone takes
    python tests/benchmarks/export.py --manim SCRIPT --manim-python PYTHON       and Manim

The film is resources/scenarios/four-cores.toml, stage and timeline, at 1920x1080 and 60 frames a second, so slow that
it has 1,270 frames, or as pictures 666: all of the run, and its last picture for a second. It is made by ``coreloom
export``, as users do.

What is compared is the rate of the frames alone, as it is for peers: from when the first one is begun (worker processes
are started after that) until the file has its name. Start and simulation are told beside it, as frames per second of
the whole process.

- ``--limit`` is called with our MP4, and ``--frames`` with how many it has. It decodes them into memory (4 GB) and
  encodes them again with the same preset and as many threads as the encoder likes, and prints a line of JSON with the
  rate of that, "encode_only_fps". Who reaches it paints, converts and writes for free. It may use B frames, which ours
  has none of (`export/video/codec.py` says what they cost).
- ``--manim`` is called with "mp4" or "png" and a number of frames, in its own folder and by the Python of its own
  environment, and prints a line of JSON with "fps", its start excluded. Its scene is a like one: four cores, a bus,
  RAM, and forty tokens that move.
- Memory is the peak of all processes of an export together, each at its own peak: of a clip of one minute with sixty
  frames a second, and of one of an hour with ten. It is known on Linux only.

Each is measured several times, in turn, and medians are compared. The exit code is 0 when all targets are reached, 1
when one is missed, and 2 when something could not be measured. The whole takes some ten minutes, ``--only`` takes less.
Nothing else should run meanwhile.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
SCENARIO = CHECKOUT / "resources" / "scenarios" / "four-cores.toml"
LONGEST_S = 1_200
FILM = ("--size", "1920x1080", "--show", "both", "--quality", "good", "--fps", "60", "--speed", "0.425ms")
FRAMES = ("--size", "1920x1080", "--show", "both", "--fps", "60", "--speed", "0.85ms")
#: Clips of one minute, and of an hour.
MINUTE = ("--size", "1920x1080", "--show", "both", "--fps", "60", "--jobs", "1", "--speed", "145us")
HOUR = ("--size", "1920x1080", "--show", "both", "--fps", "10", "--jobs", "1", "--speed", "2378ns")
#: The least rates, in those of the encoder alone with one process and with two, and in Manim's.
LEAST_OF_LIMIT = {1: 0.9, 2: 1.0}
LEAST_OF_MANIM = {"mp4": 3.0, "png": 8.0}
LEAST_PICTURES = 100.0
MOST_GROWTH = 1.05
PARTS = ("mp4", "png", "memory")
_POLL_S = 0.1

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What one export took.

    Attributes:
        frames: How many frames it wrote.
        fps: Frames per second from the first one on.
        whole_fps: The same of the whole process.
        peak_bytes: The memory that its processes had at their peaks; 0 where that is not known.
    """

    frames: int
    fps: float
    whole_fps: float
    peak_bytes: int


@dataclass(slots=True)
class Report:
    """What was measured, line by line, and whether all targets were reached."""

    reached: bool = field(default=True)

    def say(self, text: str) -> None:
        """Print a line at once: measuring takes minutes."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def target(self, what: str, value: float, bound: float, unit: str, *, least: bool) -> None:
        """Print a figure beside its target, the least or the most it may be."""
        ok = value >= bound if least else value <= bound
        self.reached = self.reached and ok
        words = "at least" if least else "at most"
        self.say(f"  {'ok    ' if ok else 'MISSED'}  {what}: {value:.3g} {unit} ({words} {bound:g})")


def main(argv: list[str] | None = None) -> int:
    """Measure, print what was found, and return the exit code."""
    options = _options(argv)
    report = Report()
    try:
        with tempfile.TemporaryDirectory(prefix="coreloom-export-") as folder:
            parts: dict[str, Callable[[argparse.Namespace, Report, Path], None]] = {
                "mp4": _mp4,
                "png": _png,
                "memory": _memory,
            }
            for name in PARTS:
                if name in options.only:
                    parts[name](options, report, Path(folder))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0 if report.reached else 1


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=Path, metavar="SCRIPT", help="encodes our frames again and nothing else")
    parser.add_argument("--limit-python", default=sys.executable, metavar="PYTHON", help="which has av")
    parser.add_argument("--manim", type=Path, metavar="SCRIPT", help="makes a like film with Manim")
    parser.add_argument("--manim-python", metavar="PYTHON", help="that of an environment with Manim")
    parser.add_argument("--manim-frames", type=int, default=120, metavar="N", help="(default: 120)")
    parser.add_argument("--repeat", type=int, default=3, metavar="N", help="how often each is measured (default: 3)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts only")
    options = parser.parse_args(argv)
    for script in (options.limit, options.manim):
        if script is not None and not script.is_file():
            parser.error(f"{script}: there is no such file")
    if (options.manim is None) is not (options.manim_python is None):
        parser.error("--manim and --manim-python go together")
    if options.repeat < 1:
        parser.error("--repeat: at least once")
    return options


def _mp4(options: argparse.Namespace, report: Report, folder: Path) -> None:
    """Measure videos with one process and with two, each right beside the encoder alone."""
    own: dict[int, list[Export]] = {1: [], 2: []}
    limits: dict[int, list[float]] = {1: [], 2: []}
    manim: list[float] = []
    for turn in range(options.repeat):
        for jobs, found in own.items():
            out = folder / f"{turn}-{jobs}.mp4"
            found.append(_export(out, *FILM, "--jobs", str(jobs)))
            if options.limit is not None:
                limits[jobs].append(_limit(options, out, found[-1].frames))
        manim += _manim(options, "mp4")
    same = len({path.read_bytes() for path in folder.glob("*.mp4")}) == 1
    report.say(f"MP4, quality good, {own[1][0].frames} frames; all files the same: {'yes' if same else 'NO'}")
    report.reached = report.reached and same
    for jobs, found in own.items():
        rate = _say(report, f"{jobs} process{'es' if jobs > 1 else ''}", found)
        if limits[jobs]:
            limit = median(limits[jobs])
            words = f"in rates of the encoder alone, {_spread(limits[jobs])}"
            report.target(words, rate / limit, LEAST_OF_LIMIT[jobs], "x", least=True)
        if manim:
            words = f"in Manim's rates, {_spread(manim)}"
            report.target(words, rate / median(manim), LEAST_OF_MANIM["mp4"], "x", least=True)


def _png(options: argparse.Namespace, report: Report, folder: Path) -> None:
    own: list[Export] = []
    manim: list[float] = []
    for turn in range(options.repeat):
        own.append(_export(f"{folder / f'frames-{turn}'}/", *FRAMES))
        manim += _manim(options, "png")
    report.say(f"PNG sequence, {own[0].frames} frames, as many processes as pay")
    rate = _say(report, "", own)
    report.target("rate", rate, LEAST_PICTURES, "frames/s", least=True)
    if manim:
        words = f"in Manim's rates, {_spread(manim)}"
        report.target(words, rate / median(manim), LEAST_OF_MANIM["png"], "x", least=True)


def _memory(options: argparse.Namespace, report: Report, folder: Path) -> None:
    short: list[Export] = []
    long: list[Export] = []
    short.append(_export(folder / "minute.mp4", *MINUTE))
    long.append(_export(folder / "hour.mp4", *HOUR))
    peaks = [median(each.peak_bytes for each in found) for found in (short, long)]
    if not all(peaks):
        report.say("memory: not known on this system")
        return
    frames = [found[0].frames for found in (short, long)]
    sizes = [f"{peak / 2**20:.0f} MiB for {count:,} frames" for peak, count in zip(peaks, frames, strict=True)]
    report.say(f"memory at its peak: {', '.join(sizes)}")
    report.target("of an hour, in times that of a minute", peaks[1] / peaks[0], MOST_GROWTH, "x", least=False)


def _say(report: Report, name: str, found: Sequence[Export]) -> float:
    """Say how fast exports were, and return the median rate."""
    whole, peak = median(each.whole_fps for each in found), max(each.peak_bytes for each in found)
    memory = f", {peak / 2**20:.0f} MiB" if peak else ""
    report.say(
        f"  {name}{': ' if name else ''}{_spread([each.fps for each in found])} frames/s,"
        f" the start included {whole:.0f}{memory}"
    )
    return median(each.fps for each in found)


def _spread(values: Sequence[float]) -> str:
    """Return the median of some values, and between which they are."""
    return f"{median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


def _export(out: Path | str, *arguments: str) -> Export:
    """Run ``coreloom export`` once.

    Raises:
        ValueError: When it fails.
    """
    paths = [str(CHECKOUT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "desktop_app", "export", str(SCENARIO), str(out), *arguments]
    began_s, peaks = time.monotonic(), dict[int, int]()
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as problem:
        # It ends when its input does.
        with subprocess.Popen(
            [*command, "--progress-json"], env=environment, stdin=subprocess.PIPE, stdout=said, stderr=problem
        ) as process:
            while process.poll() is None and time.monotonic() - began_s < LONGEST_S:
                _take_peaks(process.pid, peaks)
                time.sleep(_POLL_S)
            process.kill()
        whole_s = time.monotonic() - began_s
        said.seek(0)
        problem.seek(0)
        lines, problems = said.read().splitlines(), problem.read()
    if process.returncode:
        raise ValueError(f"{' '.join(command)} failed with {process.returncode}:\n{problems[-2000:]}")
    last: Figures = next(told for line in reversed(lines) if "seconds" in (told := json.loads(line)))
    frames = int(last["total"])
    return Export(
        frames=frames, fps=frames / last["seconds"], whole_fps=frames / whole_s, peak_bytes=sum(peaks.values())
    )


def _take_peaks(process: int, peaks: dict[int, int]) -> None:
    """Take note how much memory a process and those that it has started have had at most, by their numbers."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return  # it has ended, or this is no Linux
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            peaks[process] = int(line.split()[1]) * 1024
    for child in children:
        _take_peaks(int(child), peaks)


def _limit(options: argparse.Namespace, video: Path, frames: int) -> float:
    """Return the rate of the encoder alone."""
    command = [options.limit_python, str(options.limit), str(video), "--frames", str(frames)]
    return float(_json(command, None)["encode_only_fps"])


def _manim(options: argparse.Namespace, kind: str) -> list[float]:
    """Return Manim's rate; nothing without it."""
    if options.manim is None:
        return []
    script = options.manim.resolve()
    command = [options.manim_python, str(script), kind, str(options.manim_frames)]
    return [float(_json(command, script.parent)["fps"])]


def _json(command: list[str], folder: Path | None) -> Figures:
    # Peers' folders are somebody else's: leave no files in them. And our checkout is none of their business.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    if done.returncode or not done.stdout.strip():
        raise ValueError(f"{' '.join(command)} failed with {done.returncode}:\n{done.stderr[-2000:]}")
    found: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return found


if __name__ == "__main__":
    raise SystemExit(main())
