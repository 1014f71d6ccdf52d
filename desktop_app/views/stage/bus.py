"""The bus: the trunk beside RAM, a rail above each row of cores, and the tokens that ride them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Frame, Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import Rail
from desktop_app.views.stage.motion import Token
from desktop_app.views.stage.text import BODY, Face, tr
from desktop_app.views.theme import Theme

_NAME = Face(BODY, 700, spacing=1.4)
_LANE = Face(BODY, 500)
_NAME_HIGH = 46.0
_MARK_EVERY = 44.0


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return the roads, which are the same for every moment of a scenario."""
    layout = frame.layout
    left = layout.ram.right
    rect = Rect(left, layout.trunk.y, layout.size.right - left, layout.trunk.h)
    return (
        Layer(
            name="bus",
            rect=rect,
            ground=frame.theme.window,
            key=len(layout.cores),
            paint=lambda painter: _roads(painter, frame),
        ),
    )


def live(painter: QPainter, frame: Frame) -> None:
    """Draw the tokens, over everything else."""
    for token in frame.tokens:
        _token(painter, frame, token)


def _roads(painter: QPainter, frame: Frame) -> None:
    layout, theme = frame.layout, frame.theme
    roads = QPainterPath()
    # Half a unit inside, because the outline's pen is centred on the path.
    roads.addRoundedRect(QRectF(*layout.trunk).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)
    for rail in layout.rails:
        branch = QPainterPath()
        # It begins inside the trunk, so that the two make one outline without an edge between them.
        x = layout.trunk.cx
        outline = QRectF(x, rail.rect.y, rail.rect.right - x, rail.rect.h).adjusted(0.5, 0.5, -0.5, -0.5)
        branch.addRoundedRect(outline, 12, 12)
        roads = roads.united(branch)
    painter.setBrush(colour(theme.panel))
    painter.setPen(QPen(colour(theme.border), 1))
    painter.drawPath(roads)
    label(painter, layout.trunk.cx, layout.trunk.y + 25, tr("BUS"), _NAME, colour(theme.muted), Align.CENTRE)
    _trunk_marks(painter, frame)
    for rail in layout.rails:
        _rail_marks(painter, frame, rail)
    _port(painter, frame)


def _trunk_marks(painter: QPainter, frame: Frame) -> None:
    trunk, size = frame.layout.trunk, _mark_size(frame)
    top = frame.layout.rails[0].fetch_y
    y = frame.layout.port.y - 24
    while y > top:
        _mark(painter, trunk.cx, y, (0.0, -size), frame.theme)
        y -= _MARK_EVERY


def _rail_marks(painter: QPainter, frame: Frame, rail: Rail) -> None:
    layout, theme, size = frame.layout, frame.theme, _mark_size(frame)
    row = [
        (core.cells[0].cx, core.cells[-1].cx)
        for core, place in zip(frame.cores, layout.cores, strict=True)
        if layout.rails[place.row] is rail
    ]
    last_fetch, last_write = max(fetch for fetch, _ in row), max(write for _, write in row)
    x = layout.trunk.right + 20
    while x < last_write:
        _mark(painter, x, rail.result_y, (-size, 0.0), theme)
        if x < last_fetch:
            _mark(painter, x, rail.fetch_y, (size, 0.0), theme)
        x += _MARK_EVERY
    if rail is layout.rails[0] and layout.chip.text_px:
        words = tr("▸ instructions    ◂ results")
        left = last_fetch + layout.chip.w / 2 + 12
        room = rail.rect.right - 16 - left
        if _LANE.width(words) <= room:
            label(painter, rail.rect.right - 16, rail.fetch_y, words, _LANE, colour(theme.faint), Align.RIGHT)


def _mark_size(frame: Frame) -> float:
    return 4.0 if frame.layout.chip.text_px else 2.5


def _mark(painter: QPainter, x: float, y: float, way: tuple[float, float], theme: Theme) -> None:
    """Draw the small angle that says which way a lane goes."""
    dx, dy = way
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour(theme.border), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    tip = QPointF(x + dx, y + dy)
    painter.drawPolyline(QPolygonF([QPointF(x - dy, y + dx), tip, QPointF(x + dy, y - dx)]))


def _port(painter: QPainter, frame: Frame) -> None:
    """Draw the plate through which code leaves RAM."""
    port, theme = frame.layout.port, frame.theme
    box(painter, port, fill=colour(theme.inset), border=colour(theme.border), radius=6)
    words = tr("from RAM")
    room = port.w - 12
    if _LANE.width(words) > room:
        words = tr("RAM")
    label(painter, port.cx, port.cy, words, _LANE, colour(theme.muted), Align.CENTRE, room)


def _token(painter: QPainter, frame: Frame, token: Token) -> None:
    if token.opacity <= 0 or token.seen.w <= 0:
        return
    theme = frame.theme
    tint = process_colour(theme, token.flight.process)
    clipped = token.seen != token.rect
    if clipped or token.opacity < 1:
        painter.save()
        if clipped:
            painter.setClipRect(QRectF(*token.clip), Qt.ClipOperation.IntersectClip)
        painter.setOpacity(painter.opacity() * token.opacity)
    radius = min(6.0, token.rect.h / 3)
    if token.result:
        # A value and not an instruction: outlined on a tint of its process's colour.
        box(painter, token.rect, fill=mix(tint, theme.panel, 0.25), border=colour(tint), radius=radius, line=1.5)
    else:
        box(painter, token.rect, fill=colour(tint), radius=radius)
    px = frame.layout.chip.text_px
    if px:
        text = token.flight.result if token.result else token.flight.chip
        ink = colour(theme.text) if token.result else colour(theme.on_process)
        label(
            painter, token.rect.cx, token.rect.cy, text, Face(px, 700, mono=True), ink, Align.CENTRE, token.rect.w - 8
        )
    if clipped or token.opacity < 1:
        painter.restore()
