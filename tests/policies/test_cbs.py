import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.analysis.schedulability import Task, edf_schedulable
from desktop_app.model.machine import Machine
from desktop_app.policies.cbs import ConstantBandwidth, admit
from desktop_app.policies.protocol import ReadyReason, Setting, StopReason
from desktop_app.policies.registry import POLICIES
from tests.policies.driving import Drive, job, task
from tests.policies.periodic import PeriodicDrive, constrained, implicit, responses


def reserved(index, runtime_ns, period_ns, *bursts, arrival_ns=0, deadline_ns=None):
    """A thread that goes through bursts once, with a reservation."""
    return job(
        index, arrival_ns, *bursts, runtime_ns=runtime_ns, period_ns=period_ns,
        relative_deadline_ns=deadline_ns or period_ns,
    )  # fmt: skip


def spans(drive, index):
    return [(start, end) for start, end, thread, _ in drive.runs if thread == index]


def use(policy, thread, now_ns, ran_ns, reason=StopReason.BLOCKED):
    """Let a thread that was added run."""
    assert policy.pick(0, now_ns) is thread
    policy.stopped(thread, now_ns + ran_ns, ran_ns, reason)


def test_a_job_that_wants_more_than_its_budget_gets_it_in_the_next_periods():
    drive = Drive(ConstantBandwidth(1))
    assert drive.run([reserved(0, 2, 10, 5)]) == {0: [21]}
    assert spans(drive, 0) == [(0, 2), (10, 12), (20, 21)]


def test_one_that_takes_more_does_not_take_it_from_others():
    greedy, modest = reserved(0, 3, 10, 100), task(1, 10, 6, jobs=4)
    drive = PeriodicDrive(ConstantBandwidth(1))
    drive.run([greedy, modest], until_ns=40)
    assert modest.finished_ns == [9, 16, 26, 36]
    assert spans(drive, 0) == [(0, 3), (16, 19), (26, 29), (36, 39)]


def test_a_wake_up_keeps_the_deadline_while_the_bandwidth_allows_and_starts_afresh_otherwise():
    policy, thread = ConstantBandwidth(1), reserved(0, 4, 10, 1)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 0, 2)
    policy.add(thread, 5, ReadyReason.WOKEN)  # 2 / (10 - 5) is 4 / 10
    assert (policy.slice_ns(thread, 5), policy._servers[0].deadline_ns) == (2, 10)
    use(policy, thread, 5, 0)
    policy.add(thread, 6, ReadyReason.WOKEN)  # 2 / (10 - 6) is more
    assert (policy.slice_ns(thread, 6), policy._servers[0].deadline_ns) == (4, 16)
    use(policy, thread, 6, 1)
    policy.add(thread, 17, ReadyReason.WOKEN)  # the deadline is past
    assert (policy.slice_ns(thread, 17), policy._servers[0].deadline_ns) == (4, 27)


def test_a_deadline_below_the_period_cuts_the_budget_down_instead_and_throttles_after_it():
    policy, thread = ConstantBandwidth(1), reserved(0, 4, 20, 1, deadline_ns=10)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 0, 1)
    policy.add(thread, 7, ReadyReason.WOKEN)
    assert (policy.slice_ns(thread, 7), policy._servers[0].deadline_ns) == (3 * 4 // 10, 10)
    use(policy, thread, 7, 0)
    assert policy.add(thread, 12, ReadyReason.WOKEN) == 20
    assert len(policy) == 0
    assert policy.add(thread, 20, ReadyReason.WOKEN) is None
    assert (policy.slice_ns(thread, 20), policy._servers[0].deadline_ns) == (4, 30)


def test_a_budget_of_nothing_is_throttled_at_the_deadline_itself():
    policy, thread = ConstantBandwidth(1), reserved(0, 4, 20, 1, deadline_ns=10)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 0, 1)
    assert policy.add(thread, 10, ReadyReason.WOKEN) == 20


def test_a_thread_that_blocks_without_a_budget_is_replenished_before_it_wakes():
    policy, thread = ConstantBandwidth(1), reserved(0, 4, 10, 1)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 0, 4)
    assert policy.add(thread, 7, ReadyReason.WOKEN) == 10
    assert policy.add(thread, 10, ReadyReason.WOKEN) is None
    assert (policy.slice_ns(thread, 10), policy._servers[0].deadline_ns) == (4, 20)


def test_an_overrun_by_ticks_is_paid_back():
    """A tick of 5 lets it run 5 instead of 2: the next period leaves nothing, the third one 1 of 2."""
    policy, thread = ConstantBandwidth(1), reserved(0, 2, 10, 50)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 0, 5, StopReason.EXPIRED)
    assert policy.add(thread, 5, ReadyReason.EXPIRED) == 10
    assert policy.add(thread, 10, ReadyReason.WOKEN) is None
    assert (policy.slice_ns(thread, 10), policy._servers[0].deadline_ns) == (1, 30)


def test_a_server_that_lags_by_more_than_its_deadline_starts_afresh():
    policy, thread = ConstantBandwidth(1), reserved(0, 2, 10, 50)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 40, 2, StopReason.EXPIRED)
    assert policy.add(thread, 42, ReadyReason.EXPIRED) is None
    assert (policy.slice_ns(thread, 42), policy._servers[0].deadline_ns) == (2, 52)


