import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.metrics import finished, measure, measuring, percentile
from desktop_app.model.states import ThreadState
from desktop_app.model.workload import ResourceKind, ResourceSpec
from desktop_app.program.effects import DeviceUse, Park
from desktop_app.trace.lives import Lives
from tests.engine.observed import do, running
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, periodic, program, run


def test_times_add_up():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 4ms"), context_switch_ns=MS // 10)
    for metrics in measure(trace).threads:
        blocked = sum(metrics.blocked_ns.values())
        switching = metrics.dispatches * MS // 10
        assert metrics.turnaround_ns == metrics.cpu_ns + metrics.waiting_ns + blocked + switching


def test_counts_of_a_round():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"))
    first, second = measure(trace).threads
    assert (first.dispatches, first.preemptions, first.waiting_ns) == (2, 1, MS)
    assert (second.dispatches, second.preemptions, second.response_ns) == (2, 1, MS)
    metrics = measure(trace).run
    assert metrics.context_switches == 4
    assert metrics.cpu_utilisation == 1.0
    assert metrics.throughput_per_s == 500
    assert metrics.fairness == pytest.approx((2 / 3 + 1 / 2) ** 2 / (2 * ((2 / 3) ** 2 + (1 / 2) ** 2)))


def test_a_thread_that_goes_on_elsewhere_has_migrated():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"), bursts("cpu 2ms"), cores=2)
    lives = Lives(trace)
    cores = [
        [change.core for change in lives.changes(thread) if change.state is ThreadState.RUNNING] for thread in range(3)
    ]
    moved = [sum(before != after for before, after in itertools.pairwise(found)) for found in cores]
    assert [metrics.migrations for metrics in measure(trace).threads] == moved
    assert sum(moved) > 0


def test_a_run_in_which_nothing_finishes_has_no_means():
    trace = run(bursts("cpu 9ms"), until_ns=MS)
    metrics = measure(trace).run
    assert (metrics.mean_turnaround_ns, metrics.mean_waiting_ns, metrics.throughput_per_s) == (None, None, 0)
    assert metrics.cpu_utilisation == 1.0


def test_a_run_of_no_time_has_no_utilisation():
    trace = run(bursts("cpu 9ms", arrival_ns=MS), until_ns=0)
    assert measure(trace).run.cpu_utilisation == 0


def test_slowdown_is_turnaround_over_what_it_would_take_alone():
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 6ms"), policy="fcfs")
    first, second = measure(trace).threads
    assert (first.turnaround_ns, first.blocked_ns) == (9 * MS, {"disk": 3 * MS})
    assert first.slowdown == pytest.approx(9 / 6)
    assert second.slowdown == pytest.approx(8 / 6)


def test_locks_are_blocked_time_but_no_time_alone():
    trace = run(bursts("lock m, cpu 4ms, unlock m"), bursts("lock m, cpu 1ms, unlock m"), cores=2)
    second = measure(trace).threads[1]
    assert second.blocked_ns == {"mutex m": 4 * MS}
    assert second.slowdown == 5


def test_leaving_a_core_is_voluntary_or_not():
    first, second = measure(run(bursts("cpu 3ms, io disk 1ms, cpu 1ms"), bursts("cpu 2ms"))).threads
    assert (first.voluntary, first.preemptions) == (1, 2)
    assert (second.voluntary, second.preemptions) == (0, 1)


