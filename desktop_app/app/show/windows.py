"""The two windows of a presentation, and on which screens they stand."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QScreen
from PySide6.QtWidgets import QApplication

from desktop_app.app.show.console import Console
from desktop_app.app.show.screen import AudienceScreen
from desktop_app.app.show.screens import Screens
from desktop_app.app.show.window import ShowWindow

#: A window manager that is told to show two windows gives the keys to the one that it shows last; a moment later they
#: are asked for again, in milliseconds.
_FRONT_MS = 200


class ShowWindows(QObject):
    """Puts the audience's picture and the console in their places, whatever screens come and go.

    With two screens each has its own. With one, the audience's picture covers it, and the console covers that when it
    is asked for.

    Args:
        audience: The audience's screen.
        console: The console.
        screens: Follows the screens.
        parent: Its owner.

    Signals:
        arranged: Another of the two is in front of the speaker, or they stand elsewhere.
    """

    arranged = Signal()

    def __init__(self, audience: AudienceScreen, console: Console, screens: Screens, parent: QObject) -> None:
        super().__init__(parent)
        self.audience = audience
        self.console = console
        self.screens = screens
        self._apart = screens.stand.apart
        self._with_console = self._apart
        screens.changed.connect(self._follow)
        self._fronting = QTimer(self)
        self._fronting.setSingleShot(True)
        self._fronting.setInterval(_FRONT_MS)
        self._fronting.timeout.connect(self._come_to_front)

    @property
    def both(self) -> tuple[ShowWindow, ShowWindow]:
        """Both windows."""
        return self.audience, self.console

    @property
    def apart(self) -> bool:
        """Whether both can be seen at the same time."""
        return self._apart

    @property
    def with_console(self) -> bool:
        """Whether the console can be seen."""
        return self._with_console

    @property
    def front(self) -> ShowWindow:
        """The window that the speaker looks at."""
        return self.console if self._with_console else self.audience

    def take(self, actions: Iterable[QAction]) -> None:
        """Let the keys of these actions work in both."""
        for action in actions:
            for window in self.both:
                window.addAction(action)

    def toggle_console(self) -> None:
        """Show the console, or hide it."""
        self._with_console = not self._with_console
        self.arrange()

    def arrange(self) -> None:
        """Put both where they belong, with the keys going to the one in front of the speaker."""
        stand = self.screens.stand
        # Keys go to the console, though the audience's picture may come to a screen later.
        self.audience.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, self._with_console)
        _fill(self.audience, stand.audience)
        if self._with_console:
            _fill(self.console, stand.console)
            self.console.raise_()
        else:
            self.console.hide()
        self._come_to_front()
        self._fronting.start()
        self.arranged.emit()

    def close(self) -> None:
        """Take both away, and this with them."""
        for window in self.both:
            window.cover(None)
            window.hide()
            window.deleteLater()
        self.screens.deleteLater()
        self.deleteLater()

    def _come_to_front(self) -> None:
        """Let keys go to the window in front of the speaker."""
        front = self.front
        if QApplication.activeModalWidget() is None and not front.isActiveWindow():
            front.raise_()
            front.activateWindow()
        focused = QApplication.focusWidget()
        if focused is None or not front.isAncestorOf(focused):
            (front.over or front).setFocus()

    def _follow(self) -> None:
        """Go where there is room: on another screen, or all on the one that is left."""
        apart = self.screens.stand.apart
        if apart != self._apart:
            self._apart = self._with_console = apart
        self.arrange()


def _fill(window: ShowWindow, screen: QScreen) -> None:
    """Let a window fill a screen."""
    if window.isVisible() and window.isFullScreen() and window.geometry() == screen.geometry():
        return
    if window.isVisible():
        # Window managers take a window that fills one screen to another one only when it is new to them; and what
        # they do when one is hidden comes too late for the same to be shown again.
        window.hide()
        window.destroy()
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.setScreen(screen)
    window.setGeometry(screen.geometry())
    window.showFullScreen()
