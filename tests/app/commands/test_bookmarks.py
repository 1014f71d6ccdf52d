import pytest
from PySide6.QtWidgets import QInputDialog, QMenu

from desktop_app.model.bookmark import Bookmark
from desktop_app.storage.scenario_file import open_source

MS = 1_000_000


@pytest.fixture
def marked(app_window):
    app_window.bookmarks.add(300_000, "x is there")
    app_window.bookmarks.add(100_000, "first")
    return app_window


def test_bookmarks_are_kept_by_time_and_change_nothing_of_the_run(marked):
    trace = marked.session.trace
    marked.bookmarks.add(200_000, "second")
    assert [mark.name for mark in marked.bookmarks.bookmarks] == ["first", "second", "x is there"]
    assert marked.session.trace is trace
    assert marked.isWindowModified()


def test_one_goes_from_one_to_the_next_and_back(marked):
    marked.actions_by_name["bookmark_next"].trigger()
    marked.actions_by_name["bookmark_next"].trigger()
    assert marked.playhead.t_ns == 300_000
    marked.actions_by_name["bookmark_next"].trigger()
    assert marked.playhead.t_ns == 300_000
    marked.actions_by_name["bookmark_previous"].trigger()
    assert marked.playhead.t_ns == 100_000


def test_the_one_at_the_playhead_is_removed(marked):
    marked.playhead.go_to(350_000)
    marked.actions_by_name["bookmark_remove"].trigger()
    assert marked.bookmarks.bookmarks == (Bookmark(at_ns=100_000, name="first"),)


def test_another_name_replaces_the_one_at_the_same_moment(marked):
    marked.bookmarks.add(100_000, "  named\nanew ")
    assert [mark.name for mark in marked.bookmarks.bookmarks] == ["named\ufffdanew", "x is there"]


def test_the_name_is_asked_for(marked):
    marked.playhead.go_to(500_000)
    marked.actions_by_name["bookmark"].trigger()
    dialog = marked.findChild(QInputDialog)
    dialog.setTextValue("here")
    dialog.accept()
    assert Bookmark(at_ns=500_000, name="here") in marked.bookmarks.bookmarks


def test_they_are_in_the_file_and_in_the_menu(marked, tmp_path):
    path = tmp_path / "marked.toml"
    assert marked.documents.save_to(path)
    assert [mark.name for mark in open_source(path).bookmarks] == ["first", "x is there"]
    menu = marked.findChild(QMenu, "Play/Bookmarks")
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()][-2:] == ["0.10 ms   first", "0.30 ms   x is there"]
    menu.actions()[-1].trigger()
    assert marked.playhead.t_ns == 300_000
