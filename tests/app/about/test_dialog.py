import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desktop_app import __version__
from desktop_app.app.about import dialog as module
from desktop_app.app.about.dialog import AboutDialog
from desktop_app.model.errors import FileError
from desktop_app.views.theme import THEMES


@pytest.fixture
def about(under, parts, monkeypatch):
    monkeypatch.setattr(module, "everything_licensed", lambda: parts)
    dialog = AboutDialog(THEMES["dark"], under)
    dialog.open()
    return dialog


def test_it_says_what_this_is(about):
    texts = [label.text() for label in about.findChildren(QLabel)]
    assert f"Coreloom {__version__}" in texts
    assert any("MIT licence" in text and "https://" in text for text in texts)
    assert not any(label.openExternalLinks() for label in about.findChildren(QLabel))


def test_licences_are_made_when_they_are_looked_at(about):
    assert about.licences is None
    about.tabs.setCurrentIndex(1)
    first = about.licences
    assert first.list.model().rowCount() == 4
    about.tabs.setCurrentIndex(0)
    about.tabs.setCurrentIndex(1)
    assert about.licences is first


def test_the_versions_are_copied_from_their_own_page(about, qtbot):
    assert about.copy_button.isVisible()
    qtbot.mouseClick(about.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith(f"Coreloom: {__version__}")
    assert about.versions.told.text() == "Copied."
    about.tabs.setCurrentIndex(1)
    assert not about.copy_button.isVisible()
    assert about.versions.told.text() == ""


def stops(dialog, qtbot):
    """Press Tab as often as brings the focus back to where it was, and return what had it."""
    first = dialog.focusWidget()
    found = [first]
    while len(found) < 20:
        qtbot.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        if dialog.focusWidget() is first:
            break
        found.append(dialog.focusWidget())
    return found


def test_the_keyboard_reaches_everything_in_the_order_in_which_it_stands(about, qtbot):
    about.activateWindow()
    bar = about.tabs.tabBar()
    bar.setFocus()
    found = stops(about, qtbot)
    assert found[:4] == [bar, *about.versions.folders]
    assert about.copy_button in found
    assert about.close_button in found
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    page = about.licences
    qtbot.waitUntil(page.isVisible)
    assert stops(about, qtbot)[:5] == [bar, page.search, page.list, page.text, about.close_button]


def test_who_turns_to_the_licences_can_type_what_to_find(about, qtbot):
    about.activateWindow()
    about.close_button.setFocus()
    qtbot.keyClick(about, Qt.Key.Key_L, Qt.KeyboardModifier.AltModifier)
    assert about.tabs.currentIndex() == 1
    assert about.focusWidget() is about.licences.search


def test_it_closes_by_return_and_by_escape(about, qtbot):
    assert about.close_button.isDefault()
    qtbot.keyClick(about, Qt.Key.Key_Return)
    assert not about.isVisible()
    about.open()
    qtbot.keyClick(about, Qt.Key.Key_Escape)
    assert not about.isVisible()


def test_a_damaged_list_is_told_and_the_rest_is_shown(under, monkeypatch):
    def damaged():
        raise FileError("index.json", "it is damaged")

    monkeypatch.setattr(module, "everything_licensed", damaged)
    dialog = AboutDialog(THEMES["light"], under)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert any("it is damaged" in text for text in texts)
    dialog.tabs.setCurrentIndex(1)
    assert dialog.licences.list.chosen() is None


def test_it_stands_on_a_small_screen(about):
    room = about.screen().availableGeometry()
    assert about.height() <= room.height()
    assert about.width() <= room.width()


def test_the_window_opens_it(app_window):
    app_window.actions_by_name["about"].trigger()
    dialog = app_window.findChild(AboutDialog)
    assert dialog.isVisible()
    dialog.reject()
