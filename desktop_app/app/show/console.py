"""The speaker's console: this step, the next one, notes, timer, clock, progress, and a button for everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt, QTime, QTimer
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QSpacerItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.actions import command_name
from desktop_app.app.key_map import shown_keys
from desktop_app.app.show.flow_layout import FlowLayout
from desktop_app.app.show.live_picture import LivePicture
from desktop_app.app.show.screen_shaped import ScreenShaped
from desktop_app.app.show.timing import Stopwatch, duration_text
from desktop_app.app.show.window import ShowWindow
from desktop_app.export.seen import Seen
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.theme import Theme, mono_font, ui_font

#: Buttons from left to right; a gap stands between groups.
BUTTONS = (
    ("show_previous", "show_next", "show_overview"),
    ("show_play", "show_again", "show_back", "show_forward"),
    ("show_black", "show_white", "show_freeze"),
    ("show_laser", "show_spotlight", "show_pen", "show_eraser", "show_wipe", "show_magnifier"),
    ("live_launch", "live_cores", "live_policy", "show_lesson"),
    ("show_swap", "show_keys", "show_end"),
)
_TICK_MS = 250
_LEAST_PX = (640, 480)
_LEAST_PICTURE_PX = QSize(160, 90)
_GAP_PX, _EDGE_PX = 6, 20
#: A step of the size of notes.
NOTES_STEP_PX, LEAST_NOTES_PX, MOST_NOTES_PX = 4, 12, 72


class _Picture(ScreenShaped):
    """The picture of the next step; only its place, until it is drawn."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, _LEAST_PICTURE_PX, parent)
        self._pixmap: QPixmap | None = None
        self.setAccessibleName(self.tr("The next step"))

    @property
    def pixmap(self) -> QPixmap | None:
        return self._pixmap

    def put(self, pixmap: QPixmap | None, screen: QSize) -> None:
        self._pixmap = pixmap
        self.set_screen(screen)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, place = QPainter(self), self.place.toRect()
        painter.fillRect(place, self.theme.panel)
        if self._pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(place, self._pixmap)
        painter.setPen(self.theme.border)
        painter.drawRect(place.adjusted(0, 0, -1, -1))


