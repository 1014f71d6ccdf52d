import pytest
from PySide6.QtCore import Qt

from desktop_app.app.five_differences.card import CellCard
from desktop_app.app.five_differences.row import most_of
from desktop_app.teaching.differences.table import TABLE
from desktop_app.views.theme import THEMES

ROW = TABLE[1]


@pytest.fixture
def card(qtbot):
    card = CellCard(ROW, ROW.cells[0])
    qtbot.addWidget(card)
    card.heard = []
    card.chosen.connect(lambda: card.heard.append("chosen"))
    card.play_requested.connect(lambda: card.heard.append("play"))
    card.step_requested.connect(lambda *step: card.heard.append(step))
    card.show()
    return card


def test_who_cannot_see_it_hears_what_it_says(card, measurements):
    assert card.accessibleName() == "Footprint, process"
    assert "Being measured" in card.accessibleDescription()
    figures = measurements.figures(ROW.cells[0].demonstrations[0])
    card.show_figures(figures, most_of(list(figures)))
    said = card.accessibleDescription()
    assert ROW.cells[0].statement in said
    assert "One more, by fork: 1.5 MB" in said
    assert "On this computer: not measured yet" in said
    assert card.rows.accessibleName() in said


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_it_plays_by_keys(card, qtbot, key):
    qtbot.keyClick(card, key)
    assert card.heard == ["chosen", "play"]


def test_arrows_go_elsewhere_and_other_keys_to_the_window(card, qtbot):
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_A):
        qtbot.keyClick(card, key)
    assert card.heard == [(-1, 0), (1, 0), (0, -1), (0, 1)]


def test_a_click_chooses_and_the_button_plays(card, qtbot):
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card.play, Qt.MouseButton.LeftButton)
    assert card.heard[0] == "chosen"
    assert card.heard.count("play") == 1
    assert card.play.accessibleName() == "Show on the stage: Footprint, process"


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_its_edge_says_that_it_is_chosen(card, theme):
    card.set_theme(theme)
    card.resize(320, 200)
    pale = card.grab().toImage()
    card.set_chosen(True)
    assert card.grab().toImage() != pale
