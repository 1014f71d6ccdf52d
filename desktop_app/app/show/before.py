"""How the window was before a presentation, so that it is so again afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.app.commands.view import LAYOUT_VERSION
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.views.stage.options import StageOptions

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a presentation changes of the window.

    Attributes:
        t_ns: The moment that was shown.
        loop: What was played again and again.
        stop_ns: Where playing was to stop.
        speed_ns: How fast it played.
        options: How one looked at the stage.
        followed: The thread that was followed.
        layout: Where panels stood.
        focus: What had the focus.
    """

    t_ns: int
    loop: tuple[int, int] | None
    stop_ns: int | None
    speed_ns: int
    options: StageOptions
    followed: int | None
    layout: QByteArray
    focus: QWidget | None


def remember(window: MainWindow) -> Before:
    """Return how the window is."""
    playhead = window.playhead
    return Before(
        t_ns=playhead.t_ns,
        loop=playhead.loop,
        stop_ns=playhead.stop_ns,
        speed_ns=playhead.speed_ns,
        options=window.stage.options,
        followed=window.following.followed,
        layout=window.saveState(LAYOUT_VERSION),
        focus=window.focusWidget(),
    )


def restore(window: MainWindow, player: LessonPlayer | None, before: Before) -> None:
    """Make the window what it was, where what was done meanwhile allows it; nothing plays.

    Args:
        window: The window.
        player: Who plays the lesson, which stays at the step that was reached; None where a document was presented,
            which is shown again as it was.
        before: How the window was.
    """
    window.playhead.pause()
    if player is None:
        _put_back(window, before)
    elif player.span is None:
        # Once the step has arrived, what it plays by itself is stopped; another one, to which somebody went on, is not.
        index, lesson = player.index, player.lesson

        def stand_still() -> None:
            if player.index == index and player.lesson is lesson and not window.presentation.on:
                QTimer.singleShot(0, window, window.playhead.pause)

        player.arrived.connect(stand_still, Qt.ConnectionType.SingleShotConnection)
    if window.saveState(LAYOUT_VERSION) != before.layout:
        window.restoreState(before.layout, LAYOUT_VERSION)
    window.activateWindow()
    if before.focus is not None and shiboken6.isValid(before.focus):  # panels make rows anew while nobody looks
        before.focus.setFocus()


def _put_back(window: MainWindow, before: Before) -> None:
    """Make moment, loop, speed and camera what they were."""
    playhead = window.playhead
    playhead.clear_loop()
    if before.loop is not None:
        playhead.set_loop(*before.loop)
    playhead.set_stop(before.stop_ns)
    if before.speed_ns not in {0, playhead.speed_ns}:
        window.transport.play_at(before.speed_ns)
    playhead.go_to(before.t_ns)
    trace = window.session.trace
    if before.followed is None or (trace is not None and before.followed < len(trace.threads)):
        window.following.follow(before.followed)
    window.stage.set_options(before.options)
