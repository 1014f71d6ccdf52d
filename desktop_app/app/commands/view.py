"""How the window looks: colours, motion, panels and their layout, keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, get_args

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer

from desktop_app.app.appearance import prefers_less_motion, theme_of, when_the_system_changes
from desktop_app.app.habits import Habits
from desktop_app.storage.preferences import Appearance
from desktop_app.views.stage.options import ByteForm
from desktop_app.views.theme import Theme

if TYPE_CHECKING:
    from desktop_app.app.main_window import MainWindow

#: Changed when docks or tool bars get other names, so that a layout of before is not taken for one of now.
LAYOUT_VERSION = 1
_APPEARANCES: tuple[Appearance, ...] = get_args(Appearance)


def _action_of(appearance: Appearance) -> str:
    return "like_system" if appearance == "system" else appearance


class ViewCommands(QObject):
    """Applies what the user likes to the window, and remembers what is changed there.

    Args:
        window: The window.
        habits: What the user likes.
        theme: The palette to start with in place of the liked one; None for that.
    """

    def __init__(self, window: MainWindow, habits: Habits, theme: Theme | None) -> None:
        super().__init__(window)
        self._window = window
        self._habits = habits
        self._started_with = theme
        self._first_layout: QByteArray | None = None
        habits.changed.connect(self.apply)
        when_the_system_changes(self.apply)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {
            **{_action_of(name): partial(self._choose_colours, name) for name in _APPEARANCES},
            "reduce_motion": lambda: self._habits.change(reduce_motion=not self.less_motion),
            "slow_at_switches": lambda: self._habits.change(slow_at_switches=not self._habits.now.slow_at_switches),
            "reset_layout": self.reset_layout,
            "full_screen": self.toggle_full_screen,
            "find_command": self._find_command,
            "key_sheet": self._show_keys,
            "change_keys": self._change_keys,
        }

    @property
    def theme(self) -> Theme:
        """The palette to show."""
        return self._started_with or theme_of(self._habits.now.appearance)

    @property
    def less_motion(self) -> bool:
        """Whether nothing is to travel."""
        chosen = self._habits.now.reduce_motion
        return prefers_less_motion() if chosen is None else chosen

    def apply(self) -> None:
        """Show everything as it is liked."""
        window, now = self._window, self._habits.now
        if window.theme is not self.theme:
            window.set_theme(self.theme)
        digits = ByteForm.BITS if now.binary_bytes else ByteForm.HEX
        window.stage.set_options(replace(window.stage.options, reduce_motion=self.less_motion, bytes_as=digits))
        window.play.slow_at_switches(on=now.slow_at_switches)
        shown = self._started_with.name if self._started_with else now.appearance
        for name in _APPEARANCES:
            window.actions_by_name[_action_of(name)].setChecked(name == shown)
        window.actions_by_name["reduce_motion"].setChecked(self.less_motion)
        window.actions_by_name["show_saves_battery"].setChecked(now.save_battery)
        window.actions_by_name["slow_at_switches"].setChecked(now.slow_at_switches)
        window.actions_by_name["binary_bytes"].setChecked(now.binary_bytes)

    def restore_layout(self) -> None:
        """Put window and panels where they were when the window was closed last; call it once they are in place."""
        self._first_layout = self._window.saveState(LAYOUT_VERSION)
        now = self._habits.now
        if now.geometry:
            self._window.restoreGeometry(QByteArray.fromBase64(now.geometry.encode("ascii", "replace")))
        if now.layout:
            self._window.restoreState(QByteArray.fromBase64(now.layout.encode("ascii", "replace")), LAYOUT_VERSION)

    def remember_layout(self) -> None:
        """Keep where window and panels are, at once."""
        geometry = bytes(self._window.saveGeometry().toBase64().data()).decode("ascii")
        layout = bytes(self._window.saveState(LAYOUT_VERSION).toBase64().data()).decode("ascii")
        self._habits.change(geometry=geometry, layout=layout)
        self._habits.write()

    def reset_layout(self) -> None:
        """Put every panel back where it was at first."""
        if self._first_layout is not None:
            self._window.restoreState(self._first_layout, LAYOUT_VERSION)
            # A restored layout comes with the sizes of another window; the shares are ours.
            QTimer.singleShot(0, self._window, self._window.share_height)

    def toggle_full_screen(self) -> None:
        """Fill the screen, or no more."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self._window.actions_by_name["full_screen"].setChecked(self._window.isFullScreen())

    def _choose_colours(self, appearance: Appearance) -> None:
        self._started_with = None
        self._habits.change(appearance=appearance)
        self.apply()  # also when that is what was liked all along

    def _find_command(self) -> None:
        from desktop_app.app.command_finder import CommandFinder  # noqa: PLC0415 - not before the first paint

        CommandFinder(self._window.actions_by_name, self._window).open()

    def _show_keys(self) -> None:
        from desktop_app.app.key_sheet import KeySheet  # noqa: PLC0415 - as above

        KeySheet(self._window.actions_by_name, self._window).open()

    def _change_keys(self) -> None:
        from desktop_app.app.dialogs.keys import KeysDialog  # noqa: PLC0415 - as above

        KeysDialog(self._habits, self._window).open()
