import re

import pytest

from desktop_app.analysis.census import Census
from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.memory import LOAD_SLOTS, Memories
from desktop_app.analysis.moment import Moments, snapshot
from desktop_app.model.machine import StartMethod
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import Footprint
from desktop_app.trace.lives import Lives
from tests.analysis.sharing import sharing_trace
from tests.scenarios import MS, bursts, program, run

MB = 1_000_000


def test_what_a_process_has_of_ram_follows_its_bursts():
    trace = run(bursts("cpu 1ms, alloc 3MB, cpu 1ms, free 2MB, cpu 1ms", footprint=Footprint(memory_bytes=MB)))
    sizes = [snapshot(trace, t).processes[0].ram_bytes for t in (0, MS - 1, MS, 2 * MS, 3 * MS)]
    assert sizes == [MB, MB, 4 * MB, 2 * MB, 0]


def test_where_nothing_says_how_much_it_is_not_known():
    moment = snapshot(run(program(), bursts("cpu 1ms")), 0)
    assert [process.ram_bytes for process in moment.processes] == [None, None]


def test_who_runs_out_of_memory_is_told_from_who_is_killed():
    kill = Action(at_ns=2 * MS, kind=ActionKind.KILL, process="B")
    trace = run(
        bursts("cpu 1ms, alloc 9MB, cpu 9ms", name="A"),
        bursts("cpu 9ms", name="B"),
        cores=2,
        ram_bytes=5 * MB,
        actions=[kill],
    )
    endings = [[process.ending for process in snapshot(trace, t).processes] for t in (0, MS, 2 * MS)]
    assert endings == [["", ""], ["killed: out of memory", ""], ["killed: out of memory", "killed by SIGKILL"]]


@pytest.mark.parametrize(
    ("kind", "ending"),
    [(ActionKind.TERMINATE, "terminated by SIGTERM"), (ActionKind.INTERRUPT, "interrupted by SIGINT")],
)
def test_a_signal_that_ended_a_process_is_named(kind, ending):
    trace = run(bursts("cpu 9ms"), actions=[Action(at_ns=MS, kind=kind, process="A")])
    assert Memories(EventIndex(trace)).at(0, MS, [None]).ending == ending


def test_a_process_that_ends_by_itself_was_not_made_to():
    trace = run(bursts("cpu 1ms"), program("1 / 0\n"))
    assert [process.ending for process in snapshot(trace, trace.known_until_ns).processes] == ["", ""]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("n = 1\nv = {'a': n, 'b': [n]}\n", "{'a': 1, 'b': [1]}"),
        ("v = {}\n", "{}"),
        ("n = 1\nv = {n}\n", "{1}"),
        ("v = set()\n", "set()"),
        ("v = [[1]]\n", "[[1]]"),
    ],
)
def test_a_container_is_shown_in_its_own_brackets(source, text):
    trace = run(program(source))
    shown = {value.name: value.text for value in snapshot(trace, trace.known_until_ns - 1).processes[0].variables}
    assert shown["v"] == text


def shown_values(source):
    trace = run(program(source))
    return {value.name: value.text for value in snapshot(trace, trace.known_until_ns - 1).processes[0].variables}


