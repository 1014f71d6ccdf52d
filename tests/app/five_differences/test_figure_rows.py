import pytest
from PySide6.QtGui import QColor

from desktop_app.app.five_differences.figure_rows import FigureRows
from desktop_app.teaching.differences.figures import Outcome, Unit, of_bytes, of_outcome, of_speed_up
from desktop_app.views.theme import THEMES

UNITS = (Unit.BYTES, Unit.BYTES, Unit.OUTCOME)
FIGURES = (of_bytes("large", 1000), of_bytes("small", 10), of_outcome("what came of it", Outcome.REFUSED))


def painted(rows, theme):
    """How many pixels have the colour of the bars, a line at a time."""
    image = rows.grab().toImage()
    colour = theme.process(1)
    return [sum(QColor(image.pixel(x, y)) == colour for x in range(image.width())) for y in range(image.height())]


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_bars_are_in_proportion(qtbot, theme):
    rows = FigureRows(UNITS, 1)
    qtbot.addWidget(rows)
    rows.set_theme(theme)
    rows.resize(300, rows.sizeHint().height())
    assert max(painted(rows, theme)) == 0  # nothing is known yet
    rows.show_figures(FIGURES, {Unit.BYTES: 1000.0})
    lengths = sorted({length for length in painted(rows, theme) if length})
    assert lengths[-1] >= 290
    assert lengths[0] <= 6
    assert [rows.share(figure) for figure in FIGURES] == [1.0, 0.01, None]


def test_its_height_is_known_before_its_figures(qtbot):
    rows = FigureRows(UNITS, 0)
    qtbot.addWidget(rows)
    before = rows.sizeHint()
    rows.show_figures(FIGURES, {Unit.BYTES: 1000.0})
    assert rows.sizeHint() == before
    assert rows.minimumSizeHint().height() == before.height()


def test_a_speed_up_has_room_for_the_cores_beside_it(qtbot):
    rows = FigureRows((Unit.SPEED_UP,), 0)
    plain = FigureRows((Unit.BYTES,), 0)
    qtbot.addWidget(rows)
    qtbot.addWidget(plain)
    rows.show_figures((of_speed_up("a", 2.0, 1.5),), {Unit.SPEED_UP: 4.0})
    assert rows.share(rows.figures[0]) == 0.5
    assert rows.sizeHint().height() > plain.sizeHint().height()
    assert not rows.grab().isNull()
