"""Where Qt finds no screen to open a window on: it would only end the process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qWarning

from desktop_app.app.last_words import is_unheard, say

#: As for whatever else cannot be used as it is, such as an option.
EXIT_REFUSED: Final = 2


@contextmanager
def refused_in_words(log: Callable[[str], object]) -> Iterator[None]:
    """Make the application object within this: without a screen the process ends with one sentence and exit code 2.

    Where no terminal shows the sentence, the desktop does: it is a library of Qt's that may be missing. What Qt
    complains about while it finds a screen all the same goes to the handler there was, afterwards.

    Args:
        log: Writes the sentence down.
    """
    complaints: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtFatalMsg:
            complaints.append(message)
            return
        text = f"coreloom: {refusal(complaints, message)}"
        log(text)
        if is_unheard():
            say(text)
        elif sys.stderr is not None:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
        os._exit(EXIT_REFUSED)  # before Qt aborts, which is for crashes

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
    for complaint in complaints:
        qWarning(complaint)


def refusal(complaints: Sequence[str], last: str) -> str:
    """Return why there is no window.

    Args:
        complaints: What Qt said while it looked for a screen; the first is what came first.
        last: What it said in the end.
    """
    why = " ".join((complaints[0] if complaints else last).split()).rstrip(".")
    return f"no window can be opened: {why}; `coreloom run` and `coreloom export` need no screen"
