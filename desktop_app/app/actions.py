"""The registry's entries as Qt's actions, in the window and its menu bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop_app.app.dialogs.form import plain
from desktop_app.app.registry.spec import ActionSpec, Place
from desktop_app.app.registry.table import ACTIONS

#: What macOS keeps in the application's own menu. Qt would also guess by the beginning of a text, in any language.
_ROLES = {"about": QAction.MenuRole.AboutRole, "quit": QAction.MenuRole.QuitRole}


def translate(text: str) -> str:
    """Return the translation of a text of the registry."""
    return QCoreApplication.translate("actions", text)


def command_name(text: str) -> str:
    """Return an action's text as lists of commands have it: without its mnemonic and its dots."""
    return plain(text).removesuffix("…")


def menu_path(menu: str) -> str:
    """Return the name of a menu of the registry, with those around it, as people read it."""
    return " › ".join(translate(part) for part in menu.split("/"))


def make_actions(window: QMainWindow, slots: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Make the actions of the registry for a window and put them into its menu bar.

    Args:
        window: Where the keys work.
        slots: What each action does, by name; every name of the registry must be there.
    """
    actions: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(translate(spec.text), window)
        action.setObjectName(spec.name)
        action.setMenuRole(_ROLES.get(spec.name, QAction.MenuRole.NoRole))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(spec.checkable)
        action.setAutoRepeat(spec.repeats)
        give_keys(action, spec, [QKeySequence(key) for key in spec.keys])
        action.triggered.connect(called(slots[spec.name]))
        if spec.place is Place.SHOW:
            action.setEnabled(False)  # until there is one
        else:
            window.addAction(action)
        actions[spec.name] = action
    _fill_menus(window, actions)
    return actions


def give_keys(action: QAction, spec: ActionSpec, keys: list[QKeySequence]) -> None:
    """Give an action its keys, and name the first in its tool tip."""
    action.setShortcuts(keys)
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    tip = translate(spec.tip)
    action.setToolTip(f"{tip} ({key})" if key else tip)
    action.setStatusTip(tip)


def called(slot: Callable[[], object]) -> Callable[[], None]:
    """Return what calls ``slot`` for a signal that tells more than it wants to know."""

    def triggered() -> None:
        slot()

    return triggered


def _fill_menus(window: QMainWindow, actions: Mapping[str, QAction]) -> None:
    made: dict[str, QMenu] = {}
    shown = [spec for spec in ACTIONS if spec.place is not Place.SHOW]
    for path in dict.fromkeys(spec.menu for spec in shown):
        outer, _, inner = path.partition("/")
        if outer not in made:
            made[outer] = _menu(window, outer)
            window.menuBar().addMenu(made[outer])
        if inner:
            made[path] = _menu(window, path, inner)
            made[outer].addMenu(made[path])
        group = None
        for spec in sorted((spec for spec in shown if spec.menu == path), key=lambda spec: spec.group):
            if group is not None and spec.group != group:
                made[path].addSeparator()
            made[path].addAction(actions[spec.name])
            group = spec.group


def _menu(window: QMainWindow, name: str, title: str = "") -> QMenu:
    menu = QMenu(f"&{translate(title or name)}", window)
    menu.setObjectName(name)
    return menu
