"""A question that is answered, in one line: what was asked, what is right, and how many said so.

What proves the answer has the rest of the picture. ``folded_height(height)`` and ``paint_folded(painter, rect, ...)``:
heights are those of the whole picture in logical pixels; `rect` is as wide as the picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop_app.views.blending import blend
from desktop_app.views.caption.band import OUTER_X, text_px
from desktop_app.views.caption.question import LETTERS, AskedQuestion, in_code, tr
from desktop_app.views.caption.setting import Paragraphs, Setting, Typeface, plain, set_text
from desktop_app.views.caption.shapes import paint_badge, paint_box, paint_ground, paint_sign, right_colour
from desktop_app.views.theme import Theme, ui_font

#: All in sizes of text: the line, its distances to picture and caption, and what stands between its parts.
_HIGH, _ABOVE, _BELOW = 1.9, 0.1, 0.3
_PAD, _GAP, _BADGE, _SIGN = 0.6, 0.8, 1.3, 0.85
#: How much smaller texts become until they have room, and the most of the line that the answer takes.
_FACTORS = (0.9, 0.82, 0.74, 0.66)
_MOST_ANSWER = 0.5
_VOTES = 0.66
_PROMPT_LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldedPlan:
    """Where the parts of the line are, in logical pixels.

    Attributes:
        px: The size of text.
        panel: The ground.
        prompt: What was asked.
        prompt_setting: The lines of that.
        answer: What is right, with its letter and a sign; empty where the hall answered freely.
        answer_setting: The lines of that.
        votes: How many said so; empty where nobody counted.
    """

    px: float
    panel: QRectF
    prompt: QRectF
    prompt_setting: Setting
    answer: QRectF
    answer_setting: Setting
    votes: QRectF


def folded_height(height: float) -> int:
    """Return how high the line is in a picture of this height."""
    return math.ceil(text_px(height) * (_ABOVE + _HIGH + _BELOW))


def votes_text(asked: AskedQuestion) -> str:
    """Return how many voted for what is right, of how many; empty where nobody counted."""
    if asked.right is None or not any(asked.votes):
        return ""
    total = sum(asked.votes)
    words = tr("{count} of 1 vote") if total == 1 else tr("{count} of {total} votes")
    return words.format(count=asked.votes[asked.right], total=total)


def plan_folded(rect: QRectF, asked: AskedQuestion, height: float) -> FoldedPlan:
    """Return where the parts of the line are.

    Args:
        rect: The band, as wide as the picture.
        asked: The question.
        height: Of the whole picture.
    """
    px = text_px(height)
    panel = QRectF(rect.x() + px * OUTER_X, rect.y() + px * _ABOVE, rect.width() - 2 * px * OUTER_X, px * _HIGH)
    inner = panel.adjusted(px * _PAD, 0, -px * _PAD, 0)
    words = votes_text(asked)
    votes = QRectF(inner)
    votes.setLeft(inner.right() - QFontMetricsF(ui_font(px * _VOTES, 600)).horizontalAdvance(words))
    right = votes.left() - (px * _GAP if words else 0.0)
    around = px * (2 * 0.35 + _BADGE + 0.4 + 0.4 + _SIGN)
    told = asked.choices[asked.right] if asked.right is not None else ""
    answer_setting = _largest(plain(told), max(px, inner.width() * _MOST_ANSWER - around), px, 700, 1)
    answer = QRectF(0, panel.y() + px * 0.18, answer_setting.width + around if told else 0.0, px * (_HIGH - 0.36))
    answer.moveRight(right)
    room = max(px, (answer.left() - px * _GAP if told else right) - inner.left())
    prompt_setting = _largest(in_code(asked.prompt), room, px, 600, _PROMPT_LINES)
    prompt = QRectF(inner.left(), panel.center().y() - prompt_setting.height / 2, prompt_setting.width, 0)
    prompt.setHeight(prompt_setting.height)
    return FoldedPlan(
        px=px, panel=panel, prompt=prompt, prompt_setting=prompt_setting, answer=answer,
        answer_setting=answer_setting, votes=votes,
    )  # fmt: skip


def _largest(text: Paragraphs, room: float, px: float, weight: int, most_lines: int) -> Setting:
    """Return text in one line, as large as has room, or else in several small ones."""
    faces = [Typeface(px=round(px * factor), weight=weight, centred=False) for factor in _FACTORS]
    whole = (one for face in faces if (one := set_text(text, room, face, 1)).whole)
    return next(whole, None) or set_text(text, room, faces[-1], most_lines)


def paint_folded(painter: QPainter, rect: QRectF, asked: AskedQuestion, theme: Theme, *, height: float) -> None:
    """Draw the line.

    Args:
        painter: Where to; left as it was found.
        rect: The band, as wide as the picture.
        asked: The question.
        theme: The colours.
        height: Of the whole picture, in logical pixels.
    """
    plan = plan_folded(rect, asked, height)
    px = plan.px
    painter.save()
    paint_ground(painter, rect, plan.panel, theme, px)
    plan.prompt_setting.draw(painter, plan.prompt.x(), plan.prompt.y(), theme, QColor(theme.muted))
    if asked.right is not None:
        _paint_answer(painter, plan, LETTERS[asked.right], theme)
    words = votes_text(asked)
    if words:
        font = ui_font(px * _VOTES, 600)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        base = plan.votes.center().y() + QFontMetricsF(font).capHeight() / 2
        painter.drawText(QPointF(plan.votes.x(), base), words)
    painter.restore()


def _paint_answer(painter: QPainter, plan: FoldedPlan, letter: str, theme: Theme) -> None:
    px, place, green = plan.px, plan.answer, right_colour(theme)
    middle = place.center().y()
    paint_box(painter, place, blend(green, theme.inset, 0.2).name(), green, px * 0.3, px / 12)
    badge = QRectF(place.x() + px * 0.35, middle - px * _BADGE / 2, px * _BADGE, px * _BADGE)
    paint_badge(painter, badge, letter, px, green, theme.on_process)
    text = plan.answer_setting
    text.draw(painter, badge.right() + px * 0.4, middle - text.height / 2, theme, QColor(theme.text))
    sign = QRectF(place.right() - px * (0.35 + _SIGN), middle - px * _SIGN / 2, px * _SIGN, px * _SIGN)
    paint_sign(painter, sign, green, right=True)
