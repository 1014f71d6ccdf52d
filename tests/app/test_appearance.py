from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_app.app import appearance
from desktop_app.views.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT


def hints(scheme, contrast="NoPreference", motion="NoPreference"):
    preferences = SimpleNamespace(
        contrastPreference=lambda: SimpleNamespace(name=contrast), motionPreference=lambda: SimpleNamespace(name=motion)
    )
    return SimpleNamespace(colorScheme=lambda: scheme, accessibility=lambda: preferences)


@pytest.mark.parametrize(
    ("scheme", "contrast", "theme"),
    [
        (Qt.ColorScheme.Unknown, "NoPreference", DARK),
        (Qt.ColorScheme.Dark, "NoPreference", DARK),
        (Qt.ColorScheme.Light, "NoPreference", LIGHT),
        (Qt.ColorScheme.Dark, "HighContrast", CONTRAST_DARK),
        (Qt.ColorScheme.Light, "HighContrast", CONTRAST_LIGHT),
    ],
)
def test_the_palette_that_a_system_prefers(qapp, monkeypatch, scheme, contrast, theme):
    monkeypatch.setattr(QApplication, "styleHints", lambda: hints(scheme, contrast))
    assert appearance.system_theme() is theme
    assert appearance.theme_of("system") is theme
    assert appearance.theme_of("light") is LIGHT


def test_a_qt_that_does_not_know_prefers_nothing(qapp, monkeypatch):
    monkeypatch.setattr(QApplication, "styleHints", lambda: SimpleNamespace(colorScheme=lambda: Qt.ColorScheme.Dark))
    assert not appearance.prefers_contrast()
    assert not appearance.prefers_less_motion()


def test_a_wish_for_less_motion_is_heard(qapp, monkeypatch):
    monkeypatch.setattr(QApplication, "styleHints", lambda: hints(Qt.ColorScheme.Dark, motion="ReducedMotion"))
    assert appearance.prefers_less_motion()
