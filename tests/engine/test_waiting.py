import pickle

import pytest

from desktop_app.engine.locks import Mutex
from desktop_app.engine.waiting import BLOCKED, DONE, Outcome, Resource, ResourceError
from tests.engine.exploring import Thread


class Shared(Resource):
    def __init__(self, *holders):
        super().__init__("shared")
        self._holders = holders

    def holders(self):
        return self._holders


def test_a_resource_is_held_by_its_holders():
    first, second, other = (Thread(index) for index in range(3))
    shared = Shared(first, second)
    assert shared.held_by(first)
    assert shared.held_by(second)
    assert not shared.held_by(other)


def test_a_resource_without_holders_is_held_by_nobody():
    assert Resource("plain").holders() == ()
    assert not Resource("plain").held_by(Thread(0))


def test_outcomes_are_values():
    assert Outcome(blocked=False, woken=()) == DONE
    assert Outcome(blocked=True, woken=()) == BLOCKED
    assert pickle.loads(pickle.dumps(BLOCKED)) == BLOCKED


def test_misuse_is_told_as_text():
    with pytest.raises(ResourceError) as caught:
        Mutex("m").unlock(Thread(0))
    assert str(caught.value) == "cannot unlock mutex 'm': it is not locked"
