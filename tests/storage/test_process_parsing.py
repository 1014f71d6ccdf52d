"""The entries of the workload: what they do, when, and what policies and the machine may know of them."""

from __future__ import annotations

import pytest

from desktop_app.model.machine import StartMethod
from desktop_app.model.workload import (
    Burst,
    BurstKind,
    Footprint,
    Parameters,
    Periodic,
    ProcessSpec,
    SchedulingClass,
)
from desktop_app.program.bursts import parse_bursts
from tests.storage.refusals import CPU, check_refusal, parsed

MS = 1_000_000
FOUR = "[machine]\ncores = 4\n"


def process(text: str) -> ProcessSpec:
    return parsed(f"{FOUR}[[process]]\n{text}\n").processes[0]


def test_every_key_at_once():
    text = """\
name = "A"
bursts = "cpu 3ms, io disk 10ms, cpu 2ms"
arrival = "3ms"
launches = 2
threads = 4
period = "20ms"
deadline = "15ms"
offset = "1ms"
runtime = "6ms"
priority = 3
nice = -5
tickets = 7
affinity = [2, 0]
core = 2
scheduling = "rr"
memory = "50MB"
working_set = "64KiB"
bus = "20MB/s"
start = "forkserver"
"""
    assert process(text) == ProcessSpec(
        name="A",
        bursts=parse_bursts("cpu 3ms, io disk 10ms, cpu 2ms"),
        arrival_ns=3 * MS,
        launches=2,
        threads=4,
        parameters=Parameters(priority=3, nice=-5, tickets=7, affinity=(0, 2), core=2, scheduling=SchedulingClass.RR),
        periodic=Periodic(period_ns=20 * MS, wcet_ns=5 * MS, deadline_ns=15 * MS, offset_ns=MS, runtime_ns=6 * MS),
        footprint=Footprint(memory_bytes=50_000_000, working_set_bytes=65_536, bus_bytes_per_s=20_000_000),
        start=StartMethod.FORKSERVER,
    )


def test_a_periodic_task_has_one_burst_and_its_deadline_at_the_end_of_its_period():
    assert process('name = "A"\nperiod = "20ms"\nwcet = "5ms"') == ProcessSpec(
        name="A",
        bursts=(Burst(kind=BurstKind.CPU, duration_ns=5 * MS),),
        periodic=Periodic(period_ns=20 * MS, wcet_ns=5 * MS, deadline_ns=20 * MS, runtime_ns=5 * MS),
    )


def test_a_task_may_need_more_than_its_period_and_be_due_after_it():
    periodic = process('period = "4ms"\nwcet = "5ms"\ndeadline = "30ms"').periodic
    assert periodic == Periodic(period_ns=4 * MS, wcet_ns=5 * MS, deadline_ns=30 * MS, runtime_ns=5 * MS)


def test_an_entry_may_wait_for_an_action_to_launch_it():
    text = f'{CPU}launches = 0\nname = "A"\n[[action]]\nat = "1ms"\ndo = "launch"\nprocess = "A"\n'
    assert parsed(text).processes[0].launches == 0


def test_a_script_may_take_no_time():
    assert process('bursts = "lock m, unlock m"').bursts == parse_bursts("lock m, unlock m")


