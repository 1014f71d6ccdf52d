"""Marks that panels share: a thread's chip in its process's colour, and a shape and a pill for each state."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from desktop_app.model.states import ThreadState
from desktop_app.views.theme import Theme, ui_font

#: Height of a chip and of a pill, in pixels.
MARK_PX = 22
_TEXT_PX = 12
_SHAPE_PX = 10
_CHIP_PAD_PX = 9


def state_name(state: ThreadState) -> str:
    """Return a state's name in the user's language."""
    names = {
        ThreadState.NEW: QCoreApplication.translate("States", "new"),
        ThreadState.READY: QCoreApplication.translate("States", "ready"),
        ThreadState.RUNNING: QCoreApplication.translate("States", "running"),
        ThreadState.WAITING: QCoreApplication.translate("States", "waiting"),
        ThreadState.TERMINATED: QCoreApplication.translate("States", "terminated"),
    }
    return names[state]


def state_shape(painter: QPainter, centre: QPointF, size_px: float, state: ThreadState, ink: QColor) -> None:
    """Draw a state's shape: a hollow diamond, circle, triangle, two bars or a square, so that colour is not needed."""
    half = size_px / 2
    pen = QPen(ink, max(1.4, size_px / 7))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = centre.x(), centre.y()
    if state is ThreadState.NEW:
        painter.drawPolygon(
            QPolygonF([QPointF(x, y - half), QPointF(x + half, y), QPointF(x, y + half), QPointF(x - half, y)])
        )
    elif state is ThreadState.READY:
        painter.drawEllipse(centre, half * 0.88, half * 0.88)
    elif state is ThreadState.RUNNING:
        painter.setBrush(ink)
        painter.drawPolygon(
            QPolygonF(
                [QPointF(x - half * 0.7, y - half * 0.9), QPointF(x + half, y), QPointF(x - half * 0.7, y + half * 0.9)]
            )
        )
    elif state is ThreadState.WAITING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        width = size_px * 0.3
        painter.drawRect(QRectF(x - half * 0.9, y - half, width, size_px))
        painter.drawRect(QRectF(x + half * 0.9 - width, y - half, width, size_px))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRect(QRectF(x - half * 0.8, y - half * 0.8, size_px * 0.8, size_px * 0.8))


def state_ink(state: ThreadState, theme: Theme) -> QColor:
    """Return the colour of a state's shape and name: the stronger, the more it does; colours are for processes."""
    if state in {ThreadState.RUNNING, ThreadState.WAITING, ThreadState.READY}:
        return QColor(theme.text)
    return QColor(theme.muted)


def state_pill(painter: QPainter, rect: QRectF, state: ThreadState, theme: Theme) -> None:
    """Draw a state's shape and name: filled while it runs, outlined while it is ready, dashed while it waits."""
    box = _mark_box(rect, state_pill_width(state))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = state_ink(state, theme)
    if state is ThreadState.RUNNING:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text))
        ink = QColor(theme.panel)
    else:
        solid = state is ThreadState.READY
        pen = QPen(QColor(theme.muted if solid or state is ThreadState.WAITING else theme.border), 1.2)
        pen.setStyle(Qt.PenStyle.DashLine if state is ThreadState.WAITING else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.inset))
    painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), box.height() / 2, box.height() / 2)
    state_shape(painter, QPointF(box.left() + 13, box.center().y()), _SHAPE_PX, state, ink)
    painter.setPen(ink)
    painter.setFont(ui_font(_TEXT_PX, 600))
    painter.drawText(box.adjusted(23, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, state_name(state))


def state_pill_width(state: ThreadState) -> float:
    """Return how wide a state's pill is, in pixels."""
    return float(23 + QFontMetricsF(ui_font(_TEXT_PX, 600)).horizontalAdvance(state_name(state)) + 11)


def chip_width(label: str) -> float:
    """Return how wide the chip of a thread or process is, in pixels."""
    return float(QFontMetricsF(ui_font(_TEXT_PX, 700)).horizontalAdvance(label) + 2 * _CHIP_PAD_PX)


def chip(painter: QPainter, rect: QRectF, label: str, process: int, theme: Theme, *, filled: bool = True) -> None:
    """Draw the label of a thread or process in its process's colour: filled, or outlined where it does nothing."""
    box = _mark_box(rect, chip_width(label))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.process(process)
    painter.setPen(QPen(colour, 1.4))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(0.7, 0.7, -0.7, -0.7), box.height() / 2, box.height() / 2)
    painter.setPen(QColor(theme.on_process) if filled else colour)
    painter.setFont(ui_font(_TEXT_PX, 700))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)


def _mark_box(rect: QRectF, width: float) -> QRectF:
    return QRectF(rect.left(), rect.center().y() - MARK_PX / 2, min(width, rect.width()), MARK_PX)


class StateToggle(QAbstractButton):
    """A button that shows or leaves out the threads of one state: its shape, how many there are, and maybe its name."""

    def __init__(self, state: ThreadState, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._theme = theme
        self._count = 0
        self._named = False
        self.setCheckable(True)
        self.setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(self.tr("Show {} threads").format(state_name(state)))
        self.toggled.connect(self.update)
        self._say()

    def set_theme(self, theme: Theme) -> None:
        """Draw it in these colours."""
        self._theme = theme
        self.update()

    def set_count(self, count: int) -> None:
        """Say how many threads are in the state."""
        if count != self._count:
            self._count = count
            self._say()
            self.updateGeometry()
            self.update()

    def set_named(self, *, named: bool) -> None:
        """Write the state's name beside its shape, or leave it to the tool tip."""
        if named != self._named:
            self._named = named
            self.updateGeometry()
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(self.tr("{state}: {count}").format(state=state_name(self._state), count=self._count))

    def _text(self) -> str:
        return f"{state_name(self._state)} {self._count}" if self._named else f"{self._count}"

    def sizeHint(self) -> QSize:
        """Return the room for the shape and the text, with two digits at the least, so that it seldom changes."""
        return self._size(self._text())

    def minimumSizeHint(self) -> QSize:
        """Return the room without the name, which gives way in a narrow place."""
        return self._size(f"{self._count}")

    def _size(self, text: str) -> QSize:
        digits = "0" * max(2, len(str(self._count)))
        width = QFontMetricsF(ui_font(_TEXT_PX, 600)).horizontalAdvance(text.rstrip("0123456789") + digits)
        return QSize(round(26 + width + 9), 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it, faint when threads of this state are left out."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, box = self._theme, QRectF(self.rect()).adjusted(1, 1, -1, -1)
        chosen = self.isChecked()
        painter.setPen(QPen(QColor(theme.border), 1))
        if self.hasFocus():
            painter.setPen(QPen(theme.process(0), 2))
        painter.setBrush(QColor(theme.track) if chosen else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 8, 8)
        ink = QColor(theme.text if chosen else theme.faint)
        state_shape(painter, QPointF(box.left() + 13, box.center().y()), _SHAPE_PX, self._state, ink)
        painter.setPen(ink)
        font = ui_font(_TEXT_PX, 600)
        font.setStrikeOut(not chosen)
        painter.setFont(font)
        painter.drawText(box.adjusted(25, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text())