def test_who_is_picked_again_has_not_left_its_core():
    for cost_ns in (0, MS // 10):
        (thread,) = measure(run(bursts("cpu 5ms"), context_switch_ns=cost_ns)).threads
        assert (thread.dispatches, thread.preemptions, thread.waiting_ns) == (5, 0, 0)


def test_a_change_of_the_rate_is_no_dispatch():
    trace = run(bursts("cpu 4ms"), bursts("cpu 1ms"), cores=2, siblings=(0, 0), policy="fcfs", context_switch_ns=1_000)
    assert len(trace.runs[0].whose) > 1
    assert [metrics.dispatches for metrics in measure(trace).threads] == [1, 1]
    assert measure(trace).run.context_switches == 2


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["cpu 3ms", "cpu 1ms, io disk 2ms, cpu 2ms", "lock m, cpu 1ms, unlock m"]), min_size=1),
    st.integers(1, 4),
    st.sampled_from([0, 30_000]),
    st.integers(1, 12),
)
def test_the_figures_agree_with_the_changes_of_state(scripts, cores, cost_ns, until_ms):
    trace = run(*map(bursts, scripts), cores=cores, context_switch_ns=cost_ns, until_ns=until_ms * MS)
    lives = Lives(trace)
    for metrics in measure(trace).threads:
        changes = lives.changes(metrics.thread)
        ends = [*(change.time_ns for change in changes[1:]), trace.known_until_ns]
        stays = [(change.state, end - change.time_ns) for change, end in zip(changes, ends, strict=True)]
        ready = [length for state, length in stays if state is ThreadState.READY]
        blocked = [length for state, length in stays if state is ThreadState.WAITING]
        assert metrics.ready_ns == sum(ready)
        assert metrics.longest_ready_ns == max(ready, default=0)
        assert sum(metrics.blocked_ns.values()) == sum(blocked)
        assert metrics.state is changes[-1].state
        left = sum(
            before.state is ThreadState.RUNNING and after.state is ThreadState.READY
            for before, after in itertools.pairwise(changes)
        )
        assert metrics.preemptions == left


def test_nearest_rank_percentiles():
    assert [percentile([15, 20, 35, 40, 50], percent) for percent in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]
    values = measure(run(*[bursts("cpu 1ms") for _ in range(10)])).run.percentiles_ns["turnaround_ns"]
    assert values == {"p50": 5 * MS, "p90": 9 * MS, "p99": 10 * MS}


def test_starving_is_being_ready_for_longer_than_the_bound():
    run_metrics = measure(run(bursts("cpu 2s"), bursts("cpu 1ms"), policy="fcfs")).run
    assert run_metrics.starvation_bound_ns == 1000 * MS
    assert run_metrics.starved == ((1, 2000 * MS),)
    assert measure(run(bursts("cpu 2s"), bursts("cpu 1ms"))).run.starved == ()


def test_who_is_still_ready_at_the_end_starves_too():
    assert measure(run(bursts("cpu 9s"), bursts("cpu 1ms"), policy="fcfs", until_ns=3000 * MS)).run.starved


def test_a_process_adds_up_its_threads():
    trace = run(bursts("cpu 2ms, io disk 1ms, cpu 1ms", threads=2), bursts("cpu 1ms"))
    metrics = measure(trace)
    process, threads = metrics.processes[0], metrics.threads[:2]
    assert process.cpu_ns == sum(thread.cpu_ns for thread in threads) == 6 * MS
    assert process.blocked_ns == {"disk": 2 * MS}
    assert process.finish_ns == max(thread.finish_ns for thread in threads)
    assert process.response_ns == min(thread.response_ns for thread in threads)


def test_a_core_has_a_utilisation_of_its_own():
    first, second = measure(run(bursts("cpu 4ms"), bursts("cpu 1ms"), cores=2)).cores
    assert (first.utilisation, first.switches) == (1.0, 1)
    assert (second.utilisation, second.switches) == (0.25, 1)


def test_a_stay_in_the_ready_queue_counts_though_a_wait_without_length_follows():
    """A is ready for 5 s, and opens a barrier at the very moment at which it runs at last."""
    barrier = (ResourceSpec(name="b", kind=ResourceKind.BARRIER, count=2),)
    trace = run(bursts("cpu 5s"), bursts("barrier b"), bursts("barrier b"), policy="fcfs", resources=barrier)
    metrics = measure(trace)
    assert metrics.threads[1].longest_ready_ns == metrics.threads[1].ready_ns == 5_000 * MS
    assert [thread for thread, _ in metrics.run.starved] == [1, 2]


def test_a_throttled_thread_is_not_ready():
    tasks = (periodic("cpu 3ms", 10 * MS, runtime_ns=MS), bursts("cpu 20ms", name="N"))
    throttled = measure(run(*tasks, policy="cbs", until_ns=100 * MS)).threads[0]
    assert throttled.longest_ready_ns == throttled.ready_ns == 0


