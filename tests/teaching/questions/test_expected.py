"""What people expect who leave something out, and which of it stands among the choices."""

import pytest

from desktop_app.model.workload import Footprint, ResourceKind, ResourceSpec
from desktop_app.teaching.questions.expected import devices_ns, shared_speed_up, work
from tests.scenarios import MS, bursts, program, scenario, told
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
    urgent = [bursts("cpu 4ms, sleep 1ms, cpu 40ms", parameters=told(priority=1), launches=2)]
    trace = trace_of(scenario(bursts("cpu 6ms", parameters=told(priority=5)), *urgent, policy="priority", cores=1))
    choices = asked("response-time", trace, thread="P1").choices
    assert {"0 ms", "8 ms"} <= set(choices)


def test_a_turnaround_is_taken_for_turns_and_for_all_who_are_there_first():
    jobs = [bursts("cpu 180ms"), bursts("cpu 20ms", arrival_ns=100 * MS)]
    short = asked("turnaround-time", trace_of(scenario(*jobs, policy="srtf", cores=1)), thread="P2")
    # Taking turns, behind the long one, and when it ends.
    assert short.choices == ("20 ms", "40 ms", "100 ms", "120 ms")
    assert short.answer == "20 ms"


def test_a_wait_is_taken_for_that_behind_the_longest():
    jobs = [bursts(f"cpu {length}ms") for length in (24, 3, 3)]
    question = asked("waiting-time", trace_of(scenario(*jobs, policy="fcfs", cores=1)), thread="P3")
    assert question.choices == ("0 ms", "24 ms", "27 ms", "30 ms")
    assert question.answer == "27 ms"


def test_a_cpu_time_is_taken_for_one_stay_on_the_core():
    trace = trace_of(scenario(bursts("cpu 30ms", launches=2), cores=1, quantum_ns=5 * MS))
    choices = asked("cpu-time", trace, thread="P1", until="20ms").choices
    assert {"5 ms", "10 ms", "20 ms"} <= set(choices)


def test_a_program_is_taken_to_go_through_the_stages_one_by_one():
    trace = trace_of(scenario(program("x = 1\n"), cores=1))
    question = asked("turnaround-time", trace, thread="P1")
    length = float(question.answer.split()[0])
    assert f"{4 * length:g} ms" in question.choices


def test_a_serial_part_takes_its_time_on_any_number_of_cores():
    film = [bursts("cpu 4ms, barrier start"), bursts("barrier start, cpu 4ms", threads=4)]
    barrier = ResourceSpec(name="start", kind=ResourceKind.BARRIER, count=5)
    one, four = (trace_of(scenario(*film, cores=cores, resources=[barrier])) for cores in (1, 4))
    assert shared_speed_up(four) == pytest.approx(3.2)
    question = asked("speed-up", one, four)
    assert question.answer == "2.5 times"
    assert {"1.0 times", "3.2 times", "4.0 times"} <= set(question.choices)
