from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPdfWriter

from desktop_app.model.camera import Camera, Stop
from desktop_app.model.lit import parse_lit
from desktop_app.views.stage.journey import look
from desktop_app.views.stage.layout import arrange
from desktop_app.views.stage.lit_painting import VEIL, accent
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, LIGHT, THEMES
from tests.views.sample_snapshots import Sample
from tests.views.stage.lit_rects import rects_of

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1366, 560)


@pytest.fixture(scope="module")
def moment():
    return Sample(waiting=1, threads=3).at(460_000)


def options(*texts, stop=Stop.ALL):
    return StageOptions(lit=tuple(parse_lit(text) for text in texts), camera=Camera(stop=stop))


def painted(snapshot, how, theme=DARK):
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, QRectF(0, 0, *SIZE), snapshot, theme, how)
    painter.end()
    return image


def pixels(snapshot, text, how):
    """The pixels well inside the first place of what is lit."""
    frame = look(*SIZE, snapshot, DARK, how)
    rect, scale = rects_of(frame, parse_lit(text))[0], frame.layout.scale
    return QRectF(*(value * scale for value in rect)).adjusted(8, 6, -8, -6).toAlignedRect()


def test_where_nothing_is_lit_or_nothing_of_it_is_there_the_picture_is_as_ever(moment):
    plain = painted(moment, options())
    assert painted(moment, options("core 7", "P9", "variable nothing")) == plain
    closely = options(stop=Stop.BYTES)
    assert painted(moment, options("core 3", stop=Stop.BYTES)) == painted(moment, closely)


@pytest.mark.parametrize("text", ["core 1", "P2", "ready queue", "variable x"])
def test_what_is_lit_is_as_ever_and_all_else_is_dimmed(moment, text):
    how = options(text)
    plain, lit = painted(moment, options()), painted(moment, how)
    place = pixels(moment, text, how)
    assert lit.copy(place) == plain.copy(place)
    layout = arrange(*SIZE, 4)
    ground = QColor(DARK.window)
    for x, y in (
        (layout.trunk.cx, layout.trunk.bottom - 5),
        (layout.cores[3].card.cx, layout.cores[3].card.bottom - 4),
    ):
        before, after = (image.pixelColor(round(x * layout.scale), round(y * layout.scale)) for image in (plain, lit))
        for was, is_, far in zip(before.getRgb()[:3], after.getRgb()[:3], ground.getRgb()[:3], strict=True):
            assert abs(is_ - (was + (far - was) * VEIL)) <= 3
    header = QRectF(0, 0, SIZE[0], 30).toRect()
    assert lit.copy(header) == plain.copy(header)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_line_in_the_accent_s_colour_is_around_it(moment, theme):
    image = painted(moment, options("core 1"), theme)
    frame = look(*SIZE, moment, theme, options("core 1"))
    rect, scale = rects_of(frame, parse_lit("core 1"))[0], frame.layout.scale
    column = [image.pixelColor(round((rect.x - d) * scale), round(rect.cy * scale)).name() for d in (0.5, 1.0, 1.5)]
    assert accent(theme).lower() in column


def test_the_roads_of_the_bus_have_one_line_around_all_of_them(moment):
    """Where a rail leaves the trunk no line crosses the road."""
    image, layout = painted(moment, options("bus")), arrange(*SIZE, 4)
    rail, trunk = layout.rails[0], layout.trunk
    y = round((rail.operand_divider_y) * layout.scale)
    seen = {
        image.pixelColor(x, y).name()
        for x in range(round((trunk.right - 3) * layout.scale), round((trunk.right + 6) * layout.scale))
    }
    assert accent(DARK).lower() not in seen


def test_the_window_paints_what_a_file_has(moment, qtbot):
    view = StageView()
    qtbot.addWidget(view)
    view.resize(*SIZE)
    view.show()
    view.show_snapshot(moment)
    view.set_options(options("P1·T1", "bus"))
    assert view.accessibleDescription() == "Lit: P1·T1, bus"
    grabbed = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert grabbed == painted(moment, options("P1·T1", "bus"))
    view.set_options(options())
    assert view.accessibleDescription() == ""


def test_it_can_be_drawn_as_vectors(moment):
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    painter = QPainter(writer)
    painter.scale(5, 5)
    paint_stage(painter, QRectF(0, 0, *SIZE), moment, LIGHT, options("core 0", "bus"))
    painter.end()
    assert data.size() > 10_000
