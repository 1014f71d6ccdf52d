"""What the steps of a lesson show of their runs, one step at a time: runs are large, and only the latest are kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.analysis.moment import Moments
from desktop_app.app.lecture.asking import as_asked, may_tell_next
from desktop_app.app.show.pictures import step_options
from desktop_app.app.speeds import DEFAULT_STEP, speed_unit
from desktop_app.export.seen import Run, Seen
from desktop_app.model.lesson import Lesson, Step
from desktop_app.teaching.lesson_check import Span, check_step, question_of
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.running import Runs
from desktop_app.views.stage.options import PLAIN

#: So many chunks of a film may be painted side by side, each of a step of its own: with fewer steps kept they would all
#: be run again for every frame.
_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StepScene:
    """A step and its runs.

    Attributes:
        lesson: The lesson.
        step: The step.
        span: What it shows of them.
        runs: The runs, one a side.
        question: What it asks; None where it asks nothing.
        speed_ns: How fast it plays, in simulated nanoseconds per second.
        words: Whether captions and questions are part of the picture.
    """

    lesson: Lesson
    step: Step
    span: Span
    runs: tuple[Run, ...]
    question: Question | None
    speed_ns: int
    words: bool

    def seen(self, t_ns: int, *, revealed: bool = True, playing: bool = False) -> Seen:
        """Return what an audience sees at a moment.

        Args:
            t_ns: The moment.
            revealed: Whether the question is answered.
            playing: Whether the range plays.
        """
        step = self.step
        options = step_options(step, self.runs[0].moments.trace, PLAIN)
        seen = Seen(
            runs=self.runs,
            t_ns=t_ns,
            shown=step.shown,
            figures=step.figures,
            options=replace(options, tells_next=may_tell_next(step, revealed=revealed)),
            stretch=self.span.stretch,
            playing=playing,
        )
        if not self.words:
            return seen
        return replace(
            seen,
            caption=step.caption,
            captions=tuple(each.caption for each in self.lesson.steps),
            asked=as_asked(self.question, revealed=revealed) if self.question is not None else None,
        )


class LessonScenes:
    """Runs the steps of a lesson.

    Args:
        lesson: The lesson.
        words: Whether captions and questions are part of the pictures.
        speed_ns: How fast steps play that say nothing of it, in simulated nanoseconds per second; None for the speed at
            which the window plays them.
    """

    def __init__(self, lesson: Lesson, *, words: bool = True, speed_ns: int | None = None) -> None:
        self.lesson = lesson
        self.words = words
        self._speed_ns = speed_ns
        self._runs = Runs()
        self._kept: dict[int, StepScene] = {}

    def __getitem__(self, index: int) -> StepScene:
        """Return a step with its runs, by its number from 0.

        Raises:
            LessonError: When it cannot be run, or names what is not there.
        """
        scene = self._kept.pop(index, None)
        if scene is None:
            scene = self._scene(self.lesson.steps[index])
            while len(self._kept) >= _KEPT:
                del self._kept[next(iter(self._kept))]
        self._kept[index] = scene  # the last one of all, as the latest that was asked for
        return scene

    def __len__(self) -> int:
        return len(self.lesson.steps)

    def _scene(self, step: Step) -> StepScene:
        lesson = self.lesson
        span = check_step(lesson, step, self._runs)
        traces = [self._runs.trace(side.scenario) for side in step.sides]
        known = {id(run.moments.trace): run.moments for scene in self._kept.values() for run in scene.runs}
        return StepScene(
            lesson=lesson,
            step=step,
            span=span,
            runs=tuple(
                Run(moments=known.get(id(trace)) or Moments(trace), title=side.title)
                for trace, side in zip(traces, step.sides, strict=True)
            ),
            question=question_of(lesson, step, traces, span.begin_ns),
            speed_ns=step.speed_ns or self._speed_ns or DEFAULT_STEP * speed_unit(traces[0]).duration_ns,
            words=self.words,
        )
