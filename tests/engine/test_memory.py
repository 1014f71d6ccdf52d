import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.memory import Ram, start_cost, thread_cost
from desktop_app.model.machine import StartCosts, StartMethod


def test_ram_says_by_how_much_it_is_exceeded():
    ram = Ram(100)
    ram.claim(0, 60)
    assert ram.over_bytes == 0
    ram.claim(1, 60)
    assert ram.over_bytes == 20
    ram.free(0, 10)
    assert ram.over_bytes == 10
    assert (ram.held_bytes(0), ram.held_bytes(1), ram.used_bytes) == (50, 60, 110)


def test_ram_without_a_size_never_runs_out():
    ram = Ram(None)
    ram.claim(0, 10**18)
    assert ram.over_bytes == 0


def test_a_process_cannot_free_more_than_it_has():
    ram = Ram(100)
    ram.claim(3, 5)
    with pytest.raises(ValueError, match=r"^cannot free 6 bytes: the process has 5$"):
        ram.free(3, 6)
    assert ram.held_bytes(3) == 5


def test_a_process_that_ends_frees_everything():
    ram = Ram(100)
    ram.claim(3, 5)
    ram.free(3)
    ram.free(4)
    assert ram.used_bytes == ram.held_bytes(3) == 0


def test_the_victim_has_most_memory_and_of_equals_is_the_youngest():
    ram = Ram(100)
    for process, size_bytes in enumerate((40, 70, 70, 10)):
        ram.claim(process, size_bytes)
    assert ram.victim([0, 1, 2, 3]) == 2
    assert ram.victim([0, 1, 3]) == 1
    assert ram.victim([3]) == 3
    assert ram.victim([4, 5]) == 5
    with pytest.raises(ValueError, match="no process is alive"):
        ram.victim([])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-50, 50)), max_size=50))
def test_totals_are_exact(changes):
    ram = Ram(100)
    held = [0, 0, 0, 0]
    for process, size_bytes in changes:
        if size_bytes >= 0:
            ram.claim(process, size_bytes)
        elif held[process] + size_bytes >= 0:
            ram.free(process, -size_bytes)
        else:
            with pytest.raises(ValueError, match="cannot free"):
                ram.free(process, -size_bytes)
            continue
        held[process] += size_bytes
        assert ram.used_bytes == sum(held)
        assert ram.over_bytes == max(0, sum(held) - 100)
        assert [ram.held_bytes(process) for process in range(4)] == held
    assert held[ram.victim(range(4))] == max(held)
    assert pickle.loads(pickle.dumps(ram)).used_bytes == ram.used_bytes


def test_start_methods_have_their_own_costs():
    starts = StartCosts(
        fork_ns=1,
        fork_bytes=2,
        forkserver_ns=3,
        forkserver_bytes=4,
        spawn_ns=5,
        spawn_bytes=6,
        thread_ns=7,
        thread_bytes=8,
    )
    assert start_cost(starts, StartMethod.FORK) == (1, 2)
    assert start_cost(starts, StartMethod.FORKSERVER) == (3, 4)
    assert start_cost(starts, StartMethod.SPAWN) == (5, 6)
    assert all(thread_cost(starts, method) == (7, 8) for method in StartMethod)


def test_a_process_that_does_not_say_how_it_starts_starts_at_no_cost():
    assert start_cost(StartCosts(), None) == thread_cost(StartCosts(), None) == (0, 0)
