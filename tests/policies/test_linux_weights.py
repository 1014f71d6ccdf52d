from itertools import pairwise

import pytest

from desktop_app.policies.linux_weights import WEIGHTS, round_up_to_tick, scaling, virtual_ns, weight_of
from tests.policies.driving import job


def test_each_nice_value_has_about_a_fourth_more_than_the_next():
    assert len(WEIGHTS) == 40
    assert [weight_of(job(0, 0, 1, nice=nice)) for nice in (-20, 0, 19)] == [88761, 1024, 15]
    assert all(1.1 < more / less < 1.4 for more, less in pairwise(WEIGHTS))


@pytest.mark.parametrize(("cpus", "factor"), [(1, 1), (2, 2), (3, 2), (4, 3), (7, 3), (8, 4), (64, 4)])
def test_times_grow_with_the_logarithm_of_up_to_eight_processors(cpus, factor):
    assert scaling(cpus) == factor


def test_virtual_time_is_rounded_down():
    assert [virtual_ns(1000, 1024), virtual_ns(1000, 3121), virtual_ns(1000, 820)] == [1000, 328, 1248]


def test_a_slice_ends_at_the_next_tick_if_there_are_ticks():
    assert [round_up_to_tick(9, 4), round_up_to_tick(8, 4), round_up_to_tick(9, 0)] == [12, 8, 9]
