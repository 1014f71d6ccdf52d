import csv
import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings

from desktop_app.__main__ import main
from desktop_app.analysis.figures import FIGURES, Subject
from desktop_app.analysis.metrics import measure
from desktop_app.analysis.report import report
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, RunLimits
from desktop_app.export.data.metrics import write_metrics_csv, write_metrics_json
from desktop_app.model.errors import FileError
from desktop_app.storage.scenario_file import open_source
from tests.engine.random_scenarios import scenarios
from tests.scenarios import APP, MS, bursts, periodic, run, scenario

STORED = Path(__file__).with_name("stored")
#: What the metrics panel calls otherwise than the JSON.
OTHERWISE = {"voluntary": "voluntary_switches", "misses": "deadline_misses"}


def table_of(trace, folder):
    out = folder / "a.metrics.csv"
    write_metrics_csv(trace, out)
    return list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))


def test_a_table_is_as_stored(golden, tmp_path, store, compare_with_stored):
    out = tmp_path / "a.metrics.csv"
    write_metrics_csv(golden("mixed"), out)
    if store:
        compare_with_stored(out, STORED / "mixed.metrics.csv")
    assert list(map(cells_of, out.read_text("utf-8").splitlines())) == [
        [cell if isinstance(cell, str) else pytest.approx(cell, rel=1e-12) for cell in cells_of(line)]
        for line in (STORED / "mixed.metrics.csv").read_text("utf-8").splitlines()
    ]


def cells_of(line):
    """The cells of a line; those with fractions as numbers, as CPython adds them up more exactly from 3.12 on."""
    return [float(cell) if re.fullmatch(r"\d+\.\d+", cell) else cell for cell in line.split(",")]


def test_the_json_is_what_run_prints(tmp_path, capsys):
    source, out = tmp_path / "app.py", tmp_path / "a.metrics.json"
    source.write_text(APP)
    write_metrics_json(simulate(open_source(source), BATCH_LIMITS).run(), out)
    assert main(["run", "--json", str(source)]) == 0
    assert out.read_text("utf-8") == capsys.readouterr().out


def test_the_table_has_all_that_the_metrics_panel_shows(tmp_path):
    trace = run(bursts("cpu 2ms, io disk 1ms, cpu 1ms", launches=2), periodic("cpu 1ms", 9 * MS), until_ns=30 * MS)
    rows, metrics = table_of(trace, tmp_path), measure(trace)
    subjects = {"run": [metrics], "process": metrics.processes, "thread": metrics.threads, "core": metrics.cores}
    for subject, figures in FIGURES.items():
        name = {Subject.RUN: "run", Subject.PROCESSES: "process", Subject.THREADS: "thread", Subject.CORES: "core"}
        found = [row for row in rows if row["subject"] == name[subject]]
        assert len(found) == len(subjects[name[subject]])
        for row, measured in zip(found, subjects[name[subject]], strict=True):
            for figure in figures:
                value = figure.read(measured)
                assert row[OTHERWISE.get(figure.key, figure.key)] == ("" if value is None else str(value)), figure.key


def test_blocked_time_stands_there_by_cause(tmp_path):
    (thread,) = [row for row in table_of(run(bursts("cpu 1ms, io disk 2ms, io net 3ms")), tmp_path) if row["state"]]
    assert (thread["blocked_ns"], thread["blocked_ns.disk"], thread["blocked_ns.net"]) == (
        "5000000",
        "2000000",
        "3000000",
    )


def test_names_are_no_formulas(tmp_path):
    trace = run(bursts("cpu 1ms", name='=HYPERLINK("x")', launches=2))
    assert not any(cell.startswith(("=", "+", "@", "-")) for row in table_of(trace, tmp_path) for cell in row.values())


def test_a_trace_that_forgot_its_beginning_has_no_figures(tmp_path):
    limits = RunLimits(instructions=None, trace_bytes=20_000, forget=True)
    simulation = simulate(scenario(bursts("cpu 9s", launches=2)), limits)
    while not simulation.trace.begin_ns:
        simulation.advance(simulation.trace.known_until_ns + 100 * MS, 10_000)
    assert simulation.trace.begin_ns
    for write in (write_metrics_csv, write_metrics_json):
        with pytest.raises(FileError, match="is forgotten here"):
            write(simulation.trace, tmp_path / "a")
    assert not list(tmp_path.iterdir())


@given(scenarios())
@settings(max_examples=15)
def test_every_run_has_a_table_whose_sums_are_right(spec):
    trace = simulate(spec, BATCH_LIMITS).run()
    with tempfile.TemporaryDirectory() as folder:
        rows = table_of(trace, Path(folder))
    total = sum(int(row["cpu_ns"]) for row in rows if row["subject"] == "thread")
    assert total == sum(int(row["cpu_ns"]) for row in rows if row["subject"] == "process")
    assert json.loads(json.dumps(report(trace)))["end_ns"] == int(rows[0]["end_ns"])
