import pytest

from desktop_app.app.dialogs.live import LiveDialog
from desktop_app.app.live import LiveMoment, Target
from desktop_app.model.scenario import ActionKind
from tests.engine.observed import do
from tests.scenarios import MS, bursts, run, scenario, told


@pytest.fixture(scope="module")
def moment():
    processes = (bursts("cpu 4ms", launches=2, threads=2, parameters=told(nice=3)), bursts("cpu 9ms", name="B"))
    actions = (do(1, "affinity", "B", affinity=(1,)), do(1, "cores", value=2))
    described = scenario(*processes, actions=actions, cores=4, policy="cfs")
    return LiveMoment(described, run(*processes, actions=actions, cores=4, policy="cfs"), 2 * MS)


@pytest.fixture
def dialog(qtbot, moment):
    def make(kind, chosen=None):
        made = LiveDialog(kind, moment, chosen)
        qtbot.addWidget(made)
        return made

    return make


def test_a_nice_value_begins_with_what_it_is(dialog):
    nice = dialog(ActionKind.NICE, Target(process=1, thread=3))
    assert nice.who.currentText() == "P2·T2"
    assert nice.number.value() == 3
    nice.number.setValue(-4)
    assert nice.action() == do(2, "nice", "A", instance=2, thread=2, value=-4)


def test_a_signal_is_about_processes(dialog):
    kill = dialog(ActionKind.KILL, Target(process=2, thread=4))
    assert [kill.who.itemText(row) for row in range(kill.who.count())] == ["P1  A", "P2  A", "P3  B"]
    assert kill.action() == do(2, "kill", "B", instance=1)
    assert kill.ok_button.text() == "Kill"


def test_an_affinity_needs_a_core_that_is_on_line(dialog):
    cores = dialog(ActionKind.AFFINITY, Target(process=2))
    assert [box.isChecked() for box in cores.cores] == [False, True, False, False]
    cores.cores[1].setChecked(False)
    cores.cores[3].setChecked(True)
    assert "on line" in cores.problem
    cores.cores[0].setChecked(True)
    assert cores.action() == do(2, "affinity", "B", instance=1, affinity=(0, 3))
    for box in cores.cores:
        box.setChecked(True)
    assert cores.action().affinity == ()


def test_as_many_cores_as_there_are_is_no_change(dialog):
    cores = dialog(ActionKind.CORES)
    assert cores.number.value() == 2
    assert not cores.ok_button.isEnabled()
    cores.number.setValue(3)
    assert cores.action() == do(2, "cores", value=3)


def test_a_policy_with_its_options(dialog):
    policy = dialog(ActionKind.POLICY)
    policy.policy.setCurrentIndex(policy.policy.findData("mlfq"))
    policy._options.control("queues").setText("0")
    assert not policy.ok_button.isEnabled()
    policy._options.control("queues").setText("2")
    action = policy.action()
    assert (action.scheduler.policy, dict(action.scheduler.options)) == ("mlfq", {"queues": 2})


def test_an_entry_to_launch(dialog):
    launch = dialog(ActionKind.LAUNCH)
    launch.who.setCurrentIndex(1)
    assert launch.action() == do(2, "launch", "B")
