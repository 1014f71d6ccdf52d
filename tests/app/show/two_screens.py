"""Presents on two screens, of which one is unplugged and plugged in again, and writes down what is seen where.

Run by a test in a process of its own, because Qt reads which screens there are when it starts.
"""

import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from desktop_app.app.main_window import MainWindow
from tests.app.show.conftest import five_steps

#: Longer than any machine takes; nothing waits so long where all is well.
LONG_MS = 30_000


def main(store):
    app = QApplication([])
    window = MainWindow(Path(store))
    window.show()
    QTest.qWaitForWindowExposed(window)
    window.lessons.player.open(five_steps())
    show, actions = window.presentation, window.actions_by_name
    screens = QGuiApplication.screens()
    plugged = list(screens)
    show.screens = lambda: list(plugged)
    told = {}

    def tell(name):
        windows = show.windows
        told[name] = {
            "audience": windows.audience.geometry().getRect(),
            "console": windows.console.geometry().getRect() if windows.console.isVisible() else None,
            "front": "console" if windows.front is windows.console else "audience",
            "step": show.player.index,
            "caption": windows.audience.seen.caption.text,
            "votes": windows.console.notes.text(),
        }

    def change(*now):
        plugged[:] = now
        settled = QSignalSpy(show.windows.screens.changed)
        app.screenRemoved.emit(screens[1])
        assert settled.count() or settled.wait(LONG_MS)

    actions["show_from_start"].trigger()
    actions["show_next"].trigger()
    tell("two")
    actions["show_swap"].trigger()
    tell("swapped")
    actions["show_swap"].trigger()
    change(screens[0])
    tell("unplugged")
    actions["show_next"].trigger()
    actions["show_console"].trigger()
    tell("console")
    change(*screens)
    tell("plugged")
    actions["show_end"].trigger()
    told["left"] = [show.on, window.isVisible()]
    print(json.dumps(told))  # noqa: T201 - what it is for


main(sys.argv[1])
