import pytest

from desktop_app.app.exporting.choices import Counted
from desktop_app.app.exporting.words import count_text, counted_text, length_text, size_text, time_text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "less than 1 s"),
        (1.4, "1 s"),
        (59.6, "1 min"),
        (63, "1 min 5 s"),
        (3599, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_times_are_told_as_people_say_them(seconds, text):
    assert time_text(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(4.25, "4.2 s"), (65, "1:05 min"), (9001, "2:30:01 h")])
def test_films_have_a_length(seconds, text):
    assert length_text(seconds) == text


def test_sizes_and_counts_have_the_digits_that_matter():
    assert size_text(999) == "999 bytes"
    assert size_text(3_240_000) == "3.2 MB"
    assert count_text(1_234_567) == "1,234,567"
    assert counted_text(Counted.FRAMES, 1440) == "1,440 frames"
    assert counted_text(Counted.PAGES, 13) == "13 pages"
    assert counted_text(Counted.PAGES, 1) == counted_text(Counted.SHARE, 1000) == ""
