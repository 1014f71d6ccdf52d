"""The smoke test: opens what is loaded late, each panel, dialog and window once, a lesson and a show, then plays.

At the end everything is imported, a second start hands over a file, and the window is closed. Anything that Qt
complains of meanwhile, and any exception that nobody caught, makes it fail.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator

from PySide6.QtCore import QObject, QProcess, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import desktop_app
from desktop_app.app.crash import CrashReporter
from desktop_app.app.gallery import GalleryDialog
from desktop_app.app.main_window import MainWindow
from desktop_app.app.own_command import own_command
from desktop_app.app.second_start import Turn, take_turn
from desktop_app.export.video.library import has_video
from desktop_app.storage.licences import everything_licensed, licence_text
from desktop_app.storage.resources import resource_path
from desktop_app.views.theme import THEMES, has_own_fonts

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
#: What a second start is asked for.
_SECOND = "programs/lost_update.py"
#: Where a bundle has its libraries; a folder that is nowhere otherwise.
_INSIDE = str(getattr(sys, "_MEIPASS", "no bundle"))
#: What platforms without a screen cannot do, and say each time.
_NO_SCREEN = ("offscreen", "minimal")
_NOT_SUPPORTED = ("propagateSizeHints()", "raise()")
#: Generous, as a new program's files are looked through by virus scanners when they are first loaded.
_TIMEOUT_MS = 120_000
#: Between two steps, so that what a step opened is painted.
_PAUSE_MS = 10


class SmokeTest(QObject):
    """Tries a window, and ends the application: with exit code 0 when all went well, else 1.

    Args:
        app: The application.
        window: Its window, with a document; it begins when that has painted.
        reporter: Takes exceptions that nobody caught, and what Qt complains of.
    """

    def __init__(self, app: QApplication, window: MainWindow, reporter: CrashReporter) -> None:
        super().__init__(window)
        self._app = app
        self._window = window
        self._at = "first paint"
        self._steps = self._all_steps()
        self._played = False
        self._turn: Turn | None = None
        self._complaints: list[str] = []
        self._failed = False
        window.first_painted.connect(self._go_on)
        window.playhead.playing_changed.connect(self._stopped)
        reporter.listen(self._fail)
        reporter.complained.connect(self._complained)
        QTimer.singleShot(_TIMEOUT_MS, self, self._give_up)

    def _all_steps(self) -> Iterator[str]:
        window = self._window
        self._look_around()
        yield from self._open_what_there_is()
        yield from self._teach()
        yield "playing"
        window.playhead.set_speed(_SPEED_NS)
        window.playhead.play()
        while not self._played:
            yield "playing"
        yield "importing"
        import_all()
        yield from self._start_again()
        yield "closing"
        if window.close():
            self._end()

    def _look_around(self) -> None:
        """Look at what comes along with a bundle, and at what other programs would get of it."""
        if _INSIDE in os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep):
            self._fail("programs that are opened from here would load the libraries of this bundle")
        if not has_own_fonts():
            self._fail("the fonts that come along cannot be loaded")

    def _open_what_there_is(self) -> Iterator[str]:
        """Show each panel, theme and dialog, the page that welcomes people and the gallery once."""
        window = self._window
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
        yield "licences"
        self._read_licences()
        yield "gallery"
        window.examples.show_gallery()
        gallery = window.findChild(GalleryDialog)
        while gallery is not None and not gallery.drawn:
            yield "gallery's first picture"
        if gallery is not None:
            gallery.reject()

    def _read_licences(self) -> None:
        """Read the texts of all licences, which About shows one by one; a bundle has to bring them."""
        without = [part.name for part in everything_licensed() if not licence_text(part)]
        if without and getattr(sys, "frozen", False):
            self._fail(f"there is no text of the licence of {', '.join(without)}")

    def _start_again(self) -> Iterator[str]:
        """Let a second start hand over a file, as from a double click, and see it opened here."""
        from desktop_app.app.given import is_asking  # noqa: PLC0415 - mostly nobody needs it
        from desktop_app.app.instance import InstanceServer  # noqa: PLC0415 - as above

        window, path = self._window, resource_path(_SECOND)
        yield "waiting for second starts"
        self._turn = take_turn()
        server = InstanceServer(self._turn.name if self._turn else "", is_asking, window)
        server.asked.connect(window.given.take)
        if not server.listen():
            self._fail("another window of this user is open, or there is no place for a socket")
            return
        program, *arguments = own_command([str(path)])
        started = QProcess(self)
        started.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        started.start(program, arguments)
        while started.state() is not QProcess.ProcessState.NotRunning or window.documents.path != path:
            yield "second start"
        said = bytes(started.readAll().data()).decode("utf-8", "replace").strip()
        ended = started.exitStatus() is QProcess.ExitStatus.NormalExit and started.exitCode() == 0
        if not ended or "\n" in said:  # a line says where the file opens
            self._fail(f"the second start ended with {started.exitCode()}\n{said}")
        server.close()

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
            self._played = self._window.playhead.t_ns == trace.known_until_ns

    def _complained(self, text: str) -> None:
        silent = QGuiApplication.platformName() in _NO_SCREEN
        if not (silent and text.endswith(_NOT_SUPPORTED)):
            self._complaints.append(text)

    def _end(self) -> None:
        for text in self._complaints:
            _say(f"Qt complained: {text}")
        self._app.exit(1 if self._complaints or self._failed else 0)

    def _fail(self, text: str) -> None:
        _say(f"The smoke test failed at: {self._at}\n{text}")
        self._failed = True
        self._app.exit(1)  # which nobody hears before the application runs: then the end says it

    def _give_up(self) -> None:
        _say(f"The smoke test came no further than this: {self._at}")
        self._app.exit(1)


def import_all() -> None:
    """Import every module of Coreloom, so that one that is missing, or misses another one, is noticed.

    Raises:
        ImportError: When one cannot be imported; what encodes video may be missing as a whole.
    """
    video = has_video()
    for module in pkgutil.walk_packages(desktop_app.__path__, f"{desktop_app.__name__}."):
        try:
            importlib.import_module(module.name)
        except ModuleNotFoundError as error:
            if video or (error.name or "").partition(".")[0] != "av":
                raise


def _say(text: str) -> None:
    # A program without a terminal has no output there.
    if sys.stderr is not None:
        sys.stderr.write(f"{text}\n")


def _seen() -> set[QWidget]:
    return {widget for widget in QApplication.topLevelWidgets() if widget.isVisible()}
