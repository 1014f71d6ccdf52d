"""The place of the timeline in the window, which is there before the timeline is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.views.timeline.view import TimelineView


class TimelinePanel(QWidget):
    """Holds the timeline and remembers what it is to show until it is built.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
    """

    time_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trace: Trace | None = None
        self._t_ns = 0
        self._finished = False
        self.view: TimelineView | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    def build(self) -> None:
        """Make the timeline. Its painting imports numpy, which takes longer than the window's first paint."""
        from desktop_app.views.timeline.view import TimelineView  # noqa: PLC0415

        if self.view is not None:
            return
        self.view = TimelineView(self._theme, self)
        self.view.time_requested.connect(self.time_requested)
        self._box.addWidget(self.view)
        if self._trace is not None:
            self.view.set_trace(self._trace)
            self.view.show_at(self._t_ns)

    def set_margin(self, margin_px: float) -> None:
        """Leave as much space at the sides as the stage does above."""
        side = round(margin_px)
        self._box.setContentsMargins(side, 2, side, 10)

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        self._theme = theme
        if self.view is not None:
            self.view.set_theme(theme)

    def set_trace(self, trace: Trace) -> None:
        """Show another trace, at its beginning."""
        self._trace, self._t_ns, self._finished = trace, 0, trace.finished
        if self.view is not None:
            self.view.set_trace(trace)

    def show_at(self, t_ns: int) -> None:
        """Show what happened up to ``t_ns``."""
        self._t_ns = t_ns
        if self.view is not None:
            self.view.show_at(t_ns)

    def show_progress(self) -> None:
        """Show the whole run once its end is known."""
        if self._trace is not None and self._trace.finished and not self._finished:
            self._finished = True
            self.show_at(self._t_ns)
