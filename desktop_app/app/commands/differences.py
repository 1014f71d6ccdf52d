"""The five differences between a process and a thread: their window, and what it shows on the stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop_app.app.five_differences.window import DifferencesWindow
    from desktop_app.app.main_window import MainWindow
    from desktop_app.model.scenario import Scenario
    from desktop_app.teaching.differences.measuring import Measurements, Showing


class DifferenceCommands(QObject):
    """Opens the window of the five differences, and plays in the main window what it asks for.

    Signals:
        side_by_side_requested: Runs are to be played beside each other; a tuple of `Showing`.
    """

    side_by_side_requested = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shown: DifferencesWindow | None = None
        #: Kept while the window is open: what was run once need not be run again.
        self._measurements: Measurements | None = None
        #: What is played as soon as its run is known that far; None when that is done, or something else was opened.
        self._wanted: tuple[Scenario, Showing] | None = None
        window.session.progressed.connect(self._arrive)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"differences": self.show}

    def show(self) -> None:
        """Open the window, or bring it to the front as it was left."""
        from desktop_app.app.five_differences.window import DifferencesWindow  # noqa: PLC0415 - not before first paint
        from desktop_app.teaching.differences.measuring import Measurements  # noqa: PLC0415 - as above

        window = self._window
        if self._shown is None:
            self._measurements = Measurements()
            shown = DifferencesWindow(self._measurements, lambda: window.theme, lambda: window.stage.options, window)
            shown.play_requested.connect(self.play)
            shown.side_by_side_requested.connect(self._play_beside)
            self._shown = shown
        self._shown.show()
        self._shown.raise_()
        self._shown.activateWindow()

    def play(self, showing: Showing) -> None:
        """Open what shows a cell as a new document, and play the stretch that matters again and again."""
        window = self._window
        if not window.documents.may_leave():
            return
        self._wanted = None
        if not window.documents.show(showing.scenario, None):
            return
        self._step_aside()
        self._wanted = (showing.scenario, showing)
        window.session.complete()
        self._arrive()

    def _arrive(self) -> None:
        """Play what is wanted, once its run is known to its end."""
        window = self._window
        if self._wanted is None:
            return
        scenario, showing = self._wanted
        if window.session.scenario is not scenario:
            self._wanted = None
        elif not window.session.completing:
            self._wanted = None
            window.transport.choose_speed(showing.speed_ns)
            window.stage.set_options(replace(window.stage.options, camera=showing.camera))
            window.playhead.set_loop(showing.begin_ns, showing.end_ns)
            window.playhead.go_to(showing.begin_ns)
            window.playhead.play()

    def _play_beside(self, showings: tuple[Showing, ...]) -> None:
        self._step_aside()
        self.side_by_side_requested.emit(showings)

    def _step_aside(self) -> None:
        """Hide the window where it stands over the main one, which nobody would see otherwise."""
        shown, window = self._shown, self._window
        if shown is not None and shown.frameGeometry().intersects(window.frameGeometry()):
            shown.hide()
        window.activateWindow()
