import pytest

from desktop_app.app.differences import first_difference_ns
from desktop_app.app.live import LiveMoment, Target, free_name, with_action, with_program
from desktop_app.model.scenario import ActionKind, SchedulerSpec
from desktop_app.model.workload import Program
from tests.engine.observed import do
from tests.scenarios import MS, bursts, program, run, scenario

CHILD = """\
import multiprocessing

def work():
    n = 0
    for i in range(50):
        n += i

if __name__ == "__main__":
    child = multiprocessing.Process(target=work)
    child.start()
    child.join()
"""


def moment(*processes, at_ms, actions=(), **fields):
    described = scenario(*processes, actions=actions, **fields)
    return LiveMoment(described, run(*processes, actions=actions, **fields), round(at_ms * MS))


@pytest.fixture(scope="module")
def three():
    return moment(
        bursts("cpu 4ms", launches=2, threads=2), bursts("cpu 9ms", name="B", arrival_ns=20 * MS), at_ms=3, cores=2
    )


def test_an_action_is_about_the_one_process_that_was_meant(three):
    assert three.action(ActionKind.KILL, Target(process=1, thread=2)) == do(3, "kill", "A", instance=2)
    assert three.action(ActionKind.NICE, Target(process=1, thread=3), value=4) == do(
        3, "nice", "A", instance=2, thread=2, value=4
    )


def test_who_lives_and_why_others_do_not(three):
    assert three.living() == [0, 1]
    assert three.refusal(ActionKind.KILL, Target(process=2)) == "P3 is launched later."
    assert three.refusal(ActionKind.KILL, Target(process=0)) == ""
    late = LiveMoment(three.scenario, three.trace, 25 * MS)
    assert late.living() == [2]
    assert late.refusal(ActionKind.NICE, Target(process=0, thread=0)) == "P1·T1 has ended."


def test_a_thread_can_be_started_where_the_entry_says_what_it_does():
    started = moment(program(CHILD), at_ms=6, until_ns=20 * MS)
    assert [info.parent for info in started.trace.processes] == [-1, 0]
    assert started.refusal(ActionKind.START_THREAD, Target(process=0)) == ""
    assert "started by a program" in started.refusal(ActionKind.START_THREAD, Target(process=1))


def test_an_affinity_needs_cores_to_choose_from():
    alone = moment(bursts("cpu 4ms"), at_ms=1)
    assert alone.refusal(ActionKind.AFFINITY, Target(process=0)) == "There is one core only."


def test_what_is_in_force_at_the_moment():
    actions = (
        do(1, "nice", "A", value=7),
        do(1, "affinity", "A", affinity=(1,)),
        do(1, "cores", value=3),
        do(1, "policy", scheduler=SchedulerSpec(policy="cfs")),
    )
    changed = moment(bursts("cpu 9ms"), at_ms=2, actions=actions, cores=2)
    target = Target(process=0, thread=0)
    assert changed.value(target, ActionKind.NICE) == 7
    assert changed.affinity(target) == (1,)
    assert (changed.online, changed.policy) == (3, "cfs")
    before = LiveMoment(changed.scenario, changed.trace, 0)
    assert (before.value(target, ActionKind.NICE), before.affinity(target)) == (0, ())
    assert (before.online, before.policy) == (2, "round-robin")


def test_an_action_comes_before_later_ones_and_behind_those_of_its_moment():
    base = scenario(bursts("cpu 9ms"), actions=(do(1, "nice", "A", value=1), do(5, "kill", "A")))
    middle = do(1, "cores", value=2)
    assert with_action(base, middle).actions == (base.actions[0], middle, base.actions[1])


def test_setting_the_same_again_at_a_moment_takes_the_place_of_the_first():
    base = scenario(bursts("cpu 9ms"), actions=(do(1, "nice", "A", value=1),))
    again = do(1, "nice", "A", value=3)
    assert with_action(base, again).actions == (again,)
    kill = do(1, "kill", "A")
    assert with_action(with_action(base, kill), kill).actions.count(kill) == 2


def test_a_launched_program_becomes_an_entry_once():
    base = scenario(program())
    other = Program(name="app.py", source="y = 1\n")
    once = with_program(base, other, MS)
    twice = with_program(once, other, 2 * MS)
    assert [(entry.name, entry.launches) for entry in twice.processes] == [("app.py", 1), ("app (2).py", 0)]
    assert [(action.process, action.at_ns) for action in twice.actions] == [("app (2).py", MS), ("app (2).py", 2 * MS)]
    assert first_difference_ns(base, once) == MS
    assert free_name("a", {"a", "a (2)"}) == "a (3)"
