"""Saving over a file leaves alone what did not change: comments, order, spelling."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import CacheModel, GilMode, Machine, StartCosts
from desktop_app.model.scenario import Action, ActionKind, Scenario, SchedulerSpec
from desktop_app.model.workload import (
    Burst,
    BurstKind,
    DeviceSpec,
    Parameters,
    ProcessSpec,
    ResourceKind,
    ResourceSpec,
)
from desktop_app.storage.scenario_file import format_scenario, parse_scenario
from tests.strategies import scenarios

COMMENTED = """\
# A lecture on round robin.

title = "Taking turns"  # shown in the window

# The machine of 1995.
[machine]
quantum = "1000us"   # as in the book
cores = 1            # one is enough

[scheduler]
policy = "round-robin"

# --- the workload ---

# The patient one.
[[process]]
name = "A"  # first
bursts = "cpu 3ms"

# The quick one.
[[process]]
name = "B"
bursts = "cpu 1ms"
# and that is all
"""


def parsed(text: str, folder: Path | None = None) -> Scenario:
    return parse_scenario(text, file="lab.toml", folder=folder)


def saved(scenario: Scenario, existing: str, folder: Path | None = None) -> str:
    return format_scenario(scenario, folder=folder, file="lab.toml", existing=existing)


@given(old=scenarios, new=scenarios, keep=st.lists(st.booleans(), min_size=4, max_size=4))
def test_saving_over_a_file_keeps_its_comments(old: Scenario, new: Scenario, keep: list[bool]):
    kept = tuple(
        process
        for process, keeps in zip(old.processes, keep, strict=False)
        if keeps and max([process.parameters.core or 0, *process.parameters.affinity]) < new.machine.cores
    )
    new = replace(new, processes=(*kept, *new.processes))
    existing = "# kept: file\n\n" + format_scenario(old, folder=None).replace(
        "[machine]\n", "# kept: machine\n[machine] # kept: header\n", 1
    )
    text = format_scenario(new, folder=None, existing=existing)
    assert parse_scenario(text, file="", folder=None) == new
    # A title or a name may hold "[machine]" too, so the comments are wherever the first one was.
    assert [text.count(comment) for comment in ("# kept: file", "# kept: machine", "# kept: header")] == [1, 1, 1]


def test_one_changed_value_changes_one_line():
    scenario = parsed(COMMENTED)
    changed = replace(scenario, machine=replace(scenario.machine, cores=4))
    assert saved(changed, COMMENTED) == COMMENTED.replace("cores = 1 ", "cores = 4 ")


def test_a_duration_keeps_its_spelling_while_it_means_the_same():
    scenario = parsed(COMMENTED)
    changed = replace(scenario, machine=replace(scenario.machine, context_switch_ns=5000))
    text = saved(changed, COMMENTED)
    assert 'quantum = "1000us"   # as in the book' in text
    assert 'cores = 1            # one is enough\ncontext_switch = "5us"\n\n[scheduler]' in text


def test_an_entry_taken_out_takes_its_own_comment_along():
    scenario = parsed(COMMENTED)
    text = saved(replace(scenario, processes=scenario.processes[1:]), COMMENTED)
    assert "The patient one" not in text
    assert '# --- the workload ---\n\n# The quick one.\n[[process]]\nname = "B"' in text


def test_an_entry_put_between_leaves_its_neighbours_alone():
    scenario = parsed(COMMENTED)
    between = ProcessSpec(name="C", bursts=(Burst(kind=BurstKind.IO, duration_ns=1000, device="disk"),))
    first, second = scenario.processes
    text = saved(replace(scenario, processes=(first, between, second)), COMMENTED)
    for comment in (
        "# The patient one.\n[[process]]",
        '# The quick one.\n[[process]]\nname = "B"',
        "# and that is all",
    ):
        assert comment in text
    assert text.index('name = "A"') < text.index('name = "C"') < text.index("# The quick one.")


def test_values_that_a_file_had_by_default_are_added_only_when_they_differ():
    existing = '[[process]]\nbursts = "cpu 1ms"\n'
    scenario = parsed(existing)
    assert saved(scenario, existing) == existing
    changed = replace(
        scenario,
        title="New",
        machine=Machine(cores=2, gil=GilMode.FREE_THREADED),
        scheduler=SchedulerSpec(policy="fcfs"),
        seed=7,
    )
    text = saved(changed, existing)
    assert replace(parsed(text), source="") == replace(changed, source="")
    assert text.startswith('title = "New"\nseed = 7\n\n[machine]\ncores = 2\n')
    assert text.endswith('[scheduler]\npolicy = "fcfs"\n\n[[process]]\nbursts = "cpu 1ms"\n')


def test_a_nameless_entry_keeps_its_name_when_it_moves():
    existing = '[[process]] # one\nbursts = "cpu 1ms"\n\n[[process]] # two\nbursts = "cpu 2ms"\n'
    scenario = parsed(existing)
    text = saved(replace(scenario, processes=scenario.processes[1:]), existing)
    assert text == '[[process]] # two\nbursts = "cpu 2ms"\nname = "process 2"\n'


@pytest.mark.parametrize(
    "existing",
    [
        'machine = { cores = 1 } # inline\nprocess = [{ bursts = "cpu 1ms" }]\n',
        'machine.cores = 1 # dotted\n[[process]]\nbursts = "cpu 1ms"\n',
        '# only a comment\n\n[[process]]\nbursts = "cpu 1ms"\n[machine] # after\ncores = 1\n',
    ],
)
def test_other_ways_to_write_the_same_are_kept(existing: str):
    scenario = parsed(existing)
    comment = existing[existing.index("#") :].partition("\n")[0]
    more = replace(scenario.processes[0], name="more")
    changed = replace(scenario, machine=Machine(cores=3), processes=(*scenario.processes, more))
    text = saved(changed, existing)
    assert replace(parsed(text), source="") == replace(changed, source="")
    assert comment in text


CPU = '# mine\n[[process]]\nbursts = "cpu 1ms"\n'
STARTS = """\
[machine]
cores = 2 # two

