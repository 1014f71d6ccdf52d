"""Something to begin with, as a card that can be pressed: a few words, and a line that says what one gets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.views.theme import DARK, Theme, ui_font

_TITLE_PX, _LINE_PX = 14, 13
_RADIUS_PX, _STRIPE_PX = 10, 4
_LEFT_PX, _RIGHT_PX, _ABOVE_PX, _BETWEEN_PX = 16, 12, 8, 2
#: Wide enough for a title; lines are wrapped.
_LEAST_PX = 240
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
#: Of any height: text is as high as it is.
_HIGH_PX = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something to begin with.

    Attributes:
        name: What the code calls it.
        title: A few words.
        line: What one gets, in one line.
    """

    name: str
    title: str
    line: str


class OfferCard(QAbstractButton):
    """Shows an offer; a card as those of processes on the stage, with a stripe in its own colour.

    Args:
        offer: The offer.
        number: Which of them it is, from 0: its colour is that of the process with that number.
        main: Whether it is what most people should begin with.
        parent: The page.
    """

    def __init__(self, offer: Offer, number: int, *, main: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer = offer
        self._number = number
        self._main = main
        self._theme = DARK
        self._over = False
        self.setObjectName(f"offer_{offer.name}")
        self.setText(offer.title)
        self.setAccessibleName(offer.title)
        self.setAccessibleDescription(offer.line)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which the line is not wrapped much."""
        return QSize(_LEAST_PX, self.heightForWidth(_LEAST_PX))

    def minimumSizeHint(self) -> QSize:
        """Return the least size; how high it is follows from its width."""
        return QSize(_LEAST_PX // 2, self.heightForWidth(_HIGH_PX))

    def hasHeightForWidth(self) -> bool:
        """Say that a narrow card is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return how high it is where it is so wide, in logical pixels."""
        title, line = self._places(width)
        return (line if self.offer.line else title).bottom() + _ABOVE_PX + 1

    def _places(self, width: int) -> tuple[QRect, QRect]:
        """Return where the title and the line stand on a card of this width."""
        inner = max(1, width - _LEFT_PX - _RIGHT_PX)
        title = _high(_TITLE_PX, 700, self.offer.title, inner)
        line = _high(_LINE_PX, 400, self.offer.line, inner)
        return (
            QRect(_LEFT_PX, _ABOVE_PX, inner, title),
            QRect(_LEFT_PX, _ABOVE_PX + title + _BETWEEN_PX, inner, line),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as well as Space: cards are chosen as the entries of a list are."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self._over = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Show no more that it can be pressed."""
        self._over = False
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card."""
        theme, focused = self._theme, self.hasFocus()
        accent = QColor(theme.processes[0])
        wide = 2.0 if focused else 1.0
        card = QRectF(self.rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
        path = QPainterPath()
        path.addRoundedRect(card, _RADIUS_PX, _RADIUS_PX)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(path, accent if self._main else QColor(theme.inset if self._over else theme.panel))
        if not self._main:
            painter.save()
            painter.setClipPath(path)
            painter.fillRect(QRectF(0, 0, _STRIPE_PX, self.height()), theme.process(self._number))
            painter.restore()
        painter.setPen(QPen(self._edge(accent, focused=focused), wide))
        painter.drawPath(path)
        title, line = self._places(self.width())
        painter.setPen(QColor(theme.on_process if self._main else theme.text))
        painter.setFont(ui_font(_TITLE_PX, 700))
        painter.drawText(title, _WRAPPED, self.offer.title)
        painter.setPen(QColor(theme.on_process if self._main else theme.muted))
        painter.setFont(ui_font(_LINE_PX))
        painter.drawText(line, _WRAPPED, self.offer.line)
        painter.end()

    def _edge(self, accent: QColor, *, focused: bool) -> QColor:
        theme = self._theme
        if self._main:
            return QColor(theme.text) if focused or self._over else accent
        return accent if focused else QColor(theme.faint if self._over else theme.border)


def _high(size_px: int, weight: int, text: str, width: int) -> int:
    if not text:
        return 0
    return QFontMetrics(ui_font(size_px, weight)).boundingRect(QRect(0, 0, width, _HIGH_PX), _WRAPPED, text).height()
