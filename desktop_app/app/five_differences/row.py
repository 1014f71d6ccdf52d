"""A row of the table: the criterion, its two cells, both side by side, and where it does not hold."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from desktop_app.app.dialogs.form import set_role
from desktop_app.app.five_differences.card import CellCard
from desktop_app.app.five_differences.words import translate
from desktop_app.app.icons import icon
from desktop_app.teaching.differences.figures import Figure, Unit
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.table import Criterion
from desktop_app.views.theme import Theme, ui_font

_ICON_PX = 22
_TITLE_PX = 16
_NOTE_PX = 12
_GAP_PX = 12
_NARROW_PX = 620


class CriterionRow(QWidget):
    """Shows one criterion.

    Signals:
        side_by_side_requested: Both cells are to be played beside each other.
    """

    side_by_side_requested = Signal()

    def __init__(self, criterion: Criterion, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criterion = criterion
        self._icon = QLabel(self)
        self._icon.setFixedSize(_ICON_PX, _ICON_PX)
        title = _label(translate(criterion.title), self)
        title.setFont(ui_font(_TITLE_PX, 700))
        question = _label(translate(criterion.question), self)
        question.setWordWrap(True)
        set_role(question, "hint")
        self.beside = QToolButton(self)
        self.beside.setText(self.tr("Side by side"))
        self.beside.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.beside.setIconSize(QSize(16, 16))
        self.beside.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.beside.setAccessibleName(self.tr("{}: process and thread side by side").format(translate(criterion.title)))
        self.beside.setToolTip(self.tr("Play both beside each other, on one clock"))
        self.beside.clicked.connect(self.side_by_side_requested)
        self.cards = tuple(CellCard(criterion, cell, self) for cell in criterion.cells)
        self.footnote = _label(translate(criterion.footnote), self)
        self.footnote.setWordWrap(True)
        self.footnote.setFont(ui_font(_NOTE_PX))
        set_role(self.footnote, "hint")
        self._lay_out(title, question)

    def _lay_out(self, title: QLabel, question: QLabel) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._icon)
        head.addWidget(title)
        head.addWidget(question, 1)
        head.addWidget(self.beside)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP_PX)
        grid.setVerticalSpacing(6)
        grid.addLayout(head, 0, 0, 1, 2)
        for column, card in enumerate(self.cards):
            grid.addWidget(card, 1, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.footnote, 2, 0, 1, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the words of the button out where there is little room for the question."""
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        narrow = self.width() < _NARROW_PX
        self.beside.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours."""
        self._icon.setPixmap(
            icon(self.criterion.name, theme).pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatioF())
        )
        self.beside.setIcon(icon("side_by_side", theme))
        for card in self.cards:
            card.set_theme(theme)

    def show_figures(self, measurements: Measurements) -> bool:
        """Show the figures of both cells as soon as all of them are measured, and return whether they are.

        Bars compare them with each other, so that none may be missing.
        """
        if not all(measurements.measured(one) for cell in self.criterion.cells for one in cell.demonstrations):
            return False
        shown = [
            tuple(figure for one in card.cell.demonstrations for figure in measurements.figures(one))
            for card in self.cards
        ]
        most = most_of([figure for figures in shown for figure in figures])
        for card, figures in zip(self.cards, shown, strict=True):
            card.show_figures(figures, most)
        return True


def most_of(figures: list[Figure]) -> dict[Unit, float]:
    """Return the largest value of each unit that bars compare."""
    most: dict[Unit, float] = {}
    for figure in figures:
        value, unit = figure.quantity.value, figure.quantity.unit
        if figure.compares and not isinstance(value, str):
            most[unit] = max(most.get(unit, 0.0), float(value))
    return most


def _label(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return label
