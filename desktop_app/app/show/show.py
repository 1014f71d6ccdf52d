"""A presentation while it runs: which step, and what the audience sees of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QScreen

from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS
from desktop_app.app.show.before import Before, remember, restore
from desktop_app.app.show.blank import Blank
from desktop_app.app.show.document_player import DocumentPlayer
from desktop_app.app.show.numbers import TypedNumber
from desktop_app.app.show.timing import Stopwatch
from desktop_app.app.show.tools import TOOLS
from desktop_app.model.lesson import Shown
from desktop_app.model.scenario import Scenario

# Nothing of a presentation's windows is needed before there is one: they are imported when it begins.
if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow
    from desktop_app.app.show.drawing import Drawing
    from desktop_app.app.show.looking import Looking
    from desktop_app.app.show.speaking import Speaking
    from desktop_app.app.show.windows import ShowWindows


class Show(QObject):
    """Presents the open lesson, or the bookmarks of the open scenario.

    Nothing of it is there while no presentation runs: its windows and timers come and go with it.

    Args:
        window: The window.
        lesson_player: Who plays the lesson that is open in the window.
        screens: Returns the screens there are; the system's unless others are given.

    Signals:
        began: A presentation runs.
    """

    began = Signal()

    def __init__(
        self,
        window: MainWindow,
        lesson_player: LessonPlayer,
        screens: Callable[[], Sequence[QScreen]] = QGuiApplication.screens,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._lesson_player = lesson_player
        self.screens = screens
        self.player: LessonPlayer = lesson_player
        self.windows: ShowWindows | None = None
        self.speaking: Speaking | None = None
        self.drawing: Drawing | None = None
        self._looking: Looking | None = None
        self._before: Before | None = None
        self._typed = TypedNumber()
        self._blank = Blank.NONE
        self._plays_on = False
        self._stopwatch = Stopwatch()
        #: The document that was presented last, the moment at which it was left, and the window's moment then.
        self._left: tuple[Scenario, int, int] | None = None

    @property
    def on(self) -> bool:
        """Whether a presentation runs."""
        return self.windows is not None

    @property
    def covers_window(self) -> bool:
        """Whether the window lies below a presentation, so that nobody sees what is drawn in it."""
        windows = self.windows
        return windows is not None and (windows.with_console or not windows.apart)

    @property
    def blank(self) -> Blank:
        """What takes the place of the audience's picture."""
        return self._blank

    @property
    def frozen(self) -> bool:
        """Whether the audience's picture stands still while the speaker goes on."""
        return self._looking is not None and self._looking.frozen

    # -- beginning and leaving ------------------------------------------------------------------------------

    def begin(self, *, from_start: bool) -> None:
        """Begin; a presentation that runs goes on as it is, and comes to the front.

        Args:
            from_start: With the first step, or else with the one at which the window is, or where one left last.
        """
        window = self._window
        if self.windows is not None:
            self.windows.arrange()
            return
        if window.session.scenario is None:
            window.documents.refused.emit(
                self.tr("There is nothing to present"), self.tr("Open a lesson, a scenario or a program first.")
            )
            return
        lessons = self._lesson_player if self._lesson_player.lesson is not None else None
        self._before = remember(window)
        window.playhead.pause()
        self.player = lessons or self._document_player()
        self.windows = self._make_windows()
        self._connect(self.windows)
        self._enter(from_start=from_start)
        self.windows.arrange()
        self._tell()
        self.began.emit()

    def _document_player(self) -> DocumentPlayer:
        window = self._window
        shown = Shown.STAGE if window.timeline_dock.isHidden() else Shown.BOTH
        player = DocumentPlayer(window.session, window.documents, window.playhead, shown)
        player.refused.connect(window.documents.refused)
        return player

    def _make_windows(self) -> ShowWindows:
        from desktop_app.app.show.console import Console  # noqa: PLC0415
        from desktop_app.app.show.screen import AudienceScreen  # noqa: PLC0415
        from desktop_app.app.show.screens import Screens  # noqa: PLC0415
        from desktop_app.app.show.windows import ShowWindows  # noqa: PLC0415

        theme = self._window.theme
        self._stopwatch = Stopwatch()
        console = Console(self._window.actions_by_name, theme, self._stopwatch)
        screens = Screens(self._window.screen, self, self.screens)
        return ShowWindows(AudienceScreen(theme), console, screens, self)

    def _connect(self, windows: ShowWindows) -> None:
        from desktop_app.app.show.drawing import Drawing  # noqa: PLC0415
        from desktop_app.app.show.looking import Looking  # noqa: PLC0415
        from desktop_app.app.show.speaking import Speaking  # noqa: PLC0415

        window, player, audience = self._window, self.player, windows.audience
        self._looking = Looking(window, player, windows, self)
        self.speaking = Speaking(window, player, windows, self._stopwatch, self)
        self.drawing = Drawing(player, windows, self)
        self.drawing.tool_changed.connect(self._tell)
        self.speaking.chosen.connect(self.choose)
        self.speaking.changed.connect(self._tell)
        for each in windows.both:
            each.digit_typed.connect(self._type)
            each.closed.connect(self.end)
        audience.camera_moved.connect(lambda camera: window.stage.set_camera(camera, fly=False))
        audience.thread_clicked.connect(window.following.toggle)
        audience.context_requested.connect(window.live.show_menu)
        audience.voted.connect(player.vote)
        windows.console.live.voted.connect(player.vote)
        windows.arranged.connect(self._rearrange)
        player.step_changed.connect(self._tell)
        player.live_changed.connect(self._tell)
        player.closed.connect(self.end)  # another document was opened
        window.playhead.playing_changed.connect(self._tell)
        windows.take(window.actions_by_name[spec.name] for spec in ACTIONS if spec.place is not Place.WINDOW)
        self._allow(allowed=True)

    def _enter(self, *, from_start: bool) -> None:
        player, window = self.player, self._window
        if not isinstance(player, DocumentPlayer):
            player.go(0 if from_start else player.index)
            return
        t_ns = window.playhead.t_ns
        if self._left is not None and self._left[0] == window.session.scenario and self._left[2] == t_ns:
            t_ns = self._left[1]
        player.open(player.made, 0 if from_start else player.step_at(t_ns))
        if not from_start:
            window.playhead.go_to(t_ns)

    def end(self) -> None:
        """Leave; the window is as it was, and a lesson at the step that was reached."""
        windows, before, window, player = self.windows, self._before, self._window, self.player
        if windows is None or before is None:
            return
        lessons = None if isinstance(player, DocumentPlayer) else player
        left_ns, scenario = window.playhead.t_ns, window.session.scenario
        player.step_changed.disconnect(self._tell)
        player.live_changed.disconnect(self._tell)
        player.closed.disconnect(self.end)
        window.playhead.playing_changed.disconnect(self._tell)
        self._allow(allowed=False)
        self.windows = self._before = None
        for part in (self._looking, self.speaking, self.drawing):
            assert part is not None
            part.stop()
            part.deleteLater()
        self._looking = self.speaking = self.drawing = None
        self._typed, self._blank, self._plays_on = TypedNumber(), Blank.NONE, False
        windows.close()
        self.player = self._lesson_player
        if lessons is None:
            player.close()
            player.deleteLater()
        restore(window, lessons, before)
        window.show_again()
        if lessons is None and scenario is not None:
            self._left = (scenario, left_ns, window.playhead.t_ns)

    def leave(self) -> None:
        """Forget a number that is being typed, close what covers the picture, or else leave."""
        if self.windows is None or self.speaking is None:
            return
        if self._typed.take() is not None:
            self.windows.front.show_number("")
        elif not self.speaking.uncover():
            self.end()

    def _allow(self, *, allowed: bool) -> None:
        for spec in ACTIONS:
            if spec.place is Place.SHOW:
                self._window.actions_by_name[spec.name].setEnabled(allowed)

    # -- from step to step ----------------------------------------------------------------------------------

    def next(self) -> None:
        """Reveal the answer, play what proves it, or go to the next step."""
        self._move(self._go_on)

    def previous(self) -> None:
        """Go to the step before."""
        self._move(self.player.previous)

    def first(self) -> None:
        """Go to the first step."""
        self._move(self.player.first)

    def last(self) -> None:
        """Go to the last step."""
        self._move(self.player.last)

    def again(self) -> None:
        """Show the step from its beginning."""
        self._move(partial(self.player.go, self.player.index))

    def choose(self, index: int) -> None:
        """Go to a step, and close the overview."""
        self._move(partial(self.player.go, index))

    def back_to_lesson(self) -> None:
        """Undo what was changed live in this step, and show it from its beginning."""
        if self.player.changed:
            self._move(self.player.back_to_lesson)

    def jump(self) -> None:
        """Go to the step whose number was typed, or that is marked in the overview; otherwise go on."""
        number = self._typed.take()
        if self.windows is None or self.speaking is None:
            return
        self.windows.front.show_number("")
        overview = self.speaking.overview
        if number is not None:
            self.choose(number - 1)
        elif overview is not None:
            self.choose(overview.current)
        else:
            self.next()

    def _move(self, go: Callable[[], object]) -> None:
        """Show the picture again, whatever took its place, and go on."""
        self._plays_on = False
        self.set_blank(Blank.NONE)
        if self.speaking is not None:
            self.speaking.uncover()
        go()

    def _go_on(self) -> None:
        player, seen = self.player, self._looking.seen() if self._looking is not None else None
        if not player.revealed:
            player.reveal(play=False)
        elif seen is not None and seen.holds_proof:
            player.play()
        else:
            player.next()

    def _type(self, digit: str) -> None:
        if self.windows is None or self.speaking is None:
            return
        self._typed.type(digit)
        self.windows.front.show_number(self._typed.text)
        overview = self.speaking.overview
        if overview is not None and self._typed.text:
            overview.mark(int(self._typed.text) - 1)

    # -- what the audience sees -----------------------------------------------------------------------------

    def toggle_blank(self, blank: Blank) -> None:
        """Put black or white in the place of the picture, or show it again where that is there already."""
        self.set_blank(Blank.NONE if self._blank is blank else blank)

    def set_blank(self, blank: Blank) -> None:
        """Put black or white in the place of the picture; what plays waits meanwhile."""
        if self.windows is None or blank is self._blank:
            return
        playhead, before = self._window.playhead, self._blank
        self._blank = blank
        if before is Blank.NONE:
            self._plays_on = playhead.playing
            playhead.pause()
        self.windows.audience.set_blank(blank)
        if blank is Blank.NONE and self._plays_on:
            self._plays_on = False
            playhead.play()
        self._tell()

    def toggle_frozen(self) -> None:
        """Let the audience's picture stand still, or show what there is now."""
        if self._looking is not None and self.drawing is not None:
            frozen = not self._looking.frozen
            self._looking.set_frozen(frozen=frozen)
            self.drawing.set_frozen(frozen=frozen)
            if not frozen and self.windows is not None:
                self.windows.audience.set_theme(self._window.theme)
            self._tell()

    def look_again(self) -> None:
        """Look at the stage from where the step looks at it."""
        step = self.player.step
        if self.windows is not None and step is not None:
            self._window.stage.set_camera(step.camera)

    def swap(self) -> None:
        """Let the audience's picture and the console change places."""
        if self.windows is not None:
            self.windows.screens.swap()

    def set_theme(self) -> None:
        """Show everything in the window's palette; what is frozen stays as it is."""
        if self.windows is not None and self.speaking is not None:
            self.windows.console.set_theme(self._window.theme)
            if not self.frozen:
                self.windows.audience.set_theme(self._window.theme)
            self.speaking.set_theme()

    # -- telling --------------------------------------------------------------------------------------------

    def _rearrange(self) -> None:
        if self._looking is not None:
            self._looking.refresh()
        self._window.show_again()
        self._tell()

    def _tell(self, *_: object) -> None:
        """Let actions and console say how things are."""
        windows, speaking, drawing = self.windows, self.speaking, self.drawing
        if windows is None or speaking is None or drawing is None:
            return
        checked = {
            "show_black": self._blank is Blank.BLACK,
            "show_white": self._blank is Blank.WHITE,
            "show_freeze": self.frozen,
            "show_overview": speaking.overview is not None,
            "show_keys": speaking.keys is not None,
            "show_console": windows.with_console,
            "show_timer": self._stopwatch.paused,
            **{f"show_{name}": drawing.holds(name) for name in TOOLS},
        }
        actions = self._window.actions_by_name
        for name, on in checked.items():
            actions[name].setChecked(on)
        actions["show_swap"].setEnabled(windows.apart)
        actions["show_lesson"].setEnabled(self.player.changed)
        actions["show_play"].setText(self.tr("Pause") if self._window.playhead.playing else self.tr("Play"))
        windows.console.show_status(self._status())

    def _status(self) -> str:
        if self._blank is Blank.BLACK:
            return self.tr("The audience sees a black screen.")
        if self._blank is Blank.WHITE:
            return self.tr("The audience sees a white screen.")
        if self.frozen:
            return self.tr("The audience sees the picture that was frozen.")
        return self.tr("Changed live. “Back to the lesson” undoes it.") if self.player.changed else ""
