import pytest

from desktop_app.analysis.guarantees import guarantees
from desktop_app.model.scenario import Placement
from tests.engine.observed import do, running, task
from tests.scenarios import MS, bursts, periodic

RTA_3 = (task(3, 7, name="A"), task(3, 12, name="B"), task(5, 20, name="C"))


def test_response_times_beside_those_of_the_run():
    trace = running(*RTA_3, policy="rate-monotonic")
    found = guarantees(trace)
    assert found.test == "response-time analysis"
    assert found.schedulable
    assert [worst / MS for worst in found.worst_response_ns] == [3, 6, 20]
    assert found.utilisation == pytest.approx(3 / 7 + 3 / 12 + 5 / 20)
    assert found.bound == pytest.approx(0.7798, abs=1e-4)


def test_fixed_priorities_may_miss_what_deadlines_meet():
    tasks = (task(1, 4, name="A"), task(2, 6, name="B"), task(3, 8, name="C"))
    assert guarantees(running(*tasks, policy="rate-monotonic")).schedulable is False
    found = guarantees(running(*tasks, policy="edf"))
    assert (found.test, found.schedulable, found.bound) == ("processor demand", True, None)


def test_on_several_cores_a_bound_may_not_be_able_to_tell():
    light = [task(2, 10, name=f"T{number}") for number in range(3)]
    assert guarantees(running(*light, policy="edf", cores=2)).schedulable is True
    dhall = (task(2, 10, name="A"), task(2, 10, name="B"), task(10, 11, name="C"))
    assert guarantees(running(*dhall, policy="edf", cores=2)).schedulable is None
    assert guarantees(running(*light, policy="edf", cores=2, placement=Placement.PARTITIONED)).test == ""


@pytest.mark.parametrize(
    "trace",
    [
        lambda: running(bursts("cpu 3ms")),
        lambda: running(task(3, 7), bursts("cpu 3ms", name="B")),
        lambda: running(periodic("cpu 1ms, io disk 1ms", 7 * MS), policy="edf"),
        lambda: running(task(3, 7), policy="edf", context_switch_ns=1),
        lambda: running(task(3, 7), policy="edf", speeds_ppm=(500_000,)),
        lambda: running(task(3, 7), policy="edf", actions=(do(1, "kill", "A"),)),
    ],
    ids=["no task", "bursts beside", "input", "switches cost", "a slow core", "a kill"],
)
def test_nothing_is_promised_of_what_the_tests_do_not_know(trace):
    assert guarantees(trace()) is None


def test_equal_priorities_count_against_each_other():
    """The running one of two equals keeps the core: the other one may have to wait, whichever was launched first."""
    tasks = (task(1, 4, name="A"), task(3, 6, deadline=4, name="B"))
    trace = running(*tasks, policy="deadline-monotonic")
    found = guarantees(trace).worst_response_ns
    worst = [
        max(finish - jobs.first_ns - row * period * MS for row, finish in enumerate(jobs.finish))
        for jobs, period in zip(trace.jobs.values(), (4, 6), strict=True)
    ]
    assert worst[0] == 2 * MS
    assert all(mine <= bound for mine, bound in zip(worst, found, strict=True))


def test_a_test_that_gives_up_does_not_say_that_a_deadline_is_missed():
    """With offsets nothing is missed, and released together the second one is late: it is only not promised."""
    pair = (task(5, 10, deadline=5, name="A"), task(5, 10, deadline=5, offset=5, name="B"))
    assert guarantees(running(*pair, policy="rate-monotonic")).schedulable is False
    close = [task(0.99999 * (10 + n) / 60, 10 + n, deadline=100_000, name=f"T{n}") for n in range(60)]
    found = guarantees(running(*close, policy="deadline-monotonic", until_ns=MS))
    assert found.schedulable is None
    assert None in found.worst_response_ns
