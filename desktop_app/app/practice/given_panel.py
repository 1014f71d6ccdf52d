"""What is given with a question: the machine, the workload as a table, and the program's text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.app.program_text import ProgramText
from desktop_app.app.styling import TEXT_PX
from desktop_app.teaching.practice.given import Given
from desktop_app.views.theme import DARK, Theme, mono_font, ui_font

_PAD_PX = 14
_TABLE_PX = 15
_MACHINE_PX = 15
_LEAST_PROGRAM_PX = 120


class GivenPanel(QFrame):
    """Shows what is known before one answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        set_role(self, "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.machine = plain_label("")
        self.machine.setWordWrap(True)
        self.machine.setFont(ui_font(_MACHINE_PX, 600))
        self.now = plain_label("")
        self.now.setWordWrap(True)
        set_role(self.now, "hint")
        self._content = QWidget(self)
        self._table = QWidget(self._content)
        self._cells = QGridLayout(self._table)
        self._cells.setContentsMargins(0, 2, 0, 2)
        self._cells.setHorizontalSpacing(18)
        self._cells.setVerticalSpacing(7)
        self.program = ProgramText(self)
        self.program.setMinimumHeight(_LEAST_PROGRAM_PX)
        inner = QVBoxLayout(self._content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(10)
        inner.addWidget(self.machine)
        inner.addWidget(self._table)
        inner.addWidget(self.program, 1)
        inner.addWidget(self.now)
        inner.addStretch(0)
        scroller = Scroller(self._content, self)
        scroller.setAccessibleName(self.tr("What is given"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD_PX, _PAD_PX - 2, _PAD_PX, _PAD_PX)
        layout.addWidget(scroller)

    def set_theme(self, theme: Theme) -> None:
        """Show programs in these colours."""
        self._theme = theme
        if self.program.toPlainText():
            self.program.show_text(self.program.toPlainText(), theme)

    def show_given(self, given: Given) -> None:
        """Show what is given."""
        self.machine.setText(given.machine)
        order = self.tr("Who arrives at the same moment queues in the order of the numbers.")
        self.now.setText("\n".join([*([order] if given.together else []), *given.now]))
        self.now.setVisible(bool(self.now.text()))
        self._fill(given)
        source = "\n".join(source for _, source in given.programs)
        self.program.setVisible(bool(source))
        self._table.setVisible(not source or len(given.columns) > 3)  # noqa: PLR2004 - more than that it runs
        if source:
            self.program.show_text(source, self._theme)
        rows = [given.columns, *given.rows]
        said = [given.machine, *(", ".join(row) for row in rows), source, self.now.text()]
        self.setAccessibleDescription("\n".join(line for line in said if line))

    def _fill(self, given: Given) -> None:
        while self._cells.count():
            item = self._cells.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        stretched = given.columns.index("does")
        for number, row in enumerate((given.columns, *given.rows)):
            for column, text in enumerate(row):
                label = QLabel(text, self._table)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setFont(mono_font(_TABLE_PX) if number else ui_font(TEXT_PX - 1, 600))
                label.setWordWrap(column == stretched)
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if not number:
                    set_role(label, "hint")
                self._cells.addWidget(label, number, column)
        for column in range(self._cells.columnCount()):
            self._cells.setColumnStretch(column, int(column == stretched))
