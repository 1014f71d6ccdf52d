"""What a trace knows of memory is what the interpreter holds, also of what processes hand over to each other."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.moment import snapshot
from desktop_app.analysis.value_texts import value_text
from desktop_app.engine import checkpoints
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, RunLimits
from desktop_app.engine.rerun import rerun
from desktop_app.trace.trace import Trace
from tests.engine.observed import columns, digest, do, sound
from tests.scenarios import program, run, scenario

#: Deeper than the values here are nested.
DEEP = 50
#: How two processes begin that hand things over; the parent's part and the child's follow.
BEGIN = """\
import multiprocessing as mp
class Box:
    def __init__(self, items):
        self.items = items
"""
#: A value that the trace knows whole: no code, and no instance, whose repr has an address.
PLAIN = re.compile(r"[^<>]*")


def known(trace: Trace, process: int) -> dict[str, str]:
    """Return the text of each global of a process at the end, as the trace knows it, however deep it is nested."""
    found = {}
    for name, table in trace.memory[process].globals.items():
        row = table.at(trace.known_until_ns)
        if row >= 0 and table.value[row] >= 0:
            found[name] = value_text(trace, table.value[row], trace.known_until_ns, depth=DEEP)
    return found


def held(trace: Trace, process: int) -> dict[str, str]:
    """Return the text of each global of a process at the end, as the interpreter has it."""
    finals = trace.memory[process].final_globals
    return {name: text for name, text in finals.items() if PLAIN.fullmatch(text)}


def spelled(text: str, contents: dict[str, str]) -> str:
    """Return a text in which the marks of objects on the heap are replaced by what these hold."""
    return re.sub(r"#\d+", lambda found: spelled(contents[found.group()], contents), text)


def agrees(trace: Trace) -> bool:
    """Check that trace, pictures and interpreter tell the same of each global; return whether there was any.

    What has more items than are kept, or is nested deeper than is shown, is left out.
    """
    seen = 0
    moment = snapshot(sound(trace), trace.known_until_ns - 1)
    for process, view in enumerate(moment.processes):
        theirs = held(trace, process)
        pictured = {one.name: re.sub(r"#\d+ ", "", one.text) for one in view.variables}
        contents = {one.mark: one.text for one in view.objects}
        heap = {one.name: spelled(one.brief, contents) for one in view.variables}
        for texts in (known(trace, process), pictured, heap):
            ours = {name: texts[name] for name in theirs if "…" not in texts[name]}
            assert ours == {name: theirs[name] for name in ours}
            seen += len(ours)
    return seen > 0


def test_what_comes_out_of_a_queue_is_not_what_the_receiver_had_under_its_number():
    trace = run(
        program("""\
from multiprocessing import Process, Queue
basket, q = ["fig"], Queue()
def fill():
    basket.append("nut")
    q.put(basket)
child = Process(target=fill)
child.start()
old = basket
basket = q.get()
child.join()
old.append("pear")
""")
    )
    assert held(trace, 0)["basket"] == "['fig', 'nut']"
    assert agrees(trace)


#: Ways of handing a list, a dictionary, a set and an instance over, by their names.
WAYS = {
    "queue": ("q = mp.Queue()", "q.put(made)", "got = q.get()"),
    "simple queue": ("q = mp.SimpleQueue()", "q.put(made)", "got = q.get()"),
    "joinable queue": ("q = mp.JoinableQueue()", "q.put(made)", "got = q.get()\nq.task_done()"),
    "pipe": ("here, there = mp.Pipe()", "there.send(made)", "got = here.recv()"),
    "list of a manager": ("q = mp.Manager().list()", "q.append(made)", "child.join()\ngot = q[0]"),
    "dictionary of a manager": ("q = mp.Manager().dict()", "q['x'] = made", "child.join()\ngot = q.copy()['x']"),
    "namespace": ("q = mp.Manager().Namespace()", "q.made = made", "child.join()\ngot = q.made"),
}


@pytest.mark.parametrize(("way", "method"), [*((way, "fork") for way in WAYS), ("queue", "spawn")])
def test_whatever_hands_it_over_a_copy_is_known_from_the_moment_at_which_it_is_there(way, method):
    begin, give, take = WAYS[way]
    trace = run(
        program(f"""\
{BEGIN}
mp.set_start_method({method!r})
{begin}
mine = [[0], {{"n": [1]}}]
def work():
    mine[0].append(5)
    made = [mine, {{"a": [1, {{2, 3}}]}}, [[[4]]], Box(mine[0])]
    {give}
    made[2].clear()
