"""In the cells stand the operand that has come, and marks on what a context switch throws away."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from desktop_app.analysis.moment import Moments
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.painting import paint_stage
from desktop_app.views.theme import DARK
from tests.scenarios import program, run
from tests.views.reading import boxes_of, words_of

pytestmark = pytest.mark.usefixtures("qapp")

SLOT = 100_000
SIZE = (1366, 560)


@pytest.fixture(scope="module")
def adding():
    return Moments(run(program("x = 10\ny = 20\nz = x + y\nw = z\n")))


@pytest.fixture(scope="module")
def switching():
    return Moments(run(program("x = 1\ny = x + 2\nz = y\n"), program("a = 1\nb = 2\n"), quantum_ns=4 * SLOT))


def begin_of(moments, operation, argument):
    """Return when the slot of an instruction begins."""
    lines, executed = moments.trace.listings[0].lines, moments.trace.executed[0]
    for row in range(len(executed)):
        line = lines[executed.line[row]]
        if (line.opname, line.argument) == (operation, argument):
            return executed.start[row]
    raise AssertionError


def test_an_operand_stands_below_its_instruction_once_it_has_come(adding):
    begin_ns = begin_of(adding, "LOAD_NAME", "x")
    assert "x = 10" not in words_of(adding.at(begin_ns - SLOT + 1), SIZE)
    assert "x = 10" in words_of(adding.at(begin_ns - SLOT // 4), SIZE)
    assert "x = 10" not in words_of(adding.at(begin_ns + SLOT // 2), SIZE)


def test_one_that_is_handed_on_within_the_core_has_an_arrow(adding):
    begin_ns = begin_of(adding, "LOAD_NAME", "z")
    assert "z = 30 ←" in words_of(adding.at(begin_ns - SLOT // 2), SIZE)


def test_what_a_switch_throws_away_is_marked_for_a_moment(switching):
    assert "flushed" not in words_of(switching.at(4 * SLOT - 1), SIZE)
    words = words_of(switching.at(4 * SLOT + SLOT // 20), SIZE)
    assert words.count("flushed") == 3
    assert "flushed" not in words_of(switching.at(4 * SLOT + SLOT // 2), SIZE)


def test_bars_without_text_are_marked_too(switching):
    """On many cores there is no room for words; the strokes through the bars differ from a pipeline that is empty."""
    crowd = Moments(
        run(*[program("x = 1\ny = x + 2\nz = y\n")] * 32, cores=16, quantum_ns=4 * SLOT, context_switch_ns=SLOT)
    )
    pictures = []
    for t_ns in (5 * SLOT + SLOT // 20, 5 * SLOT + SLOT // 2):
        snapshot = crowd.at(t_ns)
        image = QImage(*SIZE, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_stage(painter, QRectF(0, 0, *SIZE), snapshot, DARK)
        painter.end()
        frame = compose(*SIZE, snapshot, DARK)
        cell = QRectF(*(value * frame.layout.scale for value in frame.cores[0].cells[1])).toAlignedRect()
        pictures.append(bytes(image.copy(cell).constBits()))
    assert pictures[0] != pictures[1]


def test_who_wants_no_motion_sees_the_same_words(adding, switching):
    still = StageOptions(reduce_motion=True)
    begin_ns = begin_of(adding, "LOAD_NAME", "x")
    assert "x = 10" in [text for text, _ in boxes_of(adding.at(begin_ns - SLOT // 4), SIZE, still)]
    words = [text for text, _ in boxes_of(switching.at(4 * SLOT + SLOT // 20), SIZE, still)]
    assert words.count("flushed") == 3
