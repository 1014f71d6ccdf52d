"""A lesson that is open in the window: which step is shown, what it asks, and the way back from live changes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.analysis.moment import Moments
from desktop_app.app.documents import Documents
from desktop_app.app.lecture.asking import as_asked
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.errors import CoreloomError, LessonError
from desktop_app.model.instant import Anchor
from desktop_app.model.lesson import Lesson, Step
from desktop_app.model.scenario import Scenario
from desktop_app.storage.wording import written
from desktop_app.teaching.lesson_check import Span, question_of, step_span
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.running import Runs
from desktop_app.trace.trace import Trace
from desktop_app.views.caption.question import AskedQuestion


class LessonPlayer(QObject):
    """Shows a lesson's steps, one at a time, in the window's session.

    Each step's scenario is the window's document, so that everything that one can do with a document can be done with
    it: live actions, undo, saving it. What was changed in a step is kept while the lesson is open.

    A player of another kind of lesson (`show.document_player`) says in its own way how a step is opened (`_show`), when
    its moments are known (`_arrive`), how its range is played (`_play`) and what is kept of it (`_keep_variant`).

    Signals:
        opened: A lesson was opened; it.
        closed: It is open no more.
        step_changed: Another step is shown, or the same from its beginning; its index.
        arrived: The step's first moment is shown, and what it asks is worked out.
        revealed_changed: The answer of the step's question is shown, or hidden.
        asked_changed: The step's question, its votes, or whether it is answered.
        live_changed: The step's scenario is not what the lesson says any more, or is again.
        refused: Something cannot be shown; a title and what to do about it.
    """

    opened = Signal(object)
    closed = Signal()
    step_changed = Signal(int)
    arrived = Signal()
    revealed_changed = Signal(bool)
    asked_changed = Signal()
    live_changed = Signal(bool)
    refused = Signal(str, str)

    def __init__(
        self, session: Session, documents: Documents, playhead: Playhead, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._playhead = playhead
        self._lesson: Lesson | None = None
        self._index = 0
        self._span: Span | None = None
        self._revealed = False
        self._changed = False
        self._question: Question | None = None
        #: Whether live changes made another run than the one the question was worked out from.
        self._stale = False
        #: Whether a step is being opened, and whether a change made another run of it from its very beginning.
        self._opening = self._anew = False
        self._votes: tuple[int, ...] = ()
        self._picked: int | None = None
        #: What live changes made of steps, by their indexes.
        self._variants: dict[int, Scenario] = {}
        self._runs = Runs()
        self._beside: list[Moments] = []
        documents.changed.connect(self._look_for_changes)
        documents.loaded.connect(self.close)
        session.progressed.connect(self._arrive)
        session.continued.connect(self._ask_again)
        session.opened.connect(self._note_another_run)

    @property
    def lesson(self) -> Lesson | None:
        """The lesson that is open, or None."""
        return self._lesson

    @property
    def opening(self) -> bool:
        """Whether a step is just being opened: its run is shown before the player is at that step."""
        return self._opening

    @property
    def index(self) -> int:
        """The index of the step that is shown, from 0."""
        return self._index

    @property
    def step(self) -> Step | None:
        """The step that is shown; None without a lesson."""
        return self._lesson.steps[self._index] if self._lesson is not None else None

    @property
    def span(self) -> Span | None:
        """What is shown of the run; None while the run is not known that far."""
        return self._span

    @property
    def stretch(self) -> tuple[int, int] | None:
        """What the step plays: from, and until, in nanoseconds; None where it stands still, or that is not known."""
        return self._span.stretch if self._span is not None else None

    @property
    def traces(self) -> list[Trace]:
        """The traces of all sides of the step, the session's first."""
        trace = self._session.trace
        return [trace, *(moments.trace for moments in self._beside)] if trace is not None else []

    @property
    def beside(self) -> list[Moments]:
        """The pictures of all sides of the step but the first, which is the session's; shared by all who show them."""
        return list(self._beside)

    @property
    def question(self) -> Question | None:
        """What the step asks, worked out from its runs; None where it asks nothing, or is not known yet."""
        return self._question

    @property
    def asked(self) -> AskedQuestion | None:
        """What the audience sees of it."""
        question = self._question
        if question is None:
            return None
        return as_asked(question, revealed=self._revealed, votes=self._votes, picked=self._picked)

    @property
    def revealed(self) -> bool:
        """Whether the answer is shown; also where nothing is asked."""
        return self._revealed

    @property
    def changed(self) -> bool:
        """Whether live changes were made in this step."""
        return self._changed

    def open(self, lesson: Lesson, index: int = 0) -> bool:
        """Open a lesson at a step, and say whether that worked; what was open stays where it did not."""
        before = (self._lesson, self._index, self._variants)
        self._lesson, self._variants = lesson, self._still_meant(lesson)
        self._index = min(max(index, 0), len(lesson.steps) - 1)
        if not self._show(self._index):
            self._lesson, self._index, self._variants = before
            return False
        self.opened.emit(lesson)
        self._begin()
        return True

    def _still_meant(self, lesson: Lesson) -> dict[int, Scenario]:
        """Return what live changes made of steps, for those that another state of the same lesson has as well."""
        before = self._lesson
        if before is None or not lesson.file or lesson.file != before.file:
            return {}
        steps = dict(enumerate(lesson.steps))
        return {
            index: variant
            for index, variant in self._variants.items()
            if index in steps and steps[index].scenario == before.steps[index].scenario
        }

    @property
    def changed_elsewhere(self) -> tuple[int, ...]:
        """The indexes of other steps in which live changes were made, which are kept while the lesson is open."""
        return tuple(sorted(index for index in self._variants if index != self._index))

    def close(self) -> None:
        """Close the lesson; the step's scenario stays open."""
        if self._lesson is None:
            return
        self._lesson = None
        self._span = self._question = None
        self._variants = {}
        self._beside = []
        self._session.go_on_beside(0)
        self._playhead.set_stop(None)
        self._playhead.clear_loop()
        self._set_changed(changed=False)
        self.closed.emit()

    def go(self, index: int) -> None:
        """Show a step from its beginning; nothing happens where there is none of that index."""
        if self._lesson is not None and 0 <= index < len(self._lesson.steps):
            self._keep_variant()
            if self._show(index):
                self._begin()

    def next(self) -> None:
        """Reveal the answer, where one is hidden; otherwise show the next step."""
        if self._lesson is None:
            return
        if not self._revealed:
            self.reveal()
        else:
            self.go(self._index + 1)

    def previous(self) -> None:
        """Show the step before."""
        self.go(self._index - 1)

    def first(self) -> None:
        """Show the first step."""
        self.go(0)

    def last(self) -> None:
        """Show the last step."""
        if self._lesson is not None:
            self.go(len(self._lesson.steps) - 1)

    def reveal(self, *, play: bool = True) -> None:
        """Show the answer, and play what proves it, or leave that to `play`."""
        if self._lesson is not None and not self._revealed:
            self._revealed = True
            self.revealed_changed.emit(True)
            self.asked_changed.emit()
            self._play(held=not play)

    def play(self) -> None:
        """Play the step's range from its beginning, where it has one."""
        self._play()

    def vote(self, place: int, by: int = 1) -> None:
        """Count one more hand for a choice, or take one back; not once the answer is shown."""
        question = self._question
        if question is None or self._revealed or not 0 <= place < len(question.choices):
            return
        votes = self._votes or (0,) * len(question.choices)
        counted = tuple(max(0, count + by * (at == place)) for at, count in enumerate(votes))
        self._votes = counted if any(counted) else ()
        self.asked_changed.emit()

    def pick(self, place: int) -> None:
        """Answer for oneself, and see whether that was right."""
        question = self._question
        if question is not None and not self._revealed and 0 <= place < len(question.choices):
            self._picked = place
            self.reveal()

    def back_to_lesson(self) -> None:
        """Show the step as the lesson has it, from its beginning; what was changed live is given up."""
        if self._lesson is not None:
            self._variants.pop(self._index, None)
            if self._show(self._index):
                self._begin()

    # -- one step -------------------------------------------------------------------------------------------

    def _show(self, index: int) -> bool:
        """Open the scenario of a step, and say whether that worked."""
        assert self._lesson is not None
        step = self._lesson.steps[index]
        scenario = self._variants.get(index, step.scenario)
        self._opening, self._anew = True, False
        try:
            others = [self._runs.trace(side.scenario) for side in step.sides[1:]]
            # Undo and what is open stay as they are where the next step goes on with the same run.
            if self._session.scenario != scenario or self._documents.modified:
                self._documents.show_step(scenario, saved=index not in self._variants)
        except CoreloomError as error:
            problem = LessonError(self._lesson.file, step.line, f"step {written(step.title)} cannot be run ({error})")
            self.refused.emit(self.tr("This step cannot be shown"), str(problem))
            return False
        finally:
            self._opening = False
        known = {id(moments.trace): moments for moments in self._beside}
        self._index, self._beside = index, [known.get(id(trace)) or Moments(trace) for trace in others]
        return True

    def _begin(self) -> None:
        """Show the beginning of the step as soon as the run is known that far."""
        step = self.step
        assert step is not None
        self._playhead.pause()
        self._playhead.set_stop(None)
        self._playhead.clear_loop()
        self._span = None
        self._revealed = step.question is None
        self._question, self._votes, self._picked, self._stale = None, (), None, False
        self.step_changed.emit(self._index)
        self._look_for_changes()
        self._session.complete()
        self._arrive()

    def _arrive(self) -> None:
        step, trace = self.step, self._session.trace
        # While a step is being opened, its run is told of before the player is at that step.
        if self._opening or step is None or trace is None or not self._known(step, trace):
            return
        if self._span is not None:
            self._answer_again(step)
            return
        assert self._lesson is not None
        try:
            self._span = step_span(self._lesson, step, self.traces)
        except LessonError as error:
            # A run that live changes made may be shorter than the lesson's: then all of it is shown.
            end_ns = trace.known_until_ns if self._changed else trace.begin_ns
            self._span = Span(begin_ns=trace.begin_ns, end_ns=end_ns)
            if not self._changed:
                self.refused.emit(self.tr("This step cannot be shown"), str(error))
        self._session.go_on_beside(max((other.trace.known_until_ns for other in self._beside), default=0))
        self._playhead.go_to(self._span.begin_ns)
        if step.question is not None:
            self._work_out(step)
        self.arrived.emit()
        self.asked_changed.emit()
        if self._revealed:
            self._play()

    def _work_out(self, step: Step) -> None:
        """Work out what the step asks; a question that live changes made meaningless is left out."""
        assert self._lesson is not None
        assert self._span is not None
        try:
            self._question = question_of(self._lesson, step, self.traces, self._span.begin_ns)
        except CoreloomError as error:
            self._revealed = True
            if not self._changed:
                self.refused.emit(self.tr("This question cannot be asked"), str(error))

    def _ask_again(self) -> None:
        """Work the question out anew, as the run goes on in another way now; not once its answer is shown."""
        step = self.step
        if step is not None and step.question is not None and self._span is not None and not self._revealed:
            self._stale = True
            self._session.complete()
            self._arrive()

    def _answer_again(self, step: Step) -> None:
        if self._stale:
            self._stale, self._votes = False, ()
            self._work_out(step)
            self.asked_changed.emit()

    def _known(self, step: Step, trace: Trace) -> bool:
        """Return whether the run is known as far as the step needs it: to its end, unless that takes too long."""
        if trace.finished or not self._session.completing:
            return True
        moments = [step.begin, *([step.end] if step.end is not None else [])]
        asks = step.question is not None
        timed = all(moment.anchor is Anchor.START for moment in moments)
        return timed and not asks and all(moment.shift_ns < trace.known_until_ns for moment in moments)

    def _play(self, *, held: bool = False) -> None:
        """Play the step's range, if it has one; held at its beginning, it plays as soon as somebody says so."""
        step, stretch = self.step, self.stretch
        if step is None or stretch is None:
            return
        begin_ns, end_ns = stretch
        self._playhead.go_to(begin_ns)
        if step.repeat:
            self._playhead.set_loop(begin_ns, end_ns)
        else:
            self._playhead.set_stop(end_ns)
        if not held:
            self._playhead.play()

    # -- live changes ---------------------------------------------------------------------------------------

    def _look_for_changes(self) -> None:
        step = self.step
        if step is None:
            return
        self._set_changed(changed=self._session.scenario != step.scenario)
        if self._anew:
            self._anew = False
            self._begin()

    def _note_another_run(self) -> None:
        """A step on another machine begins again; another document in its place closes the lesson."""
        self._anew = not self._opening

    def _set_changed(self, *, changed: bool) -> None:
        if changed != self._changed:
            self._changed = changed
            self.live_changed.emit(changed)

    def _keep_variant(self) -> None:
        """Keep what live changes made of the step that is left."""
        scenario = self._session.scenario
        if self._changed and scenario is not None:
            self._variants[self._index] = scenario
        else:
            self._variants.pop(self._index, None)
