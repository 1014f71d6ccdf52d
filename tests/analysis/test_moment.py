import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.cores import lookahead_ns
from desktop_app.analysis.moment import Moments, snapshot
from desktop_app.analysis.snapshot import CoreState
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.model.machine import StartCosts
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.states import ThreadState
from desktop_app.program.effects import Park, StartProcess, StartThread
from desktop_app.trace.history import forget_before, halfway_ns
from tests.analysis.sharing import sharing_scenario, sharing_trace
from tests.engine.random_scripts import descriptions, image_of
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, periodic, program, run, scenario

SLOT = 100_000


@pytest.fixture(scope="module")
def app():
    return run(program())


def variables(moment, process=0):
    return {variable.name: variable.text for variable in moment.processes[process].variables}


def test_before_the_first_store_all_variables_are_there_and_unbound(app):
    assert variables(snapshot(app, 0)) == {"x": "", "y": "", "z": ""}


def test_a_value_is_there_from_the_end_of_its_store(app):
    written = app.memory[0].globals["x"].time[0]
    assert variables(snapshot(app, written - 1))["x"] == ""
    at = snapshot(app, written).processes[0].variables[0]
    assert (at.text, at.written_ns, at.writer) == ("10", written, "P1·T1")


def test_at_the_end_the_process_is_over_and_its_values_are_known(app):
    moment = snapshot(app, app.known_until_ns)
    assert moment.terminated
    assert moment.processes[0].ended
    assert variables(moment) == {"x": "10", "y": "20", "z": "30"}
    assert moment.cores[0].state is CoreState.IDLE
    assert moment.cores[0].idle_reason == "all threads have terminated"


def test_before_a_process_is_launched_it_is_not_there():
    trace = run(program(arrival_ns=MS))
    moment = snapshot(trace, MS - 1)
    assert moment.processes == ()
    assert moment.cores[0].idle_reason == "the next process arrives at 1 ms"
    assert len(snapshot(trace, MS).processes) == 1


