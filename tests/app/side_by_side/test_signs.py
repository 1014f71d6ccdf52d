import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.analysis.comparison import Verdict
from desktop_app.app.side_by_side.signs import paint_number, paint_verdict, verdict_colour
from desktop_app.views.theme import THEMES


def painted(paint):
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_signs_differ_in_shape_and_colour(qapp, theme):
    signs = [
        painted(lambda painter, verdict=verdict: paint_verdict(painter, QRectF(4, 4, 32, 32), verdict, theme))
        for verdict in (Verdict.BETTER, Verdict.WORSE, Verdict.SAME, Verdict.OTHER)
    ]
    assert all(signs[one] != signs[other] for one in range(4) for other in range(one))
    assert signs[3] == painted(lambda painter: None)
    assert verdict_colour(Verdict.BETTER, theme) != verdict_colour(Verdict.WORSE, theme)


def test_numbers_tell_runs_apart(qapp):
    numbers = [
        painted(lambda painter, number=number: paint_number(painter, QRectF(2, 2, 36, 36), number, THEMES["dark"]))
        for number in range(4)
    ]
    assert all(numbers[one] != numbers[other] for one in range(4) for other in range(one))
