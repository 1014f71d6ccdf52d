"""What people expect who leave something out, and which of it stands among the choices."""

import pytest

from desktop_app.model.workload import Footprint
from desktop_app.teaching.questions.expected import devices_ns, work
from tests.scenarios import MS, bursts, scenario, told
from tests.teaching.questions.asked import asked, trace_of


@pytest.fixture(scope="module")
def crowded():
    """Eight threads of 20 ms each that need twice as much of the bus as there is."""
    moving = bursts("cpu 20ms", threads=8, footprint=Footprint(bus_bytes_per_s=300_000_000))
    return trace_of(scenario(moving, cores=8, bus_bytes_per_s=1_200_000_000, quantum_ns=4 * MS))


def test_work_is_counted_at_the_nominal_rate(crowded):
    done = work(crowded)
    assert done.by_thread == (20 * MS,) * 8
    assert (done.whole_ns, done.cpu_ns) == (160 * MS, 320 * MS)
    assert done.fastest_ppm == 500_000


def test_a_makespan_is_taken_for_the_work_that_all_cores_share(crowded):
    question = asked("makespan", crowded)
    assert question.answer == "40 ms"
    assert question.choices == ("20 ms", "40 ms", "160 ms", "320 ms")
    assert question.explanation[1:] == (
        "All threads together run for 320 ms: 8.0 of 8 cores are busy on average.",
        "At the nominal rate their work takes 160 ms.",
    )


def test_a_finish_time_is_taken_for_that_of_a_thread_alone():
    trace = trace_of(scenario(bursts("cpu 3ms, io disk 5ms, cpu 1ms", launches=3), cores=1, quantum_ns=MS))
    question = asked("finish-time", trace, thread="P1")
    assert "9 ms" in question.choices
    assert question.answer != "9 ms"
    assert devices_ns(trace) >= 15 * MS


def test_a_response_time_is_taken_for_one_turn_of_each_of_the_others():
    urgent = [bursts("cpu 4ms, sleep 1ms, cpu 40ms", parameters=told(priority=5), launches=2)]
    trace = trace_of(scenario(bursts("cpu 6ms", parameters=told(priority=1)), *urgent, policy="priority", cores=1))
    choices = asked("response-time", trace, thread="P1").choices
    assert {"0 ms", "8 ms"} <= set(choices)
