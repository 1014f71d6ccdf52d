from desktop_app.engine.schedules.moving import Mover
from desktop_app.engine.schedules.outcomes import explore_program
from desktop_app.model.machine import GilMode
from desktop_app.model.workload import Program
from tests.engine.schedules.programs import explored, maker, values
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


def run(source):
    return explore_program(Program(name="app.py", source=source), 1, mode=GilMode.ANY_INSTRUCTION)


def test_a_wait_for_what_never_comes_is_a_deadlock():
    stuck = run("import threading\nthreading.Event().wait()\n")
    assert [(one.what, one.line) for one in stuck.outcomes[0].ending.waiting] == [("event", 2)]
    assert not run("import os\nos._exit(2)\n").goes_wrong


def test_time_goes_by_for_a_thread_that_is_alone():
    source = "import time\nbegan = time.monotonic()\ntime.sleep(2)\nslept = time.monotonic() - began >= 2\n"
    (outcome,) = run(source).outcomes
    assert dict(outcome.ending.variables[0])["slept"] == "True"


def test_a_child_process_is_explored_with_its_parent():
    source = "import multiprocessing\ndef work(q):\n    q.put(1)\nq = multiprocessing.Queue()\n"
    source += "child = multiprocessing.Process(target=work, args=(q,))\nchild.start()\ngot = q.get()\nchild.join()\n"
    exploration = run(source + "code = child.exitcode\n")
    assert not exploration.goes_wrong
    assert {dict(outcome.ending.variables[0])["got"] for outcome in exploration.outcomes} == {"1"}
    assert {dict(outcome.ending.variables[0])["code"] for outcome in exploration.outcomes} == {"0"}


def test_a_daemon_ends_with_its_process():
    source = "import threading\ndef spin():\n    while True:\n        pass\n"
    exploration = run(source + "threading.Thread(target=spin, daemon=True).start()\n")
    assert [outcome.ending.waiting for outcome in exploration.outcomes] == [()]
