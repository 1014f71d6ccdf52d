"""What tokens carry, where they are too small for text on the whole stage and one has come near enough to read it."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import Flight
from desktop_app.views.stage.drawing import Align, colour, label
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.text import Face, one_line
from desktop_app.views.stage.tokens import TokenKind

#: A token seen this high has room for a line of text.
_LEAST_HIGH = 16.0
_MOST_PX = 26
_LEAST_SHARE = 0.62
_PAD = 5.0


def live(painter: QPainter, frame: Frame) -> None:
    """Write on the tokens that are seen whole; nothing where they carry their text anyway."""
    lens, whole, theme = frame.lens, frame.whole, frame.theme
    if lens is None or whole is None or whole.layout.chip.text_px or frame.layout.chip.h < _LEAST_HIGH:
        return
    face = Face(min(_MOST_PX, round(frame.layout.chip.h * _LEAST_SHARE)), 700, mono=True)
    for token in frame.tokens:
        rect = lens.rect(token.rect)
        if token.core < 0 or token.seen != token.rect or token.opacity < 1 or not frame.shows(rect):
            continue
        flights = frame.snapshot.cores[token.core].flights
        flight = next((flight for flight in flights if flight.key == token.key), None)
        if flight is not None:
            ink = theme.on_process if token.look.kind is TokenKind.INSTRUCTION else theme.text
            text = one_line(_text(token.look.kind, flight))
            label(painter, rect.cx, rect.cy, text, face, colour(ink), Align.CENTRE, rect.w - 2 * _PAD)


def _text(kind: TokenKind, flight: Flight) -> str:
    texts = {TokenKind.INSTRUCTION: flight.chip, TokenKind.OPERAND: flight.operand, TokenKind.RESULT: flight.result}
    return texts.get(kind, "")
