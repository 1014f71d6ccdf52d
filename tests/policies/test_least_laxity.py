import pickle

from hypothesis import given

from desktop_app.model.machine import Machine
from desktop_app.policies.least_laxity import LeastLaxityFirst
from desktop_app.policies.protocol import NEVER, ReadyReason, Setting
from desktop_app.policies.registry import POLICIES
from tests.policies.driving import Drive, job, task
from tests.policies.periodic import implicit, responses


def test_the_least_laxity_runs_though_another_deadline_is_earlier():
    """Laxities at 0: 10 - 2 = 8 and 12 - 9 = 3; at 5, where the second still has 3, the first has 3, too."""
    drive = Drive(LeastLaxityFirst(5))
    assert drive.run([task(0, 10, 2, jobs=1), task(1, 12, 9, jobs=1)]) == {0: [11], 1: [9]}
    drive = Drive(LeastLaxityFirst(6))
    assert drive.run([task(0, 10, 2, jobs=1), task(1, 12, 9, jobs=1)]) == {0: [8], 1: [11]}


def test_a_release_with_less_laxity_preempts_at_once():
    late = task(1, 100, 5, jobs=1, deadline_ns=6)
    late.arrival_ns = late.release_ns = 3
    late.deadline_ns = 9
    drive = Drive(LeastLaxityFirst(1_000))
    assert drive.run([task(0, 20, 10, jobs=1), late]) == {0: [15], 1: [8]}


def test_equal_laxities_change_places_once_a_quantum_at_most():
    drive = Drive(LeastLaxityFirst(10))
    drive.run([task(0, 200, 50, jobs=1), task(1, 200, 50, jobs=1)])
    assert len(drive.runs) == 10
    assert [run[2] for run in drive.runs] == [0, 1, 1, 0, 0, 1, 1, 0, 0, 1]


def test_a_thread_that_is_still_being_switched_to_has_not_run():
    policy = LeastLaxityFirst(1_000)
    running, waiting = task(0, 100, 10, jobs=1), task(1, 100, 10, jobs=1)
    for thread in (running, waiting):
        thread.left_ns = 10
    running.core, running.since_ns = 0, 50
    policy.add(waiting, 0, ReadyReason.ARRIVED)
    assert policy.preempt([running], 40) is None
    assert policy.preempt([running], 50) is None
    assert policy.preempt([running], 51) is running
    urgent = task(2, 95, 10, jobs=1)
    urgent.left_ns = 10
    policy.add(urgent, 40, ReadyReason.ARRIVED)
    assert policy.preempt([running], 40) is running


def test_bursts_and_deadlines_that_nobody_knows_come_last_and_take_turns():
    policy = LeastLaxityFirst(10)
    program = task(0, 100, 1, jobs=1)
    program.burst_ns = program.left_ns = NEVER
    script, known = job(1, 0, 30), task(2, 100, 10, jobs=1)
    script.left_ns, known.left_ns = 30, 10
    for thread in (program, script, known):
        policy.add(thread, 0, ReadyReason.ARRIVED)
    assert policy.pick(0, 0) is known
    assert policy.pick(0, 0) is program
    assert policy.slice_ns(program, 0) == 10
    policy.add(program, 10, ReadyReason.EXPIRED)
    assert [thread.index for thread in pickle.loads(pickle.dumps(policy)).ready()] == [1, 0]
    policy.remove(script, 10)
    assert list(policy.ready()) == [program]


def test_the_machines_quantum_holds_unless_it_has_its_own():
    info, setting = POLICIES["least-laxity"], Setting(machine=Machine(quantum_ns=3_000_000))
    assert info.make(setting, {}).slice_ns(job(0, 0, 1), 0) == 3_000_000
    assert info.make(setting, {"quantum": 5_000}).slice_ns(job(0, 0, 1), 0) == 5_000


@given(implicit)
def test_with_a_quantum_of_one_unit_it_meets_every_deadline_up_to_full_utilisation(triples):
    """Mok: as optimal as EDF on one core; with whole units of time, a quantum of one is as good as none."""
    for (period, _, _), task_responses in zip(triples, responses(LeastLaxityFirst(1), triples), strict=True):
        assert max(task_responses) <= period


def test_who_lost_its_core_at_an_earlier_moment_comes_by_its_release_again():
    """Laxities at 6 are 5 for the first two, neither of which runs then: the one launched first is next."""
    tasks = [task(0, 12, 4, jobs=1), task(1, 12, 2, jobs=1), task(2, 15, 5, jobs=1)]
    finished = Drive(LeastLaxityFirst(1)).run(tasks)
    assert (finished[0], finished[1]) == ([7], [8])


def test_of_equal_laxities_whose_quanta_end_together_the_one_launched_first_goes_on():
    tasks = [task(0, 6, 5, jobs=1, deadline_ns=5), task(1, 3, 2, jobs=1, deadline_ns=2), task(2, 4, 4, jobs=1)]
    drive = Drive(LeastLaxityFirst(1), cores=2)
    drive.run(tasks)
    assert [start for start, _, index, _ in sorted(drive.runs) if index == 0][:2] == [0, 1]