child = mp.Process(target=work)
child.start()
others = [[n, [n]] for n in range(8)]
{take}
box, rest = got.pop(), got
box_items = box.items
same = box_items is rest[0][0]
got_at = rest[2]
child.join()
"""),
        cores=2,
    )
    finals = held(trace, 0)
    assert finals["rest"] == "[[[0, 5], {'n': [1]}], {'a': [1, {2, 3}]}, [[[4]]]]"
    assert (finals["mine"], finals["same"]) == ("[[0], {'n': [1]}]", "True")
    assert agrees(trace)
    assert known(trace, 0)["box"] == "Box(items=[0, 5])"
    table = trace.memory[0].globals["got"]
    first = value_text(trace, table.value[0], table.time[0], depth=DEEP)
    assert first == "[[[0, 5], {'n': [1]}], {'a': [1, {2, 3}]}, [[[4]]], Box(items=[0, 5])]"


@pytest.mark.parametrize("pool", ["mp.Pool(2)", "ProcessPoolExecutor(2)"])
def test_the_results_of_a_pool_are_known(pool):
    trace = run(
        program(f"""\
{BEGIN}
from concurrent.futures import ProcessPoolExecutor
kept = [[1]]
def work(n):
    kept.append([n])
    return [kept[-1], {{n: kept[0]}}]
if __name__ == "__main__":
    with {pool} as pool:
        results = list(pool.map(work, range(4)))
    first, last = results[0], results[-1]
    first.append(len(kept))
"""),
        cores=2,
    )
    assert held(trace, 0)["results"] == "[[[0], {0: [1]}, 1], [[1], {1: [1]}], [[2], {2: [1]}], [[3], {3: [1]}]]"
    assert agrees(trace)


def test_what_waits_for_a_lock_is_no_object_of_who_releases_it():
    """The library keeps a record of each thread that waits; the process that wakes it changes that."""
    trace = run(
        program(f"""\
{BEGIN}
lock, full = mp.Lock(), mp.Condition()
def work():
    with full:
        full.notify()
    with lock:
        pass
child = mp.Process(target=work)
with lock:
    with full:
        child.start()
        full.wait()
    a, b, c, d, e, f, g, h = [[n] for n in range(8)]
    i, j, k, l, m, n, o, p = [[n] for n in range(8)]
child.join()
"""),
        cores=2,
    )
    assert agrees(trace)


def test_memory_that_processes_share_is_the_same_wherever_it_was_made():
    trace = run(
        program(f"""\
{BEGIN}
makers, q = mp.Manager(), mp.Queue()
def work():
    late = makers.list([[1]])
    q.put(late)
    late.append([3])
child = mp.Process(target=work)
child.start()
mine = [[n] for n in range(8)]
late = q.get()
child.join()
late.append([2])
size = len(late)
""")
    )
    assert known(trace, 0)["late"] == "ListProxy([[1], [3], [2]])"
    assert agrees(trace)


def test_a_grandchild_has_copies_of_what_was_there_and_shares_what_is_shared():
    trace = run(
        program(f"""\
{BEGIN}
q, own = mp.Queue(), [[1]]
def inner():
    own[0].append(3)
    q.put(own)
def outer():
    own[0].append(2)
    child = mp.Process(target=inner)
    child.start()
    child.join()
    own.append(q.get())
    q.put(own)
child = mp.Process(target=outer)
child.start()
child.join()
got = q.get()
"""),
        cores=2,
    )
    assert [held(trace, process)["own"] for process in range(3)] == ["[[1]]", "[[1, 2], [[1, 2, 3]]]", "[[1, 2, 3]]"]
    assert held(trace, 0)["got"] == "[[1, 2], [[1, 2, 3]]]"
    assert agrees(trace)


def test_two_runs_of_one_program_have_objects_of_their_own():
    source = (
        f"{BEGIN}q, x = mp.Queue(), [1]\nchild = mp.Process(target=lambda: q.put([x]))\nchild.start()\ny = q.get()\n"
    )
    trace = run(program(source), program(source + "y.append(2)\n"), cores=2)
    assert [held(trace, process)["y"] for process in range(2)] == ["[[1]]", "[[1], 2]"]
    assert agrees(trace)


CHATTY = f"""\
{BEGIN}
here, there = mp.Pipe()
def work():
    mine = []
    for n in range(8):
        mine[n % 4 :] = [[n, here.recv()]]
        here.send(mine)
