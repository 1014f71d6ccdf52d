"""What is painted comes out as the elements that one would have written by hand."""

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QLineF, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QStaticText

from desktop_app.export.svg_painting import SvgDevice
from desktop_app.views.theme import mono_font, ui_font

pytestmark = pytest.mark.usefixtures("qapp")
LINK = "{http://www.w3.org/1999/xlink}"


def painted(paint, width=200, height=100):
    device = SvgDevice(width, height)
    painter = QPainter(device)
    paint(painter)
    painter.end()
    return ET.fromstring(f'<svg xmlns:xlink="http://www.w3.org/1999/xlink">{device.body}</svg>')


def tags(root):
    return [one.tag for one in root.iter()][1:]


def test_shapes_are_what_was_painted():
    def paint(painter):
        painter.setPen(QPen(QColor("#010203"), 3))
        painter.setBrush(QColor("#ff0000"))
        painter.drawRect(QRectF(1, 2, 30, 40))
        painter.drawRoundedRect(QRectF(1, 2, 30, 40), 5, 5)
        painter.drawEllipse(QRectF(10, 10, 20, 10))
        painter.drawLine(QLineF(0, 1, 2, 3))
        painter.drawLine(QPoint(0, 1), QPoint(2, 3))
        painter.drawPolygon(QPolygonF([QPointF(0, 0), QPointF(5, 0), QPointF(5, 5)]))
        painter.drawPolyline(QPolygonF([QPointF(0, 0), QPointF(5, 0), QPointF(5, 5)]))

    root = painted(paint)
    assert tags(root) == ["rect", "rect", "ellipse", "line", "line", "path", "path"]
    plain, rounded, ellipse, line, other, polygon, polyline = root
    assert plain.attrib.items() >= {"fill": "#ff0000", "stroke": "#010203", "stroke-width": "3"}.items()
    assert rounded.get("rx") == "5"
    assert (ellipse.get("cx"), ellipse.get("cy"), ellipse.get("rx"), ellipse.get("ry")) == ("20", "15", "10", "5")
    assert line.attrib == other.attrib
    assert polygon.get("d") == "M0,0 L5,0 L5,5 L0,0 Z"
    assert (polyline.get("d"), polyline.get("fill")) == ("M0,0 L5,0 L5,5", "none")


def test_nothing_is_written_of_what_nobody_sees():
    def paint(painter):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(1, 2, 30, 40))
        painter.drawLine(0, 0, 5, 5)
        painter.fillRect(QRectF(0, 0, 9, 9), QColor(0, 0, 0, 0))
        painter.setClipRect(QRectF(0, 0, 10, 10))
        painter.setClipRect(QRectF(50, 50, 10, 10), Qt.ClipOperation.IntersectClip)
        painter.fillRect(QRectF(0, 0, 99, 99), QColor("red"))
        painter.drawText(QPointF(1, 9), "hidden")

    assert tags(painted(paint)) == []


def test_text_is_text_in_fonts_that_others_have():
    def paint(painter):
        painter.setPen(QColor("#112233"))
        painter.setFont(ui_font(15, 700, 1.4))
        painter.drawText(QPointF(3, 20), "  R & <A>M  ")
        painter.setFont(mono_font(13))
        painter.setOpacity(0.5)
        painter.drawText(QPointF(3, 40), "x = 10")

    words, code = painted(paint)
    assert (words.tag, words.text) == ("text", "  R & <A>M  ")
    assert (words.get("x"), words.get("y"), words.get("font-size"), words.get("font-weight")) == (
        "3",
        "20",
        "15",
        "700",
    )
    assert words.get("font-family").startswith("Inter, ")
    assert words.get("font-family").endswith("sans-serif")
    assert float(words.get("letter-spacing")) == pytest.approx(1.4, abs=0.02)
    assert words.get("fill") == "#112233"
    assert code.get("font-family").startswith("'JetBrains Mono', ")
    assert float(code.get("fill-opacity")) == pytest.approx(0.5, abs=0.01)


def test_a_line_that_needs_several_fonts_is_one_text():
    def paint(painter):
        painter.setFont(ui_font(15))
        painter.drawText(QPointF(3, 20), "◂ results ▸ next")
        painter.drawText(QPointF(3, 40), "another")
        painter.drawText(QPointF(150, 40), "far away")

    assert [one.text for one in painted(paint)] == ["◂ results ▸ next", "another", "far away"]


def test_prepared_text_is_text_too():
    def paint(painter):
        painter.setFont(ui_font(15))
        painter.drawStaticText(QPointF(3, 20), QStaticText("P1·T1"))

    assert [one.text for one in painted(paint)] == ["P1·T1"]


