import pytest

from desktop_app.teaching.questions.words import counted, exact_time, listed, time_text


@pytest.mark.parametrize(
    ("nanoseconds", "text"),
    [(0, "0 ms"), (900_000, "0.9 ms"), (5_000, "5 µs"), (50_000, "0.05 ms"), (17, "17 ns"), (2 * 10**9, "2 s")],
)
def test_times_are_in_milliseconds_where_the_axis_is(nanoseconds, text):
    assert exact_time(nanoseconds) == text


def test_what_is_finer_than_a_microsecond_is_rounded_in_sentences():
    assert time_text(13_755_321) == "13.755 ms"
    assert exact_time(13_755_321) != "13.755 ms"


def test_lists_and_counts_read_as_sentences():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert counted(1, "context switch") == "1 context switch"
    assert counted(3, "context switch") == "3 context switches"
    assert counted(2, "core") == "2 cores"