ACCOUNT = """\
class Account:
    def __init__(self, balance):
        self.balance = balance
        self._log = []
    def deposit(self, amount):
        pass
account = Account(100)
"""


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("v = account\n", "Account(balance=100, _log=[])"),
        ("v = {'a': account}\n", "{'a': Account(balance=100, _log=[])}"),
        (
            "account._log = account\nv = [account]\n",
            "[Account(balance=100, _log=Account(balance=100, _log=Account(…)))]",
        ),
        ("v = Account\n", "class Account"),
        ("v = ValueError\n", "class ValueError"),
        ("v = account.deposit\n", "bound Account.deposit()"),
        ("v = [].append\n", "bound list.append()"),
        ("v = print\n", "print()"),
        ("v = int\n", "class int"),
        ("import threading as v\n", "module threading"),
        ("def v(): pass\n", "v()"),
        ("def outer():\n    def inner(): pass\n    return inner\nv = outer()\n", "inner()"),
        ("def numbers(): yield 1\nv = numbers()\n", "generator numbers()"),
        ("v = ValueError('bad', 1)\n", "ValueError('bad', 1)"),
        ("class Stack(list): pass\nv = Stack()\nv.append(1)\n", "Stack([1])"),
        ("class Tags(dict): pass\nv = Tags()\nv['x'] = account\n", "Tags({'x': Account(balance=100, _log=[])})"),
    ],
)
def test_what_the_program_made_is_shown_by_what_it_is_called(source, text):
    assert re.sub(r"#\d+ ", "", shown_values(ACCOUNT + source)["v"]) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("import threading\nv = threading.Lock()\n", "lock(unlocked)"),
        ("import threading\nv = threading.Lock()\nv.acquire()\n", "lock(locked)"),
        ("import threading\nv = threading.Semaphore(3)\n", "Semaphore(3)"),
        ("import threading\nv = threading.Thread(target=print)\n", "Thread(Thread-1 (print))"),
        (
            "import threading\nclass Worker(threading.Thread):\n    n = 1\nv = Worker()\nv.n = 2\n",
            "Worker(Thread-1, n=2)",
        ),
        ("import queue\nv = queue.Queue()\nv.put(7)\n", "Queue([7])"),
        ("from collections import deque\nv = deque([1])\n", "deque([1])"),
        ("from collections import Counter\nv = Counter('aa')\n", "Counter({'a': 2})"),
        ("from collections import namedtuple\nv = namedtuple('Point', 'x y')(1, 2)\n", "Point(x=1, y=2)"),
        ("import enum\nclass Colour(enum.Enum):\n    RED = 1\nv = Colour.RED\n", "Colour(RED)"),
        ("from multiprocessing import Value\nv = Value('i', 3)\n", "Value(3)"),
        ("from multiprocessing import Array\nv = Array('i', [1, 2])\n", "Array([1, 2])"),
        ("from multiprocessing import Manager\nv = Manager()\n", "<SyncManager>"),
        ("v = object()\n", "<object>"),
    ],
)
def test_of_what_the_library_made_only_what_matters_is_shown(source, text):
    assert shown_values(source)["v"] == text


def at_each_moment(source, **fields):
    """Every picture of the one process's memory, in order: at the end of each instruction of its first thread."""
    trace = run(program(source), **fields)
    return [snapshot(trace, end).processes[0] for end in trace.executed[0].end]


def test_an_object_has_a_mark_while_more_than_one_place_refers_to_it():
    pictures = at_each_moment("a = [1]\nb = [2]\nc = b\nd = {'k': b}\nb = c = None\n")
    found = [{one.name: one.text for one in picture.variables} for picture in pictures]
    assert {"a": "[1]", "b": "#2 [2]", "c": "#2 [2]", "d": ""} in found
    assert {"a": "[1]", "b": "#2 [2]", "c": "#2 [2]", "d": "{'k': #2 [2]}"} in found
    assert {"a": "[1]", "b": "None", "c": "None", "d": "{'k': [2]}"} in found


def test_what_lies_on_a_stack_refers_to_it_too():
    pictures = at_each_moment("a = [1]\na.append(2)\n")
    found = [(picture.stacks[0].values, picture.variables[0].text) for picture in pictures]
    assert (("#1 [1]",), "#1 [1]") in found or (("list.append()", "#1 [1]"), "#1 [1]") in found


def test_a_mark_does_not_depend_on_how_the_moment_was_reached():
    source = "a = [1]\nb = a\nc = [b, [a]]\n"
    trace = run(program(source))
    times = list(trace.executed[0].end)
    forwards = [snapshot(trace, t).processes[0].variables for t in times]
    assert [snapshot(trace, t).processes[0].variables for t in reversed(times)] == forwards[::-1]


CALLS = """\
def outer(n):
    items = [n]
    return inner(items, n + 1)
def inner(items, m):
    items.append(m)
    del m
    return items
result = outer(5)
"""


def frames(picture):
    return [(frame.name, dict(frame.variables)) for frame in picture.stacks[0].frames]


def test_the_calls_that_a_thread_is_in_are_shown_with_their_variables():
    found = [frames(picture) for picture in at_each_moment(CALLS)]
    body = ("<module>", {})
    assert found[0] == [body]
    assert [body, ("outer", {"n": "5"})] in found
    both = [body, ("outer", {"n": "5", "items": "#1 [5]"})]
    assert [*both, ("inner", {"items": "#1 [5]", "m": "6"})] in found
    changed = [body, ("outer", {"n": "5", "items": "#1 [5, 6]"})]
    assert [*changed, ("inner", {"items": "#1 [5, 6]", "m": "6"})] in found
    assert [*changed, ("inner", {"items": "#1 [5, 6]"})] in found
    after = found[found.index([*changed, ("inner", {"items": "#1 [5, 6]"})]) :]
    assert changed in after
    assert [body] in after


def test_only_the_innermost_calls_are_shown():
    deep = at_each_moment("def f(n):\n    return n and f(n - 1)\nf(9)\n")
    assert max(len(picture.stacks[0].frames) for picture in deep) == 4
    assert any([frame.variables for frame in picture.stacks[0].frames][-1:] == [(("n", "0"),)] for picture in deep)


