import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.model.scenario import Action, ActionKind
from tests.scenarios import MS, bursts, periodic, program, run


@pytest.fixture(scope="session")
def moments():
    """Some 1,300 events of all kinds."""
    actions = [
        Action(at_ns=9 * MS, kind=ActionKind.NICE, process="B", value=5),
        Action(at_ns=11 * MS, kind=ActionKind.KILL, process="K"),
    ]
    turns = ", ".join(["lock m, cpu 1ms, unlock m, io disk 1ms"] * 40)
    return Moments(
        run(
            bursts(turns, launches=3),
            bursts("cpu 200ms", name="B"),
            bursts("cpu 200ms", name="K", arrival_ns=10 * MS),
            periodic("cpu 2ms", 5 * MS, deadline_ns=3 * MS, name="T"),
            program("for i in range(5):\n    print('line', i)\n1 // 0\n"),
            cores=2,
            actions=actions,
            until_ns=300 * MS,
        )
    )
