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
        with pytest.raises(ValueError, match="a duration from 1us to 3600s"):
            limits.QUANTUM.parse(text)


def test_a_more_exact_complaint_is_passed_on():
    with pytest.raises(ValueError, match="a whole number of nanoseconds"):
        limits.QUANTUM.parse("0.5ns")
    with pytest.raises(ValueError, match="a duration of at most 366 days"):
        limits.ARRIVAL.parse("99999999s")
    with pytest.raises(ValueError, match="a duration from 1us to 3600s"):
        limits.QUANTUM.parse("99999999s")


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


@pytest.mark.parametrize("text", ["-20", " 19 ", "+5", "0"])
def test_a_count_may_be_negative_where_its_range_is(text: str):
    assert limits.NICE.parse(text) == int(text)


@pytest.mark.parametrize(
    ("allowed", "text", "size"), [(limits.MEMORY, "0B", 0), (limits.BANDWIDTH, "2MB/s ", 2_000_000)]
)
def test_a_size_is_read(allowed: limits.SizeRange, text: str, size: int):
    assert allowed.parse(text) == size


@pytest.mark.parametrize(
    ("allowed", "text", "expected"),
    [
        (limits.CAPACITY, "0B", "a size of more than 0"),
        (limits.MEMORY, "5MB/s", "a size of 0 or more"),
        (limits.TRAFFIC, "5MB", 'a size per second of 0 or more, such as "200MB/s"'),
        (limits.TRAFFIC, "five MB/s", "a size per second of 0 or more"),
        (limits.BANDWIDTH, "1PB/s", "a size per second of more than 0, .* in B, KB, .* at most 1024TiB"),
        (limits.TRAFFIC, "9999TB/s", "at most 1024 TiB"),
    ],
)
def test_what_is_no_size_of_the_range_is_refused(allowed: limits.SizeRange, text: str, expected: str):
    with pytest.raises(ValueError, match=expected):
        allowed.parse(text)


@given(millionths=st.integers(1_000, 100_000_000))
def test_a_rate_is_exact_to_a_millionth(millionths: int):
    assert limits.SPEED.millionths(millionths / 1_000_000) == millionths


@pytest.mark.parametrize("number", [0, -1.0, 100.000001, 0.1234567, float("nan"), float("inf"), float("-inf")])
def test_a_rate_outside_its_range_is_refused(number: float):
    with pytest.raises(ValueError, match=r"a number from 0\.001 to 100 with at most six decimals"):
        limits.SPEED.millionths(number)
