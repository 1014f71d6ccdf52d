import xml.etree.ElementTree as ET

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPen, QTransform

from desktop_app.export.svg_shapes import fill_of, is_rectangle, matrix_of, shape_of, stroke_of

PLACE = QRectF(1.5, 2, 30, 20)


def attributes(text):
    found = ET.fromstring(text)
    return found.tag, dict(found.attrib)


def test_rectangles_stay_rectangles():
    plain, rounded = QPainterPath(), QPainterPath()
    plain.addRect(PLACE)
    rounded.addRoundedRect(PLACE, 6, 6)
    place = {"x": "1.5", "y": "2", "width": "30", "height": "20"}
    assert attributes(shape_of(plain, {"fill": "red"})) == ("rect", {**place, "fill": "red"})
    assert attributes(shape_of(rounded, {})) == ("rect", {**place, "rx": "6"})
    assert is_rectangle(plain)
    assert not is_rectangle(rounded)


def test_what_only_looks_like_a_rectangle_is_a_path():
    leaning, two = QPainterPath(), QPainterPath()
    for x, y in ((0, 0), (10, 1), (10, 10), (0, 10), (0, 0)):
        (leaning.lineTo if leaning.elementCount() else leaning.moveTo)(x, y)
    two.addRoundedRect(PLACE, 6, 3)
    for path in (leaning, two):
        assert not is_rectangle(path)
        assert attributes(shape_of(path, {}))[0] == "path"


def test_curves_stay_curves_and_closed_parts_closed():
    path = QPainterPath()
    path.moveTo(0, 0)
    path.cubicTo(0, 10, 10, 10, 10, 0)
    path.moveTo(20, 0)
    path.lineTo(30, 0)
    path.lineTo(30, 10)
    path.closeSubpath()
    path.setFillRule(Qt.FillRule.WindingFill)
    tag, found = attributes(shape_of(path, {"fill": "none"}))
    assert (tag, found) == ("path", {"d": "M0,0 C0,10 10,10 10,0 M20,0 L30,0 L30,10 L20,0 Z", "fill": "none"})


def test_colours_say_how_opaque_they_are_only_where_they_are_not():
    assert fill_of(QColor("#102030"), 1.0) == {"fill": "#102030", "fill-opacity": None}
    half = QColor("#102030")
    half.setAlphaF(0.5)
    found = fill_of(half, 0.5)["fill-opacity"]
    assert isinstance(found, float)
    assert abs(found - 0.25) < 0.01


def test_pens_draw_what_they_do():
    assert stroke_of(QPen(Qt.PenStyle.NoPen), 1.0) == {}
    pen = QPen(QColor("red"), 2.0)
    pen.setDashPattern([3.0, 2.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    found = stroke_of(pen, 1.0)
    assert (found["stroke"], found["stroke-width"], found["stroke-dasharray"]) == ("#ff0000", 2.0, "6 5")
    assert found["stroke-linecap"] is None
    assert stroke_of(QPen(QColor("red"), 0), 1.0)["vector-effect"] == "non-scaling-stroke"


def test_a_transformation_is_exact_enough_for_a_large_picture():
    assert matrix_of(QTransform()) is None
    found = matrix_of(QTransform.fromScale(1.0241546, 1.0241546).translate(3, -4.25))
    assert found == "matrix(1.024155 0 0 1.024155 3.072464 -4.352657)"
