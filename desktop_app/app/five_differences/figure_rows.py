"""The figures of a cell: a line each, a bar where sizes are compared, and the place of one's own computer's."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.app.five_differences.words import figure_line, figure_name, quantity_words, translate
from desktop_app.teaching.differences.figures import Figure, Unit
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.text_line import paint_line
from desktop_app.views.theme import DARK, Theme, mono_font, ui_font

_LINE_PX = 22
_BAR_PX = 5
#: From one figure to the next.
_GAP_PX = 6
#: What stands beside a bar, such as the cores that were used, and how wide that is.
_ASIDE_PX = 100
_ASIDE_LINE_PX = 14
_OWN_LINE_PX = 18
_OWN_GAP_PX = 10
_LABEL_TEXT_PX = 13
_VALUE_TEXT_PX = 14
_SMALL_TEXT_PX = 12
#: How much of a line is shown as its place before the figure is known.
_UNKNOWN_LABEL, _UNKNOWN_VALUE_PX = 0.45, 44
_COMPARED = frozenset({Unit.BYTES, Unit.NANOSECONDS, Unit.SPEED_UP})
#: A bar of a figure that is not nothing can be seen.
_LEAST_BAR_PX = 2.0


class FigureRows(QWidget):
    """Paints figures, of which the number and the units are known before they are measured.

    Args:
        units: What they are measured in, one each.
        process: Index of the process whose colour the bars have.
        parent: The cell.
    """

    def __init__(self, units: tuple[Unit, ...], process: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = units
        self._process = process
        self._theme = DARK
        self._figures: tuple[Figure, ...] = ()
        self._most: Mapping[Unit, float] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def set_theme(self, theme: Theme) -> None:
        """Paint in these colours."""
        self._theme = theme
        self.update()

    def show_figures(self, figures: tuple[Figure, ...], most: Mapping[Unit, float]) -> None:
        """Show what was measured.

        Args:
            figures: One for each unit.
            most: The largest value of each unit that it is compared with, more than 0: the length of a whole bar.
        """
        self._figures, self._most = figures, most
        self.setToolTip(plain_tip("\n".join(map(figure_line, figures))))  # a narrow card has no room for all of a label
        self.update()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What is shown; empty before it is measured."""
        return self._figures

    def share(self, figure: Figure) -> float | None:
        """Return how long a figure's bar is, 0 to 1; None where it has none."""
        value, most = figure.quantity.value, self._most.get(figure.quantity.unit, 0)
        return float(value) / most if figure.compares and most and not isinstance(value, str) else None

    def sizeHint(self) -> QSize:
        """Return the height of all lines; it does not depend on what is measured."""
        high = sum(_height_px(unit) for unit in self._units) + _GAP_PX * (len(self._units) - 1)
        return QSize(200, high + _OWN_GAP_PX + _OWN_LINE_PX)

    def minimumSizeHint(self) -> QSize:
        """Return the same height: lines are not cut."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the figures, or the places where they will stand."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for number, unit in enumerate(self._units):
            place = QRectF(0, y, self.width(), _height_px(unit))
            if number < len(self._figures):
                self._paint_figure(painter, place, self._figures[number])
            else:
                self._paint_unknown(painter, place, unit)
            y += _height_px(unit) + _GAP_PX
        self._paint_own(painter, QRectF(0, self.height() - _OWN_LINE_PX, self.width(), _OWN_LINE_PX))
        painter.end()

    def _paint_figure(self, painter: QPainter, place: QRectF, figure: Figure) -> None:
        theme = self._theme
        line = QRectF(place.x(), place.y(), place.width(), _LINE_PX)
        value = quantity_words(figure.quantity)
        font = mono_font(_VALUE_TEXT_PX, 600)
        wide = QFontMetricsF(font).horizontalAdvance(value)
        paint_line(painter, line, value, font, theme.text, right=True)
        label = QRectF(line)
        label.setWidth(max(0.0, line.width() - wide - 12))
        paint_line(painter, label, figure_name(figure), ui_font(_LABEL_TEXT_PX), theme.muted)
        share = self.share(figure)
        if share is not None:
            bar = self._bar(place, figure.quantity.unit)
            _rounded(painter, bar, theme.track)
            if share > 0:
                bar.setWidth(max(_LEAST_BAR_PX, bar.width() * share))
                _rounded(painter, bar, theme.process(self._process).name())
        if figure.aside is not None:
            aside = QRectF(place.right() - _ASIDE_PX, line.bottom(), _ASIDE_PX, _ASIDE_LINE_PX)
            paint_line(painter, aside, quantity_words(figure.aside), ui_font(_SMALL_TEXT_PX), theme.muted, right=True)

    def _paint_unknown(self, painter: QPainter, place: QRectF, unit: Unit) -> None:
        """Paint where a figure will stand, so that nothing moves when it comes."""
        track = self._theme.track
        middle = place.y() + _LINE_PX / 2 - 4
        _rounded(painter, QRectF(place.x(), middle, place.width() * _UNKNOWN_LABEL, 8), track)
        _rounded(painter, QRectF(place.right() - _UNKNOWN_VALUE_PX, middle, _UNKNOWN_VALUE_PX, 8), track)
        if unit in _COMPARED:
            _rounded(painter, self._bar(place, unit), track)

    def _bar(self, place: QRectF, unit: Unit) -> QRectF:
        """Return where a bar stands; one with something beside it is shorter."""
        if unit is Unit.SPEED_UP:
            middle = place.y() + _LINE_PX + _ASIDE_LINE_PX / 2
            return QRectF(place.x(), middle - _BAR_PX / 2, place.width() - _ASIDE_PX - 12, _BAR_PX)
        return QRectF(place.x(), place.bottom() - _BAR_PX, place.width(), _BAR_PX)

    def _paint_own(self, painter: QPainter, line: QRectF) -> None:
        """Paint the place of figures that will be measured on the user's own computer; there are none yet."""
        theme, font = self._theme, ui_font(_SMALL_TEXT_PX)
        paint_line(painter, line, translate("On this computer"), font, theme.faint)
        empty = translate("not measured yet")
        wide = QFontMetricsF(font).horizontalAdvance(empty) + 20
        slot = QRectF(line.right() - wide, line.y() + 0.5, wide - 0.5, line.height() - 1)
        painter.setPen(QPen(QColor(theme.border), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(slot, slot.height() / 2, slot.height() / 2)
        painter.setPen(QColor(theme.faint))
        painter.setFont(font)
        painter.drawText(slot, Qt.AlignmentFlag.AlignCenter, empty)


def _height_px(unit: Unit) -> int:
    if unit is Unit.SPEED_UP:
        return _LINE_PX + _ASIDE_LINE_PX
    return _LINE_PX + _BAR_PX if unit in _COMPARED else _LINE_PX


def _rounded(painter: QPainter, place: QRectF, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    radius = min(place.width(), place.height()) / 2
    painter.drawRoundedRect(place, radius, radius)
