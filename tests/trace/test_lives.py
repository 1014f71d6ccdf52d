import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.machine import CacheModel
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.states import ThreadState
from desktop_app.trace.history import forget_before
from desktop_app.trace.invariants import violations
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN
from tests.scenarios import MS, bursts, periodic, program, run, scenario, told

_SCRIPTS = [
    "cpu 3ms", "cpu 1ms, io disk 2ms, cpu 1ms", "lock m, cpu 1ms, unlock m, cpu 1ms", "cpu 500us, cpu 700us",
    "sleep 1ms, cpu 300us, lock m, cpu 2ms, unlock m", "lock m, unlock m",
]  # fmt: skip
_PROGRAM = "i = 0\nwhile i < 8:\n    i = i + 1\n"


@st.composite
def scenarios(draw):
    cores = draw(st.integers(1, 3))
    specs = [
        bursts(
            draw(st.sampled_from(_SCRIPTS)),
            name=f"B{number}",
            arrival_ns=draw(st.integers(0, 4)) * MS // 2,
            threads=draw(st.integers(1, 2)),
            parameters=told(affinity=draw(st.sampled_from([(), (), (cores - 1,)]))),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    if draw(st.booleans()):
        specs.append(program(_PROGRAM, threads=draw(st.integers(1, 2))))
    if draw(st.booleans()):
        specs.append(periodic("cpu 1ms", draw(st.sampled_from([2, 4])) * MS, name="T"))
    targets = st.sampled_from([spec.name for spec in specs])
    kills = st.builds(
        Action,
        at_ns=st.integers(0, 12).map(lambda half: half * MS // 2),
        kind=st.sampled_from([ActionKind.KILL, ActionKind.TERMINATE]),
        process=targets,
    )
    machine = draw(
        st.sampled_from(
            [
                {},
                {"context_switch_ns": 20_000},
                {"context_switch_ns": 20_000, "migration_ns": 30_000},
                {"speeds_ppm": (700_000,) * cores},
                {"siblings": (0,) * cores, "context_switch_ns": 20_000},
                {"cache": CacheModel(size_bytes=100, warmup_ns=MS, warm_rate_ppm=1_500_000)},
            ]
        )
    )
    return scenario(
        *specs,
        cores=cores,
        policy=draw(st.sampled_from(["round-robin", "fcfs", "srtf", "priority", "cfs", "edf"])),
        placement=draw(st.sampled_from(["global", "global", "partitioned", "stealing"])),
        gil=draw(st.sampled_from(["gil", "free-threaded"])),
        actions=draw(st.lists(kills, max_size=1)),
        until_ns=20 * MS,
        **machine,
    )


def moments(trace):
    """Every time at which something changes, and the middle between each two of them."""
    times = {0, trace.known_until_ns}
    for runs in trace.runs:
        times |= {*runs.dispatched, *runs.began, *runs.ended}
    for waits in trace.waits:
        times |= {*waits.time, *waits.until}
    times |= {*trace.ended, *trace.ready_from}
    known = sorted(time for time in times if time <= trace.known_until_ns)
    return sorted({*known, *((a + b) // 2 for a, b in itertools.pairwise(known))})


@settings(max_examples=150, deadline=None)
@given(scenarios())
def test_any_trace_is_sound_and_its_states_are_its_changes(described):
    trace = simulate(described, BATCH_LIMITS).run()
    assert list(violations(trace)) == []
    lives = Lives(trace)
    times = moments(trace)
    for thread in range(len(trace.threads)):
        changes = lives.changes(thread)
        for t in times:
            last = next((change.state for change in reversed(changes) if change.time_ns <= t), None)
            assert lives.state(thread, t) == last


def _answers(trace, lives, t):
    threads = range(len(trace.threads))
    states = [lives.state(thread, t) for thread in threads]
    ready = [thread for thread in threads if states[thread] is ThreadState.READY]
    running = [thread for thread in threads if states[thread] is ThreadState.RUNNING]
    return (
        states,
        sorted(ready, key=lambda thread: lives.queued_key(thread, t)),
        [lives.work_ns(thread, t) for thread in threads],
        [lives.slice_used_ns(thread, t) for thread in running],
        [lives.switches(core, t) for core in range(len(trace.runs))],
    )


@settings(max_examples=60, deadline=None)
@given(scenarios(), st.integers(1, 9))
def test_forgetting_changes_no_answer_after_it(described, tenth):
    trace = simulate(described, BATCH_LIMITS).run()
    begin = trace.known_until_ns * tenth // 10
    lives, times = Lives(trace), [t for t in moments(trace) if t >= begin]
    before = [_answers(trace, lives, t) for t in times]
    forget_before(trace, begin // 2, [])
    forget_before(trace, begin, [])
    assert [_answers(trace, lives, t) for t in times] == before
    assert list(violations(trace)) == []


@settings(max_examples=60, deadline=None)
@given(scenarios())
def test_an_index_that_grows_with_its_trace_says_what_a_new_one_says(described):
    simulation = simulate(described, BATCH_LIMITS)
    trace = simulation.trace
    lives, seen = Lives(trace), []
    while not trace.finished:
        simulation.advance(OPEN, 3)
        t = max(0, trace.known_until_ns)
        seen.append((t, _answers(trace, lives, t)) if trace.known_until_ns >= 0 else (t, None))
    whole = Lives(trace)
    assert [(t, _answers(trace, whole, t)) for t, answer in seen if answer] == [entry for entry in seen if entry[1]]


def test_work_is_counted_at_the_rate_of_the_core():
    trace = run(bursts("cpu 1ms"), speeds_ppm=(500_000,))
    lives = Lives(trace)
    assert trace.known_until_ns == 2 * MS
    assert [lives.work_ns(0, t) for t in (0, MS, 2 * MS)] == [0, MS // 2, MS]


def test_a_slice_goes_on_when_the_rate_changes():
    trace = run(
        bursts("cpu 4ms"), bursts("cpu 1ms"), cores=2, siblings=(0, 0), smt_rate_ppm=500_000, quantum_ns=100 * MS
    )
    lives = Lives(trace)
    assert lives.slice_used_ns(0, 3 * MS) == 3 * MS
    assert lives.work_ns(0, 3 * MS) == 2 * MS


def test_threads_queue_in_the_order_in_which_they_became_ready():
    trace = run(bursts("cpu 5ms"), bursts("cpu 5ms"), bursts("cpu 5ms", arrival_ns=MS // 2))
    lives = Lives(trace)
    assert sorted((0, 2), key=lambda thread: lives.queued_key(thread, MS + 1)) == [2, 0]
