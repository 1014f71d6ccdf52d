"""Who gets a key that is also a command's: the control that has the focus, where it needs the key itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QTabBar, QWidget

_Key = Qt.Key
_PRESS = frozenset({_Key.Key_Space, _Key.Key_Select})
_MOVE = frozenset({_Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End})
_PAGES = frozenset({_Key.Key_PageUp, _Key.Key_PageDown})
#: A property of lists that are walked through with the arrow keys only: pages are a command's, as a clicker sends them.
LEAVES_PAGES = "leaves_pages"


def leaves_key(event: QEvent) -> bool:
    """Return whether an event of a window asks if a key is a command's, and leave it to the focused control if not."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if not needs_key(QApplication.focusWidget(), event):
        return False
    event.accept()
    return True


def needs_key(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Return whether a control acts on a key by itself, so that the command of that key has to wait.

    Buttons and lists are pressed with Space, and lists, tables and tabs are walked through with the arrow keys. Keys
    with Ctrl, Alt or Meta are always the commands'.
    """
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    if plain != Qt.KeyboardModifier.NoModifier:
        return False
    key = Qt.Key(event.key())
    if isinstance(widget, QAbstractButton):
        return key in _PRESS
    if isinstance(widget, QAbstractItemView | QComboBox):
        return key in _PRESS | _MOVE or (key in _PAGES and not widget.property(LEAVES_PAGES))
    return isinstance(widget, QTabBar) and key in _MOVE
