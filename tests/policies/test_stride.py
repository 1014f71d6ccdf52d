from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import Machine
from desktop_app.policies.protocol import ReadyReason, Setting, StopReason
from desktop_app.policies.stride import STRIDE, STRIDE_1
from tests.policies.driving import Drive, job


def stride(quantum=10):
    return STRIDE.make(Setting(machine=Machine(quantum_ns=quantum)), {})


def order(drive):
    return "".join("ABCDEF"[index] for _, _, index, _ in drive.runs)


def test_ostep_100_50_and_250_tickets():
    """The table of the chapter on proportional share: strides 100, 200 and 40."""
    drive = Drive(stride())
    drive.run([job(0, 0, 999, tickets=100), job(1, 0, 999, tickets=50), job(2, 0, 999, tickets=250)], 160)
    assert order(drive) == "ABCCCACC" * 2
    assert [STRIDE_1 % tickets for tickets in (100, 50, 250)] == [0, 0, 0]


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_shares_are_exact_after_every_round(tickets):
    drive = Drive(stride())
    threads = [job(index, 0, 10**9, tickets=held) for index, held in enumerate(tickets)]
    drive.run(threads, 10 * sum(tickets))
    assert [drive.cpu_ns(index) for index in range(len(tickets))] == [10 * held for held in tickets]


@given(st.lists(st.integers(1, 100), min_size=2, max_size=6), st.integers(1, 300))
def test_no_pair_is_ever_more_than_a_quantum_off_its_shares(tickets, quanta):
    drive = Drive(stride())
    drive.run([job(index, 0, 10**9, tickets=held) for index, held in enumerate(tickets)], 10 * quanta)
    passes = [drive.cpu_ns(index) / held for index, held in enumerate(tickets)]
    assert max(passes) - min(passes) <= 10 / min(tickets) + 1e-9


def test_a_thread_that_comes_late_or_slept_does_not_catch_up():
    drive = Drive(stride())
    drive.run([job(0, 0, 10**6), job(1, 1000, 10**6), job(2, 0, 10, 1980, 10**6)], 3000)
    late = [index for start, _, index, _ in drive.runs if start >= 2000]
    assert max(late.count(index) for index in range(3)) - min(late.count(index) for index in range(3)) <= 1


def test_a_part_of_a_quantum_costs_that_part():
    drive = Drive(stride())
    drive.run([job(0, 0, 5, 1, 5, 1, 100), job(1, 0, 10**6)], 35)
    assert drive.runs == [(0, 5, 0, 0), (5, 15, 1, 0), (15, 20, 0, 0), (20, 30, 1, 0), (30, 35, 0, 0)]


def test_more_tickets_shorten_what_is_ahead():
    policy = stride()
    first, second = job(0, 0, 99, tickets=10), job(1, 0, 99, tickets=10)
    for thread in (first, second):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    policy.stopped(policy.pick(0, 0), 10, 10, StopReason.EXPIRED)
    policy.add(first, 10, ReadyReason.EXPIRED)
    policy.remove(first, 10)
    first.tickets = 20
    policy.add(first, 10, ReadyReason.MOVED)
    assert policy.pick(0, 10) is second
    policy.stopped(second, 16, 6, StopReason.EXPIRED)
    policy.add(second, 16, ReadyReason.EXPIRED)
    assert policy.pick(0, 16) is first  # 10 ns are 5 of a thread with twice the tickets, and the other ran 6


def test_nothing_is_remembered_of_threads_that_ended():
    policy = stride()
    Drive(policy).run([job(index, 0, 25, 5, 25) for index in range(5)])
    assert (policy._passes, len(policy)) == ({}, 0)
