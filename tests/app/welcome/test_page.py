import pytest
from PySide6.QtWidgets import QScrollArea

from desktop_app.app.welcome.offer import Offer
from desktop_app.app.welcome.page import WelcomePage
from desktop_app.views.theme import LIGHT

OFFERS = [Offer(name=f"offer{number}", title=f"Offer {number}", line="What one gets") for number in range(6)]
KEYS = [("Space", "Play or pause"), ("← →", "One instruction back or forward")]


@pytest.fixture
def page(qtbot):
    page = WelcomePage(OFFERS, KEYS, every_start=False, parent=None)
    qtbot.addWidget(page)
    page.set_theme(LIGHT)
    return page


def test_a_card_that_is_pressed_says_which(page):
    chosen = []
    page.chosen.connect(chosen.append)
    for card in page.cards:
        card.click()
    assert chosen == [offer.name for offer in OFFERS]


def test_every_control_has_a_name_and_can_be_reached(page):
    assert len(page.controls) == len(OFFERS) + 2
    assert all(control.accessibleName() or control.text() for control in page.controls)


def test_it_says_what_is_chosen_at_its_foot(page):
    asked, closed = [], []
    page.every_start_chosen.connect(asked.append)
    page.close_requested.connect(lambda: closed.append(True))
    page.every_start.click()
    page.close_button.click()
    assert asked == [True]
    assert closed == [True]


def test_where_there_is_no_room_it_scrolls_and_its_foot_stays(qtbot, page):
    page.resize(380, 300)
    page.show()
    bar = page.findChild(QScrollArea).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert page.rect().contains(page.close_button.geometry())
    page.resize(380, 700)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
