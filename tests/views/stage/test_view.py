from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import Snapshot
from desktop_app.model.camera import Camera, Stop
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.stage.places import hits
from desktop_app.views.stage.queue_layout import view_of
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, LIGHT, Theme
from tests.scenarios import program, run
from tests.views.sample_snapshots import Sample


@pytest.fixture
def view(qtbot):
    stage = StageView()
    qtbot.addWidget(stage)
    stage.resize(1200, 520)
    stage.show()
    return stage


@pytest.fixture(scope="module")
def moments():
    return Moments(run(program(launches=2)))


def grabbed(view: StageView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def picture(snapshot: Snapshot, theme: Theme, size: tuple[int, int] = (1200, 520)) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, QRectF(0, 0, *size), snapshot, theme)
    painter.end()
    return image


def apart(a: QImage, b: QImage) -> float:
    """The share of colour channels that differ by more than a trace of antialiasing.

    A layer kept as pixels begins at a whole pixel, so that the edge of a glyph may fall between two others than it does
    when it is painted in place; which glyphs do depends on the version of Qt.
    """
    pairs = zip(bytes(a.constBits()), bytes(b.constBits()), strict=True)
    return sum(abs(x - y) > 3 for x, y in pairs) / a.sizeInBytes()


def test_a_moment_looks_the_same_whatever_was_shown_before(view):
    sample = Sample(waiting=1, processes=3)
    view.show_snapshot(sample.at(500_000))
    straight = grabbed(view)
    for t_ns in (900_000, 2_345_000, 1_000):
        view.show_snapshot(sample.at(t_ns))
        grabbed(view)
    view.show_snapshot(sample.at(500_000))
    assert grabbed(view) == straight


def test_the_roads_move_with_the_rows_of_another_run(view):
    snapshot = Sample().at(500_000)
    other = replace(snapshot, scheduler=replace(view_of(snapshot), levels=3))
    view.show_snapshot(snapshot)
    grabbed(view)
    view.show_snapshot(other)
    assert apart(grabbed(view), picture(other, DARK)) < 1e-4


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_window_shows_what_a_picture_shows(view, theme):
    """Kept layers are blended once more, so colours may differ by a rounding, and by no more."""
    snapshot = Sample(waiting=1).at(1_460_000)
    view.set_theme(theme)
    view.show_snapshot(snapshot)
    assert apart(grabbed(view), picture(snapshot, theme)) < 1e-4


@pytest.mark.parametrize("stop", [Stop.CORE, Stop.RAM, Stop.BYTECODE, Stop.SOURCE, Stop.BYTES])
def test_closely_the_window_shows_what_a_picture_shows(view, moments, stop):
    """No layer ends where what it shows has grown beyond it."""
    options = StageOptions(camera=Camera(stop=stop), reduce_motion=True)
    snapshot = moments.at(1_250_000)
    view.resize(1900, 800)
    view.set_options(options)
    view.show_snapshot(snapshot)
    for child in view.viewport().findChildren(QWidget):
        child.hide()  # what says where one is lies over the picture
    image = QImage(1900, 800, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, QRectF(0, 0, 1900, 800), snapshot, DARK, options)
    painter.end()
    below = QRect(0, 60, 1900, 740)  # where the title ends the edge of what is seen falls between two pixels
    assert apart(grabbed(view).copy(below), image.copy(below)) < 1e-4


def test_it_fills_a_new_size(view):
    snapshot = Sample(waiting=1).at(460_000)
    view.show_snapshot(snapshot)
    grabbed(view)
    view.resize(1000, 640)
    assert apart(grabbed(view), picture(snapshot, DARK, (1000, 640))) < 1e-4


def test_it_draws_an_empty_ground_before_the_first_moment(view):
    assert grabbed(view).pixelColor(600, 260).name().upper() == DARK.window
    assert view.snapshot is None


def test_a_click_on_a_thread_tells_which(view, qtbot):
    snapshot = Sample(waiting=1, threads=3).at(460_000)
    view.show_snapshot(snapshot)
    frame = compose(view.viewport().width(), view.viewport().height(), snapshot, DARK)
    for hit in hits(frame):
        place = QPoint(round(hit.rect.cx * frame.layout.scale), round(hit.rect.cy * frame.layout.scale))
        with qtbot.waitSignal(view.thread_clicked, timeout=0) as clicked:
            qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert clicked.args == [hit.thread]


def test_a_click_beside_threads_tells_nothing(view, qtbot):
    view.show_snapshot(Sample(waiting=1).at(460_000))
    with qtbot.assertNotEmitted(view.thread_clicked):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
