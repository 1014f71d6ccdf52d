"""Arguments of built-in functions, refused in CPython's words."""

from __future__ import annotations

import pytest

from desktop_app.program.arguments import check_arguments, stand_ins
from desktop_app.program.faults import SimulatedError
from desktop_app.program.values import ListObject


@pytest.mark.parametrize(
    ("args", "keywords", "words"),
    [
        ((), {}, "list.append() takes exactly one argument (0 given)"),
        ((1, 2), {}, "list.append() takes exactly one argument (2 given)"),
        ((1,), {"x": 1}, "list.append() takes no keyword arguments"),
    ],
)
def test_what_does_not_fit_is_told_as_the_host_tells_it(
    args: tuple[object, ...], keywords: dict[str, object], words: str
) -> None:
    with pytest.raises(SimulatedError) as caught:
        check_arguments([].append, args, keywords, (1, 1))
    assert (caught.value.kind, caught.value.message) == ("TypeError", words)


def test_what_fits_is_let_through() -> None:
    check_arguments([].pop, (), {}, (0, 1))
    check_arguments([].pop, (3,), {}, (0, 1))


def test_the_host_gets_values_of_its_own() -> None:
    assert stand_ins({"x": ListObject(0, [5]), "y": 2}) == {"x": [], "y": 2}
