"""The lesson beside the stage: its steps, what the step says and asks, and the speaker's notes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSizePolicy,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.focus import LEAVES_PAGES
from desktop_app.app.icons import icon
from desktop_app.app.lecture.notes import notes_of
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.model.lesson import Lesson
from desktop_app.views.caption.widgets import QuestionCard
from desktop_app.views.empty_state import ContentOrEmpty
from desktop_app.views.panel import Panel
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import DARK, Theme

#: A question in the panel is written as in a picture of this height, in pixels.
_PICTURE_HIGH = 420
_ICON_PX = 14
_LEAST_PX = 260
_STEPS_PX, _NOTES_PX = 260, 220
#: The buttons at the foot, left to right, and the one beside the number of the step.
_BUTTONS, _BACK = ("lesson_previous", "lesson_next", "lesson_again"), "lesson_back"


class _AtTheRight(QStyledItemDelegate):
    """Draws an entry's icon behind its text."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.decorationPosition = QStyleOptionViewItem.Position.Right


class _Steps(QListWidget):
    """A list whose current row can be seen, however little room there is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(_AtTheRight(self))
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the current row in sight when a question takes room."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())


class LessonPanel(Panel):
    """The lesson that is open.

    Attributes:
        steps: Its steps; the one that is shown is marked, and a click shows another.
        card: What the step asks.
        explanation: Why the answer is right, once it is revealed.
        notes: What only the speaker reads.
    """

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._player: LessonPlayer | None = None
        self.title = _label("heading", self)
        self.place = _label("hint", self)
        self.steps = _Steps(self)
        # A clicker goes to the next step, also when a step was chosen here.
        self.steps.setProperty(LEAVES_PAGES, True)
        self.steps.setAccessibleName(self.tr("Steps of the lesson"))
        self.steps.setFrameShape(QListWidget.Shape.NoFrame)
        self.steps.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.steps.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setUniformItemSizes(True)
        self.steps.itemClicked.connect(self._choose)
        self.steps.itemActivated.connect(self._choose)
        self.card = QuestionCard(self)
        self.card.set_theme(theme)
        self.card.set_picture_height(_PICTURE_HIGH)
        self.card.set_answering(can_be_answered=True)
        self.card.set_explaining(explains=False)
        self.explanation = _label("", self)
        self.notes = QPlainTextEdit(self)
        self.notes.setReadOnly(True)
        self.notes.setAccessibleName(self.tr("Speaker's notes"))
        self.notes.setPlaceholderText(self.tr("No notes for this step."))
        self.notes.setTabChangesFocus(True)
        self._beside = QHBoxLayout()
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(2)
        self._whole = ContentOrEmpty(self._content(), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._whole)
        self._show_lesson()

    def _content(self) -> QWidget:
        content = QWidget(self)
        head = QLabel(self.tr("Speaker's notes"), content)
        head.setProperty("role", "section")
        below = QWidget(content)
        notes = QVBoxLayout(below)
        notes.setContentsMargins(0, 4, 0, 0)
        notes.addWidget(head)
        notes.addWidget(self.notes, 1)
        split = QSplitter(Qt.Orientation.Vertical, content)
        split.setChildrenCollapsible(False)
        split.addWidget(self.steps)
        split.addWidget(below)
        split.setSizes([_STEPS_PX, _NOTES_PX])
        split.setStretchFactor(0, 1)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(14, 6, 12, 10)
        layout.setSpacing(6)
        self._beside.addWidget(self.place, 1)
        layout.addWidget(self.title)
        layout.addLayout(self._beside)
        layout.addWidget(split, 1)
        layout.addWidget(self.card)
        layout.addWidget(self.explanation)
        layout.addLayout(self._buttons)
        return content

    def attach(self, player: LessonPlayer, actions: Mapping[str, QAction]) -> None:
        """Show what a player plays, with buttons for these actions of the window."""
        self._player = player
        short = (self.tr("Previous"), self.tr("Next"), self.tr("Again"), self.tr("To the lesson"))
        for name, text in zip((*_BUTTONS, _BACK), short, strict=True):
            button = QToolButton(self)
            actions[name].setIconText(text)
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setProperty("role", "small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            # The panel is at least so wide that all of them can be read.
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            (self._beside if name == _BACK else self._buttons).addWidget(button)
        self._buttons.addStretch(1)
        player.opened.connect(self._show_lesson)
        player.closed.connect(self._show_lesson)
        player.step_changed.connect(self._show_step)
        player.asked_changed.connect(self._show_question)
        self.card.choice_pressed.connect(lambda place, _step: player.pick(place))
        self._show_lesson()

    def minimumSizeHint(self) -> QSize:
        """Be wide enough for the buttons."""
        return super().minimumSizeHint().expandedTo(QSize(_LEAST_PX, 0))

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self.card.set_theme(theme)
        if self._player is not None and self._player.lesson is not None:
            self._mark_questions(self._player.lesson)

    def show_at(self, t_ns: int) -> None:
        """Show nothing else: a lesson's words belong to its step, not to the moment."""

    def _show_lesson(self) -> None:
        lesson = self._player.lesson if self._player is not None else None
        if lesson is None:
            self._whole.show_sentence(self.tr("No lesson is open. Teach › Lessons has some."))
            return
        self._whole.show_content()
        self.title.setText(lesson.title)
        self._fill(lesson)
        self._show_step()

    def _fill(self, lesson: Lesson) -> None:
        self.steps.clear()
        for number, step in enumerate(lesson.steps, 1):
            # A figure space is as wide as a digit.
            item = QListWidgetItem(f"{number:\N{FIGURE SPACE}>2}  {step.title}")
            item.setToolTip(plain_tip(step.caption.text))
            if step.question is not None:
                item.setData(Qt.ItemDataRole.AccessibleTextRole, self.tr("{}, with a question").format(item.text()))
            self.steps.addItem(item)
        self._mark_questions(lesson)

    def _mark_questions(self, lesson: Lesson) -> None:
        """Let a sign say which steps ask something: titles may end with a question mark, too."""
        for row, step in enumerate(lesson.steps):
            if step.question is not None:
                self.steps.item(row).setIcon(icon("asks", self.theme))

    def _show_step(self) -> None:
        player = self._player
        if player is None or player.lesson is None or player.step is None:
            return
        index = player.index
        self.place.setText(self.tr("Step {} of {}").format(index + 1, len(player.lesson.steps)))
        self.steps.setCurrentRow(index)
        self.notes.setPlainText(notes_of(player.lesson, index))
        # Qt goes to their end when they are replaced while a restored layout has not made room for them yet.
        self.notes.verticalScrollBar().setValue(0)
        self._show_question()

    def _show_question(self) -> None:
        """Show what is asked, with room for the explanation from the start, so that nothing moves when it is there."""
        asked = self._player.asked if self._player is not None else None
        self.card.show_question(asked)
        self.explanation.setText(asked.explanation if asked is not None else "")
        policy = self.explanation.sizePolicy()
        policy.setRetainSizeWhenHidden(asked is not None)
        self.explanation.setSizePolicy(policy)
        self.explanation.setVisible(asked is not None and asked.revealed)

    def _choose(self, item: QListWidgetItem) -> None:
        if self._player is not None:
            self._player.go(self.steps.row(item))


def _label(role: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label
