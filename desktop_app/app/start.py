"""Starting the window: the application object, the first document, the event loop."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.app.application import Application, made_application
from desktop_app.app.crash import CrashNotice, CrashReporter
from desktop_app.app.crash_watch import watch
from desktop_app.app.last_words import is_unheard, say
from desktop_app.app.no_screen import refused_in_words
from desktop_app.app.opening import Opening
from desktop_app.app.taskbar import introduce, join_own_group
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.crash_file import new_crash_file
from desktop_app.storage.log_file import LogFile
from desktop_app.storage.places import log_folder, settings_folder, state_folder
from desktop_app.views.theme import DARK, LIGHT, THEMES

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow
    from desktop_app.app.second_start import Turn
    from desktop_app.model.scenario import Scenario

#: Something went wrong in Coreloom itself.
EXIT_FAILED = 1
#: Objects made between collections of the youngest, and collections of younger ones between those of older ones. A
#: picture makes thousands of objects that live no longer than it. Python's own numbers are for hundreds, and have a
#: hundred thousand others looked through every few seconds, which takes several frames. Those that live on are looked
#: at soon, while they are few: else that takes longer than a frame.
_COLLECTED = (5_000, 1, 2_000)


def start(
    sources: Sequence[str],
    override: Callable[[Scenario], Scenario],
    *,
    theme: str | None,
    play: bool,
    smoke_test: bool = False,
    turn: Turn | None = None,
) -> int:
    """Open the window on files, or on an example, and run until it is closed.

    Args:
        sources: The files to open. Where they are several documents, others than the first get windows of their own.
        override: Applies the command line's options to a scenario.
        theme: ``dark``, ``light``, or None for the system's.
        play: Whether to play at once.
        turn: The right to be the window that later starts hand their files to; None where this is another one.
        smoke_test: Whether to open each panel and dialog once, play to the end and quit: exit code 0 when all of that
            worked, else 1.

    A source that cannot be used is refused where there is a terminal to say so. An installed application that was
    started by a double click opens with the example and a message instead.

    Raises:
        CoreloomError: When an option or the source cannot be used.
    """
    reporter = _reporter(watched=not smoke_test)
    join_own_group()
    with refused_in_words(reporter.log.write):
        app = QApplication.instance() or made_application(sys.argv[:1], sys.platform)
    assert isinstance(app, QApplication)
    introduce(app)
    gc.disable()  # until the first picture: what is imported lives on, and looking through it takes its time
    light = app.styleHints().colorScheme() == Qt.ColorScheme.Light
    opening = Opening(app, THEMES[theme] if theme else LIGHT if light else DARK)
    if isinstance(app, Application) and not sources:
        sources = [str(path) for path in app.asked_files.so_far()]
    try:
        window = _made(theme, smoke_test=smoke_test)
        strict, welcomes = smoke_test or not is_unheard(), turn is not None
        problem, others = _open_first(window, sources, override, strict=strict, welcomes=welcomes)
    except CoreloomError:
        _take_away(opening)
        raise
    except Exception as error:  # noqa: BLE001 - without a window it is over, but not without a word
        _take_away(opening)
        unheard = is_unheard() and not smoke_test
        if unheard and reporter.watch is not None:
            reporter.end()  # then who watches this process shows it
        reporter.report(error)
        if unheard and reporter.watch is None:
            say(f"Coreloom cannot start. What happened stands in {reporter.log.path}")
        return EXIT_FAILED
    window.show()
    opening.finish()
    _go_on(app, window, reporter, problem, play=play, smoke_test=smoke_test, turn=turn)
    if others:
        window.first_painted.connect(lambda: window.given.open_elsewhere(others))
    code = app.exec()
    reporter.end()
    return code


def _take_away(opening: Opening) -> None:
    """Let the picture go where no window comes: it would lie over what says why."""
    opening.finish()
    QApplication.processEvents()


def _reporter(*, watched: bool) -> CrashReporter:
    """Take what goes wrong from now on, and have this process watched: Qt itself may end it."""
    folder = log_folder()
    file = new_crash_file(folder) if watched else None
    reporter = CrashReporter(LogFile(folder), file, speaks=True)
    if file is not None:
        reporter.watch = watch(file.path)
    reporter.install()
    return reporter


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
    turn: Turn | None,
) -> None:
    """Let the window do what it does once it has painted."""
    window.first_painted.connect(collect_seldom)
    if problem:
        window.first_painted.connect(
            lambda: window.show_message(window.tr("This file cannot be opened"), problem, quotes=True)
        )
    elif play and not smoke_test and window.lessons.player.lesson is None:  # a lesson plays by itself
        window.first_painted.connect(window.playhead.play)
    if smoke_test:
        from desktop_app.app.no_network import forbid_network  # noqa: PLC0415 - only where it is asked for
        from desktop_app.app.smoke_test import SmokeTest  # noqa: PLC0415 - as above

        forbid_network()
        SmokeTest(app, window, reporter)
    else:
        CrashNotice(reporter, window, app.exit)
        if isinstance(app, Application):
            _open_asked_files(app, window)
        window.first_painted.connect(lambda: _tell_of_last_time(window, reporter))
        window.first_painted.connect(lambda: window.keeping.look(settings_folder(), state_folder(), log_folder()))
        if turn is not None:
            window.first_painted.connect(lambda: _welcome_second_starts(window, turn))


def _open_asked_files(app: Application, window: MainWindow) -> None:
    """Open what the system wants to be opened, as soon as the window has painted."""
    app.asked_files.asked.connect(window.given.take)
    window.first_painted.connect(app.asked_files.listen)


def _tell_of_last_time(window: MainWindow, reporter: CrashReporter) -> None:
    """Say what a crash left that nobody told of, and offer the work that was not saved."""
    from desktop_app.storage.crash_file import left_crashes  # noqa: PLC0415 - not needed for the first paint

    left = left_crashes(reporter.log.path.parent)
    if not left:
        window.recovery.offer()
        return
    from desktop_app.app.dialogs.ended import EndedDialog  # noqa: PLC0415 - mostly nobody needs it

    reporter.log.write("\n".join(("Coreloom crashed before", *left)))
    dialog = EndedDialog("\n\n".join(left), reporter.log.path, can_start=False, parent=window)
    dialog.finished.connect(window.recovery.offer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _welcome_second_starts(window: MainWindow, turn: Turn) -> None:
    """Open what second starts are asked for, from now on."""
    from desktop_app.app.given import is_asking  # noqa: PLC0415 - not needed for the first paint

    try:
        from desktop_app.app.instance import InstanceServer  # noqa: PLC0415 - as above
    except ImportError:
        return  # Qt's network module needs Kerberos, which small systems lack: then each start has its own window
    server = InstanceServer(turn.name, is_asking, window)
    server.asked.connect(window.given.take)
    server.listen()


def _open_first(
    window: MainWindow,
    sources: Sequence[str],
    override: Callable[[Scenario], Scenario],
    *,
    strict: bool,
    welcomes: bool,
) -> tuple[str, list[tuple[Path, ...]]]:
    from desktop_app.app.first_document import open_first  # noqa: PLC0415 - only now, as above

    return open_first(window, sources, override, strict=strict, welcomes=welcomes)
