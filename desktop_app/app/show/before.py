"""How the window was before a presentation, so that it is so again afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import QWidget

from desktop_app.app.commands.view import LAYOUT_VERSION
from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.model.lesson import Lesson
from desktop_app.views.stage.options import StageOptions

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where somebody is: in a lesson or in the open document, and when.

    Attributes:
        lesson: The lesson; None where the document is presented.
        index: Index of the lesson's step; 0 without one.
        t_ns: The moment.
    """

    lesson: Lesson | None
    index: int
    t_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a presentation changes of the window.

    Attributes:
        spot: Where one was.
        revealed: Whether the answer of the lesson's step was shown.
        loop: What was played again and again.
        stop_ns: Where playing was to stop.
        speed_ns: How fast it played.
        options: How one looked at the stage.
        followed: The thread that was followed.
        layout: Where panels stood.
        focus: What had the focus.
    """

    spot: Spot
    revealed: bool
    loop: tuple[int, int] | None
    stop_ns: int | None
    speed_ns: int
    options: StageOptions
    followed: int | None
    layout: QByteArray
    focus: QWidget | None


def spot_of(window: MainWindow, player: LessonPlayer | None) -> Spot:
    """Return where the window is.

    Args:
        window: The window.
        player: Who plays the open lesson; None where there is none.
    """
    lesson = player.lesson if player is not None else None
    index = player.index if player is not None and lesson is not None else 0
    return Spot(lesson=lesson, index=index, t_ns=window.playhead.t_ns)


def remember(window: MainWindow, player: LessonPlayer | None) -> Before:
    """Return how the window is."""
    playhead = window.playhead
    return Before(
        spot=spot_of(window, player),
        revealed=player is not None and player.revealed,
        loop=playhead.loop,
        stop_ns=playhead.stop_ns,
        speed_ns=playhead.speed_ns,
        options=window.stage.options,
        followed=window.following.followed,
        layout=window.saveState(LAYOUT_VERSION),
        focus=window.focusWidget(),
    )


def restore(window: MainWindow, player: LessonPlayer | None, before: Before) -> None:
    """Make the window what it was, where what was done meanwhile allows it.

    A step that was left is shown again; where its run takes time, its moment follows as soon as it is known.
    """
    window.playhead.pause()
    known = True
    if player is not None and player.lesson is not None and player.index != before.spot.index:
        player.go(before.spot.index)
        known = player.span is not None
    if known or player is None:
        _put_back(window, player, before)
    else:
        # Once the step has arrived, what it plays by itself is stopped.
        player.arrived.connect(
            lambda: QTimer.singleShot(0, window, lambda: _put_back(window, player, before)),
            Qt.ConnectionType.SingleShotConnection,
        )
    if window.saveState(LAYOUT_VERSION) != before.layout:
        window.restoreState(before.layout, LAYOUT_VERSION)
    window.activateWindow()
    if before.focus is not None:
        before.focus.setFocus()


def _put_back(window: MainWindow, player: LessonPlayer | None, before: Before) -> None:
    """Make moment, loop, speed and camera what they were."""
    playhead, spot = window.playhead, before.spot
    if player is not None and before.revealed:
        player.reveal()
    playhead.pause()
    playhead.clear_loop()
    if before.loop is not None:
        playhead.set_loop(*before.loop)
    playhead.set_stop(before.stop_ns)
    if before.speed_ns not in {0, playhead.speed_ns}:
        window.transport.play_at(before.speed_ns)
    playhead.go_to(spot.t_ns)
    trace = window.session.trace
    if before.followed is None or (trace is not None and before.followed < len(trace.threads)):
        window.following.follow(before.followed)
    window.stage.set_options(before.options)
