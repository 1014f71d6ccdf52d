"""What the system prefers to see: colours, contrast and motion, as far as this version of Qt can say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.storage.preferences import Appearance
from desktop_app.views.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, THEMES, Theme


def theme_of(appearance: Appearance) -> Theme:
    """Return the palette that somebody chose, or the one that the system prefers; dark where it does not say."""
    return system_theme() if appearance == "system" else THEMES[appearance]


def system_theme() -> Theme:
    """Return the palette that the system prefers."""
    light = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
    if prefers_contrast():
        return CONTRAST_LIGHT if light else CONTRAST_DARK
    return LIGHT if light else DARK


def prefers_contrast() -> bool:
    """Return whether the system asks for high contrast; only Qt 6.10 and newer hear of it."""
    preference = _accessibility("contrastPreference")
    return preference is not None and getattr(preference, "name", "") == "HighContrast"


def prefers_less_motion() -> bool:
    """Return whether the system asks for less motion; only Qt 6.12 and newer hear of it."""
    preference = _accessibility("motionPreference")
    return preference is not None and getattr(preference, "name", "NoPreference") != "NoPreference"


def when_the_system_changes(call: Callable[[], None]) -> None:
    """Have ``call`` called whenever the system prefers something else."""
    hints = QApplication.styleHints()
    hints.colorSchemeChanged.connect(lambda _scheme: call())
    accessibility = getattr(hints, "accessibility", None)
    for name in ("contrastPreferenceChanged", "motionPreferenceChanged"):
        signal = getattr(accessibility(), name, None) if accessibility is not None else None
        if signal is not None:
            signal.connect(lambda _preference: call())


def _accessibility(question: str) -> object:
    hints = getattr(QApplication.styleHints(), "accessibility", None)
    ask = getattr(hints(), question, None) if hints is not None else None
    return ask() if ask is not None else None
