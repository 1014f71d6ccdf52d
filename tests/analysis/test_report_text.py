from desktop_app.analysis.report_text import table
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.program.effects import Park, StartProcess
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, periodic, program, run


def test_the_table_shows_output_and_dashes_for_what_is_not_known():
    text = table(run(program("print('hello')\n"), bursts("cpu 90ms"), until_ns=20 * MS))
    assert "    hello" in text
    assert any(line.startswith("P2.T1") and line.split()[-3] == "-" for line in text.splitlines())


def test_missed_deadlines_are_counted():
    text = table(run(periodic("cpu 15ms", 20 * MS, name="A"), periodic("cpu 15ms", 20 * MS), policy="edf"))
    assert "missed deadline" in text
    assert "first response" in text


def test_a_deadlock_is_one_sentence():
    trace = run(bursts("lock a, cpu 1ms, lock b, cpu 1ms"), bursts("lock b, cpu 1ms, lock a, cpu 1ms"), cores=2)
    assert (
        "deadlock since 1 ms: P1.T1 holds mutex a and waits for mutex b, held by P2.T1; "
        "P2.T1 holds mutex b and waits for mutex a, held by P1.T1" in table(trace)
    )


def test_a_lock_that_died_with_its_holder_says_so():
    kill = Action(at_ns=MS, kind=ActionKind.KILL, process="A")
    text = table(run(bursts("lock m, cpu 9ms"), bursts("cpu 2ms, lock m", name="B"), cores=2, actions=[kill]))
    assert "at 1 ms: P1 was sent SIGKILL" in text
    assert "stuck, nobody is left who could wake them: P2.T1 waits for mutex m, held by P1.T1, which was killed" in text


def test_a_starving_thread_is_named():
    text = table(run(bursts("cpu 2s"), bursts("cpu 1ms"), policy="fcfs"))
    assert "P2.T1 starved: it was ready for 2000 ms on end (more than 1 s)" in text


def test_what_can_be_promised_is_said_beside_what_happened():
    text = table(run(periodic("cpu 3ms", 7 * MS), periodic("cpu 3ms", 12 * MS, name="B"), policy="rate-monotonic"))
    assert (
        "utilisation 0.679, Liu and Layland's bound 0.828; response-time analysis: every deadline is met, "
        "worst responses 3, 6 ms" in text
    )
    late = table(run(periodic("cpu 6ms", 7 * MS), periodic("cpu 3ms", 12 * MS, name="B"), policy="edf"))
    assert "utilisation 1.107; processor demand: not every deadline is sure to be met" in late


def test_who_started_whom_and_who_waits_for_ever_is_said(monkeypatch):
    child = ScriptedThread(1, Park("lock", None))
    main = ScriptedThread(1, StartProcess(ScriptedImage(child), child, "fork", False), 1, Park("queue", None))
    text = table(Machine(monkeypatch).run(lambda: ScriptedImage(main)))
    assert "P1 started P2 at 0.1 ms" in text
    assert "stuck, nobody is left who could wake them: P1.T1 waits for queue; P2.T1 waits for lock" in text


def test_a_thread_that_is_not_started_is_told_of(monkeypatch):
    monkeypatch.setattr("desktop_app.engine.actions.MAX_THREADS", 2)
    start = Action(at_ns=MS, kind=ActionKind.START_THREAD, process="A")
    text = table(run(bursts("cpu 4ms"), actions=[start, start]))
    assert "at 1 ms: one more thread in P1 was refused" in text
