import json
from math import ceil
from pathlib import Path

import pytest

from desktop_app.model.machine import CacheModel
from desktop_app.model.scenario import Placement
from desktop_app.model.workload import Footprint, Parameters
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import EventKind
from tests.engine.observed import ends, noted, ran, running
from tests.scenarios import MS, bursts, program, told

OSTEP = json.loads(Path(__file__).with_name("ostep_multi.json").read_text(encoding="utf-8"))["cases"]


def rates(trace, core):
    """Start, end and rate of what a core did, in ms and as a fraction."""
    runs = trace.runs[core]
    return [(runs.start[row] / MS, runs.end[row] / MS, runs.rate_of(row) / 1e6) for row in range(len(runs))]


def test_a_slow_core_takes_longer():
    trace = running(bursts("cpu 2ms"), bursts("cpu 2ms"), cores=2, policy="fcfs", speeds_ppm=(1_000_000, 500_000))
    assert ends(trace) == [2, 4]
    assert rates(trace, 1) == [(0, 4, 0.5)]


def test_work_counts_and_not_time_where_a_thread_changes_cores():
    # A quantum of 1 ms: A does 1 ms on core 0 in [0, 1), then B has core 0... each does what its core allows.
    trace = running(bursts("cpu 3ms"), bursts("cpu 3ms"), bursts("cpu 3ms"), cores=2, speeds_ppm=(1_000_000, 500_000))
    lives = Lives(trace)
    assert [lives.work_ns(thread, trace.known_until_ns) for thread in range(3)] == [3 * MS] * 3


def test_siblings_slow_each_other_down_and_only_while_both_are_busy():
    trace = running(bursts("cpu 1300us"), bursts("cpu 2600us"), cores=2, policy="fcfs", siblings=(0, 0))
    assert ends(trace) == [2, 3.3]
    assert rates(trace, 1) == [(0, 2, 0.65), (2, 3.3, 1)]


def test_a_bus_that_is_too_narrow_slows_who_uses_it():
    using = Footprint(bus_bytes_per_s=800)
    trace = running(
        bursts("cpu 1250us", footprint=using), bursts("cpu 2500us", footprint=using), bursts("cpu 3ms"),
        cores=3, policy="fcfs", bus_bytes_per_s=1_000,
    )  # fmt: skip
    # Together they want 1600 of 1000: 0.625 each until 2 ms; the third one does not use the bus.
    assert ends(trace) == [2, 3.25, 3]


