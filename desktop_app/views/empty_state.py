"""What stands in a panel that has nothing to show: what would appear there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QStackedLayout, QWidget


class EmptyState(QLabel):
    """A sentence in the middle of a panel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(24)
        self.setProperty("role", "hint")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)


class ContentOrEmpty(QWidget):
    """Shows its content, or a sentence in its place."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._empty = EmptyState(self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(content)
        self._stack.addWidget(self._empty)

    @property
    def sentence(self) -> str:
        """What stands there in place of the content; empty while that is shown."""
        return self._empty.text() if self._stack.currentWidget() is self._empty else ""

    def show_content(self) -> None:
        """Show the content."""
        self._stack.setCurrentWidget(self._content)

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence in place of the content."""
        self._empty.setText(sentence)
        self._stack.setCurrentWidget(self._empty)
