import pytest

from desktop_app.model.workload import Parameters
from tests.scenarios import MS, bursts, program, scenario
from tests.teaching.questions.asked import asked, trace_of


@pytest.fixture(scope="module")
def two():
    return trace_of(scenario(bursts("cpu 3ms", name="A"), bursts("cpu 2ms", name="B"), cores=1, quantum_ns=MS))


def test_the_next_thread_is_explained_by_queue_policy_and_dispatch(two):
    question = asked("next-thread", two, at_ns=MS // 2)
    assert question.text == "Which thread gets the core next?"
    assert question.explanation == (
        "At 0.5 ms: Core 0 runs P1·T1, which has used 0.5 ms of its slice of 1 ms.",
        "Round robin: next is the thread that has been ready longest.",
        "Ready queue: P2·T1.",
        "At 1 ms the slice of P1·T1 is over, and core 0 is given to P2·T1.",
    )
    assert question.shown_ns == MS


def test_standings_are_told_as_the_policy_has_them():
    fair = trace_of(scenario(bursts("cpu 20ms", launches=2), policy="eevdf", cores=1))
    told = " ".join(asked("next-thread", fair, at_ns=MS).explanation)
    assert "virtual deadline" in told
    levels = trace_of(scenario(bursts("cpu 9ms", launches=2), policy="mlfq", options={"queues": 2}, cores=1))
    assert "In queue Q" in " ".join(asked("next-thread", levels, at_ns=MS // 2).explanation)
    urgent = [bursts("cpu 3ms", parameters=Parameters(priority=number)) for number in (1, 2, 3)]
    ranked = trace_of(scenario(*urgent, policy="priority", cores=1))
    told = " ".join(asked("next-thread", ranked, at_ns=MS).explanation)
    assert "P2·T1 (priority 2), P3·T1 (priority 3)" in told


def test_switches_are_taken_for_none_for_one_a_quantum_and_for_one_more():
    turns = trace_of(scenario(bursts("cpu 4ms", launches=3), cores=1, quantum_ns=MS, context_switch_ns=MS))
    question = asked("switches", turns, until="10ms")
    assert question.answer == "5"
    assert {"0", "6", "10"} <= set(question.choices)
    assert question.explanation[-1].startswith("Core 0 takes on P2·T1 at 2 ms")


def test_a_bound_is_told_only_where_it_is_one():
    alone, shared = (trace_of(scenario(bursts("cpu 3ms", launches=2), cores=cores)) for cores in (4, 2))
    assert asked("running-at-once", alone).explanation[0] == "There are 2 threads in all."
    assert asked("running-at-once", shared).explanation[0].startswith("There are 2 cores: no more threads can run")
    gil = trace_of(scenario(program("x = 1\n", threads=2), cores=2))
    told = asked("running-at-once", gil).explanation
    assert told[0] == "With the GIL one thread of a process executes bytecode at a time."
    assert asked("running-at-once", gil).choices == ("1", "2", "3", "4")


def test_what_explains_the_next_thread_fits_on_a_card():
    fair = trace_of(scenario(bursts("cpu 40ms", launches=3), policy="eevdf", cores=1))
    reason = asked("next-thread", fair, at_ns=10 * MS).reason
    assert "Linux EEVDF: next is the eligible one with the earliest virtual deadline." in reason
    assert "Ready queue, next first: " in reason
