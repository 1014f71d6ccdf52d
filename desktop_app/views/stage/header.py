"""The line above the panels: what runs, how, and the time."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.views.stage.drawing import Align, colour, label
from desktop_app.views.stage.frame import Frame, Layer
from desktop_app.views.stage.text import Face, one_line, time_text

#: The name of its layer.
NAME = "header"
_TITLE = Face(26, 700)
_SUBTITLE = Face(17, 400)
_SUMMARY = Face(16, 500)
_TIME = Face(24, 600, mono=True)
#: Middle of the line, in units.
TITLE_MIDDLE = 36.0
_LEAST_SUBTITLE = 160.0


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return title, subtitle and summary."""
    snapshot = frame.snapshot
    key = (snapshot.title, snapshot.subtitle, snapshot.summary, time_room(frame))
    return (
        Layer(
            name=NAME,
            rect=frame.layout.header,
            ground=frame.theme.window,
            key=key,
            paint=lambda painter: _words(painter, frame),
        ),
    )


def live(painter: QPainter, frame: Frame) -> None:
    """Draw the time."""
    text = f"t = {time_text(frame.snapshot.t_ns, frame.snapshot.slot_ns)}"
    label(painter, frame.layout.header.right, TITLE_MIDDLE, text, _TIME, colour(frame.theme.text), Align.RIGHT)


def time_room(frame: Frame) -> float:
    """Return the width of the longest time of this trace, so that the summary does not move when a digit is added."""
    snapshot = frame.snapshot
    return _TIME.width(f"t = {time_text(max(snapshot.t_ns, snapshot.end_ns), snapshot.slot_ns)}")


def _words(painter: QPainter, frame: Frame) -> None:
    snapshot, theme, line = frame.snapshot, frame.theme, frame.layout.header
    title, summary = one_line(snapshot.title), one_line(snapshot.summary)
    right = line.right - time_room(frame) - 28
    room = right - line.x
    summary_room = min(_SUMMARY.width(summary), max(room - _TITLE.width(title) - 32, room * 0.5))
    shown = label(painter, right, TITLE_MIDDLE + 2, summary, _SUMMARY, colour(theme.muted), Align.RIGHT, summary_room)
    room -= shown + 32
    used = label(painter, line.x, TITLE_MIDDLE, title, _TITLE, colour(theme.text), room=room)
    room -= used + 12
    if snapshot.subtitle and room >= min(_LEAST_SUBTITLE, _SUBTITLE.width(snapshot.subtitle)):
        subtitle = one_line(snapshot.subtitle)
        label(painter, line.x + used + 12, TITLE_MIDDLE + 2, subtitle, _SUBTITLE, colour(theme.muted), room=room)
