"""The window of practice: a topic, a question about a small run, what is right and why, and a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.moment import Moments
from desktop_app.app.dialogs.form import ChoiceBox, fit_on_screen, plain_label, set_role
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.app.habits import Habits
from desktop_app.app.practice.given_panel import GivenPanel
from desktop_app.app.practice.picture import RunPicture
from desktop_app.app.practice.scores import remember, score_of
from desktop_app.engine.build import simulate
from desktop_app.teaching.practice.exercises import EXERCISE_LIMITS, Exercise, Stream
from desktop_app.teaching.practice.given import given
from desktop_app.teaching.practice.score import Score, after
from desktop_app.teaching.practice.situation import LEVELS
from desktop_app.teaching.practice.topics import TOPICS
from desktop_app.views.caption.question import LETTERS, AskedQuestion
from desktop_app.views.caption.widgets import QuestionCard
from desktop_app.views.theme import Theme

_SIZE_PX = QSize(1440, 920)
_SMALLEST_PX = QSize(760, 520)
_SIDE_PX = 20
#: Width of what is given, as a share of the window's, and in pixels at least.
_GIVEN_SHARE, _GIVEN_LEAST_PX = 0.38, 320
#: The question is drawn as in a picture of this share of the window's height: its text is 1/30 of that.
_QUESTION_SHARE, _QUESTION_LEAST_PX = 0.72, 480
_ANSWER_KEYS = range(Qt.Key.Key_1, Qt.Key.Key_1 + len(LETTERS))


class PracticeWindow(QDialog):
    """Asks one question after the other, as hard as the score of the topic says.

    Args:
        habits: Where scores are remembered.
        theme: Returns the palette of the window it belongs to.
        parent: That window.

    Signals:
        scenario_requested: The run of the exercise that it carries is to be shown in the window.
    """

    scenario_requested = Signal(object)

    def __init__(self, habits: Habits, theme: Callable[[], Theme], parent: QWidget) -> None:
        super().__init__(parent)
        self._habits, self._theme = habits, theme
        self._stream: Stream | None = None
        self._exercise: Exercise | None = None
        self._moments: Moments | None = None
        self._picked: int | None = None
        self.setWindowTitle(self.tr("Practice"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setObjectName("practice")
        self.topic = ChoiceBox(self)
        self.topic.setAccessibleName(self.tr("Topic"))
        for topic in TOPICS.values():
            self.topic.addItem(self.tr(topic.title), topic.name)
            self.topic.setItemData(self.topic.count() - 1, self.tr(topic.sentence), Qt.ItemDataRole.ToolTipRole)
        self.level = ChoiceBox(self)
        self.level.setAccessibleName(self.tr("Level"))
        self.level.setToolTip(self.tr("It rises after right answers in a row, and falls after wrong ones"))
        for level in range(1, LEVELS + 1):
            self.level.addItem(self.tr("Level {level} of {levels}").format(level=level, levels=LEVELS), level)
        self.tally, self.verdict = plain_label(""), plain_label("")
        self.given, self.picture, self.card = GivenPanel(self), RunPicture(self), QuestionCard(self)
        self.reasons = plain_label("")
        self._why = self._why_card()
        self.show_button = QPushButton(self.tr("&Show it in the window"), self)
        self.skip_button = QPushButton(self.tr("S&kip"), self)
        self.next_button = QPushButton(self.tr("&Next question"), self)
        self._lay_out()
        self._connect()
        fit_on_screen(self, _SIZE_PX, _SMALLEST_PX)
        self.apply_theme()
        self._begin()

    def _why_card(self) -> QFrame:
        frame = QFrame(self)
        set_role(frame, "card")
        heading = QLabel(self.tr("Why"), frame)
        set_role(heading, "section")
        self.reasons.setWordWrap(True)
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.reasons.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.reasons.setAccessibleName(self.tr("Why"))
        scroller = Scroller(self.reasons, frame)
        scroller.setAccessibleName(self.tr("Why"))
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(6)
        layout.addWidget(heading)
        layout.addWidget(scroller, 1)
        return frame

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("What will happen?"), self)
        set_role(heading, "heading")
        set_role(self.tally, "hint")
        top = QHBoxLayout()
        top.setSpacing(14)
        for widget in (heading, self.topic, self.level):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.tally)
        self._left = QWidget(self)
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(10)
        left.addWidget(self.given, 5)
        left.addWidget(self._why, 3)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._left)
        middle.addWidget(self.picture, 1)
        bottom = QHBoxLayout()
        bottom.setSpacing(10)
        bottom.addWidget(self.verdict, 1)
        for button in (self.show_button, self.skip_button, self.next_button):
            button.setAutoDefault(False)
            bottom.addWidget(button)
        set_role(self.next_button, "primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_SIDE_PX, 14, _SIDE_PX, 16)
        layout.setSpacing(12)
        layout.addLayout(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self.card)
        layout.addLayout(bottom)

    def _connect(self) -> None:
        self.topic.activated.connect(lambda _index: self._begin())
        self.level.activated.connect(lambda index: self.choose_level(index + 1))
        self.card.choice_pressed.connect(self._press)
        self.show_button.clicked.connect(self._request)
        self.skip_button.clicked.connect(self.ask)
        self.next_button.clicked.connect(self.ask)

    def apply_theme(self) -> None:
        """Take over the window's palette."""
        theme = self._theme()
        self.given.set_theme(theme)
        self.picture.set_theme(theme)
        self.card.set_theme(theme)

    # -- what is asked --------------------------------------------------------------------------------------

    @property
    def exercise(self) -> Exercise | None:
        """What is asked; None before the first."""
        return self._exercise

    @property
    def revealed(self) -> bool:
        """Whether the answer is shown."""
        return self._picked is not None

    @property
    def score(self) -> Score:
        """The score of the topic."""
        return score_of(self._habits, self._topic_name())

    def choose_level(self, level: int) -> None:
        """Ask questions of this level from now on; what was answered still counts."""
        remember(self._habits, self._topic_name(), replace(self.score, level=level, steps=0))
        self.ask()

    def _topic_name(self) -> str:
        return str(self.topic.currentData())

    def _begin(self) -> None:
        """Begin with a topic: who comes back to it gets other questions than the last time."""
        if self._stream is None and self._habits.now.practised in TOPICS:
            self.topic.setCurrentIndex(self.topic.findData(self._habits.now.practised))
        self._stream = Stream(TOPICS[self._topic_name()], self.score.answered)
        self.topic.setToolTip(self.tr(TOPICS[self._topic_name()].sentence))
        self.ask()

    def ask(self) -> None:
        """Ask the next question."""
        assert self._stream is not None
        exercise = self._exercise = self._stream.next(self.score.level)
        self._moments = Moments(simulate(exercise.scenario, EXERCISE_LIMITS).run())
        self._picked = None
        at_ns = exercise.question.at_ns
        self.given.show_given(given(exercise.scenario, self._moments, at_ns))
        self.picture.show_run(self._moments, at_ns, with_stage=False)
        self._why.hide()
        last = len(exercise.question.choices)
        words = self.tr("Answer with 1 to {last}, with A to {letter}, or with a click.")
        self.verdict.setText(words.format(last=last, letter=LETTERS[last - 1]))
        set_role(self.verdict, "hint")
        self.skip_button.setVisible(True)
        self.show_button.setEnabled(False)
        self.next_button.setEnabled(False)
        self._show_question()
        self._show_score()
        self.card.setFocus()

    def answer(self, place: int) -> None:
        """Take a choice, by its place, as the answer; nothing happens where one is given or there is none there."""
        exercise = self._exercise
        if exercise is None or self.revealed or not 0 <= place < len(exercise.question.choices):
            return
        question, self._picked = exercise.question, place
        right = place == question.right
        before = self.score
        remember(self._habits, exercise.topic, after(before, right=right))
        self.verdict.setText(self._verdict(exercise, before.level, right=right))
        set_role(self.verdict, "section" if right else "problem")
        self.reasons.setText("\n".join(f"• {sentence}" for sentence in question.explanation))
        self._why.show()
        assert self._moments is not None
        self.picture.show_run(self._moments, question.shown_ns, with_stage=True)
        self.skip_button.setVisible(False)
        self.show_button.setEnabled(True)
        self.next_button.setEnabled(True)
        self._show_question()
        self._show_score()
        self.next_button.setFocus()

    def _verdict(self, exercise: Exercise, level: int, *, right: bool) -> str:
        """Return whether an answer was right, and whether the next question is harder or easier than it was."""
        question, now = exercise.question, self.score.level
        words = self.tr("Right.") if right else self.tr("Not right: the answer is {letter}, {answer}.")
        said = words.format(letter=LETTERS[question.right], answer=question.answer)
        if now != level:
            change = self.tr("On to level {level}.") if now > level else self.tr("Back to level {level}.")
            said = f"{said} {change.format(level=now)}"
        return said

    # -- what is shown --------------------------------------------------------------------------------------

    def _show_question(self) -> None:
        exercise = self._exercise
        if exercise is None:
            return
        question = exercise.question
        asked = AskedQuestion(
            prompt=question.text,
            choices=question.choices,
            right=question.right,
            revealed=self.revealed,
            picked=self._picked,
        )
        self.card.set_answering(can_be_answered=not self.revealed)
        self.card.show_question(asked)
        self._fit()

    def _show_score(self) -> None:
        score = self.score
        self.level.setCurrentIndex(score.level - 1)
        words = [self.tr("{right} of {all} right").format(right=score.right, all=score.answered)]
        if score.streak > 1:
            words.append(self.tr("{count} in a row").format(count=score.streak))
        if score.best > max(1, score.streak):
            words.append(self.tr("best {count}").format(count=score.best))
        self.tally.setText(" · ".join(words) if score.answered else self.tr("No answers yet"))

    def _fit(self) -> None:
        """Give what is given and the question their room in the window's size."""
        self._left.setFixedWidth(max(_GIVEN_LEAST_PX, round(self.width() * _GIVEN_SHARE)))
        self.card.set_picture_height(max(_QUESTION_LEAST_PX, round(self.height() * _QUESTION_SHARE)))
        self.card.setFixedHeight(self.card.height_for(self.width() - 2 * _SIDE_PX))

    def _request(self) -> None:
        if self._exercise is not None and self.revealed:
            self.scenario_requested.emit(self._exercise)

    def _press(self, place: int, step: int) -> None:
        if step > 0:
            self.answer(place)

    # -- events ---------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer by a number; with the answer shown, Enter asks the next question."""
        key = event.key()
        if key in _ANSWER_KEYS and not self.revealed:
            self.answer(key - Qt.Key.Key_1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.revealed:
            self.ask()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Show it in the window's palette, which may be another one since."""
        super().showEvent(event)
        self.apply_theme()
