import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.model.lesson import Caption
from desktop_app.views.caption.band import (
    StepLine,
    fits,
    height_needed,
    most_height,
    paint_band,
    plan_band,
    text_px,
)
from desktop_app.views.theme import DARK, LIGHT, THEMES
from tests.views.caption.samples import CAPTIONS, SIZES, caption

pytestmark = pytest.mark.usefixtures("qapp")
STEPS = st.none() | st.builds(lambda title, count: StepLine(title=title, number=1, count=count), st.text(), st.just(9))


@given(SIZES)
def test_text_is_at_least_a_thirtieth_of_the_picture(size):
    assert text_px(size[1]) * 30 >= size[1] > (text_px(size[1]) - 1) * 30


@settings(max_examples=60)
@given(CAPTIONS, SIZES, STEPS)
def test_a_caption_stays_inside_its_panel_at_every_shape_of_picture(caption, size, step):
    width, height = size
    high = height_needed(caption, width, height, step)
    assert high < height * 0.27
    if high:
        plan = plan_band(QRectF(0, 0, width, high), caption, height, step)
        assert plan.setting.count <= 3
        assert plan.panel.contains(plan.text) or not plan.setting.count
        assert plan.setting.whole == fits(caption, width, height)
        if plan.step is not None:
            assert plan.panel.contains(plan.step)
            assert plan.step.bottom() <= plan.text.top()


@settings(max_examples=30)
@given(CAPTIONS, SIZES, st.floats(0.06, 0.3), STEPS)
def test_where_the_band_is_low_it_loses_lines(caption, size, share, step):
    width, height = size
    rect = QRectF(0, 0, width, height * share)
    plan = plan_band(rect, caption, height, step)
    if share > 0.11:
        assert plan.text.top() >= rect.top() - 1
        assert plan.text.bottom() <= rect.bottom() + 1


def test_the_longest_caption_of_ordinary_words_fits_on_wide_pictures_only():
    sentence = (
        "The scheduler gives each thread one millisecond, and then it is the turn of the next thread in the queue. "
    )
    words = caption((sentence * 3)[:240].rsplit(" ", 1)[0])
    assert fits(words, 1920, 1080)
    assert not fits(words, 1024, 768)


def test_the_band_of_a_lesson_is_as_high_as_its_highest():
    captions = [caption("one"), caption("one", "two"), Caption()]
    assert height_needed(captions[0], 1366, 768) < height_needed(captions[1], 1366, 768)
    assert most_height(captions, 1366, 768) == height_needed(captions[1], 1366, 768)
    assert most_height([], 1366, 768) == height_needed(Caption(), 1366, 768) == 0


def painted(theme, text, step=None, size=(1024, 768)):
    words = caption(text)
    image = QImage(size[0], height_needed(words, *size, step), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.window))
    painter = QPainter(image)
    paint_band(painter, QRectF(image.rect()), words, theme, height=size[1], step=step)
    painter.end()
    return image


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_it_is_drawn_in_the_colours_of_each_palette(theme):
    image = painted(theme, "Now z is 30.")
    seen = {image.pixelColor(x, y).name().upper() for x in range(1024) for y in range(0, image.height(), 2)}
    assert {theme.window.upper(), theme.panel.upper(), theme.text.upper()} <= seen


def test_the_same_caption_is_the_same_picture_and_a_step_s_title_changes_it():
    step = StepLine(title="Two threads", number=3, count=14)
    assert painted(LIGHT, "Now.") == painted(LIGHT, "Now.")
    assert painted(DARK, "Now.", step) != painted(DARK, "Now.", StepLine(title="Two threads", number=4, count=14))
    assert step.counter == "3 / 14"
    assert StepLine(title="").counter == ""
