"""What is on screen from the first tenth of a second on, until the window is there: importing it takes longer."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.views.theme import Theme

_WIDE, _HIGH = 360, 120
#: The icon's threads, from outside in: the radius of each, and its width, in pixels.
_RADII = (38, 31, 24, 17)
_THREAD_WIDE = 5.5
#: Where the threads turn, and the left edges of the cores they are woven through.
_TURN = QPointF(64, 60)
_CORES = (84, 152, 220, 288)
_CORE_WIDE, _CORE_HIGH, _CORE_TOP, _GAP = 20, 36, 14.5, 2
#: Past the window manager of X11, which would have to be asked before anything is seen.
_KIND = Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint | Qt.WindowType.X11BypassWindowManagerHint
#: Longest that the window system is waited for, in milliseconds; it takes about a tenth of that.
_PATIENCE_MS = 50


class Opening(QWidget):
    """A small picture without any text, whose font alone would take as long to load as all of it.

    It paints at once, before the event loop runs, as nothing does while Coreloom is imported. QSplashScreen would do
    the same, but waits up to a second for the window system.
    """

    def __init__(self, app: QApplication, theme: Theme) -> None:
        super().__init__(None, _KIND)
        self._theme = theme
        self.setObjectName("opening")
        self.setWindowTitle(QCoreApplication.applicationName())
        self.setAccessibleName(self.tr("Coreloom is being opened"))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFixedSize(_WIDE, _HIGH)
        self.move(app.primaryScreen().availableGeometry().center() - self.rect().center())
        self._painted = False
        self.show()
        clock = QElapsedTimer()
        clock.start()
        while not self._painted and clock.elapsed() < _PATIENCE_MS:
            app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _PATIENCE_MS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon, its threads running on through more cores."""
        painter = QPainter(self)
        _draw(painter, self._theme)
        painter.end()
        self._painted = True

    def finish(self) -> None:
        """Go: the window is there."""
        self.close()
        self.deleteLater()


def _draw(painter: QPainter, theme: Theme) -> None:
    painter.fillRect(0, 0, _WIDE, _HIGH, QColor(theme.window))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for process, radius in enumerate(_RADII):
        thread = QPainterPath(QPointF(_WIDE, _TURN.y() - radius))
        thread.arcTo(QRectF(_TURN.x() - radius, _TURN.y() - radius, 2 * radius, 2 * radius), 90, 180)
        thread.lineTo(_WIDE, _TURN.y() + radius)
        painter.setPen(_pen(theme, process))
        painter.drawPath(thread)
    for number, x in enumerate(_CORES):
        for side in (-1, 1):
            _draw_core(painter, theme, x, side, over=(number + (side > 0)) % 2)


def _draw_core(painter: QPainter, theme: Theme, x: int, side: int, *, over: int) -> None:
    """Draw a core above (-1) or below (1) the middle, and every second thread over it, from the first or the second."""
    top = _CORE_TOP if side < 0 else _HIGH - _CORE_TOP - _CORE_HIGH
    core = QRectF(x, top, _CORE_WIDE, _CORE_HIGH)
    ground = QColor(theme.window)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(core.adjusted(-_GAP, -_GAP, _GAP, _GAP), 7, 7)
    painter.setBrush(QColor(theme.text))
    painter.drawRoundedRect(core, 5, 5)
    for process in range(over, len(_RADII), 2):
        y = _TURN.y() + side * _RADII[process]
        painter.fillRect(
            QRectF(x - _GAP, y - _THREAD_WIDE / 2 - _GAP, _CORE_WIDE + 2 * _GAP, _THREAD_WIDE + 2 * _GAP), ground
        )
        painter.setPen(_pen(theme, process))
        painter.drawLine(QPointF(x - 2 * _GAP, y), QPointF(x + _CORE_WIDE + 2 * _GAP, y))


def _pen(theme: Theme, process: int) -> QPen:
    colour = QColor(theme.processes[process])
    return QPen(colour, _THREAD_WIDE, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
