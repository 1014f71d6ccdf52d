"""Lessons in the window: which is open, its panel, and how each step wants the stage to be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from desktop_app.analysis.instants import thread_called
from desktop_app.app.lecture.asking import may_tell_next
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.lecture.watching import LessonWatch
from desktop_app.model.lesson import Lesson, Step
from desktop_app.views.question import Button, ask

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow
    from desktop_app.views.panel import Panel

#: What can be done only while a lesson is open.
_WITHIN = ("lesson_next", "lesson_previous", "lesson_again", "lesson_back", "lesson_close")


class LessonCommands(QObject):
    """Opens lessons and goes through their steps.

    Attributes:
        player: The lesson that is open.
        watch: Whether its file is changed meanwhile.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        #: Whether the panel came with a lesson, so that it goes with it.
        self._brought = False
        self.player = LessonPlayer(window.session, window.documents, window.playhead, self)
        self.watch = LessonWatch(self.player, lambda: window.presentation.on, self)
        self.player.refused.connect(window.documents.refused)
        self.player.opened.connect(self._enter)
        self.player.closed.connect(self._leave)
        self.player.step_changed.connect(self._show_step)
        self.player.arrived.connect(self._follow)
        self.player.arrived.connect(self._show_stretch)
        self.player.revealed_changed.connect(lambda _revealed: self._tell_next())
        self.player.live_changed.connect(lambda _changed: self._enable())
        window.documents.lesson_chosen.connect(self.open)
        window.documents.also_asked.append(self.may_leave)
        window.docks.panel_made.connect(self._attach)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            "lesson_next": self.player.next,
            "lesson_previous": self.player.previous,
            "lesson_again": lambda: self.player.go(self.player.index),
            "lesson_back": self.player.back_to_lesson,
            "lesson_close": self.close,
            "lesson_new": self.ask_new,
        }

    def close(self) -> None:
        """Close the lesson, if nothing is lost by that or nobody minds."""
        if self.may_leave():
            self.player.close()

    def may_leave(self) -> bool:
        """Ask about live changes of other steps than the one that is shown; False means: stay."""
        steps = self.player.changed_elsewhere
        if not steps:
            return True
        numbers = ", ".join(str(index + 1) for index in steps)
        answer = ask(
            self._window,
            self.tr("Give up live changes?"),
            self.tr(
                "What was changed live in other steps is kept only while the lesson is open (steps: {}). To keep it, "
                "go there and save it as a scenario."
            ).format(numbers),
            Button.Discard | Button.Cancel,
            Button.Cancel,
        )
        return answer == Button.Discard

    def attach(self, actions: dict[str, QAction]) -> None:
        """Know the actions, which are of no use without a lesson."""
        self._actions = {name: actions[name] for name in _WITHIN}
        self._enable()

    def open(self, lesson: Lesson) -> None:
        """Open a lesson at its first step; whoever asks for that has asked about what was not saved."""
        self.player.open(lesson)

    def ask_new(self) -> None:
        """Write a lesson from the bookmarks of this session, to a file that the user chooses."""
        from desktop_app.app.lecture.recording import ask_new_lesson  # noqa: PLC0415 - not before the first paint

        ask_new_lesson(self._window.session, self._window.documents, self._window)

    def show_panel(self) -> None:
        """Show the panel while a lesson is open; it goes with the lesson unless the user had it before."""
        if self.player.lesson is not None:
            self._brought = self._brought or self._window.docks.docks["lesson"].isHidden()
            self._window.docks.show_panel("lesson")

    def _enter(self) -> None:
        self.show_panel()
        self._enable()

    def _leave(self) -> None:
        window = self._window
        window.stage.set_options(replace(window.stage.options, lit=(), tells_next=True))
        window.transport.choose_again()
        if self._brought:
            self._brought = False
            window.docks.docks["lesson"].hide()
        self._enable()

    def _show_step(self) -> None:
        """See the stage as the step wants it."""
        step, window = self.player.step, self._window
        assert step is not None
        if step.speed_ns is None:
            window.transport.choose_again()
        else:
            window.transport.play_at(step.speed_ns)
        options = replace(window.stage.options, lit=step.lit, tells_next=self._may_tell(step), camera=step.camera)
        window.stage.set_options(options)
        self._enable()

    def _follow(self) -> None:
        """Follow whom the step follows; who that is, is known once the run is."""
        step, trace = self.player.step, self._window.session.trace
        if step is None or trace is None:
            return
        self._window.following.follow(thread_called(trace, step.follow or step.camera.thread))

    def _show_stretch(self) -> None:
        """Show of the timeline what the step plays."""
        span = self.player.span
        if span is not None:
            self._window.timeline.show_stretch(span.begin_ns, span.end_ns)

    def _tell_next(self) -> None:
        step, stage = self.player.step, self._window.stage
        if step is not None:
            stage.set_options(replace(stage.options, tells_next=self._may_tell(step)))
            self._window.centre.set_options(stage.options)

    def _may_tell(self, step: Step) -> bool:
        """Return whether the stage may say who is dispatched next: not while that is asked."""
        return may_tell_next(step, revealed=self.player.revealed)

    def _enable(self) -> None:
        lesson = self.player.lesson
        for action in self._actions.values():
            action.setEnabled(lesson is not None)
        if lesson is not None and self._actions:
            last = self.player.index == len(lesson.steps) - 1 and self.player.revealed
            self._actions["lesson_next"].setEnabled(not last)
            self._actions["lesson_previous"].setEnabled(self.player.index > 0)
            self._actions["lesson_back"].setEnabled(self.player.changed)

    def _attach(self, name: str, panel: Panel) -> None:
        """Let the panel about the lesson know the lesson."""
        if name == "lesson":
            from desktop_app.app.lecture.panel import LessonPanel  # noqa: PLC0415 - made when it is first seen

            assert isinstance(panel, LessonPanel)
            panel.attach(self.player, self._window.actions_by_name)
