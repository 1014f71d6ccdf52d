"""Shows the audience's screen and the console what there is to see, whenever that changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.show.windows import ShowWindows
from desktop_app.export.seen import Run, Seen
from desktop_app.model.lesson import Caption

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow


class Looking(QObject):
    """Follows the window's clock, run and camera, and the lesson's steps.

    Args:
        window: The window.
        player: Who plays the steps.
        windows: Where it is shown.
        parent: Its owner.
    """

    def __init__(self, window: MainWindow, player: LessonPlayer, windows: ShowWindows, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._player = player
        self._windows = windows
        self.frozen = False
        self._captions: tuple[Caption, ...] = ()
        self._links = [
            window.playhead.moved.connect(self._follow),
            window.session.opened.connect(self.refresh),
            window.session.continued.connect(self.refresh),
            window.stage.camera_changed.connect(self.refresh),
            window.following.changed.connect(self.refresh),
            player.step_changed.connect(self._begin),
            player.arrived.connect(self.refresh),
            player.asked_changed.connect(self.refresh),
            window.playhead.playing_changed.connect(self.refresh),
        ]

    def stop(self) -> None:
        """Show nothing more."""
        for link in self._links:
            QObject.disconnect(link)
        self._links.clear()

    def set_frozen(self, *, frozen: bool) -> None:
        """Let the audience's picture stand still while the console goes on, or let it catch up."""
        self.frozen = frozen
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Show everything as it is now."""
        self._show(soon=False)

    def _follow(self, _t_ns: object) -> None:
        self._show(soon=self._window.playhead.playing)

    def _begin(self, _index: int) -> None:
        lesson = self._player.lesson
        self._captions = tuple(step.caption for step in lesson.steps) if lesson is not None else ()

    def _show(self, *, soon: bool) -> None:
        seen = self.seen()
        if seen is None:
            return
        if not self.frozen:
            self._windows.audience.show_seen(seen)
        if self._windows.with_console:
            if not soon:
                self._windows.console.show_hint(seen)
            self._windows.console.live.set_screen(self._windows.audience.size())
            self._windows.console.live.show_seen(seen, soon=soon)

    def seen(self) -> Seen | None:
        """Return what there is to see; None while a step's first moment is not known yet: what was seen stays."""
        step, moments, player = self._player.step, self._window.moments, self._player
        if step is None or moments is None or moments.trace is not self._window.session.trace:
            return None
        # The run of a step that is being opened is there before the player is at that step.
        if player.span is None or player.opening:
            return None
        runs = [moments, *player.beside]
        return Seen(
            runs=tuple(Run(moments=run, title=side.title) for run, side in zip(runs, step.sides, strict=True)),
            t_ns=self._window.playhead.t_ns,
            shown=step.shown,
            figures=step.figures,
            options=self._window.stage.options,
            caption=step.caption,
            captions=self._captions,
            asked=player.asked,
            stretch=player.stretch,
            playing=self._window.playhead.playing,
        )
