"""What people are told where there is no screen to open a window on."""

from __future__ import annotations

import os
import subprocess
import sys

from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning

from desktop_app.app.no_screen import EXIT_REFUSED, refusal, refused_in_words

_MAKE = """
import os
from PySide6.QtGui import QGuiApplication
from desktop_app.app.no_screen import refused_in_words
with refused_in_words(lambda text: os.write(1, text.encode())):
    QGuiApplication(["coreloom"])
"""


def test_a_platform_that_qt_cannot_use_is_refused_in_one_sentence():
    ran = subprocess.run(
        [sys.executable, "-c", _MAKE],
        env=os.environ | {"QT_QPA_PLATFORM": "nonsense"}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ran.returncode == EXIT_REFUSED
    (line,) = ran.stderr.splitlines()
    assert ran.stdout == line
    assert line.startswith("coreloom: no window can be opened: ")
    assert "nonsense" in line
    assert "`coreloom run`" in line


def test_the_first_complaint_says_why():
    said = refusal(["could not connect to display :77", "Could not load the plugin"], "This application failed.\n\nSo")
    assert said.startswith("no window can be opened: could not connect to display :77; ")


def test_without_a_complaint_the_last_message_says_why_on_one_line():
    assert refusal([], "This application\n\nfailed.").startswith("no window can be opened: This application failed; ")


def test_complaints_about_a_screen_that_was_found_are_heard_afterwards():
    heard: list[tuple[QtMsgType, str]] = []

    def hear(kind: QtMsgType, _context: object, message: str) -> None:
        heard.append((kind, message))

    before = qInstallMessageHandler(hear)
    try:
        with refused_in_words(heard.append):
            qWarning("no such theme")
            assert heard == []
        assert heard == [(QtMsgType.QtWarningMsg, "no such theme")]
        qWarning("later")
        assert heard[1:] == [(QtMsgType.QtWarningMsg, "later")]
    finally:
        qInstallMessageHandler(before)
