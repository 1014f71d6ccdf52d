"""The playhead: the only clock of the window, and the only thing in it that changes by itself."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

#: A frame at 60 Hz.
_FRAME_MS = 16
_NS_PER_S = 1_000_000_000
#: A window that was suspended for minutes goes on where it was, not minutes later.
_LONGEST_FRAME_NS = _NS_PER_S // 4


class Playhead(QObject):
    """A moment of simulated time that can play.

    It never leaves the range it was given, and stops by itself at the end of a finished run.

    Signals:
        moved: The time changed; the new one in nanoseconds.
        playing_changed: It started or stopped.
    """

    moved = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._t_ns = 0
        self._begin_ns = 0
        self._limit_ns = 0
        self._ends = False
        self._speed_ns = 0
        self._rest_ns = 0
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def t_ns(self) -> int:
        """The time now."""
        return self._t_ns

    @property
    def playing(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    @property
    def speed_ns(self) -> int:
        """Simulated nanoseconds per second of wall time."""
        return self._speed_ns

    def set_speed(self, speed_ns: int) -> None:
        """Set the simulated nanoseconds per second of wall time, more than 0."""
        self._speed_ns = speed_ns

    def set_range(self, begin_ns: int, limit_ns: int, *, ends: bool) -> None:
        """Say which times can be shown, and whether the run ends at the last of them or more is to come."""
        self._begin_ns, self._limit_ns, self._ends = begin_ns, max(begin_ns, limit_ns), ends
        self.go_to(self._t_ns)

    def go_to(self, t_ns: int) -> None:
        """Move to ``t_ns``, or as near to it as can be shown."""
        t_ns = min(max(t_ns, self._begin_ns), self._limit_ns)
        if t_ns != self._t_ns:
            self._t_ns = t_ns
            self.moved.emit(t_ns)

    def play(self) -> None:
        """Start, from the beginning when it stands at the end of a finished run."""
        if self.playing:
            return
        if self._ends and self._t_ns >= self._limit_ns:
            self.go_to(self._begin_ns)
        self._rest_ns = 0
        self._clock.start()
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop where it is."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Start or stop."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def advance(self, wall_ns: int) -> None:
        """Go on by the simulated time that ``wall_ns`` of wall time stand for, exact over many small steps."""
        simulated, self._rest_ns = divmod(min(wall_ns, _LONGEST_FRAME_NS) * self._speed_ns + self._rest_ns, _NS_PER_S)
        self.go_to(self._t_ns + simulated)
        if self._ends and self._t_ns >= self._limit_ns:
            self.pause()

    def _tick(self) -> None:
        self.advance(self._clock.nsecsElapsed())
        self._clock.restart()
