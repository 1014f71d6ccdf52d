"""Where on the way from a program's text to all cores one is: a row of small buttons over the stage's title."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_app.model.camera import KEYED_STOPS, Stop
from desktop_app.views.theme import Theme, ui_font

_TEXT_PX = 13
_LEFT_PX = 6


class Breadcrumb(QFrame):
    """The stops in order, the one that is seen marked; each button goes to its own.

    Signals:
        stop_chosen: Go to this stop; carries a `Stop`.
    """

    stop_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Where on the stage you are"))
        self.setAutoFillBackground(True)
        self._seen: Stop | None = None
        names = {
            Stop.SOURCE: (self.tr("Source"), self.tr("The instruction with its line of source and its bytes")),
            Stop.BYTECODE: (self.tr("Bytecode"), self.tr("The instructions around it")),
            Stop.BYTES: (self.tr("Bytes"), self.tr("The two bytes of an instruction, digit by digit")),
            Stop.RAM: (self.tr("RAM"), self.tr("The memory of the process and the bus")),
            Stop.BUS: (self.tr("Bus"), self.tr("The way from memory to the core")),
            Stop.CORE: (self.tr("Core"), self.tr("The core that runs the thread")),
            Stop.SCHEDULER: (self.tr("Scheduler"), self.tr("The threads that are ready and that wait")),
            Stop.ALL: (self.tr("All cores"), self.tr("The whole stage")),
        }
        self._buttons = {stop: self._button(stop, *names[stop]) for stop in Stop}
        self._marks: dict[Stop, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT_PX, 0, _LEFT_PX, 0)
        row.setSpacing(0)
        for stop, button in self._buttons.items():
            if stop is not Stop.SOURCE:
                mark = QLabel("›", self)
                row.addWidget(mark)
                self._marks[stop] = mark
            row.addWidget(button)
        row.addStretch(1)
        self.hide()

    def _button(self, stop: Stop, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(name)
        button.setAccessibleName(self.tr("Go to {stop}").format(stop=name))
        button.setAccessibleDescription(tip)
        key = f" ({KEYED_STOPS.index(stop) + 1})" if stop in KEYED_STOPS else ""
        button.setToolTip(tip + key)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(lambda: self._choose(stop))
        return button

    def show_stop(self, stop: Stop) -> None:
        """Mark where one is."""
        if stop is self._seen:
            return
        self._seen = stop
        for one, button in self._buttons.items():
            button.setChecked(one is stop)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many stops as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out stops where there is no room for all, those last that keys go to and the one that is seen."""
        first = [stop for stop in (self._seen, *KEYED_STOPS) if stop is not None]
        room = self.width() - 2 * _LEFT_PX
        shown: set[Stop] = set()
        for stop in dict.fromkeys((*first, *Stop)):
            mark = self._marks.get(stop)
            room -= self._buttons[stop].sizeHint().width() + (mark.sizeHint().width() if mark is not None else 0)
            if room < 0:
                break
            shown.add(stop)
        leftmost = next((stop for stop in Stop if stop in shown), None)
        for stop, button in self._buttons.items():
            button.setVisible(stop in shown)
            if stop in self._marks:
                self._marks[stop].setVisible(stop in shown and stop is not leftmost)

    def set_theme(self, theme: Theme) -> None:
        """Show it in these colours."""
        family, accent = ui_font(_TEXT_PX).family(), theme.processes[0]
        self.setStyleSheet(f"""
Breadcrumb {{ background: {theme.window}; border: none; }}
Breadcrumb QLabel {{ color: {theme.faint}; background: transparent; font-size: {_TEXT_PX}px; }}
Breadcrumb QToolButton {{
    font-family: "{family}"; font-size: {_TEXT_PX}px; color: {theme.muted}; background: transparent;
    border: 2px solid transparent; border-radius: 6px; padding: 2px 5px; min-height: 0; min-width: 0;
}}
Breadcrumb QToolButton:hover {{ color: {theme.text}; background: {theme.track}; }}
Breadcrumb QToolButton:checked {{ color: {theme.text}; background: {theme.track}; border-color: {theme.border}; }}
Breadcrumb QToolButton:focus {{ border-color: {accent}; }}
""")

    def _choose(self, stop: Stop) -> None:
        # A button that is clicked checks itself: what is seen says which one is, and that may still be another.
        seen, self._seen = self._seen, None
        if seen is not None:
            self.show_stop(seen)
        self.stop_chosen.emit(stop)
