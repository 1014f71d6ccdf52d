from array import array

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.trace.core_masks import cores_in, mask_of


@given(st.sets(st.integers(0, 63)))
def test_any_set_of_cores_fits_a_column_and_comes_back(cores):
    [stored] = array("q", [mask_of(cores)])
    assert cores_in(stored) == tuple(sorted(cores))
