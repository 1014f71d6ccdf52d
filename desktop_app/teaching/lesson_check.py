"""A lesson held against the runs that it shows: what it names must be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from desktop_app.analysis.instants import instant_ns
from desktop_app.model.durations import spaced_duration
from desktop_app.model.errors import CoreloomError, LessonError
from desktop_app.model.instant import END, Anchor
from desktop_app.model.lesson import Lesson, Step
from desktop_app.storage.wording import written
from desktop_app.teaching.named import problem_with_core, problem_with_lit, problem_with_thread
from desktop_app.teaching.questions.question import Place, Question, Run
from desktop_app.teaching.running import Runs
from desktop_app.trace.trace import Trace


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a step shows of its runs.

    Attributes:
        begin_ns: The moment that is shown first.
        end_ns: Up to where it plays; the same where it stands still.
    """

    begin_ns: int
    end_ns: int

    @property
    def stretch(self) -> tuple[int, int] | None:
        """What is played: from, and until, in nanoseconds; None where nothing is."""
        return (self.begin_ns, self.end_ns) if self.end_ns > self.begin_ns else None


def check_lesson(lesson: Lesson, runs: Runs | None = None) -> tuple[Span, ...]:
    """Return what each step shows, after everything that the lesson names was found in its runs.

    Raises:
        LessonError: For the first step that names what is not there, or runs what cannot be run.
    """
    runs = runs if runs is not None else Runs()
    return tuple(check_step(lesson, step, runs) for step in lesson.steps)


def check_step(lesson: Lesson, step: Step, runs: Runs) -> Span:
    """Return what one step shows; see `check_lesson`.

    Raises:
        LessonError: When it names what is not there.
    """
    traces = [_trace(lesson, step, runs, number) for number in range(len(step.sides))]
    span = step_span(lesson, step, traces)
    for problem_in in _named_by(step):
        # What is in one of the sides is enough: the others show nothing of it.
        problems = [problem_in(trace) for trace in traces]
        if all(problems):
            raise LessonError(lesson.file, step.line, f"{_step(step)}: {problems[0]}")
    question_of(lesson, step, traces, span.begin_ns)
    return span


def question_of(lesson: Lesson, step: Step, traces: Sequence[Trace], at_ns: int) -> Question | None:
    """Return what a step asks, worked out from its runs; None where it asks nothing.

    Args:
        lesson: The lesson.
        step: One of its steps.
        traces: The runs of the step's sides, to their ends.
        at_ns: The moment at which it asks.

    Raises:
        LessonError: When it cannot be asked: an option names what is not there, or several answers are right.
    """
    if step.question is None:
        return None
    from desktop_app.teaching.questions.asking import ask  # noqa: PLC0415 - a window's first paint needs no question

    runs = [Run(trace=trace, title=side.title) for trace, side in zip(traces, step.sides, strict=True)]
    place = Place(file=lesson.file, line=step.line, step=step.title)
    return ask(step.question, runs, at_ns, place=place, seed=step.scenario.seed)


def _named_by(step: Step) -> Iterator[Callable[[Trace], str]]:
    """Yield for each thing that a step names what says, of a run, why it is not there; nothing where it is."""
    for label in filter(None, (step.follow, step.camera.thread)):
        yield partial(problem_with_thread, label)
    if step.camera.core is not None:
        yield partial(problem_with_core, step.camera.core, f"camera {written(step.camera.text)}")
    for target in step.lit:
        yield partial(problem_with_lit, target)


def step_span(lesson: Lesson, step: Step, traces: list[Trace]) -> Span:
    """Return what a step shows of its runs, which are known to their ends; the end is that of the longest.

    Raises:
        LessonError: When a moment is not in the run.
    """
    longest = max(traces, key=lambda trace: trace.known_until_ns)
    try:
        begin_ns = instant_ns(longest if step.begin == END else traces[0], step.begin)
        if step.end is None:
            return Span(begin_ns=begin_ns, end_ns=begin_ns)
        timed = step.end.anchor in {Anchor.START, Anchor.END}
        end_ns = instant_ns(longest if timed else traces[0], step.end)
    except LookupError as error:
        raise LessonError(lesson.file, step.line, f"{_step(step)}: {error}") from None
    if end_ns <= begin_ns:
        ends = f'{_step(step)}: it ends at {spaced_duration(end_ns)} ("{step.end.text}"), but begins at '
        problem = f'{ends}{spaced_duration(begin_ns)} ("{step.begin.text}")'
        raise LessonError(lesson.file, step.line, problem, "an end after the beginning")
    return Span(begin_ns=begin_ns, end_ns=end_ns)


def _trace(lesson: Lesson, step: Step, runs: Runs, side: int) -> Trace:
    try:
        trace = runs.trace(step.sides[side].scenario)
    except CoreloomError as error:
        raise LessonError(lesson.file, step.line, f"{_step(step)} cannot be run ({error})") from None
    if trace.truncated:
        expected = 'a scenario that ends; set = { until = "1s" } ends it'
        raise LessonError(lesson.file, step.line, f"{_step(step)} runs for too long ({trace.truncated})", expected)
    return trace


def _step(step: Step) -> str:
    return f"step {written(step.title)}"
