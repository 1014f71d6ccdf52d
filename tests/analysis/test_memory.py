import pytest

from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.memory import process_at
from desktop_app.analysis.moment import snapshot
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import Footprint
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
    assert process_at(EventIndex(trace), 0, MS, [None]).ending == ending


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
        ("account._log = account\nv = [account]\n", "[Account(balance=100, _log=Account(balance=100, _log=Account(…)))]"),
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
    assert shown_values(ACCOUNT + source)["v"] == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("import threading\nv = threading.Lock()\n", "lock(unlocked)"),
        ("import threading\nv = threading.Lock()\nv.acquire()\n", "lock(locked)"),
        ("import threading\nv = threading.Semaphore(3)\n", "Semaphore(3)"),
        ("import threading\nv = threading.Thread(target=print)\n", "Thread(Thread-1 (print))"),
        ("import threading\nclass Worker(threading.Thread):\n    n = 1\nv = Worker()\nv.n = 2\n", "Worker(Thread-1, n=2)"),
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
