import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import MAX_DURATION_NS, format_duration, parse_duration, spaced_duration


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


@given(st.integers(0, MAX_DURATION_NS))
def test_formatting_is_exact(nanoseconds):
    assert parse_duration(format_duration(nanoseconds)) == nanoseconds


def test_a_duration_in_a_sentence_has_a_space():
    assert [spaced_duration(n) for n in (1_000_000, 5_000, 0, 7)] == ["1 ms", "5 µs", "0 ms", "7 ns"]
