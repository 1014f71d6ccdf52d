import pytest

from desktop_app.views.source.look import Chip
from desktop_app.views.source.view import CodeView, next_of
from desktop_app.views.theme import DARK


def chips(followed, running=()):
    return tuple(
        Chip(
            thread=number,
            label=f"P1·T{number + 1}",
            tint="#56B4E9",
            on_core=number in running,
            followed=number == followed,
        )
        for number in range(3)
    )


@pytest.mark.parametrize(
    ("followed", "running", "wanted"),
    [(None, (), 0), (0, (), 1), (1, (), 2), (2, (), None), (None, (2,), 2), (2, (2,), 0)],
)
def test_threads_at_one_row_take_turns_those_that_execute_first(followed, running, wanted):
    assert next_of(chips(followed, running)) == wanted


def test_all_threads_at_a_row_are_named(qtbot):
    view = CodeView(DARK, "code")
    qtbot.addWidget(view)
    assert view.names(chips(None, (1,))).splitlines() == [
        "executes: P1·T2",
        "stopped here: P1·T1, P1·T3",
        "Click: follow",
    ]
