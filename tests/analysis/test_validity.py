from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.validity import Validity

TIMES = st.lists(st.integers(0, 20), max_size=6).map(sorted)


@given(tables=st.lists(TIMES, max_size=3), t_ns=st.integers(0, 20), moment=st.integers(0, 25))
def test_it_holds_exactly_while_the_same_rows_are_the_last(tables, t_ns, moment):
    def read(at_ns: int, validity: Validity) -> list[object]:
        return [*(validity.row(array("q", times), at_ns) for times in tables), validity.passed(moment, at_ns)]

    validity = Validity(25)
    found = read(t_ns, validity)
    for other in range(25):
        assert validity.holds(other) is (read(other, Validity(25)) == found)


def test_it_ends_where_the_trace_is_known_to():
    validity = Validity(10)
    assert validity.row(array("q", [3]), 5) == 0
    assert [validity.holds(t) for t in (2, 3, 9, 10)] == [False, True, True, False]


def test_it_holds_no_longer_than_what_it_is_narrowed_by():
    one, other = Validity(10), Validity(10)
    other.row(array("q", [3, 7]), 5)
    one.narrow(other)
    assert (one.from_ns, one.until_ns) == (3, 7)


def test_it_may_hold_at_one_moment_only():
    validity = Validity(10)
    validity.only(4)
    assert [validity.holds(t) for t in (3, 4, 5)] == [False, True, False]
