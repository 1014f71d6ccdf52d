"""A started process has its parent's values, and changes only its own."""

from __future__ import annotations

import pytest

from desktop_app.analysis.moment import snapshot
from desktop_app.engine.inheritance import copy_memory
from desktop_app.model.machine import StartCosts
from desktop_app.program.effects import StartProcess
from tests.engine.observed import sound
from tests.engine.scripted_programs import Let, Machine, ScriptedImage, ScriptedThread
from tests.scenarios import program, run


def variables(moment, process):
    return {variable.name: variable.text for variable in moment.processes[process].variables}


def test_a_child_begins_with_the_variables_of_its_parent(monkeypatch):
    child = ScriptedThread(1, Let("x", "3"))
    main = ScriptedThread(Let("x", "1"), Let("y", "2"), StartProcess(ScriptedImage(child), child, "fork", False), 9)
    machine = Machine(monkeypatch)
    trace = sound(machine.run(lambda: ScriptedImage(main), cores=2, starts=StartCosts(fork_ns=0)))
    born = snapshot(trace, 200_000)
    assert variables(born, 1) == {"x": "1", "y": "2", "z": ""}
    assert born.processes[1].variables[0].writer == "P2·T1"
    end = snapshot(trace, trace.known_until_ns)
    assert (variables(end, 0)["x"], variables(end, 1)["x"]) == ("1", "3")


@pytest.fixture
def lists():
    """A finished run of two processes, the second of which has nothing."""
    return run(program("x = [1]\ny = [x, x]\ny.append(y)\nz = 5\n"), program("pass\n"))


def test_objects_are_copied_once_with_all_that_refers_to_them(lists):
    numbers = {local: local for local in range(len(lists.objects))}
    count, now = len(lists.objects), lists.known_until_ns
    copies = copy_memory(lists, numbers, 0, 1, thread=1, time_ns=now)
    assert len(copies) == 2
    assert set(copies.values()) == {count, count + 1}
    values, objects, memory = lists.values, lists.objects, lists.memory[1]
    x, y = (values.obj[memory.globals[name].value[0]] for name in "xy")
    assert [values.obj[value] for value in objects[y].head[0]] == [x, x, y]
    assert values.text[memory.globals["z"].value[0]] == "5"


def test_what_was_deleted_or_never_bound_is_not_copied():
    trace = run(program("x = 1\ndel x\n"), program("pass\n"))
    assert copy_memory(trace, {}, 0, 1, thread=1, time_ns=trace.known_until_ns) == {}
    assert trace.memory[1].globals == {}


def test_lists_nested_deeper_than_python_recurses_are_copied():
    trace = run(program("x = []\nn = 0\nwhile n < 2_000:\n    x = [x]\n    n += 1\n"), program("pass\n"))
    numbers = {number: number for number in range(len(trace.objects))}
    assert len(copy_memory(trace, numbers, 0, 1, thread=1, time_ns=trace.known_until_ns)) == 2_001


def test_what_processes_share_is_one_object_in_the_trace():
    trace = run(
        program("""\
from multiprocessing import Process, Value
total, own = Value('i', 0), [0]
def work():
    own.append(1)
    total.value += 5
child = Process(target=work)
child.start()
child.join()
""")
    )
    now = trace.known_until_ns - 1
    shown = [{one.name: one.text for one in process.variables} for process in snapshot(trace, now).processes]
    assert [(values["total"], values["own"]) for values in shown] == [("Value(5)", "[0]"), ("Value(5)", "[0, 1]")]
