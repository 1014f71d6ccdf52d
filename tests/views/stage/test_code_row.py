from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.views.stage.code_row import excerpt
from desktop_app.views.stage.text import Face

pytestmark = pytest.mark.usefixtures("qapp")

FACE = Face(15, 500, mono=True)
LINES = st.text(st.sampled_from("ab =()\tä€"), max_size=60)


def test_the_columns_are_counted_in_bytes_and_tabs_are_widened():
    text, start, end = excerpt("\tä = b", 6, 7, FACE, 500)
    assert (text, text[start:end]) == ("ä = b", "b")
    assert excerpt("    x = y", -1, -1, FACE, 500) == ("x = y", 0, 0)


def test_of_a_long_line_the_marked_part_is_in_sight():
    text = "value = " + " + ".join(f"number_{at}" for at in range(60))
    column = text.index("number_50")
    shown, start, end = excerpt(text, column, column + 9, FACE, 300)
    assert shown[start:end] == "number_50"
    assert shown.startswith("…")
    assert FACE.width(shown) <= 300


@given(LINES, st.integers(-1, 70), st.integers(-1, 70), st.floats(5, 700))
def test_it_never_leaves_its_room_whatever_the_columns_are(text, column, end_column, room):
    shown, start, end = excerpt(text, column, end_column, FACE, room)
    assert not shown or FACE.width(shown) <= room
    assert 0 <= start <= end <= len(shown)
