"""A plain editor for a program: line numbers, colours, indentation, and the line that is wrong."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from desktop_app.analysis.syntax import Span, spans
from desktop_app.app.styling import TEXT_PX
from desktop_app.views.source.look import piece_colour
from desktop_app.views.theme import Theme, mono_font

_INDENT = "    "
_MARGIN_PX = 10
#: Longer programs stay without colours: they would be taken apart anew while somebody types.
_MOST_COLOURED = 200_000


class CodeEdit(QPlainTextEdit):
    """Edits a program's text. Tab indents, Enter keeps the indentation, and Escape lets the focus go."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._numbers = _Numbers(self)
        self._colours = _Colours(theme, self.document())
        self._wrong = 0
        self.setFont(mono_font(TEXT_PX))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTabStopDistance(self.fontMetrics().horizontalAdvance(_INDENT))
        self.blockCountChanged.connect(self._make_room)
        self.updateRequest.connect(self._scroll_numbers)
        self.cursorPositionChanged.connect(self._numbers.update)
        self._make_room()

    @property
    def wrong_line(self) -> int:
        """The number of the line that is marked as wrong; 0 for none."""
        return self._wrong

    def mark_wrong(self, line: int) -> None:
        """Mark a line, counted from 1, as wrong; 0 for none."""
        self._wrong = line
        block = self.document().findBlockByNumber(line - 1)
        if line < 1 or not block.isValid():
            self.setExtraSelections([])
        else:
            marked = QTextEdit.ExtraSelection()
            colour = QColor(self._theme.error)
            colour.setAlpha(60)
            marked.format.setBackground(colour)
            marked.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
            marked.cursor = QTextCursor(block)
            self.setExtraSelections([marked])
        self._numbers.update()

    def colour(self) -> None:
        """Give the pieces of the text their colours: some time after it was changed, not at each key."""
        self._colours.take(self.toPlainText())

    def go_to_line(self, line: int) -> None:
        """Put the cursor at the beginning of a line, counted from 1."""
        block = self.document().findBlockByNumber(line - 1)
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.centerCursor()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent by Tab, keep the indentation at Enter, and leave at Escape: Tab stays within the text."""
        key, cursor = event.key(), self.textCursor()
        if key == Qt.Key.Key_Tab and not cursor.hasSelection():
            cursor.insertText(_INDENT[cursor.positionInBlock() % len(_INDENT) :])
        elif key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}:
            self._shift(right=key == Qt.Key.Key_Tab)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() in _PLAIN:
            self._break_line(cursor)
        elif key == Qt.Key.Key_Escape:
            self.focusNextChild()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the numbers beside the text."""
        super().resizeEvent(event)
        inner = self.contentsRect()
        self._numbers.setGeometry(QRect(inner.left(), inner.top(), self._numbers.wanted_px(), inner.height()))

    def numbered_blocks(self) -> list[tuple[int, int, int]]:
        """Return the lines in view: number, top and height in pixels."""
        found = []
        block: QTextBlock = self.firstVisibleBlock()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if place.top() > self.viewport().height():
                break
            found.append((block.blockNumber() + 1, round(place.top()), round(place.height())))
            block = block.next()
        return found

    def _break_line(self, cursor: QTextCursor) -> None:
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip())]
        deeper = _INDENT if before.rstrip().endswith(":") else ""
        cursor.insertText(f"\n{indent}{deeper}")
        self.ensureCursorVisible()

    def _shift(self, *, right: bool) -> None:
        """Move the selected lines right or left by one step."""
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        cursor.beginEditBlock()
        for number in range(first, last + 1):
            block = document.findBlockByNumber(number)
            edit = QTextCursor(block)
            if right:
                edit.insertText(_INDENT)
            else:
                spaces = len(block.text()) - len(block.text().lstrip(" "))
                for _ in range(min(spaces, len(_INDENT))):
                    edit.deleteChar()
        cursor.endEditBlock()

    def _make_room(self) -> None:
        self.setViewportMargins(self._numbers.wanted_px(), 0, 0, 0)

    def _scroll_numbers(self, place: QRect, dy_px: int) -> None:
        if dy_px:
            self._numbers.scroll(0, dy_px)
        else:
            self._numbers.update(0, place.y(), self._numbers.width(), place.height())

    def paint_numbers(self, painter: QPainter, width_px: int) -> None:
        """Draw the numbers of the lines in view."""
        current = self.textCursor().blockNumber() + 1
        painter.setFont(self.font())
        for number, top, height in self.numbered_blocks():
            colour = self._theme.error if number == self._wrong else self._theme.faint
            painter.setPen(QColor(self._theme.text if number == current and number != self._wrong else colour))
            place = QRect(QPoint(0, top), QSize(width_px - _MARGIN_PX, height))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(number))


_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.ShiftModifier)


class _Numbers(QWidget):
    """The column of line numbers."""

    def __init__(self, editor: CodeEdit) -> None:
        super().__init__(editor)
        self._editor = editor

    def wanted_px(self) -> int:
        """Return how wide it is."""
        digits = max(2, len(str(self._editor.blockCount())))
        return self._editor.fontMetrics().horizontalAdvance("9") * digits + 2 * _MARGIN_PX

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_px(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers."""
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._editor.paint_numbers(painter, self.width())
        painter.end()


class _Colours(QSyntaxHighlighter):
    """The colours of the pieces of a text."""

    def __init__(self, theme: Theme, document: QTextDocument) -> None:
        super().__init__(document)
        self._theme = theme
        self._spans: dict[int, tuple[Span, ...]] = {}

    def take(self, text: str) -> None:
        """Colour this text, which is the document's."""
        found = spans(text) if len(text) <= _MOST_COLOURED else {}
        if found != self._spans:
            self._spans = found
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour a line as it was when it was taken apart last."""
        for start, end, piece in self._spans.get(self.currentBlock().blockNumber() + 1, ()):
            if start < len(text):
                shown = QTextCharFormat()
                shown.setForeground(piece_colour(self._theme, piece))
                self.setFormat(start, min(end, len(text)) - start, shown)
