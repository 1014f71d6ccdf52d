import pytest

from desktop_app.engine.admission import check_admission
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import Machine
from desktop_app.model.scenario import Fit, Placement, Scenario, SchedulerSpec
from desktop_app.model.workload import Parameters
from tests.engine.observed import cores_of, do, ran, running, task
from tests.scenarios import MS, bursts, told

CBS = SchedulerSpec(policy="cbs")


def described(*processes, policy="cbs", cores=1, actions=(), placement=Placement.GLOBAL, fit=Fit.FIRST):
    scheduler = SchedulerSpec(policy=policy, placement=placement, fit=fit)
    return Scenario(title="t", machine=Machine(cores=cores), scheduler=scheduler, processes=processes, actions=actions)


def refused(scenario):
    with pytest.raises(ScenarioError) as caught:
        check_admission(scenario, "t.toml")
    return caught.value.field


def test_what_does_not_fit_at_the_start_is_named_by_its_runtime():
    assert refused(described(task(5, 10), task(5, 10, name="B"))) == "process[1].runtime"
    check_admission(described(task(5, 10), task(4, 10, name="B")), "t.toml")


def test_other_policies_admit_everything():
    check_admission(described(task(9, 10, launches=5), policy="edf"), "t.toml")


@pytest.mark.parametrize(
    "actions",
    [(do(20, "launch", "B"),), (do(5, "nice", "A", value=1), do(20, "cores", value=1))],
    ids=["a launch", "fewer cores"],
)
def test_an_action_after_which_reservations_do_not_fit_is_named(actions):
    cores = 1 if len(actions) == 1 else 2
    first = task(6, 10, launches=cores)
    assert refused(described(first, task(6, 10, name="B", launches=0), cores=cores, actions=actions)) == (
        f"action[{len(actions) - 1}]"
    )


def test_the_policy_may_come_later():
    scenario = described(task(6, 10, launches=2), policy="edf", actions=(do(20, "policy", scheduler=CBS),))
    assert refused(scenario) == "action[0]"


def test_who_was_terminated_makes_room():
    actions = (do(10, "terminate", "A"), do(20, "launch", "B"))
    check_admission(described(task(6, 10), task(6, 10, name="B", launches=0), actions=actions), "t.toml")


def test_under_a_partition_each_core_is_tested_alone():
    tasks = [task(6, 10, name=f"T{number}") for number in range(3)]
    check_admission(described(*tasks, cores=2), "t.toml")
    assert refused(described(*tasks, cores=2, placement=Placement.PARTITIONED)) == "process[2].runtime"
    bound = task(6, 10, name="B", parameters=Parameters(core=0))
    assert refused(described(task(6, 10), bound, cores=2, placement=Placement.PARTITIONED)) == "process[1].runtime"


def test_first_fit_leaves_of_each_core_what_may_not_be_reserved():
    tasks = [task(5, 10, name=f"T{number}") for number in range(2)]
    check_admission(described(*tasks, cores=2, placement=Placement.PARTITIONED), "t.toml")
    trace = running(*tasks, cores=2, policy="cbs", placement=Placement.PARTITIONED)
    assert cores_of(trace) == [[0], [1]]


def test_a_reservation_counts_and_not_what_its_jobs_take():
    over = [task(9, 10, runtime=4, name=f"T{number}") for number in range(2)]
    check_admission(described(*over, placement=Placement.PARTITIONED), "t.toml")
    assert cores_of(running(*over, policy="cbs", placement=Placement.PARTITIONED, cores=2)) == [[0], [0]]


def test_the_partition_that_is_tested_is_the_one_that_runs():
    """Cores are given when threads start, and not when their first jobs are released."""
    late = [task(9, 10, name="A", offset=1), task(4, 10, name="B"), task(4, 10, name="C")]
    fields = {"cores": 2, "policy": "cbs", "placement": Placement.PARTITIONED, "fit": Fit.WORST}
    check_admission(described(*late, **fields), "t.toml")
    assert cores_of(running(*late, until_ns=40 * MS, **fields)) == [[0], [1], [1]]


