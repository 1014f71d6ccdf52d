import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from desktop_app.app.command_finder import CommandFinder, score
from desktop_app.app.registry.spec import Place
from desktop_app.app.registry.table import ACTIONS


@pytest.fixture
def finder(app_window):
    app_window.actions_by_name["find_command"].trigger()
    return app_window.findChild(CommandFinder)


def texts(finder):
    return [finder.model.item(row).text() for row in range(finder.model.rowCount())]


def test_it_offers_every_command_but_itself(finder):
    assert finder.model.rowCount() == sum(spec.place is not Place.SHOW for spec in ACTIONS) - 1


def test_a_part_of_a_name_finds_a_command_and_enter_does_it(app_window, finder, qtbot):
    qtbot.keyClicks(finder.field, "millisecond forw")
    assert texts(finder)[0] == "One millisecond forward"
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert app_window.playhead.t_ns == 1_000_000


def test_letters_in_their_order_are_enough(finder, qtbot):
    qtbot.keyClicks(finder.field, "nsd")
    assert "Next scheduling decision" in texts(finder)


def test_one_walks_through_the_list_from_the_field(finder, qtbot):
    qtbot.keyClick(finder.field, Qt.Key.Key_Down)
    qtbot.keyClick(finder.field, Qt.Key.Key_Down)
    qtbot.keyClick(finder.field, Qt.Key.Key_Up)
    assert finder.list.currentIndex().row() == 1
    qtbot.keyClick(finder.field, Qt.Key.Key_PageUp)
    assert finder.list.currentIndex().row() == 0


def test_what_is_called_by_no_name_does_nothing(app_window, finder, qtbot):
    qtbot.keyClicks(finder.field, "zzzzqx")
    assert texts(finder) == []
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert finder.isVisible()


def test_a_command_that_cannot_be_done_now_is_not(app_window, qtbot):
    app_window.actions_by_name["end"].setEnabled(False)
    app_window.actions_by_name["find_command"].trigger()
    finder = app_window.findChild(CommandFinder)
    qtbot.keyClicks(finder.field, "go to the end")
    qtbot.keyClick(finder.field, Qt.Key.Key_Return)
    assert app_window.playhead.t_ns == 0


@given(st.text(max_size=12), st.text(max_size=30))
def test_whatever_is_typed_gets_an_answer(words, text):
    found = score(words, text)
    assert found is None or isinstance(found, int)
    assert score(text, text) is not None or not text.split()