def test_groups_say_how_things_are_transformed_and_cut_off():
    def paint(painter):
        painter.fillRect(QRectF(0, 0, 200, 100), QColor("white"))
        painter.setClipRect(QRectF(-10, -10, 900, 900))
        painter.scale(2, 2)
        painter.fillRect(QRectF(1, 1, 2, 2), QColor("red"))
        painter.fillRect(QRectF(3, 3, 2, 2), QColor("red"))
        painter.save()
        painter.setClipRect(QRectF(5, 5, 20, 20), Qt.ClipOperation.IntersectClip)
        painter.setClipRect(QRect(10, 0, 50, 50), Qt.ClipOperation.IntersectClip)
        painter.fillRect(QRectF(0, 0, 100, 50), QColor("blue"))
        painter.restore()
        painter.fillRect(QRectF(7, 7, 2, 2), QColor("red"))

    root = painted(paint)
    defs, white, first, cut, last = root
    assert (white.tag, white.get("fill")) == ("rect", "#ffffff")
    assert (first.get("transform"), len(first)) == ("matrix(2 0 0 2 0 0)", 2)
    assert cut.get("clip-path") == f"url(#{defs[0].get('id')})"
    assert defs[0][0].attrib == {"x": "20", "y": "10", "width": "30", "height": "40"}
    assert [group.get("transform") for group in (cut[0], last)] == ["matrix(2 0 0 2 0 0)"] * 2
    assert (len(cut[0]), len(last)) == (1, 1)


def test_a_round_window_cuts_along_its_edge():
    def paint(painter):
        path = QPainterPath()
        path.addEllipse(QRectF(0, 0, 50, 50))
        painter.setClipPath(path)
        painter.setClipRect(QRectF(0, 0, 25, 100), Qt.ClipOperation.IntersectClip)
        painter.fillRect(QRectF(0, 0, 200, 100), QColor("red"))

    defs, _cut = painted(paint)
    assert defs[0][0].tag == "path"
    assert "C" in defs[0][0].get("d")


def test_the_same_window_and_the_same_tile_are_defined_once():
    tile = QImage(2, 1, QImage.Format.Format_RGB32)
    tile.setPixelColor(0, 0, QColor("red"))
    tile.setPixelColor(1, 0, QColor("blue"))

    def paint(painter):
        for x in range(4):
            painter.save()
            painter.setClipRect(QRectF(0, 0, 50, 50))
            painter.fillRect(QRectF(x, 0, 1, 1), QBrush(tile))
            painter.restore()
            painter.fillRect(QRectF(60 + x, 0, 1, 1), QColor("red"))

    defs = painted(paint)[0]
    assert sorted(one.tag for one in defs) == ["clipPath", "pattern"]
    assert len({one.get("id") for one in defs}) == 2


def test_pictures_stand_where_they_were_painted():
    image = QImage(10, 5, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))

    def paint(painter):
        painter.drawImage(QRectF(20, 10, 40, 10), image, QRectF(0, 0, 10, 5))
        painter.setOpacity(0.5)
        painter.drawPixmap(QPoint(1, 2), QPixmap.fromImage(image))

    large, small = painted(paint)
    assert large.get("transform") == "matrix(4 0 0 2 20 10)"
    assert large[0].get("d") == "M0,0H10V5H0Z"
    assert (small.get("transform"), small.get("opacity")) == ("matrix(1 0 0 1 1 2)", "0.5")


def test_what_takes_away_is_a_mask_over_all_that_was_painted_before():
    def paint(painter):
        painter.fillRect(QRectF(0, 0, 200, 100), QColor("red"))
        painter.scale(2, 2)
        painter.fillRect(QRectF(10, 10, 20, 20), QColor("blue"))
        painter.setClipRect(QRectF(0, 0, 50, 25))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
        hole = QPainterPath()
        hole.addRect(QRectF(5, 5, 60, 40))
        painter.fillPath(hole, QColor(0, 0, 0, 153))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.fillRect(QRectF(10, 10, 20, 20), QColor("white"))

    defs, masked, after = painted(paint)
    mask = next(one for one in defs if one.tag == "mask")
    assert masked.get("mask") == f"url(#{mask.get('id')})"
    assert [one.get("fill") for one in masked.iter("rect")] == ["#ff0000", "#0000ff"]
    page, (hole,) = mask
    assert page.attrib == {"x": "0", "y": "0", "width": "200", "height": "100", "fill": "white"}
    assert hole.attrib == {"x": "10", "y": "10", "width": "120", "height": "80", "fill": "black", "fill-opacity": "0.6"}
    assert [one.get("fill") for one in after.iter("rect")] == ["#ffffff"]
