"""How fast Coreloom's engine is, beside other simulators and a bare Python loop, in one run.

    python tests/benchmarks/engine.py                                        its growth and its trace alone
    python tests/benchmarks/engine.py --peers DIR                            and the pure-Python limit
    python tests/benchmarks/engine.py --peers DIR --peer-python PYTHON       and SimPy 4 and salabim
                                                  --simso-python PYTHON      and SimSo

DIR holds the peers: one.py (one run of one peer, a line of JSON), workloads.py (W1, W2 and W3) and limits.py. SimPy 4
and salabim need an environment of their own, and SimSo 0.8.5 another one, because it needs SimPy 2. All of them are
best the same version of Python as this one.

Each run is a process of its own. Pairs run in turn, and what is compared is the ratio of the medians of CPU time, from
the description of the work (a scenario here, a dict there) to the finished trace, building all objects included.
Dispatches, makespan and the sum of all finish times must be the peers' own.

The exit code is 0 when all targets that were measured are reached, 1 when one is missed or counts differ, and 2 when
something could not be measured. The whole takes some five minutes, ``--only W2`` less, ``--large`` more.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import Bench, Figures, Point, RunError, middle, rate, version
from reporting import Comparison, Count, Growth, Report, Target, as_json, as_text

MOST_GROWTH = 1.5
MOST_TRACE_BYTES = 60
MOST_PEAK_BYTES = 1_000_000_000
LARGE_QUANTA = 10_000_000
LARGE = Point(workload="W1", threads=100, cores=1)
PARTS = ("W1", "W2", "W3", "growth")

POINTS = (
    Point(workload="W1", threads=100, cores=1),
    Point(workload="W1", threads=1_000, cores=1),
    Point(workload="W1", threads=1_000, cores=64),
    Point(workload="W2", threads=1_000, cores=4),
    Point(workload="W2", threads=10_000, cores=64),
    Point(workload="W3", threads=50, cores=4),
)
MORE_THREADS = tuple(Point(workload="W1", threads=threads, cores=1) for threads in (10, 100, 1_000, 10_000))
MORE_CORES = tuple(Point(workload="W1", threads=1_000, cores=cores) for cores in (1, 4, 16, 64))
MORE_CORES_IO = tuple(Point(workload="W2", threads=1_000, cores=cores) for cores in (1, 4, 16, 64))

#: Coreloom's counts in the order of a peer's result, and how many nanoseconds one of a peer's units is.
BURST_COUNTS = (("dispatches", 1), ("makespan_ns", 1_000), ("finish_sum_ns", 1_000))
JOB_COUNTS = (("releases", 1), ("completions", 1), ("preemptions", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Somebody to compare with.

    Attributes:
        name: What one.py calls it.
        title: What people call it.
        home: Which Python runs it: "own", "peer" or "simso".
        targets: For each workload it can express, how many times as fast Coreloom must be; None only reports it,
            from a single run.
        compared: How many of the counts in its result must be Coreloom's, from the first.
        skipped: Which of those need not, by position.
        differs: Why the others may differ.
    """

    name: str
    title: str
    home: str
    targets: dict[str, float | None]
    compared: int
    skipped: frozenset[int] = frozenset()
    differs: str = ""


PEERS = (
    Peer(name="py_min_trace", title="limit", home="own", targets={"W1": 0.5, "W2": 0.5}, compared=3),
    Peer(name="edf_min", title="limit", home="own", targets={"W3": None}, compared=3),
    Peer(name="simpy_idiom", title="SimPy", home="peer", targets={"W1": 4.0, "W2": 4.0}, compared=3),
    Peer(
        name="simpy_idiom",
        title="SimPy",
        home="peer",
        targets={"W3": 5.0},
        compared=2,
        differs="SimPy grants one request after another, so it also counts jobs that lose a core "
        "at the moment they are given it",
    ),
    Peer(name="salabim_gen", title="salabim", home="peer", targets={"W1": None, "W2": None}, compared=3),
    Peer(
        name="salabim_gen",
        title="salabim",
        home="peer",
        targets={"W3": None},
        compared=2,
        skipped=frozenset({0}),
        differs="salabim also releases the jobs due when the time is over, and counts preemptions in its own way",
    ),
    Peer(
        name="simso_rr",
        title="SimSo",
        home="simso",
        targets={"W1": None},
        compared=0,
        differs="SimSo's round robin is a timer that fires every millisecond, and its result is of another kind",
    ),
    Peer(
        name="simso_edf2",
        title="SimSo",
        home="simso",
        targets={"W3": 40.0},
        compared=2,
        skipped=frozenset({0}),
        differs="SimSo activates the jobs due when the time is over, and counts preemptions in its own way",
    ),
)


