"""Starting the window: the application object, the first document, the event loop."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.app.application import Application
from desktop_app.app.opening import Opening
from desktop_app.app.taskbar import join_own_group
from desktop_app.model.errors import CoreloomError
from desktop_app.views.theme import DARK, LIGHT, THEMES

if TYPE_CHECKING:
    from desktop_app.app.crash import CrashReporter
    from desktop_app.app.main_window import MainWindow
    from desktop_app.model.scenario import Scenario

EXAMPLE = "programs/app.py"
#: What plays beside the page that welcomes people: there is more to see in it.
WELCOME_EXAMPLE = "scenarios/two-processes.toml"
#: Something went wrong in Coreloom itself.
EXIT_FAILED = 1
#: Objects made between collections of the youngest, and collections of younger ones between those of older ones. A
#: picture makes thousands of objects that live no longer than it. Python's own numbers are for hundreds, and have a
#: hundred thousand others looked through every few seconds, which takes several frames. Those that live on are looked
#: at soon, while they are few: else that takes longer than a frame.
_COLLECTED = (5_000, 1, 2_000)


def start(
    source: str | None,
    override: Callable[[Scenario], Scenario],
    *,
    theme: str | None,
    play: bool,
    smoke_test: bool = False,
    alone: bool = False,
) -> int:
    """Open the window on ``source``, or on the example, and run until it is closed.

    Args:
        source: The file to open, or None.
        override: Applies the command line's options to a scenario.
        theme: ``dark``, ``light``, or None for the system's.
        play: Whether to play at once.
        alone: Whether later starts open windows of their own, too.
        smoke_test: Whether to open each panel and dialog once, play to the end and quit: exit code 0 when all of that
            worked, else 1.

    A source that cannot be used is refused where there is a terminal to say so. An installed application that was
    started by a double click opens with the example and a message instead.

    Raises:
        CoreloomError: When an option or the source cannot be used.
    """
    join_own_group()
    app = QApplication.instance() or Application(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Coreloom")
    app.setDesktopFileName("org.coreloom.Coreloom")
    gc.disable()  # until the first picture: what is imported lives on, and looking through it takes its time
    light = app.styleHints().colorScheme() == Qt.ColorScheme.Light
    opening = Opening(app, THEMES[theme] if theme else LIGHT if light else DARK)
    if isinstance(app, Application) and source is None and (asked := app.asked_files.first()) is not None:
        source = str(asked)
    from desktop_app.app.crash import CrashReporter, say_it_cannot_start  # noqa: PLC0415 - what follows takes long
    from desktop_app.storage.log_file import LogFile, log_folder  # noqa: PLC0415

    frozen = getattr(sys, "frozen", False)
    reporter = CrashReporter(LogFile(log_folder()), speaks=not frozen)
    reporter.install()
    try:
        window = _made(theme, smoke_test=smoke_test)
        problem = _open_first(
            window, source, override, strict=smoke_test or not frozen, welcomes=not (smoke_test or alone)
        )
    except CoreloomError:
        raise
    except Exception as error:  # noqa: BLE001 - without a window it is over, but not without a word
        reporter.report(error)
        if frozen and not smoke_test:
            say_it_cannot_start(reporter)
        return EXIT_FAILED
    window.show()
    opening.finish()
    _go_on(app, window, reporter, problem, play=play, smoke_test=smoke_test, alone=alone)
    return app.exec()


def collect_seldom() -> None:
    """Let Python look for objects that refer to each other and to nothing else seldom enough for fluent pictures.

    What there is by now lives on: modules, the window, its actions.
    """
    gc.set_threshold(*_COLLECTED)
    gc.freeze()
    gc.enable()


def _made(theme: str | None, *, smoke_test: bool) -> MainWindow:
    """Return the window, for which most of Coreloom is imported."""
    from desktop_app.app.application_icon import application_icon  # noqa: PLC0415 - only now, as above
    from desktop_app.app.main_window import MainWindow  # noqa: PLC0415
    from desktop_app.storage.preferences import preferences_path  # noqa: PLC0415
    from desktop_app.storage.recent import recent_list_path  # noqa: PLC0415
    from desktop_app.storage.recovery import recovery_root  # noqa: PLC0415

    QApplication.setWindowIcon(application_icon())
    return MainWindow(
        recent_list_path(),
        THEMES[theme] if theme else None,
        preferences=None if smoke_test else preferences_path(),  # a smoke test is the same for everybody
        recovery=None if smoke_test else recovery_root(),
    )


def _go_on(
    app: QApplication,
    window: MainWindow,
    reporter: CrashReporter,
    problem: str,
    *,
    play: bool,
    smoke_test: bool,
    alone: bool,
) -> None:
    """Let the window do what it does once it has painted."""
    from desktop_app.app.crash import CrashNotice  # noqa: PLC0415

    window.first_painted.connect(collect_seldom)
    if problem:
        window.first_painted.connect(
            lambda: window.show_message(window.tr("This file cannot be opened"), problem, quotes=True)
        )
    elif play and not smoke_test and window.lessons.player.lesson is None:  # a lesson plays by itself
        window.first_painted.connect(window.playhead.play)
    if smoke_test:
        reporter.failed.connect(lambda _text: app.exit(EXIT_FAILED))
        from desktop_app.app.smoke_test import SmokeTest  # noqa: PLC0415 - only where it is asked for

        SmokeTest(app, window)
    else:
        CrashNotice(reporter, window, app.exit)
        if isinstance(app, Application):
            _open_asked_files(app, window)
        window.first_painted.connect(window.recovery.offer)
        if not alone:
            window.first_painted.connect(lambda: _welcome_second_starts(window))


def _open_asked_files(app: Application, window: MainWindow) -> None:
    """Open what the system wants to be opened, as soon as the window has painted."""

    def open_asked(paths: list[Path]) -> None:
        window.open_for_second_start(None)
        window.documents.open_all(paths)

    app.asked_files.asked.connect(open_asked)
    window.first_painted.connect(lambda: app.asked_files.listen(is_asking))


def is_asking() -> bool:
    """Return whether a dialog waits for its user's answer."""
    return QApplication.activeModalWidget() is not None


