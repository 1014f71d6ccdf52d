"""Which screen shows what: the audience's picture on one, the console on another, as long as there are two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen

#: Screens come and go in several signals, and windows are moved by the system meanwhile.
_SETTLED_MS = 150


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the two views stand.

    Attributes:
        audience: The screen of the audience's picture.
        console: The screen of the console; the same one where there is no other.
    """

    audience: QScreen
    console: QScreen

    @property
    def apart(self) -> bool:
        """Whether both can be seen at the same time."""
        return self.audience is not self.console


class Screens(QObject):
    """Follows the screens of the computer.

    The console is where the window is, the audience's picture on the next screen; swapped, the other way round. With
    one screen both are there.

    Args:
        home: Returns the screen of the window.
        parent: Its owner.
        screens: Returns the screens there are; the system's unless others are given.

    Signals:
        changed: There are other screens than before, or they were swapped.
    """

    changed = Signal()

    def __init__(
        self,
        home: Callable[[], QScreen],
        parent: QObject,
        screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._screens = screens
        self._swapped = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self.changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        for signal in (app.screenAdded, app.screenRemoved, app.primaryScreenChanged):
            signal.connect(self._settle)

    def _settle(self, _screen: QScreen) -> None:
        self._settling.start()

    @property
    def stand(self) -> Stand:
        """Where the views stand now."""
        screens, home = list(self._screens()), self._home()
        at = screens.index(home) if home in screens else 0
        console, audience = screens[at], screens[(at + 1) % len(screens)]
        return Stand(console, audience) if self._swapped else Stand(audience, console)

    def swap(self) -> None:
        """Let the two views change places; with one screen nothing changes."""
        if self.stand.apart:
            self._swapped = not self._swapped
            self.changed.emit()
