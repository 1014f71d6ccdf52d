"""The band with a step's caption below the picture, the same in windows, on the audience's screen and in exports.

- ``fits(caption, width, height)``: whether a picture of this size has room for all of a caption.
- ``height_needed(caption, width, height)``: how high its band is; ``most_height(captions, ...)`` for a whole lesson, so
  that the stage above keeps its size from step to step.
- ``paint_band(painter, rect, caption, theme, height=...)``: draws it; `rect` is as wide as the picture.

Widths and heights are those of the whole picture in logical pixels; text is at least 1/30 of the height.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from desktop_app.model.lesson import Caption
from desktop_app.views.caption.setting import LEADING, Setting, Typeface, set_text
from desktop_app.views.theme import Theme, ui_font

#: Of the picture's height, what an audience reads in the last row.
TEXT_SHARE = 30
MOST_LINES = 3
#: Between band and panel, in sizes of text: those of captions and questions stand in line.
OUTER_X, OUTER_BOTTOM = 0.72, 0.5
#: All in sizes of text: between panel and text, the line above the text and its letters.
_PAD_X, _PAD_Y = 0.9, 0.42
_STEP_HIGH, _STEP_TEXT, _STEP_TOP = 0.8, 0.56, 0.36
_RADIUS = 0.36
#: Below this width a caption has no room for a word.
_LEAST_ROOM = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What stands small above a caption: where in the lesson one is.

    Attributes:
        title: The step's heading; may be empty.
        number: Of the step, from 1.
        count: How many steps there are; 0 says nothing of them.
    """

    title: str
    number: int = 0
    count: int = 0

    @property
    def counter(self) -> str:
        """Which step of how many, such as ``3 / 14``."""
        return f"{self.number} / {self.count}" if self.count > 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandPlan:
    """Where things stand in a band, in logical pixels.

    Attributes:
        panel: The ground.
        step: The line above the caption; None without one.
        text: The caption.
        setting: Its lines.
    """

    panel: QRectF
    step: QRectF | None
    text: QRectF
    setting: Setting


def text_px(height: float) -> int:
    """Return the size of captions in a picture of this height, in whole pixels: at least 1/30 of it."""
    return max(1, math.ceil(height / TEXT_SHARE))


def set_caption(caption: Caption, width: float, height: float, most_lines: int = MOST_LINES) -> Setting:
    """Return a caption in lines, for a picture of this size."""
    px = text_px(height)
    room = max(_LEAST_ROOM, width - 2 * px * (OUTER_X + _PAD_X))
    return set_text(caption.paragraphs, room, Typeface(px=px), most_lines)


def fits(caption: Caption, width: float, height: float) -> bool:
    """Return whether all of a caption has room in at most three lines, in a picture of this size."""
    return set_caption(caption, width, height).whole


def height_needed(caption: Caption, width: float, height: float, step: StepLine | None = None) -> int:
    """Return how high the band of a caption is in a picture of this size; 0 with nothing to say."""
    setting = set_caption(caption, width, height)
    if not setting.count and step is None:
        return 0
    return math.ceil(setting.height + _around(text_px(height), step))


def most_height(captions: Iterable[Caption], width: float, height: float, step: StepLine | None = None) -> int:
    """Return the height of a band that has room for each of the captions; 0 where there are none."""
    return max((height_needed(caption, width, height, step) for caption in captions), default=0)


def _around(px: int, step: StepLine | None) -> float:
    return px * (2 * _PAD_Y + OUTER_BOTTOM + (_STEP_HIGH + _STEP_TOP - _PAD_Y * 0.5 if step is not None else 0.0))


def plan_band(rect: QRectF, caption: Caption, height: float, step: StepLine | None = None) -> BandPlan:
    """Return where things stand in a band; a caption that has too little room loses lines.

    Args:
        rect: The band, as wide as the picture.
        caption: The caption.
        height: Of the whole picture.
        step: What stands above the caption.
    """
    px = text_px(height)
    above = px * (_STEP_TOP + _STEP_HIGH) if step is not None else px * _PAD_Y
    below = px * _PAD_Y * (0.5 if step is not None else 1.0)
    panel = rect.adjusted(px * OUTER_X, 0, -px * OUTER_X, -px * OUTER_BOTTOM)
    room = panel.height() - above - below
    lines = max(1, min(MOST_LINES, int(room / (px * LEADING) + 1e-6)))
    setting = set_caption(caption, rect.width(), height, lines)
    while setting.height > room + 1 and lines > 1:
        lines -= 1
        setting = set_caption(caption, rect.width(), height, lines)
    top = panel.y() + above + (room - setting.height) / 2
    text = QRectF(panel.center().x() - setting.width / 2, top, setting.width, setting.height)
    line = None
    if step is not None:
        line = panel.adjusted(px * _PAD_X, px * _STEP_TOP, -px * _PAD_X, 0)
        line.setHeight(px * _STEP_HIGH)
    return BandPlan(panel=panel, step=line, text=text, setting=setting)


def paint_band(
    painter: QPainter, rect: QRectF, caption: Caption, theme: Theme, *, height: float, step: StepLine | None = None
) -> None:
    """Draw a caption in its band.

    Args:
        painter: Where to; left as it was found.
        rect: The band, as wide as the picture.
        caption: The caption.
        theme: The colours.
        height: Of the whole picture, in logical pixels.
        step: What stands small above it.
    """
    plan, px = plan_band(rect, caption, height, step), text_px(height)
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    line = max(1.0, px / 32)
    painter.setPen(QPen(QColor(theme.border), line))
    painter.setBrush(QColor(theme.panel))
    half = line / 2
    painter.drawRoundedRect(plan.panel.adjusted(half, half, -half, -half), px * _RADIUS, px * _RADIUS)
    if step is not None and plan.step is not None:
        paint_step_line(painter, plan.step, step, theme, px * _STEP_TEXT)
    plan.setting.draw(painter, plan.text.x(), plan.text.y(), theme)
    painter.restore()


def paint_step_line(painter: QPainter, rect: QRectF, step: StepLine, theme: Theme, px: float) -> None:
    """Draw a step's title on the left, shortened where it must be, and its number on the right.

    Args:
        painter: Where to.
        rect: The line.
        step: What it says.
        theme: The colours.
        px: The size of its text.
    """
    font = ui_font(px, 600)
    metrics = QFontMetricsF(font)
    base = rect.center().y() + metrics.capHeight() / 2
    counter = metrics.elidedText(step.counter, Qt.TextElideMode.ElideRight, rect.width())
    used = metrics.horizontalAdvance(counter)
    painter.setFont(font)
    painter.setPen(QColor(theme.faint))
    painter.drawText(QPointF(rect.right() - used, base), counter)
    room = rect.width() - used - (px if counter else 0.0)
    if room > px:
        painter.setPen(QColor(theme.muted))
        title = metrics.elidedText(" ".join(step.title.split()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(rect.left(), base), title)
