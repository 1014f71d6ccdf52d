import csv
import io
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.metrics import measure
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.export.data.happenings import KINDS
from desktop_app.export.data.intervals import Part
from desktop_app.export.data.pieces import STEPS
from desktop_app.export.data.trace_csv import COLUMNS, RUN_ENDS, write_trace_csv
from desktop_app.export.progress import CancelledError
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.model.workload import ResourceKind, ResourceSpec
from desktop_app.storage.resources import resource_path
from desktop_app.trace.tables import EventKind, RunEnd
from tests.engine.random_scenarios import scenarios
from tests.scenarios import MS, bursts, periodic, program, run
from tests.strategies import labels

STORED = Path(__file__).with_name("stored")
OF_CORES = {"run", "switch", "idle", "offline"}


def rows_of(trace, folder, **options):
    out = Path(folder) / "a.csv"
    write_trace_csv(trace, out, **options)
    text = out.read_bytes().decode("utf-8")
    assert text.endswith("\r\n")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert all(len(row) == len(COLUMNS) and None not in row.values() for row in rows)
    return rows


@pytest.mark.parametrize("name", ["one-core", "two-threads-gil", "mixed"])
def test_a_trace_is_as_stored(name, golden, tmp_path, compare_with_stored):
    out = tmp_path / "a.csv"
    write_trace_csv(golden(name), out)
    compare_with_stored(out, STORED / f"{name}.csv")


def test_the_guide_has_every_column_and_kind():
    section = resource_path("guide/exports.md").read_text("utf-8").split("### As a table")[1].split("\n### ")[0]
    first_cells = {name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in row.split(", ")}
    told = {name.strip("`") for name in first_cells}
    kinds = {part.name.lower() for part in Part if part is not Part.ON_CORE} | set(KINDS.values())
    kinds |= {kind.name.lower().replace("_", "-") for kind in EventKind} | {"instruction", "deadlock", "stuck"}
    assert told == {*COLUMNS, *kinds}
    assert set(RUN_ENDS) == set(RunEnd)
    for why in RUN_ENDS.values():
        assert f"`{why}`" in section


@given(spec=scenarios())
@settings(max_examples=10)
def test_rows_are_in_order_and_add_up(tmp_path_factory, spec):
    trace = simulate(spec, BATCH_LIMITS).run()
    rows = rows_of(trace, tmp_path_factory.mktemp("csv"))
    starts = [int(row["start_ns"]) for row in rows]
    assert starts == sorted(starts)
    cores, sums = defaultdict(list), Counter()
    for row in rows:
        start, end = int(row["start_ns"]), int(row["end_ns"])
        sums[row["thread"], row["kind"]] += end - start
        if row["kind"] in OF_CORES:
            cores[row["core"]].append((start, end))
    for spans in cores.values():
        assert all(before[1] == after[0] for before, after in pairwise(spans))
        assert (spans[0][0], spans[-1][1]) == (0, trace.known_until_ns)
    for one in measure(trace).threads:
        name = trace.threads[one.thread].name
        assert sums[name, "run"] == one.cpu_ns
        assert sums[name, "ready"] == one.ready_ns
        assert sums[name, "wait"] == sum(one.blocked_ns.values())


def told(rows, *kinds):
    return [tuple(row[column] for column in COLUMNS[2:]) for row in rows if row["kind"] in kinds]


