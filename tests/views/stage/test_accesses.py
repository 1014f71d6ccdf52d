"""What an instruction in Execute reads, writes or deletes is lit in RAM and underlined in the source."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_app.analysis.moment import Moments
from desktop_app.model.listing import AccessKind, Scope
from desktop_app.views.stage import ram, ram_card, ram_lit
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import program, run

pytestmark = pytest.mark.usefixtures("qapp")

SLOT = 100_000
SIZE = (1920, 840)
SOURCE = "x = 10\nz = 20\ny = x\ndel x\n"


@pytest.fixture(scope="module")
def trace():
    return run(program(SOURCE))


def executing(trace, kind, name):
    """Return the middle of the time in which an instruction that does so is under execution."""
    lines, executed = trace.listings[0].lines, trace.executed[0]
    for row in range(len(executed)):
        if name in lines[executed.line[row]].global_names(kind):
            return executed.start[row] - SLOT // 2
    raise AssertionError


def borders(trace, t_ns, theme):
    """Return the colour of the left border of each variable's box."""
    snapshot = Moments(trace).at(t_ns)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, QRectF(0, 0, *SIZE), snapshot, theme)
    painter.end()
    frame = compose(*SIZE, snapshot, theme)
    card = ram.place(frame).cards[0]
    process, scale = snapshot.processes[0], frame.layout.scale
    rows = ram_card.place(process, card).values
    found = {}
    for row, variable in zip(rows, process.variables, strict=True):
        found[variable.name] = image.pixelColor(round((row.x + 0.5) * scale), round(row.cy * scale))
    return found


def near(pixel, colour):
    wanted = QColor(colour)
    return sum(abs(a - b) for a, b in zip(pixel.getRgb()[:3], wanted.getRgb()[:3], strict=True)) < 120


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_variable_that_is_read_is_outlined_like_text(trace, theme):
    found = borders(trace, executing(trace, AccessKind.READ, "x"), theme)
    assert near(found["x"], theme.text)
    assert not near(found["y"], theme.text)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_variable_that_is_written_has_its_process_colour_before_it_has_its_value(trace, theme):
    t_ns = executing(trace, AccessKind.WRITE, "y")
    assert {one.name: one.text for one in Moments(trace).at(t_ns).processes[0].variables}["y"] == ""
    assert near(borders(trace, t_ns, theme)["y"], theme.processes[0])


def test_the_variable_that_is_deleted_is_marked_until_it_is_gone(trace):
    t_ns = executing(trace, AccessKind.DELETE, "x")
    pictures = [Moments(trace).at(t).processes[0].variables for t in (t_ns, t_ns + 2 * SLOT)]
    assert [{one.name: one.text for one in picture}["x"] for picture in pictures] == ["10", ""]
    assert borders(trace, t_ns, DARK)["x"] != borders(trace, t_ns + 2 * SLOT, DARK)["x"]


def test_a_local_variable_is_outlined_while_its_instruction_executes():
    source = "def double(n):\n    twice = n + n\n    return twice\nx = double(4)\n"
    running = run(program(source))
    lines, executed = running.listings[0].lines, running.executed[0]
    outlined = {}
    for row in range(len(executed)):
        line = lines[executed.line[row]]
        local = [access for access in line.accesses if access.scope is Scope.LOCAL]
        if local:
            snapshot = Moments(running).at(executed.start[row] - SLOT // 2)
            frame = compose(*SIZE, snapshot, DARK)
            found = ram_lit.accessed_locally(frame, snapshot.processes[0], 0)
            outlined.update({(access.name, access.kind): found.get(access.name) for access in local})
    assert outlined[("n", AccessKind.READ)] is AccessKind.READ
    assert outlined[("twice", AccessKind.WRITE)] is AccessKind.WRITE