def test_a_call_that_an_exception_ends_is_not_shown_any_more():
    source = "def f(x):\n    raise ValueError(x)\ntry:\n    f(1)\nexcept ValueError:\n    y = 1\nz = 2\n"
    found = [frames(picture) for picture in at_each_moment(source)]
    assert [("<module>", {}), ("f", {"x": "1"})] in found
    assert found[-1] == [("<module>", {})] or not found[-1]


def test_a_generator_goes_on_with_the_variables_that_it_had():
    source = "def numbers(n):\n    for i in range(n):\n        yield i\nfor x in numbers(3):\n    pass\n"
    found = [frames(picture) for picture in at_each_moment(source)]
    for i in ("0", "1", "2"):
        assert [("<module>", {}), ("numbers", {"n": "3", "i": i})] in found


def test_each_thread_has_calls_of_its_own():
    source = """\
import threading
def work(amount):
    done = amount + 1
    return done
threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""
    trace = run(program(source))
    seen = {
        (stack.thread.label, tuple(stack.frames[-1].variables))
        for executed in trace.executed
        for end in executed.end
        for stack in snapshot(trace, end).processes[0].stacks
        if stack.frames and stack.frames[-1].name == "work"
    }
    assert {("P1·T2", (("amount", "1"), ("done", "2"))), ("P1·T3", (("amount", "2"), ("done", "3")))} <= seen


def test_calls_are_the_same_when_only_the_end_is_read():
    loop = "    for i in range(n):\n        total = total + i\n"
    source = f"def f(n):\n    total = 0\n{loop}    return total\nr = f(400)\n"
    early, late = run(program(source)), run(program(source))
    assert late.calls[0].time == early.calls[0].time
    half = late.known_until_ns // 2
    inside = dict(snapshot(late, half).processes[0].stacks[0].frames[-1].variables)
    assert int(inside["total"]) in {sum(range(int(inside["i"]))), sum(range(int(inside["i"]) + 1))}


def test_what_is_written_to_the_namespace_of_an_instance_is_its_attribute():
    shown = shown_values("class A: pass\na = A()\na.__dict__['n'] = 1\na.m = 2\n")
    assert shown["a"] == "A(n=1, m=2)"
    assert shown_values("class A: pass\na = A()\na.m = 2\na.__dict__['n'] = 1\n")["a"] == "A(m=2, n=1)"


def test_a_program_is_loaded_right_after_its_launch():
    moments = Moments(run(program(), program(arrival_ns=MS)))
    slot_ns = moments.trace.header.instruction_ns

    def loading(t_ns):
        return [(process.loaded, process.loading) for process in moments.at(t_ns).processes]

    assert loading(0) == [(0.0, True)]
    assert loading(int(LOAD_SLOTS * slot_ns / 2)) == [(0.5, True)]
    assert loading(int(LOAD_SLOTS * slot_ns)) == [(1.0, False)]
    assert loading(MS) == [(1.0, False), (0.0, True)]


def test_it_comes_from_disk_as_long_as_its_process_is_being_started():
    moments = Moments(run(program(start=StartMethod.FORK)))
    ready_ns = moments.trace.ready_from[0]
    assert ready_ns > 2 * moments.trace.header.instruction_ns
    assert [moments.at(t_ns).processes[0].loading for t_ns in (0, ready_ns - 1, ready_ns)] == [True, True, False]


def test_what_a_program_starts_is_a_copy_and_does_not_come_from_disk():
    source = "from multiprocessing import Process\ndef f():\n    pass\np = Process(target=f)\np.start()\np.join()\n"
    moments = Moments(run(program(source)))
    child = moments.trace.processes[1]
    view = moments.at(child.arrival_ns).processes[1]
    assert (view.loaded, view.loading) == (0.0, False)


@pytest.mark.parametrize("step_ns", [70_000, -130_000])
def test_memory_is_the_same_whatever_was_asked_before(step_ns):
    trace = sharing_trace()
    events = EventIndex(trace)
    census, kept = Census(Lives(trace), events), Memories(events)
    first, last = 12 * MS, 40 * MS
    for t_ns in range(first, last, step_ns) if step_ns > 0 else range(last, first, step_ns):
        census.go_to(t_ns)
        fresh = Memories(events)
        for process in range(len(trace.processes)):
            assert kept.at(process, t_ns, census.states) == fresh.at(process, t_ns, census.states)


def test_what_does_not_change_is_not_made_again():
    trace = sharing_trace()
    kept, census = Memories(EventIndex(trace)), Census(Lives(trace), EventIndex(trace))
    census.go_to(15 * MS)
    first, again = (kept.at(0, 15 * MS + late_ns, census.states) for late_ns in (0, 1))
    assert again is first