def test_events_say_what_happened(tmp_path):
    actions = [
        Action(at_ns=MS, kind=ActionKind.KILL, process="A", thread=1),
        Action(at_ns=2 * MS, kind=ActionKind.NICE, process="A", value=-5),
        Action(at_ns=3 * MS, kind=ActionKind.KILL, process="A"),
    ]
    trace = run(bursts("cpu 9ms"), program("print('a, \"b\"')\n"), bursts("unlock m"), cores=2, actions=actions)
    rows = rows_of(trace, tmp_path)
    assert told(rows, "launched")[1] == ("launched", "P2", "", "", "", "app.py", "")
    assert told(rows, "refused") == [
        ("refused", "P1", "P1.T1", "", "SIGKILL", "signals end processes, not threads", "9")
    ]
    assert told(rows, "nice") == [("nice", "P1", "P1.T1", "", "", "", "-5")]
    assert told(rows, "signalled") == [("signalled", "P1", "", "", "SIGKILL", "", "9")]
    assert told(rows, "printed") == [("printed", "P2", "P2.T1", "", "", 'a, "b"', "")]
    assert told(rows, "misused") == [("misused", "P3", "P3.T1", "", "mutex m", "", "")]
    assert ("exited", "P1", "", "", "", "ended by SIGKILL", "-9") in told(rows, "exited")


def test_hand_overs_deadlocks_and_missed_deadlines_are_told(tmp_path):
    both = (
        bursts("cpu 1ms, lock a, cpu 2ms, lock b, cpu 1ms", name="A"),
        bursts("cpu 1ms, lock b, cpu 2ms, lock a, cpu 1ms", name="B"),
    )
    rows = rows_of(run(*both), tmp_path)
    ((*_, detail, _),) = told(rows, "deadlock")
    assert "P1.T1 holds mutex a and waits for mutex b, held by P2.T1" in detail
    rows = rows_of(run(bursts("lock m, cpu 2ms, unlock m"), bursts("lock m, unlock m"), cores=2), tmp_path)
    assert told(rows, "acquired")[1][4:6] == ("mutex m", "from P1.T1")
    trace = run(periodic("cpu 2ms", 5 * MS, deadline_ns=MS), until_ns=7 * MS)
    assert told(rows_of(trace, tmp_path), "deadline-missed")[0][5:] == ("job 1", "1")


def test_instructions_say_line_and_core(tmp_path):
    trace = run(program("x = 10\ny = x\n"), cores=2)
    rows = [row for row in rows_of(trace, tmp_path) if row["kind"] == "instruction"]
    assert len(rows) == len(trace.executed[0])
    assert ("LOAD_CONST 10", "1", "0") in [(row["detail"], row["value"], row["core"]) for row in rows]


def test_a_stretch_is_cut_out(tmp_path):
    trace = run(bursts("cpu 2ms, io disk 3ms, cpu 1ms", launches=2))
    rows = rows_of(trace, tmp_path, begin_ns=1_500_000, end_ns=4 * MS)
    assert min(int(row["start_ns"]) for row in rows) == 1_500_000
    assert max(int(row["end_ns"]) for row in rows) == 4 * MS
    assert "launched" not in {row["kind"] for row in rows}


@given(name=labels | st.sampled_from(["=1+1", "+a", "@b", "-c", 'a"b', "a,b"]))
@settings(max_examples=15)
def test_names_are_read_back_and_are_no_formulas(tmp_path_factory, name):
    resources = [ResourceSpec(name="m", kind=ResourceKind.MUTEX)]
    trace = run(bursts("lock m, cpu 1ms", name=name), resources=resources)
    (launched,) = told(rows_of(trace, tmp_path_factory.mktemp("csv")), "launched")
    detail = launched[5]
    assert detail.removeprefix("'") == name.removeprefix("'") if detail != name else True
    assert not detail.startswith(("=", "+", "@"))


def test_who_listens_hears_of_all_steps_and_can_have_it_stop(tmp_path):
    steps = []

    class Listening:
        def frames(self, done):
            steps.append(done)
            if stopping and sum(steps) > STEPS // 2:
                raise CancelledError

    trace, stopping = run(bursts("cpu 6s"), quantum_ns=MS, context_switch_ns=1_000), False
    out = tmp_path / "a.csv"
    write_trace_csv(trace, out, Listening())
    assert sum(steps) == STEPS
    assert len(steps) > 2
    assert min(steps) >= 0
    steps.clear()
    before, stopping = out.read_bytes(), True
    with pytest.raises(CancelledError):
        write_trace_csv(trace, out, Listening())
    assert out.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]
