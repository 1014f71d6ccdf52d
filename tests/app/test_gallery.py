import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from shiboken6 import isValid

from desktop_app.app.gallery import _PICTURE, GalleryDialog, _title_font, entry_picture
from desktop_app.model.errors import FileError
from desktop_app.storage.gallery import gallery, shipped_lessons
from desktop_app.views.theme import DARK, LIGHT


@pytest.fixture
def dialog(app_window, qtbot):
    app_window.actions_by_name["gallery"].trigger()
    dialog = app_window.findChild(GalleryDialog)
    yield dialog
    if isValid(dialog):
        dialog.reject()


def shown(dialog):
    rows = range(dialog.model.rowCount())
    return [dialog.model.item(row).text() for row in rows if not dialog.list.isRowHidden(row)]


def picture(dialog, row):
    return dialog.model.item(row).data(Qt.ItemDataRole.DecorationRole)


def test_what_can_be_seen_is_drawn(dialog, qtbot):
    assert len(shown(dialog)) == len(shipped_lessons()) + len(gallery())
    qtbot.waitUntil(lambda: picture(dialog, 0) is not None)
    assert not picture(dialog, 0).isNull()


def test_an_example_is_found_by_what_is_said_of_it_and_opened(app_window, dialog, qtbot):
    qtbot.keyClicks(dialog.search, "philosophers forks")
    assert shown(dialog) == ["Dining philosophers"]
    qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert app_window.session.scenario.title == "Dining philosophers"
    assert not app_window.isWindowModified()
    assert app_window.documents.name == "Dining philosophers"


def test_what_is_typed_in_the_list_is_looked_for(dialog, qtbot):
    qtbot.keyClicks(dialog.list, "m")
    qtbot.keyClicks(dialog.search, "lfq")
    assert dialog.search.text() == "mlfq"
    assert 0 < len(shown(dialog)) < len(shipped_lessons()) + len(gallery())


def test_nothing_found_is_nothing_to_open(app_window, dialog, qtbot):
    before = app_window.session.scenario
    qtbot.keyClicks(dialog.search, "zzz")
    assert not dialog.open_button.isEnabled()
    dialog.accept()
    assert app_window.session.scenario is before


def test_changes_that_are_not_saved_are_asked_about(app_window, dialog, monkeypatch):
    monkeypatch.setattr(app_window.documents, "may_leave", lambda: False)
    before = app_window.session.scenario
    dialog.accept()
    assert app_window.session.scenario is before


def test_a_damaged_installation_is_said_to_be_one(app_window, monkeypatch):
    def missing():
        raise FileError("gallery.toml", "it belongs to Coreloom and is missing; install Coreloom again")

    monkeypatch.setattr("desktop_app.app.commands.examples.gallery", missing)
    heard = []
    app_window.documents.refused.connect(lambda title, text: heard.append(text))
    app_window.actions_by_name["gallery"].trigger()
    assert "install Coreloom again" in heard[0]


def test_a_picture_is_drawn_once(qapp):
    example = gallery()[0]
    assert entry_picture(example, DARK, 1.0) is entry_picture(example, DARK, 1.0)
    assert entry_picture(example, DARK, 1.0) is not entry_picture(example, LIGHT, 1.0)


def test_lessons_are_told_from_examples(dialog, qtbot):
    lessons, examples = len(shipped_lessons()), len(gallery())
    heard = [dialog.model.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(lessons + examples)]
    assert [text.startswith("Lesson: ") for text in heard] == [True] * lessons + [False] * examples
    row = dialog.list.visualRect(dialog.model.index(0, 0))
    corner = dialog.list.viewport().grab(row).toImage()
    colours = {corner.pixelColor(x, y).name().upper() for x in range(250, 330) for y in range(150, 195)}
    assert DARK.processes[0] in colours


def test_no_title_of_what_ships_is_cut_off(qapp):
    for entry in (*shipped_lessons(), *gallery()):
        font = _title_font(entry.title, _PICTURE.width())
        assert QFontMetrics(font).horizontalAdvance(entry.title) <= _PICTURE.width(), entry.title
    assert _title_font("short", _PICTURE.width()).pixelSize() == 15
