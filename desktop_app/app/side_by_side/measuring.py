"""The figures of several runs at a moment, worked out a little at a time where runs are long."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.analysis.comparison import LEAST_SIDES, comparison_of
from desktop_app.analysis.criteria import Side
from desktop_app.analysis.metrics import Metrics, measuring
from desktop_app.trace.trace import Trace

#: The window may be kept waiting for so long at a time, in seconds, and how long it is left alone in between.
_BUDGET_S: Final = 0.005
_PAUSE_MS: Final = 8
#: Dispatches or waits between two looks at the clock.
_STEP: Final = 2_048

_Job = Generator[None, None, Metrics]
_Moment = tuple[int, tuple[int, ...]]


class Measuring(QObject):
    """Compares runs as of a moment; what is soon worked out is there at once.

    Signals:
        measured: There is another comparison; it, and the moment that it is as of, in nanoseconds.
    """

    measured = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sides: list[tuple[str, Trace]] = []
        self._wanted_ns = 0
        #: The moment that is worked out, and up to when each run is measured for it; the last one that was.
        self._doing: _Moment | None = None
        self._done: _Moment | None = None
        #: What is known of each run, and what is under way: which run, and its figures.
        self._known: list[Side | None] = []
        self._job: tuple[int, _Job] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._work)

    def set_sides(self, sides: Sequence[tuple[str, Trace]]) -> None:
        """Compare other runs, each with its title; fewer than two are not compared."""
        self._timer.stop()
        self._sides = list(sides)
        self._doing, self._job, self._done = None, None, None
        self._known = [None] * len(self._sides)

    def want(self, t_ns: int) -> None:
        """Work out the figures at ``t_ns``, unless they are known."""
        self._wanted_ns = t_ns
        if len(self._sides) >= LEAST_SIDES and self._doing is None and self._moment() != self._done:
            self._doing = self._moment()
            self._work()

    def settle(self) -> None:
        """Work out what is wanted now without a break, for a picture that is not drawn again."""
        while len(self._sides) >= LEAST_SIDES and self._moment() != self._done:
            doing = self._doing or self._moment()
            while self._step(doing[1]):
                pass
            self._finish(doing)
        self._timer.stop()

    def _moment(self) -> _Moment:
        return self._wanted_ns, tuple(min(self._wanted_ns, trace.known_until_ns) for _, trace in self._sides)

    def _work(self) -> None:
        """Go on for a while; when it is done and another moment is wanted by now, that is next."""
        until = perf_counter() + _BUDGET_S
        while self._doing is not None:
            if not self._step(self._doing[1]):
                self._finish(self._doing)
                return
            if perf_counter() >= until:
                self._timer.start()
                return

    def _step(self, ends_ns: tuple[int, ...]) -> bool:
        """Do a little, and return whether there was anything to do."""
        if self._job is None:
            for number, end_ns in enumerate(ends_ns):
                known = self._known[number]
                if known is None or known.end_ns != end_ns:
                    self._job = number, measuring(self._sides[number][1], end_ns, _STEP)
                    return True
            return False
        number, job = self._job
        try:
            next(job)
        except StopIteration as end:
            title, trace = self._sides[number]
            self._known[number] = Side(title=title, trace=trace, end_ns=ends_ns[number], metrics=end.value)
            self._job = None
        return True

    def _finish(self, moment: _Moment) -> None:
        self._doing, self._done = None, moment
        self.measured.emit(comparison_of([side for side in self._known if side is not None]), moment[0])
        if self._moment() != self._done:
            self._doing = self._moment()
            self._timer.start()
