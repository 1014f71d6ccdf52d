import pytest

from desktop_app.app.opening import Opening
from desktop_app.views.theme import DARK, LIGHT


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_it_shows_chips_in_the_colours_of_processes(qapp, qtbot, theme):
    opening = Opening(qapp, theme)
    qtbot.addWidget(opening)
    assert opening.isVisible()
    assert opening.accessibleName()
    image = opening.grab().toImage()
    middle = [image.pixelColor(x, image.height() // 2).name().upper() for x in range(image.width())]
    seen = list(dict.fromkeys(ink for ink in middle if ink in theme.processes))
    assert seen == list(theme.processes[:3])


def test_it_goes_once_the_window_is_there(qapp):
    opening = Opening(qapp, DARK)
    opening.finish()
    assert not opening.isVisible()
