"""Practice: its window, and what it shows in the main one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.fronting import come_to_front, give_way
from desktop_app.model.errors import CoreloomError

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow
    from desktop_app.app.practice.window import PracticeWindow
    from desktop_app.teaching.practice.exercises import Exercise
    from desktop_app.trace.trace import Trace


class PracticeCommands:
    """Opens the window of practice, and shows its runs in the main window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._shown: PracticeWindow | None = None
        #: The run whose moment is gone to as soon as it is known, and that moment.
        self._awaited: tuple[Trace, int] | None = None
        window.session.progressed.connect(self._arrive)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"practice": self.show}

    def show(self) -> None:
        """Open the window, or bring it to the front as it was left."""
        from desktop_app.app.practice.window import PracticeWindow  # noqa: PLC0415 - not before the first paint

        if self._shown is None:
            window = self._window
            self._shown = PracticeWindow(window.habits, lambda: window.theme, window)
            self._shown.scenario_requested.connect(self.open)
        come_to_front(self._shown)

    def set_theme(self) -> None:
        """Show it in the window's palette."""
        if self._shown is not None:
            self._shown.apply_theme()

    def open(self, exercise: Exercise) -> None:
        """Open an exercise's scenario as a new document, at the moment of its question."""
        window = self._window
        if not window.documents.may_leave():
            return
        try:
            window.documents.load(exercise.scenario, None)
        except CoreloomError as error:
            window.documents.refused.emit(window.tr("This cannot be opened"), str(error))
            return
        trace = window.session.trace
        assert trace is not None
        self._awaited = (trace, exercise.question.at_ns)
        window.session.complete()
        self._arrive()
        give_way(self._shown, window)

    def _arrive(self) -> None:
        """Go to the moment as soon as the run is known that far, unless another one is shown by now."""
        if self._awaited is None:
            return
        trace, wanted_ns = self._awaited
        if trace is not self._window.session.trace:
            self._awaited = None
        elif trace.finished or trace.known_until_ns > wanted_ns:
            self._awaited = None
            self._window.playhead.go_to(wanted_ns)
