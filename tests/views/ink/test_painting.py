import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from desktop_app.views.ink.ink import Ink, Tool
from desktop_app.views.ink.painting import (
    laser_colour,
    paint_ink,
    paint_lens,
    pen_colours,
    place_of,
    pointer_rect,
    strokes_rect,
)
from desktop_app.views.theme import DARK, LIGHT, THEMES
from tests.views.ink.samples import a_line, drawn

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (240, 135)
GROUND = "#404040"


def painted(ink, now_ms=0, size=SIZE, theme=DARK, **options):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    paint_ink(painter, QRectF(image.rect()), ink, theme, now_ms, **options)
    painter.end()
    return image


def inked(image):
    ground = QColor(GROUND)
    return [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) != ground]


def test_nothing_is_drawn_of_plain_ink():
    assert inked(painted(Ink())) == []
    assert inked(painted(Ink().choose(Tool.LASER))) == []


@pytest.mark.parametrize("size", [(320, 180), (240, 180), (420, 180)])
def test_a_stroke_stands_right_on_a_screen_of_another_shape(size):
    places = inked(painted(a_line(), size=size))
    xs, ys = [x for x, _ in places], [y for _, y in places]
    assert min(xs) == pytest.approx(0.2 * size[0], abs=2)
    assert max(xs) == pytest.approx(0.8 * size[0], abs=2)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(0.5 * size[1], abs=1)


@settings(max_examples=10)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=6))
def test_strokes_and_pointer_cover_no_more_than_they_say(points):
    ink = drawn(Ink().next_colour(), points)
    covered = strokes_rect(QRectF(0, 0, *SIZE), ink.strokes).united(pointer_rect(QRectF(0, 0, *SIZE), ink))
    places = inked(painted(ink))
    assert places
    assert all(covered.contains(QPointF(x + 0.5, y + 0.5)) for x, y in places)


@pytest.mark.parametrize("tool", [Tool.LASER, Tool.SPOTLIGHT, Tool.ERASER, Tool.PEN])
def test_each_pointer_is_seen_where_it_is_and_covers_no_more_than_it_says(tool):
    ink = Ink().choose(tool).move(0.3, 0.4, 0).move(0.5, 0.4, 10)
    covered = pointer_rect(QRectF(0, 0, *SIZE), ink)
    places = inked(painted(ink, 20))
    assert places
    assert all(covered.contains(QPointF(x + 0.5, y + 0.5)) for x, y in places)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_laser_pointer_has_a_bright_middle_in_its_colour(theme):
    ink = Ink().choose(Tool.LASER).move(0.5, 0.5, 0)
    image = painted(ink, size=(1280, 720), theme=theme)
    assert image.pixelColor(640, 360).lightness() > 240
    ring = {image.pixelColor(640 + offset, 360).name().upper() for offset in range(3, 8)}
    assert laser_colour(theme).upper() in ring


def test_the_trail_fades_and_can_be_left_out():
    ink = Ink().choose(Tool.LASER).move(0.2, 0.5, 0).move(0.5, 0.5, 100).move(0.8, 0.5, 200)
    counts = [len(inked(painted(ink, now_ms))) for now_ms in (200, 400, 620, 700)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] < counts[0]
    assert counts[-1] == len(inked(painted(ink, 200, trail=False)))


def test_all_but_the_spotlight_is_dark():
    image = painted(Ink().choose(Tool.SPOTLIGHT).move(0.5, 0.5, 0))
    assert image.pixelColor(120, 67).name() == GROUND
    assert image.pixelColor(5, 5).lightness() < 25


def test_the_pen_has_six_colours_in_each_palette():
    for theme in THEMES.values():
        assert len(set(pen_colours(theme))) == 6


@pytest.mark.parametrize("dpr", [1.0, 2.0])
def test_the_magnifier_shows_its_picture_once_within_its_rim(dpr):
    picture = QPixmap(round(80 * dpr), round(80 * dpr))
    picture.fill(QColor("#00FF00"))
    upper = QPainter(picture)
    upper.fillRect(0, 0, round(80 * dpr), round(30 * dpr), QColor("#0000FF"))
    upper.end()
    picture.setDevicePixelRatio(dpr)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(GROUND))
    painter = QPainter(image)
    at = place_of(QRectF(image.rect()), Ink().choose(Tool.MAGNIFIER).move(0.5, 0.5, 0).at)
    paint_lens(painter, at, 40, picture, LIGHT)
    painter.end()
    assert image.pixelColor(120, 67).name() == "#00ff00"
    assert image.pixelColor(120 + 34, 67).name() == "#00ff00"
    assert image.pixelColor(120, 67 - 20).name() == "#0000ff"
    assert image.pixelColor(120, 67 + 30).name() == "#00ff00"
    assert image.pixelColor(120 + 60, 67).name() == GROUND
