"""What one can do in the window, as values: menus, keys, tool tips, the palette and the help sheet come from them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence

#: Keys as text, or as Qt's name for what a platform uses.
StandardKey = QKeySequence.StandardKey
Keys = tuple[str | StandardKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        name: What the code calls it.
        menu: The menu it stands in; ``View/Panels`` is a menu within a menu.
        text: Its text with a mnemonic.
        tip: What it does, in a few words.
        keys: Its keys; the first is shown.
        icon: Its icon, or empty.
        group: Number of its group in the menu; a line stands between groups.
        checkable: Whether it is on or off.
    """

    name: str
    menu: str
    text: str
    tip: str
    keys: Keys = ()
    icon: str = ""
    group: int = 0
    checkable: bool = False
