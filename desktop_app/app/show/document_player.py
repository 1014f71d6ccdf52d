"""The open scenario as a lesson, from bookmark to bookmark, which leaves the document what it is."""

from __future__ import annotations

from bisect import bisect_right

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.app.documents import Documents
from desktop_app.app.lecture.bookmarked import lesson_of
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.playhead import Playhead
from desktop_app.app.session import Session
from desktop_app.model.errors import CoreloomError
from desktop_app.model.instant import Anchor
from desktop_app.model.lesson import Shown
from desktop_app.model.scenario import Scenario
from desktop_app.teaching.lesson_check import Span


class DocumentPlayer(LessonPlayer):
    """Plays the document that is open in the window.

    It is never opened anew: what nobody has saved yet stays, and so does the way back by undoing. A live change is a
    change of the document, as it is in the window, and going back to the lesson is one more that can be undone.

    Args:
        session: The window's session, in which a scenario is open.
        documents: The window's documents.
        playhead: The window's clock.
        shown: Which pictures are shown.
    """

    def __init__(self, session: Session, documents: Documents, playhead: Playhead, shown: Shown) -> None:
        super().__init__(session, documents, playhead, documents)
        scenario = session.scenario
        assert scenario is not None
        self._before: Scenario = scenario
        self.made = lesson_of(scenario, shown)

    def step_at(self, t_ns: int) -> int:
        """Return the index of the step that a moment belongs to; before the first bookmark it is the first one."""
        begins = [step.begin.shift_ns for step in self.made.steps]
        return max(0, bisect_right(begins, t_ns) - 1)

    def back_to_lesson(self) -> None:
        """Undo what was changed since the presentation began, as one change, and show the step from its beginning."""
        try:
            self._documents.change(self._before, self.tr("Back to before the presentation"))
        except CoreloomError as error:
            self.refused.emit(self.tr("This step cannot be shown"), str(error))
            return
        self._begin()

    def _show(self, index: int) -> bool:
        self._index = index
        return True

    def _arrive(self) -> None:
        """Show the step as soon as its moments are known; a run without an end need not be known to it."""
        step, trace = self.step, self._session.trace
        if step is None or trace is None or self._span is not None:
            return
        begin_ns = step.begin.shift_ns
        end_ns = None if step.end is None or step.end.anchor is Anchor.END else step.end.shift_ns
        known_ns = trace.known_until_ns
        if not self._session.whole and known_ns <= max(begin_ns, end_ns or 0) + lookahead_ns(trace):
            return
        begin_ns = min(begin_ns, known_ns)
        self._span = Span(begin_ns=begin_ns, end_ns=max(begin_ns, min(known_ns, end_ns or known_ns)))
        self._playhead.go_to(begin_ns)
        self.arrived.emit()
        self._play()

    @property
    def stretch(self) -> tuple[int, int] | None:
        """What the step plays; None also where nobody knows yet how far that is."""
        return super().stretch if not self._to_end or self._session.whole else None

    @property
    def _to_end(self) -> bool:
        step = self.step
        return step is None or step.end is None or step.end.anchor is Anchor.END

    def _play(self, *, held: bool = False) -> None:
        if self._span is not None and self._span.stretch is not None:
            self._playhead.set_stop(None if self._to_end else self._span.end_ns)
            if not held:
                self._playhead.play()

    def _keep_variant(self) -> None:
        """Keep nothing beside the document."""
