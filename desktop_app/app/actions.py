"""Everything one can do in the window, once: menus, keys and tool tips are made from this table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

_K = QKeySequence.StandardKey
Keys = tuple[str | QKeySequence.StandardKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionSpec:
    """One thing to do.

    Attributes:
        name: What the code calls it.
        menu: The menu it stands in.
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


ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec(name="open", menu="File", text="&Open…", tip="Open a program or a scenario", keys=(_K.Open,)),
    ActionSpec(name="save", menu="File", text="&Save", tip="Save the scenario", keys=(_K.Save,), group=1),
    ActionSpec(
        name="save_as", menu="File", text="Save &as…", tip="Save under another name", keys=("Ctrl+Shift+S",), group=1
    ),
    ActionSpec(
        name="export",
        menu="File",
        text="Save &picture…",
        tip="Save what the stage shows now",
        keys=("Ctrl+E",),
        group=2,
    ),
    ActionSpec(name="quit", menu="File", text="&Quit", tip="Close Coreloom", keys=("Ctrl+Q",), group=3),
    ActionSpec(
        name="machine",
        menu="Set up",
        text="&Machine and scheduler…",
        tip="Cores, quantum, costs, policy",
        keys=("Ctrl+M",),
    ),
    ActionSpec(
        name="processes", menu="Set up", text="&Processes…", tip="Programs, launches and arrivals", keys=("Ctrl+P",)
    ),
    ActionSpec(
        name="threads", menu="Set up", text="&Threads…", tip="How many threads run each program", keys=("Ctrl+T",)
    ),
    ActionSpec(
        name="start",
        menu="Play",
        text="Go to the &beginning",
        tip="Back to the beginning",
        keys=("Home",),
        icon="start",
        group=1,
    ),
    ActionSpec(
        name="back", menu="Play", text="Step &back", tip="One instruction back", keys=("Left", ","), icon="back"
    ),
    ActionSpec(name="play", menu="Play", text="&Play", tip="Play or pause", keys=("Space", "F5"), icon="play"),
    ActionSpec(
        name="forward",
        menu="Play",
        text="Step &forward",
        tip="One instruction forward",
        keys=("Right", "."),
        icon="forward",
    ),
    ActionSpec(
        name="end", menu="Play", text="Go to the &end", tip="To the end of the run", keys=("End",), icon="end", group=1
    ),
    ActionSpec(name="faster", menu="Play", text="Fas&ter", tip="Play faster", keys=("+", "="), group=2),
    ActionSpec(name="slower", menu="Play", text="S&lower", tip="Play slower", keys=("-",), group=2),
    ActionSpec(name="dark", menu="View", text="&Dark", tip="Light on dark", checkable=True),
    ActionSpec(name="light", menu="View", text="&Light", tip="Dark on light, for bright rooms", checkable=True),
    ActionSpec(
        name="full_screen",
        menu="View",
        text="&Full screen",
        tip="Nothing but the pictures",
        keys=("F11",),
        group=1,
        checkable=True,
    ),
    ActionSpec(
        name="truth", menu="Help", text="What is &simplified…", tip="Where the picture differs from a real machine"
    ),
    ActionSpec(name="about", menu="Help", text="&About Coreloom", tip="Version and licence"),
)
#: The transport bar, left to right.
TRANSPORT = ("start", "back", "play", "forward", "end")


def translate(text: str) -> str:
    """Return the translation of a text of this table."""
    return QCoreApplication.translate("actions", text)


def make_actions(window: QMainWindow, slots: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """Make the actions of the table for a window and put them into its menu bar.

    Args:
        window: Where the keys work.
        slots: What each action does, by name; every name of the table must be there.
    """
    actions: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(translate(spec.text), window)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(spec.checkable)
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        tip = translate(spec.tip)
        action.setToolTip(f"{tip} ({key})" if key else tip)
        action.setStatusTip(tip)
        action.triggered.connect(_call(slots[spec.name]))
        window.addAction(action)
        actions[spec.name] = action
    _fill_menus(window, actions)
    return actions


def _call(slot: Callable[[], object]) -> Callable[[], None]:
    def triggered() -> None:
        slot()

    return triggered


def _fill_menus(window: QMainWindow, actions: Mapping[str, QAction]) -> None:
    bar = window.menuBar()
    for title in dict.fromkeys(spec.menu for spec in ACTIONS):
        menu = QMenu(f"&{translate(title)}", window)
        menu.setObjectName(title)
        bar.addMenu(menu)
        specs = [spec for spec in ACTIONS if spec.menu == title]
        group = None
        for spec in sorted(specs, key=lambda spec: spec.group):
            if group is not None and spec.group != group:
                menu.addSeparator()
            menu.addAction(actions[spec.name])
            group = spec.group
