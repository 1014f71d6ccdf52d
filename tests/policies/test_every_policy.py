"""What must hold for every policy in the registry, on any workload."""

import pickle
from copy import deepcopy
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.model.machine import Machine
from desktop_app.model.workload import SchedulingClass
from desktop_app.policies.protocol import NEVER, ReadyReason, Setting, StopReason
from desktop_app.policies.queues import may_run
from desktop_app.policies.registry import POLICIES, check_options
from tests.policies.driving import Drive, Thread, job

MS = 1_000_000
EVERY = pytest.mark.parametrize("name", POLICIES)
QUICK = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TIMES = st.integers(1, 12).map(lambda units: units * MS // 4)


@st.composite
def workloads(draw):
    """Cores, and threads with everything a policy may look at; some are pinned, some have deadlines."""
    cores = draw(st.integers(1, 3))
    threads = []
    for index in range(draw(st.integers(1, 6))):
        bursts = draw(st.lists(TIMES, min_size=1, max_size=5).filter(lambda times: len(times) % 2))
        pinned = draw(st.none() | st.frozensets(st.integers(0, cores - 1), min_size=1))
        arrival = draw(st.sampled_from([0, 0, MS, 3 * MS // 2, 5 * MS]))
        relative = draw(st.sampled_from([NEVER, 10 * MS, 40 * MS]))
        threads.append(
            job(
                index, arrival, *bursts,
                priority=draw(st.integers(1, 99)), nice=draw(st.integers(-20, 19)), tickets=draw(st.integers(1, 300)),
                affinity=pinned, scheduling=draw(st.none() | st.sampled_from(SchedulingClass)),
                relative_deadline_ns=relative, period_ns=relative, runtime_ns=0 if relative == NEVER else 2 * MS,
                deadline_ns=NEVER if relative == NEVER else arrival + relative,
            )
        )  # fmt: skip
    return cores, threads


def _drive(name, cores, kind=Drive, options=None):
    info = POLICIES[name]
    checked = check_options(info, options or {})
    return kind(info.make(Setting(machine=Machine(), cores=cores, seed=7), checked), cores=cores)


class Watched(Drive):
    """A run that looks after each moment whether a core is idle in vain."""

    def _moment(self, now):
        super()._moment(now)
        ready = list(self.policy.ready())
        assert len(ready) == len(self.policy)
        assert not [core for core in self.idle_cores for thread in ready if may_run(thread, core)]
        assert not set(map(id, ready)) & set(map(id, self._running.values()))
        if self.policy.told:
            assert all(self.policy.standing(thread, now) is not None for thread in (*ready, *self._running.values()))

    def _dispatch(self, now):
        waiting = {id(thread) for thread in self.policy.ready()}
        before = set(map(id, self._running.values()))
        super()._dispatch(now)
        picked = [thread for thread in self._running.values() if id(thread) not in before]
        assert {id(thread) for thread in picked} <= waiting
        assert all(may_run(thread, thread.core) for thread in picked)


def _ends(finished):
    return {index: list(ends) for index, ends in finished.items()}


@EVERY
@QUICK
@given(workload=workloads())
def test_every_job_finishes_with_its_cpu_time_and_no_core_is_idle_in_vain(name, workload):
    cores, threads = deepcopy(workload)
    drive = _drive(name, cores, Watched)
    finished = drive.run(threads)
    assert all(len(ends) == 1 for ends in finished.values())
    for thread in threads:
        assert drive.cpu_ns(thread.index) == sum(thread.bursts[::2])
        assert thread.left_ns == 0
        own = sorted((start, end) for start, end, index, _ in drive.runs if index == thread.index)
        assert all(end <= start for (_, end), (start, _) in pairwise(own))
    for core in range(cores):
        busy = sorted((start, end) for start, end, _, where in drive.runs if where == core)
        assert all(end <= start for (_, end), (start, _) in pairwise(busy))
    assert not len(drive.policy)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("sjf", {"estimate": "average", "alpha": 0.25}),
        ("srtf", {"estimate": "average", "initial": "1ms"}),
        ("hrrn", {"estimate": "average"}),
        ("priority", {"preemptive": False, "ageing": "1ms"}),
        ("priority", {"ageing": "100us", "quantum": "400us", "lowest_first": False}),
        ("feedback", {"growth": 2, "levels": 2}),
        ("mlfq", {"quantum": ("300us", "1ms"), "allotment": 2, "boost": "700us", "front_after_io": True}),
        ("mlfq", {"queues": 4, "quantum": "500us", "boost": "1ms", "keep_on_io": True}),
    ],
)
@QUICK
@given(workload=workloads())
def test_options_change_nothing_of_that(name, options, workload):
    cores, threads = deepcopy(workload)
    drive = _drive(name, cores, Watched, options)
    assert all(len(ends) == 1 for ends in drive.run(threads).values())
    assert all(drive.cpu_ns(thread.index) == sum(thread.bursts[::2]) for thread in threads)


@EVERY
@QUICK
@given(workload=workloads(), moments=st.integers(0, 25))
def test_a_pickled_run_goes_on_like_the_one_it_was_taken_from(name, workload, moments):
    cores, threads = workload
    whole = _drive(name, cores)
    expected = _ends(whole.run(deepcopy(threads)))
    drive = _drive(name, cores)
    threads = deepcopy(threads)
    drive.begin(threads)
    for _ in range(moments):
        drive.step()
    drive, threads = pickle.loads(pickle.dumps((drive, threads)))
    while drive.step() is not None:
        pass
    assert _ends({thread.index: thread.finished_ns for thread in threads}) == expected
    assert drive.runs == whole.runs


@EVERY
@QUICK
@given(workload=workloads())
def test_the_same_seed_gives_the_same_run(name, workload):
    cores, threads = workload
    first, second = _drive(name, cores), _drive(name, cores)
    first.run(deepcopy(threads))
    second.run(deepcopy(threads))
    assert first.runs == second.runs


@EVERY
@QUICK
@given(order=st.permutations(range(6)), left=st.integers(0, 5))
def test_ready_threads_can_be_taken_out_in_any_order(name, order, left):
    policy = POLICIES[name].make(Setting(machine=Machine()), {})
    threads = [job(index, 0, MS, burst_ns=MS, left_ns=MS, priority=1 + index) for index in range(6)]
    for thread in threads:
        assert policy.add(thread, 0, ReadyReason.ARRIVED) is None
    for index in order[left:]:
        policy.remove(threads[index], 0)
    kept = sorted(order[:left])
    assert sorted(thread.index for thread in policy.ready()) == kept
    assert len(policy) == left
    picked = [thread.index for _ in range(6) if (thread := policy.pick(0, 0)) is not None]
    assert sorted(picked) == kept


@EVERY
def test_ended_threads_leave_nothing_behind(name):
    policy = POLICIES[name].make(Setting(machine=Machine()), {})
    sizes = {}
    for index in range(10_000):
        now = index * MS
        thread: Thread = job(index, now, MS, burst_ns=MS, left_ns=MS, priority=1)
        assert policy.add(thread, now, ReadyReason.ARRIVED) is None
        if index % 2:
            policy.remove(thread, now)
            continue
        assert policy.pick(0, now) is thread
        thread.core, thread.since_ns = 0, now
        policy.slice_ns(thread, now)
        thread.left_ns = 0
        policy.stopped(thread, now + MS, MS, StopReason.TERMINATED)
        if index in {1_000, 9_998}:
            sizes[index] = len(pickle.dumps(policy))
    assert len(policy) == 0
    assert sizes[9_998] < sizes[1_000] + 200
