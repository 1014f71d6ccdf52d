"""The objects of a process that names refer to, each once."""

import pytest

from desktop_app.analysis.heap import MOST_OBJECTS
from desktop_app.analysis.moment import Moments
from tests.scenarios import program, run

SOURCE = """\
class Account:
    def __init__(self):
        self.owners = []
first = [1]
second = first
account = Account()
account.owners.append(second)
def work(own):
    own.append(2)
    return len(own)
size = work(first)
"""


@pytest.fixture(scope="module")
def moments():
    return Moments(run(program(SOURCE)))


def last(moments):
    return moments.at(moments.trace.known_until_ns - 1).processes[0]


def test_an_object_has_one_entry_however_many_names_it_has(moments):
    process = last(moments)
    held = {one.name: one.brief for one in process.variables}
    assert held["first"] == held["second"] == "#1"
    assert [one.text for one in process.objects if one.mark == "#1"] == ["[1, 2]"]


def test_objects_within_others_are_their_marks_where_they_have_one(moments):
    process = last(moments)
    account = next(
        one for one in process.objects if one.mark == {v.name: v.brief for v in process.variables}["account"]
    )
    assert account.text == "Account(owners=[#1])"


def test_what_is_no_object_stays_as_it_is(moments):
    assert {one.name: one.brief for one in last(moments).variables}["size"] == "2"


def test_local_variables_and_stacks_refer_to_it_too(moments):
    trace, seen = moments.trace, []
    for end_ns in trace.executed[0].end[:-1]:
        stack = moments.at(end_ns).processes[0].stacks[0]
        if stack.frames and stack.frames[-1].name == "work":
            seen.append((stack.frames[-1].brief, stack.brief[-1:]))
    assert ((("own", "#1"),), ("#1",)) in seen


def test_it_is_known_when_an_object_was_changed(moments):
    trace = moments.trace
    changed = moments.at(trace.known_until_ns - 1).processes[0].objects[0].written_ns
    before = moments.at(changed - 1).processes[0].objects[0]
    after = moments.at(changed).processes[0].objects[0]
    assert (before.text, after.text) == ("[1]", "[1, 2]")
    assert before.written_ns < changed == after.written_ns


def test_a_list_that_holds_itself_is_its_mark_within():
    process = last(Moments(run(program("xs = [1]\nxs.append(xs)\n"))))
    assert [one.text for one in process.objects] == ["[1, #1]"]


def test_too_many_objects_stand_with_their_names():
    names = "\n".join(f"x{number} = [{number}]" for number in range(MOST_OBJECTS + 1))
    moments = Moments(run(program(names + "\n")))
    process = last(moments)
    assert process.objects == ()
    assert {one.brief for one in process.variables} == {one.text for one in process.variables}


def test_an_object_between_two_threads_is_drawn_once():
    source = (
        "from threading import Thread\nshared = []\ndef add(to):\n    for i in range(3):\n        to.append(i)\n"
        "a, b = Thread(target=add, args=(shared,)), Thread(target=add, args=(shared,))\n"
        "a.start(); b.start(); a.join(); b.join()\n"
    )
    moments = Moments(run(program(source), gil="free-threaded", cores=2))
    both = 0
    for t_ns in range(0, moments.trace.known_until_ns, moments.trace.header.instruction_ns):
        process = moments.at(t_ns).processes[0]
        held = [dict(stack.frames[-1].brief).get("to") for stack in process.stacks[1:] if stack.frames]
        if len(held) == 2 and None not in held:
            both += 1
            assert held[0] == held[1] == {one.name: one.brief for one in process.variables}["shared"]
            assert [one.mark for one in process.objects].count(held[0]) == 1
    assert both


def test_what_is_said_does_not_depend_on_what_was_asked_before(moments):
    trace = moments.trace
    times = list(trace.executed[0].end[::3])
    fresh = [Moments(trace).at(t_ns).processes[0] for t_ns in times]
    assert [moments.at(t_ns).processes[0] for t_ns in reversed(times)] == fresh[::-1]
