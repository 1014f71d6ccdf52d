"""What the values of a scenario may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import format_duration
from desktop_app.storage import limits
from tests.strategies import labels


@given(number=st.integers(-100, 200))
def test_a_count_is_read_back_inside_its_range_only(number: int):
    if 1 <= number <= 64:
        assert limits.CORES.parse(f" {number} ") == number
    else:
        with pytest.raises(ValueError, match="a whole number from 1 to 64"):
            limits.CORES.parse(str(number))


@given(nanoseconds=st.integers(0, 2 * limits.QUANTUM.maximum_ns))
def test_a_duration_is_read_back_inside_its_range_only(nanoseconds: int):
    text = format_duration(nanoseconds)
    if limits.QUANTUM.minimum_ns <= nanoseconds <= limits.QUANTUM.maximum_ns:
        assert limits.QUANTUM.parse(text) == nanoseconds
    else:
        with pytest.raises(ValueError, match="a duration from 1us to 60s"):
            limits.QUANTUM.parse(text)


def test_a_more_exact_complaint_is_passed_on():
    with pytest.raises(ValueError, match="a whole number of nanoseconds"):
        limits.QUANTUM.parse("0.5ns")
    with pytest.raises(ValueError, match="a duration of at most 366 days"):
        limits.ARRIVAL.parse("99999999s")


@given(text=labels)
def test_names_of_any_language_are_names(text: str):
    assert limits.is_label(text)
    assert limits.as_label(text, otherwise="x") == text


@pytest.mark.parametrize(
    "text", ["", " ", "\u3000", "a\n", "\x9b31m", "\u2028", "\u202eb", "\u2066", "\ud800", "x" * 201]
)
def test_what_cannot_be_shown_on_a_line_is_no_name(text: str):
    assert not limits.is_label(text)
    assert limits.is_label(limits.as_label(text, otherwise="otherwise"))
