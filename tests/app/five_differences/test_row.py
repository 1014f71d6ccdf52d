from PySide6.QtCore import Qt

from desktop_app.app.five_differences.row import CriterionRow, most_of
from desktop_app.teaching.differences.figures import Unit, of_bytes, of_value
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.table import TABLE
from desktop_app.views.theme import DARK


def test_a_row_is_complete_or_empty(qtbot, measurements):
    """Bars compare both cells: one alone would change its length when the other comes."""
    row = CriterionRow(TABLE[2])
    qtbot.addWidget(row)
    row.set_theme(DARK)
    fresh = Measurements(TABLE[2:3])
    fresh.figures(TABLE[2].cells[0].demonstrations[0])
    assert not row.show_figures(fresh)
    assert row.cards[0].rows.figures == ()
    assert row.show_figures(measurements)
    assert [len(card.rows.figures) for card in row.cards] == [3, 4]
    longest = [max(card.rows.share(figure) for figure in card.rows.figures) for card in row.cards]
    assert max(longest) == 1.0


def test_the_footnote_is_shown_and_both_can_be_asked_for(qtbot):
    row = CriterionRow(TABLE[0])
    qtbot.addWidget(row)
    assert row.footnote.text() == TABLE[0].footnote
    with qtbot.waitSignal(row.side_by_side_requested):
        qtbot.mouseClick(row.beside, Qt.MouseButton.LeftButton)
    assert row.beside.accessibleName() == "Memory sharing: process and thread side by side"


def test_what_bars_are_compared_with():
    assert most_of([of_bytes("a", 3), of_bytes("b", 7), of_value("c", "x")]) == {Unit.BYTES: 7.0}
