"""The five differences between a process and a thread: their window, and what it shows on the stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.fronting import come_to_front, give_way

if TYPE_CHECKING:
    from desktop_app.app.five_differences.window import DifferencesWindow
    from desktop_app.app.main_window import MainWindow
    from desktop_app.model.lesson import Lesson


class DifferenceCommands:
    """Opens the window of the five differences, and shows in the main window what it asks for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._shown: DifferencesWindow | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"differences": self.show}

    def show(self) -> None:
        """Open the window, or bring it to the front as it was left: what was measured stays."""
        from desktop_app.app.five_differences.window import DifferencesWindow  # noqa: PLC0415 - not before first paint
        from desktop_app.teaching.differences.measuring import Measurements  # noqa: PLC0415 - as above

        window = self._window
        if self._shown is None:
            shown = DifferencesWindow(Measurements(), lambda: window.theme, lambda: window.stage.options, window)
            shown.lesson_requested.connect(self.play)
            self._shown = shown
        come_to_front(self._shown)

    def set_theme(self) -> None:
        """Show it in the window's palette."""
        if self._shown is not None:
            self._shown.apply_theme()

    def play(self, lesson: Lesson, index: int) -> None:
        """Open the table as a lesson at a step, unless it is open: then go to that step."""
        player, documents = self._window.lessons.player, self._window.documents
        if player.lesson == lesson:
            player.go(index)
        elif not documents.may_leave() or not player.open(lesson, index):
            return
        give_way(self._shown, self._window)
