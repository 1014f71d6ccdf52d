"""The picture of a waits-for graph: threads are circles, what they wait for is boxes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from desktop_app.analysis.waits_for import Edge, Node, NodeKind, WaitsFor
from desktop_app.trace.trace import Trace
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import Theme, ui_font
from desktop_app.views.waits.layout import least_height, ring
from desktop_app.views.waits.words import node_text

_TEXT_PX = 12
_CIRCLE_PX = 50.0
_BOX_PX = 30.0
_MOST_BOX_PX = 122.0
_ARROW_PX = 9.0
_LEGEND_PX = 26
#: How far an arrow may bend from the straight line, the first that leads past other nodes; none is straight, so that
#: two arrows between the same nodes stand apart.
_BENDS = (0.09, 0.2, -0.2, 0.35, -0.35, 0.5, -0.5, 0.8, -0.8, 1.2, -1.2)
#: At how many places of an arrow it is looked whether it is behind a node.
_LOOKS = 16


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn.

    Attributes:
        trace: The trace.
        graph: The graph at the moment.
        shown: The nodes, in the order of the ring.
        followed: The thread that is followed, or None.
    """

    trace: Trace
    graph: WaitsFor
    shown: tuple[Node, ...]
    followed: int | None


class GraphCanvas(QWidget):
    """Draws a graph; each node can be reached with the arrow keys.

    Signals:
        thread_clicked: The user wants to follow this thread, by its index.
    """

    thread_clicked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picture: Picture | None = None
        self._current = 0
        self._room_for: tuple[object, ...] = ()
        self._font = ui_font(_TEXT_PX, 600)
        self._metrics = QFontMetricsF(self._font)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Waits-for graph"))

    def show_picture(self, picture: Picture | None) -> None:
        """Draw this."""
        if picture == self._picture:
            return
        count = len(picture.shown) if picture else 0
        self._picture = picture
        self._current = min(self._current, max(0, count - 1))
        self._keep_room()
        self._say()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw it in these colours."""
        self._theme = theme
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the ring needs at this width."""
        super().resizeEvent(event)
        self._keep_room()

    def _keep_room(self) -> None:
        shown = self._picture.shown if self._picture else ()
        key = (self.width(), *(node.label for node in shown))
        if key != self._room_for:
            self._room_for = key
            sizes = [self._node_rect(node, QPointF()).size() for node in shown]
            self.setMinimumHeight(math.ceil(least_height(sizes, self.width())) + _LEGEND_PX)

    # -- where things are -----------------------------------------------------------------------------------

    def rects(self) -> list[QRectF]:
        """Return where the nodes stand, in the order of the ring."""
        if self._picture is None:
            return []
        place = QRectF(0, 0, self.width(), self.height() - _LEGEND_PX)
        centres = ring(len(self._picture.shown), place)
        return [self._node_rect(node, at) for node, at in zip(self._picture.shown, centres, strict=True)]

    def _node_rect(self, node: Node, at: QPointF) -> QRectF:
        text = self._metrics.horizontalAdvance(node.label)
        if node.kind is NodeKind.THREAD:
            size = max(_CIRCLE_PX, text + 12)
            return QRectF(at.x() - size / 2, at.y() - size / 2, size, size)
        width = min(_MOST_BOX_PX, self.width() / 2 - 14, text + 22)
        return QRectF(at.x() - width / 2, at.y() - _BOX_PX / 2, width, _BOX_PX)

    def node_at(self, at: QPointF) -> int:
        """Return the place on the ring of the node at a point, or -1."""
        return next((place for place, rect in enumerate(self.rects()) if rect.contains(at)), -1)

    # -- drawing --------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the arrows, the nodes above them, and the legend."""
        if self._picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        graph, rects = self._picture.graph, self.rects()
        by_key = {node.key: place for place, node in enumerate(self._picture.shown)}
        for edge in sorted(graph.edges, key=lambda edge: edge.in_cycle):
            ends = [by_key.get(graph.nodes[end].key) for end in (edge.source, edge.target)]
            if ends[0] is not None and ends[1] is not None:
                self._edge(painter, edge, rects[ends[0]], rects[ends[1]], rects)
        active = {node.key for node in graph.nodes}
        for place, (node, rect) in enumerate(zip(self._picture.shown, rects, strict=True)):
            self._node(painter, node, rect, active=node.key in active)
            if place == self._current and self.hasFocus():
                painter.setPen(QPen(self._theme.process(0), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(rect.adjusted(-5, -5, 5, 5), 8, 8)
        self._legend(painter)

    def _node(self, painter: QPainter, node: Node, rect: QRectF, *, active: bool) -> None:
        theme = self._theme
        assert self._picture is not None
        in_cycle = node.thread >= 0 and node.thread in self._picture.graph.cycle
        waits = any(wait.thread == node.thread for wait in self._picture.graph.waits)
        painter.setFont(self._font)
        if node.kind is NodeKind.THREAD:
            colour = theme.process(node.process)
            if not active:
                colour.setAlphaF(0.45)
            painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if waits else Qt.PenStyle.SolidLine))
            painter.setBrush(colour if active and not waits else QColor(theme.panel))
            painter.drawEllipse(rect)
            if in_cycle:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(theme.error), 2.5))
                painter.drawEllipse(rect.adjusted(-4, -4, 4, 4))
            if node.thread == self._picture.followed:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.text))
                x, y = rect.center().x(), rect.top() - 5
                painter.drawPolygon(QPolygonF([QPointF(x - 5, y - 7), QPointF(x + 5, y - 7), QPointF(x, y)]))
            ink = QColor(theme.on_process) if active and not waits else colour
        else:
            ink = QColor(theme.text if active else theme.faint)
            round_px = {NodeKind.LOCK: 3.0, NodeKind.GIL: 3.0}.get(node.kind, _BOX_PX / 2)
            painter.setPen(QPen(ink if active else QColor(theme.border), 1.4))
            painter.setBrush(QColor(theme.inset))
            painter.drawRoundedRect(rect, round_px, round_px)
        painter.setPen(ink)
        text = self._metrics.elidedText(node.label, Qt.TextElideMode.ElideMiddle, rect.width() - 10)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _edge(self, painter: QPainter, edge: Edge, source: QRectF, target: QRectF, rects: list[QRectF]) -> None:
        colour = QColor(self._theme.error if edge.in_cycle else self._theme.muted)
        width = 2.4 if edge.in_cycle else 1.5
        start, end = source.center(), target.center()
        if source == target:
            return
        others = [rect for rect in rects if rect not in (source, target)]
        bend = bend_around(start, end, others, QRectF(self.rect()).adjusted(4, 4, -4, -4))
        first, last = _leave(source, bend), _leave(target, bend, gap=4)
        pen = QPen(colour, width, Qt.PenStyle.SolidLine if edge.holds else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(first)
        path.quadTo(bend, last)
        painter.drawPath(path)
        _head(painter, bend, last, colour, filled=edge.holds)

    def _legend(self, painter: QPainter) -> None:
        y, x = self.height() - _LEGEND_PX / 2, 8.0
        painter.setFont(ui_font(_TEXT_PX, 500))
        colour = QColor(self._theme.muted)
        for text, holds in ((self.tr("waits for"), False), (self.tr("is held by"), True)):
            painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine if holds else Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, y), QPointF(x + 30, y))
            _head(painter, QPointF(x, y), QPointF(x + 32, y), colour, filled=holds)
            painter.setPen(colour)
            painter.drawText(QPointF(x + 40, y + 4.2), text)
            x += 40 + self._metrics.horizontalAdvance(text) + 22

    # -- what the user does ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go round the ring with the arrow keys, and follow a thread after Enter or space."""
        shown = self._picture.shown if self._picture else ()
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        if not shown:
            super().keyPressEvent(event)
        elif step is not None:
            self._current = (self._current + step) % len(shown)
            self._say()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            if shown[self._current].thread >= 0:
                self.thread_clicked.emit(shown[self._current].thread)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a node; a thread is followed from then on."""
        place = self.node_at(event.position())
        if place >= 0 and self._picture is not None:
            self._current = place
            self._say()
            self.update()
            if self._picture.shown[place].thread >= 0:
                self.thread_clicked.emit(self._picture.shown[place].thread)

    def event(self, event: QEvent) -> bool:
        """Say of the node under the pointer what it does."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self.text_at(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), plain_tip(text), self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def text_at(self, at: QPointF) -> str:
        """Return what the node at a point does, in words; empty where there is none."""
        place = self.node_at(at)
        if place < 0 or self._picture is None:
            return ""
        return node_text(self._picture.trace, self._picture.graph, self._picture.shown[place])

    def _say(self) -> None:
        """Tell screen readers what the chosen node does."""
        if self._picture is None or not self._picture.shown:
            self.setAccessibleDescription("")
            return
        node = self._picture.shown[self._current]
        self.setAccessibleDescription(node_text(self._picture.trace, self._picture.graph, node))


