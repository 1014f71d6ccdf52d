"""How rows of code are drawn: the gutter with the threads, the text in its colours, the bytecode in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.analysis.syntax import Span
from desktop_app.model.listing import CodeListing
from desktop_app.views.source.look import (
    ROW_PX,
    chips_room,
    code_font,
    draw_chips,
    lit,
    piece_colour,
    text_width,
)
from desktop_app.views.source.models import TAB, ListingModel, Role, SourceModel
from desktop_app.views.source.view import CodeView
from desktop_app.views.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_PAD = 8.0
#: Where the bytes are left out, as there is no room beside the instruction.
_NARROW_PX = 380
#: After a longer name of an instruction its argument begins further to the right.
_NAME_CHARS = 18
#: Laid out lines that are kept.
_MOST_LAYOUTS = 512


class _CodeDelegate(QStyledItemDelegate):
    """What both have in common: a ground, a mark for what belongs together, and the focus."""

    def __init__(self, view: CodeView) -> None:
        super().__init__(view)
        self.view = view
        self.gutter = 0.0

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        """One height for all rows, and the width of the widest."""
        return QSize(round(self.width()), ROW_PX)

    def width(self) -> float:
        """Return how wide the widest row is."""
        raise NotImplementedError

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> QRectF:
        """Draw what lies under a row and return the visible part of it."""
        theme, marks = self.view.theme, self.view.marks
        rect = QRectF(0, option.rect.top(), self.view.viewport().width(), option.rect.height())
        painter.fillRect(rect, QColor(theme.panel))
        chips = marks.chips.get(index.row(), ())
        if chips:
            strong = any(chip.on_core for chip in chips)
            painter.fillRect(rect, lit(theme, chips[0].tint, theme.lit if strong else theme.lit / 2))
        if marks.linked and index.data(Role.SOURCE_LINE) == marks.linked:
            if not chips:
                painter.fillRect(rect, QColor(theme.track))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), QColor(theme.text))
        return rect

    def _focus(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRectF) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus and self.view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.view.theme.processes[0]), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))


class SourceDelegate(_CodeDelegate):
    """Draws a line of the text: threads and number at the left, which stay there, and the line."""

    def __init__(self, view: CodeView, model: SourceModel) -> None:
        super().__init__(view)
        self._model = model
        self._spans: Mapping[int, tuple[Span, ...]] = {}
        self._layouts: dict[tuple[str, int], QTextLayout] = {}
        self._width = 0.0

    def set_text(self, spans: Mapping[int, tuple[Span, ...]], labels: Sequence[str]) -> None:
        """Draw the model's lines with these pieces; leave room for chips with these labels."""
        self._spans = spans
        self._layouts.clear()
        digits = text_width("0" * max(2, len(str(len(self._model.lines)))))
        self._chips = chips_room(labels)
        self.view.chips_px = self._chips
        self.gutter = self._chips + digits + 2 * _PAD
        longest = max(self._model.lines, key=len, default="")
        self._width = self.gutter + text_width(longest.expandtabs(TAB)) + 3 * _PAD

    def width(self) -> float:
        """As wide as the longest line."""
        return self._width

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row; its gutter last, over what was moved under it."""
        theme, row = self.view.theme, index.row()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self._ground(painter, option, index)
        layout = self._layout(theme, row)
        left = option.rect.left() + self.gutter + _PAD
        line = layout.lineAt(0)
        for start, end, tint in self.view.marks.columns.get(row, ()):
            x, until = _x_of(line, start), _x_of(line, end)
            place = QRectF(left + x - 2, rect.top() + 2, until - x + 4, rect.height() - 4)
            painter.setPen(QPen(QColor(tint), 1.2))
            painter.setBrush(lit(theme, tint, theme.lit_strong))
            painter.drawRoundedRect(place, 4, 4)
        layout.draw(painter, QPointF(left, rect.center().y() - line.height() / 2))
        self._gutter(painter, option, index, rect)
        painter.restore()

    def _gutter(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, rect: QRectF) -> None:
        theme, row = self.view.theme, index.row()
        painter.save()
        painter.setClipRect(QRectF(rect.left(), rect.top(), self.gutter, rect.height()))
        self._ground(painter, option, index)
        painter.restore()
        chips = self.view.marks.chips.get(row, ())
        draw_chips(painter, theme, chips, QRectF(6, rect.top(), self._chips - 6, rect.height()))
        painter.setFont(code_font())
        painter.setPen(QColor(theme.text if chips else theme.muted))
        painter.drawText(QRectF(0, rect.top(), self.gutter - _PAD, rect.height()), _RIGHT, str(row + 1))
        painter.setPen(QColor(theme.border))
        painter.drawLine(QPointF(self.gutter, rect.top()), QPointF(self.gutter, rect.bottom()))
        self._focus(painter, option, rect)

    def _layout(self, theme: Theme, row: int) -> QTextLayout:
        key = (theme.name, row)
        known = self._layouts.get(key)
        if known is not None:
            return known
        if len(self._layouts) >= _MOST_LAYOUTS:
            self._layouts.clear()
        layout = QTextLayout(self._model.lines[row], code_font())
        options = QTextOption()
        options.setTabStopDistance(text_width(" " * TAB))
        options.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(options)
        layout.setFormats([_range(0, len(self._model.lines[row]), QColor(theme.text)), *self._formats(theme, row)])
        layout.beginLayout()
        layout.createLine().setLineWidth(1e6)
        layout.endLayout()
        self._layouts[key] = layout
        return layout

    def _formats(self, theme: Theme, row: int) -> list[QTextLayout.FormatRange]:
        return [_range(span.start, span.end, piece_colour(theme, span.piece)) for span in self._spans.get(row + 1, ())]


def _address(address: int) -> str:
    """Return an address as the stage shows it."""
    return f"0x{address:02X}"


def _x_of(line: QTextLine, character: int) -> float:
    """Return where a character begins; PySide6 also returns the character, which its annotations do not tell."""
    found: object = line.cursorToX(character)
    x = found[0] if isinstance(found, tuple) else found
    assert isinstance(x, int | float)
    return float(x)


def _range(start: int, end: int, colour: QColor) -> QTextLayout.FormatRange:
    found, form = QTextLayout.FormatRange(), QTextCharFormat()
    form.setForeground(colour)
    found.start, found.length, found.format = start, end - start, form
    return found


class ListingDelegate(_CodeDelegate):
    """Draws an instruction in columns: threads, address, bytes, name, argument; or the head of a group."""

    def __init__(self, view: CodeView, model: ListingModel) -> None:
        super().__init__(view)
        self._model = model
        self._lines: list[str] = []
        self._chips = self._address = self._name = self._argument = 0.0

    def set_text(self, lines: list[str], labels: Sequence[str]) -> None:
        """Draw the model's instructions of a program with these lines; leave room for chips with these labels."""
        self._lines = lines
        listing = self._model.listing
        instructions = listing.lines if listing is not None else ()
        self._chips = chips_room(labels)
        self.view.chips_px = self._chips
        self._address = text_width(_address(instructions[-1].address) if instructions else "")
        self._name = text_width(max((line.opname for line in instructions), key=len, default="")[:_NAME_CHARS])
        self._argument = text_width(max((line.argument for line in instructions), key=len, default="")[:60])

    @property
    def narrow(self) -> bool:
        """Whether there is no room for the bytes."""
        return self.view.viewport().width() < _NARROW_PX

    def width(self) -> float:
        """Return how wide all columns are together."""
        return self._columns()[-1] + self._argument + 2 * _PAD

    def _columns(self) -> tuple[float, float, float, float]:
        """Return where address, bytes, name and argument begin."""
        address = self._chips + _PAD
        raw = address + self._address + 1.5 * _PAD
        name = raw if self.narrow else raw + text_width("00 00 +00") + 1.5 * _PAD
        return address, raw, name, name + self._name + 1.5 * _PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = self._ground(painter, option, index)
        painter.setFont(code_font())
        number, listing = index.data(Role.INSTRUCTION), self._model.listing
        if isinstance(number, int) and number >= 0 and listing is not None:
            self._instruction(painter, option.rect.left(), rect, listing, number)
            chips = self.view.marks.chips.get(index.row(), ())
            draw_chips(painter, self.view.theme, chips, QRectF(6, rect.top(), self._chips - 6, rect.height()))
        else:
            self._head(painter, rect, index)
        self._focus(painter, option, rect)
        painter.restore()

    def _instruction(self, painter: QPainter, left: float, rect: QRectF, listing: CodeListing, number: int) -> None:
        theme, line = self.view.theme, listing.lines[number]
        columns = [left + x for x in self._columns()]
        texts = [
            (columns[0], _address(line.address), theme.muted),
            (columns[2], line.opname, theme.text),
            (max(columns[3], columns[2] + text_width(line.opname) + _PAD), line.argument[:60], theme.text),
        ]
        if not self.narrow:
            caches = len(line.raw) - 2
            texts.append((columns[1], line.raw[:2].hex(" ").upper() + (f" +{caches}" if caches else ""), theme.muted))
        for x, text, ink in texts:
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(x, rect.top(), 2000, rect.height()), _LEFT, text)

    def _head(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        theme = self.view.theme
        painter.setPen(QColor(theme.border))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.setPen(QColor(theme.muted))
        line = index.data(Role.SOURCE_LINE)
        words = str(index.data())
        if isinstance(line, int) and 0 < line <= len(self._lines):
            words = f"{line}  {self._lines[line - 1].strip()}"
        room = QRectF(_PAD, rect.top(), rect.width() - 2 * _PAD, rect.height())
        metrics = painter.fontMetrics()
        painter.drawText(room, _LEFT, metrics.elidedText(words, Qt.TextElideMode.ElideRight, round(room.width())))
