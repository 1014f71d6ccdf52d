from collections import Counter
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import Machine
from desktop_app.policies.lottery import LOTTERY, TicketTree
from desktop_app.policies.protocol import ReadyReason, Setting
from tests.policies.driving import Drive, job


def lottery(seed=1, **options):
    return LOTTERY.make(Setting(machine=Machine(quantum_ns=10), seed=seed), options)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 50)), max_size=40))
def test_the_holder_of_every_ticket_is_the_one_a_linear_search_finds(steps):
    tree, present = TicketTree(), {}
    for index, (leave, tickets) in enumerate(steps):
        if leave and present:
            tree.remove(present.pop(min(present)))
        present[index] = job(index, 0, 1, tickets=tickets)
        tree.add(present[index])
    drawn = Counter(tree.holder(ticket).index for ticket in range(tree.total))
    assert drawn == {index: thread.tickets for index, thread in present.items()}
    assert [thread.index for thread in tree] == list(present)


def test_shares_follow_the_tickets():
    drive = Drive(lottery())
    drive.run([job(0, 0, 10**9, tickets=75), job(1, 0, 10**9, tickets=25)], 10 * 20_000)
    assert abs(drive.cpu_ns(0) / 200_000 - 0.75) < 0.01


def test_the_same_seed_draws_the_same_winners_and_another_one_others():
    def runs(seed):
        drive = Drive(lottery(seed))
        drive.run([job(index, 0, 500) for index in range(5)])
        return drive.runs

    assert runs(3) == runs(3) != runs(4)


def test_only_threads_that_may_run_on_the_core_take_part():
    policy = lottery()
    threads = [job(index, 0, 1, tickets=10**6 if index else 1, affinity=frozenset({index % 2})) for index in range(6)]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert {policy.pick(0, 0).index for _ in range(3)} == {0, 2, 4}
    assert policy.pick(0, 0) is None
    policy.remove(threads[1], 0)
    assert (len(policy), [thread.index for thread in policy.ready()]) == (2, [3, 5])


def test_affinity_does_not_change_the_odds_among_those_it_allows():
    policy, wins = lottery(), Counter()
    threads = [job(0, 0, 1, tickets=30), job(1, 0, 1, tickets=10), job(2, 0, 1, tickets=60, affinity=frozenset({1}))]
    for thread in threads:
        policy.add(thread, 0, ReadyReason.ARRIVED)
    for _ in range(8000):
        winner = policy.pick(0, 0)
        wins[winner.index] += 1
        policy.add(winner, 0, ReadyReason.EXPIRED)
    assert wins[0] + wins[1] == 8000
    assert abs(wins[0] / 8000 - 0.75) < 0.02


def test_a_draw_among_a_thousand_is_quick():
    policy = lottery()
    for index in range(1000):
        policy.add(job(index, 0, 1), 0, ReadyReason.ARRIVED)
    start = perf_counter()
    for _ in range(1000):
        policy.add(policy.pick(0, 0), 0, ReadyReason.EXPIRED)
    assert perf_counter() - start < 0.5  # 0.01 s on the machine it was written on


def test_the_quantum_is_the_machines_unless_there_is_an_own_one():
    assert [lottery().slice_ns(None, 0), lottery(quantum=7).slice_ns(None, 0)] == [10, 7]