def test_the_servers_deadline_ranks_and_not_the_jobs():
    policy, early, late = ConstantBandwidth(1), reserved(0, 1, 10, 1), reserved(1, 1, 20, 1)
    early.deadline_ns, late.deadline_ns, late.core = 1_000, 5, 0
    policy.add(late, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is late
    policy.add(early, 0, ReadyReason.ARRIVED)
    assert policy.preempt([late], 0) is late


def test_equal_deadlines_run_in_the_order_in_which_they_became_ready():
    policy = ConstantBandwidth(1)
    threads = [reserved(2, 1, 10, 1), reserved(0, 1, 10, 1), reserved(1, 1, 10, 1)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    first = policy.pick(0, 0)
    assert first is threads[0]
    assert policy.preempt([first], 0) is None
    policy.stopped(first, 0, 0, StopReason.PREEMPTED)
    policy.add(first, 0, ReadyReason.PREEMPTED)
    assert list(policy.ready()) == threads


def test_threads_without_a_reservation_take_turns_and_keep_the_rest_of_their_quantum():
    drive = Drive(ConstantBandwidth(4))
    drive.run([job(0, 0, 8), job(1, 0, 8), reserved(2, 2, 10, 2, arrival_ns=6)])
    assert drive.runs == [(0, 4, 0, 0), (4, 6, 1, 0), (6, 8, 2, 0), (8, 10, 1, 0), (10, 14, 0, 0), (14, 18, 1, 0)]
    assert not drive.policy._quantum_left_ns


def test_leaving_the_queue_and_coming_back_gains_nothing():
    policy, thread = ConstantBandwidth(1), reserved(0, 4, 10, 1)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    use(policy, thread, 0, 3, StopReason.PREEMPTED)
    policy.add(thread, 3, ReadyReason.PREEMPTED)
    policy.remove(thread, 4)
    assert list(policy.ready()) == []
    policy.add(thread, 4, ReadyReason.MOVED)
    assert policy.slice_ns(thread, 4) == 1


def test_servers_of_threads_that_are_gone_are_forgotten():
    policy = ConstantBandwidth(1)
    ended = reserved(0, 1, 10, 1)
    policy.add(ended, 0, ReadyReason.ARRIVED)
    use(policy, ended, 0, 1, StopReason.TERMINATED)
    assert not policy._servers
    killed = reserved(1, 1, 10, 1)
    policy.add(killed, 0, ReadyReason.ARRIVED)
    use(policy, killed, 0, 1)
    policy.forget(killed)
    assert not policy._servers


def test_it_goes_on_after_a_pickle():
    policy, thread = ConstantBandwidth(1), reserved(0, 4, 10, 1)
    policy.add(thread, 0, ReadyReason.ARRIVED)
    again = pickle.loads(pickle.dumps(policy))
    assert again.pick(0, 0).index == 0
    assert again.slice_ns(thread, 0) == 4


def test_the_machines_quantum_holds_unless_it_has_its_own():
    info, setting = POLICIES["cbs"], Setting(machine=Machine(quantum_ns=3_000_000))
    assert info.make(setting, {}).slice_ns(job(0, 0, 1), 0) == 3_000_000
    assert info.make(setting, {"quantum": 5_000}).slice_ns(job(0, 0, 1), 0) == 5_000


@given(implicit)
def test_with_budgets_of_the_wcet_it_is_edf(triples):
    for (period, _, _), found in zip(triples, responses(ConstantBandwidth(1), triples), strict=True):
        assert max(found) <= period


@given(constrained)
def test_with_shorter_deadlines_it_meets_what_edf_meets(triples):
    tasks = [Task(period_ns=period, wcet_ns=wcet, deadline_ns=deadline) for period, wcet, deadline in triples]
    if edf_schedulable(tasks):
        for (_, _, deadline), found in zip(triples, responses(ConstantBandwidth(1), triples), strict=True):
            assert max(found) <= deadline


@given(
    st.integers(1, 5),
    st.integers(5, 20),
    st.lists(st.integers(1, 12), min_size=1, max_size=15).filter(lambda bursts: len(bursts) % 2),
    st.integers(0, 5),
)
def test_nobody_gets_more_than_the_bandwidth_and_one_budget(runtime, period, bursts, slack):
    """Whatever it does: in any interval no more than runtime * (length / period + 2)."""
    thread = reserved(0, runtime, period, *bursts, deadline_ns=max(runtime, period - slack))
    drive = Drive(ConstantBandwidth(3))
    drive.run([thread, job(1, 0, 30), job(2, 3, 30)])
    assert thread.finished_ns
    times = spans(drive, 0)
    for first, (begin, _) in enumerate(times):
        had = 0
        for start, end in times[first:]:
            had += end - start
            assert had * period <= runtime * (end - begin + 2 * period)


@pytest.mark.parametrize(
    ("reservations", "cores", "position", "largest"),
    [
        ([(94, 100)], 1, None, None),
        ([(95, 100)], 1, 0, 94),
        ([(50, 100), (60, 100)], 1, 1, 44),
        ([(90, 100), (5, 100), (1, 100)], 1, 1, 4),
        ([(94, 100), (1, 99)], 1, 1, 0),
        ([(95, 100), (94, 100)], 2, None, None),
        ([(101, 100)], 4, 0, 100),
        ([(1, 3), (1, 3), (850, 3_000)], 1, 2, 849),
        ([(1, 3), (1, 3), (849, 3_000)], 1, None, None),
        ([], 1, None, None),
    ],
)
def test_admission(reservations, cores, position, largest):
    refusal = admit(reservations, cores)
    if position is None:
        assert refusal is None
        return
    assert refusal.position == position
    assert refusal.largest_ns == largest
    assert refusal.bandwidth == sum(Fraction(*reservation) for reservation in reservations[: position + 1])
    assert ("at most" in refusal.expected) is (largest > 0)
    assert f"0.95 × {cores}" in refusal.expected
