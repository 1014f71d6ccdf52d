import pytest

from desktop_app.analysis.memory_tree import MOST_CHILDREN, MemoryTree, Part
from desktop_app.analysis.value_texts import value_text
from tests.scenarios import bursts, program, run

SOURCE = """\
items = [1]
same = items
def work(a):
    b = a
    b = b + 1
    return b
x = 5
x = work(x)
items.append(x)
del same
"""


@pytest.fixture(scope="module")
def trace():
    return run(program(SOURCE, threads=2), bursts("cpu 1ms"))


def named(items):
    return {item.name: item for item in items}


def group(tree, name):
    (process,) = tree.roots()
    return named(tree.children(named(tree.children(process))[name]))


def written(trace, name, number):
    return trace.memory[0].globals[name].time[number]


def test_a_variable_has_its_value_the_one_before_and_who_changed_it_when(trace):
    at = written(trace, "x", -1)
    before, after = group(MemoryTree(trace, at - 1), "globals"), group(MemoryTree(trace, at), "globals")
    table = trace.memory[0].globals["x"]
    writer = trace.threads[table.thread[-1]].label
    assert (before["x"].value, after["x"].value) == ("5", "6")
    assert (after["x"].before, after["x"].changed_ns, after["x"].writer) == ("5", at, writer)
    assert after["x"].fresh
    assert not group(MemoryTree(trace, at + 100_000), "globals")["x"].fresh
    assert group(MemoryTree(trace, 0), "globals")["x"].value == "–"


def test_globals_are_at_all_times_what_the_trace_says(trace):
    for t_ns in range(0, trace.known_until_ns, 130_000):
        for name, item in group(MemoryTree(trace, t_ns), "globals").items():
            table = trace.memory[0].globals.get(name)
            row = table.at(t_ns) if table else -1
            if row >= 0 and table.value[row] >= 0 and trace.values.obj[table.value[row]] < 0:
                assert item.value == value_text(trace, table.value[row], t_ns)
                assert item.changed_ns == table.time[row]


def test_a_list_that_two_names_refer_to_is_one_object_that_changes_for_both(trace):
    obj = next(obj for obj, table in enumerate(trace.objects) if len(table) > 1)
    at = trace.objects[obj].time[-1]
    tree = MemoryTree(trace, at)
    variables, objects = group(tree, "globals"), group(tree, "objects")
    mark = variables["items"].value.split()[0]
    assert objects[mark].obj == variables["items"].obj == variables["same"].obj == obj
    assert variables["items"].value == f"{mark} {objects[mark].value}"
    assert variables["items"].changed_ns == objects[mark].changed_ns == at
    assert (variables["items"].before, variables["items"].writer) != (variables["items"].value, "")
    assert [item.name for item in tree.children(variables["items"])][:2] == ["[0]", "[1]"]


def test_a_name_that_was_deleted_says_so(trace):
    last = max(trace.ended[thread] for thread in trace.processes[0].threads)
    item = group(MemoryTree(trace, last - 1), "globals")["same"]
    assert item.value == "deleted"
    assert "[1, 6" in item.before


def test_a_call_has_its_local_variables_with_what_they_were(trace):
    calls = trace.calls[0]
    seen = {}
    for t_ns in calls.time:
        tree = MemoryTree(trace, t_ns)
        (process,) = tree.roots()
        thread = next(item for item in tree.children(process) if item.thread == 0)
        for call in tree.children(thread):
            if call.part is Part.CALL and call.name == "work":
                seen |= {
                    (item.name, item.value, item.before): (item.changed_ns, item.fresh) for item in tree.children(call)
                }
    assert {("a", "5", ""), ("b", "5", ""), ("b", "6", "5")} <= seen.keys()
    assert seen["b", "6", "5"][0] in calls.time


def test_the_operand_stack_is_listed_from_its_top(trace):
    table = trace.executed[0]
    row = max(range(len(table)), key=lambda row: trace.stacks.depth(table.node[row]))
    tree = MemoryTree(trace, table.end[row])
    (process,) = tree.roots()
    thread = next(item for item in tree.children(process) if item.thread == 0)
    stack = next(item for item in tree.children(thread) if item.part is Part.STACK)
    items = tree.children(stack)
    assert len(items) == trace.stacks.depth(table.node[row])
    assert items[0].name.endswith("(top)")
    assert items[0].changed_ns == table.end[row]


def test_only_what_is_wanted_is_there(trace):
    tree = MemoryTree(trace, written(trace, "x", 0), "X")
    assert set(group(tree, "globals")) == {"x"}
    assert MemoryTree(trace, written(trace, "x", 0), "nothing has this").roots() == []


def test_what_has_ended_and_what_has_bursts_is_not_in_memory(trace):
    assert MemoryTree(trace, trace.known_until_ns).roots() == []
    assert MemoryTree(run(bursts("cpu 1ms")), 0).roots() == []


def test_of_many_variables_the_others_are_counted():
    trace = run(program("".join(f"v{number} = {number}\n" for number in range(MOST_CHILDREN + 7))))
    tree = MemoryTree(trace, 0)
    (process,) = tree.roots()
    items = tree.children(tree.children(process)[0])
    assert len(items) == MOST_CHILDREN + 1
    assert (items[-1].part, items[-1].value) == (Part.MORE, "7 more")
