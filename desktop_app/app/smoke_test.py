"""The smoke test: opens what is loaded late, each panel, dialog and window once, a lesson and a show, then plays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app.app.gallery import GalleryDialog
from desktop_app.app.main_window import MainWindow
from desktop_app.storage.resources import resource_path
from desktop_app.views.theme import THEMES

#: Dialogs by their actions; the gallery is waited for, and files would be asked for by the system's own dialog.
_DIALOGS = ("machine", "processes", "threads", "export", "find_command", "key_sheet", "change_keys", "truth", "about")
#: Windows by their actions.
_WINDOWS = ("practice", "differences", "compare")
#: A ready lesson, with a step of several sides and one that asks.
_LESSON, _SIDES, _QUESTION = "lessons/07-process-or-thread.md", 0, 1
#: A presentation from its beginning to its end.
_SHOW = ("show_from_here", "show_overview", "show_overview", "show_console", "show_keys", "show_next", "show_end")
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
        import desktop_app.export.animated.writers  # noqa: F401, PLC0415 - writing takes too long to be tried here

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
        yield "welcome"
        window.actions_by_name["welcome"].trigger()
        yield "welcome"
        window.welcome.close()
        yield "gallery"
        window.examples.show_gallery()
        gallery = window.findChild(GalleryDialog)
        while gallery is not None and not gallery.drawn:
            yield "gallery's first picture"
        if gallery is not None:
            gallery.reject()
        yield from self._teach()
        yield "playing"
        window.playhead.set_speed(_SPEED_NS)
        window.playhead.play()

    def _teach(self) -> Iterator[str]:
        """Open a lesson, what else there is to teach with, and a presentation; then what was open before."""
        window = self._window
        scenario, player = window.session.scenario, window.lessons.player
        assert scenario is not None
        for name in _WINDOWS:
            before = _seen()
            yield f"window {name}"
            window.actions_by_name[name].trigger()
            yield f"window {name}"
            for opened in _seen() - before:
                opened.close()
        yield "lesson"
        window.documents.open(resource_path(_LESSON))
        for at, what in ((_SIDES, "sides"), (_QUESTION, "question")):
            player.go(at)
            while player.span is None:
                yield f"lesson's {what}"
            yield f"lesson's {what}"
        if player.asked is None:
            return  # stays where it is: what follows is not reached
        player.reveal()
        yield "answer"
        for name in _SHOW:
            yield f"presentation {name}"
            window.actions_by_name[name].trigger()
            yield f"presentation {name}"
        player.close()
        window.documents.load(scenario, None)

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


def _seen() -> set[QWidget]:
    return {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
