"""SVG and PDF show what the PNG of the moment shows, as lines and text, the same on every run."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop_app.analysis.moment import Moments
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.export.easel import Easel
from desktop_app.export.look import Look
from desktop_app.export.vector import pdf_bytes, svg_bytes
from desktop_app.model.camera import parse_camera
from desktop_app.model.lesson import Caption, Shown
from desktop_app.model.lit import parse_lit
from desktop_app.views.stage.options import PLAIN, StageOptions
from tests.export.films import moments_of_programs, seen_at
from tests.scenarios import bursts, program, run, scenario

pytestmark = pytest.mark.usefixtures("qapp")
SVG = "{http://www.w3.org/2000/svg}"
SIZE = (1280, 720)
CLOSE = StageOptions(camera=parse_camera("core 0", file="", field=""))
LIT = StageOptions(lit=tuple(parse_lit(text) for text in ("core 0", "P2·T1", "bus")))
NAMES = 'a\x01<b> & "c" \ud800 é 🐍 ]]>'


def texts(root):
    return [one.text for one in root.iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def drawing(qapp):
    return svg_bytes(seen_at(moments_of_programs(), 500_000), Look(size=SIZE))


def test_text_is_text_and_nothing_is_a_bitmap(drawing):
    root = ET.fromstring(drawing)
    found = texts(root)
    assert {"P1·T1", "Fetch", "SCHEDULER", "operands ▸", "Core 1"} <= set(found)
    assert any(text.startswith("LOAD_NAME") for text in found)
    assert not list(root.iter(f"{SVG}image"))
    assert root.attrib.items() >= {"width": "1280", "height": "720", "viewBox": "0 0 1280 720"}.items()
    assert root.find(f"{SVG}title").text == "test, t = 500us"
    assert root.find(f"{SVG}desc").text.startswith("test, Round robin, 2 cores. Made with Coreloom")


def test_it_is_the_same_on_every_run(drawing):
    assert svg_bytes(seen_at(moments_of_programs(), 500_000), Look(size=SIZE)) == drawing
    assert svg_bytes(seen_at(moments_of_programs(), 510_000), Look(size=SIZE)) != drawing


@pytest.mark.parametrize("options", [PLAIN, LIT], ids=["whole", "lit"])
def test_shapes_stand_where_they_do_in_the_picture(options):
    """As another renderer draws it; letters are left out, as that one does not know our fonts."""
    seen, look = seen_at(moments_of_programs(), 500_000, options=options), Look(size=SIZE)
    shapes = re.sub(rb"<text .*?</text>", b"", svg_bytes(seen, look))
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(shapes)).render(painter)
    painter.end()
    apart = np.abs(blocks(image) - blocks(Easel(look).paint(seen))).max(axis=2)
    # Text is bright and covers less than a fifth of the picture.
    assert np.median(apart) < 2
    assert (apart > 16).mean() < 0.2


def blocks(image, side=8):
    pixels = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(image.height(), image.width(), 4)[:, :, :3]
    return pixels.reshape(image.height() // side, side, image.width() // side, side, 3).mean(axis=(1, 3))


def test_a_scaled_drawing_is_laid_out_for_less(drawing):
    root = ET.fromstring(svg_bytes(seen_at(moments_of_programs(), 500_000), Look(size=(1920, 1080), scale=1.5)))
    assert root.attrib.items() >= {"width": "1920", "height": "1080", "viewBox": "0 0 1280 720"}.items()
    assert texts(root) == texts(ET.fromstring(drawing))


def test_without_a_ground_nothing_covers_the_page():
    look = Look(size=SIZE, transparent=True)
    data = svg_bytes(seen_at(moments_of_programs(), 500_000), look)
    assert look.palette.shade.lower().encode() not in data.replace(b'fill-opacity="0.6"', b"")
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    QSvgRenderer(QByteArray(data)).render(painter)
    painter.end()
    assert image.pixelColor(2, 2).alpha() == 0
    assert image.pixelColor(SIZE[0] // 2, SIZE[1] - 3).alpha() == 0
    assert image.pixelColor(SIZE[0] // 10, SIZE[1] // 2).alpha() == 255


def test_what_is_magnified_stays_out_of_the_title_where_no_ground_hides_it():
    look = Look(size=SIZE, transparent=True)
    root = ET.fromstring(svg_bytes(seen_at(moments_of_programs(), 500_000, options=CLOSE, shown=Shown.STAGE), look))
    tops = {f"url(#{clip.get('id')})": float(clip[0].get("y")) for clip in root.iter(f"{SVG}clipPath")}
    top = max(tops.values())
    assert top > 40 * SIZE[1] / 1080
    found = {top: set(), 0.0: set()}
    for group in root.findall(f"{SVG}g"):
        found[tops.get(group.get("clip-path"), 0.0)] |= {one.tag.removeprefix(SVG) for one in group.iter()}
    assert "rect" in found[top]
    assert found[0.0] == {"g", "text"}


@pytest.fixture(scope="module")
def hostile():
    """A run whose names nobody would choose."""
    source = f"x = {NAMES!a}\ny = x\nz = y\n"
    made = replace(scenario(program(source, launches=1), cores=1), title=NAMES)
    return Moments(simulate(made, BATCH_LIMITS).run())


def test_names_that_nobody_would_choose_make_a_well_formed_drawing(hostile):
    seen = seen_at(hostile, 700_000, caption=Caption.of("Said: \x02 <script>alert(1)</script> & 🐍"))
    data = svg_bytes(seen, Look(size=SIZE))
    root = ET.fromstring(data)
    title = root.find(f"{SVG}title").text
    assert title.startswith('a\ufffd<b> & "c" ')
    assert b"<script" not in data
    assert any("script" in text for text in texts(root))
    assert svg_bytes(seen, Look(size=SIZE)) == data


def test_a_page_has_words_that_can_be_found_and_is_the_same_on_every_run(hostile):
    seen, look = seen_at(hostile, 700_000), Look(size=SIZE)
    data = pdf_bytes(seen, look)
    assert data == pdf_bytes(seen, look)
    assert data.startswith(b"%PDF-1.")
    assert b"/CreationDate (D:" not in data
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert float(box[1]) / float(box[2]) == pytest.approx(16 / 9, abs=0.01)
    assert data.count(b"/FontFile2") >= 3
    assert b"/ToUnicode" in data
    assert b"/Subtype /Image" not in data


def test_hatched_switches_are_lines():
    moments = Moments(run(bursts("cpu 3ms", launches=2), quantum_ns=1_000_000, context_switch_ns=500_000))
    root = ET.fromstring(svg_bytes(seen_at(moments, 5_000_000, shown=Shown.TIMELINE), Look(size=SIZE)))
    assert not list(root.iter(f"{SVG}image"))
    assert not list(root.iter(f"{SVG}pattern"))
    # All lean alike, and lie in the bars of the switches.
    leaning = [line for line in root.iter(f"{SVG}line") if line.get("x1") != line.get("x2")]
    assert len(leaning) > 20
    for line in leaning:
        x1, y1, x2, y2 = (float(line.get(name)) for name in ("x1", "y1", "x2", "y2"))
        assert x1 + y1 == pytest.approx(x2 + y2)
