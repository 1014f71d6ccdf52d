from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.analysis.snapshot import Snapshot, VariableView
from desktop_app.views.stage.backdrop import Backdrop
from desktop_app.views.stage.cores import hits as cores_hits
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.painting import PARTS, paint_kept, paint_stage
from desktop_app.views.stage.places import hits
from desktop_app.views.theme import DARK, LIGHT, Theme
from tests.views.sample_snapshots import LONG, Sample

pytestmark = pytest.mark.usefixtures("qapp")


def painted(snapshot: Snapshot, theme: Theme = DARK, size: tuple[int, int] = (1366, 560)) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, QRectF(0, 0, *size), snapshot, theme)
    painter.end()
    return image


def pixels(image: QImage) -> bytes:
    return bytes(image.constBits())


def test_a_picture_depends_on_its_moment_alone():
    sample = Sample(waiting=1)
    first = pixels(painted(sample.at(500_000)))
    other = pixels(painted(sample.at(930_000)))
    assert pixels(painted(sample.at(500_000))) == first
    assert other != first


def test_a_picture_of_which_something_is_kept_is_the_same():
    sample, backdrop = Sample(waiting=1), Backdrop()
    for t_ns in (500_000, 930_000, 500_000):
        image = QImage(1366, 560, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_kept(painter, compose(1366, 560, sample.at(t_ns), DARK), backdrop, QSize(1366, 560), 1.0)
        painter.end()
        assert pixels(image) == pixels(painted(sample.at(t_ns)))


def test_the_painter_is_left_as_it_was():
    image = QImage(1000, 500, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setOpacity(0.5)
    before = painter.worldTransform()
    paint_stage(painter, QRectF(20, 10, 900, 420), Sample().at(500_000), DARK)
    assert painter.opacity() == pytest.approx(0.5, abs=0.01)
    assert painter.worldTransform() == before
    assert not painter.hasClipping()
    painter.end()


def test_the_stage_covers_its_place_and_nothing_else():
    image = QImage(1000, 500, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff00ff"))
    painter = QPainter(image)
    paint_stage(painter, QRectF(20, 10, 900, 420), Sample().at(500_000), DARK)
    painter.end()
    assert image.pixelColor(19, 200) == QColor("#ff00ff")
    assert image.pixelColor(920, 200) == QColor("#ff00ff")
    assert image.pixelColor(20, 10) == QColor(DARK.window)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("cores", [1, 2, 4, 8, 16, 64])
@pytest.mark.parametrize("size", [(1920, 840), (900, 420)])
def test_every_number_of_cores_is_drawn_in_the_colour_of_its_process(cores, theme, size):
    snapshot = Sample(cores=cores, processes=7, threads=10, waiting=3).at(1_350_000)
    image, frame = painted(snapshot, theme, size), compose(*size, snapshot, theme)
    labelled = cores_hits(frame)
    assert [hit.thread for hit in labelled] == [core.thread.index for core in snapshot.cores]
    for core, hit in zip(snapshot.cores, labelled, strict=True):
        x, y = (hit.rect.x + 2.5) * frame.layout.scale, hit.rect.cy * frame.layout.scale
        assert image.pixelColor(int(x), int(y)) == theme.process(core.thread.process)


@pytest.mark.parametrize(
    "sample",
    [
        Sample(cores=2, processes=0),
        Sample(cores=1, processes=1, threads=1),
        Sample(cores=2, processes=3, ended=3),
        Sample(cores=4, processes=12, ended=10, threads=3, switch_ns=300_000),
        Sample(cores=4, processes=2, bursts=True, threads=2, waiting=1),
        Sample(cores=4, processes=80, threads=1),
        Sample(cores=16, processes=2, threads=300, waiting=250),
        Sample(cores=2, processes=2, threads=3, source=LONG, program="a" * 300 + ".py"),
    ],
)
def test_every_kind_of_moment_draws_inside_its_parts(sample):
    """No part's layer may draw outside its rectangle: a window would cut it off there."""
    for t_ns in (0, 50_000, 1_200_000):
        snapshot = sample.at(t_ns)
        frame = compose(1366, 560, snapshot, DARK)
        scale = frame.layout.scale
        for part in PARTS:
            for layer in part.fixed(frame):
                image = QImage(1366, 560, QImage.Format.Format_ARGB32_Premultiplied)
                image.fill(0)
                painter = QPainter(image)
                painter.setRenderHints(QPainter.RenderHint.Antialiasing)
                painter.scale(scale, scale)
                layer.paint(painter)
                painter.resetTransform()
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
                painter.fillRect(QRectF(*(value * scale for value in layer.rect)).adjusted(-2, -2, 2, 2), 0)
                painter.end()
                assert not any(pixels(image)), layer.name


def test_long_texts_are_shortened_and_never_leave_their_place():
    sample = Sample(cores=4, processes=1, threads=1)
    snapshot = sample.at(620_000)
    long = "'" + "x" * 500 + "'"
    process = replace(
        snapshot.processes[0],
        variables=(VariableView(name="n" * 200, text=long, written_ns=0, writer="P1·T1"),),
        stacks=tuple(replace(stack, values=(long,) * 9) for stack in snapshot.processes[0].stacks),
    )
    cores = tuple(replace(core, top=long, idle_reason="because " * 80) for core in snapshot.cores)
    crowded = replace(
        snapshot, processes=(process,), cores=cores, title="T" * 300, subtitle="s" * 300, summary="m" * 300
    )
    gaps = compose(1366, 560, crowded, DARK).layout
    image, plain = painted(crowded), painted(replace(crowded, title="", subtitle="", summary="", processes=()))
    between = round((gaps.ram.right + 4) * gaps.scale)
    for y in range(round(gaps.ram.y), round(gaps.port.y * gaps.scale) - 4, 3):
        assert image.pixelColor(between, y) == plain.pixelColor(between, y)


def test_threads_can_be_found_where_they_are_labelled():
    snapshot = Sample(cores=4, processes=3, threads=3, waiting=2).at(620_000)
    frame = compose(1366, 560, snapshot, DARK)
    found = {hit.thread for hit in hits(frame)}
    assert {core.thread.index for core in snapshot.cores} <= found
    assert {thread.index for thread in snapshot.ready} <= found
    assert {wait.thread.index for wait in snapshot.waiting} <= found
