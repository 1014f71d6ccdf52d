import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from desktop_app.app.about import versions_page
from desktop_app.app.about.facts import Fact, Place
from desktop_app.app.about.versions_page import VersionsPage

SAID = (Fact(name="Qt", value="6.9 <b>"), Fact(name="System", value="Debian"))


@pytest.fixture
def page(under, tmp_path):
    (tmp_path / "log").mkdir()
    kept = (Place(name="Log", folder=tmp_path / "log"), Place(name="Recovery", folder=tmp_path / "none"))
    return VersionsPage(SAID, kept, under)


def test_everything_can_be_copied_at_once(page, tmp_path):
    page.copy()
    copied = QGuiApplication.clipboard().text()
    assert copied == f"Qt: 6.9 <b>\nSystem: Debian\nLog: {tmp_path / 'log'}\nRecovery: {tmp_path / 'none'}\n"
    assert page.told.text() == "Copied."


def test_values_are_plain_text_that_can_be_selected_and_are_no_stop_for_the_keyboard(page):
    values = {label.text(): label for label in page.findChildren(QLabel)}
    value = values["6.9 <b>"]
    assert value.textFormat() is Qt.TextFormat.PlainText
    assert value.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert not value.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert value.accessibleName() == "Qt: 6.9 <b>"


def test_a_folder_is_opened_where_there_is_one(page, monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(versions_page, "open_file", lambda folder: opened.append(folder) or True)
    log, recovery = page.folders
    recovery.click()
    assert not opened
    assert "Nothing was written" in page.told.text()
    log.click()
    assert opened == [tmp_path / "log"]
    assert page.told.text() == ""


def test_a_folder_that_nothing_can_show_is_named(page, monkeypatch, tmp_path):
    monkeypatch.setattr(versions_page, "open_file", lambda _folder: False)
    page.folders[0].click()
    assert str(tmp_path / "log") in page.told.text()


def test_buttons_say_which_folder_they_open(page):
    assert [button.accessibleName() for button in page.folders] == ["Open the folder: Log", "Open the folder: Recovery"]
