"""What these programs compute is what one finds on paper."""

import re
from random import Random

import pytest

from desktop_app.engine.build import simulate
from desktop_app.model.machine import GilMode
from desktop_app.teaching.practice import programs
from desktop_app.teaching.practice.exercises import EXERCISE_LIMITS
from tests.teaching.questions.asked import asked


def ran(situation):
    trace = simulate(situation.scenario, EXERCISE_LIMITS).run()
    assert not trace.truncated
    return trace


def source_of(situation):
    return situation.scenario.processes[0].program.source


@pytest.mark.parametrize("seed", range(4))
def test_the_main_program_sees_what_threads_add_and_processes_do_not(seed):
    situation = programs.threads_and_processes(Random(seed), 4)
    source = source_of(situation)
    start = int(re.search(r"^\w+ = (\d+)$", source, re.MULTILINE)[1])
    added = [int(amount) for amount in re.findall(r"threading\.Thread\(target=add, args=\((\d+),\)\)", source)]
    assert asked("output", ran(situation)).answer == str(start + sum(added))


@pytest.mark.parametrize("seed", range(4))
def test_without_a_lock_the_last_to_store_wins(seed):
    situation = programs.race(Random(seed), 3)
    source = source_of(situation)
    start = int(re.search(r"^\w+ = (\d+)$", source, re.MULTILINE)[1])
    payers = [(float(delay), int(amount)) for amount, delay in re.findall(r"args=\((\d+), ([\d.]+)\)", source)]
    expected = start + (sum(amount for _, amount in payers) if "Lock" in source else max(payers)[1])
    assert asked("output", ran(situation)).answer == str(expected)


@pytest.mark.parametrize("seed", range(4))
def test_cores_processes_threads_and_the_gil_bound_how_many_run(seed):
    situation = programs.gil(Random(seed), 5)
    machine, entry = situation.scenario.machine, situation.scenario.processes[0]
    free = machine.gil is GilMode.FREE_THREADED
    able = entry.launches * (entry.threads if free else 1)
    assert asked("running-at-once", ran(situation)).answer == str(min(machine.cores, able))


@pytest.mark.parametrize("seed", range(6))
def test_a_copy_or_another_process_leaves_the_list_as_it_was(seed):
    situation = programs.shared_objects(Random(seed), 4)
    source = source_of(situation)
    before = re.search(r"= (\[.*\])$", source, re.MULTILINE)[1]
    added = re.findall(r"append\((\d+)\)|\*\w+, (\d+)\]", source)[0]
    shared = "threading" in source and ".copy()" not in source and "append" in source
    expected = f"{before[:-1]}, {max(added)}]" if shared else before
    assert asked("output", ran(situation)).answer == expected
