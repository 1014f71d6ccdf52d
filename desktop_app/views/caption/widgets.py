"""Captions and questions in a window: they paint what exports paint, and say it to those who hear it.

Both want to know how high the whole picture is that they belong to (``set_picture_height``), because text is at least
1/30 of that. ``height_for(width)`` says how high they should be; the widget that holds them gives them their place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.model.lesson import Caption
from desktop_app.views.caption.band import StepLine, fits, height_needed, most_height, paint_band
from desktop_app.views.caption.question import LETTERS, AskedQuestion, question_text
from desktop_app.views.caption.question_painting import paint_question
from desktop_app.views.caption.question_plan import choice_at, question_height
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import DARK, Theme

#: The height of a picture of which nothing is known.
_PICTURE_HIGH = 768


class _Band(QWidget):
    """A band below a picture: its colours, and the picture's height."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._picture_high = _PICTURE_HIGH
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def height_for(self, width: int) -> int:
        """Return how high it should be at this width, in logical pixels."""
        raise NotImplementedError

    def hasHeightForWidth(self) -> bool:
        """Say that its height depends on its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return its height at a width."""
        return self.height_for(width)

    def sizeHint(self) -> QSize:
        """Return its size at the width that it has."""
        return QSize(max(320, self.width()), self.height_for(max(320, self.width())))

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.update()

    def set_picture_height(self, height: int) -> None:
        """Belong to a picture of another height, in logical pixels, this band included."""
        if height > 0 and height != self._picture_high:
            self._picture_high = height
            self._changed()

    def _changed(self) -> None:
        self.updateGeometry()
        self.update()


class CaptionBand(_Band):
    """The caption of a step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Caption"))
        self._caption = Caption()
        self._step: StepLine | None = None
        self._least: tuple[Caption, ...] = ()

    @property
    def caption(self) -> Caption:
        """What it says."""
        return self._caption

    def show_caption(self, caption: Caption, step: StepLine | None = None) -> None:
        """Show another caption, and above it where in the lesson one is."""
        self._caption, self._step = caption, step
        words = caption.text
        heard = (step.title, step.counter, words) if step is not None else (words,)
        self.setAccessibleDescription("\n".join(text for text in heard if text))
        self._changed()

    def keep_room_for(self, captions: Iterable[Caption]) -> None:
        """Be as high as the highest of these captions needs, whichever is shown."""
        self._least = tuple(captions)
        self._changed()

    def height_for(self, width: int) -> int:
        """Return the height of its caption, or of the highest for which room is kept; 0 with nothing to say."""
        own = height_needed(self._caption, width, self._picture_high, self._step)
        return max(own, most_height(self._least, width, self._picture_high, self._step)) if own else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say in a tool tip what has no room."""
        super().resizeEvent(event)
        self._tell_rest()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the caption."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.window)
        paint_band(painter, QRectF(self.rect()), self._caption, self._theme, height=self._picture_high, step=self._step)
        painter.end()

    def _changed(self) -> None:
        super()._changed()
        self._tell_rest()

    def _tell_rest(self) -> None:
        whole = fits(self._caption, max(1, self.width()), self._picture_high)
        self.setToolTip("" if whole else plain_tip(self._caption.text))


class QuestionCard(_Band):
    """A question with its choices.

    While it can be answered, a choice is pressed by a click, or by arrows and Enter, or by its letter; the other mouse
    button, Minus, or Shift with its letter take a vote back.

    Signals:
        choice_pressed: A choice was pressed; carries its place, and 1, or -1 where a vote is taken back.
    """

    choice_pressed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Question"))
        self._asked: AskedQuestion | None = None
        self._marked = 0
        self._explains = True
        self.set_answering(can_be_answered=False)

    @property
    def asked(self) -> AskedQuestion | None:
        """What is asked."""
        return self._asked

    def set_answering(self, *, can_be_answered: bool) -> None:
        """Let choices be pressed, or only show them; then neither keys nor clicks stop here."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if can_be_answered else Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not can_be_answered)

    def set_explaining(self, *, explains: bool) -> None:
        """Paint the explanation, or leave it to who has more room for it; those who hear the card hear it anyway."""
        self._explains = explains
        self._changed()

    def show_question(self, asked: AskedQuestion | None) -> None:
        """Ask something, or nothing; the same question with other votes or its answer keeps the mark where it is."""
        before, self._asked = self._asked, asked
        if before is None or asked is None or before.choices != asked.choices:
            self._marked = 0
        self._tell()
        self._changed()

    def height_for(self, width: int) -> int:
        """Return the height of the question; 0 without one."""
        asked = self._painted
        return question_height(asked, width, self._picture_high) if asked is not None else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the question."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.window)
        asked = self._painted
        if asked is not None:
            marked = self._marked if self.hasFocus() else None
            rect = QRectF(self.rect())
            paint_question(painter, rect, asked, self._theme, height=self._picture_high, marked=marked)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press the choice under the pointer."""
        place = self._choice_at(event.position())
        if place is None or event.button() not in {Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton}:
            event.ignore()
            return
        self._press(place, 1 if event.button() is Qt.MouseButton.LeftButton else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark and press choices by keys."""
        count = len(self._asked.choices) if self._asked is not None else 0
        key, text = Qt.Key(event.key()), event.text().upper()
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if count and key in steps:
            self._mark((self._marked + steps[key]) % count)
        elif count and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Plus}:
            self._press(self._marked, 1)
        elif count and key is Qt.Key.Key_Minus:
            self._press(self._marked, -1)
        elif text and text in LETTERS[:count]:
            self._press(LETTERS.index(text), -1 if back else 1)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show to which choice keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that they go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _press(self, place: int, step: int) -> None:
        self._mark(place)
        self.choice_pressed.emit(place, step)

    def _mark(self, place: int) -> None:
        self._marked = place
        self._tell()
        self.update()

    def _tell(self) -> None:
        asked = self._asked
        words = question_text(asked) if asked is not None else ""
        if asked is not None and asked.choices and self.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            choice = f"{LETTERS[self._marked]}: {asked.choices[self._marked]}"
            words = self.tr("Marked: {choice}").format(choice=choice) + "\n" + words
        self.setAccessibleDescription(words)

    @property
    def _painted(self) -> AskedQuestion | None:
        """What is painted of the question."""
        asked = self._asked
        return asked if asked is None or self._explains else replace(asked, explanation="")

    def _choice_at(self, point: QPointF) -> int | None:
        asked = self._painted
        if asked is None:
            return None
        return choice_at(QRectF(self.rect()), asked, self._picture_high, point)
