"""What the window shows of a run: stage, timeline, panels and transport, each told the trace and the moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from desktop_app.analysis.moment import Moments
from desktop_app.app.deadlock_notice import DeadlockNotice
from desktop_app.app.following import still_followed
from desktop_app.app.icons import icon
from desktop_app.app.speeds import speed_unit
from desktop_app.model.camera import WHOLE_STAGE
from desktop_app.trace.trace import Trace

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


class Showing(QObject):
    """Brings the session's run and the playhead's moment to all that shows them.

    Args:
        window: Whose stage, timeline, panels and transport those are.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._moments: Moments | None = None
        self._deadlocks = DeadlockNotice(window.playhead, window.docks, window)

    @property
    def moments(self) -> Moments | None:
        """The pictures of what is open; None while nothing is."""
        return self._moments

    def attach(self) -> None:
        """Listen to the window's session, playhead and whoever is followed."""
        window = self._window
        window.playhead.moved.connect(self.show_at)
        window.playhead.playing_changed.connect(self.show_playing)
        window.session.opened.connect(self._show_trace)
        window.session.continued.connect(self._show_continued)
        window.session.catching_up.connect(self._show_catching_up)
        window.session.progressed.connect(self._show_progress)
        window.following.changed.connect(self._follow)
        window.centre.pictures_changed.connect(lambda: self.show_at(window.playhead.t_ns))

    def show_at(self, t_ns: int) -> None:
        """Show a moment, in nanoseconds; not while a presentation lies over the window."""
        window, trace = self._window, self._window.session.trace
        if trace is None or self._moments is None or self._moments.trace is not trace:
            return
        if window.presentation.covers_window:
            return  # nobody sees it; it is shown again when the presentation is over
        # Beside a longer run, one that is over is shown at its end.
        own_ns = self._moments.nearest_ns(t_ns)
        if window.centre.shows_stage:
            window.stage.show_snapshot(self._moments.at(own_ns, window.following.followed))
        window.centre.show_at(t_ns)
        window.timeline.show_at(own_ns)
        window.docks.show_at(own_ns, soon=window.playhead.playing)
        self._show_progress()

    def show_playing(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Let the button say what it does, and panels catch up when the run stands still."""
        window = self._window
        if not playing and window.session.trace is not None:
            window.docks.show_at(min(window.playhead.t_ns, window.session.trace.known_until_ns))
        action = window.actions_by_name["play"]
        action.setIcon(icon("pause" if playing else "play", window.theme))
        action.setText(self.tr("&Pause") if playing else self.tr("&Play"))

    def _show_trace(self, trace: Trace) -> None:
        window = self._window
        window.transport.set_unit(speed_unit(trace))
        window.following.follow(None)
        window.stage.set_camera(WHOLE_STAGE, fly=False)
        window.playhead.clear_loop()
        window.timeline.set_trace(trace)
        self._show_moments(trace)

    def _show_continued(self, trace: Trace, from_ns: int) -> None:
        """Show a run that goes on in another way from some moment on; nothing else changes."""
        following = self._window.following
        before = self._moments.trace if self._moments is not None else trace
        following.follow(still_followed(following.followed, before, trace, from_ns))
        self._window.timeline.continue_with(trace)
        self._show_moments(trace)

    def _show_moments(self, trace: Trace) -> None:
        window = self._window
        self._moments = Moments(trace)
        window.centre.set_moments(self._moments)
        window.docks.set_moments(self._moments)
        self._deadlocks.set_moments(self._moments)
        self.show_at(window.playhead.t_ns)

    def _show_catching_up(self, busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show that a changed run is not known yet as far as the playhead is."""
        if busy:
            self._window.setCursor(Qt.CursorShape.BusyCursor)
        else:
            self._window.unsetCursor()

    def _show_progress(self) -> None:
        window, trace = self._window, self._window.session.trace
        if trace is not None:
            end_ns = window.session.end_ns if trace.finished else None
            window.transport.show_time(window.playhead.t_ns, end_ns, trace.begin_ns)
            window.timeline.show_progress()

    def _follow(self, thread: int | None) -> None:
        window = self._window
        window.stage.set_options(replace(window.stage.options, followed=thread))
        window.docks.set_followed(thread)
        window.timeline.set_followed(thread)
