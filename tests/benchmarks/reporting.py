"""What was measured, as tables for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from measuring import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """One thing that both sides counted.

    Attributes:
        name: What.
        own: Coreloom's count.
        peer: The peer's, in the same unit.
        compared: Whether they must be equal.
    """

    name: str
    own: int
    peer: float
    compared: bool

    @property
    def reached(self) -> bool:
        """Whether they are equal, or need not be."""
        return not self.compared or self.own == self.peer


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Coreloom beside one peer at one point.

    Attributes:
        point: Where.
        peer: The peer's name for people.
        own_rate: Coreloom's decisions per CPU second; job releases on W3.
        peer_rate: The peer's.
        least: The ratio to reach, or None when it is only reported.
        repeats: How many pairs of runs that comes from.
        counts: What both counted.
        differs: Why other counts differ.
    """

    point: Point
    peer: str
    own_rate: float
    peer_rate: float
    least: float | None
    repeats: int
    counts: tuple[Count, ...]
    differs: str

    @property
    def ratio(self) -> float:
        """How many times as fast as the peer Coreloom is."""
        return self.own_rate / self.peer_rate

    @property
    def reached(self) -> bool:
        """Whether it is fast enough and counts the same."""
        return (self.least is None or self.ratio >= self.least) and all(count.reached for count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What a decision costs along a series of points.

    Attributes:
        along: What grows: "threads" or "cores".
        points: The series.
        total_ns: CPU time per decision at each point, building the simulation included, in nanoseconds.
        run_ns: The same without building it.
        most: How many times the first one the last one may be, or None when it is only reported.
    """

    along: str
    points: tuple[Point, ...]
    total_ns: tuple[float, ...]
    run_ns: tuple[float, ...]
    most: float | None

    @property
    def factor(self) -> float:
        """The last point's cost by the first one's."""
        return self.total_ns[-1] / self.total_ns[0]

    @property
    def run_factor(self) -> float:
        """The same without building the simulation."""
        return self.run_ns[-1] / self.run_ns[0]

    @property
    def reached(self) -> bool:
        """Whether it grows little enough."""
        return self.most is None or self.factor <= self.most


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A single figure.

    Attributes:
        what: What it is, with its unit.
        value: The figure.
        most: What it may be at most, or None when it is only reported.
    """

    what: str
    value: float
    most: float | None

    @property
    def reached(self) -> bool:
        """Whether it is small enough."""
        return self.most is None or self.value <= self.most


@dataclass(slots=True, kw_only=True)
class Report:
    """All that was measured.

    Attributes:
        versions: The Python versions.
        left_out: What was not measured, and why.
        comparisons: Coreloom beside its peers.
        growths: What a decision costs as the workload grows.
        targets: Single figures.
    """

    versions: dict[str, str]
    left_out: list[str]
    comparisons: list[Comparison] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)

    @property
    def reached(self) -> bool:
        """Whether every target is."""
        return (
            all(comparison.reached for comparison in self.comparisons)
            and all(growth.reached for growth in self.growths)
            and all(target.reached for target in self.targets)
        )


def as_json(report: Report) -> str:
    """Return the report as one JSON object."""
    found = asdict(report)
    for values, comparison in zip(found["comparisons"], report.comparisons, strict=True):
        values |= {"ratio": comparison.ratio, "reached": comparison.reached}
    for values, growth in zip(found["growths"], report.growths, strict=True):
        values |= {"factor": growth.factor, "run_factor": growth.run_factor, "reached": growth.reached}
    for values, target in zip(found["targets"], report.targets, strict=True):
        values["reached"] = target.reached
    return json.dumps({**found, "reached": report.reached}, indent=2)


def as_text(report: Report) -> str:
    """Return the report as tables."""
    versions = ", ".join(f"{home} {version}" for home, version in report.versions.items())
    lines = [f"Python: {versions}"]
    if report.comparisons:
        lines += ["", "Decisions per CPU second (on W3, jobs released)", *_aligned(_comparison_rows(report))]
        lines += [f"Not compared: {reason}." for reason in dict.fromkeys(_reasons(report))]
    for growth in report.growths:
        lines += ["", f"CPU time per decision, {growth.points[0].workload}", *_aligned(_growth_rows(growth))]
        lines.append(
            f"{growth.factor:.2f} times the first ({growth.run_factor:.2f} without building the simulation)"
            f"{_at_most(growth.most)}: {_verdict(growth.most, reached=growth.reached)}"
        )
    if report.targets:
        rows = [
            (
                f"{figure.value:.1f}",
                f"{figure.what}{_at_most(figure.most)}",
                _verdict(figure.most, reached=figure.reached),
            )
            for figure in report.targets
        ]
        lines += ["", *_aligned(rows, left=(1, 2))]
    lines += ["", *(f"Left out: {reason}." for reason in report.left_out)]
    lines.append("All targets that were measured are reached." if report.reached else "A target is MISSED.")
    return "\n".join(lines)


def _comparison_rows(report: Report) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("", "threads", "cores", "Coreloom", "peer", "", "ratio", "target", "", "counts")]
    rows += [
        (
            row.point.workload,
            f"{row.point.threads:,}",
            str(row.point.cores),
            f"{row.own_rate:,.0f}",
            f"{row.peer_rate:,.0f}",
            row.peer,
            f"{row.ratio:.2f}",
            "" if row.least is None else f"{row.least:g}",
            _verdict(row.least, reached=row.least is None or row.ratio >= row.least),
            _counts_text(row),
        )
        for row in report.comparisons
    ]
    return rows


def _counts_text(row: Comparison) -> str:
    wrong = [f"{count.name} {count.own:,}, not {count.peer:,.0f}" for count in row.counts if not count.reached]
    if wrong:
        return f"DIFFER: {'; '.join(wrong)}"
    equal = [count.name for count in row.counts if count.compared]
    return f"equal: {', '.join(equal)}" if equal else "not compared"


def _reasons(report: Report) -> list[str]:
    return [f"{row.point.workload}: {row.differs}" for row in report.comparisons if row.differs]


def _growth_rows(growth: Growth) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [(growth.along, "ns", "without building")]
    for point, total_ns, run_ns in zip(growth.points, growth.total_ns, growth.run_ns, strict=True):
        size = point.threads if growth.along == "threads" else point.cores
        rows.append((f"{size:,}", f"{total_ns:,.0f}", f"{run_ns:,.0f}"))
    return rows


def _at_most(most: float | None) -> str:
    return "" if most is None else f", at most {most:,g}"


def _verdict(target: float | None, *, reached: bool) -> str:
    if target is None:
        return "for information"
    return "reached" if reached else "MISSED"


def _aligned(rows: Sequence[tuple[str, ...]], left: tuple[int, ...] = (0, 5, 8, 9)) -> list[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in left else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
