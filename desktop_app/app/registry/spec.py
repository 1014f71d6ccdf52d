"""What one can do in the window, as values: menus, keys, tool tips, the palette and the help sheet come from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QKeySequence

#: Keys as text, or as Qt's name for what a platform uses.
StandardKey = QKeySequence.StandardKey
Keys = tuple[str | StandardKey, ...]


class Place(Enum):
    """Where an action's keys work."""

    WINDOW = "window"
    """In the main window, in whose menus it stands."""
    SHOW = "show"
    """In a presentation only; it stands in no menu."""
    BOTH = "both"
    """In the main window and in a presentation."""

    def meets(self, other: Place) -> bool:
        """Return whether one key for an action here and one there could not be told apart."""
        return self is other or Place.BOTH in {self, other}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        name: What the code calls it.
        menu: The menu it stands in, or its heading in lists of keys; ``View/Panels`` is a menu within a menu.
        text: Its text with a mnemonic.
        tip: What it does, in a few words.
        keys: Its keys; the first is shown.
        icon: Its icon, or empty.
        group: Number of its group in the menu; a line stands between groups.
        checkable: Whether it is on or off.
        place: Where its keys work.
        repeats: Whether it is done again and again while its key is held.
    """

    name: str
    menu: str
    text: str
    tip: str
    keys: Keys = ()
    icon: str = ""
    group: int = 0
    checkable: bool = False
    place: Place = Place.WINDOW
    repeats: bool = True
