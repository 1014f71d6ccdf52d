from itertools import pairwise

import pytest

from desktop_app.analysis.instants import instant_ns, thread_called, thread_index
from desktop_app.model.instant import parse_instant
from tests.scenarios import bursts, program, run

SLOT_NS = 100_000
LOOP = "total = 0\nfor number in (1, 2):\n    total = total + number\ndone = True\n"


@pytest.fixture(scope="module")
def loop():
    return run(program(LOOP))


@pytest.fixture(scope="module")
def two():
    return run(bursts("cpu 2ms, io disk 1ms, cpu 1ms"), bursts("cpu 2ms"))


def at(trace, text):
    return instant_ns(trace, parse_instant(text))


def executed_lines(trace):
    lines = trace.listings[0].lines
    table = trace.executed[0]
    return [(table.start[row], table.end[row], lines[table.line[row]].line) for row in range(len(table))]


def test_times_and_the_end(two):
    assert at(two, "1.5ms") == 1_500_000
    assert at(two, "end") == two.known_until_ns
    assert at(two, "end - 1ms") == two.known_until_ns - 1_000_000


def test_a_line_begins_with_its_first_instruction_and_is_over_with_its_last(loop):
    rows = executed_lines(loop)
    first = next(start for start, _, line in rows if line == 3)
    assert at(loop, "line 3") == first
    body = [row for row in rows if row[0] >= first]
    last = next(end for (_, end, line), (_, _, after) in pairwise(body) if line == 3 != after)
    assert at(loop, "after line 3") == last
    assert at(loop, "line 3 #2") > at(loop, "after line 3")
    assert at(loop, "line 4 P1·T1 + 0.05ms") == at(loop, "line 4") + 50_000


def test_what_a_thread_does(two):
    assert at(two, "dispatch P1·T1") == 0
    first, second = at(two, "dispatch P1·T1"), at(two, "dispatch P1·T1 #2")
    assert first < second
    assert at(two, "wait P1·T1") == two.waits[0].time[0]
    assert at(two, "exit P2·T1") == two.ended[1]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1s", "outside the run, which ends at 5 ms"),
        ("end - 1s", "outside the run"),
        ("exit P3·T1", "there is no thread P3·T1 in this run, but P1·T1, P2·T1"),
        ("wait P2·T1", "never comes in this run"),
        ("dispatch P1·T1 #100", "never comes"),
        ("line 3", "never comes"),
    ],
)
def test_what_is_not_in_the_run_is_refused(two, text, why):
    with pytest.raises(LookupError, match=why):
        at(two, text)


def test_threads_by_their_labels(two):
    assert [thread_index(two, info.label) for info in two.threads] == [0, 1]


def test_a_thread_that_there_is_not_is_called_nothing(two):
    assert [thread_called(two, info.label) for info in two.threads] == [0, 1]
    assert thread_called(two, "P9·T9") is None
    assert thread_called(two, "") is None
