"""Rows of options: a label, a control, and below it what is wrong."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from desktop_app.app.dialogs.form import CheckedEdit, plain, plain_label, set_role

_LABEL_PX: Final = 84
_LABEL_TOP_PX: Final = 8


class OptionRow:
    """One option.

    Attributes:
        label: Its label.
        control: What stands beside it: a field, or several.
        problem: What is wrong with it; hidden while nothing is.
    """

    def __init__(self, label: QLabel, control: QWidget, problem: QLabel) -> None:
        self.label = label
        self.control = control
        self._problem = problem
        self._visible = True

    @property
    def problem(self) -> str:
        """What is wrong, as it is said."""
        return self._problem.text() if self._visible else ""

    def say(self, problem: str) -> None:
        """Say what is wrong, or with an empty text that nothing is."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem) and self._visible)

    def set_visible(self, *, visible: bool) -> None:
        """Show or hide it."""
        self._visible = visible
        self.label.setVisible(visible)
        self.control.setVisible(visible)
        self._problem.setVisible(visible and bool(self._problem.text()))


class OptionRows(QWidget):
    """Options below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(2, 2, 8, 2)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(7)
        self._grid.setColumnMinimumWidth(0, _LABEL_PX)
        self._grid.setColumnStretch(1, 1)

    def add(self, label: str, control: QWidget, tip: str, *, buddy: QWidget | None = None) -> OptionRow:
        """Add a row and return it.

        Args:
            label: With a mnemonic; empty for a box that says itself what it is.
            control: The field, or a widget with several.
            tip: A sentence on what it means.
            buddy: The field that the label's mnemonic leads to, where there are several.
        """
        field = buddy or control
        name = plain_label(label)
        name.setBuddy(field)
        problem = plain_label("")
        problem.setWordWrap(True)
        problem.hide()
        set_role(problem, "problem")
        describe(field, plain(label) if label else _text_of(field), tip)
        number = self._grid.rowCount()
        if buddy is not None:  # a label stands beside the first field of several
            name.setContentsMargins(0, _LABEL_TOP_PX, 0, 0)
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
        else:
            self._grid.addWidget(name, number, 0)
        self._grid.addWidget(control, number, 1)
        self._grid.addWidget(problem, number + 1, 1)
        return OptionRow(name, control, problem)

    def add_wide(self, widget: QWidget) -> None:
        """Add something that takes the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def finish(self) -> None:
        """Let the rows stand at the top."""
        self._grid.setRowStretch(self._grid.rowCount(), 1)


def describe(control: QWidget, name: str, tip: str) -> None:
    """Say what a control is, to those who see it and to those who hear it."""
    control.setAccessibleName(name)
    control.setAccessibleDescription(tip)
    control.setToolTip(tip)
    control.setWhatsThis(tip)


def problem_of(control: CheckedEdit, expected: str) -> str:
    """Return what is wrong with a field, as a sentence; empty where nothing is.

    Args:
        control: The field.
        expected: The sentence, with a place for what would be right.
    """
    return expected.format(what=control.problem) if control.problem else ""


def _text_of(control: QWidget) -> str:
    return plain(control.text()) if isinstance(control, QCheckBox) else ""
