import pytest

from desktop_app.model.workload import Parameters
from tests.scenarios import MS, bursts, scenario
from tests.teaching.questions.asked import asked, trace_of


@pytest.fixture(scope="module")
def two():
    return trace_of(scenario(bursts("cpu 3ms", name="A"), bursts("cpu 2ms", name="B"), cores=1, quantum_ns=MS))


def test_the_next_thread_is_explained_by_queue_policy_and_dispatch(two):
    question = asked("next-thread", two, at_ns=MS // 2)
    assert question.text == "Which thread gets the core next?"
    assert question.explanation == (
        "At 0.5 ms: Core 0 runs P1·T1, which has used 0.5 ms of its slice of 1 ms.",
        "In the ready queue: P2·T1.",
        "Round robin: next is the thread that has been in the ready queue longest.",
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
