"""The table of the five differences as a lesson: a step for each demonstration, and one for each row side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from desktop_app.model.instant import Instant
from desktop_app.model.lesson import MAX_CAPTION_CHARS, Caption, Lesson, Side, Span, SpanStyle, Step
from desktop_app.model.lit import LitTarget
from desktop_app.teaching.differences.figures import Figure
from desktop_app.teaching.differences.measuring import Measurements, Showing, playing_speed_ns
from desktop_app.teaching.differences.table import TABLE, Cell, Criterion, Demonstration

TITLE: Final = "Process or thread: the five differences"
_SENTENCE: Final = "Memory, footprint, fit, starting time, interruptibility: each shown for a process and a thread."
_SIMPLIFIED: Final = (
    (
        "Time is scaled: an instruction takes some thousand times longer here than on a real machine. What starting "
        "takes was measured with CPython 3.11 on Linux and is not scaled."
    ),
    (
        "Memory is what a process shares with nobody (USS), as measured; a page that is shared until somebody writes "
        "to it counts for nobody."
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLesson:
    """The lesson, and where it shows what.

    Attributes:
        lesson: The lesson.
        shown: For each of its steps, the demonstration that it shows, or the criterion that it shows side by side.
    """

    lesson: Lesson
    shown: tuple[Demonstration | Criterion, ...]

    def index(self, what: Demonstration | Criterion) -> int:
        """Return the index of the step that shows a demonstration, or a criterion side by side."""
        return next(index for index, shown in enumerate(self.shown) if shown is what)


def table_lesson(
    measurements: Measurements, beside: Mapping[str, tuple[Demonstration, ...]] | None = None
) -> TableLesson:
    """Return the lesson; what is not measured yet is measured now.

    Args:
        measurements: The runs and their figures.
        beside: By a criterion's name, which demonstrations of its cells are shown side by side; the first of each
            cell where it is left out.

    Raises:
        CoreloomError: When a scenario cannot be run: the installation is damaged.
    """
    found = list(_steps(measurements, beside or {}))
    lesson = Lesson(
        title=TITLE,
        sentence=_SENTENCE,
        steps=tuple(step for _, step in found),
        simplifications=_SIMPLIFIED,
    )
    return TableLesson(lesson=lesson, shown=tuple(shown for shown, _ in found))


def _steps(
    measurements: Measurements, beside: Mapping[str, tuple[Demonstration, ...]]
) -> Iterator[tuple[Demonstration | Criterion, Step]]:
    for criterion in TABLE:
        for cell in criterion.cells:
            for demonstration in cell.demonstrations:
                yield demonstration, _step(measurements, criterion, cell, demonstration)
        first = tuple(cell.demonstrations[0] for cell in criterion.cells)
        yield criterion, _step_beside(measurements, criterion, beside.get(criterion.name, first))


def _step(measurements: Measurements, criterion: Criterion, cell: Cell, demonstration: Demonstration) -> Step:
    showing, figures = measurements.showing(demonstration), measurements.figures(demonstration)
    return Step(
        title=f"{criterion.title}, {cell.column.value}: {demonstration.title}",
        sides=(Side(scenario=showing.scenario),),
        caption=_caption(cell.statement, figures),
        begin=Instant(shift_ns=showing.begin_ns),
        end=Instant(shift_ns=showing.end_ns),
        speed_ns=showing.speed_ns,
        repeat=True,
        camera=showing.camera,
        lit=showing.lit,
        notes=criterion.footnote,
    )


def _step_beside(measurements: Measurements, criterion: Criterion, shown: tuple[Demonstration, ...]) -> Step:
    """Return the step that shows both cells of a row on one clock."""
    showings = [measurements.showing(one) for one in shown]
    begin_ns, end_ns = min(one.begin_ns for one in showings), max(one.end_ns for one in showings)
    return Step(
        title=f"{criterion.title}: process and thread",
        sides=tuple(
            Side(scenario=showing.scenario, title=f"{cell.column.value.capitalize()}: {showing.title}")
            for cell, showing in zip(criterion.cells, showings, strict=True)
        ),
        caption=_caption(criterion.question, ()),
        begin=Instant(shift_ns=begin_ns),
        end=Instant(shift_ns=end_ns),
        speed_ns=playing_speed_ns(end_ns - begin_ns),
        repeat=True,
        lit=_lit_in_all(showings),
        notes=criterion.footnote,
    )


def _lit_in_all(showings: list[Showing]) -> tuple[LitTarget, ...]:
    """Return what is lit in every one of some runs: one that lights nothing else is not dimmed for the others' sake."""
    first, *others = [showing.lit for showing in showings]
    return tuple(target for target in first if all(target in other for other in others))


def _caption(statement: str, figures: tuple[Figure, ...]) -> Caption:
    """Return what is said, and below it what was measured, where there is room for that."""
    measured = " · ".join(f"{figure.name}: {figure.quantity.text}" for figure in figures)
    paragraphs = [(Span(statement),)]
    if measured and len(statement) + len(measured) < MAX_CAPTION_CHARS:
        paragraphs.append((Span(measured, SpanStyle.STRONG),))
    return Caption(paragraphs=tuple(paragraphs))
