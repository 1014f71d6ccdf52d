from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QToolButton

from desktop_app.app.dialogs.form import set_role
from desktop_app.app.styling import TEXT_PX, apply_theme, palette, stylesheet
from desktop_app.views.styling import mark
from desktop_app.views.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, ui_font


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


@pytest.mark.usefixtures("plain_again")
def test_a_desktops_own_fonts_of_labels_and_buttons_give_way(qapp, qtbot, monkeypatch):
    def styled(app, _sheet):  # as with a style sheet Qt asks a desktop with GTK for its fonts again
        for kind in ("QLabel", "QCheckBox"):
            app.setFont(QFont("serif"), kind)

    monkeypatch.setattr(type(qapp), "setStyleSheet", styled)
    apply_theme(qapp, DARK)
    label, box = QLabel("text"), QCheckBox("text")
    for widget in (label, box):
        qtbot.addWidget(widget)
        assert widget.font().family() == qapp.font().family() == ui_font(TEXT_PX).family()
    monkeypatch.undo()


def test_another_theme_sets_no_style_again(qapp, plain_again, monkeypatch):
    qapp.setStyleSheet("")
    chosen = []
    monkeypatch.setattr(type(qapp), "setStyle", staticmethod(chosen.append))
    apply_theme(qapp, DARK)
    apply_theme(qapp, LIGHT)
    assert chosen == ["Fusion"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.window
    monkeypatch.undo()


def _luminance(colour: QColor) -> float:
    parts = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3])
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.usefixtures("plain_again")
@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT], ids=lambda theme: theme.name)
def test_icons_of_qts_own_file_dialogs_are_seen_on_the_ground(qapp, qtbot, tmp_path, theme):
    apply_theme(qapp, theme)
    dialog = QFileDialog(None, "Open", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.ensurePolished()
    assert dialog.minimumWidth() >= 800
    for name in ("backButton", "forwardButton", "toParentButton", "newFolderButton", "listModeButton"):
        image = dialog.findChild(QToolButton, name).icon().pixmap(24, 24).toImage()
        colours = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        drawn = [colour for colour in colours if colour.alpha() == 255]
        assert drawn, name
        assert all(_contrast(colour, QColor(theme.window)) >= 3 for colour in drawn), name
