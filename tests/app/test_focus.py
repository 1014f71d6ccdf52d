import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QTableView

from desktop_app.app.focus import needs_key


@pytest.mark.parametrize(
    ("kind", "key", "modifiers", "needs"),
    [
        (QPushButton, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, True),
        (QPushButton, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, False),
        (QTableView, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, True),
        (QTableView, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, True),
        (QTableView, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier, False),
        (QTabBar, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, True),
        (QTableView, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, True),
        (QTabBar, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, False),
        (QLabel, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, False),
        (None, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, False),
    ],
)
def test_who_needs_a_key(qtbot, kind, key, modifiers, needs):
    widget = kind() if kind else None
    if widget is not None:
        qtbot.addWidget(widget)
    assert needs_key(widget, QKeyEvent(QEvent.Type.ShortcutOverride, key, modifiers)) is needs
