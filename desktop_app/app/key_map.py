"""Which keys do what: the registry's, unless the user chose others; and which of them would get in each other's way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction, QKeySequence

from desktop_app.app.actions import give_keys
from desktop_app.app.habits import Habits
from desktop_app.app.registry.spec import ActionSpec, Place
from desktop_app.app.registry.table import ACTIONS

_Match = QKeySequence.SequenceMatch


def usual_keys(spec: ActionSpec) -> list[QKeySequence]:
    """Return the keys that an action comes with."""
    return [QKeySequence(key) for key in spec.keys]


def keys_of(spec: ActionSpec, chosen: Mapping[str, Sequence[str]]) -> list[QKeySequence]:
    """Return an action's keys.

    Args:
        spec: The action.
        chosen: What the user chose instead, by the action's name, in Qt's portable form; what is no key is left out.
    """
    if spec.name not in chosen:
        return usual_keys(spec)
    return [key for text in chosen[spec.name] if not (key := parsed(text)).isEmpty()]


def parsed(text: str) -> QKeySequence:
    """Return a key from Qt's portable form; an empty one when it is none."""
    key = QKeySequence.fromString(text, QKeySequence.SequenceFormat.PortableText)
    return key if key.toString(QKeySequence.SequenceFormat.PortableText) else QKeySequence()


def clash(key: QKeySequence, name: str, chosen: Mapping[str, Sequence[str]]) -> ActionSpec | None:
    """Return the other action that a key already belongs to, wholly or as the beginning of a longer one.

    In a presentation a key may do something else than in the window.
    """
    place = next((spec.place for spec in ACTIONS if spec.name == name), Place.BOTH)
    for spec in ACTIONS:
        if (
            spec.name != name
            and spec.place.meets(place)
            and any(
                key.matches(other) is not _Match.NoMatch or other.matches(key) is not _Match.NoMatch
                for other in keys_of(spec, chosen)
            )
        ):
            return spec
    return None


def shown_keys(keys: Sequence[QKeySequence]) -> str:
    """Return keys as this system writes them."""
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)


class KeyMap:
    """Keeps the keys of a window's actions as the user likes them."""

    def __init__(self, actions: Mapping[str, QAction], habits: Habits) -> None:
        self._actions = actions
        self._habits = habits
        #: What the actions have by now: they come with the usual keys.
        self._applied: Mapping[str, Sequence[str]] = {}
        habits.changed.connect(self.apply)
        self.apply()

    def apply(self) -> None:
        """Give every action its keys."""
        chosen = self._habits.now.keys
        if chosen != self._applied:
            self._applied = chosen
            for spec in ACTIONS:
                give_keys(self._actions[spec.name], spec, keys_of(spec, chosen))
