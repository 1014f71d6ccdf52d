"""What the speaker points at and draws: on the audience's screen, from there or from the picture in the console."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.app.lecture.player import LessonPlayer
from desktop_app.app.show.tools import TOOLS
from desktop_app.app.show.windows import ShowWindows
from desktop_app.views.ink.erasing import Stroke
from desktop_app.views.ink.ink import Ink, Tool
from desktop_app.views.ink.input import InkInput


class Drawing(QObject):
    """Keeps the ink of a presentation: one tool, and for each step what was drawn over it.

    Args:
        player: Who plays the steps.
        windows: The presentation's windows.
        parent: Its owner.

    Signals:
        tool_changed: Another tool is held.
    """

    tool_changed = Signal()

    def __init__(self, player: LessonPlayer, windows: ShowWindows, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._windows = windows
        self._ink = Ink()
        self._step = player.index
        self._strokes: dict[int, tuple[Stroke, ...]] = {}
        self._frozen = False
        audience, live = windows.audience, windows.console.live
        viewport = audience.stage.viewport()
        self._inputs = [
            InkInput(audience.ink, self._now),
            # Where no tool is held, what is under the ink gets the wheel.
            InkInput(audience, self._now),
            InkInput(viewport, self._now, picture=lambda: _seen_from(viewport, audience)),
            InkInput(live, self._now, picture=lambda: live.place),
        ]
        for each in self._inputs:
            each.ink_changed.connect(self.show)
        self._link = player.step_changed.connect(self._turn_over)

    def stop(self) -> None:
        """Follow nothing more."""
        QObject.disconnect(self._link)

    def holds(self, name: str) -> bool:
        """Return whether the tool of this name is held."""
        return self._ink.tool is TOOLS[name]

    @property
    def tool(self) -> Tool:
        """The tool that is held."""
        return self._ink.tool

    @property
    def ink(self) -> Ink:
        """What is drawn and pointed at now."""
        return self._ink

    def show(self, ink: Ink) -> None:
        """Show other ink, to the audience only while its picture is not frozen."""
        before, self._ink = self._ink, ink
        if not self._frozen:
            self._windows.audience.show_ink(ink)
        self._windows.console.live.show_ink(ink)
        if before.tool is not ink.tool:
            self.tool_changed.emit()

    def choose(self, name: str) -> None:
        """Take the tool of this name, or put it away where it is held."""
        self.show(self._ink.choose(TOOLS[name]))

    def change_colour(self) -> None:
        """Draw in the next colour."""
        self.show(self._ink.next_colour())

    def undo(self) -> None:
        """Take the last change of what is drawn back."""
        self.show(self._ink.undo())

    def redo(self) -> None:
        """Do the last change that was taken back again."""
        self.show(self._ink.redo())

    def wipe(self) -> None:
        """Take away all that is drawn over this step."""
        self.show(self._ink.clear())

    def set_frozen(self, *, frozen: bool) -> None:
        """Let the ink on the audience's screen stand still, or show it as it is now."""
        self._frozen = frozen
        if not frozen:
            self._windows.audience.show_ink(self._ink)

    def _now(self) -> Ink:
        return self._ink

    def _turn_over(self, index: int) -> None:
        """Put away what is drawn over the step that is left, and take out what was drawn over the one that comes."""
        self._strokes[self._step] = self._ink.release().strokes
        self._step = index
        self.show(self._ink.with_strokes(self._strokes.get(index, ())))


def _seen_from(part: QWidget, whole: QWidget) -> QRectF:
    """Return where a widget is, in the pixels of one that is a part of it."""
    return QRectF(part.mapFrom(whole, QPointF()), whole.size().toSizeF())