def test_a_killed_thread_has_not_finished():
    trace = run(bursts("cpu 100ms"), bursts("cpu 100ms", name="B"), policy="fcfs", actions=(do(1, "kill", "B"),))
    metrics = measure(trace)
    assert metrics.threads[1].finish_ns == MS
    assert metrics.run.mean_turnaround_ns == 100 * MS
    assert metrics.run.throughput_per_s == 10


def test_a_core_is_judged_by_its_time_on_line():
    trace = run(bursts("cpu 100ms"), actions=(do(80, "cores", value=2),))
    metrics = measure(trace)
    assert [core.utilisation for core in metrics.cores] == [1, 0]
    assert metrics.run.cpu_utilisation == 100 / 120


def test_a_thread_that_failed_has_finished():
    metrics = measure(running(bursts("cpu 1ms, unlock m"))).run
    assert metrics.mean_turnaround_ns == MS


def test_a_thread_that_ended_before_its_process_was_killed_has_finished():
    trace = run(bursts("cpu 5ms", threads=2), policy="fcfs", actions=(do(7, "kill", "A"),))
    assert measure(trace).run.mean_turnaround_ns == 5 * MS


def test_a_program_would_have_waited_for_devices_alone_too_but_not_for_others(monkeypatch):
    main = ScriptedThread(1, DeviceUse("disk", MS), 1, Park("sleep", MS), 1, Park("lock", MS), 1)
    trace = Machine(monkeypatch).run(lambda: ScriptedImage(main))
    metrics = measure(trace).threads[0]
    assert metrics.blocked_ns == {"disk": MS, "sleep": MS, "lock": MS}
    assert metrics.slowdown == pytest.approx(3.4 / 2.4)


_RUNS = (
    {"processes": [bursts("cpu 3ms, io disk 2ms, cpu 1ms"), bursts("cpu 4ms", arrival_ns=MS), bursts("cpu 2ms")]},
    {
        "processes": [bursts("cpu 3ms, io disk 2ms, cpu 1ms"), bursts("cpu 4ms"), bursts("cpu 2ms")],
        "cores": 2,
        "context_switch_ns": MS // 5,
    },
    {"processes": [periodic("cpu 2ms", 5 * MS), periodic("cpu 3ms", 7 * MS)], "policy": "edf", "until_ns": 35 * MS},
    {"processes": [program("x = 0\nfor i in range(9):\n    x += i\n", threads=2), bursts("cpu 2ms")], "cores": 2},
)


@given(st.data())
@settings(max_examples=60)
def test_figures_at_a_moment_are_those_of_a_run_that_ended_then(data):
    fields = data.draw(st.sampled_from(_RUNS))
    whole = run(*fields["processes"], **{name: value for name, value in fields.items() if name != "processes"})
    t_ns = data.draw(st.integers(1, whole.known_until_ns))
    rest = {name: value for name, value in fields.items() if name not in {"processes", "until_ns"}}
    cut = run(*fields["processes"], **rest, until_ns=t_ns)
    if any(t_ns in runs.dispatched for runs in whole.runs):
        t_ns += 1  # where a run ends nobody is given a core any more
        cut = run(*fields["processes"], **rest, until_ns=t_ns)
    assert measure(whole, t_ns) == measure(cut)


def test_figures_worked_out_in_small_steps_are_the_same():
    trace = run(*[bursts("cpu 2ms, io disk 1ms, cpu 2ms") for _ in range(6)], cores=2, context_switch_ns=MS // 10)
    steps = measuring(trace, 9 * MS, 3)
    for _ in range(5):
        next(steps)
    assert finished(steps) == measure(trace, 9 * MS)


def test_dispatches_have_a_share_of_the_cores_time():
    trace = run(bursts("cpu 2ms"), bursts("cpu 2ms"), context_switch_ns=MS // 2, quantum_ns=MS)
    assert measure(trace).run.switching_share == pytest.approx(2 / 6)
