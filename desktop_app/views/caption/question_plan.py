"""Where the parts of a question are.

- ``question_height(asked, width, height)``: how high its band is in a picture of this size, at most half of it. The
  room for the explanation is kept from the start, so that nothing moves when the answer is revealed.
- ``plan_question(rect, asked, height).choices``: where the choices are, for painting and for the pointer.
- ``choice_at(rect, asked, height, point)``: which of them is there; none where the question is folded.

Widths and heights are logical pixels; `rect` is as wide as the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF

from desktop_app.views.caption.band import OUTER_BOTTOM, OUTER_X, text_px
from desktop_app.views.caption.folded import folded_height
from desktop_app.views.caption.question import AskedQuestion, in_code
from desktop_app.views.caption.setting import Setting, Typeface, plain, set_text
from desktop_app.views.theme import ui_font

#: Most of a picture that a question takes, as a share of its height.
_MOST_SHARE = 0.5
#: How much smaller texts become where there is too little room, and the fewest lines in the end.
_FACTORS = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
_PROMPT_LINES, _CHOICE_LINES, _EXPLANATION_LINES = 3, 2, 3
#: Texts rather become so much smaller than that choices stand below each other, or have several lines.
_LEAST_BESIDE = 0.84
#: All in sizes of text.
_PAD_X, _PAD_Y, _GAP = 0.9, 0.6, 0.5
_PROMPT, _EXPLANATION, NOTE = 1.12, 0.9, 0.56
CHOICE_PAD_X, _CHOICE_PAD_Y, _BADGE, _SIGN, BAR = 0.5, 0.38, 1.3, 1.1, 0.16
_NOTE_HIGH = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicePlan:
    """Where a choice's parts are.

    Attributes:
        card: All of it.
        badge: Its letter.
        text: Its text.
        setting: The lines of that.
        sign: The sign of what is right, or was picked and is wrong.
        votes: The number of votes.
    """

    card: QRectF
    badge: QRectF
    text: QRectF
    setting: Setting
    sign: QRectF
    votes: QRectF


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPlan:
    """Where the parts of a question are.

    Attributes:
        px: The size of its text.
        panel: The ground.
        prompt: What is asked.
        prompt_setting: The lines of that.
        choices: The choices, in order.
        explanation: What is said once it is revealed.
        explanation_setting: The lines of that.
        note: Small, at the foot.
        high: The height that all of it takes.
    """

    px: float
    panel: QRectF
    prompt: QRectF
    prompt_setting: Setting
    choices: tuple[ChoicePlan, ...]
    explanation: QRectF
    explanation_setting: Setting
    note: QRectF
    high: float


def question_height(asked: AskedQuestion, width: float, height: float) -> int:
    """Return how high a question is in a picture of this size: as high as it needs, and at most half of it."""
    if asked.one_line:
        return folded_height(height)
    most = height * _MOST_SHARE
    plan = plan_question(QRectF(0, 0, width, most), asked, height)
    return math.ceil(min(most, plan.high))


def plan_question(rect: QRectF, asked: AskedQuestion, height: float) -> QuestionPlan:
    """Return where the parts of a question are, in the largest text in which all of it has room.

    Args:
        rect: The band, as wide as the picture.
        asked: The question.
        height: Of the whole picture.
    """
    fitting = list[QuestionPlan]()
    for factor in _FACTORS:
        plan = _plan(rect, asked, text_px(height), factor, _EXPLANATION_LINES)
        if plan.high <= rect.height() + 1:
            fitting.append(plan)
            if plan.prompt_setting.whole and (factor < _LEAST_BESIDE or _is_compact(plan)):
                break
    if not fitting:
        return _plan(rect, asked, text_px(height), _FACTORS[-1], 1)
    # Rather in smaller text than without its end.
    whole = [plan for plan in fitting if plan.prompt_setting.whole] or fitting
    return next((plan for plan in whole if _is_compact(plan)), whole[0])


def choice_at(rect: QRectF, asked: AskedQuestion, height: float, point: QPointF) -> int | None:
    """Return the place of the choice that is at a point; None where there is none."""
    choices = () if asked.one_line else plan_question(rect, asked, height).choices
    return next((at for at, choice in enumerate(choices) if choice.card.contains(point)), None)


def _is_compact(plan: QuestionPlan) -> bool:
    """Return whether choices stand beside each other, in a line each."""
    below = len({choice.card.x() for choice in plan.choices}) == 1 < len(plan.choices)
    return not below and all(choice.setting.count <= 1 for choice in plan.choices)


def _plan(rect: QRectF, asked: AskedQuestion, most_px: float, factor: float, lines: int) -> QuestionPlan:
    panel = rect.adjusted(most_px * OUTER_X, 0, -most_px * OUTER_X, -most_px * OUTER_BOTTOM)
    px = most_px * factor
    left, wide = panel.x() + px * _PAD_X, max(8.0, panel.width() - 2 * px * _PAD_X)
    few = 1 if lines == 1 else _PROMPT_LINES
    prompt = set_text(in_code(asked.prompt), wide, Typeface(px=round(px * _PROMPT), weight=650), few)
    prompt_at = _below(panel, panel.y() + px * _PAD_Y, prompt)
    y = prompt_at.bottom() + px * _GAP
    choices = tuple(_choices(asked, QRectF(left, y, wide, 0), px, 1 if lines == 1 else _CHOICE_LINES))
    if choices:
        y = max(choice.card.bottom() for choice in choices) + px * _GAP
    explanation = set_text(in_code(asked.explanation), wide, Typeface(px=round(px * _EXPLANATION)), lines)
    explanation_at = _below(panel, y, explanation)
    y = explanation_at.bottom() + (px * _GAP * 0.4 if asked.explanation else 0.0)
    note = QRectF(left, y, wide, px * _NOTE_HIGH)
    return QuestionPlan(
        px=px,
        panel=panel,
        prompt=prompt_at,
        prompt_setting=prompt,
        choices=choices,
        explanation=explanation_at,
        explanation_setting=explanation,
        note=note,
        high=note.bottom() + px * _PAD_Y * 0.6 + most_px * OUTER_BOTTOM - rect.y(),
    )


def _below(panel: QRectF, y: float, setting: Setting) -> QRectF:
    """Return where text stands in the middle of a panel, from a height downwards."""
    return QRectF(panel.center().x() - setting.width / 2, y, setting.width, setting.height)


def _choices(asked: AskedQuestion, area: QRectF, px: float, most_lines: int) -> Iterator[ChoicePlan]:
    """Yield the choices in as few rows as leave each a line of its own, or else below each other."""
    count, gap = len(asked.choices), px * _GAP
    if not count:
        return
    sign, votes = px * _SIGN, _votes_wide(asked, px)
    beside = 2 * px * CHOICE_PAD_X + px * (_BADGE + 0.4) + sign + votes
    face = Typeface(px=round(px), weight=600, centred=False)
    for columns, lines in ((count, 1), (math.ceil(count / 2), 1), (2, 1), (2, most_lines), (1, most_lines)):
        room = (area.width() - gap * (columns - 1)) / columns - beside
        if 1 < columns <= count and room < px:
            continue
        settings = [set_text(plain(text), max(8.0, room), face, lines) for text in asked.choices]
        if columns <= count and all(one.whole for one in settings):
            break
    counted = votes if asked.votes else 0.0
    wide = (area.width() - gap * (columns - 1)) / columns
    row_high, y = 0.0, area.y()
    for at, setting in enumerate(settings):
        column = at % columns
        if not column:
            y += row_high + gap * 0.7 if at else 0.0
            row_high = max(px * _BADGE, *(one.height for one in settings[at : at + columns])) + 2 * px * _CHOICE_PAD_Y
        card = QRectF(area.x() + column * (wide + gap), y, wide, row_high)
        inner = card.adjusted(px * CHOICE_PAD_X, 0, -px * CHOICE_PAD_X, 0)
        badge = QRectF(inner.x(), card.center().y() - px * _BADGE / 2, px * _BADGE, px * _BADGE)
        left = badge.right() + px * 0.4
        yield ChoicePlan(
            card=card,
            badge=badge,
            text=QRectF(left, card.center().y() - setting.height / 2, setting.width, setting.height),
            setting=setting,
            sign=QRectF(inner.right() - counted - sign, card.center().y() - px * 0.4, px * 0.8, px * 0.8),
            votes=QRectF(inner.right() - counted, card.y(), counted, card.height()),
        )


def _votes_wide(asked: AskedQuestion, px: float) -> float:
    """Return the room for votes, which is kept before there are any: nothing moves when hands are counted."""
    digits = max(2, len(str(max(asked.votes, default=0))))
    return QFontMetricsF(ui_font(px, 700)).horizontalAdvance("0" * digits)