@pytest.mark.parametrize(
    ("text", "field", "value", "expected"),
    [
        ('name = "A"', "", "an entry with neither", "either program or bursts, or wcet with a period"),
        ('period = "1ms"', "", "an entry with neither", "wcet with a period"),
        ('bursts = "cpu 1ms"\nwcet = "1ms"\nperiod = "9ms"', "", "both bursts and wcet", "either program or bursts"),
        ('program = "a.py"\nwcet = "1ms"\nbursts = ""', "", "both program and bursts and wcet", "either program"),
        ('wcet = "1ms"\nperiod = "9ms"\nsource = "x"', ".source", '"x"', "no source beside wcet"),
        ('wcet = "1ms"', ".wcet", '"1ms"', "a period beside wcet"),
        ('bursts = "cpu 1ms"\ndeadline = "1ms"', ".deadline", '"1ms"', "a period beside deadline"),
        ('bursts = "cpu 1ms"\noffset = "0ms"', ".offset", '"0ms"', "a period beside offset"),
        ('program = "a.py"\nsource = ""\nruntime = "1ms"', ".runtime", '"1ms"', "a period beside runtime"),
        ('program = "a.py"\nsource = ""\nperiod = "1ms"', ".period", '"1ms"', "no period beside program"),
        ('wcet = "1ms"\nperiod = "0ms"', ".period", '"0ms"', "a duration of more than 0"),
        ('wcet = "0ms"\nperiod = "1ms"', ".wcet", '"0ms"', "a duration of more than 0"),
        ('wcet = "99999999s"\nperiod = "1ms"', ".wcet", '"99999999s"', "at most 366 days"),
        ('wcet = "1ms"\nperiod = "1ms"\ndeadline = "0ms"', ".deadline", '"0ms"', "a duration of more than 0"),
        ('wcet = "1ms"\nperiod = "1ms"\noffset = "-1ms"', ".offset", '"-1ms"', "a duration of 0 or more"),
        ('wcet = "1ms"\nperiod = "1ms"\nruntime = 1', ".runtime", "1", "a duration of more than 0"),
        ('bursts = "io disk 1ms"\nperiod = "9ms"', ".bursts", '"io disk 1ms"', "bursts with CPU time"),
        ('bursts = "cpu 1ms, acquire"', ".bursts", "acquire", "the name of a semaphore after acquire"),
        ('bursts = "cpu 1ms"\nlaunches = -1', ".launches", "-1", "a whole number from 0 to 1000"),
        ('bursts = "cpu 1ms"\npriority = 1001', ".priority", "1001", "from -1000 to 1000"),
        ('bursts = "cpu 1ms"\npriority = 1.5', ".priority", "1.5", "from -1000 to 1000"),
        ('bursts = "cpu 1ms"\nnice = 20', ".nice", "20", "from -20 to 19"),
        ('bursts = "cpu 1ms"\ntickets = 0', ".tickets", "0", "from 1 to 1000000"),
        ('bursts = "cpu 1ms"\naffinity = []', ".affinity", "0 entries", "a list of core numbers from 0 to 63"),
        ('bursts = "cpu 1ms"\naffinity = 1', ".affinity", "1", "a list of core numbers from 0 to 63"),
        ('bursts = "cpu 1ms"\naffinity = [0, 64]', ".affinity[1]", "64", "a list of core numbers from 0 to 63"),
        ('bursts = "cpu 1ms"\naffinity = [0, true]', ".affinity[1]", "true", "a list of core numbers"),
        ('bursts = "cpu 1ms"\naffinity = [1, 0, 1]', ".affinity[2]", "1", "every core no more than once"),
        ('bursts = "cpu 1ms"\naffinity = [0, 4]', ".affinity", "[0, 4]", "core numbers from 0 to 3, as the machine"),
        ('bursts = "cpu 1ms"\ncore = 4', ".core", "4", "core numbers from 0 to 3, as the machine has 4 cores"),
        ('bursts = "cpu 1ms"\ncore = 64', ".core", "64", "a whole number from 0 to 63"),
        ('bursts = "cpu 1ms"\ncore = 2\naffinity = [0, 1]', ".core", "2", "one of the cores of its affinity, [0, 1]"),
        ('bursts = "cpu 1ms"\nscheduling = "batch"', ".scheduling", '"batch"', '"normal" or "fifo" or "rr"'),
        ('bursts = "cpu 1ms"\nscheduling = "fifo"', ".priority", "0", 'from 1 to 99 with scheduling = "fifo"'),
        ('bursts = "cpu 1ms"\nscheduling = "rr"\npriority = 100', ".priority", "100", "from 1 to 99"),
        ('bursts = "cpu 1ms"\nmemory = "5"', ".memory", '"5"', "a size of 0 or more"),
        ('bursts = "cpu 1ms"\nworking_set = 5', ".working_set", "5", "a size of 0 or more"),
        ('bursts = "cpu 1ms"\nbus = "5MB"', ".bus", '"5MB"', "a size per second of 0 or more"),
        ('bursts = "cpu 1ms"\nstart = "thread"', ".start", '"thread"', '"fork" or "forkserver" or "spawn"'),
    ],
)
def test_what_is_wrong_is_named(text: str, field: str, value: str, expected: str):
    check_refusal(f"{FOUR}[[process]]\n{text}\n", f"process[0]{field}", value, expected)
