"""Runs beside each other, in a window of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.app.fronting import come_to_front
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow
    from desktop_app.app.side_by_side.window import CompareWindow


class CompareCommands:
    """Opens the window that shows several runs.

    Attributes:
        shown: That window, once it was opened.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.shown: CompareWindow | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"compare": self.show}

    def show(self) -> None:
        """Compare what is open with itself in a way that suits it, or bring the window that does to the front."""
        scenario = self._window.session.scenario
        if scenario is None:
            return
        from desktop_app.app.side_by_side.window import CompareWindow  # noqa: PLC0415 - not before the first paint

        self._window.playhead.pause()
        if self.shown is None:
            self.shown = CompareWindow(self._window.habits, self._window.theme)
        self.shown.compare_open(scenario, self._window.documents.name)
        come_to_front(self.shown)

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        if self.shown is not None:
            self.shown.set_theme(theme)

    def close(self) -> None:
        """Close its window."""
        if self.shown is not None:
            self.shown.close()
            self.shown.deleteLater()
            self.shown = None
