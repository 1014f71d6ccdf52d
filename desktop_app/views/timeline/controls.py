"""The small controls over the timeline's heading: what a row is, and whose threads have rows."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QToolButton, QWidget

from desktop_app.trace.trace import Trace
from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.timeline.display import RowMode

#: Height of the controls, in logical pixels: as much as the heading has in the lowest panel.
HEIGHT_PX = 24
_TEXT_PX = 12
_PROCESS_PX = 150


class _ProcessChoice(QComboBox):
    """A combo box that paints its own arrow: a style sheet takes the style's away."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the box and the arrow."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(self.palette().buttonText().color(), 1.5))
        x, y = self.width() - 16, self.height() / 2 - 2
        painter.drawPolyline([QPointF(x, y), QPointF(x + 4, y + 4), QPointF(x + 8, y)])
        painter.end()


class TimelineControls(QWidget):
    """A switch between a row a core and a row a thread, and a choice of a process.

    Setting what they show does not ask for anything: only the user's choices are signalled.

    Signals:
        mode_chosen: The user wants these rows, a RowMode.
        process_chosen: The user wants the threads of this process only, an index in the trace, or None for all.
    """

    mode_chosen = Signal(object)
    process_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[RowMode, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._processes = _ProcessChoice(self)
        self._processes.setAccessibleName(self.tr("Whose threads have rows"))
        self._processes.setToolTip(self.tr("Show the threads of one process only"))
        self._processes.setFixedWidth(_PROCESS_PX)
        self._processes.activated.connect(self._choose_process)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._processes)
        box.addSpacing(8)
        words = {
            RowMode.CORES: (self.tr("Cores"), self.tr("A row a core: who ran where")),
            RowMode.THREADS: (self.tr("Threads"), self.tr("A row a thread: when it ran, was ready, and waited")),
        }
        for mode, (text, tip) in words.items():
            button = QToolButton(self)
            button.setText(text)
            button.setCheckable(True)
            button.setObjectName(mode.value)
            button.setToolTip(tip)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _checked=False, chosen=mode: self.mode_chosen.emit(chosen))
            self._group.addButton(button)
            self._buttons[mode] = button
            box.addWidget(button)
        self.show_mode(RowMode.CORES)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        family = ui_font(_TEXT_PX).family()
        self.setStyleSheet(f"""
QToolButton, QComboBox {{
    font-family: "{family}"; font-size: {_TEXT_PX}px; font-weight: 600; color: {theme.muted};
    background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 6px;
    min-height: {HEIGHT_PX - 4}px; max-height: {HEIGHT_PX - 4}px; padding: 0 9px; margin: 0 1px;
}}
QToolButton:hover, QComboBox:hover {{ color: {theme.text}; border-color: {theme.faint}; }}
QToolButton:checked {{ color: {theme.text}; background: {theme.track}; border-color: {theme.faint}; }}
QComboBox {{ padding-right: 22px; }}
QToolButton:focus, QComboBox:focus {{ border: 2px solid {theme.processes[0]}; padding: 0 8px; }}
""")
        self.adjustSize()

    def show_mode(self, mode: RowMode) -> None:
        """Show which rows there are."""
        self._buttons[mode].setChecked(True)
        self._processes.setVisible(mode is RowMode.THREADS)
        self.adjustSize()

    def show_processes(self, trace: Trace, existing: Iterable[int], chosen: int | None) -> None:
        """Offer some processes of a trace, by index, and show which one is chosen."""
        with QSignalBlocker(self._processes):
            self._processes.clear()
            self._processes.addItem(self.tr("All processes"), None)
            for index in existing:
                info = trace.processes[index]
                name = " ".join(info.name[:40].split())
                self._processes.addItem(f"{info.label} {name}", index)
            self._processes.setCurrentIndex(max(0, self._processes.findData(chosen)))

    def _choose_process(self, row: int) -> None:
        self.process_chosen.emit(self._processes.itemData(row))