def test_ticks_take_their_part_of_the_time():
    assert ends(running(bursts("cpu 9ms"), policy="fcfs", tick_ns=MS, tick_cost_ns=MS // 10)) == [10]


def test_a_rate_that_changes_during_a_switch_counts_from_its_end():
    trace = running(
        bursts("cpu 1ms"), bursts("cpu 2ms", arrival_ns=MS // 2), cores=2, policy="fcfs", siblings=(0, 0),
        smt_rate_ppm=500_000, context_switch_ns=MS,
    )  # fmt: skip
    # A is switched to in [0, 1); both are busy from 0.5 on: A takes [1, 3), B runs [1.5, 3) at half, then alone.
    assert ends(trace) == [3, 4.25]


CACHE = CacheModel(size_bytes=100, warmup_ns=2 * MS, warm_rate_ppm=2_000_000)


def test_a_warm_cache_makes_faster():
    trace = running(bursts("cpu 6ms", footprint=Footprint(working_set_bytes=50)), policy="fcfs", cache=CACHE)
    assert ends(trace) == [4]
    assert noted(trace, EventKind.WARM) == [(2, "WARM", 0, 0)]


def test_a_program_is_warm_at_the_end_of_an_instruction():
    source = "n = 0\nwhile n < 9:\n    n = n + 1\n"
    cache = CacheModel(size_bytes=100, warmup_ns=MS, warm_rate_ppm=2_000_000)
    cold = running(program(source), policy="fcfs")
    warm = running(program(source, footprint=Footprint(working_set_bytes=9)), policy="fcfs", cache=cache)
    assert noted(warm, EventKind.WARM) == [(1, "WARM", 0, 0)]
    assert warm.ended[0] == MS + (cold.ended[0] - MS) // 2
    assert warm.memory[0].final_globals == cold.memory[0].final_globals


def test_an_instruction_goes_on_at_the_new_rate():
    # It does 50 us at full and 50 us at half the rate: [0, 0.05) and [0.05, 0.15); the next one takes 0.2 ms.
    trace = running(
        program(), bursts("cpu 9ms", arrival_ns=50_000), cores=2, policy="fcfs", siblings=(0, 0), smt_rate_ppm=500_000
    )
    executed = trace.executed[0]
    assert list(executed.start[:3]) == [0, 50_000, 150_000]
    assert list(executed.end[:3]) == [50_000, 150_000, 350_000]
    assert list(executed.done[:3]) == [0, 1, 1]
    assert executed.line[0] == executed.line[1]


def test_a_slow_core_executes_instructions_slowly():
    trace = running(program(), speeds_ppm=(250_000,), policy="fcfs", quantum_ns=MS)
    executed = trace.executed[0]
    assert all(executed.end[row] - executed.start[row] == 400_000 for row in range(len(executed)))
    assert trace.memory[0].final_globals == {"x": "10", "y": "20", "z": "30"}


@pytest.mark.parametrize("case", OSTEP, ids=lambda case: case["title"])
def test_the_multi_cpu_homework_of_ostep(case):
    jobs = [
        bursts(
            f"cpu {job['runtime']}ms",
            name=job["name"],
            footprint=Footprint(working_set_bytes=job["working_set"]),
            parameters=Parameters(affinity=tuple(job.get("affinity", ())), core=job.get("queue")),
        )
        for job in case["jobs"]
    ]
    trace = running(
        *jobs,
        placement=Placement.GLOBAL if case["queues"] == "central" else Placement.PARTITIONED,
        cores=case["cpus"],
        quantum_ns=1_000,  # over at the next tick, whenever the job was dispatched
        tick_ns=case["quantum"] * MS,
        cache=CacheModel(
            size_bytes=case["cache_size"],
            warmup_ns=case["warmup"] * MS,
            warm_rate_ppm=case["warm_rate"] * 1_000_000,
        ),
    )
    assert [ceil(end) for end in ends(trace)] == list(case["finish"].values())
    assert all(ran(trace, thread) for thread in range(len(jobs)))


def test_work_is_not_lost_where_slices_are_short():
    # A third of the speed: 10 ms take 30.00003, whatever the slices are.
    for quantum_ns in (1_000, 60 * MS):
        trace = running(bursts("cpu 10ms"), speeds_ppm=(333_333,), quantum_ns=quantum_ns)
        assert ends(trace) == [pytest.approx(30.00003, abs=1e-5)]


def test_the_fastest_core_with_the_warmest_cache_has_a_rate_that_fits():
    trace = running(
        bursts("cpu 1s", footprint=Footprint(working_set_bytes=1)),
        speeds_ppm=(100_000_000,),
        cache=CacheModel(size_bytes=10, warmup_ns=0, warm_rate_ppm=100_000_000),
        quantum_ns=60_000 * MS,
    )
    assert ends(trace) == [0.1]


def test_what_is_done_beyond_whole_nanoseconds_counts():
    trace = running(
        bursts("cpu 100us", name="A", parameters=told(affinity=(0,))),
        bursts("cpu 301ns, sleep 301ns, " * 60 + "cpu 1ms", name="B", parameters=told(affinity=(1,))),
        policy="fcfs",
        cores=2,
        siblings=(0, 0),
        smt_rate_ppm=650_001,
    )
    end_ns = trace.ended[0]
    shared_ns = round(sum(min(end, end_ns / MS) - start for _, start, end in ran(trace, 1) if start < end_ns / MS) * MS)
    done = (end_ns - shared_ns) * 1_000_000 + shared_ns * 650_001
    assert 0 <= done - 100_000 * 1_000_000 < 650_001


@pytest.mark.parametrize(("between", "pause_ns"), [("", 0), ("sleep 1us, ", 1000)])
def test_nothing_of_a_nanosecond_is_left_for_the_next_burst(between, pause_ns):
    trace = running(
        *(bursts(f"cpu 1us, {between}" * 9 + "cpu 1us", name=name) for name in "AB"),
        policy="fcfs",
        cores=2,
        siblings=(0, 0),
        smt_rate_ppm=650_001,
    )
    assert ends(trace) == [(10 * 1539 + 9 * pause_ns) / MS] * 2
