"""Two to four runs beside each other: their figures, and how each differs from the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import isclose
from typing import Final

from desktop_app.analysis.criteria import CRITERIA, Better, Criterion, Number, Reading, Side, at_end
from desktop_app.analysis.metrics import measure
from desktop_app.model.durations import spaced_duration
from desktop_app.trace.trace import Trace

#: How many runs can be compared.
LEAST_SIDES: Final = 2
MOST_SIDES: Final = 4
#: Values that differ by less than this share are the same: they are quotients of whole numbers.
_ALIKE: Final = 1e-9
#: CPU times that differ by more than this share are spoken of: the runs hardly did the same work.
_SAME_WORK: Final = 0.02


class Verdict(Enum):
    """How a value compares to the first run's."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    OTHER = "other"
    """Another value, neither better nor worse."""
    UNKNOWN = "unknown"
    """One of the two does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far a value is from the first run's.

    Attributes:
        absolute: The value minus the first one, in the criterion's unit.
        ratio: The value over the first one; None where that is 0.
    """

    absolute: Number
    ratio: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A criterion's value for one run.

    Attributes:
        reading: The value, or why there is none.
        difference: To the first run; None for the first run itself, where one of the two has no value, and where the
            criterion is relative.
        verdict: How it compares to the first run.
    """

    reading: Reading
    difference: Difference | None
    verdict: Verdict

    @property
    def value(self) -> Number | None:
        """The value; None where it does not apply."""
        return self.reading.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A criterion with a cell for each run."""

    criterion: Criterion
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Runs beside each other.

    Attributes:
        titles: What each run is called; the first is the one that the others are compared to.
        rows: A row for each criterion.
        notes: What one should know before one believes the figures.
    """

    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]

    def row(self, key: str) -> Row:
        """Return the row of a criterion.

        Raises:
            KeyError: When there is none.
        """
        for row in self.rows:
            if row.criterion.key == key:
                return row
        raise KeyError(key)


def side_of(title: str, trace: Trace) -> Side:
    """Return a run measured as of the end of what is known of it."""
    end_ns = trace.known_until_ns
    return Side(title=title, trace=trace, end_ns=end_ns, metrics=measure(trace, end_ns))


def comparison_of(sides: Sequence[Side]) -> Comparison:
    """Compare two to four runs with the first of them.

    Args:
        sides: The runs, measured as of one moment, or as they ended where that was before. Nothing of their traces may
            have been forgotten.

    Raises:
        ValueError: For fewer than two runs or more than four.
    """
    if not LEAST_SIDES <= len(sides) <= MOST_SIDES:
        raise ValueError(f"{LEAST_SIDES} to {MOST_SIDES} runs can be compared, not {len(sides)}")
    return Comparison(
        titles=tuple(side.title for side in sides),
        rows=tuple(_row(criterion, sides) for criterion in CRITERIA),
        notes=tuple(_notes(sides)),
    )


# -- rows -----------------------------------------------------------------------------------------------------


def _row(criterion: Criterion, sides: Sequence[Side]) -> Row:
    readings = [criterion.read(side, sides[0]) for side in sides]
    return Row(
        criterion=criterion,
        cells=tuple(_cell(criterion, number, reading, readings[0]) for number, reading in enumerate(readings)),
    )


def _cell(criterion: Criterion, number: int, reading: Reading, first: Reading) -> Cell:
    value, base = reading.value, first.value
    if value is None or base is None:
        return Cell(reading=reading, difference=None, verdict=Verdict.UNKNOWN)
    difference = Difference(absolute=value - base, ratio=value / base if base else None)
    return Cell(
        reading=reading,
        difference=difference if number and not criterion.relative else None,
        verdict=_verdict(criterion.better, value, base),
    )


def _verdict(better: Better, value: Number, base: Number) -> Verdict:
    if isclose(value, base, rel_tol=_ALIKE):
        return Verdict.SAME
    if better is Better.NEITHER:
        return Verdict.OTHER
    return Verdict.BETTER if (value < base) is (better is Better.LOWER) else Verdict.WORSE


def _notes(sides: Sequence[Side]) -> list[str]:
    """Return what makes figures hard to compare."""
    notes = [f"{side.title}: {side.trace.truncated}" for side in sides if side.trace.truncated and at_end(side)]
    if all(side.makespan_ns is not None for side in sides):
        times = [side.cpu_ns for side in sides]
        if max(times) - min(times) > _SAME_WORK * max(times):
            shown = ", ".join(f"{side.title} {spaced_duration(side.cpu_ns)}" for side in sides)
            notes.append(f"the runs did not do the same work, or not at the same speed; CPU time: {shown}")
    return notes