class Console(ShowWindow):
    """What only the speaker sees.

    Args:
        actions: The window's actions by name.
        theme: The colours.
        stopwatch: How long the speaker has been speaking.
        now: Returns the time of day.
    """

    def __init__(
        self,
        actions: Mapping[str, QAction],
        theme: Theme,
        stopwatch: Stopwatch,
        now: Callable[[], QTime] = QTime.currentTime,
    ) -> None:
        super().__init__(theme)
        self.setWindowTitle(self.tr("Console – Coreloom"))
        self.setAccessibleName(self.tr("The speaker's console"))
        self._actions = actions
        self._stopwatch = stopwatch
        self._now = now
        self.live = LivePicture(theme, self)
        self.upcoming = _Picture(theme, self)
        self.timer_label = self._label(self.tr("Time spoken"))
        self.clock_label = self._label(self.tr("Time of day"))
        self.progress_label = self._label(self.tr("Step"))
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName(self.tr("How far the lesson has come"))
        self.title = ElidedLabel(self.tr("This step"), self)
        self.title.setProperty("role", "")
        self.next_title = ElidedLabel(self.tr("The next step"), self)
        self.status = self._label(self.tr("What the audience sees"))
        self.answer = self._label(self.tr("The answer"), wraps=True)
        self.hint = self._label(self.tr("What the next key does"), wraps=True)
        self.notes = self._label(self.tr("Notes"), wraps=True)
        self._notes_area = QScrollArea(self)
        self.notes_px = 24
        self._buttons: list[QToolButton] = []
        self._lay_out()
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self.tell_time)
        self._ticking.start()
        self.set_theme(theme)
        self.tell_time()

    def _label(self, name: str, *, wraps: bool = False) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(name)
        label.setWordWrap(wraps)
        return label

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        # It fills a screen, whatever its buttons would need in a narrow column.
        outer.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self.setMinimumSize(*_LEAST_PX)
        outer.setContentsMargins(_EDGE_PX, 12, _EDGE_PX, 14)
        outer.setSpacing(10)
        outer.addLayout(self._top())
        outer.addWidget(self.progress)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addLayout(self._left(), 13)
        middle.addLayout(self._right(), 7)
        outer.addLayout(middle, 1)

    def _top(self) -> QHBoxLayout:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.timer_label)
        top.addWidget(self._button("show_timer"))
        top.addWidget(self._button("show_timer_reset"))
        top.addSpacing(16)
        top.addWidget(self.progress_label)
        top.addWidget(self.title, 1)
        top.addWidget(self.clock_label)
        return top

    def _left(self) -> QVBoxLayout:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.live, 1000)
        left.addWidget(self.status)
        left.addWidget(self._bar())
        left.addStretch(1)
        return left

    def _right(self) -> QVBoxLayout:
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.next_title)
        right.addWidget(self.upcoming, 3)
        heading = QHBoxLayout()
        heading.addWidget(self._section(self.tr("Notes")), 1)
        for name in ("show_smaller", "show_larger"):
            heading.addWidget(self._button(name))
        right.addLayout(heading)
        words = QWidget(self)
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 4, 0)
        lines.setSpacing(12)
        lines.addWidget(self.answer)
        lines.addWidget(self.hint)
        lines.addWidget(self.notes, 1)
        words.setAutoFillBackground(False)
        self._notes_area.setWidget(words)
        self._notes_area.setWidgetResizable(True)
        self._notes_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._notes_area.viewport().setAutoFillBackground(False)
        self._notes_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.notes.setAutoFillBackground(False)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._notes_area, 4)
        return right

    def _section(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("role", "section")
        return label

    def _bar(self) -> QWidget:
        bar = QWidget(self)
        row = FlowLayout(bar, _GAP_PX)
        for number, group in enumerate(BUTTONS):
            if number:
                row.addItem(QSpacerItem(8, 1))
            for name in group:
                row.addWidget(self._button(name))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        bar.setSizePolicy(policy)
        return bar

    def _button(self, name: str) -> QToolButton:
        action = self._actions[name]
        button = QToolButton(self)
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setProperty("role", "console")
        # With Tab one comes to all of them; a click leaves the keys to the show.
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        text = command_name(action.text())
        button.setText(text)
        button.setAccessibleName(text)
        keys = shown_keys(action.shortcuts()[:1])
        button.setToolTip(f"{action.statusTip()} ({keys})" if keys else action.statusTip())
        self._buttons.append(button)
        return button

    @property
    def buttons(self) -> list[QToolButton]:
        """Its buttons."""
        return list(self._buttons)

    # What is shown

    def show_step(self, number: int, count: int, title: str, next_title: str) -> None:
        """Say which step of how many this is, and what comes next; empty where nothing does."""
        self.progress_label.setText(f"{number} / {count}")
        self.progress_label.setAccessibleName(self.tr("Step {} of {}").format(number, count))
        self.progress.setRange(0, count)
        self.progress.setValue(number)
        self.title.say(title)
        self.next_title.say(self.tr("Next: {}").format(next_title) if next_title else self.tr("The last step"))
        self.upcoming.setVisible(bool(next_title))

    def show_next(self, picture: QPixmap | None, shape: QSize) -> None:
        """Show the picture of the next step on a screen of this shape; None while it is not drawn."""
        self.upcoming.put(picture, shape)

    def show_notes(self, text: str) -> None:
        """Show the speaker's notes from their beginning."""
        if text != self.notes.text():
            self.notes.setText(text)
            self._notes_area.verticalScrollBar().setValue(0)

    def scroll_notes(self, pages: float) -> None:
        """Scroll the notes by so many of the pages that are seen, down or with a number below 0 up."""
        bar = self._notes_area.verticalScrollBar()
        bar.setValue(bar.value() + round(pages * self._notes_area.viewport().height()))

    def show_answer(self, text: str) -> None:
        """Show the answer of the question, which only the speaker sees before it is revealed; empty for none."""
        self.answer.setText(text)
        self.answer.setVisible(bool(text))

    def show_hint(self, seen: Seen) -> None:
        """Say what the next key does in a step that asks; elsewhere it goes on."""
        told = seen.told
        if told is not None and not told.revealed:
            self.hint.setText(self.tr("The next key reveals the answer."))
        elif seen.holds_proof:
            self.hint.setText(self.tr("The next key plays what proves it."))
        else:
            self.hint.setText(self.tr("The next key goes on."))
        self.hint.setVisible(told is not None)

    def show_status(self, text: str) -> None:
        """Say what the audience sees in place of this picture; empty where it sees the same."""
        self.status.setText(text or " ")

    def set_notes_px(self, notes_px: int) -> None:
        """Write notes this high, in logical pixels."""
        self.notes_px = notes_px
        self.notes.setFont(ui_font(notes_px))
        for label in (self.answer, self.hint):
            label.setFont(ui_font(max(LEAST_NOTES_PX, round(notes_px * 0.8)), 600))

    def tell_time(self) -> None:
        """Show timer and clock as they are now."""
        self.timer_label.setText(duration_text(self._stopwatch.elapsed_s))
        self.clock_label.setText(self._now().toString("HH:mm"))
        self.timer_label.setEnabled(not self._stopwatch.paused)

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        super().set_theme(theme)
        self.live.theme = self.upcoming.theme = theme
        accent = theme.processes[0]
        self.setStyleSheet(f"""
Console {{ background: {theme.window}; }}
QToolButton[role="console"] {{
    background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 8px; padding: 6px 9px;
}}
QToolButton[role="console"]:hover {{ border-color: {theme.faint}; background: {theme.inset}; }}
QToolButton[role="console"]:checked {{ background: {accent}; color: {theme.on_process}; border-color: {accent}; }}
QToolButton[role="console"]:focus {{ border: 2px solid {theme.text}; padding: 5px 8px; }}
QToolButton[role="console"]:disabled {{ background: transparent; }}
QProgressBar {{ background: {theme.track}; border: none; border-radius: 3px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
""")
        self.status.setStyleSheet(f"color: {theme.error}; font-weight: 600;")
        self.hint.setStyleSheet(f"color: {theme.muted};")
        self.answer.setStyleSheet(
            f"background: {theme.panel}; border: 1px solid {theme.border}; border-radius: 8px; padding: 8px;"
        )
        self._keep_widths()
        self._size_texts()

    def _keep_widths(self) -> None:
        """Let the button that plays be as wide for either of its names: nothing moves when it gets the other one."""
        button = next(one for one in self._buttons if one.defaultAction() is self._actions["show_play"])
        button.setMinimumWidth(0)
        around = button.sizeHint().width() - button.fontMetrics().horizontalAdvance(button.text())
        names = (self.tr("Play"), self.tr("Pause"))
        button.setMinimumWidth(around + max(map(button.fontMetrics().horizontalAdvance, names)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Write as large as suits the screen."""
        super().resizeEvent(event)
        self._size_texts()

    def _size_texts(self) -> None:
        px = max(18, min(44, round(self.height() / 30)))
        self.timer_label.setFont(mono_font(px, 700))
        self.clock_label.setFont(mono_font(px, 500))
        self.progress_label.setFont(mono_font(round(px * 0.8), 700))
        self.title.setFont(ui_font(round(px * 0.8), 600))
        self.next_title.setFont(ui_font(round(px * 0.66), 600))
        self.status.setFont(ui_font(max(14, round(px * 0.55)), 600))
        self.set_notes_px(self.notes_px)
