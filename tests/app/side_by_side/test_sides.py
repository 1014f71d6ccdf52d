import pytest

from desktop_app.app.side_by_side.sides import Preset, RunAs, Side, Source, sides_of, title_of, titles_of, usual_preset
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import GilMode
from tests.scenarios import MS, bursts, program, scenario

SOURCE = Source(name="app.py", scenario=scenario(program(threads=3), cores=2))
BURSTS = Source(name="bursts", scenario=scenario(bursts("cpu 3ms"), bursts("cpu 1ms")))


def test_a_side_is_its_source_with_changes():
    changed = Side(
        source=SOURCE, cores=4, policy="fcfs", gil=GilMode.FREE_THREADED, run_as=RunAs.PROCESSES, workers=5,
        more="context-switch=1ms",
    ).scenario()  # fmt: skip
    assert (changed.machine.cores, changed.scheduler.policy, changed.machine.gil) == (4, "fcfs", GilMode.FREE_THREADED)
    assert (changed.processes[0].launches, changed.processes[0].threads) == (5, 1)
    assert changed.machine.context_switch_ns == MS
    assert Side(source=SOURCE).scenario() == SOURCE.scenario
    threads = Side(source=SOURCE, run_as=RunAs.THREADS, workers=4).scenario().processes[0]
    assert (threads.launches, threads.threads) == (1, 4)


def test_what_cannot_be_changed_is_refused():
    with pytest.raises(ScenarioError, match="Other options"):
        Side(source=SOURCE, more="cores=0").scenario()


def test_titles_say_what_differs():
    assert titles_of(sides_of(Preset.WORKERS, SOURCE)) == [
        "2 threads · GIL", "2 processes · GIL", "2 threads · free-threaded", "2 processes · free-threaded",
    ]  # fmt: skip
    assert titles_of(sides_of(Preset.CORES, SOURCE)) == ["1 core", "2 cores", "4 cores", "8 cores"]
    assert titles_of([Side(source=SOURCE), Side(source=BURSTS)]) == ["app.py", "bursts"]
    assert titles_of([Side(source=SOURCE, title="mine"), Side(source=SOURCE)]) == ["mine", "app.py"]
    both = [Side(source=SOURCE, cores=4, more=" quantum=2ms"), Side(source=SOURCE, cores=4)]
    assert titles_of(both) == ["quantum=2ms", "4 cores"]
    assert title_of(Side(source=SOURCE)) == "app.py"
    assert title_of(Side(source=SOURCE, run_as=RunAs.THREADS, workers=1)) == "1 thread"


@pytest.mark.parametrize("preset", list(Preset))
@pytest.mark.parametrize("source", [SOURCE, BURSTS], ids=lambda source: source.name)
def test_every_ready_comparison_runs(preset, source):
    sides = sides_of(preset, source)
    assert len(sides) == len(set(titles_of(sides))) == 4
    assert all(simulate(side.scenario(), BATCH_LIMITS).run().finished for side in sides)


def test_programs_are_compared_as_threads_and_processes():
    assert usual_preset(SOURCE) is Preset.WORKERS
    assert usual_preset(BURSTS) is Preset.POLICIES
