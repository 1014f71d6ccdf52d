from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop_app.app.dialogs.form import set_role
from desktop_app.app.styling import TEXT_PX, apply_theme, palette, stylesheet
from desktop_app.views.styling import mark
from desktop_app.views.theme import DARK, LIGHT


@pytest.fixture
def plain_again(qapp):
    """Whatever a test does to the application is undone."""
    style, font, colours = qapp.style().objectName(), qapp.font(), qapp.palette()
    yield
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setFont(font)
    qapp.setPalette(colours)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_the_palette_has_the_themes_colours(qapp, theme):
    found = palette(theme)
    assert found.color(QPalette.ColorRole.Window).name().upper() == theme.window
    assert found.color(QPalette.ColorRole.Text).name().upper() == theme.text
    disabled = found.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    assert disabled.name().upper() == theme.faint


def test_the_style_sheets_differ_in_nothing_but_colours():
    dark, light = stylesheet(DARK), stylesheet(LIGHT)
    names = ("window", "panel", "inset", "border", "track", "text", "muted", "faint", "error", "on_process")
    pairs = [(getattr(DARK, name), f"<{name}>") for name in names] + [(DARK.processes[0], "<accent>")]
    assert dark != light
    assert {line for line in dark.splitlines() if "#" not in line} == {
        line for line in light.splitlines() if "#" not in line
    }
    assert all(colour in dark for colour, _ in pairs)


@pytest.mark.usefixtures("plain_again")
def test_a_theme_reaches_every_widget_and_roles_change_looks(qapp, qtbot):
    apply_theme(qapp, LIGHT)
    label, edit = QLabel("text"), QLineEdit("text")
    for widget in (label, edit):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    assert QFontInfo(label.font()).pixelSize() == TEXT_PX
    set_role(label, "heading")
    assert QFontInfo(label.font()).pixelSize() == 20
    edit.resize(200, 40)
    right = edit.grab().toImage().pixelColor(100, 0).name().upper()
    mark(edit, "invalid", value=True)
    wrong = edit.grab().toImage().pixelColor(100, 0).name().upper()
    assert (right, wrong) == (LIGHT.border, LIGHT.error)


def test_another_theme_sets_no_style_again(qapp, plain_again, monkeypatch):
    qapp.setStyleSheet("")
    chosen = []
    monkeypatch.setattr(type(qapp), "setStyle", staticmethod(chosen.append))
    apply_theme(qapp, DARK)
    apply_theme(qapp, LIGHT)
    assert chosen == ["Fusion"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window
    monkeypatch.undo()
