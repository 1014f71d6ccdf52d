"""Pictures of a lesson's steps: each drawn from a run of its own, a little at a time, while the show goes on."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QElapsedTimer, QObject, QSize, QTimer, Signal
from PySide6.QtGui import QPixmap

from desktop_app.analysis.instants import thread_called
from desktop_app.analysis.moment import Moments
from desktop_app.app.lecture.asking import as_asked, may_tell_next
from desktop_app.app.show.sides import SidesPicture
from desktop_app.engine.build import simulate
from desktop_app.engine.simulation import Simulation
from desktop_app.export.painting import picture_of
from desktop_app.export.seen import Run, Seen
from desktop_app.model.errors import CoreloomError
from desktop_app.model.lesson import Lesson, Step
from desktop_app.model.workload import Program
from desktop_app.program.loading import LoadedProgram
from desktop_app.teaching.lesson_check import question_of, step_span
from desktop_app.teaching.running import LESSON_LIMITS
from desktop_app.trace.trace import Trace
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.theme import Theme

#: A slice of work, and the pause after it, in milliseconds: two thirds of each frame are the show's.
_SLICE_MS, _PAUSE_MS = 5, 12
_EVENTS = 50
#: How wide pictures are at the most, in logical pixels, and what all of a lesson's may take.
_MOST_WIDE_PX = 640
_MOST_BYTES = 128 * 2**20
_PIXEL_BYTES = 4
#: Later than any event.
_END_OF_TIME_NS = 1 << 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How pictures of steps are drawn.

    Attributes:
        screen: The size of the audience's screen, in logical pixels.
        size: The size of the pictures, in logical pixels, of the same shape.
        theme: The colours.
        options: How the stage is looked at, but for what a step says itself.
        dpr: Device pixels in a logical one.
    """

    screen: QSize
    size: QSize
    theme: Theme
    options: StageOptions
    dpr: float = 1.0


def size_of_pictures(steps: int, screen: QSize, dpr: float) -> QSize:
    """Return the size of a lesson's pictures in logical pixels: smaller where there are very many of them.

    Args:
        steps: How many there may be, at least 1.
        screen: The size of the audience's screen, whose shape they have.
        dpr: Device pixels in a logical one.
    """
    shape = max(1, screen.height()) / max(1, screen.width())
    wide = math.sqrt(_MOST_BYTES / (steps * _PIXEL_BYTES * shape)) / dpr
    wide = min(_MOST_WIDE_PX, math.floor(wide))
    return QSize(wide, round(wide * shape))


class StepPictures(QObject):
    """Draws the first moment of each step.

    Args:
        lesson: The lesson.
        look: How.
        parent: Its owner.

    Signals:
        drawn: The picture of a step is there, or it is known that there will be none; carries its index.
    """

    drawn = Signal(int)

    def __init__(self, lesson: Lesson, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self.look = look
        self._pictures: dict[int, QPixmap] = {}
        self._problems: dict[int, str] = {}
        self._wanted: list[int] = []
        self._running: list[Simulation] = []
        self._of: Step | None = None
        self._known: dict[Program, LoadedProgram] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._work)

    def picture(self, index: int) -> QPixmap | None:
        """Return the picture of a step; None where it is not drawn yet, or cannot be."""
        return self._pictures.get(index)

    def problem(self, index: int) -> str:
        """Return why a step has no picture; empty where it has one, or will."""
        return self._problems.get(index, "")

    @property
    def busy(self) -> bool:
        """Whether there are pictures still to be drawn."""
        return self._timer.isActive()

    def want(self, indexes: Iterable[int]) -> None:
        """Draw the pictures of these steps next, in this order, and others after them."""
        missing = [index for index in indexes if 0 <= index < len(self.lesson.steps) and not self._done(index)]
        self._wanted = missing + [index for index in self._wanted if index not in missing and not self._done(index)]
        if self._wanted:
            self._timer.start()

    def stop(self) -> None:
        """Draw no more, until pictures are wanted again."""
        self._timer.stop()
        self._wanted.clear()
        self._running.clear()
        self._of = None

    def _done(self, index: int) -> bool:
        return index in self._pictures or index in self._problems

    def _work(self) -> None:
        """Do a slice of the work: run what the next picture shows, or draw it."""
        if not self._wanted:
            self.stop()
            return
        index = self._wanted[0]
        try:
            drawn = self._advance(self.lesson.steps[index])
            if drawn is not None:
                self._pictures[index] = drawn
        except CoreloomError as error:
            self._problems[index] = str(error)
        if self._done(index):
            self._wanted.remove(index)
            self.drawn.emit(index)

    def _advance(self, step: Step) -> QPixmap | None:
        """Go on with the runs of a step, and return its picture once they are over."""
        if self._of is None or self._of.sides != step.sides:
            self._of = step
            self._running = []
        if len(self._running) < len(step.sides):
            simulation = simulate(step.sides[len(self._running)].scenario, LESSON_LIMITS, self._known)
            self._known = simulation.plan.loaded
            self._running.append(simulation)
            return None
        clock = QElapsedTimer()
        clock.start()
        for simulation in self._running:
            while not simulation.trace.finished:
                if clock.elapsed() >= _SLICE_MS:
                    return None
                simulation.advance(_END_OF_TIME_NS, _EVENTS)
        if clock.elapsed() >= _SLICE_MS:
            return None  # the drawing has a slice of its own
        return self._draw(step, [simulation.trace for simulation in self._running])

    def _draw(self, step: Step, traces: list[Trace]) -> QPixmap:
        span, look = step_span(self.lesson, step, traces), self.look
        # As it is before it is answered: its caption tells the answer.
        question = question_of(self.lesson, step, traces, span.begin_ns)
        seen = Seen(
            runs=tuple(
                Run(moments=Moments(trace), title=side.title) for trace, side in zip(traces, step.sides, strict=True)
            ),
            t_ns=span.begin_ns,
            shown=step.shown,
            figures=step.figures,
            options=step_options(step, traces[0], self.look.options),
            caption=step.caption,
            captions=tuple(each.caption for each in self.lesson.steps),
            asked=as_asked(question) if question is not None else None,
            stretch=span.stretch,
        )
        sides = SidesPicture()
        picture = picture_of(seen, look.size, look.screen, look.theme, sides, look.dpr)
        sides.close()
        return QPixmap.fromImage(picture)


def step_options(step: Step, trace: Trace, options: StageOptions) -> StageOptions:
    """Return how a step looks at the stage; a thread that the run does not have is not followed."""
    followed = thread_called(trace, step.follow or step.camera.thread)
    tells_next = may_tell_next(step, revealed=False)
    return replace(options, camera=step.camera, followed=followed, lit=step.lit, tells_next=tells_next)
