import csv
import io
import json

import pytest

from desktop_app.analysis.comparison import comparison_of
from desktop_app.analysis.comparison_report import (
    absolute_text,
    comparison_csv,
    comparison_json,
    comparison_text,
    difference_text,
    value_text,
)
from desktop_app.analysis.criteria import CRITERIA
from tests.analysis.compared import compare, side_at
from tests.scenarios import MS, bursts, run


@pytest.fixture(scope="module")
def traces():
    return run(bursts("cpu 4ms"), bursts("cpu 4ms")), run(bursts("cpu 4ms"), bursts("cpu 4ms"), cores=2)


@pytest.fixture(scope="module")
def comparison(traces):
    return compare([("one", traces[0]), ("=two, or not", traces[1])])


def test_the_text_has_values_differences_and_words(comparison):
    lines = comparison_text(comparison).splitlines()
    assert lines[0].split()[:2] == ["one", "=two,"]
    makespan = next(line for line in lines if line.startswith("Makespan"))
    assert makespan.split() == ["Makespan", "8", "ms", "4", "ms", "−4", "ms", "(×0.50)", "better"]
    assert "– one, Memory: nothing says how much memory it takes" in lines


def test_differences_have_signs_and_units(comparison):
    shown = {
        row.criterion.key: (value_text(row.criterion, row.cells[1]), difference_text(row.criterion, row.cells[1]))
        for row in comparison.rows
    }
    assert shown["speed_up"] == ("×2.00", "")
    assert shown["cores_used"] == ("2.00", "+1.00 (×2.00)")
    assert shown["mean_waiting_ns"] == ("0 ms", "−3.5 ms")
    assert shown["memory_bytes"] == ("–", "")
    assert shown["cpu_ns"] == ("8 ms", "")
    utilisation = next(criterion for criterion in CRITERIA if criterion.key == "cpu_utilisation")
    assert absolute_text(utilisation, -0.125) == "−12.5 pp"


def test_json_has_nanoseconds_and_reasons(traces):
    sides = [side_at("one", traces[0]), side_at("two", traces[1])]
    found = json.loads(json.dumps(comparison_json(comparison_of(sides), sides)))
    assert [side["cores"] for side in found["sides"]] == [1, 2]
    assert [side["end_ns"] for side in found["sides"]] == [8 * MS, 4 * MS]
    metrics = {metric["key"]: metric for metric in found["metrics"]}
    assert set(metrics) == {criterion.key for criterion in CRITERIA}
    assert metrics["makespan_ns"]["cells"][1] == {
        "value": 4 * MS,
        "reason": None,
        "difference": -4 * MS,
        "ratio": 0.5,
        "verdict": "better",
    }
    assert metrics["memory_bytes"]["cells"][0]["reason"] == "nothing says how much memory it takes"


def test_csv_has_numbers_in_full_and_no_formulas(comparison):
    rows = list(csv.reader(io.StringIO(comparison_csv(comparison))))
    assert rows[0] == ["figure", "unit", "one", "'=two, or not", "'=two, or not: difference", "'=two, or not: ratio"]
    makespan = next(row for row in rows if row[0] == "Makespan")
    assert makespan == ["Makespan", "ns", str(8 * MS), str(4 * MS), str(-4 * MS), "0.5"]
    utilisation = next(row for row in rows if row[0] == "CPU utilisation")
    assert utilisation[1:4] == ["share", "1.0", "1.0"]
    assert {len(row) for row in rows} == {6}
