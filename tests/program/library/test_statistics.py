"""The library's statistics beside the host's own: the same floats, to the last bit."""

from __future__ import annotations

import statistics
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("statistics")
number = st.integers(-1000, 1000) | st.floats(-1e6, 1e6)


def test_it_does_what_the_real_module_does() -> None:
    check("statistics")


@given(st.lists(number, min_size=2, max_size=8))
def test_figures_are_the_same(data: list[float]) -> None:
    def results(module: Any) -> list[str]:
        names = ("mean", "fmean", "median", "median_low", "mode", "variance", "pvariance", "stdev", "pstdev")
        return [repr(getattr(module, name)(data)) for name in (*names, "quantiles")]

    assert results(ours) == results(statistics)
