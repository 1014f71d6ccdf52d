"""When a run plays into a deadlock, the graph of who waits for whom comes into view: once for each run."""

from __future__ import annotations

from PySide6.QtCore import QObject

from desktop_app.analysis.moment import Moments
from desktop_app.app.docks import Docks
from desktop_app.app.playhead import Playhead


class DeadlockNotice(QObject):
    """Watches where the playhead stops."""

    def __init__(self, playhead: Playhead, docks: Docks, parent: QObject) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._docks = docks
        self._moments: Moments | None = None
        playhead.playing_changed.connect(self._look)

    def set_moments(self, moments: Moments) -> None:
        """Watch another run."""
        self._moments = moments

    def _look(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        moments = self._moments
        if playing or moments is None or not moments.trace.finished:
            return
        from desktop_app.analysis.waits_for import deadlock_at  # noqa: PLC0415 - seldom needed

        at_end = self._playhead.t_ns >= moments.trace.known_until_ns
        if at_end and deadlock_at(moments, self._playhead.t_ns) is not None:
            self._moments = None  # who closes the panel has seen it
            self._docks.show_panel("waits")
