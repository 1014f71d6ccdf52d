"""The smoke test: opens what is loaded late, each panel and dialog once, then plays to the end, and quits."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.app.gallery import GalleryDialog
from desktop_app.app.main_window import MainWindow
from desktop_app.views.theme import THEMES

#: Dialogs by their actions; the gallery is waited for, and files would be asked for by the system's own dialog.
_DIALOGS = ("machine", "processes", "threads", "find_command", "key_sheet", "change_keys", "truth", "about")
#: It plays a thousand instructions a second: the example is over within a moment.
_SPEED_NS = 100_000_000
#: Generous, as a new program's files are looked through by virus scanners when they are first loaded.
_TIMEOUT_MS = 60_000
#: Between two steps, so that what a step opened is painted.
_PAUSE_MS = 10


class SmokeTest(QObject):
    """Tries a window, and ends the application: with exit code 0 when all went well, else 1.

    Args:
        app: The application.
        window: Its window, with a document; it begins when that has painted.
    """

    def __init__(self, app: QApplication, window: MainWindow) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._at = "first paint"
        self._steps = self._all_steps()
        window.first_painted.connect(self._go_on)
        window.playhead.playing_changed.connect(self._stopped)
        QTimer.singleShot(_TIMEOUT_MS, self, self._give_up)

    def _all_steps(self) -> Iterator[str]:
        window = self._window
        import desktop_app.app.instance  # noqa: PLC0415 - the smoke test has no second start, which needs it
        import desktop_app.export.animation  # noqa: F401, PLC0415 - writing one takes too long to be tried here

        for panel in window.docks.docks:
            yield f"panel {panel}"
            window.docks.show_panel(panel)
        for theme in THEMES.values():
            yield f"colours {theme.name}"
            window.set_theme(theme)
        for name in _DIALOGS:
            yield f"dialog {name}"
            window.actions_by_name[name].trigger()
            yield f"dialog {name}"
            for dialog in window.findChildren(QDialog):
                dialog.reject()
        yield "gallery"
        window.examples.show_gallery()
        gallery = window.findChild(GalleryDialog)
        while gallery is not None and not gallery.drawn:
            yield "gallery's first picture"
        if gallery is not None:
            gallery.reject()
        yield "playing"
        window.playhead.set_speed(_SPEED_NS)
        window.playhead.play()

    def _go_on(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            self._at = step
            QTimer.singleShot(_PAUSE_MS, self, self._go_on)

    def _stopped(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        trace = self._window.session.trace
        if not playing and self._at == "playing" and trace is not None and trace.finished:
            at_end = self._window.playhead.t_ns == trace.known_until_ns
            QTimer.singleShot(0, self, partial(self._app.exit, 0) if at_end else self._give_up)

    def _give_up(self) -> None:
        # A program without a terminal has no output there.
        if sys.stderr is not None:
            sys.stderr.write(f"The smoke test came no further than this: {self._at}\n")
        self._app.exit(1)
