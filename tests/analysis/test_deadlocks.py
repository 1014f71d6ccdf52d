from desktop_app.analysis.deadlocks import Deadlocks
from desktop_app.analysis.moment import Moments, snapshot
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.program.effects import Park, StartThread
from desktop_app.trace.history import forget_before
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, run, scenario

PAIR = bursts("lock a, cpu 1ms, lock b", name="A"), bursts("lock b, cpu 1ms, lock a", name="B")


def test_a_deadlock_is_there_from_the_wait_that_closes_it():
    found = Deadlocks(run(*PAIR, cores=2))
    assert [found.at(t) for t in (0, MS - 1, MS)] == [(), (), (0, 1)]


def test_a_kill_ends_it_and_before_that_it_was_there():
    kill = Action(at_ns=5 * MS, kind=ActionKind.KILL, process="B")
    found = Deadlocks(run(*PAIR, cores=2, actions=[kill]))
    assert [found.at(t) for t in (4 * MS, 5 * MS)] == [(0, 1), ()]


def test_who_waits_behind_a_deadlock_is_not_part_of_it():
    trace = run(bursts("cpu 1us, lock a"), *PAIR, cores=3)
    assert Deadlocks(trace).at(5 * MS) == (1, 2)


def test_joins_make_deadlocks_too():
    trace = run(bursts("lock m, cpu 1ms, join B", name="A"), bursts("cpu 2ms, lock m", name="B"), cores=2)
    assert [Deadlocks(trace).at(t) for t in (MS, 2 * MS)] == [(), (0, 1)]


def test_a_lock_that_is_handed_over_makes_none():
    text = "lock m, cpu 1ms, unlock m, cpu 1ms"
    trace = run(*[bursts(text) for _ in range(3)], cores=3)
    assert not any(Deadlocks(trace).at(t) for t in range(0, 5 * MS, MS // 4))


def test_it_is_said_why_all_cores_are_idle():
    reason = snapshot(run(*PAIR, cores=2), 2 * MS).cores[0].idle_reason
    assert reason == "deadlock: P1·T1 → P2·T1 → P1·T1"


def test_of_a_long_cycle_the_first_threads_are_named():
    ring = [bursts(f"lock m{n}, cpu 2ms, lock m{(n + 1) % 5}") for n in range(5)]
    assert snapshot(run(*ring, cores=5), 3 * MS).cores[4].idle_reason == "deadlock: P1·T1 → P2·T1 → P3·T1 → …"


def test_it_is_found_while_the_trace_grows_as_well_as_at_its_end():
    described = scenario(*PAIR, bursts("cpu 20ms"), cores=2)
    simulation = simulate(described, WINDOW_LIMITS)
    moments, t_ns = Moments(simulation.trace), 8 * MS
    while not simulation.trace.finished:
        simulation.advance(simulation.trace.known_until_ns + MS, 1)
        moments.at(min(t_ns, simulation.trace.known_until_ns))
    assert [core.idle_reason for core in moments.at(t_ns).cores] == [
        core.idle_reason for core in snapshot(simulate(described, WINDOW_LIMITS).run(), t_ns).cores
    ]
    assert any(core.idle_reason.startswith("deadlock") for core in moments.at(t_ns).cores)


def test_it_is_still_there_when_history_was_forgotten():
    text = ", ".join(["lock m, cpu 1ms, unlock m"] * 30)
    trace = run(*PAIR, bursts(text), bursts(text), cores=4)
    kept = Deadlocks(trace)
    assert kept.at(20 * MS) == (0, 1)
    forget_before(trace, 15 * MS, [])
    assert kept.at(20 * MS) == Deadlocks(trace).at(20 * MS) == (0, 1)


def test_one_that_closes_after_history_was_forgotten_is_found():
    text = ", ".join(["lock m, cpu 1ms, unlock m"] * 30)
    late = bursts("cpu 11ms, lock a, cpu 9ms, lock b"), bursts("cpu 11ms, lock b, cpu 9ms, lock a")
    simulation = simulate(scenario(*late, bursts(text), bursts(text), cores=4), WINDOW_LIMITS)
    trace = simulation.trace
    while trace.known_until_ns < 10 * MS:
        simulation.advance(10 * MS, 1)
    kept = Deadlocks(trace)
    assert kept.at(9 * MS) == ()
    forget_before(trace, 8 * MS, [])
    simulation.run()
    assert [kept.at(t) for t in (20 * MS - 1, 20 * MS)] == [(), (0, 1)]


def test_a_wait_that_may_time_out_closes_none(monkeypatch):
    def found(timeout_ns):
        other = ScriptedThread(2, Park("P1·T1's end", None))
        main = ScriptedThread(1, StartThread(other, False), 9, Park("P1·T2's end", timeout_ns))
        return Deadlocks(machine.run(lambda: ScriptedImage(main), cores=2, gil="free-threaded", until_ns=5 * MS))

    machine = Machine(monkeypatch)
    assert [found(timeout_ns).at(2 * MS) for timeout_ns in (None, 100 * MS)] == [(0, 1), ()]
