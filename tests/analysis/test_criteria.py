import pytest

from desktop_app.analysis.comparison import Verdict
from desktop_app.analysis.criteria import CRITERIA, makespan_ns, most_telling
from desktop_app.model.lesson import CriterionName
from desktop_app.model.scenario import Action, ActionKind
from tests.analysis.compared import compare
from tests.scenarios import MS, bursts, periodic, run


@pytest.fixture(scope="module")
def one_core():
    return run(bursts("cpu 4ms"), bursts("cpu 4ms"))


def test_what_tells_most_of_policies_are_the_times_of_threads(one_core):
    keys = [criterion.key for criterion in CRITERIA]
    usual = most_telling([one_core, run(bursts("cpu 4ms"), cores=2)])
    assert usual == (*(key for key in keys if key != "deadline_misses"), "deadline_misses")
    of_policies = most_telling([one_core, run(bursts("cpu 1ms"), policy="fcfs")])
    assert sorted(of_policies) == sorted(keys)
    first = {"makespan_ns", "mean_turnaround_ns", "mean_waiting_ns", "mean_response_ns", "context_switches"}
    assert set(of_policies[:5]) == first


def test_deadlines_tell_most_of_periodic_threads_and_nothing_of_others(one_core):
    tasks = periodic("cpu 6ms", 10 * MS), periodic("cpu 2ms", 5 * MS)
    traces = [run(*tasks, policy=policy, until_ns=20 * MS) for policy in ("fcfs", "edf")]
    assert most_telling(traces)[0] == "deadline_misses"
    fcfs, edf = compare([("FCFS", traces[0]), ("EDF", traces[1])]).row("deadline_misses").cells
    assert (fcfs.value, edf.value, edf.verdict) == (2, 0, Verdict.BETTER)
    none = compare([("a", one_core)] * 2).row("deadline_misses").cells[0]
    assert none.reading.reason == "no thread is periodic"


def test_criteria_have_names_of_their_own():
    assert {criterion.name for criterion in CRITERIA} == set(CriterionName)
    assert len({criterion.key for criterion in CRITERIA}) == len(CRITERIA)
    assert len({criterion.title for criterion in CRITERIA}) == len(CRITERIA)
    with pytest.raises(KeyError):
        compare([("a", run(bursts("cpu 1ms")))] * 2).row("no such")


def test_a_process_that_is_yet_to_be_launched_is_waited_for():
    trace = run(
        bursts("cpu 1ms"),
        bursts("cpu 1ms", name="B", launches=0),
        actions=[Action(at_ns=5 * MS, kind=ActionKind.LAUNCH, process="B")],
    )
    assert makespan_ns(trace, 3 * MS) is None
    assert makespan_ns(trace) == makespan_ns(trace, trace.known_until_ns) == 6 * MS
