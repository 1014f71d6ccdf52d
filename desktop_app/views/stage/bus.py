"""The bus: the trunk beside RAM, a rail above each row of cores, and the tokens that ride them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPolygonF

from desktop_app.views.stage import ram
from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Frame, Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.layout import Rail
from desktop_app.views.stage.loading import program_tokens
from desktop_app.views.stage.sprites import Sprites
from desktop_app.views.stage.text import BODY, Face, assignment_fitted, one_line, tr
from desktop_app.views.stage.tokens import Look, Token, TokenKind
from desktop_app.views.theme import Theme

_NAME = Face(BODY, 700, spacing=1.4)
_LANE = Face(BODY, 500)
_MARK_EVERY = 44.0


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return the roads, which are the same while the panels stand where they are."""
    layout = frame.layout
    left = layout.ram.right
    rect = Rect(left, layout.trunk.y, layout.size.right - left, layout.trunk.h)
    return (
        Layer(
            name="bus",
            rect=rect,
            ground=frame.theme.window,
            key=layout,
            paint=lambda painter: _roads(painter, frame),
        ),
    )


def live(painter: QPainter, frame: Frame) -> None:
    """Draw the tokens, over everything else."""
    loading = next((process for process in frame.snapshot.processes if process.loading), None)
    if loading is not None:
        tint = colour(process_colour(frame.theme, loading.index))
        box(painter, frame.layout.disk, border=tint, radius=6, line=2)
    with Sprites(painter, frame.theme) as sprites:
        for token in tokens(frame):
            _token(sprites, frame, token)


def tokens(frame: Frame) -> tuple[Token, ...]:
    """Return all tokens of a picture of the whole stage: those of the cores, and the pieces of programs."""
    if frame.options.reduce_motion or not any(process.loading for process in frame.snapshot.processes):
        return frame.tokens
    return (*frame.tokens, *program_tokens(frame.snapshot, frame.layout, ram.place(frame)))


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
    for row, rail in enumerate(layout.rails):
        _rail_marks(painter, frame, row, rail)
    _plate(painter, frame, layout.port, (tr("from RAM"), tr("RAM")))
    _plate(painter, frame, layout.disk, (tr("from disk"), tr("disk")))


def _trunk_marks(painter: QPainter, frame: Frame) -> None:
    trunk, size = frame.layout.trunk, _mark_size(frame)
    top = frame.layout.rails[0].fetch_y
    y = frame.layout.port.y - 24
    while y > top:
        _mark(painter, trunk.cx, y, (0.0, -size), frame.theme)
        y -= _MARK_EVERY


def _rail_marks(painter: QPainter, frame: Frame, row: int, rail: Rail) -> None:
    layout, theme, size = frame.layout, frame.theme, _mark_size(frame)
    last = max((route.stops for route in frame.traffic.routes if route.row == row), key=lambda stops: stops.fetch_x)
    wide = layout.chip.text_px > 0
    every = _MARK_EVERY if wide else 2 * _MARK_EVERY
    # Where lanes are thin, their marks do not stand on top of each other.
    lanes = (
        (rail.result_y, last.write_x, -size),
        (rail.operand_y, last.execute_x, size),
        (rail.fetch_y, last.fetch_x, size),
    )
    for number, (lane_y, last_x, way) in enumerate(lanes):
        x = layout.trunk.right + 20 + (0 if wide else number * every / len(lanes))
        while x < last_x:
            _mark(painter, x, lane_y, (way, 0.0), theme)
            x += every
    if row == 0 and wide:
        _lane_names(painter, frame, rail, last.fetch_x)


def _lane_names(painter: QPainter, frame: Frame, rail: Rail, last_fetch_x: float) -> None:
    """Say what the lanes of the first rail carry: those of values at their mouths, where no instruction passes."""
    layout, ink = frame.layout, colour(frame.theme.faint)
    right = layout.trunk.right - 12
    room = layout.trunk.w - 20
    label(painter, right, rail.result_y, tr("◂ results"), _LANE, ink, Align.RIGHT, room)
    label(painter, right, rail.operand_y, tr("operands ▸"), _LANE, ink, Align.RIGHT, room)
    words = tr("▸ instructions")
    if _LANE.width(words) <= rail.rect.right - 16 - (last_fetch_x + layout.chip.w / 2 + 12):
        label(painter, rail.rect.right - 16, rail.fetch_y, words, _LANE, ink, Align.RIGHT)


