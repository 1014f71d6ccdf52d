from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.model.states import ThreadState
from desktop_app.views.marks import StateToggle, chip, chip_width, state_pill, state_pill_width, state_shape
from desktop_app.views.theme import DARK, LIGHT


def picture(draw, width=160, height=40):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw(painter)
    painter.end()
    return image


def test_the_shapes_of_the_states_differ_without_colour(qapp):
    shapes = [
        picture(lambda p, state=state: state_shape(p, QPointF(20, 20), 14, state, QColor("black")))
        for state in ThreadState
    ]
    assert all(one != other for one, other in combinations(shapes, 2))


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_a_pill_and_a_chip_stay_in_their_widths(qapp, theme):
    for state in ThreadState:
        image = picture(lambda p, state=state: state_pill(p, QRectF(0, 0, 150, 40), state, theme))
        beyond = round(state_pill_width(state)) + 1
        assert all(image.pixelColor(x, 20) == QColor("white") for x in range(beyond, 160))
    image = picture(lambda p: chip(p, QRectF(0, 0, 150, 40), "P1·T1", 0, theme))
    assert image.pixelColor(3, 20) == theme.process(0)
    assert image.pixelColor(round(chip_width("P1·T1")) + 1, 20) == QColor("white")


def test_a_toggle_says_its_state_and_count(qtbot):
    toggle = StateToggle(ThreadState.READY, DARK)
    qtbot.addWidget(toggle)
    narrow = toggle.sizeHint().width()
    toggle.set_count(12)
    toggle.set_named(named=True)
    assert toggle.accessibleName() == "ready: 12"
    assert toggle.sizeHint().width() > narrow == toggle.minimumSizeHint().width()
    qtbot.keyClick(toggle, Qt.Key.Key_Space)
    assert not toggle.isChecked()
