"""The middle of the window: the stage, or what a step of a lesson shows in its place, and below it what that says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.model.lesson import Caption, Lesson, Step
from desktop_app.views.caption.band import StepLine
from desktop_app.views.caption.widgets import CaptionBand
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, Theme

if TYPE_CHECKING:
    from desktop_app.app.side_by_side.panes import SideBySide


class Centre(QWidget):
    """The picture of a run, or of several beside each other, with its caption.

    Attributes:
        pictures: The stage, or the sides of a step.
        band: The caption; not to be seen without a lesson.

    Signals:
        pictures_changed: Other pictures are shown, which have to be told the moment.
        time_requested: The user wants to go to this time, in nanoseconds.
    """

    pictures_changed = Signal()
    time_requested = Signal(object)

    def __init__(self, stage: StageView, parent: QWidget) -> None:
        super().__init__(parent)
        self._player: LessonPlayer | None = None
        self._stage = stage
        self._theme = DARK
        self._moments: Moments | None = None
        self.sides: SideBySide | None = None
        self.pictures = QStackedWidget(self)
        self.pictures.addWidget(stage)
        self.band = CaptionBand(self)
        self.band.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pictures, 1)
        layout.addWidget(self.band)

    @property
    def shows_stage(self) -> bool:
        """Whether the stage is shown, and not several runs beside each other."""
        return self.pictures.currentWidget() is self._stage

    def attach(self, player: LessonPlayer) -> None:
        """Say what the steps of a player's lesson say, and show their sides."""
        self._player = player
        player.opened.connect(self._open)
        player.closed.connect(self._close)
        player.step_changed.connect(lambda _index: self._say())
        player.asked_changed.connect(self._say)
        player.arrived.connect(self._show_pictures)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.band.set_theme(theme)
        if self.sides is not None:
            self.sides.set_theme(theme)

    def set_options(self, options: StageOptions) -> None:
        """Look at all sides in this way."""
        if self.sides is not None:
            self.sides.set_options(options)

    def set_moments(self, moments: Moments) -> None:
        """Show another run, the first of the sides."""
        self._moments = moments
        # The sides of a step that is just being opened come when it arrives.
        if not self.shows_stage and not (self._player is not None and self._player.opening):
            self._show_pictures()

    def show_at(self, t_ns: int) -> None:
        """Show a moment of all sides."""
        if self.sides is not None and not self.shows_stage:
            self.sides.show_at(t_ns)

    def take_focus(self) -> None:
        """Let keys go to what is shown."""
        shown = self.pictures.currentWidget()
        if shown is not None:
            shown.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as large as the last row needs it."""
        super().resizeEvent(event)
        self.band.set_picture_height(self.height())

    def _open(self, lesson: Lesson) -> None:
        # The stage keeps its size from step to step.
        self.band.keep_room_for(step.caption for step in lesson.steps)
        self.band.show()
        self._say()

    def _close(self) -> None:
        self.band.hide()
        self._show_stage()

    def _show_pictures(self) -> None:
        step = self._player.step if self._player is not None else None
        if step is None or len(step.sides) == 1 or self._moments is None:
            self._show_stage()
        else:
            self._show_sides(step, self._moments)

    def _show_stage(self) -> None:
        if not self.shows_stage:
            self.pictures.setCurrentWidget(self._stage)
            self.pictures_changed.emit()

    def _show_sides(self, step: Step, moments: Moments) -> None:
        assert self._player is not None
        if self.sides is None:
            from desktop_app.app.side_by_side.panes import SideBySide  # noqa: PLC0415 - the first paint needs none

            self.sides = SideBySide(self._theme, self)
            self.sides.time_requested.connect(self.time_requested)
            self.pictures.addWidget(self.sides)
        all_moments = [moments, *self._player.beside]
        self.sides.set_mode(step.shown)
        self._show_figures(step)
        self.sides.set_options(self._stage.options)
        self.sides.set_stretch(self._player.stretch)
        titles = [side.title for side in step.sides]
        self.sides.set_sides(list(zip(titles, all_moments, strict=True)))
        self.pictures.setCurrentWidget(self.sides)
        self.pictures_changed.emit()

    # -- what is said ---------------------------------------------------------------------------------------

    def _say(self) -> None:
        player = self._player
        if player is None or player.lesson is None or player.step is None:
            return
        # A caption says what comes out: not before the question about it is answered.
        asks = self._asks
        if self.sides is not None:
            self._show_figures(player.step)
        line = StepLine(title=player.step.title, number=player.index + 1, count=len(player.lesson.steps))
        self.band.show_caption(self._question() if asks else player.step.caption, line)

    @property
    def _asks(self) -> bool:
        """Whether a question is open: nothing that answers it is shown."""
        player = self._player
        return player is not None and player.step is not None and bool(player.step.question) and not player.revealed

    def _show_figures(self, step: Step) -> None:
        assert self.sides is not None
        self.sides.set_criteria(() if self._asks else step.figures)

    def _question(self) -> Caption:
        asked = self._player.asked if self._player is not None else None
        return Caption.of(asked.prompt) if asked is not None else Caption.of("…")
