from itertools import groupby

import pytest
from PySide6.QtCore import Qt

from desktop_app.app.opening import Opening
from desktop_app.views.theme import DARK, LIGHT


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_it_shows_threads_in_the_colours_of_processes_that_turn_and_come_back(qapp, qtbot, theme):
    opening = Opening(qapp, theme)
    qtbot.addWidget(opening)
    assert opening.isVisible()
    assert opening.accessibleName()
    image = opening.grab().toImage()
    between_cores = [image.pixelColor(130, y).name().upper() for y in range(image.height())]
    seen = [ink for ink, _run in groupby(ink for ink in between_cores if ink in theme.processes)]
    there = list(theme.processes[:4])
    assert seen == [*there, *reversed(there[:-1])]


def test_it_has_painted_before_anything_else_is_done(qapp, qtbot):
    opening = Opening(qapp, DARK)
    qtbot.addWidget(opening)
    assert opening._painted
    assert opening.windowFlags() & Qt.WindowType.X11BypassWindowManagerHint


def test_it_goes_once_the_window_is_there(qapp):
    opening = Opening(qapp, DARK)
    opening.finish()
    assert not opening.isVisible()
