from desktop_app.analysis.moment import Moments
from desktop_app.model.workload import Parameters
from desktop_app.teaching.practice.given import given, machine_words
from tests.scenarios import MS, bursts, periodic, program, scenario
from tests.teaching.questions.asked import trace_of


def test_the_table_has_what_tells_processes_apart():
    known = given(
        scenario(
            bursts("cpu 3ms, io disk 2ms", parameters=Parameters(priority=2)),
            bursts("cpu 1ms", arrival_ns=MS // 2, launches=2),
            policy="priority",
        )
    )
    assert known.columns == ("process", "arrival", "does", "priority", "launched")
    assert known.rows == (
        ("P1", "0 ms", "cpu 3ms, io disk 2ms", "2", "once"),
        ("P2", "0.5 ms", "cpu 1ms", "0", "2 times"),
    )
    assert known.programs == ()
    assert "nice" in given(scenario(bursts("cpu 1ms"), policy="eevdf")).columns
    assert {"period", "deadline"} <= set(given(scenario(periodic("cpu 1ms", 4 * MS), policy="edf")).columns)


def test_a_program_is_given_as_its_text():
    known = given(scenario(program("x = 1\n")))
    assert known.programs == (("app.py", "x = 1\n"),)
    assert known.rows[0][2] == "runs app.py"


def test_the_machine_is_told_in_one_line():
    words = machine_words(
        scenario(program(), cores=2, quantum_ns=2 * MS, context_switch_ns=100_000, gil="free-threaded")
    )
    assert words.startswith("Round robin, quantum 2 ms, 2 cores, each dispatch takes a context switch of 0.1 ms")
    assert words.endswith("free-threaded Python (no GIL)")
    words = machine_words(scenario(bursts("cpu 1ms"), policy="priority", options={"preemptive": False}, tick_ns=MS))
    assert words == "Priority, not preemptive, 1 core, context switches take no time, timer tick every 1 ms"


def test_who_is_ready_is_for_the_reader_to_find_out_but_virtual_times_are_told():
    made = scenario(bursts("cpu 9ms", launches=2), cores=1)
    assert given(made, Moments(trace_of(made)), MS).now == ("It is 1 ms now.",)
    made = scenario(bursts("cpu 9ms", launches=2), policy="eevdf", cores=1)
    assert "virtual deadline" in " ".join(given(made, Moments(trace_of(made)), MS).now)
    assert given(made).now == ()
