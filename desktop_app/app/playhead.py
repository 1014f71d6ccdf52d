"""The playhead: the only clock of the window, and the only thing in it that changes by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

#: A frame at 60 Hz.
FRAME_MS = 16
_NS_PER_S = 1_000_000_000
#: A window that was suspended for minutes goes on where it was, not minutes later.
_LONGEST_FRAME_NS = _NS_PER_S // 4
#: In one frame the speed changes so often at most, and a loop is gone through so often.
_MOST_PIECES = 100

#: How fast to play at a moment, of a speed that is asked for: simulated nanoseconds per second, and until when.
Pacing = Callable[[int, int], tuple[int, int]]


class Playhead(QObject):
    """A moment of simulated time that can play.

    It never leaves the range it was given, and stops by itself at the end of a finished run. A loop is played again
    and again; one may go to any moment outside it, and it is played on from there as if there were none.

    Signals:
        moved: The time changed; the new one in nanoseconds.
        playing_changed: It started or stopped.
        loop_changed: What is played again and again: (begin, end) in nanoseconds, or None.
    """

    moved = Signal(object)  # nanoseconds: a C++ int would wrap after two seconds
    playing_changed = Signal(bool)
    loop_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._t_ns = 0
        self._begin_ns = 0
        self._limit_ns = 0
        self._ends = False
        self._speed_ns = 0
        self._rest_ns = 0
        self._loop: tuple[int, int] | None = None
        self._stop_ns: int | None = None
        self._pacing: Pacing | None = None
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
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

    @property
    def loop(self) -> tuple[int, int] | None:
        """What is played again and again: from, and up to, in nanoseconds; None when nothing is."""
        return self._loop

    def set_loop(self, begin_ns: int, end_ns: int) -> None:
        """Play [begin, end) again and again.

        Raises:
            ValueError: When it does not end after it begins, or begins before 0.
        """
        if not 0 <= begin_ns < end_ns:
            raise ValueError("a loop begins at 0 or later, and ends after it begins")
        if (begin_ns, end_ns) != self._loop:
            self._loop = (begin_ns, end_ns)
            self.loop_changed.emit(self._loop)

    def clear_loop(self) -> None:
        """Play on at the end of what was played again and again."""
        if self._loop is not None:
            self._loop = None
            self.loop_changed.emit(None)

    @property
    def stop_ns(self) -> int | None:
        """Where it stops by itself when it plays past it, in nanoseconds; None for nowhere before the end."""
        return self._stop_ns

    def set_stop(self, stop_ns: int | None) -> None:
        """Stop at a moment when it is played past, once; from there on it plays as if there were no such moment."""
        self._stop_ns = stop_ns

    def set_frame_ms(self, frame_ms: int) -> None:
        """Set how often it moves while it plays, in milliseconds of wall time; it plays as fast as before."""
        if frame_ms != self._timer.interval():
            self._timer.setInterval(frame_ms)

    @property
    def frame_ms(self) -> int:
        """How often it moves while it plays, in milliseconds of wall time."""
        return self._timer.interval()

    def set_pacing(self, pacing: Pacing | None) -> None:
        """Set what may slow it down, or None for one speed throughout."""
        self._pacing = pacing

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
        """Start, from the beginning when it stands at the end of a finished run or of a loop."""
        if self.playing:
            return
        if self._loop is not None and self._t_ns in {self._loop[1], self._loop[1] - 1}:
            self.go_to(self._loop[0])
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
        wall_ns = min(wall_ns, _LONGEST_FRAME_NS)
        t_ns = self._t_ns
        for _ in range(_MOST_PIECES):
            speed_ns, until_ns = self._stretch(t_ns)
            simulated, rest_ns = divmod(wall_ns * speed_ns + self._rest_ns, _NS_PER_S)
            if until_ns is None or t_ns + simulated < until_ns:
                t_ns, self._rest_ns = t_ns + simulated, rest_ns
                break
            # What is left of the wall time is for the next stretch.
            wall_ns -= min(wall_ns, ((until_ns - t_ns) * _NS_PER_S - self._rest_ns) // speed_ns)
            t_ns, self._rest_ns = until_ns, 0
            if self._loop is not None and t_ns == self._loop[1]:
                t_ns = self._loop[0]
            if t_ns == self._stop_ns:
                break
        stops = self._stop_ns is not None and t_ns == self._stop_ns > self._t_ns
        self.go_to(t_ns)
        if stops and self._t_ns == t_ns:
            self.pause()
        if self._ends and self._t_ns >= self._limit_ns:
            if self._loop is not None and self._loop[0] < self._limit_ns <= self._loop[1]:
                self.go_to(self._loop[0])
            else:
                self.pause()

    def _stretch(self, t_ns: int) -> tuple[int, int | None]:
        """Return the speed at a moment, and until when it holds or the loop goes on; None for ever."""
        speed_ns, until_ns = self._pacing(t_ns, self._speed_ns) if self._pacing else (self._speed_ns, None)
        if self._loop is not None and self._loop[0] <= t_ns < self._loop[1]:
            until_ns = self._loop[1] if until_ns is None else min(until_ns, self._loop[1])
        if self._stop_ns is not None and t_ns < self._stop_ns:
            until_ns = self._stop_ns if until_ns is None else min(until_ns, self._stop_ns)
        return speed_ns, until_ns

    def _tick(self) -> None:
        self.advance(self._clock.nsecsElapsed())
        self._clock.restart()
