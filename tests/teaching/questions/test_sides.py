import pytest

from desktop_app.model.machine import CacheModel
from desktop_app.model.workload import Footprint
from tests.scenarios import MS, bursts, program, scenario
from tests.teaching.questions.asked import asked, trace_of


@pytest.fixture(scope="module")
def on():
    """Four equal jobs on so many cores."""
    return {cores: trace_of(scenario(bursts("cpu 8ms", launches=4), cores=cores)) for cores in (1, 4, 8)}


def test_sides_are_compared(on):
    slow, fast = on[1], on[4]
    assert asked("fastest-side", slow, fast).answer == "side 2"
    assert asked("speed-up", slow, fast).answer == "4.0 times"
    assert asked("best-side", slow, fast, measure="waiting-time").answer == "side 2"
    assert asked("makespan", slow, fast, side=2).answer == "8 ms"
    assert asked("fastest-side", fast, fast).answer == "The fastest ones end at the same moment"
    switches = asked("best-side", fast, fast, measure="switches")
    assert switches.answer == "Several have the same"
    assert switches.explanation == ("side 1: 4 context switches.", "side 2: 4 context switches.")


def test_the_naive_speed_up_is_among_the_choices_where_it_is_wrong(on):
    question = asked("speed-up", on[4], on[8])
    assert question.answer == "1.0 times"
    assert "2.0 times" in question.choices
    assert question.explanation[-1] == (
        "There are 8 cores instead of 4 cores, but no more than 4 threads run at the same moment: "
        "4.0 cores are busy on average."
    )


def test_caches_may_make_more_of_cores_than_there_are():
    cache = CacheModel(size_bytes=100_000, warmup_ns=10 * MS, warm_rate_ppm=2_000_000)
    jobs = bursts("cpu 100ms", launches=3, footprint=Footprint(working_set_bytes=100_000))
    one, three = (trace_of(scenario(jobs, cores=cores, cache=cache, quantum_ns=10 * MS)) for cores in (1, 3))
    question = asked("speed-up", one, three)
    assert question.answer == "5.5 times"
    assert "3.0 times" in question.choices
    assert "impossible" not in question.reason
    assert question.explanation[1] == "300 ms / 55 ms = 5.45."
    assert question.explanation[2] == (
        "On 3 cores instead of 1 core all threads together run for 165 ms instead of 300 ms: "
        "the same work at 1.82 times the nominal rate instead of 1.00."
    )


def test_where_devices_take_the_time_cores_are_no_reason():
    one = trace_of(scenario(bursts("cpu 1ms, sleep 20ms, cpu 1ms, sleep 20ms, cpu 1ms"), cores=1))
    two = trace_of(scenario(bursts("cpu 1ms, sleep 20ms, cpu 1ms", launches=2), cores=1))
    told = asked("speed-up", one, two).explanation
    assert told[-1] == (
        "Threads run for 4 ms only, the rest is waiting: on average 1.7 wait at the same time instead of 0.9."
    )


def test_two_processes_keep_two_cores_busy_that_two_threads_with_the_gil_do_not():
    source = "x = 0\nfor i in range(40):\n    x = x + i\n"
    threads = trace_of(scenario(program(source, threads=2), cores=2))
    processes = trace_of(scenario(program(source, launches=2), cores=2))
    question = asked("speed-up", threads, processes)
    assert question.answer == "2.0 times"
    assert question.explanation[-1] == "There are 2 cores: 2.0 are busy on average instead of 1.0."
