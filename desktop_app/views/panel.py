"""What stands in a dock beside the stage: a view of a trace at a moment."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.views.theme import DARK, Theme


class Panel(QWidget):
    """Draws a trace at t, whatever it drew before.

    Who shows panels calls `set_moments` when another run is shown, and after that `show_at` whenever the moment
    changes while the panel can be seen, at most some ten times a second while the run plays. `show_at` is called again
    for the same moment when more of the trace has become known.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
        menu_opened: A menu about a process or thread is about to be shown, to which others may add what they can do:
            the menu, the index of the process in the trace, and that of the thread, or None for all of the process.
        thread_chosen: The user wants to follow this thread; its index in the trace, or None for nobody.
    """

    time_requested = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds
    thread_chosen = Signal(object)
    menu_opened = Signal(object, object, object)

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.moments: Moments | None = None
        self.followed: int | None = None

    def set_moments(self, moments: Moments) -> None:
        """Show another trace; `show_at` follows."""
        self.moments = moments

    def show_at(self, t_ns: int) -> None:
        """Show the moment ``t_ns``, in nanoseconds, of a trace that is known far enough beyond it."""
        raise NotImplementedError

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        self.theme = theme

    def set_followed(self, thread: int | None) -> None:
        """Mark the thread that is followed, by its index in the trace; None when nobody is."""
        self.followed = thread