# Measured here.
[machine.starts] # starts
fork = "1ms" # fork

# mine
[[process]]
bursts = "cpu 1ms"
"""


def test_a_table_with_a_header_of_its_own_is_changed_where_it_stands():
    scenario = parsed(STARTS)
    costs = replace(scenario.machine.starts, fork_ns=2_000_000, thread_ns=5_000)
    text = saved(replace(scenario, machine=replace(scenario.machine, starts=costs)), STARTS)
    assert text == STARTS.replace('"1ms" # fork\n', '"2ms" # fork\nthread = "5us"\n')


@pytest.mark.parametrize(
    "existing",
    [
        STARTS,
        STARTS.replace("[machine.starts] # starts\nfork", "starts.fork"),
        STARTS.replace('[machine.starts] # starts\nfork = "1ms"', 'starts = {fork = "1ms"}'),
        STARTS.replace("[machine]\ncores", "machine.cores").replace("[machine.starts] # starts\n", "machine.starts."),
        "[[machine.cores]] # cores\ncount = 2\nspeed = 0.5\n[[machine.cores]]\ncount = 1\n" + CPU,
        "machine = {cores = [{speed = 0.5}]} # machine\n" + CPU,
        '[machine.cache] # cache\nsize = "1KB"\n' + CPU,
        '[machine]\ncache = {size = "1KB"} # cache\n' + CPU,
        CPU,
    ],
)
@pytest.mark.parametrize(
    "machine",
    [
        Machine(cores=3),
        Machine(cores=2, speeds_ppm=(500_000, 1_000_000)),
        Machine(cores=2, siblings=(0, 0)),
        Machine(cores=2, starts=StartCosts(fork_ns=5)),
        Machine(cores=2, cache=CacheModel(size_bytes=5, warmup_ns=5, warm_rate_ppm=1_500_000)),
    ],
)
def test_however_a_table_is_written_it_is_changed_and_comments_stay(existing: str, machine: Machine):
    changed = replace(parsed(existing), machine=machine, seed=1)
    text = saved(changed, existing)
    assert replace(parsed(text), source="") == replace(changed, source="")
    assert "# mine" in text


TASKS = """\
[[process]]
name = "A"
period = "20ms" # period
deadline = "20ms" # deadline
bursts = "cpu 5ms" # bursts
"""


def test_a_periodic_task_keeps_its_spelling():
    scenario = parsed(TASKS)
    task = scenario.processes[0]
    assert task.periodic is not None
    changed = replace(
        task,
        bursts=(Burst(kind=BurstKind.CPU, duration_ns=6_000_000),),
        periodic=replace(
            task.periodic, period_ns=30_000_000, deadline_ns=30_000_000, wcet_ns=6_000_000, runtime_ns=6_000_000
        ),
    )
    text = saved(replace(scenario, processes=(changed,)), TASKS)
    assert text == TASKS.replace("20ms", "30ms").replace("5ms", "6ms")


def test_a_default_that_follows_another_value_is_not_spelled_out():
    existing = '[[process]]\nname = "A"\nperiod = "20ms"\nwcet = "5ms" # C\n'
    scenario = parsed(existing)
    task = scenario.processes[0]
    assert task.periodic is not None
    periodic = replace(task.periodic, period_ns=40_000_000, deadline_ns=40_000_000)
    text = saved(replace(scenario, processes=(replace(task, periodic=periodic),)), existing)
    assert text == existing.replace("20ms", "40ms")


def test_what_becomes_usual_is_taken_out_or_said():
    existing = '[[process]]\nname = "A"\nbursts = "cpu 1ms"\nnice = 5 # nice\naffinity = [0]\nlaunches = 3 # three\n'
    scenario = parsed(existing)
    process = replace(scenario.processes[0], parameters=Parameters(), launches=1)
    text = saved(replace(scenario, processes=(process,)), existing)
    assert text == '[[process]]\nname = "A"\nbursts = "cpu 1ms"\nnice = 0 # nice\nlaunches = 1 # three\n'


def test_sections_that_are_new_stand_where_a_new_file_has_them():
    existing = '# mine\n[[process]]\nname = "A"\nbursts = "lock m, cpu 1ms, unlock m"\n'
    changed = replace(
        parsed(existing),
        resources=(ResourceSpec(name="m", kind=ResourceKind.MUTEX),),
        devices=(DeviceSpec(name="disk", servers=2),),
        actions=(Action(at_ns=1, kind=ActionKind.KILL, process="A"),),
    )
    assert saved(changed, existing) == (
        '[[resource]]\nname = "m"\nkind = "mutex"\n\n[[device]]\nname = "disk"\nservers = 2\n\n'
        f'{existing}\n[[action]]\nat = "1ns"\ndo = "kill"\nprocess = "A"\n'
    )


def test_actions_taken_out_and_put_in_leave_the_others_alone():
    actions = "".join(f'\n# {at}\n[[action]] # {at}\nat = "{at}ms"\ndo = "cores"\ncores = 2\n' for at in (1, 2, 3))
    existing = COMMENTED + actions
    scenario = parsed(existing)
    first, _, third = scenario.actions
    between = Action(at_ns=2_500_000, kind=ActionKind.NICE, process="B", value=5)
    text = saved(replace(scenario, actions=(first, third, between)), existing)
    assert parsed(text).actions == (first, third, between)
    assert text.startswith(COMMENTED)
    assert ["# 1\n" in text, "# 2\n" in text, "# 3\n" in text] == [True, False, True]


def test_one_changed_action_among_many_changes_one_line():
    existing = COMMENTED + '\n[[action]]\nat = "1ms"\ndo = "cores"\ncores = 2\n' * 2_000
    scenario = parsed(existing)
    actions = [*scenario.actions]
    actions[1_000] = replace(actions[1_000], value=3)
    text = saved(replace(scenario, actions=tuple(actions)), existing)
    changed = [pair for pair in zip(existing.splitlines(), text.splitlines(), strict=True) if pair[0] != pair[1]]
    assert changed == [("cores = 2", "cores = 3")]


def test_line_ends_of_windows_are_kept():
    existing = COMMENTED.replace("\n", "\r\n")
    scenario = parsed(existing)
    text = saved(replace(scenario, seed=5), existing)
    assert text.count("\n") == text.count("\r\n") == existing.count("\r\n") + 1


def test_a_file_that_is_no_scenario_is_replaced():
    scenario = parsed(COMMENTED)
    assert saved(scenario, "# notes\n[machine\n") == format_scenario(scenario, folder=None)
