from collections import Counter
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.event_log import EventLog, LogFilter
from desktop_app.analysis.event_sources import LogGroup, LogKind
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, WINDOW_LIMITS
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import EventKind
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, periodic, program, run, scenario


def log_of(trace, **wanted):
    return EventLog(Lives(trace), LogFilter(**wanted))


def everything(log):
    return log.until(log.trace.known_until_ns, 100_000)


def told(log):
    return [(entry.event.time_ns, entry.event.kind, entry.event.thread) for entry in everything(log)]


@cache
def two():
    return run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 2ms", name="B", arrival_ns=MS), cores=1)


def test_two_processes_on_one_core_by_hand():
    kinds = LogKind
    assert told(log_of(two())) == [
        (0, kinds.LAUNCHED, -1),
        (0, kinds.DISPATCHED, 0),
        (MS, kinds.LAUNCHED, -1),
        (MS, kinds.EXPIRED, 0),
        (MS, kinds.DISPATCHED, 1),
        (2 * MS, kinds.EXPIRED, 1),
        (2 * MS, kinds.DISPATCHED, 0),
        (3 * MS, kinds.BLOCKED, 0),
        (3 * MS, kinds.DISPATCHED, 1),
        (4 * MS, kinds.TERMINATED, 1),
        (4 * MS, kinds.EXITED, -1),
        (6 * MS, kinds.WOKEN, 0),
        (6 * MS, kinds.DISPATCHED, 0),
        (7 * MS, kinds.TERMINATED, 0),
        (7 * MS, kinds.EXITED, -1),
    ]


def test_a_dispatch_says_who_was_there_and_where_the_thread_was():
    trace = run(
        bursts("cpu 1ms, io disk 1ms, cpu 5ms"), bursts("cpu 3ms", name="B"), bursts("cpu 9ms", name="C"), cores=2
    )
    found = [one.event for one in everything(log_of(trace, groups=frozenset({LogGroup.DISPATCHES})))]
    assert (found[0].value, found[0].other) == (-1, -1)
    assert any(event.value >= 0 for event in found)
    cores = {}
    for event in found:
        assert event.other == (cores[event.thread] if cores.get(event.thread, event.core) != event.core else -1)
        cores[event.thread] = event.core


def test_locks_that_are_handed_over_say_by_whom():
    trace = run(bursts("lock m, cpu 2ms, unlock m, cpu 1ms"), bursts("lock m, cpu 1ms, unlock m", name="B"), cores=2)
    found = [one.event for one in everything(log_of(trace, groups=frozenset({LogGroup.LOCKS})))]
    assert [(one.recorded, one.thread, one.other) for one in found] == [
        (EventKind.ACQUIRED, 0, -1),
        (EventKind.RELEASED, 0, -1),
        (EventKind.ACQUIRED, 1, 0),
        (EventKind.RELEASED, 1, -1),
    ]


def test_what_a_thread_does_at_its_dispatch_comes_behind_it():
    trace = run(bursts("lock m, cpu 1ms"), bursts("lock m, cpu 1ms", name="B"), cores=2, until_ns=5 * MS)
    mine = [one.event for one in everything(log_of(trace)) if one.event.time_ns == 0 and one.event.thread >= 0]
    assert [(one.kind, one.thread) for one in mine] == [
        (LogKind.DISPATCHED, 1),
        (LogKind.DISPATCHED, 0),
        (LogKind.RECORDED, 0),
        (LogKind.BLOCKED, 1),
    ]


def test_who_waits_at_its_dispatch_does_so_before_the_next_one_gets_the_core():
    trace = run(bursts("cpu 1ms, lock m, cpu 9ms"), bursts("cpu 2ms, lock m", name="B"), bursts("cpu 9ms", name="C"))
    found = [one.event for one in everything(log_of(trace))]
    wait = next(place for place, event in enumerate(found) if event.kind is LogKind.BLOCKED)
    assert found[wait].thread == 1
    assert (found[wait + 1].kind, found[wait + 1].value) == (LogKind.DISPATCHED, 1)


