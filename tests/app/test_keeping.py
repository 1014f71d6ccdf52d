import pytest

from desktop_app.app.main_window import MainWindow
from desktop_app.app.message import Message
from desktop_app.app.notice_bar import NoticeBar
from desktop_app.views.theme import LIGHT


@pytest.fixture
def file(tmp_path):
    """Something that is no folder, so that nothing can be kept in it."""
    file = tmp_path / "file"
    file.touch()
    return file


def test_where_everything_can_be_kept_nothing_is_said(app_window, tmp_path):
    app_window.keeping.look(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    assert app_window.findChild(NoticeBar) is None
    assert not app_window.keeping.told


def test_what_cannot_be_kept_is_said_with_its_place(qtbot, app_window, tmp_path, file):
    app_window.keeping.look(tmp_path / "a", file / "state", file / "log")
    bar = app_window.findChild(NoticeBar)
    assert bar.isVisible()
    assert "recent files and unsaved work, the log" in bar.label.text()
    assert "settings" not in bar.label.text()
    app_window.set_theme(LIGHT)
    bar.more.click()
    message = app_window.findChild(Message)
    assert str(file / "state") in message.body.text()
    message.close()
    app_window.autosave.failed.emit("no room")  # that is known by now
    assert not [each for each in app_window.findChildren(Message) if each.isVisible()]
    bar.close_button.click()
    qtbot.waitUntil(lambda: app_window.keeping.bar is None)
    app_window.set_theme(LIGHT)


def test_settings_that_cannot_be_used_are_told_of(qtbot, recent_store, tmp_path):
    store = tmp_path / "preferences.json"
    store.write_text("damaged")
    window = MainWindow(recent_store, preferences=store)
    qtbot.addWidget(window)
    window.keeping.look(tmp_path, tmp_path, tmp_path)
    assert "usual ones apply" in window.keeping.bar.label.text()
    window.keeping.bar.more.click()
    assert "preferences.json.damaged" in window.findChild(Message).body.text()


def test_settings_that_cannot_be_kept_any_more_are_told_of_once(app_window):
    app_window.habits.failed.emit("the disk is full")
    bar = app_window.keeping.bar
    app_window.habits.failed.emit("the disk is full")
    assert app_window.findChildren(NoticeBar) == [bar]