def test_a_thread_without_a_reservation_takes_nothing_of_what_can_be_reserved():
    threads = [bursts("cpu 1s", name="background"), task(6, 10, name="B"), task(4, 10, name="C")]
    fields = {"cores": 2, "policy": "cbs", "placement": Placement.PARTITIONED}
    check_admission(described(*threads, **fields), "t.toml")
    assert cores_of(running(*threads, until_ns=40 * MS, **fields))[1:] == [[0], [1]]


def test_signals_to_single_threads_end_no_reservation():
    with pytest.raises(ScenarioError, match=r"action\[1\]"):
        running(
            task(6, 10, name="A"),
            task(6, 10, name="B", launches=0),
            policy="cbs",
            until_ns=30 * MS,
            actions=(do(5, "kill", "A", thread=1), do(10, "launch", "B")),
        )


@pytest.mark.parametrize("where", [{"affinity": (1,)}, {"core": 1}])
def test_reservations_of_a_core_that_goes_off_line_count_elsewhere(where):
    trace = running(
        task(1, 10, name="A", parameters=told(**where)),
        policy="cbs",
        placement=Placement.PARTITIONED,
        cores=2,
        until_ns=30 * MS,
        actions=(do(5, "cores", value=1),),
    )
    assert [core for core, *_ in ran(trace, 0)] == [1, 0, 0]


def test_a_partition_is_admitted_by_what_is_reserved_and_not_by_what_is_needed():
    trace = running(
        task(1, 10, runtime=6, name="A"),
        task(1, 10, runtime=6, name="B"),
        policy="cbs",
        placement=Placement.PARTITIONED,
        cores=2,
        until_ns=20 * MS,
    )
    assert [ran(trace, thread)[0][0] for thread in (0, 1)] == [0, 1]


def test_a_partition_leaves_to_others_what_reservations_may_not_take():
    trace = running(
        task(5, 10, name="A"),
        task(4.5, 10, name="B"),
        policy="cbs",
        placement=Placement.PARTITIONED,
        cores=2,
        until_ns=10 * MS,
    )
    assert [ran(trace, thread)[0][0] for thread in (0, 1)] == [0, 1]


def test_an_affinity_may_leave_no_room():
    bind = (do(20, "affinity", "B", affinity=(0,)),)
    tasks = [task(8, 10), task(8, 10, name="B")]
    assert refused(described(*tasks, cores=2, placement=Placement.PARTITIONED, actions=bind)) == "action[0]"
    off_line = (do(10, "cores", value=2), do(20, "affinity", "A", affinity=(2,)))
    check_admission(described(*tasks, cores=3, placement=Placement.PARTITIONED, actions=off_line), "t.toml")


def test_a_thread_that_may_stay_stays():
    """A goes to B's core though B would have found another one, had it come later."""
    bind = (do(20, "affinity", "A", affinity=(1,)),)
    tasks = [task(6, 10), task(6, 10, name="B")]
    assert refused(described(*tasks, cores=2, placement=Placement.PARTITIONED, actions=bind)) == "action[0]"


def test_a_started_thread_reserves_what_its_entry_does():
    start = do(20, "start-thread", "A", instance=1)
    assert refused(described(task(5, 10), actions=(start,))) == "action[0]"
    check_admission(described(task(4, 10), actions=(start,)), "t.toml")
    assert refused(described(task(3, 10, launches=2), actions=(do(20, "start-thread", "A"),))) == "action[0]"


def test_ending_one_process_of_a_name_makes_room_for_one():
    tasks = task(3, 10, launches=3), task(3, 10, name="B", launches=0)
    launch = do(20, "launch", "B")
    check_admission(described(*tasks, actions=(do(10, "kill", "A", instance=2), launch)), "t.toml")
    assert refused(described(*tasks, actions=(do(10, "kill", "A", instance=4), launch))) == "action[1]"
