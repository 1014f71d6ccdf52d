"""What is on screen from the first tenth of a second on, until the window is there: importing it takes longer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.views.theme import Theme

_WIDE, _HIGH = 360, 120
#: Chips on their way to a core: where they are, in pixels, and how wide and high.
_CHIPS = (44, 124, 204)
_CHIP_WIDE, _CHIP_HIGH = 56, 24
_CORE = QRectF(280, 36, 52, 48)


class Opening(QWidget):
    """A small picture without any text, whose font alone would take as long to load as all of it.

    It paints at once, before the event loop runs. QSplashScreen would do the same, but waits up to a second for the
    window system, with Coreloom's imports still to come.
    """

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self._theme = theme
        self.setObjectName("opening")
        self.setWindowTitle(QCoreApplication.applicationName())
        self.setAccessibleName(self.tr("Coreloom is being opened"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFixedSize(_WIDE, _HIGH)
        self.move(app.primaryScreen().availableGeometry().center() - self.rect().center())
        self.show()
        app.processEvents()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw chips on their way to a core."""
        painter = QPainter(self)
        _draw(painter, self._theme)
        painter.end()

    def finish(self) -> None:
        """Go: the window is there."""
        self.close()
        self.deleteLater()


def _draw(painter: QPainter, theme: Theme) -> None:
    painter.fillRect(0, 0, _WIDE, _HIGH, QColor(theme.window))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.border), 1.0))
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(QRectF(20.5, 40.5, _CORE.left() - 21, 39), 10, 10)
    painter.setPen(Qt.PenStyle.NoPen)
    for process, x in enumerate(_CHIPS):
        painter.setBrush(QColor(theme.processes[process]))
        painter.drawRoundedRect(QRectF(x, (_HIGH - _CHIP_HIGH) / 2, _CHIP_WIDE, _CHIP_HIGH), 6, 6)
    painter.setPen(QPen(QColor(theme.processes[0]), 2.0))
    painter.setBrush(QColor(theme.panel))
    painter.drawRoundedRect(_CORE, 10, 10)
