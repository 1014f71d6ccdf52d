from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.views.ink.ink import TRAIL_MS, Ink, Tool
from desktop_app.views.ink.overlay import InkOverlay
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import LIGHT
from tests.views.ink.samples import a_line
from tests.views.sample_snapshots import Sample


class Screen(QWidget):
    """Something to draw over: it counts clicks."""

    def __init__(self):
        super().__init__()
        self.clicks = 0

    def paintEvent(self, _event):
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#203040"))
        painter.end()

    def mousePressEvent(self, _event):
        self.clicks += 1


@pytest.fixture
def screen(qtbot):
    widget = Screen()
    qtbot.addWidget(widget)
    widget.resize(640, 360)
    widget.show()
    return widget


@pytest.fixture
def overlay(screen):
    now = [1_000]
    widget = InkOverlay(screen, now_ms=lambda: now[0])
    widget.now = now
    widget.show()
    return widget


def test_it_covers_the_screen_whatever_size_that_has(screen, overlay):
    assert overlay.geometry() == screen.rect()
    screen.resize(800, 300)
    assert overlay.geometry() == QRect(0, 0, 800, 300)


def test_it_shows_ink_over_what_is_under_it(screen, overlay):
    plain = screen.grab().toImage()
    assert plain.pixelColor(320, 180).name() == "#203040"
    overlay.set_ink(a_line())
    drawn = screen.grab().toImage()
    assert drawn.pixelColor(320, 180).name() != "#203040"
    assert drawn.pixelColor(320, 100).name() == "#203040"
    overlay.set_ink(overlay.ink.clear().leave())
    assert screen.grab().toImage() == plain


def test_finished_strokes_that_are_kept_look_like_those_under_way(screen, overlay):
    under_way = Ink().choose(Tool.PEN).press(0.2, 0.5, 0).move(0.5, 0.4, 0).move(0.8, 0.6, 0).leave()
    overlay.set_ink(under_way)
    first = screen.grab().toImage()
    overlay.set_ink(under_way.release())
    assert screen.grab().toImage() == first


def test_only_while_a_tool_is_held_clicks_do_not_go_through(screen, overlay):
    QTest.mouseClick(screen.childAt(10, 10) or screen, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert screen.clicks == 1
    overlay.set_ink(Ink().choose(Tool.PEN))
    assert screen.childAt(10, 10) is overlay
    assert overlay.cursor().shape() is Qt.CursorShape.CrossCursor
    overlay.set_ink(Ink())
    assert screen.childAt(10, 10) is None


def test_the_trail_is_gone_after_a_while_by_itself(overlay, screen):
    ink = Ink().choose(Tool.LASER).move(0.2, 0.5, 1_000).move(0.7, 0.5, 1_000)
    overlay.set_ink(ink)
    assert overlay._fading.isActive()
    long_trail = screen.grab().toImage()
    overlay.now[0] += TRAIL_MS // 2
    assert screen.grab().toImage() != long_trail
    overlay.now[0] += TRAIL_MS
    overlay._fade()
    assert overlay.ink.trail == ()
    assert not overlay._fading.isActive()
    overlay.set_ink(ink)
    overlay.set_reduce_motion(reduce_motion=True)
    assert screen.grab().toImage().pixelColor(200, 180).name() == "#203040"


def test_what_is_held_is_said(overlay):
    overlay.set_ink(a_line())
    assert overlay.accessibleName() == "Pointer and pen"
    assert overlay.accessibleDescription() == "pen; strokes: 1"


@pytest.fixture
def stage(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    view = StageView()
    column.addWidget(view)
    widget.resize(1366, 560)
    widget.show()
    view.set_theme(LIGHT)
    view.show_snapshot(Sample(waiting=1, threads=3).at(460_000))
    return widget


def test_the_magnifier_shows_what_is_under_it_sharper_than_its_pixels(stage):
    overlay = InkOverlay(stage)
    overlay.set_theme(LIGHT)
    overlay.show()
    plain = stage.grab().toImage()
    overlay.set_ink(Ink().choose(Tool.MAGNIFIER).move(0.1, 0.3, 0))
    lens = overlay._lens.toImage()
    zoom = overlay.ink.zoom
    half = lens.width() / zoom / 2
    seen = plain.copy(QRect(round(136.6 - half), round(168 - half), round(2 * half), round(2 * half)))
    blown_up = seen.scaled(lens.size(), mode=Qt.TransformationMode.SmoothTransformation)
    assert _apart(_small(lens), _small(blown_up)) < 5
    assert _apart(_small(lens), _small(plain.copy(QRect(600, 300, 60, 60)))) > 10
    assert _steepest(lens) > 1.3 * _steepest(blown_up)
    assert stage.grab().toImage() != plain
    overlay.set_ink(Ink())
    assert overlay._lens.isNull()
    assert stage.grab().toImage() == plain


def test_strokes_are_magnified_too_and_another_picture_is_looked_at_again(screen, overlay):
    overlay.set_ink(a_line().choose(Tool.MAGNIFIER).move(0.5, 0.5, 0))
    middle = overlay._lens.width() // 2
    lens = overlay._lens.toImage()
    assert lens.pixelColor(middle, middle).name() != "#203040"
    assert lens.pixelColor(middle, 5).name() == "#203040"
    overlay.picture_changed()
    assert overlay._lens.toImage() == lens


def _grey(image: QImage):
    return [[image.pixelColor(x, y).lightness() for x in range(image.width())] for y in range(0, image.height(), 4)]


def _small(image):
    return image.scaled(16, 16, mode=Qt.TransformationMode.SmoothTransformation)


def _apart(one, other):
    pairs = [
        (a, b)
        for first, second in zip(_grey(one), _grey(other), strict=True)
        for a, b in zip(first, second, strict=True)
    ]
    return sum(abs(a - b) for a, b in pairs) / len(pairs)


def _steepest(image):
    """How much neighbouring pixels differ, on average of the steepest hundredth."""
    steps = sorted((abs(a - b) for row in _grey(image) for a, b in pairwise(row)), reverse=True)
    top = steps[: len(steps) // 100]
    return sum(top) / len(top)
