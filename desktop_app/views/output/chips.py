"""A row of chips of which one is chosen: everybody's output, or one process's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QWidget

from desktop_app.views.marks import MARK_PX, chip, chip_width
from desktop_app.views.theme import Theme, ui_font

ALL = -1
_ROW_PX = 40
#: More processes than these get no chip of their own.
MOST = 64


class _Chip(QAbstractButton):
    def __init__(self, label: str, process: int, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.process = process
        self.theme = theme
        self.setText(label)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(label)

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self.text())) + 8, MARK_PX + 8)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect()).adjusted(4, 0, -4, 0)
        chosen = self.isChecked()
        if self.hasFocus():
            painter.setPen(QPen(QColor(self.theme.text), 1.6))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 14, 14)
        if self.process >= 0:
            chip(painter, rect, self.text(), self.process, self.theme, filled=chosen)
            return
        box = QRectF(rect.left(), rect.center().y() - MARK_PX / 2, rect.width(), MARK_PX)
        painter.setPen(QPen(QColor(self.theme.muted), 1.4))
        painter.setBrush(QColor(self.theme.text) if chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), MARK_PX / 2, MARK_PX / 2)
        painter.setPen(QColor(self.theme.panel if chosen else self.theme.text))
        painter.setFont(ui_font(12, 700))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text())


class ProcessChips(QScrollArea):
    """The chips.

    Signals:
        chosen: A process's index in the trace, or -1 for all.
    """

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: list[tuple[int, str]] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._choose)
        self._row = QWidget(self)
        self._layout = QHBoxLayout(self._row)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self._layout.addStretch(1)
        self.setWidget(self._row)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(_ROW_PX)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_processes(self, processes: Sequence[tuple[int, str]]) -> None:
        """Offer these processes, by index and label, beside all; nothing where there is only one."""
        wanted = [(ALL, self.tr("All")), *processes[:MOST]]
        if wanted == self._shown:
            return
        chosen = self.current()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.deleteLater()
        for place, (process, label) in enumerate(wanted):
            button = _Chip(label, process, self._theme, self._row)
            button.setChecked(process == chosen)
            button.installEventFilter(self)
            self._group.addButton(button, process + 1)
            self._layout.insertWidget(place, button)
        self._shown = wanted
        if chosen not in dict(wanted):
            self._group.button(ALL + 1).setChecked(True)

    def current(self) -> int:
        """Return the process that is chosen, or -1 for all."""
        return max(ALL, self._group.checkedId() - 1) if self._group.checkedId() >= 0 else ALL

    def set_theme(self, theme: Theme) -> None:
        """Draw them in these colours."""
        self._theme = theme
        for button in self._group.buttons():
            if isinstance(button, _Chip):
                button.theme = theme
                button.update()

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Keep the chip in sight that has the focus."""
        if event.type() == QEvent.Type.FocusIn:
            self.ensureWidgetVisible(watched, 8, 0)
        return super().eventFilter(watched, event)

    def _choose(self, number: int) -> None:
        self.chosen.emit(number - 1)
