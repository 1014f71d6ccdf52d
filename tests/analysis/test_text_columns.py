from __future__ import annotations

from desktop_app.analysis.text_columns import in_columns


def test_names_stand_to_the_left_and_numbers_to_the_right():
    rows = [("run", "time", "how"), ("a", "10", ""), ("longer", "7", "worse")]
    assert in_columns(rows, left={0, 2}) == "run     time  how\na         10\nlonger     7  worse"