def _welcome_second_starts(window: MainWindow) -> None:
    """Open what second starts are asked for, from now on."""
    from desktop_app.app.instance import InstanceServer  # noqa: PLC0415 - not needed for the first paint
    from desktop_app.app.second_start import server_name  # noqa: PLC0415

    server = InstanceServer(server_name(), is_asking, window)
    server.asked.connect(window.open_for_second_start)
    server.listen()


def _open_source(window: MainWindow, path: Path, override: Callable[[Scenario], Scenario]) -> None:
    """Open a program, a scenario, a lesson or a recording.

    Raises:
        CoreloomError: When it cannot be used.
    """
    from desktop_app.storage.endings import FileKind, kind_of  # noqa: PLC0415
    from desktop_app.storage.scenario_file import open_source  # noqa: PLC0415

    kind = kind_of(path)
    if kind is FileKind.LESSON:
        window.documents.open_lesson(path)
    elif kind is FileKind.TRACE:
        window.documents.open_recording(path)
    else:
        window.documents.load(override(open_source(path)), path)


def _open_first(
    window: MainWindow,
    source: str | None,
    override: Callable[[Scenario], Scenario],
    *,
    strict: bool,
    welcomes: bool,
) -> str:
    """Open what was asked for, or an example, and return what was wrong with what was asked for.

    Args:
        window: The window, which nobody has seen yet.
        source: What was asked for, or None.
        override: Applies the command line's options to a scenario.
        strict: Whether what cannot be used is an error.
        welcomes: Whether people may be welcomed where nothing was asked for.
    """
    from desktop_app.storage.resources import resource_path  # noqa: PLC0415
    from desktop_app.storage.scenario_file import open_source  # noqa: PLC0415

    example = resource_path(EXAMPLE)
    if source is not None:
        try:
            _open_source(window, Path(source), override)
        except CoreloomError as error:
            if strict:
                raise
            window.documents.load(open_source(example), None)
            return str(error)
        return ""
    if welcomes and window.welcome.wanted:
        window.documents.load(override(open_source(resource_path(WELCOME_EXAMPLE))), None)
        window.welcome.come_with_window()
    else:
        window.documents.load(override(open_source(example)), None)
    return ""
