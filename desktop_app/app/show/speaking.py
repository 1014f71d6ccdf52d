"""What the speaker has beside the audience's picture: the overview, the keys, the console with notes and timer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.app.lecture.notes import notes_of
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.show.console import LEAST_NOTES_PX, MOST_NOTES_PX, NOTES_STEP_PX
from desktop_app.app.show.key_card import KeyCard
from desktop_app.app.show.overview import Overview
from desktop_app.app.show.pictures import Look, StepPictures, size_of_pictures
from desktop_app.app.show.timing import Stopwatch
from desktop_app.app.show.windows import ShowWindows

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow

#: The share of a page of notes that one scrolls by.
_NOTES_PAGE = 0.8


class Speaking(QObject):
    """The speaker's side of one presentation.

    Args:
        window: The window.
        player: Who plays the steps.
        windows: The presentation's windows.
        stopwatch: How long the speaker has been speaking.
        parent: Its owner.

    Signals:
        chosen: A step was chosen in the overview; its index.
        changed: Something else is open, or counts.
    """

    chosen = Signal(int)
    changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        player: LessonPlayer,
        windows: ShowWindows,
        stopwatch: Stopwatch,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._player = player
        self._windows = windows
        self._stopwatch = stopwatch
        self._pictures: StepPictures | None = None
        self._links = [
            player.step_changed.connect(self.show_step),
            player.asked_changed.connect(self._show_answer),
            windows.arranged.connect(self.show_next),
        ]
        windows.console.set_notes_px(window.habits.now.notes_px)

    def stop(self) -> None:
        """Draw and tell nothing more."""
        for link in self._links:
            QObject.disconnect(link)
        self._links.clear()
        self._drop_pictures()

    # -- what covers the picture ----------------------------------------------------------------------------

    @property
    def overview(self) -> Overview | None:
        """The overview, while it is open."""
        over = self._windows.front.over
        return over if isinstance(over, Overview) else None

    @property
    def keys(self) -> KeyCard | None:
        """The list of keys, while it is open."""
        over = self._windows.front.over
        return over if isinstance(over, KeyCard) else None

    def toggle_overview(self) -> None:
        """Show all steps as pictures, or close them."""
        opened = self.overview is None
        self.uncover()
        if opened and self._player.lesson is not None:
            front = self._windows.front
            overview = Overview(self._step_pictures(), self._player.index, self._window.theme, front)
            overview.chosen.connect(self.chosen)
            front.cover(overview)
        self.changed.emit()

    def toggle_keys(self) -> None:
        """Show what the keys do, or no more."""
        opened = self.keys is None
        self.uncover()
        if opened:
            front = self._windows.front
            front.cover(KeyCard(self._window.actions_by_name, self._window.theme, front))
        self.changed.emit()

    def uncover(self) -> bool:
        """Close what covers a picture, and say whether anything did."""
        covered = [window for window in self._windows.both if window.over is not None]
        for window in covered:
            window.cover(None)
        if covered:
            self.changed.emit()
        return bool(covered)

    # -- the console ----------------------------------------------------------------------------------------

    def toggle_console(self) -> None:
        """Show the console, or hide it."""
        self.uncover()
        self._windows.toggle_console()

    def toggle_timer(self) -> None:
        """Let the timer stand still, or go on."""
        if self._stopwatch.paused:
            self._stopwatch.go_on()
        else:
            self._stopwatch.pause()
        self._windows.console.tell_time()
        self.changed.emit()

    def reset_timer(self) -> None:
        """Let the timer begin at zero."""
        self._stopwatch.reset()
        self._windows.console.tell_time()

    def resize_notes(self, step: int) -> None:
        """Write the notes larger, or with -1 smaller, now and from now on."""
        habits = self._window.habits
        notes_px = min(MOST_NOTES_PX, max(LEAST_NOTES_PX, habits.now.notes_px + step * NOTES_STEP_PX))
        habits.change(notes_px=notes_px)
        self._windows.console.set_notes_px(notes_px)

    def scroll_notes(self, way: int) -> None:
        """Scroll the notes down, or with -1 up."""
        self._windows.console.scroll_notes(way * _NOTES_PAGE)

    def show_step(self) -> None:
        """Tell the console which step it is."""
        lesson, step, console = self._player.lesson, self._player.step, self._windows.console
        if lesson is None or step is None:
            return
        number, count = self._player.index + 1, len(lesson.steps)
        console.show_step(number, count, step.title, lesson.steps[number].title if number < count else "")
        console.show_notes(notes_of(lesson, self._player.index))
        self._show_answer()
        self.show_next()

    def _show_answer(self) -> None:
        """Show the speaker the answer, also when the audience's card says only what is right."""
        question = self._player.question
        if question is None:
            self._windows.console.show_answer("")
        else:
            told = " ".join((question.answer + ".", *question.explanation))
            self._windows.console.show_answer(self.tr("Answer: {}").format(told))

    def set_theme(self) -> None:
        """Draw pictures of steps in the window's palette from now on."""
        self._drop_pictures()
        self.show_next()

    # -- pictures of steps ----------------------------------------------------------------------------------

    def show_next(self, _drawn: int = -1) -> None:
        """Show the next step's picture in the console, as soon as it is drawn."""
        lesson = self._player.lesson
        if lesson is None or not self._windows.with_console:
            return
        upcoming, pictures = self._player.index + 1, self._step_pictures()
        if upcoming < len(lesson.steps) and pictures.picture(upcoming) is None:
            pictures.want([upcoming])
        self._windows.console.show_next(pictures.picture(upcoming), pictures.look.screen)

    def _step_pictures(self) -> StepPictures:
        lesson, screen = self._player.lesson, self._windows.audience.size()
        assert lesson is not None
        if self._pictures is None or self._pictures.look.screen != screen or self._pictures.lesson is not lesson:
            self._drop_pictures()
            options = replace(self._window.stage.options, followed=None)
            dpr = self._windows.front.devicePixelRatioF()
            size = size_of_pictures(len(lesson.steps), screen, dpr)
            look = Look(screen=screen, size=size, theme=self._window.theme, options=options, dpr=dpr)
            self._pictures = StepPictures(lesson, look, self)
            self._pictures.drawn.connect(self.show_next)
        return self._pictures

    def _drop_pictures(self) -> None:
        if self._pictures is not None:
            self._pictures.stop()
            self._pictures.deleteLater()
            self._pictures = None
