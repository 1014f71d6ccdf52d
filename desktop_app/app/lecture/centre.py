"""The middle of the window: the stage, and below it what a lesson says of it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.model.lesson import Caption, Lesson
from desktop_app.views.caption.band import StepLine
from desktop_app.views.caption.widgets import CaptionBand
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import Theme


class Centre(QWidget):
    """The picture of a run with its caption.

    Attributes:
        pictures: The stage, or what a step of a lesson shows in its place.
        band: The caption; not to be seen without a lesson.
    """

    def __init__(self, stage: StageView, parent: QWidget) -> None:
        super().__init__(parent)
        self._player: LessonPlayer | None = None
        self.pictures = QStackedWidget(self)
        self.pictures.addWidget(stage)
        self.band = CaptionBand(self)
        self.band.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pictures, 1)
        layout.addWidget(self.band)

    def attach(self, player: LessonPlayer) -> None:
        """Say what the steps of a player's lesson say."""
        self._player = player
        player.opened.connect(self._open)
        player.closed.connect(self.band.hide)
        player.step_changed.connect(lambda _index: self._say())
        player.asked_changed.connect(self._say)

    def set_theme(self, theme: Theme) -> None:
        """Write in these colours."""
        self.band.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as large as the last row needs it."""
        super().resizeEvent(event)
        self.band.set_picture_height(self.height())

    def _open(self, lesson: Lesson) -> None:
        # The stage keeps its size from step to step.
        self.band.keep_room_for(step.caption for step in lesson.steps)
        self.band.show()
        self._say()

    def _say(self) -> None:
        player = self._player
        if player is None or player.lesson is None or player.step is None:
            return
        # A caption says what comes out: not before the question about it is answered.
        asks = player.step.question is not None and not player.revealed
        line = StepLine(title=player.step.title, number=player.index + 1, count=len(player.lesson.steps))
        self.band.show_caption(self._question() if asks else player.step.caption, line)

    def _question(self) -> Caption:
        asked = self._player.asked if self._player is not None else None
        return Caption.of(asked.prompt) if asked is not None else Caption.of("…")
