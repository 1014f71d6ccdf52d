"""Each check is shown to be able to fail: a sound trace is changed in one place, and that is what is said."""

import re
from copy import deepcopy

import pytest

from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.soundness import check_tables
from desktop_app.trace.tables import OPEN, EventKind
from tests.scenarios import MS, bursts, periodic, program, run

CALLS = """\
def double(n):
    twice = n * 2
    return twice

xs = []
for i in range(3):
    xs.append(double(i))
print(xs)
"""
DEEP = 200_001


@pytest.fixture(scope="module")
def ran():
    trace = run(
        program(CALLS),
        program("y = 1\nprint(y)\n"),
        bursts("cpu 2ms, lock m, io disk 1ms, unlock m", launches=2),
        periodic("cpu 1ms", 9 * MS, name="task"),
        policy="mlfq",
        cores=2,
        until_ns=30 * MS,
    )
    trace.settle()
    trace.late = None
    return trace


@pytest.fixture
def trace(ran):
    return deepcopy(ran)


def change(row, column, value):
    column[row] = value


def add_event(trace, kind, **fields):
    trace.events.append(trace.events.time[-1] if len(trace.events) else 0, kind, **fields)


CHANGES = {
    "a dispatch ended for no reason": lambda t: change(0, t.runs[0].whose, t.runs[0].whose[0] | 15),
    "a dispatch ends too late": lambda t: change(-1, t.runs[0].ended, OPEN - 1),
    "not each dispatch of a core has a rate": lambda t: t.runs[0].rates.append(10**6),
    "a wait ends too late": lambda t: change(0, t.wait_log.until, OPEN - 1),
    "the times of waits are not in order": lambda t: t.wait_log.append(0, 1, 0, 0),
    "the times of standings are not in order": lambda t: change(0, t.standings.time, 29 * MS),
    "a thread ends before it is there": lambda t: change(0, t.ended, -1),
    "an event is of no kind that there is": lambda t: add_event(t, 11),
    "which there is not": lambda t: add_event(t, EventKind.ACQUIRED, thread=0, value=99),
    "no core is on line": lambda t: add_event(t, EventKind.CORES, value=0),
    "an event is about nobody": lambda t: add_event(t, EventKind.NICE, value=1),
    "an event is about no core": lambda t: add_event(t, EventKind.WARM, process=0),
    "a thread stands on a level that there is not": lambda t: change(0, t.standings.level, 9),
    "not each periodic thread has jobs": lambda t: t.jobs.popitem(),
    "the times of jobs are not in order": lambda t: t.jobs[max(t.jobs)].finish.append(0),
    "jobs were released": lambda t: setattr(t, "known_until_ns", 2**60),
    "a thread with bursts executed instructions": lambda t: t.written.executed[-1].append(0, 1, 0, -1, 1),
    "the times of executed are not in order": lambda t: change(0, t.executed[0].start, 29 * MS),
    "an instruction ends before it begins": lambda t: change(0, t.executed[0].end, -1),
    "an instruction was executed that its program has not": lambda t: change(3, t.executed[0].line, 999),
    "a stack stands on itself": lambda t: change(5, t.stacks.parent, 5),
    "a stack has more than": lambda t: [t.stacks.push(len(t.stacks) - 1, 0) for _ in range(DEEP)],
    "a call stands on itself": lambda t: change(1, t.frames.parent, 3),
    "a call is of no function": lambda t: change(0, t.frames.value, -1),
    "a variable belongs to no call": lambda t: change(t.frames.place.index(0), t.frames.length, 7),
    "a call is of two programs": lambda t: t.calls[1].append(30 * MS, t.calls[0].node[0]),
    "a call is of a function that its program has not": lambda t: change(0, t.frames.value, 999),
    "a call has a variable that its function has not": lambda t: change(t.frames.place.index(0), t.frames.place, 9),
    "an object shows more than it has": lambda t: change(-1, t.objects[0].length, 0),
    "the times of writes are not in order": lambda t: change(0, t.memory[0].globals["i"].time, 29 * MS),
    "the times of output are not in order": lambda t: t.memory[0].output.append(0, 0, "x"),
}


def test_a_real_trace_is_sound(trace):
    check_tables(trace)


@pytest.mark.parametrize("problem", CHANGES)
def test_what_is_not_sound_is_refused(trace, problem):
    CHANGES[problem](trace)
    with pytest.raises(DamagedError, match=re.escape(problem)):
        check_tables(trace)
