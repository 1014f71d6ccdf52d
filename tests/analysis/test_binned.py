from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.binned import Binned


def length(start_ns, end_ns):
    return float(end_ns - start_ns)


@given(st.integers(0, 1000), st.integers(1, 10_000), st.integers(1, 40), st.integers(0, 12_000))
def test_stretches_cover_the_time_and_the_last_one_ends_where_it_is_cut(begin_ns, span_ns, bins, until):
    binned = Binned(begin_ns, bins, length)
    assert binned.extend(begin_ns + span_ns, lambda: True)
    assert len(binned.values) <= bins
    assert set(binned.values) <= {float(binned.width_ns)}
    end_ns = begin_ns + min(until, span_ns)
    steps = binned.steps(end_ns)
    assert sum(value for _, value in steps) == end_ns - begin_ns
    assert [start for start, _ in steps] == [begin_ns + number * binned.width_ns for number in range(len(steps))]


def test_each_stretch_is_worked_out_once_while_the_run_grows():
    asked = []
    binned = Binned(0, 10, lambda start, end: asked.append((start, end)) or 0.0)
    for known in (25, 37, 50):
        assert binned.extend(known, lambda: True)
    assert asked == [(start, start + 5) for start in range(0, 25, 5)] + [
        (25, 30),
        (30, 35),
        (35, 40),
        (40, 45),
        (45, 50),
    ]


def test_what_there_is_no_time_for_is_left_for_later():
    binned = Binned(0, 10, length)
    turns = iter([True, True, False])
    assert not binned.extend(100, lambda: next(turns))
    assert binned.values == [10.0, 10.0]
    assert binned.extend(100, lambda: True)
    assert len(binned.values) == 10
