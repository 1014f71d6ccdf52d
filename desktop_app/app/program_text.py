"""The text of a program, to read: coloured, and not to be changed."""

from __future__ import annotations

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.analysis.syntax import spans
from desktop_app.app.styling import TEXT_PX
from desktop_app.views.source.look import piece_colour
from desktop_app.views.theme import Theme, mono_font


class ProgramText(QPlainTextEdit):
    """Shows a program's text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(mono_font(TEXT_PX - 1))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setCornerWidget(QWidget(self))  # the style's own corner between two scroll bars is a box
        self.setAccessibleName(self.tr("The program"))

    def show_text(self, text: str, theme: Theme) -> None:
        """Show this text in these colours."""
        if text != self.toPlainText():
            self.setPlainText(text)
        document = self.document()
        for line, pieces in spans(text).items():
            block = document.findBlockByNumber(line - 1)
            for start, end, piece in pieces:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + start)
                cursor.setPosition(
                    block.position() + min(end, max(0, block.length() - 1)), QTextCursor.MoveMode.KeepAnchor
                )
                coloured = QTextCharFormat()
                coloured.setForeground(piece_colour(theme, piece))
                cursor.setCharFormat(coloured)