def test_the_ready_queue_is_in_order_and_the_next_dispatch_is_known():
    trace = run(bursts("cpu 3ms"), bursts("cpu 3ms"), bursts("cpu 3ms"))
    moment = snapshot(trace, MS // 2)
    assert [thread.label for thread in moment.ready] == ["P2·T1", "P3·T1"]
    assert (moment.upcoming.thread.label, moment.upcoming.core, moment.upcoming.at_ns) == ("P2·T1", 0, MS)
    assert [thread.label for thread in snapshot(trace, MS).ready] == ["P3·T1", "P1·T1"]


def test_a_waiting_thread_names_its_device_and_when_it_is_done():
    trace = run(bursts("cpu 1ms, io disk 4ms, cpu 1ms"))
    moment = snapshot(trace, 2 * MS)
    (waiting,) = moment.waiting
    assert (waiting.cause, waiting.since_ns, waiting.until_ns) == ("disk", MS, 5 * MS)
    assert moment.cores[0].idle_reason == "P1·T1 waits for disk"


def test_a_core_without_work_says_who_holds_the_gil():
    trace = run(program("i = 0\nwhile i < 20:\n    i = i + 1\n", threads=2), cores=2)
    moment = snapshot(trace, MS // 2)
    assert moment.cores[1].idle_reason == "P1·T2 waits for P1's GIL"
    assert moment.waiting[0].until_ns is None


def test_a_burst_shows_how_far_it_is_over_all_its_dispatches():
    trace = run(bursts("cpu 3ms, cpu 2ms"), bursts("cpu 1ms"))
    assert snapshot(trace, MS // 2).cores[0].burst == (MS // 2, 3 * MS)
    assert snapshot(trace, 2 * MS + MS // 2).cores[0].burst == (3 * MS // 2, 3 * MS)
    assert snapshot(trace, 4 * MS + MS // 4).cores[0].burst == (MS // 4, 2 * MS)


def test_a_core_that_switches_to_a_burst_shows_how_far_it_is():
    trace = run(bursts("cpu 3ms"), bursts("cpu 3ms"), context_switch_ns=MS // 10)
    switching = [snapshot(trace, t * MS // 100).cores[0] for t in (5, 115, 225)]
    assert {core.state for core in switching} == {CoreState.SWITCHING}
    assert [(core.thread.label, core.burst, core.burst_position) for core in switching] == [
        ("P1·T1", (0, 3 * MS), 0),
        ("P2·T1", (0, 3 * MS), 0),
        ("P1·T1", (MS, 3 * MS), 0),
    ]


def test_a_burst_of_a_later_job_starts_anew():
    trace = run(periodic("cpu 2ms, cpu 1ms", 10 * MS), until_ns=50 * MS)
    core = snapshot(trace, 22 * MS + MS // 2).cores[0]
    assert (core.burst, core.burst_position) == ((MS // 2, MS), 1)


def test_a_burst_counts_work_at_the_rate_of_the_core():
    core = snapshot(run(bursts("cpu 3ms"), speeds_ppm=(1_500_000,), policy="fcfs"), MS).cores[0]
    assert core.burst == (3 * MS // 2, 3 * MS)


def test_where_threads_do_not_queue_first_in_first_out_the_picture_says_so():
    assert snapshot(run(bursts("cpu 1ms")), 0).fifo_order
    assert not snapshot(run(bursts("cpu 1ms"), policy="srtf"), 0).fifo_order
    assert not snapshot(run(bursts("cpu 1ms"), cores=2, placement="stealing"), 0).fifo_order


def test_while_a_core_switches_it_says_how_far_it_is():
    trace = run(bursts("cpu 1ms"), context_switch_ns=MS // 10)
    core = snapshot(trace, MS // 20).cores[0]
    assert (core.state, core.switch_share, core.thread.label) == (CoreState.SWITCHING, 0.5, "P1·T1")


def test_the_pipeline_holds_consecutive_instructions(app):
    core = snapshot(app, 4 * SLOT + SLOT // 2).cores[0]
    assert [flight.line for flight in core.flights[:4]] == [4, 5, 6, 7]
    assert [flight.phase for flight in core.flights[:4]] == [0.5, -0.5, -1.5, -2.5]
    assert core.pc == app.listings[0].lines[5].address


def test_in_its_first_slot_every_instruction_comes_from_ram(app):
    phases = [snapshot(app, t).cores[0].flights for t in range(0, SLOT, SLOT // 20)]
    first = [next((flight.phase for flight in flights if flight.line == 0), None) for flights in phases]
    assert first[0] == -9
    assert all(before < after for before, after in itertools.pairwise(first))
    assert snapshot(app, SLOT).cores[0].flights[0].phase == 0


def test_a_thread_that_is_picked_again_at_no_cost_keeps_its_pipeline():
    trace = run(program(), quantum_ns=5 * SLOT)
    flights = snapshot(trace, 5 * SLOT + SLOT // 2).cores[0].flights
    assert [flight.phase for flight in flights[:3]] == [0.5, -0.5, -1.5]
    assert len(snapshot(trace, 4 * SLOT).cores[0].flights) > 3


def test_a_context_switch_flushes_the_pipeline():
    trace = run(program(), quantum_ns=5 * SLOT, context_switch_ns=5_000)
    last = snapshot(trace, 4 * SLOT + 5_000).cores[0].flights
    assert [flight.discarded for flight in last] == [False] + [True] * (len(last) - 1)
    assert snapshot(trace, 5 * SLOT + 7_000).cores[0].flights == ()


def test_a_store_carries_its_result_while_it_is_written_back(app):
    written = app.memory[0].globals["z"].time[0]
    flight = snapshot(app, written - SLOT // 2).cores[0].flights[0]
    assert (flight.result, flight.phase) == ("z = 30", 0.5)


def test_lists_are_spelled_out_and_follow_their_changes():
    trace = run(program("xs = [1]\nys = [xs, 2]\nxs.append(3)\n"))
    texts = variables(snapshot(trace, trace.known_until_ns))
    assert texts == {"xs": "#1 [1, 3]", "ys": "[#1 [1, 3], 2]"}
    written = trace.memory[0].globals["ys"].time[0]
    assert variables(snapshot(trace, written)) == {"xs": "#1 [1]", "ys": "[#1 [1], 2]"}


def test_a_long_list_shows_its_head_and_its_length():
    trace = run(program("xs = []\nfor i in range(20):\n    xs.append(i)\n"))
    text = variables(snapshot(trace, trace.known_until_ns))["xs"]
    assert text == "[0, 1, 2, 3, 4, 5, 6, 7, … 20 items]"


def test_a_list_that_holds_itself_has_a_text():
    trace = run(program("xs = [1]\nxs.append(xs)\n"))
    assert variables(snapshot(trace, trace.known_until_ns))["xs"].count("…") == 1


def test_stacks_are_one_per_thread(app):
    trace = run(program(threads=2))
    moment = snapshot(trace, 2 * SLOT)
    first, second = moment.processes[0].stacks
    assert (first.values, second.values) == (("10",), ())
    assert moment.processes[0].state_counts == {ThreadState.RUNNING: 1, ThreadState.READY: 1}


def test_output_appears_when_it_is_printed():
    trace = run(program("print('a')\nprint('b')\n"))
    first = trace.memory[0].output.time[0]
    assert snapshot(trace, first - 1).processes[0].output == ""
    assert snapshot(trace, first).processes[0].output == "a\n"


@pytest.mark.parametrize(
    ("processes", "words"),
    [
        ([program()], "one program, one process, one thread"),
        ([program(launches=2)], "like objects"),
        ([program(threads=2)], "a stack of its own"),
        ([bursts("cpu 1ms")], ""),
    ],
)
def test_the_subtitle_says_what_kind_of_run_it_is(processes, words):
    subtitle = snapshot(run(*processes), 0).subtitle
    assert words in subtitle
    assert bool(words) == bool(subtitle)


def test_the_summary(app):
    assert snapshot(app, 0).summary == "Round robin · quantum 1 ms · 1 core · GIL on"
    assert "GIL" not in snapshot(run(bursts("cpu 1ms"), policy="fcfs"), 0).summary


def test_the_summary_says_how_many_cores_are_on_line():
    actions = [Action(at_ns=n * MS, kind=ActionKind.CORES, value=value) for n, value in ((1, 1), (3, 2))]
    trace = run(bursts("cpu 9ms"), cores=2, actions=actions)
    summaries = [snapshot(trace, t).summary.split(" · ")[-1] for t in (0, MS, 3 * MS)]
    assert summaries == ["2 cores", "1 of 2 cores", "2 cores"]


def test_a_slice_goes_on_to_the_tick_that_finds_it_over():
    trace = run(bursts("cpu 8ms"), bursts("cpu 8ms"), tick_ns=5 * MS)
    assert trace.runs[0].end[0] == 5 * MS
    core = snapshot(trace, 3 * MS).cores[0]
    assert (core.slice_used_ns, core.slice_ns) == (3 * MS, 5 * MS)
    core = snapshot(run(bursts("cpu 8ms"), bursts("cpu 8ms"), tick_ns=MS), MS // 2).cores[0]
    assert (core.slice_used_ns, core.slice_ns) == (MS // 2, MS)


@pytest.mark.parametrize("fields", [{"speeds_ppm": (1_000_000, 500_000)}, {"context_switch_ns": 5_000}, {}])
def test_a_slice_that_ends_in_time_says_how_long_it_is(fields):
    trace = run(program("i = 0\nwhile i < 9:\n    i = i + 1\n", launches=3), bursts("cpu 7ms"), cores=2, **fields)
    cores = [core for t in range(0, trace.known_until_ns, 70_000) for core in snapshot(trace, t).cores if core.thread]
    assert cores
    assert {core.slice_ns for core in cores} == {MS}


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 40).map(lambda n: n * 37_000),
    st.sampled_from([0, 5_000]),
    st.integers(1, 3),
    st.sampled_from(["gil", "free-threaded"]),
)
def test_the_picture_does_not_depend_on_how_far_the_engine_has_run(t_ns, switch_ns, cores, gil):
    source = "xs = []\nfor i in range(6):\n    xs.append(i)\n"
    described = scenario(
        program(source, threads=2),
        bursts("cpu 2ms, io disk 1ms, cpu 1ms"),
        cores=cores,
        gil=gil,
        context_switch_ns=switch_ns,
    )
    whole = simulate(described, WINDOW_LIMITS)
    whole.run()
    partly = simulate(described, WINDOW_LIMITS)
    while not partly.trace.finished and partly.trace.known_until_ns < t_ns + lookahead_ns(partly.trace):
        partly.advance(t_ns + lookahead_ns(partly.trace), 1)
    first, second = snapshot(whole.trace, t_ns), snapshot(partly.trace, t_ns)
    for name in ("processes", "cores", "ready", "waiting", "upcoming", "terminated"):
        assert getattr(first, name) == getattr(second, name)


def test_the_size_of_ram_is_known():
    assert snapshot(run(bursts("cpu 1ms"), ram_bytes=10**9), 0).ram_bytes == 10**9
    assert snapshot(run(bursts("cpu 1ms")), 0).ram_bytes is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(descriptions(), min_size=1, max_size=2),
    st.booleans(),
    st.integers(1, 3),
    st.sampled_from(["gil", "free-threaded"]),
    st.sampled_from([(), (0.35,), (1.03, 1.5)]),
)
def test_nor_does_it_where_programs_start_threads_and_processes(programs, shares, cores, gil, launches):
    with pytest.MonkeyPatch.context() as patch:
        machine, made = Machine(patch), [image_of(description, shares=shares) for description in programs]
        actions = tuple(Action(at_ns=round(at * MS), kind=ActionKind.LAUNCH, process="app.py") for at in launches)
        fields = {"cores": cores, "gil": gil, "actions": actions, "starts": StartCosts(fork_ns=500_000)}
        whole = Moments(machine.run(*made, **fields))
        simulation = machine.simulation(*made, **fields)
        partly, trace = Moments(simulation.trace), simulation.trace
        for t_ns in range(0, whole.trace.known_until_ns + 1, 37_000):
            while not trace.finished and trace.known_until_ns < t_ns + lookahead_ns(trace):
                simulation.advance(t_ns + lookahead_ns(trace), 1)
            first, second = whole.at(t_ns), partly.at(t_ns)
            for name in ("subtitle", "processes", "cores", "ready", "waiting", "upcoming", "terminated"):
                assert getattr(first, name) == getattr(second, name)


@settings(max_examples=12, deadline=None)
@given(times=st.lists(st.integers(0, 70 * MS), min_size=2, max_size=5), near=st.integers(1, 3 * SLOT))
def test_a_moment_is_the_same_whatever_was_asked_before(times, near):
    trace = sharing_trace()
    kept = Moments(trace)
    for t_ns in times:
        for at_ns in (t_ns, t_ns + 1, t_ns + near, t_ns - near):
            at_ns = min(max(at_ns, 0), trace.known_until_ns)  # noqa: PLW2901 - as near as there is
            assert kept.at(at_ns) == snapshot(trace, at_ns)


@settings(max_examples=10, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 20 * MS), st.integers(0, MS), st.booleans()), min_size=1, max_size=8))
def test_nor_does_it_matter_how_the_trace_grew_and_what_it_forgot(steps):
    simulation = simulate(sharing_scenario(), WINDOW_LIMITS)
    trace = simulation.trace
    kept = Moments(trace)
    for ahead_ns, back_ns, forgets in steps:
        simulation.advance(trace.known_until_ns + ahead_ns, 10_000)
        if forgets:
            moved = forget_before(trace, halfway_ns(trace), simulation._recorder.current_nodes())
            simulation._recorder.forgot(moved)
        t_ns = max(trace.begin_ns, trace.known_until_ns - back_ns)
        assert kept.at(t_ns) == snapshot(trace, t_ns)


@pytest.fixture
def started(monkeypatch):
    """P1 starts P1·T2 at 0.1 ms and P2 at 0.3 ms, whose start takes 1 ms; P1·T2 parks at once."""
    child, other = ScriptedThread(2), ScriptedThread(Park("lock", None))
    starts = StartProcess(ScriptedImage(child), child, "fork", False)
    main = ScriptedThread(1, StartThread(other, False), 2, starts, 1, ends_process=True)
    machine = Machine(monkeypatch)
    return machine.run(lambda: ScriptedImage(main), cores=2, starts=StartCosts(fork_ns=MS), gil="free-threaded")


def test_before_a_thread_or_a_process_is_started_it_is_not_there(started):
    shown = [
        [[stack.thread.label for stack in process.stacks] for process in snapshot(started, t).processes]
        for t in (99_999, 100_000, 299_999, 300_000)
    ]
    assert shown == [[["P1·T1"]], [["P1·T1", "P1·T2"]], [["P1·T1", "P1·T2"]], [["P1·T1", "P1·T2"], ["P2·T1"]]]
    born = snapshot(started, 300_000).processes
    assert [process.parent for process in born] == ["", "P1"]
    assert [process.state_counts for process in born] == [
        {ThreadState.RUNNING: 1, ThreadState.WAITING: 1},
        {ThreadState.NEW: 1},
    ]


def test_what_kind_of_run_it_is_follows_from_what_there_is(started):
    assert [snapshot(started, t).subtitle for t in (0, 100_000, 300_000)] == [
        "one program, one process, one thread",
        "one process: its threads share its globals, and each has a stack of its own",
        "a program is like a class, its processes are like objects",
    ]


def test_all_is_over_only_when_what_was_started_is(started):
    assert [snapshot(started, t).terminated for t in (MS, started.known_until_ns)] == [False, True]


def test_the_nearest_moment_of_a_run_that_is_over_is_its_end(app):
    moments = Moments(app)
    assert moments.nearest_ns(10**12) == app.known_until_ns
    assert moments.nearest_ns(-1) == app.begin_ns
    assert moments.nearest_ns(5) == 5
