"""A cell of the table as a card: what is said, the figures, and a button that shows it on the stage."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.app.five_differences.figure_rows import FigureRows
from desktop_app.app.five_differences.words import cell_name, figures_text, translate
from desktop_app.app.icons import icon
from desktop_app.teaching.differences.figures import Figure, Unit
from desktop_app.teaching.differences.table import Cell, Column, Criterion
from desktop_app.views.theme import DARK, Theme, ui_font

_RADIUS_PX = 12
_STRIPE_PX = 3
_PAD_PX = 14
_STATEMENT_PX = 14
_ICON_PX = 18
#: As on the stage: the program's first process is P1, and what it starts is P2, or one more thread of P1.
PROCESS_OF_COLUMN = {Column.PROCESS: 1, Column.THREAD: 0}
_ACTIVATING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class CellCard(QFrame):
    """Shows one cell.

    Args:
        criterion: Its row.
        cell: The cell.
        parent: The table.

    Signals:
        chosen: The user looks at it: it has the focus, or was clicked.
        play_requested: It is to be shown on the stage.
        step_requested: Another cell is wanted, by the arrow keys: how many columns to the right, and rows down.
    """

    chosen = Signal()
    play_requested = Signal()
    step_requested = Signal(int, int)

    def __init__(self, criterion: Criterion, cell: Cell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.criterion, self.cell = criterion, cell
        self._theme = DARK
        self._chosen = self._over = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        name = cell_name(criterion, cell.column)
        self.setAccessibleName(name)
        self.statement = QLabel(translate(cell.statement), self)
        self.statement.setTextFormat(Qt.TextFormat.PlainText)
        self.statement.setWordWrap(True)
        self.statement.setFont(ui_font(_STATEMENT_PX, 600))
        self.statement.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.play = QToolButton(self)
        self.play.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.play.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.play.setAccessibleName(self.tr("Show on the stage: {}").format(name))
        self.play.setToolTip(self.tr("Show it on the stage (Enter)"))
        self.play.clicked.connect(self._ask_to_play)
        units = tuple(unit for one in cell.demonstrations for unit in one.units)
        self.rows = FigureRows(units, PROCESS_OF_COLUMN[cell.column], self)
        self._lay_out()
        self.describe()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.statement, 1)
        head.addWidget(self.play, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD_PX + _STRIPE_PX, _PAD_PX - 2, _PAD_PX, _PAD_PX)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.rows, 1)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours."""
        self._theme = theme
        self.play.setIcon(icon("play", theme))
        self.rows.set_theme(theme)
        self.update()

    def set_chosen(self, chosen: bool) -> None:  # noqa: FBT001 - as Qt's own
        """Mark it as the one that the preview shows, or not."""
        self._chosen = chosen
        self.update()

    def show_figures(self, figures: tuple[Figure, ...], most: Mapping[Unit, float]) -> None:
        """Show what was measured; see `FigureRows.show_figures`."""
        self.rows.show_figures(figures, most)
        self.describe()

    def describe(self) -> None:
        """Say to who cannot see it what it shows."""
        measured = figures_text(self.rows.figures) if self.rows.figures else self.tr("Being measured")
        self.rows.setAccessibleName(measured)
        self.setAccessibleDescription(f"{translate(self.cell.statement)} {measured}.")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card: its edge in the colour of whoever it is about, stronger while it is chosen."""
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colour = theme.process(PROCESS_OF_COLUMN[self.cell.column])
        path = QPainterPath()
        path.addRoundedRect(card, _RADIUS_PX, _RADIUS_PX)
        painter.fillPath(path, QColor(theme.panel))
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(card.x(), card.y(), _STRIPE_PX + 1, card.height()), colour)
        painter.restore()
        edge = colour if self._chosen else QColor(theme.faint if self._over else theme.border)
        painter.setPen(QPen(edge, 2 if self._chosen else 1))
        painter.drawPath(path)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.text), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(card.adjusted(5, 4, -4, -4), _RADIUS_PX - 4, _RADIUS_PX - 4)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another cell by the arrow keys, and show this one on the stage by Enter or Space."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.step_requested.emit(*steps[key])
        elif key in _ACTIVATING:
            self._ask_to_play()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Be the one that is looked at."""
        super().focusInEvent(event)
        self.chosen.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stay that, without the keys."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Be the one that is looked at."""
        super().mousePressEvent(event)
        self.chosen.emit()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that one can click."""
        super().enterEvent(event)
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show that no more."""
        super().leaveEvent(event)
        self._over = False
        self.update()

    def _ask_to_play(self) -> None:
        self.chosen.emit()
        self.play_requested.emit()
