import pytest

from desktop_app.model.machine import Machine
from desktop_app.policies.protocol import Setting
from desktop_app.policies.registry import POLICIES
from tests.policies.worked import MS, STALLINGS, finish, make, waiting


@pytest.mark.parametrize(("quantum", "ends"), [("1ms", [4, 18, 17, 20, 15]), ("4ms", [3, 17, 11, 20, 19])])
def test_stallings_finish_times(quantum, ends):
    assert finish(make("round-robin", quantum=quantum), STALLINGS) == ends


def test_silberschatz_mean_waiting_time():
    jobs = ((0, 24), (0, 3), (0, 3))
    assert waiting(jobs, finish(make("round-robin", quantum="4ms"), jobs)) == pytest.approx(17 / 3)


@pytest.mark.parametrize(
    ("quantum", "services", "ends"), [("1ms", (5, 5, 5), [13, 14, 15]), ("3ms", (9, 5, 12), [20, 14, 26])]
)
def test_ostep_scheduler(quantum, services, ends):
    """scheduler.py -p RR"""
    assert finish(make("round-robin", quantum=quantum), [(0, service) for service in services]) == ends


def test_it_takes_the_machine_quantum_unless_it_has_its_own():
    setting = Setting(machine=Machine(quantum_ns=3 * MS))
    info = POLICIES["round-robin"]
    assert info.make(setting, {}).slice_ns(None, 0) == 3 * MS
    assert info.make(setting, {"quantum": 5 * MS}).slice_ns(None, 0) == 5 * MS