def _mark_size(frame: Frame) -> float:
    return 4.0 if frame.layout.chip.text_px else 2.0


def _mark(painter: QPainter, x: float, y: float, way: tuple[float, float], theme: Theme) -> None:
    """Draw the small angle that says which way a lane goes."""
    dx, dy = way
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(colour(theme.border), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    tip = QPointF(x + dx, y + dy)
    painter.drawPolyline(QPolygonF([QPointF(x - dy, y + dx), tip, QPointF(x + dy, y - dx)]))


def _plate(painter: QPainter, frame: Frame, rect: Rect, words: tuple[str, str]) -> None:
    """Draw a plate through which code comes onto the bus, with its name in full or in short."""
    theme = frame.theme
    box(painter, rect, fill=colour(theme.inset), border=colour(theme.border), radius=6)
    full, short = words
    room = rect.w - 12
    if _LANE.width(full) <= room:
        label(painter, rect.cx, rect.cy, full, _LANE, colour(theme.muted), Align.CENTRE)
    else:
        label(painter, rect.cx, rect.cy, short, _LANE, colour(theme.muted), Align.CENTRE, rect.w)


def _token(sprites: Sprites, frame: Frame, token: Token) -> None:
    if token.opacity <= 0:
        return
    look = token.look

    def paint(painter: QPainter, rect: Rect) -> None:
        draw_look(painter, frame, look, rect)

    sprites.put((look, frame.layout.chip.text_px), token.rect, paint, token.clip, token.opacity)


#: By how much of its process's colour the ground of a token is tinted that is outlined.
_TINTS = {TokenKind.OPERAND: 0.08, TokenKind.RESULT: 0.25}


def draw_look(painter: QPainter, frame: Frame, look: Look, rect: Rect) -> None:
    """Draw a token that shows all of itself; what it looks like depends on its look, its size and the theme alone.

    An instruction is filled with its process's colour. Values are outlined: results on a ground of the colour, operands
    with an edge on the side that leads. Registers have round ends, like the labels of threads.
    """
    theme, tint = frame.theme, process_colour(frame.theme, look.process)
    radius = min(6.0, rect.h / 3)
    ink = colour(theme.text)
    if look.kind is TokenKind.INSTRUCTION:
        box(painter, rect, fill=colour(tint), radius=radius)
        ink = colour(theme.on_process)
    elif look.kind is TokenKind.PROGRAM:
        box(painter, rect, fill=colour(tint), radius=1.5)
    elif look.kind in _TINTS:
        box(painter, rect, fill=mix(tint, theme.panel, _TINTS[look.kind]), border=colour(tint), radius=radius, line=1.5)
        if look.kind is TokenKind.OPERAND:
            box(
                painter, Rect(rect.right - rect.h / 4, rect.y, rect.h / 4, rect.h), fill=colour(tint), radius=radius / 2
            )
    else:
        box(painter, rect, fill=colour(theme.panel), border=colour(tint), radius=rect.h / 2, line=2)
        ink = colour(tint)
    px = frame.layout.chip.text_px
    if px and look.text:
        registers = look.kind in {TokenKind.SAVE, TokenKind.RESTORE}
        face = Face(px, 700, mono=not registers)
        edge = rect.h / 4 if look.kind is TokenKind.OPERAND else 0
        room = rect.w - (16 if registers else 8) - edge
        label(painter, rect.cx - edge / 2, rect.cy, _words(look, face, room), face, ink, Align.CENTRE, room)


def _words(look: Look, face: Face, room: float) -> str:
    """Return a token's text as it fits; registers say that they are, where there is room."""
    text = one_line(look.text)
    if look.kind in {TokenKind.SAVE, TokenKind.RESTORE}:
        whole = tr("regs {thread}").format(thread=text)
        return whole if face.width(whole) <= room else text
    if look.kind in {TokenKind.OPERAND, TokenKind.RESULT}:
        return assignment_fitted(face, text, room)
    return text
