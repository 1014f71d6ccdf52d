"""Welcoming people: a page beside the stage, on which an example plays until they do something else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QWidget

from desktop_app.app.habits import Habits
from desktop_app.model.errors import CoreloomError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.gallery import ShippedLesson, first_lesson, lesson_paths

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow
    from desktop_app.app.welcome.offer import Offer
    from desktop_app.app.welcome.page import WelcomePage

#: How wide the page is first, in logical pixels, and at most of the window.
_WIDTH_PX, _LARGEST_SHARE = 380, 0.36
#: The example is left at its end for so long, before it plays once more.
_AGAIN_AFTER_MS = 2_500


class WelcomeCommands(QObject):
    """Shows the page where nobody has seen it, and does what is chosen there.

    Attributes:
        page: The page; None where it is not shown.
    """

    def __init__(self, window: MainWindow, habits: Habits) -> None:
        super().__init__(window)
        self._window = window
        self._habits = habits
        self._due = False
        self._dock: QDockWidget | None = None
        #: What plays again and again while the page is there.
        self._example: Scenario | None = None
        self.page: WelcomePage | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AGAIN_AFTER_MS)
        self._timer.timeout.connect(self._play_again)
        window.documents.loaded.connect(self.close)
        window.lessons.player.opened.connect(self.close)
        window.playhead.playing_changed.connect(self._stopped)
        window.playhead.moved.connect(self._timer.stop)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"welcome": self.ask}

    @property
    def wanted(self) -> bool:
        """Whether it comes at a start without a file: nobody closed it yet, or somebody wants it each time."""
        return self._habits.now.welcome_at_start or not self._habits.now.welcomed

    def come_with_window(self) -> None:
        """Be there when the window is first seen, and let what is open play again and again."""
        self._due = True
        self._example = self._window.session.scenario

    def show_if_due(self) -> None:
        """Show the page in a window that is seen for the first time, if it is to come with that."""
        if self._due:
            self._due = False
            self._show()

    def ask(self) -> None:
        """Show the page, and give it the focus."""
        self._show()
        if self.page is not None:
            self.page.cards[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def close(self) -> None:
        """Let the page go, and not come by itself again unless somebody wants that."""
        if self.put_away():
            self._habits.change(welcomed=True)

    def put_away(self) -> bool:
        """Take the page out of the window, and return whether it was there."""
        dock, self._dock, self.page, self._example = self._dock, None, None, None
        self._timer.stop()
        if dock is None:
            return False
        had_focus = dock.isAncestorOf(dock.window().focusWidget() or self._window)
        self._window.removeDockWidget(dock)
        dock.deleteLater()
        if had_focus:
            self._window.centre.take_focus()
        return True

    def set_theme(self) -> None:
        """Draw in the window's colours."""
        if self.page is not None:
            self.page.set_theme(self._window.theme)

    def _show(self) -> None:
        from desktop_app.app.welcome.page import WelcomePage  # noqa: PLC0415 - most starts do not show it

        window = self._window
        if self._dock is None:
            dock = QDockWidget(self.tr("Welcome"), window)
            dock.setObjectName("dock_welcome")
            dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
            dock.setTitleBarWidget(_no_title(dock))  # the page says itself what it is
            page = WelcomePage(self._offers(), self._keys(), every_start=self._habits.now.welcome_at_start, parent=dock)
            page.set_theme(window.theme)
            page.chosen.connect(self._choose)
            page.close_requested.connect(self.close)
            page.every_start_chosen.connect(lambda every: self._habits.change(welcome_at_start=every))
            dock.setWidget(page)
            leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), dock)
            leave.setContext(Qt.ShortcutContext.WindowShortcut)
            leave.activated.connect(self.close)
            self._dock, self.page = dock, page
            self._order(page)
        self._place(self._dock)

    def _place(self, dock: QDockWidget) -> None:
        """Put the page at the left, where lessons stand, too."""
        window, lesson = self._window, self._window.docks.docks["lesson"]
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        if not lesson.isHidden() and not lesson.isFloating():
            window.tabifyDockWidget(lesson, dock)
        dock.show()
        dock.raise_()
        width_px = min(_WIDTH_PX, round(window.width() * _LARGEST_SHARE))
        window.resizeDocks([dock], [width_px], Qt.Orientation.Horizontal)

    def _order(self, page: WelcomePage) -> None:
        """Let Tab go from the stage to the page."""
        before: QWidget = self._window.stage
        for control in page.controls:
            QWidget.setTabOrder(before, control)
            before = control

    def _offers(self) -> list[Offer]:
        from desktop_app.app.welcome.offer import Offer  # noqa: PLC0415 - as the page

        lessons = 0
        first: ShippedLesson | None = None
        with suppress(CoreloomError):  # a damaged installation: who asks for lessons hears of it
            lessons, first = len(lesson_paths()), first_lesson()
        return [
            Offer(
                name="first_lesson",
                title=self.tr("Start with the first lesson"),
                line=first.title if first is not None else "",
            ),
            Offer(
                name="lessons",
                title=self.tr("All lessons"),
                line=self.tr("{} lessons: processes, threads, scheduling, locks").format(lessons),
            ),
            Offer(
                name="open",
                title=self.tr("Open your own program"),
                line=self.tr("See it compiled, launched and executed"),
            ),
            Offer(
                name="examples",
                title=self.tr("Gallery of examples"),
                line=self.tr("Ready programs and scenarios, with pictures"),
            ),
            Offer(
                name="differences",
                title=self.tr("The five differences"),
                line=self.tr("Process or thread: shown and measured"),
            ),
            Offer(
                name="present",
                title=self.tr("Present to a class"),
                line=self.tr("On the projector, with notes on your screen"),
            ),
        ]

    def _keys(self) -> list[tuple[str, str]]:
        """Return how one moves in time, with the keys that the user gave to that."""
        actions = self._window.actions_by_name
        shown = [
            (" ".join(_key(actions[name].shortcut()) for name in names if not actions[name].shortcut().isEmpty()), does)
            for names, does in (
                (("play",), self.tr("Play or pause")),
                (("back", "forward"), self.tr("One instruction back or forward")),
            )
        ]
        return [
            *((keys, does) for keys, does in shown if keys),
            (self.tr("Drag"), self.tr("In the timeline: any moment")),
        ]

    def _choose(self, name: str) -> None:
        window = self._window
        if name == "first_lesson":
            window.examples.open_first_lesson()
        elif name == "examples":
            window.examples.show_examples()
        elif name == "present":
            window.examples.present_lesson()
        else:
            window.actions_by_name[name].trigger()

    def _at_end(self) -> bool:
        session, playhead = self._window.session, self._window.playhead
        return (
            self.page is not None
            and self._example is not None
            and session.scenario is self._example
            and session.whole
            and playhead.t_ns >= session.end_ns
            and not playhead.playing
        )

    def _stopped(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        if not playing and self._at_end() and not self._window.view.less_motion:
            self._timer.start()

    def _play_again(self) -> None:
        if self._at_end():
            self._window.playhead.play()


def _no_title(dock: QDockWidget) -> QWidget:
    """Return a title without any height: a bare widget has a hint of -1, of which Qt 6.8 makes the dock's minimum."""
    title = QWidget(dock)
    QHBoxLayout(title).setContentsMargins(0, 0, 0, 0)
    return title


def _key(keys: QKeySequence) -> str:
    """Return a key as people know it: arrows as arrows."""
    arrows = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
    return arrows.get(keys.toString(), keys.toString(QKeySequence.SequenceFormat.NativeText))
