import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.instant import END, MAX_OCCURRENCE, Anchor, Instant, parse_instant

TIMES = st.integers(0, 10**12)
SHIFTS = st.integers(-(10**12), 10**12)
LABELS = st.builds("P{}·T{}".format, st.integers(1, 999), st.integers(1, 999))
OCCURRENCES = st.integers(1, MAX_OCCURRENCE)
INSTANTS = st.one_of(
    st.builds(Instant, shift_ns=TIMES),
    st.builds(Instant, anchor=st.just(Anchor.END), shift_ns=SHIFTS),
    st.builds(
        Instant,
        anchor=st.sampled_from([Anchor.LINE, Anchor.AFTER_LINE]),
        line=st.integers(1, 10**6),
        thread=st.one_of(st.just(""), LABELS),
        occurrence=OCCURRENCES,
        shift_ns=SHIFTS,
    ),
    st.builds(
        Instant,
        anchor=st.sampled_from([Anchor.DISPATCH, Anchor.WAIT, Anchor.EXIT]),
        thread=LABELS,
        occurrence=OCCURRENCES,
        shift_ns=SHIFTS,
    ),
)


@given(INSTANTS)
def test_a_moment_is_what_its_text_says(instant):
    assert parse_instant(instant.text) == instant


def test_a_text_may_be_written_as_people_write():
    assert parse_instant(" 4.4 ms ") == Instant(shift_ns=4_400_000)
    assert parse_instant("1ms + 0.5ms") == Instant(shift_ns=1_500_000)
    assert parse_instant("END - 1ms") == Instant(anchor=Anchor.END, shift_ns=-1_000_000)
    assert parse_instant("end") == END
    assert parse_instant("After  Line 3 p1.t2 #2") == Instant(
        anchor=Anchor.AFTER_LINE, line=3, thread="P1·T2", occurrence=2
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "start",
        "4",
        "-1ms",
        "1ms - 2ms",
        "line",
        "line 0",
        "line x",
        "line 3 P1",
        "line 3 #0",
        "line 3 #1001",
        "line 3 #2 P1·T1",
        "line 3 P1·T1 P1·T2",
        "end P1·T1",
        "end #2",
        "dispatch",
        "dispatch #2",
        "wait 3",
        "end + soon",
        "end + 1",
        "9" * 400 + "ms",
    ],
)
def test_what_is_no_moment_is_refused_with_what_would_be_one(text):
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)
