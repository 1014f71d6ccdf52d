from desktop_app.teaching.questions.states import FREE
from tests.scenarios import MS, bursts, program, scenario
from tests.teaching.questions.asked import asked, trace_of


def test_deadlock_holder_and_reason_of_a_wait():
    crossed = [
        bursts("lock a, cpu 1ms, lock b, cpu 1ms, unlock b, unlock a"),
        bursts("lock b, cpu 1ms, lock a, cpu 1ms, unlock a, unlock b"),
    ]
    trace = trace_of(scenario(*crossed, cores=2))
    assert asked("deadlock", trace).answer == "Yes"
    assert "P1·T1 has waited since 1 ms for mutex b, which P2·T1 holds." in asked("deadlock", trace).explanation
    assert asked("holder", trace, lock="a", at_ns=MS // 2).answer == "P1·T1"
    why = asked("why-waiting", trace, thread="P1", at_ns=MS)
    assert why.answer == "mutex b"
    assert "P2·T1 holds it." in why.explanation
    one = trace_of(scenario(*crossed, cores=1, quantum_ns=10 * MS))
    assert asked("deadlock", one).answer == "No"


def test_the_lock_of_a_program_has_a_holder():
    source = "import threading\nlock = threading.Lock()\nlock.acquire()\nx = 1\nlock.release()\n"
    trace = trace_of(scenario(program(source), cores=1))
    assert asked("holder", trace, lock="lock", when="after line 4").answer == "P1·T1"
    assert asked("holder", trace, lock="lock", when="end").answer == FREE


def test_a_thread_of_a_program_is_said_to_wait_for_the_gil():
    source = (
        "import threading\nlock = threading.Lock()\ndef work():\n    with lock:\n        x = 1\n"
        "lock.acquire()\nworker = threading.Thread(target=work)\nworker.start()\nfor i in range(9):\n    y = i\n"
        "lock.release()\nworker.join()\n"
    )
    trace = trace_of(scenario(program(source), cores=2, gil="free-threaded"))
    question = asked("why-waiting", trace, thread="P1·T2", when="line 11")
    assert question.answer == "lock lock"
    assert {"P1's GIL", "a core: it is ready"} <= set(question.choices)
    assert not any(choice.startswith("start of") for choice in question.choices)
