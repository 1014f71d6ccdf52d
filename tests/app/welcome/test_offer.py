import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from desktop_app.app.welcome.offer import Offer, OfferCard
from desktop_app.views.theme import THEMES

OFFER = Offer(name="open", title="Open your own program", line="See it compiled, launched and executed on a core")


@pytest.fixture
def card(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    yield OfferCard(OFFER, 2, main=False, parent=page)
    page.hide()


def test_a_narrow_card_is_higher_and_none_is_higher_than_it_needs(card):
    assert card.heightForWidth(400) < card.heightForWidth(200) < card.heightForWidth(120)
    assert card.minimumSizeHint().height() <= card.heightForWidth(400)
    assert card.hasHeightForWidth()
    no_line = OfferCard(Offer(name="a", title="A", line=""), 0, main=True, parent=card.parentWidget())
    assert no_line.heightForWidth(400) < card.heightForWidth(400)


def test_it_says_what_it_is(card):
    assert card.accessibleName() == OFFER.title
    assert card.accessibleDescription() == OFFER.line
    assert card.focusPolicy() is Qt.FocusPolicy.StrongFocus


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_its_stripe_has_the_colour_of_a_process_and_the_main_one_is_all_of_that(card, theme):
    main = OfferCard(OFFER, 0, main=True, parent=card.parentWidget())
    for each in (card, main):
        each.set_theme(theme)
        each.resize(320, each.heightForWidth(320))
    image = card.grab().toImage()
    assert image.pixelColor(2, card.height() // 2) == theme.process(2)
    assert image.pixelColor(310, card.height() // 2) == QColor(theme.panel)
    assert main.grab().toImage().pixelColor(310, main.height() // 2) == QColor(theme.processes[0])


def test_the_focus_can_be_seen(qtbot, card):
    card.resize(320, card.heightForWidth(320))
    before = card.grab().toImage()
    page = card.parentWidget()
    page.show()
    page.activateWindow()
    card.setFocus()
    qtbot.waitUntil(card.hasFocus)
    assert card.grab().toImage() != before


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_choose_it(qtbot, card, key):
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, key)
