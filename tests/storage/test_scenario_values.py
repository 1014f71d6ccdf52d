"""The keys that stand for a scenario in its file."""

from __future__ import annotations

import pytest

from desktop_app.model.machine import Machine
from desktop_app.model.workload import Burst, BurstKind, Periodic, ProcessSpec
from desktop_app.storage.scenario_values import machine_values, process_values, shown, usual_process

MS = 1_000_000


@pytest.mark.parametrize(
    ("machine", "cores"),
    [
        (Machine(cores=3), 3),
        (
            Machine(cores=3, speeds_ppm=(1_000_000, 500_000, 500_000)),
            ({"speed": 1.0, "count": 1}, {"speed": 0.5, "count": 2}),
        ),
        (Machine(cores=4, siblings=(0, 0, 1, 1)), ({"speed": 1.0, "count": 2, "smt": 2},)),
        (
            Machine(cores=4, siblings=(0, 0, 1, 2), speeds_ppm=(2_000_000, 2_000_000, 1, 1)),
            ({"speed": 2.0, "count": 1, "smt": 2}, {"speed": 1e-06, "count": 2}),
        ),
    ],
)
def test_cores_that_are_alike_are_one_item(machine: Machine, cores: object):
    assert machine_values(machine)["cores"] == cores


def test_a_task_of_one_burst_is_a_wcet():
    task = ProcessSpec(
        name="A",
        bursts=(Burst(kind=BurstKind.CPU, duration_ns=5 * MS),),
        periodic=Periodic(period_ns=20 * MS, wcet_ns=5 * MS, deadline_ns=20 * MS, runtime_ns=6 * MS),
    )
    assert shown(process_values(task, None), usual_process(task)) == {
        "name": "A",
        "period": "20ms",
        "wcet": "5ms",
        "runtime": "6ms",
        "arrival": "0ms",
        "launches": 1,
        "threads": 1,
    }
