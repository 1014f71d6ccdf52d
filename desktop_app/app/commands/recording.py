"""A recording in the window: what would change its run is out of use and says why, and its scenario is at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QToolButton

from desktop_app.app.actions import give_keys
from desktop_app.app.documents import Documents
from desktop_app.app.registry.spec import ActionSpec
from desktop_app.app.registry.table import ACTIONS
from desktop_app.app.styling import TEXT_PX
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import ui_font

#: What changes the run, or writes it down as a scenario.
_CHANGING: Final = frozenset(
    {"save", "save_as", "lesson_new", "machine", "processes", "threads", "edit_program", "compare"}
    | {"bookmark", "bookmark_remove"}
)
_LIVE: Final = "Live"


class RecordingCommands(QObject):
    """Follows whether a recording is open.

    Attributes:
        button: Says so in the corner of the menu bar, and opens its scenario.
    """

    def __init__(self, documents: Documents, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._documents = documents
        self._actions: Mapping[str, QAction] = {}
        self._locked = False
        self._menus: dict[QMenu, bool] = {}
        self.button: QToolButton | None = None

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what each action does, by name."""
        return {"open_its_scenario": self._documents.open_its_scenario}

    def attach(self, actions: Mapping[str, QAction], bar: QMenuBar) -> None:
        """Know the actions, and have a place in the menu bar."""
        self._actions = actions
        button = QToolButton(bar)
        button.setObjectName("recording")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setProperty("role", "notice")
        button.setFont(ui_font(TEXT_PX))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setText(self.tr("Recording: open its scenario"))
        button.setAccessibleName(button.text())
        button.clicked.connect(actions["open_its_scenario"].trigger)
        bar.setCornerWidget(button)
        self.button = button
        self._documents.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        reason = self._documents.locked
        opens = self._actions["open_its_scenario"]
        opens.setEnabled(bool(reason))
        opens.setVisible(bool(reason))
        assert self.button is not None
        self.button.setVisible(bool(reason))
        self.button.setToolTip(plain_tip(reason))
        if self._locked != bool(reason):
            self._locked = bool(reason)
            if reason:
                self._lock(reason)
            else:
                self._unlock()

    def _lock(self, reason: str) -> None:
        for spec in _changing():
            action = self._actions[spec.name]
            action.setEnabled(False)
            action.setToolTip(plain_tip(reason))
            action.setStatusTip(reason)
        for menu in self._shown_in():
            self._menus[menu] = menu.toolTipsVisible()
            menu.setToolTipsVisible(True)

    def _unlock(self) -> None:
        for spec in _changing():
            action = self._actions[spec.name]
            action.setEnabled(True)
            give_keys(action, spec, action.shortcuts())  # with the usual tips
        for menu, told in self._menus.items():
            menu.setToolTipsVisible(told)
        self._menus.clear()

    def _shown_in(self) -> set[QMenu]:
        shown = (self._actions[spec.name].associatedObjects() for spec in _changing())
        return {one for found in shown for one in found if isinstance(one, QMenu)}


def _changing() -> list[ActionSpec]:
    return [spec for spec in ACTIONS if spec.menu == _LIVE or spec.name in _CHANGING]