def main(argv: list[str] | None = None) -> int:
    """Measure, print what was found, and return the exit code."""
    options = _options(argv)
    bench = Bench(peers=options.peers, repeat=options.repeat)
    pythons = {"own": sys.executable, "peer": options.peer_python, "simso": options.simso_python}
    report = Report(versions={"own": platform.python_version()}, left_out=list(_left_out(options)))
    try:
        for home, python in pythons.items():
            if python is not None:
                report.versions[home] = version(python)
        if options.peers is not None:
            _compare(bench, pythons, options.only, report)
        if "growth" in options.only:
            _grow(bench, report)
        if options.large:
            _run_large(bench, report)
    except RunError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{as_json(report) if options.json else as_text(report)}\n")
    return 0 if report.reached else 1


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, metavar="DIR", help="directory of the peers' one.py")
    parser.add_argument("--peer-python", metavar="PYTHON", help="a Python that has SimPy 4 and salabim")
    parser.add_argument("--simso-python", metavar="PYTHON", help="a Python that has SimSo 0.8.5")
    parser.add_argument("--repeat", type=int, default=5, metavar="N", help="how often each pair runs (default: 5)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure these parts only")
    parser.add_argument("--large", action="store_true", help="also run ten million decisions and look at the memory")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    if options.repeat < 1:
        parser.error(f"--repeat {options.repeat}: must be 1 or more")
    if options.peers is None and (options.peer_python or options.simso_python):
        parser.error("--peer-python and --simso-python need --peers")
    if options.peers is None and not options.large and "growth" not in options.only:
        parser.error(f"--only {' '.join(options.only)} needs --peers")
    if options.peers is not None:
        options.peers = options.peers.resolve()
        if not (options.peers / "one.py").is_file():
            parser.error(f"--peers {options.peers}: there is no one.py")
    for name in ("peer_python", "simso_python"):
        python = getattr(options, name)
        if python is not None:
            found = shutil.which(python)
            if found is None:
                parser.error(f"--{name.replace('_', '-')} {python}: there is no such program")
            setattr(options, name, str(Path(found).absolute()))  # peers start in their own directory
    return options


def _left_out(options: argparse.Namespace) -> Iterator[str]:
    if options.peers is None:
        yield "all comparisons, and W2 and W3: no --peers"
    else:
        if options.peer_python is None:
            yield "SimPy and salabim: no --peer-python"
        if options.simso_python is None:
            yield "SimSo: no --simso-python"
    yield from (f"{part}: not in --only" for part in PARTS if part not in options.only)
    if not options.large:
        yield "a run of ten million decisions: no --large"


def _compare(bench: Bench, pythons: dict[str, str | None], only: list[str], report: Report) -> None:
    for point in POINTS:
        if point.workload not in only:
            continue
        seen: list[Figures] = []
        for peer in PEERS:
            python = pythons[peer.home]
            if python is not None and point.workload in peer.targets:
                seen += _compare_pair(bench, peer, python, point, report)
        _weigh(point, seen[0], report)


def _weigh(point: Point, figures: Figures, report: Report) -> None:
    """Report what the trace takes, once for each point. A job of W3 is more than one decision: only report it."""
    judged = point.workload != "W3"
    counts = ("dispatches",) if judged else ("dispatches", "releases")
    for count in counts:
        target = Target(
            what=f"bytes of trace by {count}: {point}",
            value=figures["trace_bytes"] / figures[count],
            most=MOST_TRACE_BYTES if judged else None,
        )
        if target not in report.targets:
            report.targets.append(target)


def _compare_pair(bench: Bench, peer: Peer, python: str, point: Point, report: Report) -> list[Figures]:
    target = peer.targets[point.workload]
    own, other = bench.pairs(peer.name, python, point, 1 if target is None else bench.repeat)
    names = JOB_COUNTS if point.workload == "W3" else BURST_COUNTS
    report.comparisons.append(
        Comparison(
            point=point,
            peer=peer.title,
            own_rate=rate(own),
            peer_rate=rate(other),
            least=target,
            repeats=len(own),
            counts=tuple(
                Count(
                    name=name,
                    own=own[0][name],
                    peer=other[0]["result"][position] * unit,
                    compared=position not in peer.skipped,
                )
                for position, (name, unit) in enumerate(names[: peer.compared])
            ),
            differs=peer.differs,
        )
    )
    return own


def _grow(bench: Bench, report: Report) -> None:
    series: list[tuple[str, tuple[Point, ...], float | None]] = [
        ("threads", MORE_THREADS, MOST_GROWTH),
        ("cores", MORE_CORES, MOST_GROWTH),
    ]
    if bench.peers is not None:
        series.append(("cores", MORE_CORES_IO, None))
    for along, points, most in series:
        figures = bench.rounds(points)
        report.growths.append(
            Growth(
                along=along,
                points=points,
                total_ns=tuple(_cost_ns(runs, "cpu_s") for runs in figures),
                run_ns=tuple(_cost_ns(runs, "run_cpu_s") for runs in figures),
                most=most,
            )
        )
        for point, runs in zip(points, figures, strict=True):
            _weigh(point, runs[0], report)


def _cost_ns(figures: list[Figures], key: str) -> float:
    return float(middle(figures, key) * 1e9 / figures[0]["decisions"])


def _run_large(bench: Bench, report: Report) -> None:
    sys.stderr.write(f"{LARGE_QUANTA:,} decisions\n")
    figures = bench.own(LARGE, "--quanta", str(LARGE_QUANTA), "--once")
    if figures["peak_bytes"] is None:
        report.left_out.append("the memory of ten million decisions: this system does not say")
        return
    for what, key, divisor, most in (
        ("peak MB", "peak_bytes", 1e6, MOST_PEAK_BYTES / 1e6),
        ("CPU seconds", "cpu_s", 1, None),
    ):
        value = figures[key] / divisor
        report.targets.append(Target(what=f"{what} of {figures['dispatches']:,} dispatches", value=value, most=most))


if __name__ == "__main__":
    raise SystemExit(main())
