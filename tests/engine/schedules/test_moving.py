from dataclasses import dataclass
from types import SimpleNamespace

from desktop_app.engine.schedules.moving import Mover
from desktop_app.engine.schedules.outcomes import explore
from desktop_app.model.machine import GilMode
from desktop_app.program.effects import AwaitExit, DeviceUse, ExitProcess, Outcome, Park, StartProcess, StartThread
from desktop_app.program.process import ProgramThread
from tests.engine.schedules.programs import explored, maker, prepared, values
from tests.program.samples import loaded


def test_what_was_executed_once_is_known_whichever_thread_it_was():
    program = loaded("counter += 1\n")
    mover = Mover(program, maker(program), frozenset({(0, "counter")}), at_switch_points=False)
    first = mover.begin().state
    one = mover.arrive(first, 0).state
    executed = mover.executed
    other = mover.arrive(first, 1).state
    assert mover.executed == executed
    assert (one.shared, one.places[0].local) == (other.shared, other.places[1].local)
    assert [note.text for note in mover.arrive(first, 0).notes] == ["reads counter (0)"]


def test_what_cannot_be_copied_is_made_again_from_the_start():
    before = "counter = 0\ntable = {1: 2, 3: 4}\n"
    source = "for key in table:\n    counter += key\n"
    exploration = explored(source, before=before)
    # An iterator over a tuple can be copied; what it gives is the same.
    copied = explored("for key in (1, 3):\n    counter += key\n", before=before)
    assert set(values(exploration)) == set(values(copied)) >= {"4", "8"}
    assert exploration == explored(source, before=before)


def test_objects_that_go_out_of_the_globals_stay_the_same_for_who_holds_them():
    # Both hold the list that the other takes away; what is appended after that is seen by both.
    source = "def work():\n    global items, counter\n    mine = items\n    items = mine\n    mine.append(1)\n"
    source += "    items = 0\n    mine.append(2)\n    counter = len(mine)\n"
    source += "try:\n    work()\nexcept AttributeError:\n    pass\n"
    found = values(explored(source, before="counter = 0\nitems = []\n"))
    assert {"2", "3", "4"} <= set(found)


@dataclass
class Script:
    """What a scripted thread does when it is let go on: its requests, by turn."""

    turns: list


class Scripted(ProgramThread):
    """A thread that asks for what its script says, and ends with it."""

    def __init__(self, inner, script):
        self.__dict__.update(vars(inner))
        self.script = script
        self.turn = 0
        self.answers = ()

    def resume(self, timed_out):
        self.answers = (*self.answers, timed_out)

    def run(self, count, *, to_switch_point=False):
        assert count == 1
        requests, self.turn = self.script.turns[self.turn](self), self.turn + 1
        over = self.turn == len(self.script.turns)
        blocks = requests and isinstance(requests[-1], (Park, DeviceUse, AwaitExit))
        outcome = Outcome.ENDED if over else Outcome.BLOCKED if blocks else Outcome.RAN
        if over:
            frame = self._frame
            frame.space.variables["answers"] = frame.space.variables["counter"]
        return SimpleNamespace(
            steps=[], outcome=outcome, requests=tuple(requests), at_switch_point=False, ends_process=False
        )


def scripted(*turns):
    program = loaded("counter = 1\n")

    def make():
        image = prepared(program)
        return [image], [(Scripted(image.start_thread(), Script(list(turns))), 0)]

    return explore(program, make, mode=GilMode.ANY_INSTRUCTION)


def test_started_threads_are_explored_with_the_others():
    def start(thread):
        image = prepared(thread._loaded)
        image._space = thread._frame.space
        return [StartThread(image.start_thread(), daemon=False)]

    exploration = scripted(start, start, lambda _: [])
    assert {len(outcome.ending.waiting) for outcome in exploration.outcomes} == {0}
    assert values(exploration)["1"] >= 1


def test_a_process_is_awaited_and_a_wait_for_what_never_comes_is_a_deadlock():
    def child(thread):
        image = prepared(thread._loaded)
        thread._frame.space.variables["child"] = (image, None)
        return [StartProcess(image, image.start_thread(), "fork", daemon=False)]

    def wait(thread):
        return [AwaitExit(thread._frame.space.variables["child"][0], None)]

    def forget(thread):
        del thread._frame.space.variables["child"]
        return []

    exploration = scripted(child, wait, forget, lambda _: [])
    assert not exploration.goes_wrong
    assert [len(outcome.ending.variables) for outcome in exploration.outcomes] == [2]
    stuck = scripted(lambda _: [Park("event", None)], lambda _: [])
    assert [one.what for one in stuck.outcomes[0].ending.waiting] == ["event"]
    assert not scripted(lambda _: [DeviceUse("disk", 5)], lambda _: []).goes_wrong
    assert not scripted(lambda _: [ExitProcess(2)], lambda _: []).goes_wrong
