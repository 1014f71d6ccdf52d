import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import (
    MAX_DURATION_NS,
    format_duration,
    is_bare_zero,
    parse_duration,
    spaced_duration,
    spaced_stretch,
)


@pytest.mark.parametrize(
    ("text", "nanoseconds"),
    [("1ms", 1_000_000), ("0ms", 0), ("250us", 250_000), ("0.5ms", 500_000), (" 2 s ", 2_000_000_000), ("7µs", 7_000)],
)
def test_a_duration_is_a_number_and_a_unit(text, nanoseconds):
    assert parse_duration(text) == nanoseconds


@pytest.mark.parametrize(
    "text", ["", "1", "ms", "-1ms", "1 h", "1e3ms", "0.5ns", "nan ms", "1ms 2ms", "٣ms", "999999999s"]
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ValueError, match=r"duration|nanoseconds"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("99999999999999999999s", "a duration of at most 366 days"),
        (f"{'9' * 100_000}ns", "a duration of at most 366 days"),
        ("31622400.000000001s", "a duration of at most 366 days"),
        ("0.0000000001s", "a whole number of nanoseconds"),
        (f"0.{'0' * 100_000}1s", "a whole number of nanoseconds"),
    ],
)
def test_what_is_wrong_with_a_duration_of_the_right_look_is_said(text, problem):
    with pytest.raises(ValueError, match=f"^{problem}$"):
        parse_duration(text)


def test_zeros_before_and_behind_change_nothing():
    assert parse_duration(f"{'0' * 30}1.5{'0' * 30}us") == 1_500


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [
        (333_138_034_634_344, "333138.034634344s"),
        (1_234_567_891, "1234.567891ms"),
        (999_999_999, "999999.999us"),
        (12_345_678, "12345.678us"),
        (3_600 * 10**9, "3600s"),
    ],
)
def test_a_number_of_many_digits_is_written_in_a_larger_unit(nanoseconds, text):
    assert format_duration(nanoseconds) == text
    assert parse_duration(text) == nanoseconds


@given(st.integers(0, MAX_DURATION_NS))
def test_formatting_is_exact(nanoseconds):
    assert parse_duration(format_duration(nanoseconds)) == nanoseconds


def test_a_duration_in_a_sentence_has_a_space():
    assert [spaced_duration(n) for n in (1_000_000, 5_000, 0, 7)] == ["1 ms", "5 µs", "0 ms", "7 ns"]


@pytest.mark.parametrize(("value", "is_zero"), [(0, True), (0.0, False), (False, False), ("0", False), (1, False)])
def test_only_the_whole_number_is_a_bare_zero(value, is_zero):
    assert is_bare_zero(value) is is_zero


@pytest.mark.parametrize(("end_ns", "text"), [(400_000, "400 µs"), (1_000_000, "400 µs to 1 ms")])
def test_a_stretch_says_both_ends_and_a_moment_one(end_ns, text):
    assert spaced_stretch(400_000, end_ns) == text
