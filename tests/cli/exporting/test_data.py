import csv
import io
import json

import pytest


@pytest.fixture
def exported(coreloom, app_py):
    """Export the example and return what is in the file."""

    def call(name, *options, code=0):
        out = app_py.with_name(name)
        assert coreloom("export", app_py, out, *options)[0] == code
        return out.read_text("utf-8")

    return call


def test_each_kind_of_data_is_written_by_its_ending(exported, coreloom, app_py):
    assert json.loads(exported("a.json"))["displayTimeUnit"] == "ns"
    assert exported("a.csv").startswith("start_ns,end_ns,kind,")
    assert exported("a.metrics.csv").startswith("subject,name,")
    assert exported("a.metrics.json") == coreloom("run", "--json", app_py)[1]
    assert "STORE_NAME" in exported("a.txt")


def test_a_trace_may_be_of_a_stretch(exported, coreloom, app_py):
    text = exported("a.csv", "--from", "0.3ms", "--to", "0.6ms")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert min(int(row["start_ns"]) for row in rows) == 300_000
    assert max(int(row["end_ns"]) for row in rows) == 600_000
    other = json.loads(exported("a.json", "--from", "0.3ms"))["otherData"]
    end_ns = json.loads(coreloom("run", "--json", app_py)[1])["end_ns"]
    assert (other["begin_ns"], other["end_ns"]) == (300_000, end_ns)


def test_of_an_endless_program_a_stretch_is_written(exported, app_py):
    app_py.write_text("while True: pass\n")
    rows = exported("a.csv", "--to", "2ms").splitlines()
    assert rows[-1].startswith("1900000,2000000,instruction,")


def test_figures_are_of_whole_runs(coreloom, app_py):
    out = app_py.with_name("a.metrics.csv")
    code, _, err = coreloom("export", app_py, out, "--to", "1ms")
    assert code == 2
    assert "--to: expected OUT to end in one of" in err
    assert ".json" in err
    assert not out.exists()
