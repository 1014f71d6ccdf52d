import json
import pickle
from collections import deque
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.engine.throughput import CacheState, Demand, Throughput
from desktop_app.model.machine import FULL_RATE_PPM, CacheModel, Machine

FULL = FULL_RATE_PPM
OSTEP = json.loads(Path(__file__).with_name("ostep_multi.json").read_text(encoding="utf-8"))["cases"]


def caches(size_bytes=100, warmup_ns=10, cores=1):
    return CacheState(CacheModel(size_bytes=size_bytes, warmup_ns=warmup_ns, warm_rate_ppm=2 * FULL), cores)


def test_cores_are_nominal_by_default():
    throughput = Throughput(Machine(cores=2))
    assert throughput.rates({0: Demand(), 1: Demand(bus_bytes_per_s=10**12, warm=True)}) == {0: FULL, 1: FULL}
    assert not throughput.coupled


def test_a_core_has_its_own_speed():
    throughput = Throughput(Machine(cores=2, speeds_ppm=(FULL, FULL // 2)))
    assert throughput.rates({0: Demand(), 1: Demand()}) == {0: FULL, 1: FULL // 2}
    assert not throughput.coupled
    assert throughput.alone(1) == FULL // 2
    # A core that is brought on line later, and that the scenario says nothing about.
    assert throughput.rates({5: Demand()}) == {5: FULL}


def test_siblings_share_a_physical_core():
    throughput = Throughput(Machine(cores=4, siblings=(0, 0, 1, 1), smt_rate_ppm=650_000))
    assert throughput.coupled
    assert throughput.rates({0: Demand(), 2: Demand()}) == {0: FULL, 2: FULL}
    assert throughput.rates({0: Demand(), 1: Demand(), 2: Demand()}) == {0: 650_000, 1: 650_000, 2: FULL}


def test_cores_without_siblings_are_not_coupled():
    assert not Throughput(Machine(cores=2, siblings=(0, 1))).coupled


def test_ticks_take_their_part():
    throughput = Throughput(Machine(tick_ns=1_000, tick_cost_ns=1))
    assert throughput.rates({0: Demand()}) == {0: 999_000}
    assert Throughput(Machine(tick_ns=1_000, tick_cost_ns=2_000)).rates({0: Demand()}) == {0: 1}


def test_factors_are_rounded_once():
    machine = Machine(
        speeds_ppm=(333_333, 333_333),
        cores=2,
        siblings=(0, 0),
        smt_rate_ppm=333_333,
        tick_ns=3,
        tick_cost_ns=1,
        cache=CacheModel(size_bytes=1, warmup_ns=1, warm_rate_ppm=3_333_333),
    )
    exact = 333_333 * 333_333 * 3_333_333 * 2 // (FULL * FULL * 3)
    assert Throughput(machine).rates({0: Demand(warm=True), 1: Demand()})[0] == exact


def test_the_warm_rate_is_the_cache_models():
    machine = Machine(cache=CacheModel(size_bytes=1, warmup_ns=1, warm_rate_ppm=1_500_000))
    assert Throughput(machine).rates({0: Demand(warm=True)}) == {0: 1_500_000}
    assert Throughput(machine).rates({0: Demand()}) == {0: FULL}


def test_the_bus_is_shared_in_proportion_to_demand():
    throughput = Throughput(Machine(cores=3, bus_bytes_per_s=1_000))
    assert throughput.coupled
    busy = {0: Demand(bus_bytes_per_s=1_500), 1: Demand(bus_bytes_per_s=500), 2: Demand()}
    assert throughput.rates(busy) == {0: FULL // 2, 1: FULL // 2, 2: FULL}


def test_a_warm_thread_demands_more_of_the_bus():
    machine = Machine(
        cores=2, bus_bytes_per_s=1_000, cache=CacheModel(size_bytes=1, warmup_ns=1, warm_rate_ppm=3 * FULL)
    )
    rates = Throughput(machine).rates({0: Demand(500, warm=True), 1: Demand(500)})
    assert rates == {0: 3 * FULL // 2, 1: FULL // 2}


@given(st.integers(1, 64), st.integers(1, 10**11), st.integers(1, 10**12))
def test_equal_cores_speed_up_until_the_bus_is_full(cores, demand, bandwidth):
    """A program on n cores is min(n, bandwidth / demand) times as fast as on one with an ideal bus."""
    throughput = Throughput(Machine(cores=cores, bus_bytes_per_s=bandwidth))
    rates = throughput.rates(dict.fromkeys(range(cores), Demand(bus_bytes_per_s=demand)))
    assert len(set(rates.values())) == 1
    speedup_ppm = min(cores * FULL, bandwidth * FULL // demand)
    assert abs(sum(rates.values()) - speedup_ppm) <= cores


@given(
    st.integers(1, 10**12),
    st.lists(
        st.tuples(st.integers(1, 2 * FULL), st.integers(0, 10**11), st.booleans(), st.booleans()),
        min_size=1,
        max_size=16,
    ),
)
def test_traffic_never_exceeds_the_bandwidth(bandwidth, cores):
    machine = Machine(
        cores=len(cores),
        speeds_ppm=tuple(speed for speed, *_ in cores),
        siblings=tuple(core // 2 for core in range(len(cores))),
        bus_bytes_per_s=bandwidth,
        tick_ns=1_000_000,
        tick_cost_ns=2_000,
        cache=CacheModel(size_bytes=1, warmup_ns=1, warm_rate_ppm=2 * FULL),
    )
    busy = {core: Demand(bus, warm) for core, (_, bus, warm, runs) in enumerate(cores) if runs}
    wide = Throughput(machine_with_ideal_bus(machine)).rates(busy)
    rates = Throughput(machine).rates(busy)
    assert list(rates) == list(busy)
    wanted = sum(busy[core].bus_bytes_per_s * wide[core] for core in busy)
    if wanted <= bandwidth * FULL:
        assert rates == wide
    for core, rate in rates.items():
        assert 1 <= rate <= wide[core]
        assert busy[core].bus_bytes_per_s or rate == wide[core]
    # A rate of at least one millionth may be more than a core's share.
    smallest = sum(demand.bus_bytes_per_s for demand in busy.values())
    assert sum(busy[core].bus_bytes_per_s * rates[core] for core in busy) <= bandwidth * FULL + smallest
    if wanted > bandwidth * FULL:
        assert sum(busy[core].bus_bytes_per_s * rates[core] for core in busy) >= bandwidth * FULL - smallest


def machine_with_ideal_bus(machine):
    return Machine(**{name: getattr(machine, name) for name in machine.__slots__} | {"bus_bytes_per_s": None})


@given(st.integers(1, 64), st.integers(0, 10**9))
def test_one_core_below_the_bandwidth_runs_at_its_full_rate(core, demand):
    throughput = Throughput(Machine(cores=64, bus_bytes_per_s=10**9))
    assert throughput.rates({core - 1: Demand(bus_bytes_per_s=demand)}) == {core - 1: FULL}


def test_a_working_set_is_warm_after_its_warm_up_however_often_it_was_interrupted():
    state = caches()
    state.began(0, 7, 60)
    assert state.warm_in_ns(0, 7) == 10
    state.ran(0, 7, 4)
    assert not state.warm(0, 7)
    state.began(0, 7, 60)
    assert state.warm_in_ns(0, 7) == 6
    state.ran(0, 7, 6)
    assert state.warm(0, 7)
    assert state.warm_in_ns(0, 7) is None
    assert state.in_cache(0) == {7: 60}


def test_each_core_has_its_own_cache():
    state = caches(cores=2)
    state.began(0, 7, 60)
    state.ran(0, 7, 10)
    state.began(1, 7, 60)
    assert state.warm(0, 7)
    assert not state.warm(1, 7)
    assert state.warm_in_ns(1, 7) == 10


def test_the_oldest_working_sets_leave_until_all_fit():
    state = caches()
    for process, size in ((1, 40), (2, 30), (3, 30)):
        warm_up(state, process, size)
    state.began(0, 1, 40)
    state.ran(0, 1, 5)  # used just now, and yet the first to leave
    warm_up(state, 4, 50)
    assert state.in_cache(0) == {3: 30, 4: 50}
    assert state.warm_in_ns(0, 1) == 10


def warm_up(state, process, size, warmup_ns=10):
    state.began(0, process, size)
    state.ran(0, process, warmup_ns)


def test_what_does_not_fit_is_never_warm_and_drives_all_others_out():
    state = caches()
    warm_up(state, 1, 40)
    state.began(0, 2, 101)
    state.ran(0, 2, 9)
    assert state.warm(0, 1)
    assert state.warm_in_ns(0, 2) is None
    state.ran(0, 2, 1)
    assert state.in_cache(0) == {}
    # It tries again after another warm-up, and no sooner.
    warm_up(state, 1, 40)
    state.ran(0, 2, 9)
    assert state.warm(0, 1)
    state.ran(0, 2, 1)
    assert state.in_cache(0) == {}


def test_what_does_not_fit_tries_again_after_whole_warm_ups_of_its_own():
    state = caches()
    state.began(0, 2, 101)
    state.ran(0, 2, 33)
    warm_up(state, 1, 40)
    state.ran(0, 2, 6)
    assert state.warm(0, 1)
    state.ran(0, 2, 1)
    assert not state.warm(0, 1)


def test_a_process_without_a_working_set_is_never_warm():
    state = caches()
    warm_up(state, 1, 0)
    assert not state.warm(0, 1)
    assert state.warm_in_ns(0, 1) is None


def test_without_a_warm_up_time_what_fits_is_warm_at_once():
    state = caches(warmup_ns=0)
    state.began(0, 1, 60)
    assert state.warm(0, 1)
    state.began(0, 2, 60)
    assert state.in_cache(0) == {2: 60}
    state.began(0, 1, 60)
    state.ran(0, 1, 5)
    assert state.in_cache(0) == {1: 60}
    state.began(0, 3, 101)
    assert state.in_cache(0) == {}
    state.ran(0, 3, 5)


def test_a_process_that_ended_leaves_its_working_set_behind():
    state = caches()
    warm_up(state, 1, 60)
    state.ended(1)
    assert state.in_cache(0) == {1: 60}
    warm_up(state, 2, 60)
    assert state.in_cache(0) == {2: 60}
    assert state.warm_in_ns(0, 1) is None


def test_a_core_that_is_switched_off_loses_its_cache():
    state = caches()
    warm_up(state, 1, 60)
    state.switched_off(0)
    assert not state.warm(0, 1)
    state.ran(0, 1, 10)
    assert state.warm_in_ns(0, 1) is None
    warm_up(state, 1, 60)
    assert state.warm(0, 1)


class NaiveCache:
    """Nanosecond by nanosecond: lists that are searched."""

    def __init__(self, size, warmup):
        self.size, self.warmup, self.inside, self.needs = size, warmup, [], {}

    def run(self, process, sizes):
        if process in self.inside:
            return
        self.needs[process] = self.needs.get(process, self.warmup) - 1
        if not self.needs[process]:
            self.needs[process] = self.warmup
            self.inside.append(process)
            while sum(sizes[other] for other in self.inside) > self.size:
                self.inside.pop(0)


@given(
    st.integers(1, 30),
    st.integers(1, 6),
    st.lists(st.integers(1, 40), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 15)), max_size=40),
)
def test_caches_are_as_a_naive_model_says(size, warmup, sizes, visits):
    state, naive = caches(size, warmup), NaiveCache(size, warmup)
    for process, cpu_ns in visits:
        state.began(0, process, sizes[process])
        until_warm = state.warm_in_ns(0, process)
        if sizes[process] > size or process in naive.inside:
            assert until_warm is None
        else:
            assert until_warm == naive.needs.get(process, warmup)
        state.ran(0, process, cpu_ns)
        for _ in range(cpu_ns):
            naive.run(process, sizes)
        assert list(state.in_cache(0)) == naive.inside
        assert sum(state.in_cache(0).values()) <= size
        state = pickle.loads(pickle.dumps(state))


@pytest.mark.parametrize("case", OSTEP, ids=[case["title"] for case in OSTEP])
def test_jobs_finish_when_ostep_says(case):
    """Its round robin, event by event, with our caches and rates."""
    model = CacheModel(size_bytes=case["cache_size"], warmup_ns=case["warmup"], warm_rate_ppm=case["warm_rate"] * FULL)
    assert (
        replay(case, CacheState(model, case["cpus"]), Throughput(Machine(cores=case["cpus"], cache=model)))
        == case["finish"]
    )


def replay(case, state, throughput):
    jobs = case["jobs"]
    left = [job["runtime"] for job in jobs]
    queue, running, finish, now = deque(range(len(jobs))), {}, {}, 0
    for _ in count():
        for core in range(case["cpus"]):
            chosen = next((job for job in queue if core not in running and allowed(jobs[job], core)), None)
            if chosen is not None:
                queue.remove(chosen)
                running[core] = chosen
                state.began(core, chosen, jobs[chosen]["working_set"])
        if not running:
            return finish
        rates = throughput.rates({core: Demand(warm=state.warm(core, job)) for core, job in running.items()})
        events = [case["quantum"] - now % case["quantum"]]
        for core, job in running.items():
            events.append(-(-left[job] * FULL // rates[core]))
            events.append(state.warm_in_ns(core, job) or case["quantum"])
        step = min(events)
        now += step
        for core, job in sorted(running.items()):
            left[job] -= step * rates[core] // FULL
            state.ran(core, job, step)
            if left[job] <= 0 or now % case["quantum"] == 0:
                del running[core]
                if left[job] > 0:
                    queue.append(job)
                else:
                    finish[jobs[job]["name"]] = now
    return None


def allowed(job, core):
    return core in job.get("affinity", [core]) and job.get("queue", core) == core
