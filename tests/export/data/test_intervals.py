"""The intervals tile the time of each core and thread, and add up to the metrics."""

from collections import defaultdict
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.metrics import measure, online_ns
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, RunLimits
from desktop_app.export.data.intervals import Part, Span, intervals, span_of, step_count, steps
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import RunEnd
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, program, run, scenario

OF_CORES = {Part.RUN, Part.SWITCH, Part.IDLE, Part.OFFLINE}
OF_THREADS = {Part.NEW, Part.READY, Part.WAIT, Part.ON_CORE}


def taken(trace, span=None):
    return list(intervals(trace, span or span_of(trace)))


def by(found, parts, key):
    grouped = defaultdict(list)
    for one in found:
        if one.part in parts:
            grouped[key(one)].append(one)
    return grouped


def length(found, *parts):
    return sum(one.end_ns - one.start_ns for one in found if one.part in parts)


def assert_tiles(found, begin_ns, end_ns):
    assert found[0].start_ns == begin_ns
    assert found[-1].end_ns == end_ns
    assert all(before.end_ns == after.start_ns for before, after in pairwise(found))


def assert_tiled(trace, found, span):
    assert [one.start_ns for one in found] == sorted(one.start_ns for one in found)
    assert all(span.begin_ns <= one.start_ns <= one.end_ns <= span.end_ns for one in found)
    cores = by(found, OF_CORES, lambda one: one.core)
    if span.begin_ns < span.end_ns:
        for core in range(len(trace.runs)):
            assert_tiles(cores[core], *span)
    threads = by(found, OF_THREADS, lambda one: one.thread)
    for thread, info in enumerate(trace.threads):
        begin, end = max(span.begin_ns, info.arrival_ns), min(span.end_ns, trace.ended[thread])
        if begin < end:
            assert_tiles(threads[thread], begin, end)
        else:
            assert all(one.start_ns == one.end_ns for one in threads[thread])
    on_core = by(found, {Part.RUN, Part.SWITCH}, lambda one: one.thread)
    for thread, rows in on_core.items():
        assert length(rows, Part.RUN, Part.SWITCH) == length(threads[thread], Part.ON_CORE)


@given(scenarios())
@settings(max_examples=20)
def test_they_tile_time_and_add_up_to_the_metrics(spec):
    trace = simulate(spec, BATCH_LIMITS).run()
    found, metrics = taken(trace), measure(trace)
    assert_tiled(trace, found, span_of(trace))
    threads = by(found, set(Part), lambda one: one.thread)
    for one in metrics.threads:
        rows = threads[one.thread]
        assert length(rows, Part.RUN) == one.cpu_ns
        assert length(rows, Part.READY) == one.ready_ns
        assert length(rows, Part.WAIT) == sum(one.blocked_ns.values())
        waited = defaultdict(int)
        for row in rows:
            if row.part is Part.WAIT:
                waited[trace.causes[row.cause].text] += row.end_ns - row.start_ns
        assert waited == {cause: total for cause, total in one.blocked_ns.items() if total}
    cores, online = by(found, OF_CORES, lambda one: one.core), online_ns(trace, trace.known_until_ns)
    for one in metrics.cores:
        rows = cores[one.core]
        assert length(rows, Part.RUN) == round(one.utilisation * online[one.core])
        assert length(rows, Part.RUN, Part.SWITCH, Part.IDLE) == online[one.core]


@given(scenarios(), st.data())
@settings(max_examples=10)
def test_a_span_is_cut_out_of_the_whole(spec, data):
    trace = simulate(spec, BATCH_LIMITS).run()
    begin = data.draw(st.integers(0, trace.known_until_ns))
    span = Span(begin, data.draw(st.integers(begin, trace.known_until_ns)))
    found = taken(trace, span)
    assert_tiled(trace, found, span)
    for part in Part:
        whole = sum(
            max(0, min(one.end_ns, span.end_ns) - max(one.start_ns, span.begin_ns))
            for one in taken(trace)
            if one.part is part
        )
        assert length(found, part) == whole


