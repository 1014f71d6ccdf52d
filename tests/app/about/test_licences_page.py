import pytest
from PySide6.QtCore import Qt

from desktop_app.app.about import licences_page
from desktop_app.app.about.licences_page import LicencesPage
from desktop_app.storage.licences import Licensed
from desktop_app.views.theme import DARK


@pytest.fixture
def page(under, parts):
    page = LicencesPage(parts, DARK, under)
    page.resize(under.size())
    under.show()
    return page


def names(page):
    model = page.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_first_is_chosen_and_its_text_is_shown(page):
    assert names(page) == ["Coreloom", "pyqtgraph", "Qt", "PCRE2 (in Qt)"]
    assert page.title.text() == "Coreloom 0.1.0 – MIT"
    assert page.text.toPlainText() == "Permission is hereby granted"


def test_texts_are_read_when_they_are_looked_at(under):
    read = []

    def texts():
        read.append(True)
        return ()

    parts = (
        Licensed(name="a", version="1", licence="MIT"),
        Licensed(name="b", version="1", licence="MIT", texts=texts),
    )
    page = LicencesPage(parts, DARK, under)
    assert not read
    page.list.choose(1)
    assert read


@pytest.mark.parametrize(
    ("words", "found", "chosen"),
    [
        ("qt", ["pyqtgraph", "Qt", "PCRE2 (in Qt)"], "Qt"),
        ("LGPL", ["Qt"], "Qt"),
        ("bsd pyside6", ["PCRE2 (in Qt)"], "PCRE2 (in Qt)"),
        ("0.14", ["pyqtgraph"], "pyqtgraph"),
        ("  ", ["Coreloom", "pyqtgraph", "Qt", "PCRE2 (in Qt)"], "Coreloom"),
    ],
)
def test_what_is_typed_is_found_in_names_versions_licences_and_origins(page, qtbot, words, found, chosen):
    qtbot.keyClicks(page.search, words)
    assert names(page) == found
    assert page.list.chosen().name == chosen
    assert page.title.text().startswith(chosen)


def test_what_nothing_is_called_leaves_nothing_to_read(page, qtbot):
    qtbot.keyClicks(page.search, "nonsense")
    assert page.text.toPlainText() == ""
    assert page.title.text() == ""
    assert not page.list.isVisible()
    page.search.clear()
    assert page.list.isVisible()
    assert page.text.toPlainText() != ""


def test_the_arrows_move_in_the_list_while_the_search_has_the_focus(page, qtbot):
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.list.chosen().name == "pyqtgraph"
    qtbot.keyClick(page.search, Qt.Key.Key_PageDown)
    assert page.list.chosen().name == "PCRE2 (in Qt)"
    qtbot.keyClick(page.search, Qt.Key.Key_PageUp)
    qtbot.keyClick(page.search, Qt.Key.Key_Up)
    assert page.list.chosen().name == "Coreloom"


def test_texts_and_origins_are_no_markup(page):
    page.list.choose(2)
    assert page.text.toPlainText() == "<h1>GNU</h1>"
    page.list.choose(1)
    assert page.origin.text() == "Source: https://x.org/<b>"
    for label in (page.title, page.origin):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert not label.openExternalLinks()


def test_a_part_without_a_text_says_so(page):
    page.list.choose(3)
    assert "came without the text" in page.text.toPlainText()
    assert page.origin.text() == "Came with PySide6 6.11.3. "


def test_a_text_that_cannot_be_read_says_why(under, tmp_path):
    part = Licensed(name="a", version="1", licence="MIT", texts=lambda: (tmp_path / "gone",))
    assert "there is no such file" in LicencesPage((part,), DARK, under).text.toPlainText()


@pytest.mark.parametrize("there", [True, False])
def test_video_puts_a_copy_under_the_gpl(under, parts, monkeypatch, there):
    monkeypatch.setattr(licences_page, "has_video", lambda: there)
    page = LicencesPage(parts, DARK, under)
    assert "LGPL, version 3" in page.notice.text()
    assert ("GPL, version 3 or later" in page.notice.text()) is there


def test_each_row_is_told_to_those_who_hear_it(page):
    model = page.list.model()
    heard = model.index(3, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "PCRE2 (in Qt), BSD-3-Clause, came with PySide6 6.11.3"
    for control in (page.search, page.list, page.text):
        assert control.accessibleName()


def test_what_is_chosen_is_marked_and_names_are_painted(page):
    picture = page.list.grab().toImage()

    def colours(top):
        places = ((x, y) for x in range(picture.width()) for y in range(top, top + 48))
        return {picture.pixelColor(x, y).name() for x, y in places}

    first, second = colours(0), colours(48)
    assert DARK.track.lower() in first
    assert DARK.track.lower() not in second
    assert DARK.text.lower() in second
    assert DARK.muted.lower() in second
