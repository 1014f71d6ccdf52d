from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.idleness import online_cores
from desktop_app.analysis.moment import snapshot
from desktop_app.model.machine import StartMethod
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.program.effects import Park, StartThread
from tests.engine.scripted_programs import Machine, ScriptedImage, ScriptedThread
from tests.scenarios import MS, bursts, periodic, run, told


def test_a_core_that_is_off_line_says_so():
    actions = [Action(at_ns=n * MS, kind=ActionKind.CORES, value=value) for n, value in ((1, 2), (2, 1))]
    trace = run(bursts("cpu 9ms"), bursts("cpu 9ms"), actions=actions)
    reasons = [snapshot(trace, t).cores[1].idle_reason for t in (MS // 2, 3 * MS // 2, 3 * MS)]
    assert reasons == ["off line", "", "off line"]
    assert [online_cores(EventIndex(trace), t) for t in (0, MS, 2 * MS)] == [1, 2, 1]


def test_who_may_run_elsewhere_only_is_named():
    pinned = [bursts("cpu 3ms", parameters=told(affinity=(0,))) for _ in range(3)]
    reason = snapshot(run(*pinned, cores=2), MS // 2).cores[1].idle_reason
    assert reason == "P2·T1 and 1 more are ready, but bound to other cores"


def test_a_partition_says_that_others_have_threads_to_spare():
    assigned = [bursts("cpu 3ms", parameters=told(core=0)) for _ in range(3)]
    reason = snapshot(run(*assigned, cores=2, placement="partitioned"), MS // 2).cores[1].idle_reason
    assert reason == "its queue is empty, P2·T1 and 1 more are ready in another core's"


def test_what_may_not_be_stolen_is_bound():
    pinned = [bursts("cpu 3ms", parameters=told(affinity=(0,))) for _ in range(2)]
    reason = snapshot(run(*pinned, cores=2, placement="stealing"), MS // 2).cores[1].idle_reason
    assert reason == "P2·T1 is ready, but bound to other cores"


def test_a_deadlock_is_told_before_anything_else_that_is_waited_for():
    trace = run(
        bursts("lock a, cpu 1ms, lock b, cpu 1ms"), bursts("lock b, cpu 1ms, lock a, cpu 1ms", name="B"), cores=2
    )
    assert snapshot(trace, MS).cores[0].idle_reason == "deadlock: P1·T1 → P2·T1 → P1·T1"


def test_a_lock_is_named():
    trace = run(bursts("lock m, io disk 5ms, cpu 1ms"), bursts("cpu 1ms, lock m, cpu 1ms"), cores=1)
    reason = snapshot(trace, 3 * MS).cores[0].idle_reason
    assert reason == "P1·T1 waits for disk, 1 more waits"
    assert [view.cause for view in snapshot(trace, 3 * MS).waiting] == ["disk", "mutex m"]
    assert [view.until_ns for view in snapshot(trace, 3 * MS).waiting] == [5 * MS, None]


def test_between_jobs_a_task_waits_for_its_release():
    trace = run(periodic("cpu 1ms", 10 * MS), until_ns=30 * MS)
    assert snapshot(trace, 5 * MS).cores[0].idle_reason == "P1·T1 waits for its next release"


def test_while_others_run_nobody_says_that_all_have_terminated():
    trace = run(bursts("cpu 2ms"), bursts("cpu 9ms"), cores=2, policy="fcfs")
    assert snapshot(trace, 5 * MS).cores[0].idle_reason == "no other thread is ready"
    assert snapshot(trace, 9 * MS).cores[0].idle_reason == "all threads have terminated"


def test_while_others_run_the_next_arrival_is_named_all_the_same():
    trace = run(bursts("cpu 9ms"), bursts("cpu 1ms", arrival_ns=4 * MS), cores=2)
    reasons = [snapshot(trace, t).cores[1].idle_reason for t in (MS, 7 * MS)]
    assert reasons == ["the next process arrives at 4 ms", "no other thread is ready"]


def test_before_its_first_release_a_task_says_when_that_is():
    tasks = [periodic("cpu 1ms", 10 * MS, offset_ns=offset) for offset in (6 * MS, 4 * MS)]
    reason = snapshot(run(*tasks, until_ns=30 * MS), MS).cores[0].idle_reason
    assert reason == "P2·T1 is first released at 4 ms"


def test_those_being_started_are_counted():
    started = [bursts("cpu 1ms", start=StartMethod.FORK) for _ in range(2)]
    reasons = [snapshot(run(*started[:count]), MS).cores[0].idle_reason for count in (1, 2)]
    assert reasons == ["P1·T1 is being started", "2 threads are being started"]


def test_what_a_program_waits_for_is_named_and_who_waits_for_its_gil_first(monkeypatch):
    other = ScriptedThread(3, Park("queue", None))
    main = ScriptedThread(1, StartThread(other, False), 2, Park("lock", None))
    trace = Machine(monkeypatch).run(lambda: ScriptedImage(main), cores=2)
    reasons = [snapshot(trace, t).cores[1].idle_reason for t in (200_000, 700_000)]
    assert reasons == ["P1·T2 waits for P1's GIL", "P1·T1 waits for lock, 1 more waits"]


def test_a_launch_by_an_action_is_said_to_come():
    launch = Action(at_ns=5 * MS, kind=ActionKind.LAUNCH, process="A")
    trace = run(bursts("cpu 1ms"), actions=(launch,))
    assert snapshot(trace, 2 * MS).cores[0].idle_reason == "the next process arrives at 5 ms"
    assert not snapshot(trace, 2 * MS).terminated