@given(scenarios(), st.integers(1, 60))
@settings(max_examples=10)
def test_of_a_run_that_goes_on_it_is_what_is_known(spec, steps_done):
    simulation = simulate(spec, BATCH_LIMITS)
    for _ in range(steps_done):
        simulation.advance(simulation.trace.known_until_ns + MS, 3)
    trace = simulation.trace
    found = taken(trace)
    assert_tiled(trace, found, span_of(trace))
    until = trace.known_until_ns
    simulation.run()
    whole = [one for one in taken(simulation.trace, Span(0, until)) if one.start_ns < one.end_ns]
    assert [one for one in found if one.start_ns < one.end_ns] == whole


def test_a_trace_that_forgot_its_beginning_has_what_it_remembers():
    simulation = simulate(
        scenario(bursts("cpu 9s, io disk 1ms, cpu 9s", launches=3), bursts("cpu 1ms, io net 3ms", threads=40), cores=2),
        RunLimits(instructions=None, trace_bytes=20_000, forget=True),
    )
    while not simulation.trace.begin_ns:
        simulation.advance(simulation.trace.known_until_ns + 100 * MS, 10_000)
    trace = simulation.trace
    span = span_of(trace)
    assert span == (trace.begin_ns, trace.known_until_ns)
    found = taken(trace)
    assert_tiled(trace, found, span)
    lives = Lives(trace)
    for one in found[:: max(1, len(found) // 200)]:
        if one.part in {Part.READY, Part.WAIT, Part.ON_CORE} and one.start_ns < one.end_ns:
            state = lives.state(one.thread, one.start_ns)
            assert state.label == {Part.READY: "ready", Part.WAIT: "waiting", Part.ON_CORE: "running"}[one.part]


def test_by_hand():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 2ms", arrival_ns=MS), context_switch_ns=MS // 2)
    told = [(one.start_ns * 2 // MS, one.end_ns * 2 // MS, one.part.name, one.thread, one.core) for one in taken(trace)]
    assert told == [
        (0, 3, "ON_CORE", 0, 0),
        (0, 1, "SWITCH", 0, 0),
        (1, 3, "RUN", 0, 0),
        (2, 3, "READY", 1, -1),
        (3, 6, "READY", 0, -1),
        (3, 6, "ON_CORE", 1, 0),
        (3, 4, "SWITCH", 1, 0),
        (4, 6, "RUN", 1, 0),
        (6, 9, "ON_CORE", 0, 0),
        (6, 9, "READY", 1, -1),
        (6, 7, "SWITCH", 0, 0),
        (7, 9, "RUN", 0, 0),
        (9, 15, "WAIT", 0, -1),
        (9, 12, "ON_CORE", 1, 0),
        (9, 10, "SWITCH", 1, 0),
        (10, 12, "RUN", 1, 0),
        (12, 15, "IDLE", -1, 0),
        (15, 18, "ON_CORE", 0, 0),
        (15, 16, "SWITCH", 0, 0),
        (16, 18, "RUN", 0, 0),
    ]
    causes = [RunEnd(one.cause) for one in taken(trace) if one.part is Part.RUN]
    assert causes == [RunEnd.EXPIRED, RunEnd.EXPIRED, RunEnd.BLOCKED, RunEnd.TERMINATED, RunEnd.TERMINATED]


def test_a_core_that_goes_off_line_is_not_idle():
    actions = [
        Action(at_ns=2 * MS, kind=ActionKind.CORES, value=1),
        Action(at_ns=5 * MS, kind=ActionKind.CORES, value=2),
    ]
    trace = run(bursts("cpu 9ms", launches=1), cores=2, actions=actions)
    second = [(one.start_ns // MS, one.end_ns // MS, one.part) for one in taken(trace) if one.core == 1]
    assert second == [(0, 2, Part.IDLE), (2, 5, Part.OFFLINE), (5, 9, Part.IDLE)]


def test_instructions_lie_within_the_times_on_a_core():
    trace = run(program(threads=3), context_switch_ns=50_000, quantum_ns=250_000)
    found, span = taken(trace), span_of(trace)
    executed = list(steps(trace, span))
    assert step_count(trace, span) >= len(executed) == sum(map(len, trace.executed))
    stays = by(found, {Part.ON_CORE}, lambda one: one.thread)
    for one in executed:
        assert any(stay.start_ns <= one.start_ns and one.end_ns <= stay.end_ns for stay in stays[one.thread])
    cut = list(steps(trace, Span(130_000, 777_777)))
    assert cut[0].start_ns == 130_000
    assert cut[-1].end_ns == 777_777
    assert not cut[-1].done
    assert list(steps(trace, Span(5, 5))) == []
