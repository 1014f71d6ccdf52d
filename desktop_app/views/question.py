"""A question that stops what one does until it is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from desktop_app.views.styling import mark

Button = QMessageBox.StandardButton


def ask(parent: QWidget | None, question: str, why: str, buttons: Button, default: Button) -> Button:
    """Ask something and return the button that was chosen; Cancel after Escape.

    Args:
        parent: The window that it stands over.
        question: A few words.
        why: A sentence; names in it may come from anybody's files, so both are shown as plain text.
        buttons: What one can answer.
        default: What Enter answers.
    """
    return Button(made(parent, question, why, buttons, default).exec())


def made(parent: QWidget | None, question: str, why: str, buttons: Button, default: Button) -> QMessageBox:
    """Return the dialog of a question."""
    box = QMessageBox(parent)
    box.setWindowTitle(question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(why)
    for name, role in (("qt_msgbox_label", "heading"), ("qt_msgbox_informativelabel", "hint")):
        label = box.findChild(QLabel, name)
        if isinstance(label, QLabel):
            label.setTextFormat(Qt.TextFormat.PlainText)
            mark(label, "role", role)
    box.setStandardButtons(buttons)
    box.setDefaultButton(default)
    mark(box.button(default), "role", "primary")
    return box
