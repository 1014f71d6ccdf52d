import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.export.data.trace_events import Counts, Tracks, args_of, json_text, microseconds
from tests.export.data.trace_reading import ns_of
from tests.scenarios import bursts, run


@given(st.integers(0, 2**43 * 1000 - 1) | st.integers(0, 10**9))
def test_a_time_in_microseconds_gives_the_nanosecond_back(time_ns):
    text = microseconds(time_ns)
    assert ns_of(json.loads(text)) == time_ns
    whole, _, part = text.partition(".")  # as Perfetto reads digits in some versions
    assert int(whole + part.ljust(3, "0")[:3]) == time_ns
    assert "e" not in text


@pytest.mark.parametrize(("time_ns", "text"), [(0, "0"), (1_000, "1"), (1, "0.001"), (1_500, "1.5")])
def test_times_are_short(time_ns, text):
    assert microseconds(time_ns) == text


def test_very_long_times_keep_all_digits():
    assert microseconds(31_622_400_000_000_001) == "31622400000000.001"


@given(st.text(max_size=12))
@settings(max_examples=40)
def test_texts_are_json(text):
    assert json.loads(json_text(text)) == text
    assert "\x7f" not in json_text(text)
    assert json.loads("{" + args_of({"a": text, "b": None})[1:] if text else "{}") == (
        {"args": {"a": text}} if text else {}
    )


def test_no_two_tracks_have_a_number_in_common():
    tracks = Tracks(run(bursts("cpu 1ms", threads=1_000), bursts("cpu 1ms", launches=40, threads=3), cores=64))
    numbers = [track.rpartition(":")[2] for track in (*tracks.core, *tracks.thread, *tracks.process)]
    assert len(set(numbers)) == len(numbers) == 64 + 1_000 + 120 + 41


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 1))))
def test_counting_gives_the_number_under_way_at_each_moment(spans):
    spans.sort()
    counts = Counts(('"a":', '"b":'), 0)
    found = [text for start, length, kind in spans for text in counts.take(start, start + length, kind)]
    found += counts.go_on(41)
    shown = {0: {}, 1: {}}
    for text in found:
        event = json.loads(text.removesuffix("}"))
        kind = 0 if "a" in event else 1
        time = ns_of(event["ts"])
        assert time not in shown[kind]
        shown[kind][time] = event["a" if kind == 0 else "b"]
    for kind in (0, 1):
        value = None
        for time in range(41):
            before, value = value, shown[kind].get(time, value)
            assert before is None or time not in shown[kind] or before != value
            assert value == sum(start <= time < start + length for start, length, one in spans if one == kind)
