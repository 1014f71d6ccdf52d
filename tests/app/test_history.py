import pytest

from desktop_app.app.history import MOST_CHANGES, ScenarioChange, new_history
from tests.scenarios import bursts, scenario

STATES = [scenario(bursts(f"cpu {number}ms")) for number in range(1, 5)]


@pytest.fixture
def history(qapp):
    history = new_history(qapp)
    history.now = []
    yield history
    history.clear()


def change(history, before, after, about=""):
    history.push(ScenarioChange(f"to {after}", STATES[before], STATES[after], history.now.append, about=about))


def test_a_change_that_was_made_is_not_made_again_when_it_is_pushed(history):
    change(history, 0, 1)
    assert history.now == []
    history.undo()
    history.redo()
    assert history.now == [STATES[0], STATES[1]]


def test_setting_the_same_twice_is_one_step(history):
    change(history, 0, 1, "nice")
    change(history, 1, 2, "nice")
    change(history, 2, 3, "cores")
    assert (history.count(), history.text(0)) == (2, "to 2")
    history.undo()
    history.undo()
    assert history.now == [STATES[2], STATES[0]]


def test_setting_it_back_is_no_step(history):
    change(history, 0, 1, "nice")
    change(history, 1, 0, "nice")
    assert history.count() == 0


def test_what_was_saved_in_between_stays_a_step(history):
    change(history, 0, 1, "nice")
    history.setClean()
    change(history, 1, 2, "nice")
    assert history.count() == 2
    history.undo()
    assert history.isClean()


def test_only_so_many_are_remembered(history):
    for _ in range(MOST_CHANGES + 5):
        change(history, 0, 1)
    assert history.count() == MOST_CHANGES