def bend_around(start: QPointF, end: QPointF, others: list[QRectF], place: QRectF) -> QPointF:
    """Return the point that an arrow bends towards, to stay in ``place`` and pass behind no other node if it can."""
    across = QPointF(start.y() - end.y(), end.x() - start.x())
    middle = (start + end) / 2
    bends = [middle + across * bend for bend in _BENDS]
    return next((bend for bend in bends if not _is_behind(start, bend, end, others, place)), bends[0])


def _is_behind(start: QPointF, bend: QPointF, end: QPointF, others: list[QRectF], place: QRectF) -> bool:
    for step in range(1, _LOOKS):
        share = step / _LOOKS
        rest = 1 - share
        at = start * (rest * rest) + bend * (2 * rest * share) + end * (share * share)
        if not place.contains(at) or any(rect.adjusted(-4, -4, 4, 4).contains(at) for rect in others):
            return True
    return False


def _leave(rect: QRectF, towards: QPointF, gap: float = 1) -> QPointF:
    """Return where a line from the middle of a node leaves it: a circle where it is as wide as high, or a box."""
    middle = rect.center()
    along = towards - middle
    length = math.hypot(along.x(), along.y()) or 1.0
    unit = along / length
    if rect.width() == rect.height():
        return middle + unit * (rect.width() / 2 + gap)
    reach = min(
        rect.width() / 2 / abs(unit.x()) if unit.x() else math.inf,
        rect.height() / 2 / abs(unit.y()) if unit.y() else math.inf,
    )
    return middle + unit * (reach + gap)


def _head(painter: QPainter, before: QPointF, tip: QPointF, colour: QColor, *, filled: bool) -> None:
    """Draw an arrow's head: filled, or two strokes."""
    along = tip - before
    angle = math.atan2(along.y(), along.x())
    sides = [
        tip - QPointF(math.cos(angle + turn), math.sin(angle + turn)) * _ARROW_PX
        for turn in (math.pi / 7, -math.pi / 7)
    ]
    painter.setPen(QPen(colour, 1.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    if filled:
        painter.drawPolygon(QPolygonF([sides[0], tip, sides[1]]))
    else:
        painter.drawPolyline(QPolygonF([sides[0], tip, sides[1]]))
