"""The place of the timeline in the window, which is there before the timeline is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.model.bookmark import Bookmark
from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme
from desktop_app.views.timeline.controls import HEIGHT_PX, TimelineControls
from desktop_app.views.timeline.display import RowMode

if TYPE_CHECKING:
    from desktop_app.views.timeline.view import TimelineView

#: The controls' distance from the panel's upper and right edge, in logical pixels.
_TOP_PX, _RIGHT_PX = 6, 14


class TimelinePanel(QWidget):
    """Holds the timeline and its controls, and remembers what it is to show until it is built.

    Signals:
        time_requested: The user wants to go to this time, in nanoseconds.
        loop_changed: The user wants [begin, end) to be played again and again, in nanoseconds.
        thread_chosen: The user wants to follow this thread, an index in the trace.
        mode_changed: The user chose what a row is, a RowMode.
    """

    time_requested = Signal(object)
    loop_changed = Signal(object, object)
    thread_chosen = Signal(int)
    mode_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trace: Trace | None = None
        self._t_ns = 0
        self._finished = False
        self._mode = RowMode.CORES
        self._process: int | None = None
        self._followed: int | None = None
        self._bookmarks: tuple[Bookmark, ...] = ()
        self._loop: tuple[int, int] | None = None
        self._offered: list[int] | None = None
        self.view: TimelineView | None = None
        self.controls: TimelineControls | None = None
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)

    @property
    def mode(self) -> RowMode:
        """What a row is."""
        return self._mode

    def build(self) -> None:
        """Make the timeline. Its painting imports numpy and pyqtgraph, which take longer than the first paint."""
        from desktop_app.views.timeline.view import TimelineView  # noqa: PLC0415

        if self.view is not None:
            return
        self.view = TimelineView(self._theme, self)
        self.view.time_requested.connect(self.time_requested)
        self.view.loop_changed.connect(self.loop_changed)
        self.view.thread_chosen.connect(self.thread_chosen)
        self._box.addWidget(self.view)
        self.controls = TimelineControls(self._theme, self)
        self.controls.mode_chosen.connect(self._choose_mode)
        self.controls.process_chosen.connect(self.set_process)
        self.controls.raise_()
        self.controls.show()
        QWidget.setTabOrder(self.controls, self.view)
        if self._trace is not None:
            self._show_trace(self._trace)
        self.set_mode(self._mode)

    def set_margin(self, margin_px: float) -> None:
        """Leave as much space at the sides as the stage does above."""
        side = round(margin_px)
        self._box.setContentsMargins(side, 2, side, 10)
        self._place_controls()

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        self._theme = theme
        if self.view is not None and self.controls is not None:
            self.view.set_theme(theme)
            self.controls.set_theme(theme)
            self._place_controls()

    def set_trace(self, trace: Trace) -> None:
        """Show another trace, at its beginning; choices that belong to the one before are forgotten."""
        self._trace, self._t_ns, self._finished = trace, 0, trace.finished
        self._process, self._followed, self._bookmarks, self._loop = None, None, (), None
        self._offered = None
        if self.view is not None:
            self._show_trace(trace)

    def set_mode(self, mode: RowMode) -> None:
        """Show a row a core, or a row a thread."""
        self._mode = mode
        if self.view is not None and self.controls is not None:
            self.view.set_mode(mode)
            self.controls.show_mode(mode)
            self._offer_processes()
            self._place_controls()

    def set_process(self, process: int | None) -> None:
        """In a row a thread show the threads of one process only, an index in the trace; None for all."""
        self._process, self._offered = process, None
        if self.view is not None:
            self.view.set_process(process)
            self._offer_processes()

    def set_followed(self, thread: int | None) -> None:
        """Mark a thread, an index in the trace; None for none."""
        self._followed = thread
        if self.view is not None:
            self.view.set_followed(thread)

    def set_bookmarks(self, bookmarks: Iterable[Bookmark]) -> None:
        """Show these bookmarks."""
        self._bookmarks = tuple(bookmarks)
        if self.view is not None:
            self.view.set_bookmarks(self._bookmarks)

    def set_loop(self, begin_ns: int | None, end_ns: int | None = None) -> None:
        """Show that [begin_ns, end_ns) is played again and again; None for no loop.

        Raises:
            ValueError: When the stretch is empty, or begins before 0.
        """
        self._loop = None if begin_ns is None or end_ns is None else (begin_ns, end_ns)
        if self.view is not None:
            self.view.set_loop(begin_ns, end_ns)

    def continue_with(self, trace: Trace) -> None:
        """Show a trace that is the one before up to some moment, without a change of what is in view."""
        self._trace, self._finished, self._offered = trace, trace.finished, None
        if self._process is not None and self._process >= len(trace.processes):
            self._process = None
        if self.view is not None:
            self.view.continue_with(trace)

    def show_at(self, t_ns: int) -> None:
        """Show what happened up to ``t_ns``."""
        self._t_ns = t_ns
        if self.view is not None:
            self.view.show_at(t_ns)
            self._offer_processes()

    def show_stretch(self, begin_ns: int, end_ns: int) -> None:
        """Show a stretch of time with a little around it; all, where it has no length."""
        if self.view is not None:
            self.view.show_stretch(begin_ns, end_ns)

    def show_progress(self) -> None:
        """Show the whole run once its end is known."""
        if self._trace is not None and self._trace.finished and not self._finished:
            self._finished = True
            self.show_at(self._t_ns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the controls in their corner."""
        super().resizeEvent(event)
        self._place_controls()

    def _show_trace(self, trace: Trace) -> None:
        assert self.view is not None
        self.view.set_trace(trace)
        self.view.set_process(self._process)
        self.view.set_bookmarks(self._bookmarks)
        self.view.set_loop(*(self._loop or (None,)))
        self.view.set_followed(self._followed)
        self.view.show_at(self._t_ns)
        self._offer_processes()

    def _choose_mode(self, mode: RowMode) -> None:
        self.set_mode(mode)
        self.mode_changed.emit(mode)

    def _offer_processes(self) -> None:
        """Offer the processes that exist now, where one can be chosen."""
        if self._trace is None or self.controls is None or self._mode is not RowMode.THREADS:
            return
        existing = [index for index, info in enumerate(self._trace.processes) if info.arrival_ns <= self._t_ns]
        if existing != self._offered:
            self._offered = existing
            self.controls.show_processes(self._trace, existing, self._process)

    def _place_controls(self) -> None:
        if self.controls is None or self.view is None:
            return
        margins = self._box.contentsMargins()
        width = self.controls.sizeHint().width()
        left = self.width() - margins.right() - _RIGHT_PX - width
        self.controls.setGeometry(left, margins.top() + _TOP_PX, width, HEIGHT_PX)
        self.view.set_aside(width + _RIGHT_PX)