def test_deadlines_that_are_missed_are_told_when_they_pass():
    trace = run(
        periodic("cpu 2ms", 5 * MS, deadline_ns=3 * MS), bursts("cpu 9ms", name="B"), policy="fcfs", until_ns=20 * MS
    )
    kinds = [one.event.kind for one in everything(log_of(trace, groups=frozenset({LogGroup.DEADLINES})))]
    assert {LogKind.RELEASED_JOB, LogKind.FINISHED_JOB} <= set(kinds)
    missed = [one.event for one in everything(log_of(trace)) if one.event.kind is LogKind.MISSED]
    jobs = trace.jobs[0]
    wanted = []
    for job in range(4):
        due = jobs.first_ns + job * 5 * MS + 3 * MS
        if due <= trace.known_until_ns and not (job < len(jobs.finish) and jobs.finish[job] <= due):
            wanted.append((due, job))
    assert [(event.time_ns, event.value) for event in missed] == wanted


def test_signals_lines_and_exit_codes_are_told():
    kill = Action(at_ns=3 * MS, kind=ActionKind.KILL, process="A")
    trace = run(bursts("cpu 9ms"), program("print('hello')\n"), actions=[kill], cores=2)
    found = [one.event for one in everything(log_of(trace))]
    assert [event.text for event in found if event.kind is LogKind.PRINTED] == ["hello"]
    assert [event.recorded for event in found if event.kind is LogKind.RECORDED] == [EventKind.SIGNALLED]
    assert {event.process: event.value for event in found if event.kind is LogKind.EXITED} == {0: -9, 1: 0}


@pytest.mark.parametrize("count", [1, 3, 100])
def test_read_in_pieces_it_is_the_same_both_ways(count):
    log = log_of(two())
    whole = everything(log)
    back, place = log.until(log.trace.known_until_ns, count), None
    while place != back[0].place:
        place = back[0].place
        back = log.before_place(place, count) + back
    assert back == whole
    forth, place = log.after(-1, count), None
    while place != forth[-1].place:
        place = forth[-1].place
        forth += log.after_place(place, count)
    assert forth == whole


@settings(max_examples=12)
@given(scenarios(), st.integers(0, 8))
def test_what_is_by_t_and_after_it_is_all_and_in_order(described, eighths):
    trace = simulate(described, BATCH_LIMITS).run()
    log = log_of(trace)
    whole = everything(log)
    assert [entry.place for entry in whole] == sorted(entry.place for entry in whole)
    assert len({entry.place for entry in whole}) == len(whole)
    t_ns = trace.known_until_ns * eighths // 8
    assert log.until(t_ns, 100_000) + log.after(t_ns, 100_000) == whole
    for entry in whole[:: max(1, len(whole) // 3)]:
        assert [*log.before_place(entry.place, 9_999), entry, *log.after_place(entry.place, 9_999)] == whole
    for thread in range(min(2, len(trace.threads))):
        mine = Counter(entry.event for entry in whole if entry.event.thread == thread)
        assert Counter(entry.event for entry in everything(log_of(trace, thread=thread))) == mine
    groups = [everything(log_of(trace, groups=frozenset({group}))) for group in LogGroup]
    assert Counter(entry for found in groups for entry in found) == Counter(whole)


def test_places_stay_good_while_the_trace_grows():
    described = scenario(
        program("for i in range(9):\n    print(i)\n"), bursts("cpu 3ms, io disk 1ms, cpu 3ms", arrival_ns=MS)
    )
    simulation = simulate(described, WINDOW_LIMITS)
    log, found = log_of(simulation.trace), []
    while not simulation.trace.finished:
        simulation.advance(simulation.trace.known_until_ns + MS, 5)
        found += log.after_place(found[-1].place, 1_000) if found else log.after(-1, 1_000)
    assert found == everything(log_of(simulate(described, WINDOW_LIMITS).run()))


def test_work_is_bounded_where_nothing_is_wanted():
    trace = run(bursts("cpu 9s"), bursts("cpu 9s", name="B"), cores=1)
    looked = []
    log = log_of(trace, groups=frozenset({LogGroup.PREEMPTIONS}))
    log._refresh()
    source = log._sources[0]
    event = source.event
    object.__setattr__(source, "event", lambda row: looked.append(row) or (event(row) and None))
    assert log.until(trace.known_until_ns, 10) == []
    assert len(looked) <= 4_000
