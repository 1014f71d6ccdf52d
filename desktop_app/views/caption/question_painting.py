"""Draws a question: ``paint_question(painter, rect, asked, theme, height=..., marked=...)``, the same everywhere.

Heights are those of the whole picture in logical pixels; `rect` is as wide as the picture.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from desktop_app.views.blending import blend
from desktop_app.views.caption.folded import paint_folded
from desktop_app.views.caption.question import LETTERS, AskedQuestion, note_words
from desktop_app.views.caption.question_plan import BAR, CHOICE_PAD_X, NOTE, ChoicePlan, QuestionPlan, plan_question
from desktop_app.views.caption.shapes import (
    paint_badge,
    paint_box,
    paint_centred,
    paint_ground,
    paint_sign,
    right_colour,
)
from desktop_app.views.theme import Theme, ui_font

#: No text is smaller, in a picture of any size.
_LEAST_NOTE_PX = 10.0


def paint_question(
    painter: QPainter,
    rect: QRectF,
    asked: AskedQuestion,
    theme: Theme,
    *,
    height: float,
    marked: int | None = None,
) -> None:
    """Draw a question.

    Args:
        painter: Where to; left as it was found.
        rect: The band, as wide as the picture.
        asked: The question.
        theme: The colours.
        height: Of the whole picture, in logical pixels.
        marked: The place of the choice to which keys go; None for none.
    """
    if asked.one_line:
        paint_folded(painter, rect, asked, theme, height=height)
        return
    plan = plan_question(rect, asked, height)
    painter.save()
    paint_ground(painter, rect, plan.panel, theme, plan.px)
    plan.prompt_setting.draw(painter, plan.prompt.x(), plan.prompt.y(), theme)
    for at, choice in enumerate(plan.choices):
        _paint_choice(painter, asked, at, choice, plan.px, theme)
        if at == marked:
            line = max(2.0, plan.px / 12)
            reach = line * 1.5
            ring = choice.card.adjusted(-reach, -reach, reach, reach)
            paint_box(painter, ring, None, theme.text, plan.px * 0.36, line)
    if asked.revealed:
        plan.explanation_setting.draw(painter, plan.explanation.x(), plan.explanation.y(), theme)
    _paint_note(painter, asked, plan, theme)
    painter.restore()


def _colours(asked: AskedQuestion, at: int, theme: Theme) -> tuple[str, QColor, QColor]:
    """Return the colours of a choice: its edge, its ground and its text."""
    ground, ink = QColor(theme.inset), QColor(theme.text)
    if not asked.revealed:
        return (theme.text if at == asked.picked else theme.border), ground, ink
    if at == asked.right:
        return right_colour(theme), blend(right_colour(theme), theme.inset, 0.2), ink
    if at == asked.picked:
        return theme.error, blend(theme.error, theme.inset, 0.12), ink
    return theme.border, ground, QColor(theme.muted)


def _paint_choice(  # noqa: PLR0917 - as PLR0913
    painter: QPainter, asked: AskedQuestion, at: int, choice: ChoicePlan, px: float, theme: Theme
) -> None:
    edge, ground, ink = _colours(asked, at, theme)
    strong = edge != theme.border
    paint_box(painter, choice.card, ground.name(), edge, px * 0.3, px / 9 if strong else max(1.0, px / 32))
    if asked.votes:
        _paint_votes(painter, asked, at, choice, px, theme)
    told = asked.revealed and at in {asked.right, asked.picked}
    fill, letter = (edge, theme.on_process) if told else (theme.muted, theme.panel)
    paint_badge(painter, choice.badge, LETTERS[at], px, fill, letter)
    choice.setting.draw(painter, choice.text.x(), choice.text.y(), theme, ink)
    if told:
        paint_sign(painter, choice.sign, edge, right=at == asked.right)


def _paint_votes(  # noqa: PLR0917 - as PLR0913
    painter: QPainter, asked: AskedQuestion, at: int, choice: ChoicePlan, px: float, theme: Theme
) -> None:
    """Draw how many voted for a choice, as a number and as a share of all votes."""
    count, total = asked.votes[at], sum(asked.votes)
    paint_centred(painter, choice.votes, f"{count}", px, 700, QColor(theme.text if count else theme.faint))
    side = px * CHOICE_PAD_X
    track = QRectF(choice.card.x() + side, choice.card.bottom() - px * (BAR + 0.1), 0, px * BAR)
    track.setWidth((choice.card.width() - 2 * side) * (count / total if total else 0.0))
    if count:
        paint_box(painter, track, theme.muted, None, px * BAR / 2, 0.0)


def _paint_note(painter: QPainter, asked: AskedQuestion, plan: QuestionPlan, theme: Theme) -> None:
    font = ui_font(max(plan.px * NOTE, _LEAST_NOTE_PX), 500)
    metrics = QFontMetricsF(font)
    base = plan.note.center().y() + metrics.capHeight() / 2
    words, votes = note_words(asked)
    used = metrics.horizontalAdvance(votes)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    painter.drawText(QPointF(plan.note.right() - used, base), votes)
    room = plan.note.width() - used - (plan.px if votes else 0.0)
    painter.drawText(QPointF(plan.note.x(), base), metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, room)))
