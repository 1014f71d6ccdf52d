"""Whether the computer runs on its battery, and how often pictures are drawn then."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop_app.app.habits import Habits
from desktop_app.app.playhead import FRAME_MS, Playhead

#: Where Linux lists a computer's power supplies; there is no such folder elsewhere.
SUPPLIES = Path("/sys/class/power_supply")
#: A frame at 30 Hz, in milliseconds.
SAVING_FRAME_MS = 33
#: While a run plays, one looks this often whether the computer was unplugged or plugged in.
_LOOK_MS = 20_000
_MAX_CHARS = 100


def on_battery(supplies: Path = SUPPLIES) -> bool:
    """Return whether a battery of the computer itself is being discharged and no mains supply is on line.

    Args:
        supplies: A folder with one folder for each supply, in which files ``type``, ``scope``, ``online`` and
            ``status`` say what it is (Linux's sysfs-class-power). What cannot be read says nothing.
    """
    try:
        folders = sorted(supplies.iterdir())
    except OSError:
        return False
    discharged = False
    for folder in folders:
        kind = _read(folder / "type")
        if kind in {"Mains", "USB", "Wireless"} and _read(folder / "online") == "1":
            return False
        # A battery whose scope is a device is a mouse's or a headset's.
        if kind == "Battery" and _read(folder / "scope") != "Device":
            discharged |= _read(folder / "status") == "Discharging"
    return discharged


def _read(file: Path) -> str:
    try:
        with file.open(encoding="ascii", errors="replace") as text:
            return text.read(_MAX_CHARS).strip()
    except OSError:
        return ""


class PowerWatch(QObject):
    """Lets the playhead tick less often on battery, unless the user wants all pictures.

    It looks when playing begins and then now and then; while nothing plays, nothing ticks.

    Args:
        playhead: The window's clock.
        habits: What the user likes.
        parent: Its owner.
        supplies: As `on_battery` takes it.
    """

    def __init__(self, playhead: Playhead, habits: Habits, parent: QObject, supplies: Path = SUPPLIES) -> None:
        super().__init__(parent)
        self._playhead = playhead
        self._habits = habits
        self._supplies = supplies
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        playhead.playing_changed.connect(self._follow)
        habits.changed.connect(self.look)

    def look(self) -> None:
        """Look how the computer is powered, and draw accordingly."""
        saves = self._habits.now.save_battery and on_battery(self._supplies)
        self._playhead.set_frame_ms(SAVING_FRAME_MS if saves else FRAME_MS)

    def _follow(self, playing: bool) -> None:  # noqa: FBT001 - a Qt slot
        if playing:
            self.look()
            self._timer.start()
        else:
            self._timer.stop()
