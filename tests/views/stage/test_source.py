import pytest

from desktop_app.program.bursts import parse_bursts
from desktop_app.views.stage.source import _words
from desktop_app.views.stage.text import shown_before


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("cpu 3ms", "cpu 3 ms"),
        ("io disk 10ms", "io disk 10 ms"),
        ("lock fork0", "lock fork0"),
        ("alloc 200MB", "alloc 200MB"),
        ("free 64KiB", "free 64KiB"),
        ("join A B", "join A B"),
    ],
)
def test_a_burst_says_what_it_is_about(text, shown):
    assert _words(parse_bursts(text)[0]) == shown


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [("x = 1", 4, "x = "), ("\tx = 1", 1, "    "), ("é\tx", 3, "é   "), ("a\tb\tc", 4, "a   b   ")],
)
def test_columns_are_bytes_and_tabs_are_wider_than_one(text, column, shown):
    assert shown_before(text, column) == shown
