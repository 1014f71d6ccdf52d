from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.time_sums import TimeSums


@given(st.lists(st.integers(0, 50), max_size=40), st.integers(0, 60), st.integers(1, 700))
def test_count_and_area_are_those_of_the_sorted_times_however_many(times, t_ns, copies):
    column = array("q", sorted(times * (copies if len(times) < 3 else 20)))
    sums = TimeSums(column)
    assert sums.count(t_ns) == sum(time <= t_ns for time in column)
    assert sums.area_ns(t_ns) == sum(t_ns - time for time in column if time <= t_ns)
    column.append(60)
    assert sums.area_ns(61) == sum(61 - time for time in column)