child = mp.Process(target=work)
child.start()
got = []
for n in range(8):
    there.send([[n], got[:1]])
    got = there.recv()
child.join()
"""


def test_a_run_goes_on_from_a_checkpoint_between_copies(monkeypatch):
    monkeypatch.setattr(checkpoints, "FIRST_DISTANCE", 40)
    monkeypatch.setattr(checkpoints, "DISTANCE_PER_THREAD", 0)
    limits = RunLimits(instructions=20_000, trace_bytes=2**28, forget=False, checkpoints=True)
    described = scenario(program(CHATTY), cores=2)
    before = simulate(described, limits)
    before.run()
    end_ms = before.trace.known_until_ns / 1_000_000
    assert agrees(before.trace)
    for share in (3, 1.2):
        changed = replace(described, actions=(do(round(end_ms / share), "nice", "A", value=5),))
        resumed, whole = rerun(before, changed), simulate(changed, limits)
        assert resumed.now_ns > 0
        assert columns(resumed.run()) == columns(whole.run())
        assert agrees(resumed.trace)


# -- any program ------------------------------------------------------------------------------------------------

NAMES = ("v0", "v1", "v2", "v3")


def values(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Return expressions of containers, in which variables may occur."""
    leaves = st.one_of(st.integers(0, 9).map(str), st.sampled_from(["'a'", "None", "{1, 2}", "set()"]))
    if names:
        leaves = st.one_of(leaves, st.sampled_from(names))

    def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        several = st.lists(inner, max_size=3)
        return st.one_of(
            several.map(lambda items: f"[{', '.join(items)}]"),
            several.map(lambda items: f"{{{', '.join(f'{key}: {item}' for key, item in enumerate(items))}}}"),
        )

    return st.recursive(leaves, nested, max_leaves=5)


@st.composite
def statements(draw: st.DrawFn) -> str:
    """Return a statement that makes or changes a list, in which no list comes to hold itself."""
    place = draw(st.integers(0, len(NAMES) - 1))
    name, value = NAMES[place], draw(values(NAMES[:place]))
    return draw(
        st.sampled_from(
            [f"{name} = [{value}]", f"{name}.append({value})", f"{name}[:1] = [{value}, 0]", f"del {name}[1:]"]
        )
    )


@st.composite
def conversations(draw: st.DrawFn) -> str:
    """Return a program of two processes that change lists, and now and then hand some over, each way."""
    lines: dict[str, list[str]] = {"parent": [], "child": []}
    for _ in range(draw(st.integers(1, 5))):
        giver, taker = draw(st.permutations(["parent", "child"]))
        for side in (giver, taker):
            lines[side] += draw(st.lists(statements(), max_size=3))
        names = sorted(draw(st.sets(st.sampled_from(NAMES), min_size=1)))
        lines[giver].append(f"give(({', '.join(names)},))")
        lines[taker].append(f"{', '.join(names)}, = take()")
    body = "\n    ".join(lines["child"])
    return "\n".join(
        (
            "from multiprocessing import Process, Queue, set_start_method",
            f"set_start_method({draw(st.sampled_from(['fork', 'spawn']))!r})",
            "up, down = Queue(), Queue()",
            *(f"{name} = [{draw(values(NAMES[:place]))}]" for place, name in enumerate(NAMES)),
            f"def work():\n    global {', '.join(NAMES)}\n    give, take = up.put, down.get\n    {body}",
            "child = Process(target=work)\nchild.start()\ngive, take = down.put, up.get",
            *lines["parent"],
            "child.join()\n",
        )
    )


@settings(max_examples=12, deadline=None)
@given(conversations(), st.integers(1, 2))
def test_whatever_processes_hand_over_the_picture_is_what_the_interpreter_has(source, cores):
    described = scenario(program(source), cores=cores)
    trace = simulate(described, BATCH_LIMITS).run()
    assert not trace.truncated
    assert agrees(trace)
    assert digest(simulate(described, BATCH_LIMITS).run()) == digest(trace)
