"""The figures of several runs at the playhead, as large as an audience needs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.analysis.comparison import Cell, Comparison, Row, Verdict
from desktop_app.analysis.comparison_report import absolute_text, difference_text, value_text
from desktop_app.app.side_by_side.sides import tr
from desktop_app.app.side_by_side.signs import paint_number, paint_verdict, verdict_colour
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.text_line import paint_line
from desktop_app.views.theme import DARK, Theme, mono_font, ui_font

#: The names of figures have at most this share of the width, and their own width where that is less.
_NAMES_SHARE: Final = 0.3
#: The first run has no difference, so its column is narrower than the others by this factor.
_FIRST_PART: Final = 0.84
#: A difference with its ratio, as wide as most are.
_WIDEST: Final = "−000.0 ms (×0.00)"
_RADIUS_PX: Final = 10
_APART: Final = 0.7
_WORDS: Final = {Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.SAME: "same as the first"}


class FigureTable(QWidget):
    """A row for each figure, as many as there is room for; a column for each run, with its difference to the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._comparison: Comparison | None = None
        self._order: tuple[str, ...] = ()
        self._t_text = ""
        self._sentence = ""
        self._text_px, self._row_px = 14, 23
        self.setAccessibleName(self.tr("Figures, compared to the first run"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def comparison(self) -> Comparison | None:
        """What is shown."""
        return self._comparison

    @property
    def rows(self) -> tuple[Row, ...]:
        """The figures there is room for, the most important ones."""
        if self._comparison is None:
            return ()
        rows = tuple(map(self._comparison.row, self._order)) if self._order else self._comparison.rows
        return rows[: max(0, int((self.height() - 2 * self._pad) / self._row_px) - 1)]

    def set_order(self, keys: Sequence[str]) -> None:
        """Say which figures are shown, by the keys of their criteria, those first that come first; all for none."""
        self._order = tuple(keys)
        self.update()

    def show_comparison(self, comparison: Comparison | None, t_text: str, sentence: str = "") -> None:
        """Show these figures as of a moment, or for want of them a sentence."""
        self._comparison, self._t_text, self._sentence = comparison, t_text, sentence
        self.setAccessibleDescription("\n".join(self._spoken()) if comparison else sentence)
        self.update()

    def _spoken(self) -> Iterator[str]:
        """Yield what is shown as lines, for who cannot see it."""
        assert self._comparison is not None
        yield self.tr("Figures at {time}").format(time=self._t_text)
        for row in self.rows:
            cells = (
                f"{title}: {_told(row, cell)}" for title, cell in zip(self._comparison.titles, row.cells, strict=True)
            )
            yield f"{tr(row.criterion.title)}. {'; '.join(cells)}"

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        self._theme = theme
        self.update()

    def set_sizes(self, text_px: int, row_px: int) -> None:
        """Write in this size, in rows of this height."""
        self._text_px, self._row_px = text_px, row_px
        self.update()

    # -- where everything is --------------------------------------------------------------------------------

    @property
    def _pad(self) -> int:
        return round(self._row_px * 0.14)

    @property
    def _left(self) -> float:
        return self._text_px * _APART

    def _names_width(self) -> float:
        metrics = QFontMetricsF(ui_font(self._text_px))
        widest = max((metrics.horizontalAdvance(tr(row.criterion.title)) for row in self.rows), default=0.0)
        time = QFontMetricsF(mono_font(self._text_px, 600)).horizontalAdvance(self._t_text)
        return min(max(widest, time) + self._text_px * 1.4, self.width() * _NAMES_SHARE)

    def columns(self) -> tuple[QRectF, list[QRectF]]:
        """Return the column of the names, and that of each run, without their sides' spaces."""
        assert self._comparison is not None
        names_px, high = self._names_width(), self.height()
        left, others = self._left + names_px, len(self._comparison.titles) - 1
        part = (self.width() - left - self._left) / (others + _FIRST_PART)
        apart = self._text_px * _APART
        runs = [QRectF(left, 0, part * _FIRST_PART - apart, high)]
        runs += [QRectF(left + (_FIRST_PART + number) * part, 0, part - apart, high) for number in range(others)]
        return QRectF(self._left, 0, names_px - self._text_px * 0.4, high), runs

    def _row_place(self, number: int) -> QRectF:
        """Return the place of a row, from 0, the headings first."""
        return QRectF(0, self._pad + number * self._row_px, self.width(), self._row_px)

    # -- painting -------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the table."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.fillRect(self.rect(), QColor(theme.window))
        painter.setPen(QPen(QColor(theme.border), 1.0))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS_PX, _RADIUS_PX)
        if self._comparison is None:
            place = QRectF(self.rect()).adjusted(self._left, 0, -self._left, 0)
            paint_line(painter, place, self._sentence, ui_font(self._text_px), theme.muted)
            return
        names, runs = self.columns()
        self._headings(painter, names, runs, self._comparison.titles)
        for number, row in enumerate(self.rows, start=1):
            place = self._row_place(number)
            line = QColor(theme.border)
            painter.fillRect(QRectF(self._left, place.y(), self.width() - 2 * self._left, 1), line)
            paint_line(painter, _crossing(names, place), tr(row.criterion.title), ui_font(self._text_px), theme.muted)
            self._cells(painter, place, runs, row)

    def _headings(self, painter: QPainter, names: QRectF, runs: list[QRectF], titles: Sequence[str]) -> None:
        place = self._row_place(0)
        paint_line(painter, _crossing(names, place), self._t_text, mono_font(self._text_px, 600), self._theme.text)
        side = self._text_px * 1.25
        for number, (column, title) in enumerate(zip(runs, titles, strict=True)):
            sign = QRectF(column.x(), place.center().y() - side / 2, side, side)
            paint_number(painter, sign, number, self._theme)
            left = side + self._text_px * 0.45
            words = QRectF(column.x() + left, place.y(), column.width() - left, place.height())
            paint_line(painter, words, title, ui_font(self._text_px, 700), self._theme.text)

    def _cells(self, painter: QPainter, place: QRectF, runs: list[QRectF], row: Row) -> None:
        """Paint the values of a row, and behind each how it differs from the first, as far as there is room."""
        theme, font = self._theme, ui_font(self._text_px, 600)
        metrics = QFontMetricsF(font)
        texts = [value_text(row.criterion, cell) for cell in row.cells]
        for number, (column, cell, text) in enumerate(zip(runs, row.cells, texts, strict=True)):
            value = _crossing(column, place)
            used = paint_line(painter, value, text, font, theme.text if cell.value is not None else theme.faint)
            if number:
                left = max(used, min(metrics.horizontalAdvance("000.0 ms"), column.width() * 0.4))
                left += self._text_px * 0.8
                rest = value.adjusted(left, 0, 0, 0)
                self._difference(painter, rest, row, cell)

    def _difference(self, painter: QPainter, place: QRectF, row: Row, cell: Cell) -> None:
        side = self._text_px * 0.72
        if place.width() < side:
            return
        colour = verdict_colour(cell.verdict, self._theme)
        if cell.verdict in {Verdict.BETTER, Verdict.WORSE, Verdict.SAME}:
            sign = QRectF(place.x(), place.center().y() - side / 2, side, side)
            paint_verdict(painter, sign, cell.verdict, self._theme)
        place = place.adjusted(side + self._text_px * 0.35, 0, 0, 0)
        font = ui_font(self._text_px * 0.9)
        metrics = QFontMetricsF(font)
        whole = difference_text(row.criterion, cell)
        short = absolute_text(row.criterion, cell.difference.absolute) if whole and cell.difference else ""
        # Whether ratios are shown depends on the size only, so that nothing comes and goes while runs are played.
        texts = (whole, short) if metrics.horizontalAdvance(_WIDEST) <= place.width() else (short,)
        shown = next((text for text in texts if metrics.horizontalAdvance(text) <= place.width()), "")
        paint_line(painter, place, shown, font, colour.name())

    # -- Qt's events ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Say what a figure means, and what is under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place, text = self.told_at(event.pos().x(), event.pos().y())
            if text:
                QToolTip.showText(event.globalPos(), plain_tip(text), self, place)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def told_at(self, x_px: int, y_px: int) -> tuple[QRect, str]:
        """Return the place at a point and what is said of it; an empty text where there is nothing."""
        comparison = self._comparison
        for number, row in enumerate(self.rows, start=1):
            place = self._row_place(number)
            if comparison is None or not place.y() <= y_px < place.bottom():
                continue
            _, runs = self.columns()
            column = next((at for at, run in enumerate(runs) if run.x() <= x_px < run.right()), None)
            if column is None:
                return place.toRect(), f"{tr(row.criterion.title)}\n{tr(row.criterion.definition)}"
            told = f"{comparison.titles[column]}\n{tr(row.criterion.title)}: {_told(row, row.cells[column])}"
            return place.toRect(), told
        return QRect(), ""


def _crossing(column: QRectF, row: QRectF) -> QRectF:
    """Return where a column and a row meet."""
    return QRectF(column.x(), row.y(), column.width(), row.height())


def _told(row: Row, cell: Cell) -> str:
    """Return all that is known of a cell, in words."""
    if cell.value is None:
        return tr(cell.reading.reason)
    parts = [value_text(row.criterion, cell), difference_text(row.criterion, cell)]
    if cell.difference is not None or row.criterion.relative:
        parts.append(tr(_WORDS[cell.verdict]) if cell.verdict in _WORDS else "")
    return ", ".join(part for part in parts if part)
